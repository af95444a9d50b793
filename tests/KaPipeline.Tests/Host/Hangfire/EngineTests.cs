using System.Collections.Concurrent;
using Dapper;
using Hangfire;
using Hangfire.States;
using KaPipeline.Host.Hangfire;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Jobs;
using KaPipeline.Tests.Serve;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Host.Hangfire;

/// <summary>Attempts as Hangfire's jobs, on a real storage with real servers.</summary>
public sealed class EngineTests
{
    private static ManualClock Now() => new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task A_run_is_a_job_of_hangfire_that_ends_as_the_ledger_says()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        var done = new ConcurrentBag<long>();
        await using var node = await EngineHost.StartAsync(world, [], true,
            new FunctionJob("load", (run, _) => { done.Add(run.RunId); return Task.CompletedTask; }));
        var runId = await world.AddAsync("load");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => node.Queue.EnqueueAsync([runId], Stopping)));
        await node.UntilJobsAsync(runId, "Succeeded");

        Assert.Equal(("succeeded", 1, 0, null), await world.StateAsync(runId));
        Assert.Equal([runId], done);
        Assert.Equal(1, await world.Database.FirstAsync<int>("select count(*)::int from hangfire.job", ct: Stopping));
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
            "select data->>'ExceptionMessage' from hangfire.state where name = 'Failed'", ct: Stopping));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        node.Sweeper.LookNow();
        await node.UntilJobsAsync(runId, "Deleted", "Succeeded");

        Assert.Equal(Bilingual.Of("已由第 2 次接替", "superseded by attempt 2"),
            await world.Database.FirstAsync<string>("select reason from hangfire.state where name = 'Deleted'", ct: Stopping));
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

    [Fact]
    public async Task A_second_job_for_the_same_attempt_ends_as_deleted_with_the_reason()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        var gate = new TaskCompletionSource();
        var done = 0;
        await using var node = await EngineHost.StartAsync(world, [], true,
            new FunctionJob("load", (_, _) => { Interlocked.Increment(ref done); return gate.Task; }));
        var runId = await world.AddAsync("load");
        await node.EnqueueAsync([runId]);
        await node.UntilAsync(runId, "running");

        var second = node.Get<IBackgroundJobClient>().Enqueue<RunJob>(job => job.Execute(runId, 1, null, CancellationToken.None));
        await RehearsalNodes.UntilAsync(async () => await node.StateOfAsync(second) == "Deleted", 60);
        gate.SetResult();
        await node.UntilJobsAsync(runId, "Succeeded");

        var first = await world.Database.FirstAsync<string>("select hangfire_job_id from ops.run", ct: Stopping);
        Assert.Equal(Bilingual.Of($"第 1 次由作业 {first} 执行", $"attempt 1 is done by job {first}"), await node.ReasonOfAsync(second));
        // And one that comes when all is over.
        var third = node.Get<IBackgroundJobClient>().Enqueue<RunJob>(job => job.Execute(runId, 1, null, CancellationToken.None));
        await RehearsalNodes.UntilAsync(async () => await node.StateOfAsync(third) == "Deleted", 60);
        Assert.Equal(1, done);
        await StateMap.AgreesAsync(world.Database, 5);
    }

    /// <summary>As where the database stopped between the making of a job and its entry, or before the job began.</summary>
    [Fact]
    public async Task A_failed_job_that_is_no_attempts_ends_as_deleted_once_it_is_a_minute_old_and_the_run_goes_on()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        await using var node = await EngineHost.StartAsync(world, [], true, new FunctionJob("load", (_, _) => Task.CompletedTask));
        var runId = await world.AddAsync("load");
        var failed = node.Get<IBackgroundJobClient>().Create<RunJob>(job => job.Execute(runId, 1, null, CancellationToken.None),
            new FailedState(new IOException("the server is gone")));
        await node.EnqueueAsync([runId]);
        await node.UntilJobsAsync(runId, "Succeeded");
        await node.Sweeper.LookAsync(Stopping);
        Assert.Equal("Failed", await node.StateOfAsync(failed));

        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await node.Get<JobAgreement>().RestoreAsync(Stopping);

        Assert.Equal("Deleted", await node.StateOfAsync(failed));
        await StateMap.AgreesAsync(world.Database, 5);
        Assert.Equal("succeeded", (await world.StateAsync(runId)).State);
    }

    [Fact]
    public async Task The_same_job_delivered_twice_at_once_is_done_once_and_ends_as_succeeded()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        var gate = new TaskCompletionSource();
        var done = 0;
        await using var node = await EngineHost.StartAsync(world, [], true,
            new FunctionJob("load", (_, ct) => { Interlocked.Increment(ref done); return gate.Task.WaitAsync(ct); }));
        var runId = await world.AddAsync("load");
        await node.EnqueueAsync([runId]);
        await node.UntilAsync(runId, "running");

        await world.Database.DoAsync("insert into hangfire.jobqueue (jobid, queue) select id, 'default' from hangfire.job", ct: Stopping);
        // Long enough for the first to see that the job is now another worker's.
        await RehearsalNodes.UntilAsync(() =>
            world.Database.FirstAsync<bool>("select count(*) = 2 from hangfire.state where name = 'Processing'"), 60);
        await Task.Delay(TimeSpan.FromSeconds(5), Stopping);
        Assert.Equal("running", (await world.StateAsync(runId)).State);
        gate.SetResult();
        await node.UntilJobsAsync(runId, "Succeeded");

        Assert.Equal(1, done);
        Assert.Equal(("succeeded", 1, 0, null), await world.StateAsync(runId));
    }

    [Fact]
    public async Task A_cancel_in_the_ledger_and_a_delete_in_hangfire_both_end_the_run_as_cancelled()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        var begun = new ConcurrentBag<string>();
        await using var node = await EngineHost.StartAsync(world, [], true, new FunctionJob("load", async (run, ct) =>
        {
            begun.Add(run.ChainId!);
            await Task.Delay(Timeout.Infinite, ct);
        }));
        var (asked, deleted) = (await world.AddAsync("load", chain: "asked"), await world.AddAsync("load", chain: "deleted"));
        await node.EnqueueAsync([asked, deleted]);
        await RehearsalNodes.UntilAsync(() => Task.FromResult(begun.Count == 2), 60);

        await world.Operations().CancelAsync(new RunFilter { RunId = asked }, "wang", "wrong day", Stopping);
        Assert.True(node.Get<IBackgroundJobClient>()
            .Delete(await world.Database.FirstAsync<string>("select hangfire_job_id from ops.run where run_id = @deleted",
            new { deleted }, ct: Stopping)));
        world.Clock.Advance(TimeSpan.FromSeconds(world.Options.HeartbeatSeconds));
        await node.UntilAsync(asked, "cancelled");
        await node.UntilAsync(deleted, "cancelled");
        await node.UntilJobsAsync(asked, "Deleted");

        Assert.Equal(Bilingual.Of("wang 已取消", "cancelled by wang"), (await world.StateAsync(asked)).Error);
        Assert.Equal(Bilingual.Of("Hangfire 已取消", "cancelled by Hangfire"), (await world.StateAsync(deleted)).Error);
        Assert.Equal(Bilingual.Of("wang 已取消", "cancelled by wang"),
            await node.ReasonOfAsync(
            (await world.Database.FirstAsync<string>("select hangfire_job_id from ops.run where run_id = @asked", new { asked }, ct: Stopping))!));
        await StateMap.AgreesAsync(world.Database, 5);
        Assert.Equal(2, begun.Count);
    }

    [Fact]
    public async Task What_waits_is_cancelled_by_a_delete_in_hangfire_and_a_cancel_deletes_its_job()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        await using var web = await EngineHost.StartAsync(world, [], false);
        var (asked, deleted) = (await world.AddAsync("load", chain: "asked"), await world.AddAsync("load", chain: "deleted"));
        // A node without a Hangfire server enqueues all the same.
        await web.Sweeper.LookAsync(Stopping);
        Assert.True(await web.UntilJobsAsync(asked, "Enqueued"));
        Assert.True(await web.UntilJobsAsync(deleted, "Enqueued"));

        await world.Operations().CancelAsync(new RunFilter { RunId = asked }, "wang", "wrong day", Stopping);
        web.Get<IBackgroundJobClient>()
            .Delete(await world.Database.FirstAsync<string>("select hangfire_job_id from ops.run where run_id = @deleted",
            new { deleted }, ct: Stopping));
        await web.Get<JobAgreement>().RestoreAsync(Stopping);

        Assert.True(await web.UntilJobsAsync(asked, "Deleted"));
        Assert.Equal(("cancelled", 0, 0, Bilingual.Of("Hangfire 已取消", "cancelled by Hangfire")), await world.StateAsync(deleted));
        Assert.Empty(await StateMap.BrokenAsync(world.Database));
    }

    [Fact]
    public async Task A_run_that_lost_the_database_is_not_taken_for_one_whose_job_a_person_deleted()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        await using var web = await EngineHost.StartAsync(world, [], false);
        var runId = await world.AddAsync("load");
        await web.EnqueueAsync([runId]);
        // Its attempt lost the lock, so its job ended as deleted; the run is taken back, and its next attempt has no job yet.
        await world.Database.DoAsync(
            "update ops.run set state = 'running', attempt = 1, worker = 'a', heartbeat_at = clock_timestamp() - interval '1 hour'", ct: Stopping);
        web.Get<IBackgroundJobClient>().Delete(await world.Database.FirstAsync<string>("select hangfire_job_id from ops.run", ct: Stopping));
        await world.Dispatcher("b").ReleaseKilledAsync(Stopping);

        // Another node looks at this very moment.
        await web.Get<JobAgreement>().RestoreAsync(Stopping);

        Assert.Equal(("queued", 1, 0, null), await world.StateAsync(runId));
        await web.Sweeper.LookAsync(Stopping);
        Assert.True(await web.UntilJobsAsync(runId, "Deleted", "Enqueued"));
    }

    [Fact]
    public async Task A_run_whose_claim_the_server_lost_is_not_taken_for_one_whose_job_a_person_deleted()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        await using var web = await EngineHost.StartAsync(world, [], false);
        var runId = await world.AddAsync("load");
        await web.EnqueueAsync([runId]);
        // The attempt ended by itself; a standby that took over, or a server that commits late, knows nothing of its claim.
        web.Get<IBackgroundJobClient>().ChangeState(await world.Database.FirstAsync<string>("select hangfire_job_id from ops.run", ct: Stopping),
            new SucceededState(new AttemptResult(AttemptEnd.Refused, "lost its lock or the database; attempt 2 follows"), 0, 0));

        await web.Sweeper.LookAsync(Stopping);

        Assert.Equal(("queued", 0, 0, null), await world.StateAsync(runId));
        await using var node = await EngineHost.StartAsync(world, [], true, new FunctionJob("load", (_, _) => Task.CompletedTask));
        Assert.True(await node.UntilAsync(runId, "succeeded"));
        Assert.True(await node.UntilJobsAsync(runId, "Succeeded"));
    }

    [Fact]
    public async Task A_node_goes_on_when_hangfires_storage_goes_away_in_the_midst_of_a_look()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        world.Options.SweepSeconds = 1;
        await using var web = await EngineHost.StartAsync(world, [], false);
        await using var owner = NpgsqlDataSource.Create(world.Warehouse.OwnerConnectionString);
        await owner.DoAsync("alter table hangfire.state rename to gone", ct: Stopping);
        var runId = await world.AddAsync("load");
        web.Sweeper.LookNow();

        for (var look = 0; look < 2; look++)
        {
            var before = await world.Database.FirstAsync<DateTime>("select clock_timestamp()", ct: Stopping);
            await RehearsalNodes.UntilAsync(() =>
                world.Database.FirstAsync<bool>("select bool_or(seen_at > @before) from ops.node", new { before }), 20);
        }

        await owner.DoAsync("alter table hangfire.gone rename to state", ct: Stopping);
        await web.UntilJobsAsync(runId, "Enqueued");
    }

    [Fact]
    public async Task A_permanent_error_is_not_tried_again_and_told_once()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        await using var node = await EngineHost.StartAsync(world, [], true,
            new FunctionJob("load", (_, _) => throw new PermanentJobException("bad_profile", "runda.yaml: no such column")));
        var runId = await world.AddAsync("load");

        await node.EnqueueAsync([runId]);
        await node.UntilJobsAsync(runId, "Failed");
        await node.Sweeper.LookAsync(Stopping);

        Assert.Equal(("failed", 1, 1, "runda.yaml: no such column"), await world.StateAsync(runId));
        Assert.Single(await world.Database.ListAsync<string>("select says from ops.alert where kind = 'run_failed'", ct: Stopping));
        Assert.Equal(["Failed"], await node.JobsAsync(runId));
        await StateMap.AgreesAsync(world.Database, 5);
    }

    [Fact]
    public async Task What_the_ledger_says_holds_where_a_process_died_before_it_told_hangfire()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        await using var web = await EngineHost.StartAsync(world, [], false);
        var fails = new FunctionJob("load", (run, _) => run.ChainId == "bad"
            ? throw new PermanentJobException("bad_profile", "no such column") : Task.CompletedTask);
        var runs = new[] { await world.AddAsync("load", chain: "good"), await world.AddAsync("load", chain: "bad") };
        await web.EnqueueAsync(runs);
        foreach (var run in runs)
        {
            var job = await world.Database.FirstAsync<string>("select hangfire_job_id from ops.run where run_id = @run", new { run }, ct: Stopping);
            await world.Dispatcher("killed", fails).ExecuteAsync(run, 1, new Delivery(job, () => AbortCause.HostStops, default));
        }

        // Nobody told Hangfire; the sweeper does.
        await web.Sweeper.LookAsync(Stopping);

        Assert.Empty(await StateMap.BrokenAsync(world.Database));
        Assert.True(await web.UntilJobsAsync(runs[0], "Succeeded"));
        Assert.True(await web.UntilJobsAsync(runs[1], "Failed"));
    }

    [Fact]
    public async Task A_job_that_stands_in_no_queue_is_put_into_it_once()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        await using var web = await EngineHost.StartAsync(world, [], false);
        var runId = await world.AddAsync("load");
        await web.EnqueueAsync([runId]);
        Assert.Equal(1,
            await world.Database.FirstAsync<long>("with gone as (delete from hangfire.jobqueue returning 1) select count(*) from gone", ct: Stopping));

        await web.Sweeper.LookAsync(Stopping);
        await web.Sweeper.LookAsync(Stopping);

        // The node's own look may have been at it in the same moment; then it is not done yet.
        await RehearsalNodes.UntilAsync(async () =>
            await world.Database.ListAsync<string>("select queue from hangfire.jobqueue", ct: Stopping) is ["default"], 60);
        await using var node = await EngineHost.StartAsync(world, [], true, new FunctionJob("load", (_, _) => Task.CompletedTask));
        Assert.True(await node.UntilAsync(runId, "succeeded"));
        Assert.True(await node.UntilJobsAsync(runId, "Succeeded"));
    }

    [Fact]
    public async Task A_run_that_another_node_enqueues_at_the_same_moment_gets_one_job()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        var client = new BackgroundJobClient(HangfireStorage.Create(world.Database));
        var runId = await world.AddAsync("load");
        await using var connection = await world.Database.OpenConnectionAsync(Stopping);
        await using var transaction = await connection.BeginTransactionAsync(Stopping);
        await connection.ExecuteAsync("select from ops.run where run_id = @runId for update", new { runId }, transaction);

        // This node waits for the row, and the other one gives the run its job meanwhile.
        var waiting = new RunQueue(world.Database, client, world.Clock).EnqueueIntoAsync(runId, RunQueue.Morning, Stopping);
        await RehearsalNodes.UntilAsync(() => world.Database.FirstAsync<bool>(
            "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')", ct: Stopping));
        var job = client.Create<RunJob>(run => run.Execute(runId, 1, null, CancellationToken.None), new EnqueuedState(RunQueue.Morning));
        await connection.ExecuteAsync(
            "insert into ops.run_attempt (run_id, attempt, hangfire_job_id, created_at) values (@runId, 1, @job, now())",
            new { runId, job }, transaction);
        await transaction.CommitAsync(Stopping);

        Assert.Equal(job, await waiting);
        Assert.Equal(1, await world.Database.FirstAsync<int>("select count(*)::int from hangfire.job", ct: Stopping));
    }

    [Fact]
    public async Task After_a_restore_without_hangfires_tables_no_job_is_taken_for_that_of_another_run()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        var before = await EngineHost.StartAsync(world, [], false);
        var old = await world.AddAsync("load", chain: "old");
        await before.EnqueueAsync([old]);
        // A restore goes without nodes.
        await before.DisposeAsync();
        await world.Dispatcher("a", new FunctionJob("load", (_, _) => Task.CompletedTask)).ExecuteAsync(world.Database, old, stopping: Stopping);
        await using var owner = NpgsqlDataSource.Create(world.Warehouse.OwnerConnectionString);
        await owner.DoAsync("truncate hangfire.job, hangfire.jobqueue restart identity cascade", ct: Stopping);

        var fresh = await world.AddAsync("load", chain: "fresh");
        await using var web = await EngineHost.StartAsync(world, [], false);
        await web.Sweeper.LookAsync(Stopping);
        await web.Sweeper.LookAsync(Stopping);
        // The node's own look may be giving the run its job at this moment.
        await RehearsalNodes.UntilAsync(() => world.Database.FirstAsync<bool>(
            "select exists (select from ops.run_attempt where run_id = @fresh)", new { fresh }));

        // Its job has the number that the old run's had.
        Assert.Equal(["fresh 1", "old 1"], await world.Database.ListAsync<string>(
            "select chain_id || ' ' || run_attempt.hangfire_job_id from ops.run_attempt join ops.run using (run_id) order by 1", ct: Stopping));
        Assert.True(await web.UntilJobsAsync(fresh, "Enqueued"));
    }

    [Fact]
    public async Task Failed_jobs_leave_the_dashboard_after_a_month_as_the_others_do()
    {
        await using var world = await JobWorld.CreateAsync(Now());
        await using var node = await EngineHost.StartAsync(world, [], true,
            new FunctionJob("load", (_, _) => throw new PermanentJobException("bad_profile", "no such column")));
        var runs = new[] { await world.AddAsync("load", chain: "old"), await world.AddAsync("load", chain: "young") };
        await node.EnqueueAsync(runs);
        await node.UntilJobsAsync(runs[0], "Failed");
        await node.UntilJobsAsync(runs[1], "Failed");
        await world.Database.DoAsync("update hangfire.job set createdat = createdat - interval '31 days' where arguments->>0 = @old",
            new { old = $"{runs[0]}" }, ct: Stopping);

        await world.Dispatcher("t", world.Tidy()).ExecuteAsync(world.Database, await world.AddAsync("tidy"), stopping: Stopping);

        // Hangfire may have swept up already what has expired.
        Assert.Equal([$"{runs[1]}"],
            await world.Database.ListAsync<string>(
            "select arguments->>0 from hangfire.job where statename = 'Failed' and coalesce(expireat > now(), true)", ct: Stopping));
    }
}
