namespace KaPipeline.Ingestion.Rows;

/// <summary>From when on what a file says is held and not believed: the thresholds <c>file.*</c> of <c>config/rules.yaml</c>.</summary>
public sealed record FileLimits
{
    /// <summary>The thresholds that they are taken from.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "file.days_ahead", "file.days_near", "file.days_far", "file.odd_rows_pct", "file.kind_block_rows", "file.known_numbers",
            "file.known_shapes",
        "file.known_lines", "file.times_usual",
    ];

    private FileLimits()
    {
    }

    /// <summary>Days after the business date that a date of something past may lie.</summary>
    public int DaysAhead { get; private init; }

    /// <summary>Days from the business date within which a date is right as it is.</summary>
    public int DaysNear { get; private init; }

    /// <summary>Days from the business date beyond which a date is far from it.</summary>
    public int DaysFar { get; private init; }

    /// <summary>Per cent of the rows whose dates may be impossible or far.</summary>
    public decimal OddRowsPct { get; private init; }

    /// <summary>Cells on either side of a change of kind.</summary>
    public int KindBlockRows { get; private init; }

    /// <summary>Numbers of documents that say something of their shape.</summary>
    public int KnownNumbers { get; private init; }

    /// <summary>Shapes of a report's numbers at most.</summary>
    public int KnownShapes { get; private init; }

    /// <summary>Lines of an item that say something of what is usual.</summary>
    public int KnownLines { get; private init; }

    /// <summary>Times the usual that are implausible.</summary>
    public decimal TimesUsual { get; private init; }

    /// <summary>Takes them from the thresholds.</summary>
    /// <exception cref="InvalidDataException">One is missing or not positive; the message names it.</exception>
    public static FileLimits Of(IReadOnlyDictionary<string, decimal> thresholds)
    {
        decimal Value(string name) => thresholds.TryGetValue($"file.{name}", out var value) && value > 0 ? value
            : throw new InvalidDataException(
            $"config/rules.yaml, thresholds, file.{name}: found {(value == 0 ? "nothing" : $"{value}")}, expected a value above 0.");
        return new FileLimits
        {
            DaysAhead = (int)Value("days_ahead"),
            DaysNear = (int)Value("days_near"),
            DaysFar = (int)Value("days_far"),
            OddRowsPct = Value("odd_rows_pct"),
            KindBlockRows = (int)Value("kind_block_rows"),
            KnownNumbers = (int)Value("known_numbers"),
            KnownShapes = (int)Value("known_shapes"),
            KnownLines = (int)Value("known_lines"),
            TimesUsual = Value("times_usual"),
        };
    }

    /// <summary>Whether a date is so near the business date that it is right as it is.</summary>
    public bool IsNear(DateOnly date, DateOnly businessDate) => Math.Abs(date.DayNumber - businessDate.DayNumber) <= DaysNear;

    /// <summary>Whether so many odd rows are more than a file may have.</summary>
    public bool AreTooMany(long odd, long rows) => odd * 100 > OddRowsPct * rows;
}
