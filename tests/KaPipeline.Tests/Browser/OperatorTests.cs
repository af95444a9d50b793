using KaPipeline.Warehouse;
using static Microsoft.Playwright.Assertions;

namespace KaPipeline.Tests.Browser;

[Trait("Category", "Slow"), Collection(nameof(OperatorWorld))]
public sealed class OperatorTests(OperatorWorld world)
{
    [Fact]
    public async Task From_the_console_alone_an_operator_puts_a_bad_night_right()
    {
        var page = await world.Site.SignInAsync("operator");
        var at = world.Site.Address;
        await Expect(page.Locator("h2").Last).ToContainTextAsync("系统 × 业务日期");
        await OperatorWorld.SnapAsync(page, "grid");
        await page.Locator("a.cell.failed").ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("加载 · 好邻来");

        // A chain's file is late.
        await page.GotoAsync($"{at}/arrivals?date=2026-05-28");
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("未到");
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("好邻来");
        await OperatorWorld.SnapAsync(page, "arrivals");

        // Last night's failed load, and why.
        await page.GotoAsync($"{at}/failures");
        await Expect(page.Locator("tbody")).ToContainTextAsync("inbox");
        await Expect(page.Locator("tbody")).ToContainTextAsync("好邻来");
        await OperatorWorld.SnapAsync(page, "failures");
        await page.Locator("tbody td.n a").First.ClickAsync();
        await page.Locator("tbody a").First.ClickAsync();
        await Expect(page.Locator(".wrong")).ToContainTextAsync("inbox");
        await Expect(page.Locator("main")).ToContainTextAsync("load files");
        await OperatorWorld.SnapAsync(page, "run");

        // Mend the cause of a quarantined row: its item number is not mapped yet.
        await page.GotoAsync($"{at}/quarantine?rule=unknown_product");
        await Expect(page.Locator(".scroll[aria-label=隔离行] tbody tr")).ToHaveCountAsync(1);
        await page.Locator(".scroll[aria-label=隔离行] tbody a").First.ClickAsync();
        await OperatorWorld.SnapAsync(page, "quarantined-row");
        await page.SelectOptionAsync("select[name=product]", "P001");
        await page.FillAsync("form[action='/quarantine/item'] input[name=reason]", "总部确认为小纯");
        await page.ClickAsync("form[action='/quarantine/item'] button");
        await Expect(page.Locator(".said")).ToContainTextAsync("货号已对应");
        Assert.Equal(0,
            await world.Site.Warehouse.DataSource.FirstAsync<long>(
            "select count(*) from ops.quarantined_row where state = 'open' and rule = 'unknown_product'", ct: Stopping));

        // And one of a store that opened before anybody said so: it is added on the spot, and its row comes in.
        await page.GotoAsync($"{at}/quarantine?rule=unknown_store");
        await Expect(page.Locator(".scroll[aria-label=隔离行] tbody tr")).ToHaveCountAsync(1);
        await page.Locator(".scroll[aria-label=隔离行] tbody a").First.ClickAsync();
        await OperatorWorld.SnapAsync(page, "quarantined-store");
        await page.FillAsync("form[action='/quarantine/store'] input[name=name]", "金隆新店");
        await page.FillAsync("form[action='/quarantine/store'] input[name=region]", "江苏");
        await page.FillAsync("form[action='/quarantine/store'] input[name=city]", "南京");
        await page.FillAsync("form[action='/quarantine/store'] input[name=reason]", "新店开业,总部来函");
        await page.ClickAsync("form[action='/quarantine/store'] button");
        await Expect(page.Locator(".said")).ToContainTextAsync("门店已添加，1 个文件已补入数据");
        Assert.Equal(1,
            await world.Site.Warehouse.DataSource.FirstAsync<long>("select count(*) from core.delivery_line where store_id = 'J099'", ct: Stopping));

        // Rerun the chain for three dates, with a reason, and watch it.
        await page.GotoAsync($"{at}/reruns");
        await page.SelectOptionAsync("select[name=job]", "load");
        await page.SelectOptionAsync("select[name=mode]", "all");
        await page.FillAsync("main input[name=from]", "2026-05-31");
        await page.FillAsync("main input[name=to]", "2026-06-02");
        await page.CheckAsync("input[value=haoyoulai]");
        await page.ClickAsync("main form button");
        await Expect(page.Locator("h2").First).ToContainTextAsync("将运行 3 项");
        await OperatorWorld.SnapAsync(page, "rerun");
        await page.FillAsync("form[action='/reruns'] input[name=reason]", "文件迟到,补跑三天");
        await page.ClickAsync("form[action='/reruns'] button");
        await Expect(page.Locator("main")).ToContainTextAsync("3 / 3 已结束，0 失败", new() { Timeout = 60_000 });
        await OperatorWorld.SnapAsync(page, "batch");

        // Send the digest to one person again.
        await page.GotoAsync($"{at}/deliveries?digest=daily");
        await OperatorWorld.SnapAsync(page, "deliveries");
        await page.Locator("tbody a").First.ClickAsync();
        var recipient = await page.Locator("h1").InnerTextAsync();
        await page.FillAsync("input[name=reason]", "收件人误删");
        await page.ClickAsync("form[action*=resend] button");
        await Expect(page.Locator(".said")).ToContainTextAsync("已发送");
        await Expect(page.Locator("main")).ToContainTextAsync("收件人误删");
        await Expect(page.Locator("h1 .state.accepted")).ToBeVisibleAsync();
        Assert.Equal(recipient.Split('→')[0], (await page.Locator("h1").InnerTextAsync()).Split('→')[0]);
        await OperatorWorld.SnapAsync(page, "delivery");

        // Everything is on record.
        await page.GotoAsync($"{at}/audit");
        foreach (var what in (string[])["对应货号", "添加门店", "发起重跑", "重发报告", "文件迟到,补跑三天"])
        {
            await Expect(page.Locator("tbody")).ToContainTextAsync(what);
        }

        await OperatorWorld.SnapAsync(page, "audit");
    }

    [Fact]
    public async Task Finance_follows_a_statement_to_file_and_row_and_moves_a_case()
    {
        var page = await world.Site.SignInAsync("finance");
        await page.GotoAsync($"{world.Site.Address}/statements");
        await OperatorWorld.SnapAsync(page, "statements");
        await page.Locator("tbody a").First.ClickAsync();
        await Expect(page.Locator(".cards")).ToContainTextAsync("未解释");
        await Expect(page.Locator(".cards .card").Nth(3)).ToContainTextAsync("0.00");
        await Expect(page.Locator("tbody")).ToContainTextAsync("201 杭州武林店");
        await OperatorWorld.SnapAsync(page, "statement");

        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("a[href*=workbook]"));
        Assert.EndsWith(".xlsx", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.True(new FileInfo((await download.PathAsync())!).Length > 5_000);

        await page.Locator("a[href^='/source/']").First.ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("送货行");
        await OperatorWorld.SnapAsync(page, "source");

        // A figure back to file, sheet and row.
        await page.GoBackAsync();
        await page.Locator("td.n a[href^='/trace/']").First.ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("数字的来源");
        await Expect(page.Locator("main table").First).ToContainTextAsync("收货单号");
        await Expect(page.Locator("dl.facts").First).Not.ToContainTextAsync("exact");
        await OperatorWorld.SnapAsync(page, "trace");

        await page.GotoAsync($"{world.Site.Address}/cases");
        await OperatorWorld.SnapAsync(page, "cases");
        await page.Locator("tbody a").First.ClickAsync();
        await page.SelectOptionAsync("select[name=action]", "send");
        await page.FillAsync("input[name=note]", "已发邮件给采购");
        await page.ClickAsync("form[action*=step] button");
        await Expect(page.Locator("h1 .state")).ToContainTextAsync("已提交");
        await OperatorWorld.SnapAsync(page, "case");
        await page.GotoAsync($"{world.Site.Address}/audit?action=case_send");
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("已发邮件给采购");
    }
}
