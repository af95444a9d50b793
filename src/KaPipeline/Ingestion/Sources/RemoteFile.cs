namespace KaPipeline.Ingestion.Sources;

/// <summary>A file as a source lists it.</summary>
/// <param name="Name">Its name there: a path or an address.</param>
/// <param name="Mark">What changes when the file does; with it a file that was fetched is known again.</param>
public sealed record RemoteFile(string Name, string Mark)
{
    /// <summary>Its length in bytes, where the source tells.</summary>
    public long? Size { get; init; }

    /// <summary>When it was last changed, where the source tells; a change soon after may leave the mark as it is.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
}
