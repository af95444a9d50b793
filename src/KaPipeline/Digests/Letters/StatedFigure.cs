using System.Globalization;
using KaPipeline.Digests.Facts;

namespace KaPipeline.Digests.Letters;

/// <summary>A figure that an edition states; when the warehouse finds another value later, those who got it are told.</summary>
/// <param name="Place">The store, or what a statement settles.</param>
/// <param name="Day">Business date; for a month or a period its last day.</param>
/// <param name="Name">One of the constants.</param>
/// <param name="Document">Statement, fee or region that it belongs to; empty for none.</param>
public sealed record StatedFigure(Place Place, DateOnly Day, string Name, decimal Value, string Document = "")
{
    /// <summary>Sales units ordered by a store on a day.</summary>
    public const string Ordered = "ordered";

    /// <summary>RMB ordered by a store on a day, VAT excluded.</summary>
    public const string OrderedAmount = "ordered_amount";

    /// <summary>Sales units that a store signed for on a day.</summary>
    public const string Received = "received";

    /// <summary>RMB supplied to a store in a month, less returns, VAT excluded.</summary>
    public const string Sales = "sales";

    /// <summary>RMB of a statement, ours less theirs.</summary>
    public const string Difference = "difference";

    /// <summary>RMB ordered by a store in the seven days to this one, VAT excluded.</summary>
    public const string WeekAmount = "week_amount";

    /// <summary>Sales units of these orders that were due by this day.</summary>
    public const string WeekDue = "week_due";

    /// <summary>Sales units received for those.</summary>
    public const string WeekReceived = "week_received";

    /// <summary>RMB overdue with a chain, or with a region that settles apart, including VAT; the document is that region.</summary>
    public const string Overdue = "overdue";

    /// <summary>RMB of one fee that a chain's contract allows next month; the document is the fee's code.</summary>
    public const string FeeNext = "fee_next";

    /// <summary>RMB of one fee that a chain took on the month's statements up to this day; the document is the fee's code.</summary>
    public const string FeeTaken = "fee_taken";

    /// <summary>RMB target of a store or a whole chain for a month, VAT excluded.</summary>
    public const string Target = "target";

    /// <summary>RMB supplied to a store from the month's first day to this one, less returns, VAT excluded.</summary>
    public const string SalesSoFar = "sales_so_far";

    internal const string KindPrefix = "figure_";

    internal string Kind => KindPrefix + Name;

    internal string Key => string.Create(CultureInfo.InvariantCulture, $"{Place.ChainId}|{Place.StoreId}|{Day:yyyy-MM-dd}")
        + (Document.Length > 0 ? "|" + Document : "");

    /// <summary>The value as the ledger keeps it.</summary>
    internal decimal Stored => decimal.Round(Value, 2, MidpointRounding.AwayFromZero);

    internal static StatedFigure Parse(string kind, string key, Place place, decimal value)
    {
        var parts = key.Split('|', 4);
        return new StatedFigure(
            place, DateOnly.ParseExact(parts[2], "yyyy-MM-dd", CultureInfo.InvariantCulture), kind[KindPrefix.Length..], value,
            parts.Length > 3 ? parts[3] : "");
    }
}

/// <summary>A figure that was sent to a reader and is another one now.</summary>
/// <param name="Figure">As it is now.</param>
/// <param name="Before">As this reader last got it.</param>
/// <param name="Cause">Files and rows that came since; the reason in the reader's hands.</param>
public sealed record RestatedFigure(StatedFigure Figure, decimal Before, Cause Cause);

/// <summary>Why a figure changed.</summary>
/// <param name="Message">Files with their rows.</param>
/// <param name="Path">Path of the first row's page in the console; empty where only files are known.</param>
public sealed record Cause(string Message, string Path);
