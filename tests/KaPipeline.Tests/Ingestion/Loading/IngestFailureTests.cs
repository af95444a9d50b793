using KaPipeline.Ingestion.Loading;
using KaPipeline.Jobs;
using KaPipeline.Tests.Host.Verbs;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>A file that cannot be loaded now stops no other, and is named by its path.</summary>
public sealed class IngestFailureTests
{
    [Fact]
    public async Task A_file_that_vanishes_stops_no_other()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        string[] paths =
            [.. Enumerable.Range(1, 3).Select(day => world.Orders($"鼎丰_订单_2026050{day}.csv", ($"D{day}", IngestWorld.Item, day)))];
        var found = world.Ingest.Find([Path.GetDirectoryName(paths[0])!]);
        File.Delete(paths[1]);

        var results = await world.Ingest.RunAsync(found.Known, ct: Stopping);
        Assert.Equal([LoadState.Loaded, LoadState.Failed, LoadState.Loaded],
            results.OrderBy(result => result.FileName, StringComparer.Ordinal).Select(result => result.State));
        Assert.StartsWith(paths[1], results.Single(result => result.State == LoadState.Failed).Finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_wait_for_master_data_are_taken_in_by_the_next_attempt_where_one_was_cut_off_after_its_last_file()
    {
        await using var world = await IngestWorld.CreateAsync();
        var run = await new Dispatcher(world.Warehouse.DataSource, [], new JobOptions(), TimeProvider.System, NullLoggerFactory.Instance, "test")
            .AddAsync("load", "", new(2026, 5, 1), new(2026, 5, 1), "wang", null, "{}", false, Stopping);
        await world.LoadAsync(world.Orders("鼎丰_订单_20260501.csv", ("D1", IngestWorld.Item, 1)));
        var ingest = world.Ingest.OfRun(run, isAgain: false);
        var master = ingest.Find([Path.Combine(IngestWorld.Samples, "master")]).Known;
        var left = master.Count;
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            ingest.RunAsync(master, new CutOff(() => --left == 0), ct: Stopping));

        await world.Ingest.OfRun(run, isAgain: true).RunAsync(master, ct: Stopping);

        Assert.Equal(0, await world.Warehouse.DataSource.FirstAsync<int>(
            "select count(*)::int from ops.quarantined_row join ops.load using (load_id) where chain_id = 'dingfeng' and ops.quarantined_row.state = 'open'", ct: Stopping));
    }

    private sealed class CutOff(Func<bool> isNow) : IProgress<LoadResult>
    {
        public void Report(LoadResult value)
        {
            if (isNow())
            {
                throw new OperationCanceledException();
            }
        }
    }

    [MountFact]
    public async Task A_full_archive_is_told_file_by_file_with_the_summary()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        using var disk = SmallDisk.Mount(64 * 1024);
        Directory.Delete(world.Archive, recursive: true);
        Directory.CreateSymbolicLink(world.Archive, disk.Folder);
        var large = world.Orders("鼎丰_订单_20260501.csv",
            [.. Enumerable.Range(1, 2000).Select(order => ($"D{order}", IngestWorld.Item, order))]);
        world.Orders("鼎丰_订单_20260502.csv", ("E1", IngestWorld.Item, 2));

        var (code, output, error) = await KaProcess.RunAsync(world.Warehouse, world.Folder, null, "ingest", Path.GetDirectoryName(large)!);
        Assert.Equal((3, ""), (code, error));
        Assert.Contains("1 个文件没有加载", output, StringComparison.Ordinal);
        Assert.Contains($"{large}: No space left on device", output, StringComparison.Ordinal);
        Assert.Equal(["鼎丰_订单_20260502.csv"], await world.ListAsync("select file_name from ops.load where chain_id = 'dingfeng'"));
    }

    [MountFact]
    public async Task A_file_that_nobody_may_read_and_a_folder_that_nobody_may_enter_stop_no_other()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var good = world.Orders("鼎丰_订单_20260501.csv", ("D1", IngestWorld.Item, 5));
        var shut = world.Orders("鼎丰_订单_20260502.csv", ("D2", IngestWorld.Item, 5));
        var closed = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(good)!, "closed")).FullName;
        File.SetUnixFileMode(shut, UnixFileMode.None);
        File.SetUnixFileMode(closed, UnixFileMode.None);

        // As root everything is open: the program runs without that right, and so must find the server's socket open.
        if (new Npgsql.NpgsqlConnectionStringBuilder(world.Warehouse.ConnectionString).Host is { } sockets && Directory.Exists(sockets))
        {
            foreach (var path in Directory.GetFileSystemEntries(sockets, ".s.PGSQL.*").Append(sockets)
                .Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)))
            {
                File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);
            }
        }

        var (code, output, error) = await KaProcess.RunAsync(world.Warehouse, world.Folder, null, ["ingest", Path.GetDirectoryName(good)!],
            asNobody: true);
        Assert.Equal((3, ""), (code, error));
        Assert.Contains($"{shut}: Access to the path", output, StringComparison.Ordinal);
        Assert.Contains($"{closed}: 无权读取", output, StringComparison.Ordinal);
        Assert.Equal(["鼎丰_订单_20260501.csv"], await world.ListAsync("select file_name from ops.load where chain_id = 'dingfeng'"));
    }
}
