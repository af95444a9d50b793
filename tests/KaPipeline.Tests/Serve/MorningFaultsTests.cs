using KaPipeline.Jobs;
using KaPipeline.Operations;
using KaPipeline.Tests.Host.Hangfire;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaPipeline.Tests.Serve;

/// <summary>Nodes killed in the middle of a real morning: loading, reconciling, sending.</summary>
[Trait("Category", "Slow")]
public sealed class MorningFaultsTests
{
    private static readonly int Kills = LongRun.IsOn ? 20 : 3;
    private static readonly int ChainKills = Kills == 20 ? 10 : 1;
    private static readonly DateOnly First = new(2026, 5, 8);

    [Fact]
    public async Task Nodes_killed_while_they_load_reconcile_and_send_lose_and_double_nothing()
    {
        await using var clean = await IngestWorld.CreateAsync();
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var nodes =
            new RehearsalNodes(warehouse.ConnectionString, warehouse.OwnerConnectionString, schedules: "schedules: []\n");
        var dice = new Random(LongRun.IsOn ? 20260604 : LongRun.Seed);
        var files = Files();
        await clean.LoadAsync([.. files]);
        nodes.Start();
        nodes.Start();
        var runs = new List<long>();
        var killed = LongRun.Drawn(Enumerable.Range(0, Kills), 2);
        for (var kill = 0; kill < Kills; kill++)
        {
            var (job, date) = (((string[])["load", "reconcile", "daily"])[kill % 3], First.AddDays(kill / 3));
            if (job == "load")
            {
                // A share of the files for each load; the last takes what is left.
                Fill(nodes.Inbox, kill + 3 >= Kills ? files : [.. files.Take(files.Count * (kill + 1) / Kills)]);
            }

            var run = await AddAsync(warehouse, job, date);
            runs.Add(run);
            if (killed.Contains(kill) && await nodes.WorkerOfAsync(run, dice) is { } victim)
            {
                nodes.Kill(victim);
                nodes.Start();
            }

            await RehearsalNodes.UntilAsync(() =>
                warehouse.DataSource.FirstAsync<bool>("select state = 'succeeded' from ops.run where run_id = @run", new { run }), 240);
            await StateMap.AgreesAsync(warehouse.DataSource);
        }

        Assert.Equal(runs.Count,
            await warehouse.DataSource.FirstAsync<int>("select count(*)::int from ops.run_event where kind = 'succeeded'", ct: Stopping));
        const string Loads =
            "select concat_ws(' ', file_name, state, rows_in, rows_loaded, rows_quarantined, rows_duplicate) from ops.load order by 1";
        Assert.Equal(await clean.Warehouse.DataSource.ListAsync<string>(Loads, ct: Stopping),
            await warehouse.DataSource.ListAsync<string>(Loads, ct: Stopping));
        // No letter was claimed twice; what was claimed and not confirmed is left to a person.
        Assert.Empty(await warehouse.DataSource.ListAsync<string>(
            "select delivery_id || ' ' || state from ops.delivery where state not in ('accepted', 'in_doubt')", ct: Stopping));
        Assert.Empty(await warehouse.DataSource.ListAsync<long>(
            "select delivery_id from ops.delivery_event where state = 'claimed' group by delivery_id having count(*) > 1", ct: Stopping));
        await ChainAsync(warehouse, nodes, dice, ChainKills);
    }

    // A batch of reruns: each date waits for the end of the one before it.
    private static async Task ChainAsync(TestWarehouse warehouse, RehearsalNodes nodes, Random dice, int kills)
    {
        var (batch, links) = await new Reruns(warehouse.DataSource, TimeProvider.System).StartAsync(
            new RerunRequest { Job = "reconcile", From = First, To = First.AddDays(kills + 1), Mode = RerunMode.All, Reason = "rehearsal" },
            "wang", null, Stopping);
        foreach (var link in links.Take(kills))
        {
            if (await nodes.WorkerOfAsync(link, dice) is { } victim)
            {
                nodes.Kill(victim);
                nodes.Start();
            }
        }

        await RehearsalNodes.UntilAsync(() => warehouse.DataSource.FirstAsync<bool>(
            "select bool_and(state = 'succeeded') from ops.run where batch_id = @batch", new { batch }), 480);
        await StateMap.AgreesAsync(warehouse.DataSource);
        Assert.Equal(links, await warehouse.DataSource.ListAsync<long>(
            "select run_id from ops.run_event join ops.run using (run_id) where batch_id = @batch and kind = 'succeeded' order by event_id",
            new { batch }));
        // No link began before the one before it had ended, whichever attempt it was.
        Assert.Empty(await warehouse.DataSource.ListAsync<long>(
            """
            select later.run_id from ops.run as later join ops.run as earlier on earlier.batch_id = later.batch_id and earlier.date_to = later.date_to - 1
            join ops.run_event as told on told.run_id = later.run_id and told.kind = 'started'
            where later.batch_id = @batch and told.happened_at < earlier.finished_at
            """, new { batch }));
        Assert.Empty(await warehouse.DataSource.ListAsync<string>(
            """
            select run_id || ' ' || step_name from ops.run_step join ops.run using (run_id) where batch_id = @batch and ops.run_step.state = 'succeeded'
            group by run_id, step_name, ops.run_step.attempt having count(*) > 1
            """, new { batch }));
    }

    private static List<string> Files() =>
    [
        .. IngestWorld.MasterFiles,
        .. Directory.GetFiles(Path.Combine(IngestWorld.Samples, "haoyoulai"), LongRun.IsOn ? "*2026050*" : "*20260508*"),
    ];

    private static void Fill(string inbox, IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            File.Copy(file, Path.Combine(Directory.CreateDirectory(inbox).FullName, Path.GetFileName(file)), overwrite: true);
        }
    }

    private static Task<long> AddAsync(TestWarehouse warehouse, string job, DateOnly date) => new Dispatcher(
        warehouse.DataSource, [], new JobOptions(), TimeProvider.System, NullLoggerFactory.Instance, "test")
        .AddAsync(job, "", date, date, "wang", null, "{}", true, Stopping);
}
