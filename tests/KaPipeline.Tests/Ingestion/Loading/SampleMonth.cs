using KaPipeline.Host.Demo;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>The checked-in month, loaded whole once a run.</summary>
internal static class SampleMonth
{
    private static IReadOnlyList<LoadResult> results = [];

    /// <summary>The warehouse with all files of the month, the rules of <c>config/rules.yaml</c> and the calendar.</summary>
    public static PreparedWarehouse Loaded { get; } = new(async (warehouse, archive) =>
    {
        var config = Path.Combine(Repository.Root, "config");
        var profiles = ProfileCatalog.Load(config);
        await using (var connection = await warehouse.DataSource.OpenConnectionAsync())
        {
            await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(config), DateTimeOffset.UnixEpoch);
            await WorkingCalendar.Load(config).SyncAsync(connection);
            await ProfileSync.SyncAsync(connection, profiles.Chains, DateTimeOffset.UnixEpoch);
        }

        var ingest = new Ingest(warehouse.DataSource, new FileArchive(archive), profiles, TimeProvider.System);
        results = await ingest.RunAsync(ingest.Find([IngestWorld.Samples]).Known);
        await DemoRun.OpenAsync(warehouse.DataSource, archive, IngestWorld.Samples, CancellationToken.None);
        await warehouse.AnalyzeAsync();
    });

    /// <summary>A world of the loaded month, and what its loads came to.</summary>
    public static async Task<(IngestWorld World, IReadOnlyList<LoadResult> Results)> WorldAsync() =>
        (await IngestWorld.CopyAsync(Loaded), results);
}
