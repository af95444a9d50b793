using System.Globalization;
using KaPipeline.Jobs;
using Quartz;

namespace KaPipeline.Host.Scheduling;

/// <summary>Quartz.NET as the one who says when: a recurring trigger per schedule, and a one-off job per run to wake. Missed
/// occurrences are not its business; the ledger catches them up.</summary>
public sealed class QuartzScheduler([FromKeyedServices(QuartzSetUp.Name)] ISchedulerFactory factory) : IJobScheduler
{
    internal const string TickGroup = "tick";
    internal const string WakeGroup = "wake";

    /// <inheritdoc/>
    public async Task ApplyAsync(IReadOnlyList<JobSchedule> schedules, CancellationToken ct)
    {
        var scheduler = await factory.GetScheduler(ct);
        var wanted = schedules.Where(schedule => schedule.Enabled).ToList();
        foreach (var schedule in wanted)
        {
            var job = JobBuilder.Create<QuartzTick>().WithIdentity(schedule.Name, TickGroup).StoreDurably().Build();
            await scheduler.AddJob(job, new AddJobOptions { Replace = true }, ct);
            var trigger = TriggerBuilder.Create().WithIdentity(schedule.Name, TickGroup).ForJob(job.Key)
                .WithSchedule(CronScheduleBuilder.Create(schedule.Cron, CronFormat.Unix)
                    .InTimeZone(BusinessTime.Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.DoNothing))
                .Build();
            if (await scheduler.GetTrigger(trigger.Key, ct) is null)
            {
                await ScheduleAsync(() => scheduler.ScheduleJob(trigger, cancellationToken: ct));
            }
            else
            {
                await scheduler.RescheduleJob(trigger.Key, trigger, ct);
            }
        }

        var names = wanted.Select(schedule => schedule.Name).ToHashSet();
        foreach (var key in await scheduler.GetJobKeys(GroupMatcher<JobKey>.GroupEquals(TickGroup), ct))
        {
            if (!names.Contains(key.Name))
            {
                await scheduler.DeleteJob(key, ct);
            }
        }
    }

    /// <inheritdoc/>
    public async Task WakeAsync(long runId, CancellationToken ct)
    {
        var scheduler = await factory.GetScheduler(ct);
        var name = runId.ToString(CultureInfo.InvariantCulture);
        var job = JobBuilder.Create<QuartzWake>().WithIdentity(name, WakeGroup).RequestRecovery().Build();
        await ScheduleAsync(() => scheduler.ScheduleJob(job, TriggerBuilder.Create().WithIdentity(name, WakeGroup).StartNow().Build(), cancellationToken: ct));
    }

    private static async Task ScheduleAsync(Func<ValueTask<DateTimeOffset>> schedule)
    {
        try
        {
            await schedule();
        }
        catch (ObjectAlreadyExistsException)
        {
            // Another node was first; once is enough.
        }
    }
}
