namespace KaPipeline.Contracts;

/// <summary>The sums that a negotiation rests on, for one chain and year (<c>mart.negotiation_ground</c>).</summary>
public sealed record NegotiationGround
{
    /// <summary>Supply less returns, RMB, VAT excluded.</summary>
    public decimal SupplyAmount { get; init; }

    /// <summary>Supply less returns, RMB including VAT.</summary>
    public decimal SupplyAmountIncluding { get; init; }

    /// <summary>Supply less returns of the year before up to the same day, RMB, VAT excluded; null when there was none.</summary>
    public decimal? LastYearAmount { get; init; }

    /// <summary>Goods less returns of its statements, RMB including VAT.</summary>
    public decimal SettledAmount { get; init; }

    /// <summary>Deductions of its statements, RMB, positive.</summary>
    public decimal FeeAmount { get; init; }

    /// <summary>Fees ÷ settled goods, per cent; null when nothing was settled.</summary>
    public decimal? FeePct { get; init; }

    /// <summary>Money breaks of its statements that are ours to claim, RMB including VAT; an open rest once, on the newest statement
    /// (docs/money.md#cases).</summary>
    public decimal ClaimedAmount { get; init; }

    /// <summary>Money breaks that are theirs to claim, RMB including VAT, positive, likewise; never netted with the other.</summary>
    public decimal OwedAmount { get; init; }
}
