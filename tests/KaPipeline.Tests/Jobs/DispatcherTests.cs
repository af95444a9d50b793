using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Serve;
using KaPipeline.Warehouse;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KaPipeline.Tests.Jobs;

public sealed class DispatcherTests
{
    private static FunctionJob Waits(TaskCompletionSource begun) => new("load", async (_, ct) =>
    {
        begun.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, ct);
    });

    [Fact]
    public async Task Woken_on_several_nodes_at_once_the_work_is_done_once()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 9));
        var runId = await world.AddAsync("load");
        var done = 0;
        var job = new FunctionJob("load", async (_, ct) =>
        {
            Interlocked.Increment(ref done);
            await Task.Delay(20, ct);
        });

        await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(node => world.Dispatcher($"node {node}", job).ExecuteAsync(world.Database, runId, Stopping)));

        Assert.Equal(1, done);
        Assert.Equal(("succeeded", 1, 0, null), await world.StateAsync(runId));
        Assert.Equal(["queued", "started", "succeeded"], await world.EventsAsync(runId));
    }

    [Fact]
    public async Task Steps_and_log_lines_are_kept_with_the_run()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 9));
        var runId = await world.AddAsync("load");

        await world.Dispatcher("a", new FunctionJob("load", async (run, ct) =>
        {
            await run.StepAsync("read files", (step, _) => { (step.RowsIn, step.RowsOut) = (10, 9); return Task.CompletedTask; }, ct);
            run.Log.LogWarning("one row {state}", "quarantined");
        })).ExecuteAsync(world.Database, runId, Stopping);

        Assert.Equal(["read files succeeded 10 9"],
            await world.Database.ListAsync<string>("select concat_ws(' ', step_name, state, rows_in, rows_out) from ops.run_step", ct: Stopping));
        Assert.Contains("one row quarantined",
            await world.Database.ListAsync<string>("select says from ops.run_event where kind = 'warning'", ct: Stopping));
    }

    [Fact]
    public async Task Rerun_from_a_step_that_the_job_does_not_have_fails_and_says_so()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 9));
        var runId = await world.Dispatcher("t").AddAsync(
            "load", "", new DateOnly(2026, 5, 6), new DateOnly(2026, 5, 6), "wang", null, """{"from_step":"merg"}""", true, Stopping);

        await world.Dispatcher("a", new FunctionJob("load", (run, ct) => run.StepAsync("merge", (_, _) => Task.CompletedTask, ct)))
            .ExecuteAsync(world.Database, runId, Stopping);

        Assert.StartsWith("failed unknown_step The job load has no step \"merg\" to begin at; nothing was done. ‖ ",
            await world.Database.FirstAsync<string>("select concat_ws(' ', state, error_kind, error) from ops.run", ct: Stopping));
    }

    [Fact]
    public async Task Rerun_from_a_step_leaves_out_those_before_it()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 9));
        var runId = await world.Dispatcher("t").AddAsync(
            "load", "", new DateOnly(2026, 5, 6), new DateOnly(2026, 5, 6), "wang", null, """{"from_step":"merge"}""", true, Stopping);
        var did = new List<string>();

        await world.Dispatcher("a", new FunctionJob("load", async (run, ct) =>
        {
            foreach (var name in (string[])["read", "merge", "count"])
            {
                await run.StepAsync(name, (_, _) => { did.Add(name); return Task.CompletedTask; }, ct);
            }
        })).ExecuteAsync(world.Database, runId, Stopping);

        Assert.Equal(["merge", "count"], did);
        Assert.Equal(["read left_out", "merge succeeded", "count succeeded"],
            await world.Database.ListAsync<string>("select step_name || ' ' || state from ops.run_step order by step_number", ct: Stopping));
    }

    [Fact]
    public async Task Failing_attempts_wait_longer_each_time_and_then_the_run_has_failed_and_alerts_once()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 9));
        var runId = await world.AddAsync("load");
        var dispatcher = world.Dispatcher("a", new FunctionJob("load", (_, _) => throw new IOException("portal is down")));

        await dispatcher.ExecuteAsync(world.Database, runId, Stopping);
        Assert.False(await dispatcher.ExecuteAsync(world.Database, runId, Stopping));
        world.Clock.Advance(TimeSpan.FromSeconds(37));
        Assert.True(await dispatcher.ExecuteAsync(world.Database, runId, Stopping));
        world.Clock.Advance(TimeSpan.FromSeconds(37));
        Assert.False(await dispatcher.ExecuteAsync(world.Database, runId, Stopping));
        world.Clock.Advance(TimeSpan.FromSeconds(37));
        Assert.True(await dispatcher.ExecuteAsync(world.Database, runId, Stopping));

        Assert.Equal(("failed", 3, 3, "portal is down"), await world.StateAsync(runId));
        Assert.Equal(["queued", "started", "attempt_failed", "started", "attempt_failed", "started", "failed"],
            await world.EventsAsync(runId));
        Assert.Single(await world.Database.ListAsync<long>("select alert_id from ops.alert where kind = 'run_failed'", ct: Stopping));
    }

    [Fact]
    public async Task Permanent_error_is_not_tried_again()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 9));
        var runId = await world.AddAsync("load");

        await world.Dispatcher("a",
            new FunctionJob("load", (_, _) => throw new PermanentJobException("bad_profile", "runda.yaml: no such column")))
            .ExecuteAsync(world.Database, runId, Stopping);

        Assert.Equal(("failed", 1, 1, "runda.yaml: no such column"), await world.StateAsync(runId));
    }

    [Fact]
    public async Task Stopping_host_hands_its_work_back_without_spending_an_attempt()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 9));
        var runId = await world.AddAsync("load");
        var begun = new TaskCompletionSource();
        using var stopping = new CancellationTokenSource();

        var working = world.Dispatcher("a", Waits(begun)).ExecuteAsync(world.Database, runId, stopping.Token);
        await begun.Task;
        await stopping.CancelAsync();
        await working;

        Assert.Equal(("queued", 0, 0, null), await world.StateAsync(runId));
        Assert.Equal([runId], await world.Database.DueAsync(world.Clock));
    }

    [Fact]
    public async Task Cancelled_by_a_person_it_ends_at_the_next_heartbeat()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 9));
        var runId = await world.AddAsync("load");
        var begun = new TaskCompletionSource();
        var working = world.Dispatcher("a", Waits(begun)).ExecuteAsync(world.Database, runId, Stopping);
        await begun.Task;

        await world.Operations().CancelAsync(new RunFilter { RunId = runId }, "wang", "wrong day", Stopping);
        while (!working.IsCompleted)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(world.Options.HeartbeatSeconds));
            await Task.Delay(20, Stopping);
        }

        Assert.Equal(("cancelled", 1, 0, Bilingual.Of("wang 已取消", "cancelled by wang")), await world.StateAsync(runId));
        Assert.Equal(["queued", "started", "cancel_asked", "cancelled"], await world.EventsAsync(runId));
    }

    [Fact]
    public async Task Lost_lock_cancels_the_work_and_the_run_goes_on_as_its_next_attempt()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 9));
        var runId = await world.AddAsync("load");
        var begun = new TaskCompletionSource();
        var working = world.Dispatcher("a", Waits(begun)).ExecuteAsync(runId, 1, Delivery.Of(Stopping));
        await begun.Task;
        await world.SilentAsync(runId, seconds: 60);
        Assert.Empty(await world.Dispatcher("b").ReleaseKilledAsync(Stopping));

        await world.Database.DoAsync(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())", ct: Stopping);

        // The server ends a session when that session next looks up.
        await RehearsalNodes.UntilAsync(async () => (await world.Dispatcher("b").ReleaseKilledAsync(Stopping)).Count == 1, seconds: 20);
        await world.Dispatcher("b", new FunctionJob("load", (_, _) => Task.CompletedTask)).ExecuteAsync(world.Database, runId, stopping: Stopping);
        while (!working.IsCompleted)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(world.Options.HeartbeatSeconds));
            await Task.Delay(20, Stopping);
        }

        Assert.Equal(AttemptEnd.Refused, (await working).End);
        Assert.Equal(("succeeded", 2, 0, null), await world.StateAsync(runId));
        Assert.Equal(["queued", "started", "taken_over", "started", "succeeded"], await world.EventsAsync(runId));
    }

    [Fact]
    public async Task Lost_database_is_no_failure_of_the_work()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 9));
        var runId = await world.AddAsync("load");
        // The session that the work uses is gone, as a server leaves it behind that was restarted; that of the lock is a newer one.
        var cut = new FunctionJob("load", (_, ct) => world.Database.DoAsync("select pg_terminate_backend(pg_backend_pid())", ct: ct));

        var ended = await world.Dispatcher("a", cut).ExecuteAsync(runId, 1, Delivery.Of(Stopping));
        await world.SilentAsync(runId, seconds: 60);
        await world.Dispatcher("b").ReleaseKilledAsync(Stopping);

        Assert.Equal(AttemptEnd.Refused, ended.End);
        Assert.Equal(("queued", 1, 0, null), await world.StateAsync(runId));
        Assert.True(await world.Database.FirstAsync<bool>("select not_before <= @now from ops.run", new { now = world.Clock.GetUtcNow() }, ct: Stopping));
        Assert.Equal(["queued", "started", "taken_over"], await world.EventsAsync(runId));
    }

    [Fact]
    public async Task Node_that_says_nothing_for_the_time_of_its_lease_loses_its_session_and_the_run()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 9));
        var runId = await world.AddAsync("load");
        var begun = new TaskCompletionSource();
        var working = world.Dispatcher("a", Waits(begun)).ExecuteAsync(runId, 1, Delivery.Of(Stopping));
        await begun.Task;
        var other = world.Dispatcher("b");

        await world.SilentAsync(runId, seconds: world.Options.LeaseSeconds - 10);
        Assert.Empty(await other.ReleaseKilledAsync(Stopping));
        await world.SilentAsync(runId, seconds: world.Options.LeaseSeconds + 1);
        await RehearsalNodes.UntilAsync(async () => (await other.ReleaseKilledAsync(Stopping)).Count == 1, seconds: 20);

        world.Clock.Advance(TimeSpan.FromSeconds(world.Options.HeartbeatSeconds));
        Assert.Equal(AttemptEnd.Refused, (await working).End);
        Assert.Equal(("queued", 1, 0, null), await world.StateAsync(runId));
    }

    [Fact]
    public async Task Lock_that_cannot_be_let_go_by_name_ends_with_its_session()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 9));
        await using var owner = NpgsqlDataSource.Create(world.Warehouse.OwnerConnectionString);
        // A session whose statements fail while its connection stands, as after a time-out. Its search path finds this one first.
        await owner.DoAsync(
            """
            create function core.pg_advisory_unlock(bigint) returns boolean language plpgsql as $$ begin raise exception 'canceling statement due to user request'; end $$
            """, ct: Stopping);
        var lost = await world.AddAsync("load");
        await using var shadowed = NpgsqlDataSource.Create(world.Warehouse.ConnectionString + ";Search Path=core,ops,public,pg_catalog");

        var worked = await new Dispatcher(shadowed, [new FunctionJob("load", (_, _) => Task.CompletedTask)], world.Options, world.Clock,
            NullLoggerFactory.Instance, "a").ExecuteAsync(world.Database, lost, Stopping);

        Assert.True(worked);
        // The connection is back in the pool of a node that lives on, and the lock is not with it.
        await RehearsalNodes.UntilAsync(() => world.Database.FirstAsync<bool>(
            "select not exists (select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()))"), seconds: 20);
    }

    [Fact]
    public async Task Work_that_kills_its_process_every_time_is_given_up()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 9));
        var runId = await world.AddAsync("load");
        await world.Database.DoAsync("update ops.run set attempt = 3, takeovers = @Takeovers + 1", new { world.Options.Takeovers }, ct: Stopping);

        await world.Dispatcher("a", new FunctionJob("load", (_, _) => Task.CompletedTask)).ExecuteAsync(world.Database, runId, Stopping);

        Assert.Equal("failed", (await world.StateAsync(runId)).State);
    }

    [Fact]
    public async Task Later_occurrence_waits_for_the_earlier_one()
    {
        var nightly = new JobSchedule { Name = "night", Job = "load", Cron = "0 6 * * *", CatchUp = CatchUp.All };
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 5), nightly);
        world.Clock.Advance(TimeSpan.FromDays(2));
        var runs = await world.Planner(nightly).PlanAsync(null, Stopping);
        var dates = new List<DateOnly>();
        var dispatcher = world.Dispatcher("a", new FunctionJob("load", (run, _) => { dates.Add(run.To); return Task.CompletedTask; }));

        Assert.False(await dispatcher.ExecuteAsync(world.Database, runs[1], Stopping));
        Assert.True(await dispatcher.ExecuteAsync(world.Database, runs[0], Stopping));
        Assert.True(await dispatcher.ExecuteAsync(world.Database, runs[1], Stopping));

        Assert.Equal([new DateOnly(2026, 5, 6), new DateOnly(2026, 5, 7)], dates);
    }
}
