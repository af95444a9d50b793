namespace KaPipeline.SkuLocks;

/// <summary>One spell of alerts on one item of a store (<c>mart.sku_lock_history</c>).</summary>
/// <param name="FirstOn">First judged date with an alert.</param>
/// <param name="ClearedOn">First judged date after it without one; null while it is open.</param>
/// <param name="AtRiskOn">First date at risk; null when never.</param>
/// <param name="SuspectedOn">First date suspected; null when never.</param>
/// <param name="LockedOn">First date locked; null when never.</param>
/// <param name="Cause">Cause on its last date.</param>
/// <param name="Evidence">Evidence on its last date, Chinese.</param>
/// <param name="EvidenceEn">The same in English.</param>
/// <param name="HighestExposureAmount">Highest exposure of the spell, RMB.</param>
public sealed record AlertSpell(
    string ProductId, DateOnly FirstOn, DateOnly? ClearedOn, DateOnly? AtRiskOn, DateOnly? SuspectedOn, DateOnly? LockedOn, string Cause,
    string Evidence,
    string EvidenceEn, decimal HighestExposureAmount);
