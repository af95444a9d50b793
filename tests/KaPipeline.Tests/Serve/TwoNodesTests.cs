using KaPipeline.Labels;
using KaPipeline.Tests.Host.Hangfire;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Serve;

[Trait("Category", "Slow")]
public sealed class TwoNodesTests
{
    [Fact]
    public async Task Kills_in_mid_job_and_lost_sessions_lose_and_double_nothing()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var nodes = new RehearsalNodes(warehouse.ConnectionString, warehouse.OwnerConnectionString);
        var dice = new Random(20260601);
        var kills = LongRun.IsOn ? 20 : 2;
        await nodes.MissAsync(kills * 8);
        nodes.Start();
        nodes.Start();
        for (var kill = 0; kill < kills; kill++)
        {
            // The node that works, so that a job is cut in the middle.
            var victim = await nodes.WorkingAsync(dice);
            if (kill == kills - 1 || kill % 4 == 3)
            {
                // Every session of both ends as well.
                await warehouse.DataSource.DoAsync(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = current_user and pid <> pg_backend_pid()", ct: Stopping);
            }

            nodes.Kill(victim);
            nodes.Start();
            await StateMap.AgreesAsync(warehouse.DataSource);
        }

        await nodes.DoneAsync(kills * 8);

        await nodes.AssertNothingLostOrDoubledAsync();
        Assert.True(await warehouse.DataSource.FirstAsync<long>(
            "select count(*) from ops.run_event where kind = 'taken_over'", ct: Stopping) >= kills / 2);
    }

    [Fact]
    public async Task Database_that_is_stopped_and_started_under_both_nodes_loses_and_doubles_nothing()
    {
        await using var server = await OwnServer.StartAsync();
        await using var nodes = new RehearsalNodes(server.ConnectionString, server.OwnerConnectionString);
        var dice = new Random(20260602);
        var stops = LongRun.IsOn ? 6 : 1;
        await nodes.MissAsync(stops * 6);
        nodes.Start();
        nodes.Start();
        // One that is still starting would end, with its reason, and whatever watches over it would start it again.
        await RehearsalNodes.UntilAsync(async () => await nodes.LivingAsync() == 2);
        for (var stop = 0; stop < stops; stop++)
        {
            await nodes.WorkingAsync(dice);
            server.Stop((stop + LongRun.Seed) % 2 == 0 ? "immediate" : "fast");
            // Longer than a heartbeat and a sweep, so that both nodes notice.
            await Task.Delay(TimeSpan.FromSeconds(4), Stopping);
            server.StartAgain();
            await StateMap.AgreesAsync(nodes.Database);
        }

        await nodes.DoneAsync(stops * 6);

        // The nodes themselves lived through it; on a busy machine a look takes its time.
        await RehearsalNodes.UntilAsync(async () => await nodes.LivingAsync() == 2);
        await nodes.AssertNothingLostOrDoubledAsync();
    }

    [Fact]
    public async Task Both_nodes_down_over_three_due_times_catch_up_each_in_order()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var nodes = new RehearsalNodes(warehouse.ConnectionString, warehouse.OwnerConnectionString);
        await nodes.MissAsync(5);
        // Cut in mid-job, so that the outage begins with work half done and more of it waiting; once more where the work was done before
        // the cut.
        var dice = new Random(20260603);
        do
        {
            var both = new[] { nodes.Start(), nodes.Start() };
            var worker = await nodes.WorkingAsync(dice);
            nodes.Kill(worker);
            nodes.Kill(both.Single(node => node != worker));
        }
        while (!await warehouse.DataSource.FirstAsync<bool>("select exists (select from ops.run where state = 'running')", ct: Stopping));

        // The last minute that was due when the outage began.
        var down = await warehouse.DataSource.FirstAsync<DateTime>("select date_trunc('minute', now())", ct: Stopping);
        if (LongRun.IsOn)
        {
            await RehearsalNodes.UntilAsync(() =>
                warehouse.DataSource.FirstAsync<bool>("select now() > @down + interval '3 minutes 15 seconds'", new { down }), 300);
        }
        else
        {
            // The ledger moves three minutes into the past, which is what three minutes of waiting do to it.
            await warehouse.DataSource.DoAsync(
                """
                update ops.run set scheduled_for = scheduled_for - interval '3 minutes', queued_at = queued_at - interval '3 minutes', not_before = not_before - interval '3 minutes',
                    started_at = started_at - interval '3 minutes', heartbeat_at = heartbeat_at - interval '3 minutes', finished_at = finished_at - interval '3 minutes'
                """, ct: Stopping);
            await warehouse.DataSource.DoAsync("update ops.schedule set planned_until = planned_until - interval '3 minutes'", ct: Stopping);
            down -= TimeSpan.FromMinutes(3);
        }

        nodes.Start();
        nodes.Start();
        await RehearsalNodes.UntilAsync(() => warehouse.DataSource.FirstAsync<bool>(
            "select count(*) filter (where scheduled_for > @down) >= 3 and count(*) filter (where state <> 'succeeded') = 0 from ops.run where scheduled_for <= @down + interval '3 minutes'", new { down }));

        await nodes.AssertNothingLostOrDoubledAsync();
        // The run that the outage cut off; a node that a busy machine keeps waiting may be relieved by the other once more.
        Assert.Matches("^queued started( taken_over started)+ succeeded$", await warehouse.DataSource.FirstAsync<string>(
            """
            select string_agg(kind, ' ' order by event_id) from ops.run_event join ops.run using (run_id)
            where scheduled_for <= @down and run_id in (select run_id from ops.run_event where kind = 'taken_over')
                and kind not in ('log', 'warning')
            """, new { down }, ct: Stopping));
        // The first two of the three were due long before a node was there; each says so.
        var late = "catch_up: " + Bilingual.Of("停机期间错过，补跑", "missed while nothing ran; caught up");
        Assert.Equal([late, late],
            await warehouse.DataSource.ListAsync<string>(
            "select cause || ': ' || told.says from ops.run join ops.run_event as told using (run_id) where scheduled_for > @down and kind = 'queued' order by scheduled_for limit 2", new { down }, ct: Stopping));
    }
}
