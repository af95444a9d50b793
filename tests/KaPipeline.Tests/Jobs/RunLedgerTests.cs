using KaPipeline.Audit;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Jobs;

/// <summary>What the ledger's tables hold to by themselves, whoever writes.</summary>
public sealed class RunLedgerTests
{
    [Fact]
    public async Task Work_that_is_queued_or_running_is_not_queued_a_second_time()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 8));
        var first = await world.AddAsync("load", chain: "runda");
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            world.AddAsync("load", chain: "runda", arguments: """{"from_step":"merge"}"""));
        // The very same work that waits is gone on with.
        Assert.Equal(first, await world.AddAsync("load", chain: "runda"));
        await world.AddAsync("load", chain: "jinlong");
        await world.AddAsync("load", new DateOnly(2026, 5, 7), "runda");

        await world.Dispatcher("n1", new FunctionJob("load", async (_, _) =>
            await Assert.ThrowsAsync<InvalidOperationException>(() => world.AddAsync("load", chain: "runda"))))
            .ExecuteAsync(world.Database, first, Stopping);
        Assert.Equal("succeeded", (await world.StateAsync(first)).State);
        Assert.True(await world.AddAsync("load", chain: "runda") > first);
    }

    [Fact]
    public async Task Occurrence_of_a_schedule_has_one_run_and_the_database_refuses_a_second()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 8));
        const string Insert =
            """
            insert into ops.run (job, date_from, date_to, cause, schedule_name, scheduled_for, requested_by, not_before, queued_at, state, finished_at)
            values ('load', @date, @date, @cause, 'load', '2026-05-06 07:30+08', 'schedule', now(), now(), 'succeeded', now())
            """;
        await world.Database.DoAsync(Insert, new { date = new DateOnly(2026, 5, 6), cause = "schedule" }, ct: Stopping);
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            world.Database.DoAsync(Insert, new { date = new DateOnly(2026, 5, 5), cause = "catch_up" }, ct: Stopping));
        Assert.Equal("run_once_per_slot", refused.ConstraintName);
    }

    [Theory]
    [InlineData("update ops.audit set who = 'somebody else'")]
    [InlineData("delete from ops.audit")]
    [InlineData("truncate ops.audit")]
    [InlineData("update ops.run_event set says = 'all went well'")]
    [InlineData("delete from ops.run_event")]
    [InlineData("truncate ops.run_event")]
    public async Task Audit_and_events_are_only_ever_added_to(string rewriting)
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 8));
        await world.AddAsync("load");
        await using (var connection = await world.Database.OpenConnectionAsync(Stopping))
        await using (var transaction = await connection.BeginTransactionAsync(Stopping))
        {
            await AuditTrail.RecordAsync(transaction, world.Clock.GetUtcNow(), "wang", "cancel_run", "run", "1", "twice", ct: Stopping);
            await transaction.CommitAsync(Stopping);
        }

        var refused = await Assert.ThrowsAsync<PostgresException>(() => world.Database.DoAsync(rewriting, ct: Stopping));
        Assert.Equal("KA409", refused.SqlState);
        Assert.Equal(1, await world.Database.FirstAsync<long>("select count(*) from ops.audit where who = 'wang'", ct: Stopping));
        Assert.Equal(1, await world.Database.FirstAsync<long>("select count(*) from ops.run_event", ct: Stopping));
    }

    [Fact]
    public async Task Ended_runs_are_kept_thirteen_months_and_then_forgotten_with_their_events_and_never_a_live_one()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 8));
        var work = new FunctionJob("load", (_, _) => Task.CompletedTask);
        var old = await world.AddAsync("load");
        await world.Dispatcher("n1", work).ExecuteAsync(world.Database, old, Stopping);
        var waiting = await world.AddAsync("load", new DateOnly(2026, 5, 7));
        world.Clock.Advance(TimeSpan.FromDays(300));
        var young = await world.AddAsync("load");
        await world.Dispatcher("n1", work).ExecuteAsync(world.Database, young, Stopping);

        world.Clock.Advance(TimeSpan.FromDays(90));
        await TidyAsync();
        Assert.Equal([old, waiting, young],
            await world.Database.ListAsync<long>("select run_id from ops.run where job = 'load' order by run_id", ct: Stopping));

        world.Clock.Advance(TimeSpan.FromDays(30));
        await TidyAsync();
        Assert.Equal([waiting, young],
            await world.Database.ListAsync<long>("select run_id from ops.run where job = 'load' order by run_id", ct: Stopping));
        Assert.Empty(await world.EventsAsync(old));

        async Task TidyAsync()
        {
            var run = await world.AddAsync("tidy", DateOnly.FromDateTime(world.Clock.GetUtcNow().Date));
            await world.Dispatcher("n1", world.Tidy()).ExecuteAsync(world.Database, run, Stopping);
            Assert.Equal("succeeded", (await world.StateAsync(run)).State);
        }
    }
}
