using KaPipeline.Jobs;

namespace KaPipeline.Host.OpsConsole;

/// <summary>Has new runs woken at once where this process schedules; elsewhere the nodes' next look finds them.</summary>
internal sealed class Waker(IServiceProvider services)
{
    public async Task WakeAsync(IReadOnlyList<long> runIds, CancellationToken ct)
    {
        if (services.GetService<IJobScheduler>() is { } scheduler)
        {
            foreach (var runId in runIds.Take(64))
            {
                await scheduler.WakeAsync(runId, ct);
            }
        }
    }
}
