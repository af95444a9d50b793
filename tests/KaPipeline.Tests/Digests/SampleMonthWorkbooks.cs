using Dapper;
using KaPipeline.Contracts;
using KaPipeline.Digests.Budget;
using KaPipeline.Digests.Close;
using KaPipeline.Digests.Daily;
using KaPipeline.Digests.Editions;
using KaPipeline.Digests.Letters;
using KaPipeline.Digests.Plan;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Receivables;
using KaPipeline.Reconciliation;
using KaPipeline.Rules;
using KaPipeline.Sales;
using KaPipeline.SkuLocks;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Warehouse;
using KaPipeline.Workbooks;
using Npgsql;
using OfficeOpenXml;

namespace KaPipeline.Tests.Digests;

/// <summary>A warehouse with the sample month of two chains, loaded from their files once for all tests of a class, and the seven workbooks
/// of it.</summary>
public sealed class SampleMonthWorkbooks : IAsyncLifetime
{
    public static readonly string[] Names = ["daily", "reconciliation", "close", "figures", "budget", "plan", "items", "receivables"];

    private static readonly string[] Chains = ["dingfeng", "yonghe"];

    /// <summary>The papers that a person asks for by a command; the reopening of every locked item of one chain, the negotiation of its
    /// year.</summary>
    public static readonly string[] Papers = ["reopening", "negotiation"];

    private readonly Dictionary<string, byte[]> books = [];
    private readonly Dictionary<string, ExcelPackage> read = [];
    private readonly Dictionary<EditionFrame, IDigestFacts> facts = [];
    private IngestWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await IngestWorld.CreateAsync(withMasterData: true);
        await using (var connection = await world.Warehouse.DataSource.OpenConnectionAsync())
        {
            await SampleWorld.Calendar.SyncAsync(connection);
            await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(Path.Combine(Repository.Root, "config")),
                TimeProvider.System.GetUtcNow());
        }

        await world.LoadAsync([.. Chains.Select(chain => Path.Combine(IngestWorld.Samples, chain))]);
        await world.Warehouse.AnalyzeAsync();
        await new MaterialisedSettlement(world.Warehouse.DataSource).RefreshAsync();
        await new MaterialisedFigures(world.Warehouse.DataSource).RefreshAsync();
        await world.Warehouse.AnalyzeAsync();
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    /// <summary>A workbook as a reader of everything gets it.</summary>
    public async Task<MemoryStream> OpenAsync(string name)
    {
        if (!books.TryGetValue(name, out var bytes))
        {
            var (digest, workbook, date) = Of(name);
            var frame = FrameOf(digest, date);
            // As before a mail.
            await new PastMoments(world.Warehouse.DataSource).KeepAsync(frame.Clock, Stopping);
            await using var connection = await world.Warehouse.DataSource.OpenConnectionAsync();
            await using var transaction = await frame.Clock.BeginAsync(connection);
            if (!facts.TryGetValue(frame, out var told))
            {
                var names = await KaPipeline.Digests.Facts.Names.LoadAsync(connection);
                facts[frame] = told = await digest.LoadAsync(connection, frame, names, Stopping);
            }

            using var file = new MemoryStream();
            var reader = new Addressee(SampleWorld.Reader(Scope.All), Language.Chinese, new Changes([], [], null));
            await told.WorkbooksFor(reader, workbook).Single().SaveAsync(connection, file, null, Stopping);
            books[name] = bytes = file.ToArray();
            await ShowAsync(name, bytes);
        }

        return new MemoryStream(bytes);
    }

    /// <summary>A workbook for tests that change nothing in it.</summary>
    public async Task<ExcelWorkbook> ReadAsync(string name)
    {
        if (!read.TryGetValue(name, out var package))
        {
            read[name] = package = new ExcelPackage(await OpenAsync(name));
        }

        return package.Workbook;
    }

    /// <summary>Uses what an edition tells where other thresholds held all along; they are taken back afterwards.</summary>
    public async Task<T> UnderAsync<T>(BusinessRules rules, string digest, DateOnly date,
        Func<IDigestFacts, IDigest, NpgsqlConnection, Task<T>> use)
    {
        var told = DigestService.AllDigests.Single(known => known.Name == digest);
        var frame = FrameOf(told, date);
        await using var connection = await world.Warehouse.DataSource.OpenConnectionAsync();
        // Never committed.
        await using var transaction = await frame.Clock.BeginAsync(connection);
        await BusinessRulesSync.SyncAsync(connection, rules, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var names = await KaPipeline.Digests.Facts.Names.LoadAsync(connection);
        return await use(await told.LoadAsync(connection, frame, names, Stopping), told, connection);
    }

    /// <summary>A paper as its command writes it on the evening of 4 June.</summary>
    public async Task<MemoryStream> PaperAsync(string name)
    {
        if (books.TryGetValue(name, out var made))
        {
            return new MemoryStream(made);
        }

        var clock = ReportClock.EndOf(new DateOnly(2026, 6, 4));
        var produced = new DateTimeOffset(2026, 6, 5, 1, 0, 0, TimeSpan.Zero);
        await using var connection = await world.Warehouse.DataSource.OpenConnectionAsync();
        if (name == "negotiation")
        {
            var pack = await NegotiationPack.BuildAsync(connection, "dingfeng", 2026, clock, 1.5m, 20_000m, produced);
            return await SavedAsync(name, pack);
        }

        await using var transaction = await clock.BeginAsync(connection);
        var application = ReopeningWorkbook.Build(await ReopenableItems.LoadAsync(connection, new ReopeningScope("dingfeng")), clock.AsOf,
            produced);
        return await SavedAsync(name, application);
    }

    private async Task<MemoryStream> SavedAsync(string name, ReportWorkbook workbook)
    {
        using var file = new MemoryStream();
        await workbook.SaveAsync(file);
        books[name] = file.ToArray();
        await ShowAsync(name, books[name]);
        return new MemoryStream(books[name]);
    }

    // For a person to look at, as the browser's tests leave their pictures.
    private static async Task ShowAsync(string name, byte[] bytes)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "workbooks"));
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, name + ".xlsx"), bytes, Stopping);
    }

    /// <summary>A figure of the warehouse by the clocks of a workbook.</summary>
    public async Task<decimal> AskAsync(string name, string sql)
    {
        var (digest, _, date) = Of(name);
        await using var connection = await world.Warehouse.DataSource.OpenConnectionAsync();
        await using var transaction = await FrameOf(digest, date).Clock.BeginAsync(connection);
        return await connection.ExecuteScalarAsync<decimal>(sql);
    }

    private static (IDigest Digest, string Workbook, DateOnly Date) Of(string name) => name switch
    {
        "reconciliation" => (new CloseDigest(), ReconciliationAttachment.Workbook, new DateOnly(2026, 6, 4)),
        "daily" => (new DailyDigest(), "daily", new DateOnly(2026, 5, 28)),
        "close" => (new CloseDigest(), CloseDigest.Workbook, new DateOnly(2026, 6, 4)),
        "figures" => (new CloseDigest(), "figures", new DateOnly(2026, 6, 4)),
        "receivables" => (new CloseDigest(), ReceivablesWorkbook.Workbook, new DateOnly(2026, 6, 4)),
        "budget" => (new BudgetDigest(), BudgetDigest.Workbook, new DateOnly(2026, 5, 20)),
        "items" => (new PlanDigest(), "items", new DateOnly(2026, 5, 24)),
        _ => (new PlanDigest(), PlanDigest.Workbook, new DateOnly(2026, 5, 24)),
    };

    private static EditionFrame FrameOf(IDigest digest, DateOnly date)
    {
        var slot = SampleWorld.Digests.SlotOf(digest.Name, date);
        return new EditionFrame(digest.Name, date, slot.From, slot.DueAt, false, slot.DueAt, new ReportClock(date, slot.DueAt),
            SampleWorld.Calendar, "https://ka.example");
    }
}
