namespace KaPipeline.Contracts;

/// <summary>A term that a chain proposes, and what it would come to on the year's statements so far (<c>mart.proposed_term</c>).</summary>
public sealed record ProposedTerm
{
    /// <summary>Per cent of goods less returns, VAT included.</summary>
    public decimal Pct { get; init; }

    /// <summary>RMB a year.</summary>
    public decimal FixedAmount { get; init; }

    /// <summary>RMB that it would cost on the goods settled so far.</summary>
    public decimal CostAmount { get; init; }

    /// <summary>Sales, RMB including VAT, at which it takes no larger share than all fees together do today; null when no volume can reach
    /// that, or nothing was settled.</summary>
    public decimal? BreakEvenAmount { get; init; }

    /// <summary>Sales, RMB including VAT, at which as much remains after fees as today although it is taken on top of them; null when fees
    /// would take all of it, or nothing was settled.</summary>
    public decimal? KeepNetAmount { get; init; }
}
