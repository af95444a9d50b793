namespace KaPipeline.Warehouse;

/// <summary>What one refresh did.</summary>
/// <param name="Documents">Orders and notes touched; all of a chain at the first fill of its settlement.</param>
/// <param name="Computed">Rows computed for them.</param>
/// <param name="Changed">Rows written because they were new or said something else.</param>
/// <param name="Vanished">Rows deleted.</param>
public sealed record RefreshOutcome(long Documents, long Computed, long Changed, long Vanished)
{
    /// <summary>Time taken, the wait for running loads included.</summary>
    public TimeSpan Elapsed { get; init; }
}
