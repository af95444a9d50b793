using System.Text.RegularExpressions;
using KaPipeline.Reconciliation;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;

namespace KaPipeline.Tests.Reconciliation;

/// <summary>The kept table behind the real loader: portal files and master data, in random order.</summary>
[Trait("Category", "Slow")]
public sealed class MaterialisedAfterLoadsTests
{
    public static TheoryData<int, string> Orders => [.. LongRun.Drawn([(1, "dingfeng"), (2, "runda")], 1)];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Table_equals_view_however_the_files_arrive(int seed, string chain)
    {
        await using var world = await IngestWorld.CreateAsync();
        await using var connection = await world.Warehouse.DataSource.OpenConnectionAsync(Stopping);
        await SampleWorldCalendar.SyncAsync(connection, Stopping);
        var kept = new MaterialisedSettlement(world.Warehouse.DataSource);
        var random = new Random(seed);
        // A fortnight and its statement, or all of the month.
        var chainFiles = Directory.GetFiles(Path.Combine(IngestWorld.Samples, chain)).Order(StringComparer.Ordinal)
            .Where(file => LongRun.IsOn || Regex.IsMatch(file, "_2026050[1-9]|_2026051[0-7]|2605A"));
        var files = world.Ingest.Find([.. IngestWorld.MasterFiles, .. chainFiles]).Known.OrderBy(_ => random.Next()).ToList();

        while (files.Count > 0)
        {
            var batch = files.Take(random.Next(LongRun.IsOn ? 5 : 12, 25)).ToList();
            files.RemoveRange(0, batch.Count);
            await world.Ingest.RunAsync(batch, ct: Stopping);
            await kept.RefreshAsync(ct: Stopping);
            Assert.Equal("", await MaterialisedSettlementTests.DifferenceAsync(connection));
        }

        foreach (var asOf in (DateOnly[])[new(2026, 5, 16), new(2026, 6, 5)])
        {
            var read = await MaterialisedSettlementTests.ReadAsync(connection, asOf, isPlain: false);
            Assert.Contains(read, row => row.StartsWith("statement", StringComparison.Ordinal));
            Assert.Equal(await MaterialisedSettlementTests.ReadAsync(connection, asOf, isPlain: true), read);
        }
    }

    private static WorkingCalendar SampleWorldCalendar { get; } = WorkingCalendar.Load(Path.Combine(Repository.Root, "config"));
}
