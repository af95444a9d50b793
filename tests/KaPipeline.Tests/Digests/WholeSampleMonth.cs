using System.Collections.Concurrent;
using Dapper;
using KaPipeline.Claims.Evidence;
using KaPipeline.Digests.Editions;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Host.Demo;
using KaPipeline.Host.Warehouse;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Digests;

/// <summary>The whole sample month of all seven chains, loaded from its files and reconciled once; each class of tests has a
/// copy.</summary>
public sealed class WholeSampleMonth : IAsyncLifetime
{
    /// <summary>The last day of the samples.</summary>
    public static readonly DateOnly AsOf = new(2026, 6, 4);

    // Days that several classes ask about, of their evening and of the morning after.
    private static readonly DateOnly[] Past = [new(2026, 5, 20), new(2026, 5, 24), new(2026, 5, 31), AsOf];

    private static readonly PreparedWarehouse Reconciled = new(async root =>
    {
        var home = new KaHome(root, Path.Combine(Repository.Root, "config"));
        var warehouse = await SampleMonth.Loaded.CopyAsync(home.Archive);
        await ReadyWarehouse.MirrorAsync(home, warehouse.DataSource, Stopping);
        await new DemoRun(home, warehouse.DataSource, IngestWorld.Samples, AsOf.AddDays(1), "").ReconcileAsync(Stopping);
        foreach (var date in Past)
        {
            // As before a mail; each class would compute them again for each of its questions.
            await new PastMoments(warehouse.DataSource).KeepAsync(ReportClock.EndOf(date), Stopping);
            var morning = new ReportClock(date, SampleWorld.Digests.SlotOf("daily", date).DueAt);
            await new PastMoments(warehouse.DataSource).KeepAsync(morning, Stopping);
        }

        await warehouse.AnalyzeAsync();
        return warehouse;
    });

    // Of one month there is one set of facts, whichever class's copy it is read from.
    private static readonly ConcurrentDictionary<EditionFrame, Lazy<Task<IDigestFacts>>> Facts = [];

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

    /// <summary>The edition of a digest that tells of a date, as the evening of that date knew it.</summary>
    public static EditionFrame FrameOf(string digest, DateOnly date)
    {
        var slot = SampleWorld.Digests.SlotOf(digest, date);
        return new EditionFrame(digest, date, slot.From, slot.DueAt, false, slot.DueAt, ReportClock.EndOf(date), SampleWorld.Calendar,
            "https://ka.example");
    }

    /// <summary>Uses what a digest tells of the month on a date, which is read once for all tests; the connection is by its
    /// clocks.</summary>
    public Task<T> WithFactsAsync<T>(string digest, DateOnly date, Func<IDigestFacts, NpgsqlConnection, Task<T>> use) =>
        WithFactsAsync(FrameOf(digest, date), use);

    /// <summary>The same of an edition with clocks of its own.</summary>
    public async Task<T> WithFactsAsync<T>(EditionFrame frame, Func<IDigestFacts, NpgsqlConnection, Task<T>> use)
    {
        await using var connection = await Warehouse.DataSource.OpenConnectionAsync();
        await using var transaction = await frame.Clock.BeginAsync(connection);
        var facts = Facts.GetOrAdd(frame, _ => new(async () =>
            await DigestService.AllDigests.Single(known => known.Name == frame.Digest)
                .LoadAsync(connection, frame, await Names.LoadAsync(connection), Stopping)));
        return await use(await facts.Value, connection);
    }

    /// <summary>Rows of a question by the clocks of an evening.</summary>
    public async Task<List<T>> AskAsync<T>(string sql, DateOnly? asOf = null, object? values = null)
    {
        await using var connection = await Warehouse.DataSource.OpenConnectionAsync();
        await using var transaction = await ReportClock.EndOf(asOf ?? AsOf.AddDays(1)).BeginAsync(connection);
        return [.. await connection.QueryAsync<T>(sql, values)];
    }
}
