using System.Collections.Concurrent;
using Hangfire;
using KaPipeline.Host.Hangfire;
using KaPipeline.Labels;
using KaPipeline.Operations;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Jobs;
using KaPipeline.Tests.Serve;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Host.Hangfire;

/// <summary>Batches of reruns on real Hangfire servers.</summary>
public sealed class BatchTests
{
    private static RerunRequest Days(int days, int parallelism) => new()
    {
        Job = "load", From = new DateOnly(2026, 1, 1), To = new DateOnly(2026, 1, 1).AddDays(days - 1), Mode = RerunMode.All,
        Reason = "portal was down",
        Parallelism = parallelism,
    };

    [Fact]
    public async Task All_dates_of_a_long_batch_stand_in_hangfire_and_begin_only_when_it_is_not_paused()
    {
        await using var world = await JobWorld.CreateAsync(new ManualClock(TimeProvider.System.GetUtcNow()));
        await using var web = await EngineHost.StartAsync(world, [], false);
        var reruns = new Reruns(world.Database, world.Clock);
        var (batch, runs) = await reruns.StartAsync(Days(100, 3), "wang", null, Stopping);
        await reruns.PauseAsync(batch, "wang", "not before nine", Stopping);

        await web.Queue.EnqueueAsync(runs, Stopping);
        await RehearsalNodes.UntilAsync(async () => await web.CountsAsync() is ["Scheduled 100"], 60);
        await reruns.ResumeAsync(batch, "wang", "it is nine", Stopping);
        await web.Sweeper.LookAsync(Stopping);

        await RehearsalNodes.UntilAsync(async () => await web.CountsAsync() is ["Enqueued 3", "Scheduled 97"], 60);
        Assert.Empty(await StateMap.BrokenAsync(world.Database));
        Assert.Equal(["pause_batch not before nine", "resume_batch it is nine"], await world.Database.ListAsync<string>(
            "select action || ' ' || reason from ops.audit where action like '%batch' order by audit_id", ct: Stopping));
    }

    [Fact]
    public async Task Dates_of_a_batch_run_in_order_one_after_the_other()
    {
        await using var world = await JobWorld.CreateAsync(new ManualClock(TimeProvider.System.GetUtcNow()));
        var order = new ConcurrentQueue<int>();
        var (now, most) = (0, 0);
        await using var node = await EngineHost.StartAsync(world, [], true, new FunctionJob("load", async (run, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            order.Enqueue(run.To.Day);
            await Task.Yield();
            Interlocked.Decrement(ref now);
        }));
        var (_, runs) = await new Reruns(world.Database, world.Clock).StartAsync(Days(6, 1), "wang", null, Stopping);

        await node.Queue.EnqueueAsync([.. runs.Reverse()], Stopping);
        await RehearsalNodes.UntilAsync(() =>
            world.Database.FirstAsync<bool>("select count(*) = 6 from hangfire.job where statename = 'Succeeded'"), 60);

        Assert.Equal([1, 2, 3, 4, 5, 6], order);
        Assert.Equal(1, most);
        await StateMap.AgreesAsync(world.Database, 5);
    }

    [Fact]
    public async Task A_backfill_that_fills_its_workers_does_not_delay_the_morning()
    {
        await using var world = await JobWorld.CreateAsync(new ManualClock(TimeProvider.System.GetUtcNow()));
        var gate = new TaskCompletionSource();
        await using var node = await EngineHost.StartAsync(world, [], true,
            new FunctionJob("load", (_, ct) => gate.Task.WaitAsync(ct)), new FunctionJob("daily", (_, _) => Task.CompletedTask));
        var (_, runs) = await new Reruns(world.Database, world.Clock).StartAsync(Days(20, 16), "wang", null, Stopping);
        await node.Queue.EnqueueAsync(runs, Stopping);
        await RehearsalNodes.UntilAsync(() => world.Database.FirstAsync<bool>(
            "select count(*) filter (where statename = 'Processing') = @workers from hangfire.job",
            new { workers = world.Options.BackfillWorkers }), 60);

        var morning = await world.AddAsync("daily");
        await node.Queue.EnqueueAsync([morning], Stopping);
        await node.UntilJobsAsync(morning, "Succeeded");

        Assert.Equal(20,
            await world.Database.FirstAsync<int>("select count(*)::int from ops.run where batch_id is not null and state <> 'succeeded'", ct: Stopping));
        Assert.Equal(["backfill"], await world.Database.ListAsync<string>("select distinct queue from hangfire.jobqueue", ct: Stopping));
        gate.SetResult();
    }

    [Fact]
    public async Task A_date_whose_attempt_failed_holds_back_the_later_ones_until_it_is_done()
    {
        await using var world = await JobWorld.CreateAsync(new ManualClock(TimeProvider.System.GetUtcNow()));
        var order = new ConcurrentQueue<string>();
        await using var node = await EngineHost.StartAsync(world, [], true, new FunctionJob("load", (run, _) =>
        {
            order.Enqueue($"{run.To.Day} attempt {run.Attempt}");
            return run is { To.Day: 1, Attempt: 1 } ? throw new IOException("portal is down") : Task.CompletedTask;
        }));
        var (_, runs) = await new Reruns(world.Database, world.Clock).StartAsync(Days(2, 1), "wang", null, Stopping);

        await node.Queue.EnqueueAsync(runs, Stopping);
        await node.UntilJobsAsync(runs[0], "Failed", "Scheduled");
        Assert.Equal(["Scheduled"], await node.JobsAsync(runs[1]));
        // A person starts the waiting one early: it finds that its turn has not come, and waits again.
        var job = await world.Database.FirstAsync<string>("select hangfire_job_id from ops.run where run_id = @run", new { run = runs[1] }, ct: Stopping);
        node.Get<IBackgroundJobClient>().ChangeState(job, new global::Hangfire.States.EnqueuedState(RunQueue.Backfill), null);
        await RehearsalNodes.UntilAsync(() => world.Database.FirstAsync<bool>(
            "select count(*) >= 2 from hangfire.state where jobid = @job::bigint and name = 'Scheduled' and reason = @reason",
            new { job, reason = Bilingual.Of($"等待运行 {runs[0]}", $"waits for run {runs[0]}") }), 60);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        node.Sweeper.LookNow();
        await node.UntilJobsAsync(runs[1], "Succeeded");

        Assert.Equal(["1 attempt 1", "1 attempt 2", "2 attempt 1"], order);
    }
}
