using Dapper;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>Disks that are really full, the archive's and the server's: once there is room, every row is there once.</summary>
[Trait("Category", "Slow")]
public sealed class FullDiskTests
{
    private const long Room = 2L << 30;
    [MountFact]
    public async Task An_archive_that_is_full_takes_nothing_of_the_file_and_all_of_it_later()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        using var disk = SmallDisk.Mount(64 * 1024);
        var ingest = new Ingest(world.Warehouse.DataSource, new FileArchive(disk.Folder), world.Profiles, TimeProvider.System);
        var path = world.Orders("鼎丰_订单_20260501.csv",
            [.. Enumerable.Range(1, 2000).Select(order => ($"D{order}", IngestWorld.Item, order))]);

        var full = (await ingest.RunAsync(ingest.Find([path]).Known)).Single();
        Assert.Equal(LoadState.Failed, full.State);
        Assert.Contains("No space left", full.Finding, StringComparison.Ordinal);
        Assert.StartsWith(path, full.Finding, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(disk.Folder, "*", SearchOption.AllDirectories));
        Assert.Equal(0,
            await world.ScalarAsync<long>(
            "select (select count(*) from core.order_line) + (select count(*) from ops.load where chain_id <> '')"));

        disk.Leave(Room);
        Assert.Equal(2000, (await ingest.RunAsync(ingest.Find([path]).Known)).Single().RowsLoaded);
        Assert.Equal(2000, await world.ScalarAsync<long>("select count(*) from core.order_line"));
    }

    [MountFact]
    public async Task A_server_whose_disk_fills_up_at_any_moment_has_every_row_once_when_there_is_room()
    {
        await using var clean = await IngestWorld.CreateAsync();
        string[] paths = [.. IngestWorld.MasterFiles, .. Directory.GetFiles(Path.Combine(IngestWorld.Samples, "dingfeng"))
            .Order(StringComparer.Ordinal).Take(LongRun.IsOn ? 24 : 12)];
        await clean.LoadAsync(paths);

        // The archive, the tables and the log of changes each meet the end of the disk, as room is left for more of the work.
        using var disk = SmallDisk.Mount(Room);
        var faults = new List<string>();
        var random = new Random(11);
        int[] rooms = [4096, .. Enumerable.Range(13, LongRun.IsOn ? 10 : 2).Select(power => random.Next(1 << power)), (int)(Room / 2)];
        foreach (var room in rooms)
        {
            await using var cluster = await EmbeddedCluster.StartAsync(disk.Folder);
            await new Migrator(cluster.ConnectionString("ka_owner", "ka")).MigrateAsync();
            await using var database = NpgsqlDataSource.Create(cluster.ConnectionString("ka_app", "ka") + ";Pooling=false");
            await using var connection = await database.OpenConnectionAsync();
            await ProfileSync.SyncAsync(connection, clean.Profiles.Chains, TimeProvider.System.GetUtcNow());
            await FileJudgement.SyncAsync(connection);
            var ingest = new Ingest(database, new FileArchive(Path.Combine(disk.Folder, "archive")), clean.Profiles, TimeProvider.System);
            disk.Leave(room);
            try
            {
                faults.AddRange((await ingest.RunAsync(ingest.Find(paths).Known)).Where(result => result.State == LoadState.Failed)
                    .Select(result => result.Finding!));
            }
            catch (NpgsqlException e)
            {
                faults.Add(e.Message);
            }

            disk.Leave(Room);
            if (room == rooms[^1])
            {
                Assert.Equal(await clean.HashesAsync(), await CoreHashes.OfAsync(database));
                Assert.Equal(0,
                    await connection.ExecuteScalarAsync<long>(
                    "select count(*) from ops.load where rows_in <> rows_loaded + rows_quarantined + rows_duplicate"));
            }
        }

        Assert.Contains(faults, fault => fault.Contains("No space left on device : '", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains(PostgresErrorCodes.DiskFull, StringComparison.Ordinal));
    }
}
