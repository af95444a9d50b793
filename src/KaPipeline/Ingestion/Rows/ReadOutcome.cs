namespace KaPipeline.Ingestion.Rows;

/// <summary>What reading one file as one report came to. The staged rows themselves are in the sink.</summary>
public sealed record ReadOutcome
{
    /// <summary>How it ended; only <see cref="ReadState.Read"/> may be loaded.</summary>
    public required ReadState State { get; init; }

    /// <summary>What a person should know about the file, in words; null when there is nothing to say.</summary>
    public string? Finding { get; init; }

    /// <summary>Container and encoding, for people: <c>text, gb18030</c>.</summary>
    public string Container { get; init; } = "";

    /// <summary>Data rows read: no titles, headers, totals or decoration. 0 unless <see cref="State"/> is
    /// <see cref="ReadState.Read"/>.</summary>
    public long RowsIn { get; init; }

    /// <summary>Rows that are not staged, in file order.</summary>
    public IReadOnlyCollection<RejectedRow> Rejected { get; init; } = [];

    /// <summary>Rows staged by target; one data row may make several.</summary>
    public IReadOnlyDictionary<string, long> Staged { get; init; } = new Dictionary<string, long>();

    /// <summary>Required columns that the file lacks.</summary>
    public IReadOnlyList<string> MissingColumns { get; init; } = [];

    /// <summary>Columns of the file that the profile neither uses nor ignores: added since it was written.</summary>
    public IReadOnlyList<string> AddedColumns { get; init; } = [];

    /// <summary>Checked sums of total rows.</summary>
    public IReadOnlyList<TotalFinding> Totals { get; init; } = [];

    /// <summary>Sheets from which rows or the head were taken; empty for containers without sheets.</summary>
    public IReadOnlyList<SheetSpan> Sheets { get; init; } = [];

    /// <summary>Every sheet or table of the file with what became of it.</summary>
    public IReadOnlyList<ReadPart> Parts { get; init; } = [];

    /// <summary>What is hard to believe by the file itself: it is held for it until a person lets it in.</summary>
    public IReadOnlyList<OddContent> Odd { get; init; } = [];

    /// <summary>What only earlier files of the report can judge; null unless <see cref="State"/> is <see cref="ReadState.Read"/>.</summary>
    internal FileSigns? Signs { get; init; }

    /// <summary>Number in the load of a row of a sheet.</summary>
    public int NumberInLoad(string sheet, int row) => row + (Sheets.FirstOrDefault(span => span.Sheet == sheet)?.Offset ?? 0);

    /// <summary>Sheet and row, as a person counts it, of a number in the load.</summary>
    public (string Sheet, int Row) PlaceOf(int number) =>
        Sheets.OrderBy(span => span.IsHead)
        .FirstOrDefault(span => number - span.Offset >= span.From && number - span.Offset <= span.To) is { } found
            ? (found.Sheet, number - found.Offset) : ("", number);

    /// <summary>Business date by the file name; null where the profile has no rule for it.</summary>
    public DateOnly? BusinessDate { get; init; }
}
