using Hangfire;
using Hangfire.Storage;
using KaPipeline.Host.Hangfire;
using KaPipeline.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace KaPipeline.Tests.Scheduling;

/// <summary>The scheduler that is used, on a real storage.</summary>
public sealed class HangfireSchedulerTests : SchedulerContract
{
    protected override void Add(IServiceCollection services, JobOptions options) => services.AddKaHangfire(options);

    protected override Task<IReadOnlyDictionary<string, DateTimeOffset>> EntriesAsync(IServiceProvider services)
    {
        using var connection = services.GetRequiredService<JobStorage>().GetConnection();
        return Task.FromResult<IReadOnlyDictionary<string, DateTimeOffset>>(connection.GetRecurringJobs()
            .ToDictionary(entry => entry.Id, entry => new DateTimeOffset(DateTime.SpecifyKind(entry.NextExecution!.Value, DateTimeKind.Utc))));
    }
}
