namespace KaPipeline.Ingestion.Profiles;

/// <summary>A tolerance as a profile states it; mirrored to <c>core.tolerance</c> (docs/money.md#tolerances).</summary>
/// <param name="Measure"><c>quantity</c>, <c>unit_price</c>, <c>line_amount</c> or <c>order_total</c>.</param>
/// <param name="ValidFrom">First business date, included.</param>
/// <param name="ValidTo">Last business date, included; null for no end.</param>
/// <param name="LowerAbsolute">Units or RMB that theirs may lie under ours.</param>
/// <param name="UpperAbsolute">Units or RMB that theirs may lie over ours.</param>
/// <param name="LowerPct">Per cent under.</param>
/// <param name="UpperPct">Per cent over.</param>
public sealed record ToleranceSetting(
    string Measure, DateOnly ValidFrom, DateOnly? ValidTo,
    decimal? LowerAbsolute, decimal? UpperAbsolute, decimal? LowerPct, decimal? UpperPct);
