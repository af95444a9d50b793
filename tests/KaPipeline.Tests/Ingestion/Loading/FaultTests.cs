using System.Diagnostics;
using Dapper;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Serve;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>Whatever stops a load, afterwards every row is there once.</summary>
[Trait("Category", "Slow")]
public sealed class FaultTests
{
    [Fact]
    public async Task Killed_at_random_moments_and_started_again_every_row_is_there_once()
    {
        await using var clean = await IngestWorld.CreateAsync();
        await using var killed = await IngestWorld.CreateAsync();
        var paths = Paths();
        await clean.LoadAsync(paths);

        var random = new Random(50);
        var kills = 0;
        for (var wanted = LongRun.IsOn ? 50 : 2; kills < wanted;)
        {
            // Starting up takes a second or two in which nothing can be lost; the moments are spread over the loads that follow.
            using var ingest = Start(killed, paths);
            var before = await killed.ScalarAsync<long>("select count(*) from ops.load");
            var ended = false;
            for (var waited = 0; !ended && waited < 400
                && await killed.ScalarAsync<long>("select count(*) from ops.load") <= before; waited++)
            {
                await Task.Delay(25, Stopping);
                ended = ingest.HasExited;
            }

            if (ended)
            {
                // Everything is in: begin again with an empty warehouse, so that there is something to kill.
                await EmptyAsync(killed);
                continue;
            }

            await Task.Delay(random.Next(LongRun.IsOn ? 300 : 150), Stopping);
            ingest.Kill();
            await ingest.EndAsync();
            kills++;
        }

        using (var last = Start(killed, paths))
        {
            await last.EndAsync();
        }

        Assert.Equal(await clean.HashesAsync(), await killed.HashesAsync());
        Assert.Equal(0,
            await killed.ScalarAsync<long>(
            "select count(*) from ops.load where rows_in <> rows_loaded + rows_quarantined + rows_duplicate"));
    }

    [Fact]
    public async Task A_server_that_crashes_in_mid_load_loses_and_doubles_nothing()
    {
        await using var clean = await IngestWorld.CreateAsync();
        var paths = Paths();
        await clean.LoadAsync(paths);
        var home = Path.Combine(Repository.Root, "artifacts", $"crash-home-{Environment.ProcessId}");
        var data = "";
        try
        {
            await OwnServer.CopyPreparedAsync(Path.Combine(home, "pg"), OwnServer.Durable);
            var crashes = 0;
            var random = new Random(7);
            for (var done = false; !done;)
            {
                await using var cluster = await EmbeddedCluster.StartAsync(home, ct: Stopping);
                data = Path.GetDirectoryName(cluster.LogFile)!;
                await new Migrator(cluster.ConnectionString("ka_owner", "ka")).MigrateAsync(Stopping);
                await using var database = NpgsqlDataSource.Create(cluster.ConnectionString("ka_app", "ka") + ";Pooling=false");
                await using (var connection = await database.OpenConnectionAsync(Stopping))
                {
                    await ProfileSync.SyncAsync(connection, clean.Profiles.Chains, TimeProvider.System.GetUtcNow(), Stopping);
                    await FileJudgement.SyncAsync(connection);
                }

                var ingest = new Ingest(database, new FileArchive(Path.Combine(home, "archive")), clean.Profiles, TimeProvider.System);
                var load = ingest.RunAsync(ingest.Find(paths).Known, ct: Stopping);
                if (crashes < (LongRun.IsOn ? 10 : 1))
                {
                    for (var wanted = random.Next(1, paths.Length); !load.IsCompleted
                        && await database.FirstAsync<long>("select count(*) from ops.load", ct: Stopping) < wanted;)
                    {
                        await Task.Delay(10, Stopping);
                    }

                    if (!load.IsCompleted)
                    {
                        var pid = int.Parse((await File.ReadAllLinesAsync(Path.Combine(data, "postmaster.pid"), Stopping))[0], null);
                        using var postmaster = Process.GetProcessById(pid);
                        postmaster.Kill();
                        await Assert.ThrowsAnyAsync<NpgsqlException>(() => load);
                    }

                    crashes++;
                    continue;
                }

                await load;
                Assert.Equal(await clean.HashesAsync(), await CoreHashes.OfAsync(database));
                done = true;
            }
        }
        finally
        {
            foreach (var left in new[] { home, data }.Where(Directory.Exists))
            {
                Directory.Delete(left, recursive: true);
            }
        }
    }

    [Fact]
    public async Task A_disk_that_is_full_stops_the_file_and_leaves_nothing_of_it()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        await using var owner = NpgsqlDataSource.Create(world.Warehouse.OwnerConnectionString);
        await using var connection = await owner.OpenConnectionAsync(Stopping);
        await connection.ExecuteAsync(
            """
            create function core.full_disk() returns trigger language plpgsql as $$ begin
                if new.ordered_quantity = 66 then raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end if;
                return new;
            end $$;
            create trigger full_disk before insert on core.order_line for each row execute function core.full_disk();
            """);
        var path = world.Orders("鼎丰_订单_20260501.csv", ("D1", IngestWorld.Item, 5), ("D2", IngestWorld.Item, 66));
        var full = await world.LoadAsync(path, 2);
        Assert.Equal(LoadState.Failed, full.State);
        Assert.Contains(PostgresErrorCodes.DiskFull, full.Finding, StringComparison.Ordinal);
        Assert.Equal(0,
            await world.ScalarAsync<long>(
            "select (select count(*) from core.order_line) + (select count(*) from ops.load where chain_id <> '') + (select count(*) from staging.order_line)"));

        await connection.ExecuteAsync("drop trigger full_disk on core.order_line");
        Assert.Equal(2, (await world.LoadAsync(path, 2)).RowsLoaded);
    }

    private static string[] Paths() =>
    [
        .. IngestWorld.MasterFiles,
        .. Directory.GetFiles(Path.Combine(IngestWorld.Samples, "runda")).Order(StringComparer.Ordinal).Take(LongRun.IsOn ? 40 : 6),
        .. Directory.GetFiles(Path.Combine(IngestWorld.Samples, "dingfeng")).Order(StringComparer.Ordinal).Take(LongRun.IsOn ? 40 : 8),
    ];

    private static Process Start(IngestWorld world, string[] paths)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "ka.dll"), "ingest", .. paths])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        start.Environment["KA_DATABASE"] = world.Warehouse.ConnectionString;
        start.Environment["KA_DATABASE_OWNER"] = world.Warehouse.OwnerConnectionString;
        start.Environment["KA_HOME"] = world.Folder;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task EmptyAsync(IngestWorld world)
    {
        await using var owner = NpgsqlDataSource.Create(world.Warehouse.OwnerConnectionString);
        await using var connection = await owner.OpenConnectionAsync();
        var tables = await connection.ExecuteScalarAsync<string>(
            """
            select string_agg(format('%s', c.oid::regclass), ', ') from pg_class c
            where c.relkind in ('r', 'p') and not c.relispartition and (c.relnamespace = 'ops'::regnamespace and c.relname in ('load', 'quarantined_row', 'load_sighting', 'header_drift')
               or c.relnamespace = 'core'::regnamespace and (c.relname = 'document' or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'superseded_by')))
            """);
        await connection.ExecuteAsync($"truncate {tables} cascade");
    }
}
