namespace KaPipeline.Jobs;

/// <summary>What holds of runs that wait for others (<c>ops.run_turn</c>).</summary>
public static class RunTurn
{
    /// <summary>After how long a run that waits for others is looked at, should nobody call it when its turn comes.</summary>
    public static TimeSpan Look { get; } = TimeSpan.FromHours(1);
}
