using Dapper;
using KaPipeline.Digests.Editions;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Reconciliation;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Digests;

/// <summary>The two clocks: what was told of a date, as known at a moment, comes out again to the digit whatever was loaded
/// since.</summary>
[Trait("Category", "Slow")]
public sealed class ReprintTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Morning = new(2026, 5, 21, 7, 30, 0, TimeSpan.FromHours(8));

    private static readonly string[] Files = [Path.Combine(IngestWorld.Samples, "dingfeng")];

    private IngestWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await IngestWorld.CreateAsync(withMasterData: true);
        await using var connection = await world.Warehouse.DataSource.OpenConnectionAsync();
        await SampleWorld.Calendar.SyncAsync(connection);
        await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(Path.Combine(Repository.Root, "config")), Morning);
    }

    public async ValueTask DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task The_daily_letters_of_a_past_morning_are_the_same_after_all_that_arrived_later()
    {
        await world.LoadEachAsync(Files, files => [.. files.Where(item => item.File.ArrivedAt <= Morning)]);
        var letters = await LettersAsync();
        Assert.Contains(letters, letter => letter.Content.Attachments.Count > 0);

        await world.LoadEachAsync(Files, files => [.. files.Where(item => item.File.ArrivedAt > Morning)]);
        var order = Path.GetFileName(Directory.GetFiles(Files[0], "*订单*")[0]);
        await world.LoadAsync(world.Orders(order, ("DF-LATE", IngestWorld.Item, 7_777)), 28);

        var again = await LettersAsync();
        Assert.Equal(letters.Select(Told), again.Select(Told));
    }

    [Fact]
    public async Task Breaks_statements_and_the_finance_workbook_are_reprinted_as_recorded_whatever_is_loaded_late()
    {
        // Every third file comes late: those of before the moment asked too, which a new question would count.
        await world.LoadEachAsync(Files, files => [.. files.Where((_, place) => place % 3 != 0)]);
        var moment = TimeProvider.System.GetUtcNow();
        var asOf = new DateOnly(2026, 6, 5);
        var reprint = new ReportClock(asOf, moment, KnowledgeMode.Recorded);
        var (printed, answered) = (await ToldAsync(reprint), await ToldAsync(ReportClock.EndOf(asOf)));
        Assert.True(printed.Count > 100);

        await world.LoadEachAsync(Files, files => [.. files.Where((_, place) => place % 3 == 0)]);

        Assert.Equal(printed, await ToldAsync(reprint));
        Assert.NotEqual(answered, await ToldAsync(ReportClock.EndOf(asOf)));
        Assert.True(await new PastMoments(world.Warehouse.DataSource).KeepAsync(reprint, Stopping));
        Assert.Equal(printed, await ToldAsync(reprint));
    }

    private static string Told(Rendered letter) =>
        string.Join('\n', [letter.Recipient.Id, letter.Content.Subject, letter.Content.Html, letter.Content.Text]);

    private Task<IReadOnlyList<Rendered>> LettersAsync() => new DigestService(
        world.Warehouse.DataSource, DigestService.AllDigests,
        SampleWorld.RecipientsIn("region_manager", "supervisor", "finance"), SampleWorld.Digests,
        new MailOptions { From = "ka@ka.example", Outbox = Path.Combine(world.Folder, "outbox") }, ManualClock.At(2026, 5, 21, 7, 30))
        .PreviewAsync(new DigestRequest("daily", new DateOnly(2026, 5, 20), "test") { KnownAt = Morning });

    /// <summary>Breaks and statements of the chain, and every cell of the workbook.</summary>
    private async Task<List<string>> ToldAsync(ReportClock clock)
    {
        await using var connection = await world.Warehouse.DataSource.OpenConnectionAsync();
        await using var transaction = await clock.BeginAsync(connection);
        var told = (await connection.QueryAsync<string>(
            """
            select 'break ' || b::text from mart.reconciliation_break b
            union all
            select 'statement ' || s::text from mart.statement_reconciliation s
            order by 1
            """)).ToList();
        var frame = new EditionFrame("close", clock.AsOf, new DateOnly(2026, 5, 1), Morning, false, Morning, clock,
            SampleWorld.Calendar, "");
        var book = await ReconciliationWorkbook.LoadAsync(
            connection, frame, await Names.LoadAsync(connection), Language.Chinese, ["dingfeng"], new DateOnly(2026, 5, 1),
            new DateOnly(2026, 6, 30));
        using var workbook = new MemoryStream();
        await book.SaveAsync(workbook);
        workbook.Position = 0;
        told.AddRange(WorkbookText.Dump(workbook).Split('\n'));
        return told;
    }
}
