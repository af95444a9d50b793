namespace KaPipeline.Ingestion.Loading;

/// <summary>A file as it came in.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">Its name at the source.</param>
/// <param name="Source">Where it came from: command line, folder, sftp, http.</param>
/// <param name="ArrivedAt">When it arrived at the portal (docs/money.md#clocks).</param>
public sealed record ArrivedFile(string Path, string Name, string Source, DateTimeOffset ArrivedAt)
{
    /// <summary>Its name at the source, as people may see it.</summary>
    public string Name { get; } = VisibleText.Line(Name);
}
