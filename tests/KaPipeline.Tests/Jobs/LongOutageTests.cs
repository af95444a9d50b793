using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Jobs;

/// <summary>The configured schedules over two weeks without a node, and over clocks that leap.</summary>
[Trait("Category", "Slow")]
public sealed class LongOutageTests
{
    private static readonly JobSchedule[] Schedules = [.. SchedulesFile.Read(Path.Combine(Repository.Root, "config"))];

    [Fact]
    public async Task Two_weeks_are_caught_up_in_order_by_each_schedules_rule_and_what_is_left_out_is_said()
    {
        await using var world = await WorldAsync(ManualClock.At(2026, 5, 22, 20, 7));
        world.Clock.Advance(TimeSpan.FromDays(14));

        var order = await LiveAsync(world);

        var reconciled = Enumerable.Range(0, 14).Select(new DateOnly(2026, 5, 22).AddDays);
        foreach (var chain in (string[])["runda", "wanjia"])
        {
            Assert.Equal(reconciled.Select(day => $"reconcile {chain} {day:yyyy-MM-dd}"),
                order.Where(run => Is(run, "reconcile " + chain)));
            Assert.Single(order, $"collect {chain} 2026-06-05");
            Assert.Single(order, $"load {chain} 2026-06-05");
        }

        Assert.Equal(
            ["daily  2026-06-01", "daily  2026-06-02", "daily  2026-06-03", "daily  2026-06-04"], order.Where(run => Is(run, "daily")));
        Assert.Equal(
            ["close  2026-06-04", "plan  2026-05-24", "tidy  2026-06-05", "weekly  2026-05-31"],
            order.Where(run => run.Split(' ')[0] is not ("daily" or "reconcile" or "collect" or "load")).Order(StringComparer.Ordinal));

        // The latest says since when it stands for the others; the first that runs counts those that are too old, and watch misses them.
        Assert.Equal(
            ["collect 05-22 20:20", "load 05-22 20:25", "tidy 05-23 03:15", "weekly 05-25 07:40"],
            await world.Database.ListAsync<string>(
                """
                select distinct job || to_char(covers_from at time zone 'Asia/Shanghai', ' MM-DD HH24:MI')
                from ops.run where covers_from is not null order by 1
                """, ct: Stopping));
        Assert.Equal(
            ["daily: " + Bilingual.Of("停机期间错过，补跑；自 2026-05-25 07:30 起另有 6 次早于 96 小时，不补",
                "missed while nothing ran; caught up; 6 earlier ones since 2026-05-25 07:30 are left out, older than 96 hours")],
            await world.Database.ListAsync<string>(
                "select job || ': ' || says from ops.run_event join ops.run using (run_id) where says like '%left out%'", ct: Stopping));
        await AssertPlannedAsync(world);
        Assert.Empty(await LiveAsync(world));
    }

    public static TheoryData<int> Leaps => [.. LongRun.Drawn([-1, 31 * 24], 1)];

    [Theory]
    [MemberData(nameof(Leaps))]
    public async Task A_clock_that_leaps_and_is_set_right_loses_and_doubles_nothing(int hours)
    {
        await using var undisturbed = await WorldAsync(ManualClock.At(2026, 6, 5, 6));
        await using var leaping = await WorldAsync(ManualClock.At(2026, 6, 5, 6));
        await PassAsync(undisturbed, TimeSpan.FromHours(3));

        await PassAsync(leaping, TimeSpan.FromHours(1.5));
        leaping.Clock.Move(TimeSpan.FromHours(hours));
        await LiveAsync(leaping);
        await AssertPlannedAsync(leaping);
        if (hours > 0)
        {
            leaping.Clock.Move(TimeSpan.FromHours(-hours));
            await PassAsync(leaping, TimeSpan.FromHours(1.5));
        }
        else
        {
            await PassAsync(leaping, TimeSpan.FromHours(1.5 - hours));
        }

        await AssertPlannedAsync(leaping);
        Assert.Equal(await OccurrencesAsync(undisturbed), await OccurrencesAsync(leaping));
        Assert.Empty(await leaping.Database.ListAsync<long>(
            "select run_id from ops.run_event where kind = 'succeeded' group by run_id having count(*) <> 1", ct: Stopping));
    }

    private static bool Is(string run, string what) => run.StartsWith(what, StringComparison.Ordinal);

    private static async Task<JobWorld> WorldAsync(ManualClock clock)
    {
        var world = await JobWorld.CreateAsync(clock, Schedules);
        await world.Database.DoAsync(
            "insert into core.chain (chain_id, name, name_en) values ('runda', '润达超市', 'Runda'), ('wanjia', '万嘉大卖场', 'Wanjia')");
        return world;
    }

    private static async Task PassAsync(JobWorld world, TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMinutes(10))
        {
            world.Clock.Advance(TimeSpan.FromMinutes(10));
            await LiveAsync(world);
        }
    }

    /// <summary>Plans, and has two nodes do all that is due.</summary>
    /// <returns>What was done, in order: job, chain and business date.</returns>
    private static async Task<List<string>> LiveAsync(JobWorld world)
    {
        var order = new List<string>();
        var gate = new Lock();
        var jobs = Schedules.Select(schedule => schedule.Job).Distinct().Select(name => new FunctionJob(name, (run, _) =>
        {
            lock (gate)
            {
                order.Add($"{name} {run.ChainId} {run.To:yyyy-MM-dd}");
            }

            return Task.CompletedTask;
        })).ToArray<IJob>();
        await world.Planner(Schedules).PlanAsync(null, Stopping);
        var nodes = new[] { world.Dispatcher("first", jobs), world.Dispatcher("second", jobs) };
        while (await world.Database.DueAsync(world.Clock) is { Count: > 0 } due)
        {
            await Task.WhenAll(nodes.SelectMany(node => due.Select(run => node.ExecuteAsync(world.Database, run))));
        }

        return order;
    }

    private static async Task AssertPlannedAsync(JobWorld world) => Assert.True(await world.Database.FirstAsync<bool>(
        "select max(planned_until) <= @now from ops.schedule", new { now = world.Clock.GetUtcNow() }));

    private static Task<IReadOnlyList<string>> OccurrencesAsync(JobWorld world) => world.Database.ListAsync<string>(
        "select concat_ws(' ', job, chain_id, scheduled_for, state) from ops.run where scheduled_for <= @now order by 1",
        new { now = world.Clock.GetUtcNow() });
}
