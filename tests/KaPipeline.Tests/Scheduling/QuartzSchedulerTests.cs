using KaPipeline.Host.Scheduling;
using KaPipeline.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace KaPipeline.Tests.Scheduling;

public sealed class QuartzSchedulerTests : SchedulerContract
{
    protected override void Add(IServiceCollection services, JobOptions options) => services.AddKaScheduler(options);

    protected override async Task<IReadOnlyDictionary<string, DateTimeOffset>> EntriesAsync(IServiceProvider services)
    {
        var scheduler = await services.GetRequiredKeyedService<ISchedulerFactory>("ka").GetScheduler();
        var entries = new Dictionary<string, DateTimeOffset>();
        foreach (var key in await scheduler.GetJobKeys(GroupMatcher<JobKey>.GroupEquals("tick")))
        {
            var trigger = await scheduler.GetTrigger(new TriggerKey(key.Name, "tick"));
            entries[key.Name] = trigger!.NextFireTimeUtc!.Value;
        }

        return entries;
    }
}
