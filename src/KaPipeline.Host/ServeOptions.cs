namespace KaPipeline.Host;

/// <summary>What one <c>ka serve</c> process does.</summary>
/// <param name="RunsJobs">Schedules and works on runs.</param>
/// <param name="ServesWeb">Serves the console; health is served in either case.</param>
/// <param name="Urls">Addresses to listen on; null for those of the configuration.</param>
public sealed record ServeOptions(bool RunsJobs, bool ServesWeb, string? Urls)
{
    /// <summary>Whether it shows a month that has ended, by a clock of that month: what people start runs, nothing is
    /// planned.</summary>
    public bool IsDemo { get; init; }
}
