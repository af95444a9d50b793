namespace KaPipeline.Jobs;

/// <summary>Which jobs can do one chain alone; the others know all of them or none.</summary>
public static class ChainJobs
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["collect", "load", "reconcile", "rehearse"];
}
