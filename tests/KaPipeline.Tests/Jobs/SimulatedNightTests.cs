using KaPipeline.Jobs;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Jobs;

public sealed class SimulatedNightTests
{
    [Fact, Trait("Category", "Slow")]
    public async Task A_night_of_the_configured_schedule_runs_each_occurrence_once_on_two_nodes_with_an_outage_in_between()
    {
        var schedules = SchedulesFile.Read(Path.Combine(Repository.Root, "config")).ToArray();
        // Sunday evening before Friday 5 June would be dull: the evening of Thursday 4 June, so that close, daily and the feeds are all
        // due.
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 6, 4, 20), schedules);
        await world.Database.DoAsync(
            "insert into core.chain (chain_id, name, name_en) values ('runda', '润达超市', 'Runda'), ('wanjia', '万嘉大卖场', 'Wanjia')", ct: Stopping);
        var order = new List<string>();
        var gate = new Lock();
        var jobs = schedules.Select(schedule => schedule.Job).Distinct().Select(name => new FunctionJob(name, (run, _) =>
        {
            lock (gate)
            {
                order.Add($"{name} {run.ChainId} {run.ScheduledFor:O}");
            }

            return Task.CompletedTask;
        })).ToArray<IJob>();
        var nodes = new[] { world.Dispatcher("first", jobs), world.Dispatcher("second", jobs) };

        for (var minutes = 0; minutes < 14 * 60; minutes += 5)
        {
            // Both nodes are down from 05:00 to 06:40: over several due times.
            if (minutes is < 9 * 60 or > 10 * 60 + 40)
            {
                await world.Planner(schedules).PlanAsync(null, Stopping);
                while (await world.Database.DueAsync(world.Clock) is { Count: > 0 } due)
                {
                    await Task.WhenAll(nodes.SelectMany(node => due.Select(run => node.ExecuteAsync(world.Database, run))));
                }
            }

            world.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Equal(order.Count, order.Distinct().Count());
        Assert.Equal([], await world.Database.ListAsync<string>("select job || ' ' || state from ops.run where state <> 'succeeded'", ct: Stopping));
        Assert.Equal(order.Count, await world.Database.FirstAsync<int>("select count(*)::int from ops.run", ct: Stopping));
        var once = await world.Database.ListAsync<string>(
            """
            select concat_ws(' ', job, nullif(chain_id, ''), to_char(scheduled_for at time zone 'Asia/Shanghai', 'MM-DD HH24:MI'), date_to, cause)
            from ops.run where job in ('reconcile', 'daily', 'weekly', 'close', 'budget', 'plan', 'tidy') order by scheduled_for, chain_id
            """, ct: Stopping);
        Assert.Equal(
            [
                "tidy 06-05 03:15 2026-06-05 schedule", "reconcile runda 06-05 06:30 2026-06-04 catch_up",
                    "reconcile wanjia 06-05 06:30 2026-06-04 catch_up",
                "daily 06-05 07:30 2026-06-04 schedule", "close 06-05 08:00 2026-06-04 schedule",
            ], once);
        // The outage covered 05:00 to 06:40 for the feeds: the latest occurrence ran, and says since when it stands for the missed.
        Assert.Equal(2,
            await world.Database.FirstAsync<int>(
            "select count(*)::int from ops.run where job = 'collect' and cause = 'catch_up' and covers_from is not null", ct: Stopping));
    }
}
