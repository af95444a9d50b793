using System.Globalization;
using Dapper;
using KaPipeline.Digests.Editions;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Mail;
using KaPipeline.Reconciliation;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Digests;

/// <summary>Files of the sample month that come after the weekly, budget or plan mail: who is told, of what, why, and once.</summary>
[Trait("Category", "Slow")]
public sealed class LateFileTests : IAsyncLifetime
{
    private static readonly string Samples = Path.Combine(Repository.Root, "samples");

    private readonly ManualClock clock = ManualClock.At(2026, 4, 30, 18);
    private readonly SmtpTestServer server = new();
    private readonly string home = Directory.CreateTempSubdirectory("ka-late-").FullName;
    private readonly ProfileCatalog profiles = ProfileCatalog.Load(Path.Combine(Repository.Root, "config"));
    private TestWarehouse warehouse = null!;

    // At the end of April: the calendar, the rules, and the master data that had come by then.
    private static readonly PreparedWarehouse Before = new(async (warehouse, archive) =>
    {
        var clock = ManualClock.At(2026, 4, 30, 18);
        var profiles = ProfileCatalog.Load(Path.Combine(Repository.Root, "config"));
        await using (var connection = await warehouse.DataSource.OpenConnectionAsync())
        {
            await ProfileSync.SyncAsync(connection, profiles.Chains, clock.GetUtcNow());
            await SampleWorld.Calendar.SyncAsync(connection);
            await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(Path.Combine(Repository.Root, "config")), clock.GetUtcNow());
        }

        var ingest = new Ingest(warehouse.DataSource, new FileArchive(archive), profiles, clock);
        var files = ingest.Find([Path.Combine(Samples, "master")]).Known;
        await ingest.RunAsync([.. files.Where(item => item.File.ArrivedAt <= clock.GetUtcNow())]);
    });

    public async ValueTask InitializeAsync() => warehouse = await Before.CopyAsync(Path.Combine(home, "archive"));

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await warehouse.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task An_order_file_of_the_week_that_comes_after_the_weekly_mail_is_told_to_those_whose_stores_it_names()
    {
        Until(18, 7, 50);
        await LoadAsync("dingfeng/鼎丰_订单_2026051*.csv", without: "鼎丰_订单_20260514.csv");
        await SendAsync("weekly", new DateOnly(2026, 5, 17));

        var before = await OrderedAsync(11, 17);
        await LateAsync("dingfeng/鼎丰_订单_20260514.csv");
        var told = await RestateAsync();

        Assert.Contains("supervisor.e005@ka.example", told.Keys);
        Assert.DoesNotContain("supervisor.e008@ka.example", told.Keys);
        var text = told["supervisor.e005@ka.example"].Text;
        Assert.Contains($"截至当日一周订货额（元）；原数 {Money(before)}；现数 {Money(await OrderedAsync(11, 17))}", text.ReplaceLineEndings(" "),
            StringComparison.Ordinal);
        Assert.Contains("== 周报 ==", text, StringComparison.Ordinal);
        Assert.Contains("鼎丰_订单_20260514.csv #", text, StringComparison.Ordinal);
        var english = told["finance.director.e001@ka.example"].Text;
        Assert.Contains("RMB ordered in the week to it", english, StringComparison.Ordinal);
        Assert.Empty(await RestateAsync());
    }

    [Fact]
    public async Task A_payment_that_is_entered_late_takes_back_what_the_weekly_mail_called_overdue()
    {
        Until(32, 7, 50);
        await LoadAsync("yonghe/yonghe_statement_YH2605A.txt");
        await LoadAsync("master/invoices_*.csv");
        await SendAsync("weekly", new DateOnly(2026, 5, 31));

        await LateAsync("master/payments_20260528.csv");
        var told = await RestateAsync();

        var text = told["supervisor.e009@ka.example"].Text;
        Assert.Contains("逾期应收（元）", text, StringComparison.Ordinal);
        Assert.Contains("123,218.65", text, StringComparison.Ordinal);
        Assert.Contains("payments_20260528.csv #2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("supervisor.e005@ka.example", told.Keys);
    }

    [Fact]
    public async Task A_statement_that_comes_after_the_budget_mail_is_told_to_those_who_have_the_whole_chain_fee_by_fee()
    {
        Until(20, 8, 10);
        await SendAsync("budget", new DateOnly(2026, 5, 19));

        await LateAsync("dingfeng/鼎丰_对账单_DZ2605A-100387.csv");
        var told = await RestateAsync();

        Assert.Equal(["supervisor.e005@ka.example"], told.Keys);
        var text = told["supervisor.e005@ka.example"].Text;
        var taken = await ScalarAsync<decimal>(
            "select -sum(amount) from core.statement_line where chain_id = 'dingfeng' and kind = 'deduction'");
        Assert.Contains($"当月已扣费用（元）；原数 0.00；现数 {Money(taken)}", text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("下月合同费用（元）", text, StringComparison.Ordinal);
        Assert.Contains("网络信息费", text, StringComparison.Ordinal);
        Assert.Contains("鼎丰_对账单_DZ2605A-100387.csv", text, StringComparison.Ordinal);
        Assert.Empty(await RestateAsync());
    }

    [Fact]
    public async Task Targets_that_are_given_again_after_the_plan_mail_are_told_store_by_store()
    {
        const string head = "chain_id,store_id,product_id,month,amount\n";
        Until(23, 8, 0);
        await LoadFileAsync(await WriteAsync("targets.csv", head
            + "dingfeng,0101,,2026-06-01,40000.00\nwanjia,W001,,2026-06-01,30000.00\n"), clock.GetUtcNow());
        Until(25, 8, 20);
        await SendAsync("plan", new DateOnly(2026, 5, 24));

        clock.Advance(TimeSpan.FromHours(3));
        await LoadFileAsync(await WriteAsync("targets.csv", head
            + "dingfeng,0101,,2026-06-01,46000.00\nwanjia,W001,,2026-06-01,30000.00\n"), clock.GetUtcNow());
        var told = await RestateAsync();

        var text = told["supervisor.e005@ka.example"].Text;
        Assert.Contains("上海曹杨店；原数 40,000.00；现数 46,000.00；原因（文件与行） targets.csv #2", text, StringComparison.Ordinal);
        Assert.Contains("当月目标（元）", text, StringComparison.Ordinal);
        Assert.DoesNotContain("supervisor.e008@ka.example", told.Keys);
        Assert.Empty(await RestateAsync());
    }

    [Fact]
    public async Task A_file_that_comes_between_the_last_look_and_the_next_weekly_mail_is_told_all_the_same()
    {
        Until(18, 7, 50);
        await LoadAsync("dingfeng/鼎丰_订单_2026051*.csv", without: "鼎丰_订单_20260514.csv");
        await SendAsync("weekly", new DateOnly(2026, 5, 17));
        Until(25, 3, 0);
        await LateAsync("dingfeng/鼎丰_订单_20260514.csv");
        Until(25, 7, 50);
        await SendAsync("weekly", new DateOnly(2026, 5, 24));

        Assert.Contains("业务日期 5月17日 周日 的那一期", (await RestateAsync())["supervisor.e005@ka.example"].Text, StringComparison.Ordinal);
    }

    private static string Money(decimal amount) => amount.ToString("#,##0.00", CultureInfo.InvariantCulture);

    // The clock goes to a time of day of May, the 32nd being the first of June.
    private void Until(int day, int hour, int minute) =>
        clock.Advance(BusinessTime.At(new DateOnly(2026, 5, 1).AddDays(day - 1), new TimeOnly(hour, minute)) - clock.GetUtcNow());

    private async Task LoadAsync(string pattern, string without = "")
    {
        var paths = Directory.GetFiles(Path.Combine(Samples, Path.GetDirectoryName(pattern)!), Path.GetFileName(pattern));
        await Ingest.RunAsync([.. Ingest.Find(paths).Known.Where(item => Path.GetFileName(item.File.Path) != without
            && item.File.ArrivedAt <= clock.GetUtcNow())]);
    }

    private Task LateAsync(string file)
    {
        clock.Advance(TimeSpan.FromHours(3));
        return LoadFileAsync(Path.Combine(Samples, file), clock.GetUtcNow());
    }

    private async Task LoadFileAsync(string path, DateTimeOffset arrivedAt)
    {
        var item = Ingest.Find([path]).Known.Single();
        var result = Assert.Single(await Ingest.RunAsync([item with { File = item.File with { ArrivedAt = arrivedAt } }]));
        Assert.Equal(LoadState.Loaded, result.State);
    }

    private async Task<string> WriteAsync(string name, string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home, "in", Path.GetRandomFileName(), "master"));
        var path = Path.Combine(folder.FullName, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    private async Task SendAsync(string digest, DateOnly date)
    {
        await new MaterialisedSettlement(warehouse.DataSource).RefreshAsync();
        var service = new DigestService(warehouse.DataSource, DigestService.AllDigests, Recipients, SampleWorld.Digests, Options, clock);
        var (edition, _) = await service.ProduceAsync(new DigestRequest(digest, date, "schedule") { KnownAt = clock.GetUtcNow() });
        Assert.Equal(["accepted"], (await Postman.DeliverAsync(new SendScope(edition))).States.Keys);
        server.Accepted.Clear();
    }

    private async Task<Dictionary<string, ReceivedMail>> RestateAsync()
    {
        server.Accepted.Clear();
        clock.Advance(TimeSpan.FromMinutes(1));
        await new MaterialisedSettlement(warehouse.DataSource).RefreshAsync();
        if (await new RestatementService(warehouse.DataSource, DigestService.AllDigests, Recipients, SampleWorld.Digests, Options, clock)
            .ProduceAsync(null) is { } notice)
        {
            await Postman.DeliverAsync(new SendScope(notice.EditionId));
        }

        return server.Accepted.ToDictionary(mail => mail.Recipient, mail => ReceivedMail.Parse(mail.Message));
    }

    // RMB ordered on days of May, each store rounded to the cent, asked in another way than the letters ask.
    private Task<decimal> OrderedAsync(int from, int to) => ScalarAsync<decimal>(
        $"""
        select sum(amount) from (
            select round(sum(line.ordered_quantity * price.agreed_price), 2) as amount from core.order_line as line
            join mart.agreed_price as price using (chain_id, order_number, store_id, product_id, is_free)
            where line.ordered_on between '2026-05-{from}' and '2026-05-{to}' and line.superseded_at = 'infinity' and not line.is_cancelled
            group by line.store_id) as stores
        """);

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await using var transaction = await new ReportClock(new DateOnly(2026, 5, 31), clock.GetUtcNow()).BeginAsync(connection);
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }

    private Ingest Ingest => new(warehouse.DataSource, new FileArchive(Path.Combine(home, "archive")), profiles, clock);

    private static RecipientList Recipients { get; } = SampleWorld.RecipientsIn("supervisor", "finance_director");

    private MailOptions Options => new()
    {
        From = "ka@ka.example", Outbox = Path.Combine(home, "outbox"),
        Smtp = new SmtpOptions { MailsPerMinute = 10_000 }
    };

    private Postman Postman => new(
        new MailLedger(warehouse.DataSource, clock), new MailServerLedger(warehouse.DataSource, clock),
        new MailKitTransport(Loopback.To(server), TimeProvider.System), Gates.WithoutMark(warehouse.DataSource), Options, [], clock);
}
