namespace KaPipeline.Contracts;

/// <summary>The sums that a negotiation stands on, for one chain and year.</summary>
/// <param name="SupplyAmount">Supply less returns, RMB, VAT excluded.</param>
/// <param name="SettledAmount">Goods less returns of its statements, RMB including VAT.</param>
/// <param name="FeeAmount">Deductions of its statements, RMB, positive.</param>
/// <param name="LastYearAmount">Supply less returns of the year before up to the same day, RMB, VAT excluded; null when there was
/// none.</param>
/// <param name="ClaimAmount">Money breaks of its statements that are ours to claim, RMB including VAT; an open rest once, on the newest
/// statement (docs/money.md#cases).</param>
/// <param name="OwedAmount">Money breaks that are theirs to claim, RMB including VAT, positive, likewise; never netted with the
/// other.</param>
/// <param name="SupplyAmountIncluding">Supply less returns, RMB including VAT.</param>
public sealed record NegotiationGround(
    decimal SupplyAmount, decimal SettledAmount, decimal FeeAmount, decimal? LastYearAmount, decimal ClaimAmount, decimal OwedAmount,
    decimal SupplyAmountIncluding)
{
    /// <summary>Fees ÷ settled goods; null when nothing was settled.</summary>
    public decimal? FeeRatio => SettledAmount == 0 ? null : FeeAmount / SettledAmount;

    /// <summary>What a proposed term would cost a year like this one, RMB.</summary>
    /// <param name="pct">Per cent of goods less returns, VAT included.</param>
    /// <param name="fixedAmount">RMB a year.</param>
    public decimal CostOf(decimal? pct, decimal? fixedAmount) =>
        Math.Round(SettledAmount * (pct ?? 0) / 100, 2, MidpointRounding.AwayFromZero) + (fixedAmount ?? 0);

    /// <summary>Sales, RMB including VAT, at which as much remains after fees as today although the term is taken on top of today's fees:
    /// (goods − fees + its fixed part) ÷ (1 − today's ratio − its percentage). Null when fees would take all of it, or nothing was
    /// settled.</summary>
    /// <param name="pct">Per cent of goods less returns, VAT included.</param>
    /// <param name="fixedAmount">RMB a year.</param>
    public decimal? SalesToKeepNet(decimal? pct, decimal? fixedAmount) =>
        FeeRatio is { } ratio && 1 - ratio - (pct ?? 0) / 100 is > 0 and var kept
            ? Math.Round((SettledAmount - FeeAmount + (fixedAmount ?? 0)) / kept, 2, MidpointRounding.AwayFromZero) : null;

    /// <summary>Sales, RMB including VAT, at which the proposed term takes no larger share than all fees together do today: its fixed
    /// part ÷ (today's ratio − its percentage). Null when no volume can reach it, or nothing was settled.</summary>
    /// <param name="pct">Per cent of goods less returns, VAT included.</param>
    /// <param name="fixedAmount">RMB a year.</param>
    public decimal? BreakEvenSales(decimal? pct, decimal? fixedAmount) =>
        FeeRatio is { } ratio && ratio > (pct ?? 0) / 100
        ? Math.Round((fixedAmount ?? 0) / (ratio - (pct ?? 0) / 100), 2, MidpointRounding.AwayFromZero) : null;
}
