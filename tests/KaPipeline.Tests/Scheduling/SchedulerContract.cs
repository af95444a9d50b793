using System.Collections.Concurrent;
using KaPipeline.Jobs;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KaPipeline.Tests.Scheduling;

/// <summary>What every scheduler adapter must do, and no more: apply the list of schedules, and wake the dispatcher for one run.</summary>
public abstract class SchedulerContract
{
    private static readonly JobSchedule EveryMinute = new() { Name = "often", Job = "load", Cron = "* * * * *", CatchUp = CatchUp.Latest };
    private static readonly JobSchedule Yearly = new() { Name = "seldom", Job = "load", Cron = "0 7 1 1 *", CatchUp = CatchUp.Latest };

    /// <summary>Adds the adapter to a host that has everything else.</summary>
    protected abstract void Add(IServiceCollection services, JobOptions options);

    /// <summary>Names and next moments of the recurring entries that the scheduler holds.</summary>
    protected abstract Task<IReadOnlyDictionary<string, DateTimeOffset>> EntriesAsync(IServiceProvider services);

    [Fact]
    public async Task Entries_become_exactly_the_schedules_applied_in_business_time()
    {
        await using var world = await JobWorld.CreateAsync(new ManualClock(TimeProvider.System.GetUtcNow()), EveryMinute, Yearly);
        using var host = await StartAsync(world, []);
        var scheduler = host.Services.GetRequiredService<IJobScheduler>();

        await scheduler.ApplyAsync([EveryMinute, Yearly], default);
        Assert.Equal(["often", "seldom"], (await EntriesAsync(host.Services)).Keys.Order());
        var next = (await EntriesAsync(host.Services))["seldom"];
        Assert.Equal("01-01 07:00", TimeZoneInfo.ConvertTime(next, BusinessTime.Zone).ToString("MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture));

        await scheduler.ApplyAsync([Yearly with { Cron = "30 8 1 1 *" }, EveryMinute with { Enabled = false }], default);
        var entry = Assert.Single(await EntriesAsync(host.Services));
        Assert.Equal("08:30", TimeZoneInfo.ConvertTime(entry.Value, BusinessTime.Zone).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        await host.StopAsync();
    }

    [Fact]
    public async Task Run_is_woken_and_done_once_however_often_it_is_asked_for()
    {
        await using var world = await JobWorld.CreateAsync(new ManualClock(TimeProvider.System.GetUtcNow()));
        var done = new ConcurrentBag<long>();
        using var host = await StartAsync(world, done);
        var scheduler = host.Services.GetRequiredService<IJobScheduler>();
        var runId = await world.AddAsync("load");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => scheduler.WakeAsync(runId, default)));
        await UntilAsync(async () => (await world.StateAsync(runId)).State == "succeeded");
        await scheduler.WakeAsync(runId, default);
        await host.StopAsync();

        Assert.Equal([runId], done);
    }

    [Fact]
    public async Task Job_that_fails_is_left_to_the_ledgers_own_retries()
    {
        await using var world = await JobWorld.CreateAsync(new ManualClock(TimeProvider.System.GetUtcNow()));
        using var host = await StartAsync(world, [], fails: true);
        var runId = await world.AddAsync("load");

        await host.Services.GetRequiredService<IJobScheduler>().WakeAsync(runId, default);
        await UntilAsync(async () => (await world.StateAsync(runId)).Failures == 1);
        await Task.Delay(500);
        await host.StopAsync();

        Assert.Equal(("queued", 1, 1), ((await world.StateAsync(runId)).State, (await world.StateAsync(runId)).Attempt, (await world.StateAsync(runId)).Failures));
    }

    [Fact]
    public async Task Stopping_host_hands_the_work_back()
    {
        await using var world = await JobWorld.CreateAsync(new ManualClock(TimeProvider.System.GetUtcNow()));
        using var host = await StartAsync(world, [], waits: true);
        var runId = await world.AddAsync("load");

        await host.Services.GetRequiredService<IJobScheduler>().WakeAsync(runId, default);
        await UntilAsync(async () => (await world.StateAsync(runId)).State == "running");
        await host.StopAsync();

        Assert.Equal(("queued", 0), ((await world.StateAsync(runId)).State, (await world.StateAsync(runId)).Failures));
    }

    [Fact]
    public async Task Injected_clock_stays_the_one_that_everything_else_reads()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 6, 4, 20));
        using var host = await StartAsync(world, []);

        Assert.Same(world.Clock, host.Services.GetRequiredService<TimeProvider>());
        await host.StopAsync();
    }

    private async Task<IHost> StartAsync(JobWorld world, ConcurrentBag<long> done, bool fails = false, bool waits = false)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        var job = new FunctionJob("load", async (run, ct) =>
        {
            if (waits)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            }

            if (fails)
            {
                throw new IOException("portal is down");
            }

            done.Add(run.RunId);
        });
        builder.Services.AddSingleton(world.Database).AddSingleton<TimeProvider>(world.Clock)
            .AddSingleton(world.Node("node", [EveryMinute, Yearly], job));
        Add(builder.Services, world.Options);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 600 && !await holds(); tries++)
        {
            await Task.Delay(50);
        }

        Assert.True(await holds());
    }
}
