using System.Globalization;
using KaPipeline.Jobs;
using Quartz;

namespace KaPipeline.Host.Scheduling;

/// <summary>Wakes this node for one run; its number is all that Quartz knows of it.</summary>
[DisallowConcurrentExecution]
public sealed class QuartzWake(JobNode node) : Quartz.IJob
{
    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await node.WorkAsync(long.Parse(context.JobDetail.Key.Name, CultureInfo.InvariantCulture), cancellationToken);
}
