using Dapper;
using KaPipeline.Claims.Evidence;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Host.Demo;
using KaPipeline.Host.Warehouse;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Digests;

/// <summary>The whole sample month of all six chains, loaded from its files and reconciled once; each class of tests has a copy.</summary>
public sealed class WholeSampleMonth : IAsyncLifetime
{
    /// <summary>The last day of the samples.</summary>
    public static readonly DateOnly AsOf = new(2026, 6, 4);

    private static readonly PreparedWarehouse Reconciled = new(async (warehouse, root) =>
    {
        var home = new KaHome(root, Path.Combine(Repository.Root, "config"));
        await ReadyWarehouse.MirrorAsync(home, warehouse.DataSource, Stopping);
        var run = new DemoRun(home, warehouse.DataSource, Path.Combine(Repository.Root, "samples"), AsOf.AddDays(1));
        await run.LoadAsync(Stopping);
        await run.ReconcileAsync(Stopping);
        await warehouse.AnalyzeAsync();
    });

    private readonly Dictionary<EditionFrame, IDigestFacts> facts = [];
    private readonly KaHome home = new(Directory.CreateTempSubdirectory("ka-month-").FullName, Path.Combine(Repository.Root, "config"));

    public TestWarehouse Warehouse { get; private set; } = null!;

    public FileArchive Archive => new(home.Archive);

    public EvidenceService Evidence => new(Warehouse.DataSource, Archive, TimeProvider.System);

    public async ValueTask InitializeAsync() => Warehouse = await Reconciled.CopyAsync(home.Root);

    public async ValueTask DisposeAsync()
    {
        await Warehouse.DisposeAsync();
        Directory.Delete(home.Root, recursive: true);
    }

    /// <summary>What a digest tells of the month, read once for all tests of a class.</summary>
    public async Task<IDigestFacts> FactsAsync(IDigest digest, EditionFrame frame, NpgsqlConnection connection)
    {
        if (!facts.TryGetValue(frame, out var known))
        {
            facts[frame] = known = await digest.LoadAsync(connection, frame, await Names.LoadAsync(connection), Stopping);
        }

        return known;
    }

    /// <summary>Rows of a question by the clocks of an evening.</summary>
    public async Task<List<T>> AskAsync<T>(string sql, DateOnly? asOf = null, object? values = null)
    {
        await using var connection = await Warehouse.DataSource.OpenConnectionAsync();
        await using var transaction = await ReportClock.EndOf(asOf ?? AsOf.AddDays(1)).BeginAsync(connection);
        return [.. await connection.QueryAsync<T>(sql, values)];
    }
}
