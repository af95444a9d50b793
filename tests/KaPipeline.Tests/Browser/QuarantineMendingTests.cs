using System.Net;
using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;

namespace KaPipeline.Tests.Browser;

public sealed partial class QuarantineMendingTests
{
    [Fact]
    public async Task Store_added_in_the_console_takes_the_row_in_and_is_audited_in_the_very_transactions()
    {
        await using var site = await SiteAsync("jinlong/JL_YS_20260509.xls");
        using var client = await OperatorAsync(site);
        var row = await site.Warehouse.DataSource.FirstAsync<string>(
            "select '/quarantine/' || load_id || '/' || row_number || '?sheet=' || sheet from ops.quarantined_row where rule = 'unknown_store' and state = 'open'", ct: Stopping);
        var page = WebUtility.HtmlDecode(await client.GetStringAsync(row, Stopping));
        Assert.Contains("补门店", page, StringComparison.Ordinal);
        Assert.Contains("value=\"J099\"", page, StringComparison.Ordinal);

        using var answer = await PostAsync(client, page, "/quarantine/store", new()
        {
            ["chain_id"] = "jinlong", ["store_id"] = "J099", ["valid_from"] = "2026-04-01", ["name"] = "金隆新店", ["region"] = "江苏",
            ["city"] = "南京",
            ["delivery_mode"] = "direct", ["reason"] = "新店开业,总部来函",
        });

        Assert.Contains(Uri.EscapeDataString("1 个文件已补入数据"), string.Concat(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Equal(0,
            await site.Warehouse.DataSource.FirstAsync<long>(
            "select count(*) from ops.quarantined_row where rule = 'unknown_store' and state = 'open'", ct: Stopping));
        Assert.Equal(1,
            await site.Warehouse.DataSource.FirstAsync<long>("select count(*) from core.delivery_line where store_id = 'J099'", ct: Stopping));
        var closed = WebUtility.HtmlDecode(await client.GetStringAsync(row, Stopping));
        Assert.Contains("operator · 新店开业,总部来函", closed, StringComparison.Ordinal);
        // One transaction wrote the store and who added it; another the rows of the file and who replayed it.
        Assert.Equal(["add_store operator 新店开业,总部来函", "replay_quarantine operator 新店开业,总部来函"],
            await site.Warehouse.DataSource.ListAsync<string>(
            """
            select concat_ws(' ', audit.action, audit.who, audit.reason) from ops.audit join ops.load on load.xmin = audit.xmin where audit.action in ('add_store', 'replay_quarantine') order by audit_id
            """, ct: Stopping));
    }

    [Theory]
    [InlineData("map", "haoyoulai", "NOPE-TYPO", "没有产品 NOPE-TYPO")]
    [InlineData("map", "nochain", "P001", "没有系统 nochain")]
    [InlineData("store", "nochain", "", "没有系统 nochain")]
    public async Task What_does_not_exist_is_refused_in_words_and_leaves_no_file(string what, string chain, string product, string words)
    {
        await using var site = await SiteAsync("haoyoulai/HYL_ORDER_20260509.xls");
        using var client = await OperatorAsync(site);
        var page = WebUtility.HtmlDecode(await client.GetStringAsync("/quarantine", Stopping));

        using var answer = await PostAsync(client, page, what == "map" ? "/quarantine/item" : "/quarantine/store", new()
        {
            ["chain"] = chain, ["item"] = "30999", ["product"] = product, ["chain_id"] = chain, ["store_id"] = "X1",
            ["valid_from"] = "2026-04-01", ["name"] = "店",
            ["region"] = "江苏", ["city"] = "南京", ["delivery_mode"] = "direct", ["reason"] = "typed wrong",
        });

        Assert.Contains(Uri.EscapeDataString(words), string.Concat(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Equal(0,
            await site.Warehouse.DataSource.FirstAsync<long>("select count(*) from ops.audit where action in ('map_item', 'add_store')", ct: Stopping));
        Assert.Equal(0,
            await site.Warehouse.DataSource.FirstAsync<long>("select count(*) from core.chain_item where item_number = '30999'", ct: Stopping));
        Assert.False(Directory.Exists(Path.Combine(site.Home.Root, "console")));
    }

    [Fact]
    public async Task Replay_whose_audit_cannot_be_written_takes_nothing_in()
    {
        await using var site = await SiteAsync("haoyoulai/HYL_ORDER_20260509.xls");
        var database = site.Warehouse.DataSource;
        // The item becomes known, so that a replay would take the row in.
        await database.DoAsync(
            """
            insert into core.chain_item (chain_id, item_number, product_id, arrived_at, recorded_at)
            select 'haoyoulai', '30999', min(product_id), '2026-01-01', '2026-01-01' from core.product
            """, ct: Stopping);
        var ingest = site.Services.GetRequiredService<Ingest>();
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ingest.Beside((_, _, _) => throw new InvalidOperationException("no audit")).ReplayAsync("haoyoulai", "test", ct: Stopping));

        Assert.Equal(1,
            await database.FirstAsync<long>("select count(*) from ops.quarantined_row where rule = 'unknown_product' and state = 'open'", ct: Stopping));
        Assert.Single(await ingest.ReplayAsync("haoyoulai", "test", ct: Stopping));
        Assert.Equal(0,
            await database.FirstAsync<long>("select count(*) from ops.quarantined_row where rule = 'unknown_product' and state = 'open'", ct: Stopping));
    }

    private static async Task<ConsoleSite> SiteAsync(string file)
    {
        var site = await ConsoleSite.StartAsync(clock: ManualClock.At(2026, 6, 3, 9), prepared: IngestWorld.WithMasterData);
        await site.AddAccountsAsync();
        var ingest = site.Services.GetRequiredService<Ingest>();
        await ingest.RunAsync(ingest.Find([Path.Combine(IngestWorld.Samples, file)]).Known);
        return site;
    }

    private static async Task<HttpClient> OperatorAsync(ConsoleSite site)
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

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string page, string path, Dictionary<string, string> fields)
    {
        using var form = new FormUrlEncodedContent(fields.Append(new("__RequestVerificationToken", Token().Match(page).Groups[1].Value)));
        return await client.PostAsync(path, form);
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
