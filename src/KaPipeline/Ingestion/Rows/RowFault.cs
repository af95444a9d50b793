namespace KaPipeline.Ingestion.Rows;

/// <summary>What was found wrong with a row after it had been read.</summary>
/// <param name="Fields">Canonical fields at fault, most likely first.</param>
/// <param name="Rule">Stable word for the broken rule.</param>
/// <param name="Found">What was found.</param>
/// <param name="Expected">What should have been there.</param>
public sealed record RowFault(IReadOnlyList<string> Fields, string Rule, string? Found, string Expected)
{
    /// <summary>Of a row that a trial leaves out: it is neither staged nor rejected.</summary>
    public static RowFault LeftOut { get; } = new([], "", null, "");
}
