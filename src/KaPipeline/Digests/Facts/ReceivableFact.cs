namespace KaPipeline.Digests.Facts;

/// <summary>What is open with a chain's account by age.</summary>
/// <param name="Place">Chain, or the region that the account settles for.</param>
/// <param name="Bucket">not_due, 1-30, 31-60, 61-90, over_90.</param>
/// <param name="Stage">What it waits for.</param>
/// <param name="Invoice">Our invoice; empty for what is not invoiced.</param>
/// <param name="Amount">RMB of the claim.</param>
/// <param name="Paid">RMB received.</param>
/// <param name="Open">RMB open.</param>
/// <param name="PayableOn">Payment day.</param>
/// <param name="DaysOverdue">Days past it.</param>
/// <param name="Source">File and row of the statement.</param>
public sealed record ReceivableFact(
    Place Place, string Bucket, string Stage, string Statement, string Invoice, decimal Amount, decimal Paid, decimal Open,
    DateOnly? PayableOn, int? DaysOverdue, string Source)
{
    /// <summary>Next day on which the contract lets its invoice be handed over, or its money come; null where it names none.</summary>
    public DateOnly? NextOn { get; init; }

    /// <summary>Monday of the week of the payment day; null while that is not known.</summary>
    public DateOnly? PayableWeek { get; init; }

    /// <summary>Last day of the statement's period.</summary>
    public DateOnly PeriodTo { get; init; }

    /// <summary>Whether its payment day has passed.</summary>
    public bool IsOverdue => DaysOverdue > 0;

    /// <summary>Whether it waits for our invoice, or for us to hand that over.</summary>
    public bool WaitsForUs { get; init; }
}
