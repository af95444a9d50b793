namespace KaPipeline.Ingestion.Loading;

/// <summary>One row of <c>ops.load</c>.</summary>
internal sealed class LoadRecord
{
    public long LoadId { get; set; }

    public string ChainId { get; init; } = "";

    public string Report { get; init; } = "";

    public string FileName { get; init; } = "";

    public string Sha256 { get; init; } = "";

    public long ByteCount { get; init; }

    public string Source { get; init; } = "";

    public DateOnly? BusinessDate { get; set; }

    public DateTimeOffset ArrivedAt { get; init; }

    public DateTimeOffset RecordedAt { get; set; }

    public string ProfileVersion { get; set; } = "";

    public LoadState State { get; set; } = LoadState.Loaded;

    /// <summary>The run that made it what it is; null outside a run.</summary>
    public long? RunId { get; init; }

    public long RowsIn { get; set; }

    public long RowsLoaded { get; set; }

    public long RowsQuarantined { get; set; }

    public long RowsDuplicate { get; set; }

    public string? Finding { get; set; }

    /// <summary>Every sheet or table of the file with what became of it, as JSON; null where the file could not be opened.</summary>
    public string? Contents { get; set; }

    public List<long> ToReadAgain { get; } = [];

    /// <summary>Whether a corrected profile could read it.</summary>
    public bool AwaitsProfile => State is LoadState.Held or LoadState.Refused;

    public LoadResult Result(LoadState state) =>
        new(LoadId, ChainId, Report, FileName, state, RowsIn, RowsLoaded, RowsQuarantined, RowsDuplicate,
        Finding)
        { ToReadAgain = ToReadAgain, Sha256 = Sha256, ContentState = State };
}
