using System.Globalization;
using KaPipeline.Jobs;

namespace KaPipeline.Host.Work;

/// <summary><c>rehearse</c>: touches no data and takes a while, so that a failover can be rehearsed: stop a node or the database in
/// the middle of it, and watch the run continue elsewhere. Argument <c>milliseconds</c>: how long each of its three steps takes, default
/// 300.</summary>
internal sealed class RehearseJob(TimeProvider clock) : IJob
{
    public string Name => "rehearse";

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        var each = TimeSpan.FromMilliseconds(int.Parse(run.Arguments.GetValueOrDefault("milliseconds", "300"),
            CultureInfo.InvariantCulture));
        foreach (var name in (string[])["first act", "second act", "third act"])
        {
            await run.StepAsync(name, (_, token) => Task.Delay(each, clock, token), ct);
        }
    }
}
