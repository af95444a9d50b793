using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KaPipeline.Jobs;

/// <summary>Traces and metrics of runs under the name <c>KaPipeline</c>, for any listener of System.Diagnostics (dotnet-counters,
/// OpenTelemetry).</summary>
public static class JobMeters
{
    /// <summary>Name of the trace source and of the meter.</summary>
    public const string Name = "KaPipeline";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Runs =
        Meter.CreateCounter<long>("ka.runs", "{run}", "Attempts of runs, by job and how they ended");
    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("ka.run.duration", "ms", "How long attempts took, by job");

    /// <summary>Spans: one per attempt of a run.</summary>
    public static ActivitySource Source { get; } = new(Name);

    internal static void Ended(string job, string how, TimeSpan elapsed)
    {
        Runs.Add(1, new("job", job), new("end", how));
        Duration.Record(elapsed.TotalMilliseconds, new KeyValuePair<string, object?>("job", job));
    }
}
