namespace KaPipeline.Ingestion.Loading;

/// <summary>What loading one file came to.</summary>
/// <param name="LoadId">Number in <c>ops.load</c>; 0 for a file that no profile knows.</param>
/// <param name="ChainId">Chain; empty for the company's own files.</param>
/// <param name="Report">Report of the profile that read it.</param>
/// <param name="FileName">Name at the source.</param>
/// <param name="State">What became of it.</param>
/// <param name="RowsIn">Data rows: loaded + quarantined + duplicate.</param>
/// <param name="RowsLoaded">Rows that said something new.</param>
/// <param name="RowsQuarantined">Rows set aside with their reason.</param>
/// <param name="RowsDuplicate">Rows that said what was known.</param>
/// <param name="Finding">What a person should know about the file; null when there is nothing to say.</param>
public sealed record LoadResult(
    long LoadId, string ChainId, string Report, string FileName, LoadState State,
    long RowsIn, long RowsLoaded, long RowsQuarantined, long RowsDuplicate, string? Finding)
{
    /// <summary>Hash of its bytes; empty for a file that could not be read.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>What the ledger says of these bytes, also where this time nothing was done with them.</summary>
    public LoadState ContentState { get; init; } = State;

    /// <summary>Whether the archive's copy was missing or damaged, and is good again.</summary>
    public bool IsMended { get; init; }

    /// <summary>Loads that must be read again, since versions of theirs came back into force.</summary>
    public IReadOnlyList<long> ToReadAgain { get; init; } = [];
}
