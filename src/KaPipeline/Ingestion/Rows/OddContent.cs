namespace KaPipeline.Ingestion.Rows;

/// <summary>Something in a file that can be read and cannot be believed.</summary>
/// <param name="Rule">Stable word for it, one of <see cref="OddRule"/>.</param>
/// <param name="Sheet">Sheet of the first place; empty for text files.</param>
/// <param name="RowNumber">Row of it, from 1 as a person counts.</param>
/// <param name="Column">Header of its column; what the field is called where it is in none.</param>
/// <param name="Found">What is there.</param>
/// <param name="Expected">What would be plausible.</param>
/// <param name="Rows">How many rows are like it.</param>
public sealed record OddContent(string Rule, string Sheet, int RowNumber, string? Column, string? Found, string Expected, long Rows)
{
    /// <summary>For people: place, found, expected.</summary>
    public override string ToString() =>
        $"{(Sheet.Length > 0 ? $"表 sheet {Sheet} " : "")}第 {RowNumber} 行 row{(Column is null ? "" : $" {Column}")}: 发现 found \"{Found}\", 应为 expected {Expected}"
        + (Rows > 1 ? $" ({Rows} 行 rows)" : "");
}

/// <summary>Stable words for what makes a file implausible; those of rows (<see cref="RejectionRule"/>) are beside them.</summary>
public static class OddRule
{
    /// <summary>Day and month seem swapped by a spreadsheet program.</summary>
    public const string DatesSwapped = "dates_swapped";

    /// <summary>Midnights of China as UTC says them, at 16:00 of the day before.</summary>
    public const string DatesInUtc = "dates_in_utc";

    /// <summary>A date far from the file's business date, or from its arrival.</summary>
    public const string DateFar = "date_far";

    /// <summary>Delivered before it was ordered.</summary>
    public const string DeliveredBeforeOrdered = "delivered_before_ordered";

    /// <summary>Settled before it was delivered.</summary>
    public const string SettledBeforeDelivered = "settled_before_delivered";

    /// <summary>A statement under the number of one of another period.</summary>
    public const string OtherPeriod = "other_period";

    /// <summary>From some row on a column holds another kind of cell.</summary>
    public const string KindChanges = "kind_changes";

    /// <summary>A document's number of a shape that the report has not sent before.</summary>
    public const string NewShape = "new_shape";

    /// <summary>A quantity, price or amount many times what is usual for the item.</summary>
    public const string FarFromUsual = "far_from_usual";

    /// <summary>The head of one document with different values in several rows.</summary>
    public const string HeadsDiffer = "heads_differ";

    /// <summary>Amounts in another currency than RMB.</summary>
    public const string OtherCurrency = "other_currency";

    /// <summary>Amounts in thousands or ten thousands of yuan.</summary>
    public const string OtherUnit = "other_unit";

    /// <summary>The file says that it has more rows than were read.</summary>
    public const string PartOnly = "part_only";

    /// <summary>All words.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        DatesSwapped, DatesInUtc, RejectionRule.DatesOutOfOrder, RejectionRule.ImplausibleDate, DateFar, DeliveredBeforeOrdered,
        SettledBeforeDelivered, OtherPeriod, KindChanges, NewShape, FarFromUsual, HeadsDiffer, OtherCurrency, OtherUnit, PartOnly,
    ];
}
