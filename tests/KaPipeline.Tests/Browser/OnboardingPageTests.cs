using System.Net;
using System.Text;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Operations;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Tests.Ingestion.Profiles;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace KaPipeline.Tests.Browser;

/// <summary>A stranger onboards a chain from the console's page alone: uploads a sample, corrects what the draft could not know, saves,
/// loads.</summary>
[Trait("Category", "Slow")]
public sealed class OnboardingPageTests : IAsyncLifetime
{
    private readonly string config = Directory.CreateTempSubdirectory("ka-config-").FullName;
    private ConsoleSite site = null!;

    public async ValueTask InitializeAsync()
    {
        // Profiles are written there.
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "config"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(config, Path.GetRelativePath(Path.Combine(Repository.Root, "config"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        site = await ConsoleSite.StartAsync(config: config, clock: ManualClock.At(2026, 6, 3, 9), prepared: IngestWorld.WithMasterData);
        await site.AddAccountsAsync();
        await using var connection = await site.Warehouse.DataSource.OpenConnectionAsync();
        await ProfileSync.SyncAsync(connection, site.Services.GetRequiredService<ProfileCatalog>().Chains, TimeProvider.System.GetUtcNow(),
            default);
        await SettingsSync.SyncAsync(connection, config, TimeProvider.System.GetUtcNow(), Stopping);
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        Directory.Delete(config, recursive: true);
    }

    [Fact]
    public async Task Chain_with_goods_and_fees_on_two_sheets_and_its_period_in_two_cells_is_onboarded_from_the_page_alone()
    {
        var page = await site.SignInAsync("operator");
        await page.ClickAsync("nav.menu a[href='/now']");
        await page.ClickAsync("nav.menu a[href='/profiles']");
        await page.FillAsync("input[name=chain]", "nuoda");
        await page.SetInputFilesAsync("input[name=file]",
            new FilePayload
            {
                Name = "诺达_对账单_202605A.xlsx", MimeType = "application/octet-stream",
                Buffer = StrangerFiles.TwoSheets("铺面", "款")
            });
        await page.ClickAsync("form[action='/profiles/upload'] button");

        // The draft: both tables, the period in two cells, the notes named; two columns are not known.
        await Expect(page.Locator("h1")).ToHaveTextAsync("诺达_对账单_202605A.xlsx");
        await Expect(page.Locator("select[name='t0.c4']")).ToHaveValueAsync("units");
        await Expect(page.Locator("select[name='t1.c1']")).ToHaveValueAsync("fee_text");
        await Expect(page.Locator("main")).ToContainTextAsync("没有表格的工作表：说明");
        await Expect(page.GetByLabel("账期 2026-05-01: 读作")).ToHaveValueAsync("period_from");
        await Expect(page.GetByLabel("账期 2026-05-15: 读作")).ToHaveValueAsync("period_to");
        await page.FillAsync("input[name=name]", "诺达零售");
        await page.FillAsync("input[name=name_en]", "Nuoda Retail");
        await page.SelectOptionAsync("select[name='t0.c1']", "store_id");
        await page.SelectOptionAsync("select[name='t0.c2']", "item_number");
        await page.ClickAsync("form[action$='/choose'] button");

        // The check's outcome at once: goods and fees, the total agrees, what is not read is said.
        var outcome = page.Locator("table").Filter(new() { HasText = "促销服务费" }).Last;
        await Expect(outcome).ToContainTextAsync("880011");
        await Expect(outcome).ToContainTextAsync("-20");
        await Expect(page.Locator(".cards")).ToContainTextAsync("与合计相符");
        await Expect(page.Locator("select[name='t0.c1']")).ToHaveValueAsync("store_id");
        await OperatorWorld.SnapAsync(page, "onboarding");
        await page.SetViewportSizeAsync(390, 844);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await OperatorWorld.SnapAsync(page, "phone-onboarding");
        await page.SetViewportSizeAsync(1280, 900);

        await page.FillAsync("form[action$='/save'] input[name=reason]", "新系统上线");
        await page.ClickAsync("form[action$='/save'] button");
        await Expect(page.Locator(".said")).ToContainTextAsync("已保存 nuoda/statements");
        var profile = ProfileFile.Read(Path.Combine(config, "chains", "nuoda.yaml"));
        Assert.Equal(("诺达零售", "Nuoda Retail"), (profile.Name, profile.NameEn));
        Assert.Equal(["save_profile operator nuoda statements 新系统上线"], await site.Warehouse.DataSource.ListAsync<string>(
            "select concat_ws(' ', action, who, subject, reason) from ops.audit where action = 'save_profile'", ct: Stopping));

        // The chain's stores and items, then the file itself.
        await LoadMasterDataAsync();
        await page.FillAsync("form[action$='/load'] input[name=reason]", "第一份对账单");
        await page.ClickAsync("form[action$='/load'] button");
        await Expect(page.Locator(".said")).ToContainTextAsync("4 行：加载 4，隔离 0");
        var rows = page.Locator("table").Filter(new() { HasText = "加载号" });
        await Expect(rows.Locator("tbody tr")).ToHaveCountAsync(4);
        await Expect(rows).ToContainTextAsync("仓储费");
        Assert.Equal(["ND-2605-1 2026-05-01 2026-05-15 326.24"], await site.Warehouse.DataSource.ListAsync<string>(
            "select concat_ws(' ', statement_number, period_from, period_to, stated_payable) from core.statement where chain_id = 'nuoda'", ct: Stopping));
    }

    [Fact]
    public async Task Profile_that_exists_is_changed_only_with_consent_and_never_another_chain_s()
    {
        var page = await site.SignInAsync("admin");
        await UploadAsync(page, "runda", "诺达_对账单_202605A.xlsx", StrangerFiles.TwoSheets());
        var before = await File.ReadAllTextAsync(Path.Combine(config, "chains", "runda.yaml"), Stopping);
        await page.FillAsync("form[action$='/save'] input[name=reason]", "误选系统");

        // The browser asks for the consent, and so does the server.
        await page.ClickAsync("form[action$='/save'] button");
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('input[name=confirm]').validity.valueMissing"));
        await page.EvaluateAsync("document.querySelector('input[name=confirm]').required = false");
        await page.ClickAsync("form[action$='/save'] button");
        await Expect(page.Locator(".wrong").First).ToContainTextAsync("润达超市 已有配置");
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(config, "chains", "runda.yaml"), Stopping));

        await page.CheckAsync("input[name=confirm]");
        await page.FillAsync("form[action$='/save'] input[name=reason]", "另一种对账单");
        await page.ClickAsync("form[action$='/save'] button");
        await Expect(page.Locator(".said")).ToContainTextAsync("runda/statements_2");
        var after = await File.ReadAllTextAsync(Path.Combine(config, "chains", "runda.yaml"), Stopping);
        Assert.StartsWith(before.TrimEnd(), after, StringComparison.Ordinal);
        Assert.Equal(["orders", "statements", "manual_orders", "statements_2"],
            ProfileFile.Parse(after, "runda.yaml").Reports.Select(report => report.Name));

        // Saved once more, its own report is replaced and no other line.
        await page.CheckAsync("input[name=confirm]");
        await page.FillAsync("form[action$='/save'] input[name=reason]", "再存一次");
        await page.ClickAsync("form[action$='/save'] button");
        await Expect(page.Locator(".said")).ToContainTextAsync("runda/statements_2");
        Assert.StartsWith(before.TrimEnd(), await File.ReadAllTextAsync(Path.Combine(config, "chains", "runda.yaml"), Stopping),
            StringComparison.Ordinal);

        // A file that another chain's report reads is not claimed a second time.
        await UploadAsync(page, "nuoda", "待收订单_20260506.xlsx",
            await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "samples", "runda", "待收订单_20260506.xlsx"), Stopping));
        await Expect(page.Locator(".wrong").Filter(new() { HasText = "润达超市 的报表 orders 已读取这样的文件名" })).ToBeVisibleAsync();
        await page.FillAsync("form[action$='/save'] input[name=reason]", "重叠");
        await page.ClickAsync("form[action$='/save'] button");
        await Expect(page.Locator(".wrong").First).ToBeVisibleAsync();
        Assert.False(File.Exists(Path.Combine(config, "chains", "nuoda.yaml")));
    }

    [Theory]
    [InlineData("../../evil.yaml", "订单号,门店,货号,订货日期,到货日期,数量\nA1,S1,1001,2026-05-01,2026-05-03,5\n", "evil.yaml")]
    [InlineData("<img src=x onerror=alert(1)>_订单.csv",
        "订单号,门店,货号,订货日期,到货日期,数量,<script>alert(1)</script>\nA1,S1,1001,2026-05-01,2026-05-03,5,<b>x</b>\n",
        "_img src=x onerror=alert(1)__订单.csv")]
    public async Task Hostile_names_and_cells_are_texts_and_files_stay_where_they_belong(string name, string content, string shown)
    {
        var page = await site.SignInAsync("operator");
        var dialogs = 0;
        page.Dialog += (_, dialog) => { dialogs++; _ = dialog.DismissAsync(); };
        await UploadAsync(page, "evil", name, Encoding.UTF8.GetBytes(content));
        await Expect(page.Locator("h1")).ToHaveTextAsync(shown);
        Assert.Equal(0, await page.Locator("main img, main script, main b").CountAsync());
        Assert.Equal(0, dialogs);
        Assert.DoesNotContain(Directory.GetFiles(config, "*", SearchOption.AllDirectories),
            file => file.Contains("evil", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("x", "a.csv", "订单号,门店\n", "没有认出表格")]
    [InlineData("Bad Id", "a.csv", "订单号,门店,货号\n1,2,3\n", "系统编号请用小写字母")]
    [InlineData("x", "a.pdf", "%PDF-1.7\n\0\u0001\u0002", "文件不是表格")]
    [InlineData("x", "a.csv", "", "请选择一个文件")]
    [InlineData("x", "a.csv", "<script>alert(1)</script>,门店,货号\n", "网页中没有表格")]
    public async Task What_is_no_sample_is_refused_in_words(string chain, string name, string content, string words)
    {
        using var client = await OperatorAsync();
        using var answer = await PostFileAsync(client, chain, name, Encoding.UTF8.GetBytes(content));
        Assert.Contains(Uri.EscapeDataString(words), string.Concat(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Equal(0, await site.Warehouse.DataSource.FirstAsync<long>("select count(*) from ops.profile_sample", ct: Stopping));
    }

    [Fact]
    public async Task File_over_the_limit_is_refused_and_nothing_is_kept()
    {
        using var client = await OperatorAsync();
        using var answer = await PostFileAsync(client, "x", "big.csv", new byte[ProfileOperations.MostBytes + 1]);
        Assert.Contains(Uri.EscapeDataString("文件大于 8 MB"), string.Concat(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Equal(0, await site.Warehouse.DataSource.FirstAsync<long>("select count(*) from ops.profile_sample", ct: Stopping));
    }

    private static async Task UploadAsync(IPage page, string chain, string name, byte[] content)
    {
        await page.GotoAsync(new Uri(new Uri(page.Url), "/profiles").ToString());
        await page.FillAsync("input[name=chain]", chain);
        await page.SetInputFilesAsync("input[name=file]",
            new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = content });
        await page.ClickAsync("form[action='/profiles/upload'] button");
        await Expect(page.Locator("#outcome, .wrong").First).ToBeVisibleAsync();
        Assert.True(await page.Locator("#outcome").CountAsync() == 1, await page.Locator("main").InnerTextAsync());
    }

    private async Task LoadMasterDataAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(site.Home.Root, "master")).FullName;
        var products = await site.Warehouse.DataSource.ListAsync<string>("select distinct product_id from core.product order by 1 limit 2");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "stores.csv"),
            "chain_id,store_id,valid_from,valid_to,name,region,city,area_m2,checkouts,store_format,delivery_mode,dealer,warehouse\nnuoda,01,2026-01-01,,徐汇店,上海,上海,,,,direct,,\n");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "chain_items.csv"),
            $"chain_id,item_number,product_id,pack_size,listed_on,delisted_on\nnuoda,880011,{products[0]},,,\nnuoda,880022,{products[1]},,,\n");
        var ingest = site.Services.GetRequiredService<Ingest>();
        await ingest.RunAsync(ingest.Find([folder]).Known);
    }

    private async Task<HttpClient> OperatorAsync()
    {
        var client = new HttpClient(new HttpClientHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = new CookieContainer()
        })
        { BaseAddress = new Uri(site.Address) };
        await SignIn.AsAsync(client, "operator", ConsoleSite.Password);
        return client;
    }

    private static async Task<HttpResponseMessage> PostFileAsync(HttpClient client, string chain, string name, byte[] content)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await SignIn.TokenAsync(client, "/profiles")), "__RequestVerificationToken" },
                { new StringContent(chain), "chain" }, { new ByteArrayContent(content), "file", name },
        };
        return await client.PostAsync(new Uri("/profiles/upload", UriKind.Relative), form);
    }
}
