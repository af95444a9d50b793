using Dapper;
using KaPipeline.Host;
using KaPipeline.Host.Demo;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Settlements.Evidence;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Reports;

/// <summary>The whole sample month of all six chains, loaded from its files and reconciled once for all tests that only read it.</summary>
public sealed class WholeSampleMonth : IAsyncLifetime
{
    /// <summary>The last day of the samples.</summary>
    public static readonly DateOnly AsOf = new(2026, 6, 4);

    private readonly KaHome home = new(Directory.CreateTempSubdirectory("ka-month-").FullName, Path.Combine(Repository.Root, "config"));

    public TestWarehouse Warehouse { get; private set; } = null!;

    public FileArchive Archive => new(home.Archive);

    public EvidenceDesk Evidence => new(Warehouse.DataSource, Archive, TimeProvider.System);

    public async Task InitializeAsync()
    {
        Warehouse = await TestWarehouse.CreateAsync();
        await ReadyWarehouse.MirrorAsync(home, Warehouse.DataSource, CancellationToken.None);
        var run = new DemoRun(home, Warehouse.DataSource, Path.Combine(Repository.Root, "samples"), AsOf.AddDays(1));
        await run.LoadAsync(CancellationToken.None);
        await run.ReconcileAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await Warehouse.DisposeAsync();
        Directory.Delete(home.Root, recursive: true);
    }

    /// <summary>Rows of a question by the clocks of an evening.</summary>
    public async Task<List<T>> AskAsync<T>(string sql, DateOnly? asOf = null, object? values = null)
    {
        await using var connection = await Warehouse.DataSource.OpenConnectionAsync();
        await using var transaction = await ReportClock.EndOf(asOf ?? AsOf.AddDays(1)).BeginAsync(connection);
        return [.. await connection.QueryAsync<T>(sql, values)];
    }
}

/// <summary>Tests that read the whole sample month share one warehouse.</summary>
[CollectionDefinition(nameof(WholeSampleMonth))]
public sealed class WholeSampleMonthTests : ICollectionFixture<WholeSampleMonth>;
