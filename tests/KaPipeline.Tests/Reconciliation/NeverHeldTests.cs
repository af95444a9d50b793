using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Simulation;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion;

namespace KaPipeline.Tests.Reconciliation;

/// <summary>No file of an honest world is held for being implausible: neither where nothing is wrong, nor where goods, prices and fees are.
/// Two worlds of each kind, others in each run; 1,000 with <c>KA_TEST_LONG=1</c>.</summary>
[Trait("Category", "Slow")]
public sealed class NeverHeldTests : IDisposable
{
    private static readonly int Batch = LongRun.IsOn ? 25 : 2;

    private readonly string home = Directory.CreateTempSubdirectory("ka-honest-").FullName;

    public static TheoryData<int> Batches => [.. LongRun.Drawn(Enumerable.Range(0, 1000 / Batch), 1).Order()];

    [Theory]
    [MemberData(nameof(Batches))]
    public Task No_file_of_a_clean_world_is_held(int batch) =>
        LoadAsync(batch, 20_000, recipe => recipe with { Faults = new Injections() });

    [Theory]
    [MemberData(nameof(Batches))]
    public Task No_file_is_held_for_faults_of_trade(int batch) => LoadAsync(batch, 30_000, recipe => recipe);

    public void Dispose() => Directory.Delete(home, recursive: true);

    private async Task LoadAsync(int batch, int first, Func<WorldRecipe, WorldRecipe> shape)
    {
        var dice = new Dice((ulong)batch).Fork("honest");
        foreach (var seed in Enumerable.Range(first + (batch * Batch), Batch))
        {
            new WorldFiles(shape(WorldRecipe.Random(seed)).Build(), dice).Write(home);
        }

        File.Copy(Path.Combine(Repository.Root, "config", "master-data.yaml"), Path.Combine(home, "config", "master-data.yaml"),
            overwrite: true);
        var profiles = ProfileCatalog.Load(Path.Combine(home, "config"));
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using (var connection = await warehouse.DataSource.OpenConnectionAsync())
        {
            await FileJudgement.SyncAsync(connection);
            await ProfileSync.SyncAsync(connection, profiles.Chains, DateTimeOffset.UnixEpoch);
        }

        var ingest = new Ingest(warehouse.DataSource, new FileArchive(Path.Combine(home, "archive")), profiles, TimeProvider.System);
        var results = await ingest.RunAsync(ingest.Find([Path.Combine(home, "files")]).Known);
        Assert.True(results.Count > 40 * Batch / 10, $"{results.Count} files");
        Assert.Empty(results.Where(result => result.State == LoadState.Held).Select(result => $"{result.FileName}: {result.Finding}"));
    }
}
