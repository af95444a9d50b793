namespace KaPipeline.Digests.Facts;

/// <summary>Kinds of things that may be open from one edition to the next.</summary>
public static class OpenItemKind
{
    /// <summary>Ordered against delivered.</summary>
    public const string ServiceBreak = "service_break";

    /// <summary>Our books against a statement.</summary>
    public const string MoneyBreak = "money_break";

    /// <summary>An item of a store that is locked, suspected, or at risk.</summary>
    public const string Lock = "lock";

    /// <summary>A price that breaks a rule: it is not the one agreed.</summary>
    public const string Anomaly = "anomaly";

    /// <summary>A price that breaks no rule and is only unusual: a statistical hint, counted apart.</summary>
    public const string Outlier = "outlier";

    /// <summary>A feed that is late or missing.</summary>
    public const string Feed = "feed";
}

/// <summary>One thing that an edition reports as standing: a break, a lock, an anomaly, a missing feed. Editions are compared by its
/// key.</summary>
/// <param name="Kind">One of <see cref="OpenItemKind"/>.</param>
/// <param name="Key">Stable key within the kind.</param>
/// <param name="Place">Where it belongs.</param>
/// <param name="Rule">What exactly: <c>not_delivered</c>, <c>locked</c>, <c>promotion_not_restored</c>, …</param>
/// <param name="Severity">Higher is worse, within a kind.</param>
/// <param name="Amount">RMB at stake whichever way, positive: by which editions are compared; never added up.</param>
public sealed record OpenItem(string Kind, string Key, Place Place, string Rule, int Severity, decimal Amount)
{
    /// <summary>RMB for us: to claim, missing, priced too low, exposed.</summary>
    public decimal Positive { get; init; }

    /// <summary>RMB against us, positive: theirs to claim, delivered beyond the order, priced too high.</summary>
    public decimal Negative { get; init; }

    /// <summary>RMB beside the claim: a deduction that came without its invoice.</summary>
    public decimal AtStake { get; init; }

    /// <summary>Product, where it is about one.</summary>
    public string? ProductId { get; init; }

    /// <summary>Person who must act.</summary>
    public string? OwnerId { get; init; }

    /// <summary>Date since which it has been open.</summary>
    public DateOnly? SinceOn { get; init; }

    /// <summary>Date by which something is due.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>RMB of this one thing, positive where it is for us.</summary>
    public decimal SignedAmount => Positive - Negative;

    /// <summary>Order, delivery note or statement it is about.</summary>
    public string Document { get; init; } = "";

    /// <summary>What it rests on, in Chinese.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>What it rests on, in English.</summary>
    public string EvidenceEn { get; init; } = "";

    /// <summary>Path of its page in the console, beginning with a slash.</summary>
    public string Path { get; init; } = "";

    /// <summary>The warehouse's row, for sheets that show its values in columns; null for a lock. Where a claim stands on several rows the
    /// first, without its two values.</summary>
    public DifferenceRow? Difference { get; init; }

    /// <summary>The warehouse's row of a lock.</summary>
    public LockRow? Lock { get; init; }
}
