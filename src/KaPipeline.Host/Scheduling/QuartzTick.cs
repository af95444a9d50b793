using KaPipeline.Jobs;
using Quartz;

namespace KaPipeline.Host.Scheduling;

/// <summary>A schedule's moment has come: its due runs are planned, and each is woken.</summary>
public sealed class QuartzTick(JobNode node, IJobScheduler scheduler) : Quartz.IJob
{
    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        foreach (var runId in await node.TickAsync(context.JobDetail.Key.Name, cancellationToken))
        {
            await scheduler.WakeAsync(runId, cancellationToken);
        }
    }
}
