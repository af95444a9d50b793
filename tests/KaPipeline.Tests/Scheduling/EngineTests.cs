using System.Collections.Concurrent;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Jobs;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Scheduling;

/// <summary>Attempts as Hangfire's jobs, on a real storage with real servers.</summary>
public sealed class EngineTests
{
    private static ManualClock Now() => new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task A_run_is_a_job_of_hangfire_that_ends_as_the_ledger_says()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        var done = new ConcurrentBag<long>();
        await using var node = await EngineHost.StartAsync(world, [], true, new FunctionJob("load", (run, _) => { done.Add(run.RunId); return Task.CompletedTask; }));
        var runId = await world.AddAsync("load");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => node.Queue.EnqueueAsync([runId], default)));
        await node.UntilJobsAsync(runId, "Succeeded");

        Assert.Equal(("succeeded", 1, 0, null), await world.StateAsync(runId));
        Assert.Equal([runId], done);
        Assert.Equal(1, await world.Database.FirstAsync<int>("select count(*)::int from hangfire.job"));
    }

    [Fact]
    public async Task A_failed_attempt_stands_under_failed_and_the_next_under_scheduled_until_its_moment_comes()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        var calls = 0;
        await using var node = await EngineHost.StartAsync(world, [], true, new FunctionJob("load", (_, _) =>
            ++calls == 1 ? throw new IOException("portal is down") : Task.CompletedTask));
        var runId = await world.AddAsync("load");

        node.Sweeper.LookNow();
        await node.UntilJobsAsync(runId, "Failed", "Scheduled");
        Assert.Equal("portal is down", await world.Database.FirstAsync<string>(
            "select data->>'ExceptionMessage' from hangfire.state where name = 'Failed'"));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        node.Sweeper.LookNow();
        await node.UntilJobsAsync(runId, "Deleted", "Succeeded");

        Assert.Equal("overcome by attempt 2", await world.Database.FirstAsync<string>("select reason from hangfire.state where name = 'Deleted'"));
        Assert.Equal(("succeeded", 2, 1, null), await world.StateAsync(runId) with { Error = null });
    }

    [Fact]
    public async Task A_stopping_host_hands_the_work_back_and_another_goes_on_with_the_same_attempt()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        var stops = new TaskCompletionSource();
        await using var first = await EngineHost.StartAsync(world, [], true, new FunctionJob("load", async (_, ct) =>
        {
            stops.TrySetResult();
            await Task.Delay(Timeout.Infinite, ct);
        }));
        var runId = await world.AddAsync("load");
        first.Sweeper.LookNow();
        await stops.Task;

        await first.StopAsync();

        Assert.Equal(("queued", 0, 0, null), await world.StateAsync(runId));
        Assert.Equal(["Enqueued"], await first.JobsAsync(runId));
        await using var second = await EngineHost.StartAsync(world, [], true, new FunctionJob("load", (_, _) => Task.CompletedTask));
        await second.UntilJobsAsync(runId, "Succeeded");
        Assert.Equal(("succeeded", 1, 0, null), await world.StateAsync(runId));
    }
}
