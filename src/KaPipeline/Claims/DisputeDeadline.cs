namespace KaPipeline.Claims;

/// <summary>When the last day on which a chain must hear of a claim is near: what pages mark, and pages and the weekly list.</summary>
public static class DisputeDeadline
{
    /// <summary>Days ahead that are looked at.</summary>
    public const int NearDays = 14;
}
