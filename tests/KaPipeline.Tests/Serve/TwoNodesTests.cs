using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Serve;

[Trait("Category", "Slow")]
public sealed class TwoNodesTests
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("KA_TEST_LONG") == "1";

    [Fact]
    public async Task Kills_in_mid_job_lost_databases_and_an_outage_lose_and_double_nothing()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("ka-nodes-");
        var config = Configuration(folder.FullName);
        var dice = new Random(20260601);
        var kills = Long ? 20 : 4;

        // The rehearsal was due every minute of the last half hour, in which nothing ran.
        using (var first = Start())
        {
            await UntilAsync(() => warehouse.DataSource.FirstAsync<bool>("select exists (select from ops.schedule)"));
            first.Kill();
        }

        var occurrences = kills * 8;
        await warehouse.DataSource.DoAsync("update ops.schedule set planned_until = date_trunc('minute', now()) - make_interval(mins => @occurrences)", new { occurrences });
        var nodes = new[] { Start(), Start() };
        for (var kill = 0; kill < kills; kill++)
        {
            // Somewhere in the middle of a job that a living node does: one that ended while we waited, or that waits to be taken over, does not count.
            var living = nodes.Select(node => $"%/{node.Id}").ToArray();
            string? worker;
            do
            {
                await UntilAsync(async () => await WorkerAsync(living) is not null);
                await Task.Delay(dice.Next(20, 400));
                worker = await WorkerAsync(living);
            }
            while (worker is null);

            if (kill % 4 == 3)
            {
                // The database goes away under both: every session ends, as at a restart of the server.
                await warehouse.DataSource.DoAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = current_user and pid <> pg_backend_pid()");
            }

            // The node that works, so that a job is cut in the middle.
            var victim = worker.EndsWith($"/{nodes[0].Id}", StringComparison.Ordinal) ? 0 : 1;
            nodes[victim].Dispose();
            nodes[victim] = Start();
        }

        await UntilAsync(() => warehouse.DataSource.FirstAsync<bool>(
            "select count(*) >= @occurrences and bool_and(state = 'succeeded') from ops.run where scheduled_for <= (select min(planned_until) from ops.schedule)", new { occurrences }), 240);
        foreach (var node in nodes)
        {
            node.Dispose();
        }

        // Each occurrence is there, done once, in order; the ledger tells of each killed attempt.
        Assert.Equal(0, await warehouse.DataSource.FirstAsync<long>(
            "select count(*) from (select scheduled_for - lag(scheduled_for) over (order by scheduled_for) as gap from ops.run) as gaps where gap <> interval '1 minute'"));
        Assert.Equal(0, await warehouse.DataSource.FirstAsync<long>(
            "select count(*) from (select run_id from ops.run_event where kind = 'succeeded' group by run_id having count(*) <> 1) as twice"));
        Assert.Equal(0, await warehouse.DataSource.FirstAsync<long>(
            "select count(*) from (select finished_at < lag(finished_at) over (order by scheduled_for) as early from ops.run where state = 'succeeded') as pairs where early"));
        Assert.Equal(0, await warehouse.DataSource.FirstAsync<long>(
            """
            select count(*) from ops.run where state = 'succeeded'
                and attempt <> (select count(*) from ops.run_event where run_event.run_id = run.run_id and kind in ('started', 'taken_over'))
            """));
        Assert.True(await warehouse.DataSource.FirstAsync<long>("select count(*) from ops.run_event where kind = 'taken_over'") >= kills / 2);
        folder.Delete(recursive: true);

        Task<string?> WorkerAsync(string[] living) => warehouse.DataSource.FirstAsync<string?>(
            "select max(worker) from ops.run where state = 'running' and worker like any (@living)", new { living });

        ServeProcess Start() => ServeProcess.Start(warehouse.ConnectionString, warehouse.OwnerConnectionString, config, folder.FullName);
    }

    private static string Configuration(string folder)
    {
        var config = Path.Combine(folder, "config");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "config"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(config, Path.GetRelativePath(Path.Combine(Repository.Root, "config"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.WriteAllText(Path.Combine(config, "schedules.yaml"), "schedules:\n  - { name: rehearse, job: rehearse, cron: \"* * * * *\", catch_up: all, catch_up_hours: 24 }\n");
        var settings = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(config, "appsettings.json")))!.AsObject();
        settings["Jobs"] = new System.Text.Json.Nodes.JsonObject { ["SweepSeconds"] = 1, ["HeartbeatSeconds"] = 1, ["Takeovers"] = 40 };
        File.WriteAllText(Path.Combine(config, "appsettings.json"), settings.ToJsonString());
        return config;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, int seconds = 60)
    {
        for (var tries = 0; tries < seconds * 10; tries++)
        {
            try
            {
                if (await holds())
                {
                    return;
                }
            }
            catch (Npgsql.NpgsqlException)
            {
                // The database has just been taken away.
            }

            await Task.Delay(100);
        }

        Assert.Fail($"not within {seconds} s");
    }
}
