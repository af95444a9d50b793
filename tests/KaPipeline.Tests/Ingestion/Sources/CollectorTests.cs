using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Sources;
using KaPipeline.Tests.Ingestion.Loading;

namespace KaPipeline.Tests.Ingestion.Sources;

public sealed class CollectorTests
{
    private static readonly DateOnly AnyDay = new(2026, 5, 1);

    [Fact]
    public async Task What_was_collected_once_is_not_fetched_again_and_one_bad_file_stops_no_other()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var share = Path.GetDirectoryName(world.Orders("鼎丰_订单_20260501.csv", ("D1", IngestWorld.Item, 5)))!;
        world.Orders("鼎丰_订单_20260502.csv", ("D2", IngestWorld.Item, 6));
        world.Write("说明.txt", "no report of any profile");
        var collector = new Collector(world.Warehouse.DataSource, world.Ingest, Path.Combine(world.Folder, "incoming"),
            TimeProvider.System);
        var source = new SourceOptions
        {
            Name = "share", Chain = "dingfeng",
            Folder = new FolderOptions { Path = share, QuietSeconds = 0 }
        };

        var first = await collector.RunAsync(source, AnyDay, AnyDay, ct: Stopping);
        Assert.Equal(3, first.Listed);
        Assert.Equal([LoadState.Loaded, LoadState.Loaded], first.Results.Select(result => result.State));
        Assert.Contains("说明.txt", Assert.Single(first.Errors).Message, StringComparison.Ordinal);
        Assert.Equal(["folder"], await world.ListAsync("select distinct source from ops.load where chain_id <> ''"));

        var second = await collector.RunAsync(source, AnyDay, AnyDay, ct: Stopping);
        Assert.Equal((3, 0, 0), (second.Listed, second.Results.Count, second.Errors.Count));

        world.Orders("鼎丰_订单_20260502.csv", ("D2", IngestWorld.Item, 9));
        Assert.Equal(1, Assert.Single((await collector.RunAsync(source, AnyDay, AnyDay, ct: Stopping)).Results).RowsLoaded);
    }

    [Fact]
    public async Task A_source_that_is_out_of_reach_is_an_error_with_its_name()
    {
        await using var world = await IngestWorld.CreateAsync();
        var collector = new Collector(world.Warehouse.DataSource, world.Ingest, Path.Combine(world.Folder, "incoming"),
            TimeProvider.System);
        var outcome = await collector.RunAsync(
            new SourceOptions { Name = "share", Folder = new FolderOptions { Path = "/nowhere/at/all" } }, AnyDay, AnyDay, ct: Stopping);
        Assert.Contains("Source share: there is no folder /nowhere/at/all", Assert.Single(outcome.Errors).Message,
            StringComparison.Ordinal);
    }
}
