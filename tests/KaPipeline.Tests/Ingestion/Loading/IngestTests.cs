using KaPipeline.Ingestion.Loading;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion.Loading;

public sealed class IngestTests
{
    private static readonly string Samples = IngestWorld.Samples;

    [Fact]
    [Trait("Category", "Slow")]
    public async Task The_sample_month_loads_with_every_row_accounted_for_and_a_second_time_changes_nothing()
    {
        var (world, results) = await SampleMonth.WorldAsync();
        await using var _ = world;

        Assert.All(results, result => Assert.Equal(result.RowsIn, result.RowsLoaded + result.RowsQuarantined + result.RowsDuplicate));
        Assert.DoesNotContain(results, result => result.State is LoadState.Held or LoadState.Refused or LoadState.Known);
        Assert.Equal(TruthOfQuarantinedRows(), await world.QuarantinedRowsAsync());
        var before = await world.HashesAsync();

        var again = await world.LoadAsync(Samples);
        Assert.All(again, result => Assert.Equal(LoadState.Known, result.State));
        Assert.Equal(before, await world.HashesAsync());
        Assert.Equal(0, await world.ScalarAsync<long>(
            "select (select count(*) from staging.order_line) + (select count(*) from staging.delivery_line) + (select count(*) from staging.statement_line) + (select count(*) from staging.master_row)"));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    [Trait("Category", "Slow")]
    public async Task Files_in_any_order_give_the_same_warehouse(int seed)
    {
        await using var inOrder = await IngestWorld.CreateAsync();
        await using var shuffled = await IngestWorld.CreateAsync();
        var folder = seed switch { 1 => "dingfeng", 2 => "runda", _ => "jinlong" };
        string[] paths = [.. IngestWorld.MasterFiles, Path.Combine(Samples, folder)];
        var random = new Random(seed);
        await inOrder.LoadEachAsync(paths, files => [.. SomeOf(files)]);
        await shuffled.LoadEachAsync(paths, files => [.. SomeOf(files).OrderBy(_ => random.Next())]);

        Assert.Equal(await inOrder.HashesAsync(), await shuffled.HashesAsync());
        Assert.Equal(await inOrder.QuarantinedRowsAsync(), await shuffled.QuarantinedRowsAsync());
    }

    public static TheoryData<int> Seeds => [.. LongRun.IsOn ? (int[])[1, 2, 3] : [3]];

    // Master data, the statements with the first days, and with KA_TEST_LONG the whole month.
    private static IEnumerable<Ingest.Item> SomeOf(IReadOnlyList<Ingest.Item> files) =>
        LongRun.IsOn ? files : files.Where(item => item.Profile.ChainId.Length == 0 || item.Report.Name == "statements").Concat(
            files.Where(item => item.Profile.ChainId.Length > 0 && item.Report.Name != "statements").Take(12));

    private static List<string> TruthOfQuarantinedRows() =>
    [
        .. File.ReadLines(Path.Combine(Samples, "truth", "quarantined.csv")).Skip(1).Select(line => line.Split(','))
            .Select(cell => $"{Path.GetFileName(cell[0])}|{cell[1]}|{cell[2]}|{cell[4]}").Order(StringComparer.Ordinal),
    ];
}
