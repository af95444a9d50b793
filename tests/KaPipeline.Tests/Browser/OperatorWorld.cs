using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Jobs;
using KaPipeline.Operations;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Profiles;
using KaPipeline.Tests.Jobs;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace KaPipeline.Tests.Browser;

/// <summary>The morning of 3 June 2026 at one chain of the sample month: one file of 28 May never came, last night's load failed, a row
/// waits in quarantine since 9 May, the daily digest has gone. A file of a second chain names a store that nobody knows.</summary>
[CollectionDefinition(nameof(OperatorWorld))]
public sealed class OperatorWorld : IAsyncLifetime, ICollectionFixture<OperatorWorld>
{
    /// <summary>Every page of the console, with something on it.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        "/", "/now", "/runs", "/runs/1", "/failures", "/reruns?preview=1&job=load&mode=all&from=2026-05-31&to=2026-06-02&chain=haoyoulai",
            "/schedules", "/arrivals?date=2026-05-28", "/profiles", "/profiles/1",
        "/quarantine", "/master-data", "/deliveries", "/deliveries/1", "/statements", "/cases", "/cases/1", "/audit", "/users", "/account",
        "/locks", "/prices", "/orders", "/figures/differences", "/figures/sales?kind=store", "/figures/locks?chain=haoyoulai",
        "/figures/receivables", "/figures/target-days", "/?asOf=2026-05-20", "/figures/work-list", "/figures/stock-outs",
        "/figures/improvement-plans", "/figures/promotion-results", "/figures/special-fees", "/find?q=1",
        "/figures/inspections", "/figures/inspection-findings", "/figures/freshness",
        "/figures/item-list", "/figures/data-gaps", "/figures/terms-changed", "/figures/negotiation",
        "/my-day", "/accesses", "/figures/exposures", "/figures/lots?item=P002", "/figures/warehouse-legs", "/figures/warehouse-stock", "/figures/surveys", "/figures/work-summaries",
    ];

    /// <summary>Pages that lists of other pages lead to: the first statement, its lineage and source row, an order, a quarantined
    /// row.</summary>
    public async Task<IReadOnlyList<string>> DeeperPagesAsync() => await Site.Warehouse.DataSource.ListAsync<string>(
        """
        (select '/statements/' || chain_id || '/' || statement_number from core.statement order by statement_number limit 1)
        union all (select '/trace/statement_reconciliation?chain_id=' || chain_id || '&statement_number=' || statement_number from core.statement order by statement_number limit 1)
        union all (select '/orders/' || chain_id || '/' || order_number from core.order_line order by order_number limit 1)
        union all (select '/source/' || load_id || '/' || row_number from core.order_line order by load_id, row_number limit 1)
        union all (select '/notes/' || chain_id || '/' || delivery_number from core.delivery_line order by delivery_number limit 1)
        union all (select '/files/' || load_id || '?page=1' from ops.load where state = 'loaded' order by load_id desc limit 1)
        union all (select '/products/' || product_id || '?asOf=2026-05-31' from core.product order by product_id limit 1)
        union all (select '/improvement-plan?kind=' || kind || '&chain=' || chain_id || '&region=' || region || '&store=' || store_id || '&product=' || product_id || '&month=' || month from core.improvement_plan where done_on is null order by kind, chain_id limit 1)
        union all (select '/held/' || load_id from ops.load where state = 'held' order by load_id limit 1)
        union all (select '/quarantine/' || load_id || '/' || row_number || '?sheet=' || sheet from ops.quarantined_row order by load_id, row_number limit 1)
        """);

    private readonly CancellationTokenSource ended = new();
    private Task working = Task.CompletedTask;

    public ManualClock Clock { get; } = ManualClock.At(2026, 6, 3, 9);

    public ConsoleSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await ConsoleSite.StartAsync(clock: Clock);
        await Site.AddAccountsAsync();
        // Schedules stand still, so that what the pages show is what the test did; a node beside the test does what is asked for there.
        await Site.Services.GetRequiredService<ScheduleStore>()
            .SyncAsync(Site.Services.GetRequiredService<IReadOnlyList<JobSchedule>>(), Stopping);
        await Site.Warehouse.DataSource.DoAsync("update ops.schedule set planned_until = '2030-01-01'");
        var samples = Path.Combine(Repository.Root, "samples");
        await using (var connection = await Site.Warehouse.DataSource.OpenConnectionAsync())
        {
            await ProfileSync.SyncAsync(connection, Site.Services.GetRequiredService<ProfileCatalog>().Chains, Clock.GetUtcNow(), Stopping);
            await SettingsSync.SyncAsync(connection, Site.Home.Config, Clock.GetUtcNow(), Stopping);
        }

        var ingest = Site.Services.GetRequiredService<Ingest>();
        var files = ingest.Find([Path.Combine(samples, "master"), Path.Combine(samples, "haoyoulai")]).Known
            .Where(item => !item.File.Name.Contains("20260528", StringComparison.Ordinal) && item.File.ArrivedAt <= Clock.GetUtcNow())
            .ToList();
        await ingest.RunAsync(files);
        await Site.Warehouse.AnalyzeAsync();
        await RunAsync("reconcile", "", new DateOnly(2026, 6, 2));
        await RunAsync("daily", "", new DateOnly(2026, 6, 2));
        await FailTheLoadAsync();
        await ingest.RunAsync(ingest.Find([Path.Combine(samples, "jinlong", "JL_YS_20260509.xls")]).Known);
        await BringOddFilesAsync(ingest, samples);
        await Site.Services.GetRequiredService<ProfileOperations>()
            .UploadAsync("诺达_对账单_202605A.xlsx", StrangerFiles.TwoSheets(), "nuoda", "operator");
        // Two damaged files: of one somebody was told, of the other nobody.
        await Site.Warehouse.DataSource.DoAsync(
            """
            insert into ops.alert (kind, subject, says, opened_at, told_at, told_to) values
                ('archive_damaged', 'x.csv', 'the archive lost it ‖ 归档中已丢失', '2025-11-05 10:00+08', '2025-11-05 10:05+08',
                    '{ops@ka.example}'),
                ('archive_damaged', 'y.csv', 'the archive lost it ‖ 归档中已丢失', '2025-11-06 10:00+08', null, null)
            """);
        working = WorkAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await working;
        ended.Dispose();
        await Site.DisposeAsync();
    }

    /// <summary>Runs a job to its end, through its retries.</summary>
    public async Task<long> RunAsync(string job, string chain, DateOnly date)
    {
        var dispatcher = Site.Services.GetRequiredService<Dispatcher>();
        var runId = await dispatcher.AddAsync(job, chain, date, date, "schedule", null, "{}", true, Stopping);
        while (await Site.Warehouse.DataSource.FirstAsync<bool>("select finished_at is null from ops.run where run_id = @runId",
            new { runId }))
        {
            await dispatcher.ExecuteAsync(Site.Warehouse.DataSource, runId);
            Clock.Advance(TimeSpan.FromMinutes(10));
        }

        return runId;
    }

    /// <summary>A picture of what the reader sees, under artifacts/screens, where pictures are wanted.</summary>
    public static Task SnapAsync(IPage page, string name) => Look.ArePicturesWanted ? page.ScreenshotAsync(new()
    {
        Path = Path.Combine(Repository.Root, "artifacts", "screens", name + ".png"), FullPage = true,
    }) : Task.CompletedTask;

    /// <summary>A picture of a page in one look, unmarked by what was tried on it.</summary>
    public static async Task SnapAsync(IPage page, Look look, string path, string kind = "")
    {
        if (Look.ArePicturesWanted)
        {
            await look.TakeAsync(page);
            await page.EvaluateAsync("() => { document.activeElement?.blur(); scrollTo(0, 0); }");
            await SnapAsync(page, $"{kind}{look}{path.Split('?')[0].Replace('/', '-')}");
        }
    }

    private async Task WorkAsync()
    {
        var dispatcher = Site.Services.GetRequiredService<Dispatcher>();
        while (!ended.IsCancellationRequested)
        {
            foreach (var runId in await Site.Warehouse.DataSource.DueAsync(Clock))
            {
                await dispatcher.ExecuteAsync(Site.Warehouse.DataSource, runId);
            }

            await Task.Delay(200, Stopping);
        }
    }

    // Deliveries signed before they were sent, which wait for a person; and prices that overlap, of which one names a product nobody knows.
    private async Task BringOddFilesAsync(Ingest ingest, string samples)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Site.Home.Root, "odd")).FullName;
        var (deliveries, prices) = (Path.Combine(folder, "鼎丰_送货_20260602.csv"), Path.Combine(folder, "prices.csv"));
        var text = FileNature.Gb18030.GetString(await File.ReadAllBytesAsync(Path.Combine(samples, "dingfeng", "鼎丰_送货_20260602.csv")));
        await File.WriteAllTextAsync(deliveries, text.Replace("2026-06-02,2026-06-02,", "2026-06-03,2026-06-02,", StringComparison.Ordinal),
            FileNature.Gb18030);
        await File.WriteAllTextAsync(
            prices, await File.ReadAllTextAsync(Path.Combine(samples, "master", "prices.csv"))
            + "dingfeng,,P001,2026-07-01,,2.2000,excluding\ndingfeng,,P999,2026-07-01,,2.2000,excluding\n");
        var states = string.Join(", ", (await ingest.RunAsync(ingest.Find([deliveries, prices]).Known)).Select(result => result.State)
            .Order());
        Assert.Equal("Loaded, Held", states);
    }

    private async Task FailTheLoadAsync()
    {
        // A file stands where the inbox folder should be.
        var inbox = Path.Combine(Site.Home.Root, "inbox");
        await File.WriteAllTextAsync(inbox, "");
        await RunAsync("load", "haoyoulai", new DateOnly(2026, 6, 2));
        File.Delete(inbox);
    }
}
