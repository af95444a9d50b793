using KaPipeline.Jobs;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Tests.Scheduling;
using KaPipeline.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaPipeline.Tests.Serve;

/// <summary>Nodes killed in the middle of a real morning: loading, reconciling, sending.</summary>
[Trait("Category", "Slow")]
public sealed class MorningFaultsTests
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("KA_TEST_LONG") == "1" ? 20 : 3;
    private static readonly DateOnly First = new(2026, 5, 8);

    [Fact]
    public async Task Nodes_killed_while_they_load_reconcile_and_send_lose_and_double_nothing()
    {
        await using var clean = await IngestWorld.CreateAsync();
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var nodes = new RehearsalNodes(warehouse.ConnectionString, warehouse.OwnerConnectionString, schedules: "schedules: []\n");
        var dice = new Random(20260604);
        var files = Files();
        await clean.LoadAsync([.. files]);
        nodes.Start();
        nodes.Start();
        var runs = new List<long>();
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
            if (await nodes.WorkerOfAsync(run, dice) is { } victim)
            {
                nodes.Kill(victim);
                nodes.Start();
            }

            await RehearsalNodes.UntilAsync(() => warehouse.DataSource.FirstAsync<bool>("select state = 'succeeded' from ops.run where run_id = @run", new { run }), 240);
            await StateMap.AgreesAsync(warehouse.DataSource);
        }

        Assert.Equal(runs.Count, await warehouse.DataSource.FirstAsync<int>("select count(*)::int from ops.run_event where kind = 'succeeded'"));
        const string Loads = "select concat_ws(' ', file_name, state, rows_in, rows_loaded, rows_quarantined, rows_duplicate) from ops.load order by 1";
        Assert.Equal(await clean.Warehouse.DataSource.ListAsync<string>(Loads), await warehouse.DataSource.ListAsync<string>(Loads));
        // No letter was claimed twice; what was claimed and not confirmed is left to a person.
        Assert.Empty(await warehouse.DataSource.ListAsync<string>(
            "select delivery_id || ' ' || state from ops.delivery where state not in ('accepted', 'in_doubt')"));
        Assert.Empty(await warehouse.DataSource.ListAsync<long>(
            "select delivery_id from ops.delivery_event where state = 'claimed' group by delivery_id having count(*) > 1"));
    }

    private static List<string> Files() =>
    [
        .. Directory.GetFiles(Path.Combine(IngestWorld.Samples, "master")),
        .. Directory.GetFiles(Path.Combine(IngestWorld.Samples, "haoyoulai"), "*2026050*"),
    ];

    private static void Fill(string inbox, IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            File.Copy(file, Path.Combine(Directory.CreateDirectory(inbox).FullName, Path.GetFileName(file)), overwrite: true);
        }
    }

    private static Task<long> AddAsync(TestWarehouse warehouse, string job, DateOnly date) => new Dispatcher(
        warehouse.DataSource, [], new JobOptions(), TimeProvider.System, NullLoggerFactory.Instance, "test").AddAsync(job, "", date, date, "wang", null, "{}", true, default);
}
