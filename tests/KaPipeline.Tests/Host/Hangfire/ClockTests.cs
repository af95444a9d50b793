using KaPipeline.Jobs;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Jobs;
using KaPipeline.Tests.Serve;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Host.Hangfire;

/// <summary>A node whose clock leaps: it plans nothing, says so, and goes on when its clock agrees with the database's again.</summary>
public sealed class ClockTests
{
    private static readonly JobSchedule Watch = new() { Name = "watch", Job = "watch", Cron = "* * * * *", CatchUp = CatchUp.All };

    [Theory]
    [InlineData(40 * 24 * 60)]
    [InlineData(-60)]
    [InlineData(5)]
    public async Task A_leap_plans_nothing_is_an_alert_and_ends_with_it(int minutes)
    {
        await using var world = await JobWorld.CreateAsync(new ManualClock(TimeProvider.System.GetUtcNow()), Watch);
        world.ClockTolerance = TimeSpan.FromMinutes(4);
        await using var node = await EngineHost.StartAsync(world, [Watch], false);
        await node.Sweeper.LookAsync(Stopping);

        world.Clock.Move(TimeSpan.FromMinutes(minutes));
        Assert.False(await node.Sweeper.LookAsync(Stopping));

        // A look that the node had begun before the leap plans by the time before it; one that has seen the leap comes after it.
        await RehearsalNodes.UntilAsync(async () => !await node.Sweeper.LookAsync(Stopping) && await AlertsAsync(world) == 1, 60);
        await world.Database.DoAsync("update ops.schedule set planned_until = now() - interval '10 minutes'", ct: Stopping);
        var had = await RunsAsync(world);
        var before = await world.Database.FirstAsync<DateTime>("select planned_until from ops.schedule", ct: Stopping);
        await node.Sweeper.LookAsync(Stopping);

        Assert.Equal(had, await RunsAsync(world));
        Assert.Equal(before, await world.Database.FirstAsync<DateTime>("select planned_until from ops.schedule", ct: Stopping));
        Assert.Equal(1, await AlertsAsync(world));

        world.Clock.Move(TimeSpan.FromMinutes(-minutes));
        await node.Sweeper.LookAsync(Stopping);

        // The node's own look may have been at it in the same moment; then it is not done yet.
        await RehearsalNodes.UntilAsync(async () => await RunsAsync(world) > had, 60);
        Assert.Empty(
            await world.Database.ListAsync<DateTime>("select scheduled_for from ops.run group by scheduled_for having count(*) > 1", ct: Stopping));
        Assert.Equal(0, await world.Database.FirstAsync<long>("select count(*) from ops.run where scheduled_for > now()", ct: Stopping));
        Assert.Equal(0, await world.Database.FirstAsync<long>("select count(*) from ops.alert where closed_at is null", ct: Stopping));
    }

    private static Task<long> AlertsAsync(JobWorld world) => world.Database.FirstAsync<long>(
        "select count(*) from ops.alert where kind = 'clock_off' and closed_at is null", ct: Stopping);

    [Fact]
    public async Task A_leap_after_the_comparison_plans_nothing_by_the_new_time()
    {
        await using var world = await JobWorld.CreateAsync(new ManualClock(TimeProvider.System.GetUtcNow()), Watch);
        await world.Planner(Watch).PlanAsync(null, Stopping);
        await world.Database.DoAsync("update ops.schedule set planned_until = planned_until - interval '3 minutes'", ct: Stopping);
        var time = new DatabaseClock(world.Database, world.Clock, TimeSpan.FromMinutes(4));
        var agreed = await time.CompareAsync(Stopping);

        world.Clock.Move(TimeSpan.FromDays(40));
        await world.Planner(Watch).PlanAsync(null, Stopping, agreed);

        Assert.Equal(agreed, world.Clock.GetUtcNow().AddDays(-40));
        Assert.NotEqual(0, await RunsAsync(world));
        Assert.Equal(0, await world.Database.FirstAsync<long>("select count(*) from ops.run where scheduled_for > now()", ct: Stopping));
    }

    [Fact]
    public async Task What_was_planned_into_the_future_does_not_stop_planning()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 7), Watch);
        world.Clock.Move(TimeSpan.FromDays(40));
        await world.Planner(Watch).PlanAsync(null, Stopping);
        await world.Database.DoAsync("update ops.run set state = 'cancelled', finished_at = queued_at", ct: Stopping);
        world.Clock.Move(TimeSpan.FromDays(-40));

        await world.Planner(Watch).PlanAsync(null, Stopping);
        world.Clock.Move(TimeSpan.FromMinutes(2));

        Assert.NotEmpty(await world.Planner(Watch).PlanAsync(null, Stopping));
        Assert.True(await world.Database.FirstAsync<DateTime>("select planned_until from ops.schedule", ct: Stopping) <= world.Clock.GetUtcNow(
            ).UtcDateTime);
    }

    private static Task<long> RunsAsync(JobWorld world) => world.Database.FirstAsync<long>("select count(*) from ops.run");
}
