using KaPipeline.Jobs;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Jobs;

public sealed class PlannerTests
{
    private static readonly JobSchedule Nightly = new()
    {
        Name = "night", Job = "reconcile", Cron = "0 6 * * *", DateOffset = -1,
        CatchUp = CatchUp.All
    };

    [Fact]
    public async Task Missed_occurrences_are_caught_up_once_each_and_in_order()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 5), Nightly);
        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.Planner(Nightly).PlanAsync(null, Stopping);

        world.Clock.Advance(TimeSpan.FromDays(3));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Planner(Nightly).PlanAsync(null, Stopping)));
        await world.Planner(Nightly).PlanAsync(null, Stopping);

        Assert.Equal(
            [
                "reconcile 2026-05-05 schedule 05-06 06:00 queued",
                "reconcile 2026-05-06 catch_up 05-07 06:00 queued",
                "reconcile 2026-05-07 catch_up 05-08 06:00 queued",
                "reconcile 2026-05-08 schedule 05-09 06:00 queued",
            ],
            await world.RunsAsync());
    }

    [Fact]
    public async Task Latest_stands_for_those_it_covers_and_none_leaves_them_out()
    {
        var latest = Nightly with { Name = "latest", Job = "collect", CatchUp = CatchUp.Latest };
        var none = Nightly with { Name = "none", Job = "watch", CatchUp = CatchUp.None };
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 5), latest, none);

        world.Clock.Advance(TimeSpan.FromHours(60));
        await world.Planner(latest, none).PlanAsync(null, Stopping);

        Assert.Equal(["collect 2026-05-07 catch_up 05-08 06:00 queued"], await world.RunsAsync());
        Assert.Equal(
            "05-06 06:00",
            await world.Database.FirstAsync<string>(
            "select to_char(covers_from at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') from ops.run", ct: Stopping));
    }

    [Fact]
    public async Task Occurrences_older_than_the_window_are_not_caught_up()
    {
        var day = Nightly with { CatchUpHours = 24 };
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 5), day);

        world.Clock.Advance(TimeSpan.FromDays(10));
        await world.Planner(day).PlanAsync(null, Stopping);

        Assert.Equal(["reconcile 2026-05-14 catch_up 05-15 06:00 queued"], await world.RunsAsync());
    }

    [Fact]
    public async Task Paused_schedule_plans_nothing_and_does_not_catch_up_its_pause()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 5), Nightly);
        var book = world.ScheduleOperations(Nightly);
        await book.PauseAsync("night", "wang", "portal moves house", Stopping);
        world.Clock.Advance(TimeSpan.FromDays(2));
        await world.Planner(Nightly).PlanAsync(null, Stopping);
        Assert.Empty(await world.RunsAsync());

        await book.ResumeAsync("night", "wang", "it has moved", Stopping);
        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.Planner(Nightly).PlanAsync(null, Stopping);

        Assert.Equal(["reconcile 2026-05-07 schedule 05-08 06:00 queued"], await world.RunsAsync());
        Assert.Equal(
            ["pause_schedule portal moves house", "resume_schedule it has moved"],
            await world.Database.ListAsync<string>("select action || ' ' || reason from ops.audit order by audit_id", ct: Stopping));
    }

    [Fact]
    public async Task Slot_whose_work_is_under_way_waits_for_its_end()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 5), Nightly);
        var byHand = await world.AddAsync("reconcile", new DateOnly(2026, 5, 5));
        world.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Empty(await world.Planner(Nightly).PlanAsync(null, Stopping));

        await world.Dispatcher("a", new FunctionJob("reconcile", (_, _) => Task.CompletedTask))
            .ExecuteAsync(world.Database, byHand, Stopping);
        await world.Planner(Nightly).PlanAsync(null, Stopping);

        Assert.Equal(["reconcile 2026-05-05 command_line succeeded", "reconcile 2026-05-05 catch_up 05-06 06:00 queued"],
            await world.RunsAsync());
    }

    [Fact]
    public async Task Missing_calendar_year_alerts_once_and_closes_when_mended()
    {
        var daily = Nightly with { Days = ScheduleDays.WorkingDay };
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2098, 12, 31, 5), daily);
        world.Clock.Advance(TimeSpan.FromDays(2));
        await world.Planner(daily).PlanAsync(null, Stopping);
        await world.Planner(daily).PlanAsync(null, Stopping);
        Assert.Equal(["calendar_missing night True"],
            await world.Database.ListAsync<string>(
            "select kind || ' ' || subject || ' ' || case when closed_at is null then 'True' else 'False' end from ops.alert", ct: Stopping));

        await world.Planner(Nightly).PlanAsync(null, Stopping);

        Assert.Empty(await world.Database.ListAsync<long>("select alert_id from ops.alert where closed_at is null", ct: Stopping));
    }
}
