namespace KaPipeline.Jobs;

/// <summary>Which jobs can do one chain alone; the others know all of them or none.</summary>
public static class ChainJobs
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["collect", "load", "reconcile"];

    /// <summary>Whether a run of a job may be asked for one chain; the one that tests rehearse with may.</summary>
    public static bool Includes(string job) => Names.Contains(job) || job == "rehearse";
}
