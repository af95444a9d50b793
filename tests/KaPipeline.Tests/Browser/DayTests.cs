using System.Globalization;
using System.Text.RegularExpressions;
using KaPipeline.Host.Accounts;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Npgsql;
using static Microsoft.Playwright.Assertions;

namespace KaPipeline.Tests.Browser;

/// <summary>A day of each who works with the console: from Today to what they do there. The representative's is in
/// <see cref="MyDayTests"/>, the operator's in <see cref="OperatorTests"/>.</summary>
[Trait("Category", "Slow"), Collection(nameof(OperatorWorld))]
public sealed partial class DayTests(OperatorWorld world)
{
    private NpgsqlDataSource Database => world.Site.Warehouse.DataSource;

    [Fact]
    public async Task Regional_manager_sees_what_changed_who_is_behind_and_where_a_plan_is_missing()
    {
        var page = await BeginAsync("day-manager", "viewer", "E029");
        await Expect(page.Locator(".cards.today")).ToContainTextAsync("可追回（元）");
        await OperatorWorld.SnapAsync(page, "day-manager-today");

        await OpenAsync(page, "销售", "目标达成");
        await Expect(page.Locator("main .scroll table").First).ToContainTextAsync("浙江");
        await Expect(page.Locator("main .scroll table").First).Not.ToContainTextAsync("江苏");
        await OpenAsync(page, "销售", "门店排名");
        await page.CheckAsync("input[name=tick]");
        await page.ClickAsync("form.filter button");
        await Expect(page.Locator("h1")).ToHaveTextAsync("门店排名");

        // Whose plan of improvement is not there yet, and the region's shop that it is about.
        await OpenAsync(page, "销售", "改进计划");
        await OperatorWorld.SnapAsync(page, "day-manager-plans");
        Assert.Equal(await CountAsync(page), await RowsOfWorkbookAsync(page));
        await page.Locator("main td a[href^='/stores/haoyoulai/']").First.ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("店");
        // What is of all the company is not a manager's.
        Assert.Equal(0, await page.Locator("nav.menu a[href='/now']").CountAsync());
    }

    [Fact]
    public async Task Chain_supervisor_hands_in_an_application_and_records_that_it_was_granted()
    {
        var page = await BeginAsync("day-supervisor", "finance", "E006");
        await page.Locator(".cards.today a[href^='/figures/locks']").ClickAsync();
        await page.SelectOptionAsync("select[name=chain]", "haoyoulai");
        await page.ClickAsync("form.filter button");
        await OperatorWorld.SnapAsync(page, "day-supervisor-locks");
        var application = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("a[href*='/application']"));
        Assert.EndsWith(".xlsx", application.SuggestedFilename, StringComparison.Ordinal);
        foreach (var step in (string[])["handed_in", "granted"])
        {
            await page.SelectOptionAsync("form[action='/locks/record'] select[name=step]", step);
            await page.FillAsync("form[action='/locks/record'] input[name=reason]", "采购当面收下");
            await page.ClickAsync("form[action='/locks/record'] button");
            await Expect(page.Locator(".said")).ToBeVisibleAsync();
        }

        await OpenAsync(page, "锁码与价格", "送货差异");
        await Expect(page.Locator("main .scroll table").First).ToContainTextAsync("好邻来");
        await OpenAsync(page, "对账", "未了差异");
        await OperatorWorld.SnapAsync(page, "day-supervisor-differences");
        Assert.Equal(await CountAsync(page), await RowsOfWorkbookAsync(page));
    }

    [Fact]
    public async Task Finance_clerk_takes_the_claims_that_are_due_comments_gives_them_to_somebody_and_downloads_what_the_page_shows()
    {
        var page = await BeginAsync("day-clerk", "finance", null);
        await OpenAsync(page, "对账", "索赔");
        await page.SelectOptionAsync("select[name=state]", "open");
        await page.SelectOptionAsync("select[name=due]", "fortnight");
        await page.FillAsync("input[name=amount]", "1");
        await page.ClickAsync("form.filter button");
        var count = await page.Locator("main tbody tr").CountAsync();
        Assert.True(count > 0);
        await OperatorWorld.SnapAsync(page, "day-clerk-cases");

        await page.Locator("main tbody a").First.ClickAsync();
        await page.FillAsync("textarea[name=said]", "采购答应月底前补款");
        await page.ClickAsync("form[action='/comments'] button");
        await Expect(page.Locator("section[aria-label=评论]")).ToContainTextAsync("采购答应月底前补款");
        await OperatorWorld.SnapAsync(page, "day-clerk-case");

        await page.GotoAsync($"{world.Site.Address}/cases?state=open&due=fortnight&amount=1");
        var owner = await Database.FirstAsync<string>(
            "select name from core.person group by name having count(distinct person_id) = 1 order by name desc limit 1", ct: Stopping);
        await page.SelectOptionAsync("form[action='/cases/steps'] select[name=action]", "assign");
        await page.SelectOptionAsync("form[action='/cases/steps'] select[name=assignee]", owner!);
        await page.ClickAsync("form[action='/cases/steps'] button");
        await Expect(page.Locator("main tbody tr").First).ToContainTextAsync(owner!);
        Assert.Equal(count, await page.Locator("main tbody tr", new() { HasText = owner! }).CountAsync());

        await OpenAsync(page, "对账", "应收与回款");
        Assert.Equal(await CountAsync(page), await RowsOfWorkbookAsync(page));
    }

    [Fact]
    public async Task Finance_director_reads_in_English_what_is_owed_and_follows_a_figure_to_its_row()
    {
        var page = await BeginAsync("day-director", "viewer", "E001", "en");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Today");
        await Expect(page.Locator(".cards.today")).ToContainTextAsync("to claim, RMB");
        await OperatorWorld.SnapAsync(page, "day-director-today");

        await OpenAsync(page, "Reconciliation", "Receivables and expected cash");
        await OperatorWorld.SnapAsync(page, "day-director-receivables");
        Assert.Equal(await CountAsync(page), await RowsOfWorkbookAsync(page));
        await OpenAsync(page, "Reconciliation", "Statements");
        await page.Locator("main tbody a").First.ClickAsync();
        await Expect(page.Locator(".cards")).ToContainTextAsync("residual");
        await OperatorWorld.SnapAsync(page, "day-director-statement");
        await page.Locator("td.n a[href^='/trace/']").First.ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("Where");
        await page.Locator("a[href^='/source/']").First.ClickAsync();
        await OperatorWorld.SnapAsync(page, "day-director-source");
        // What the file says stays in its own words; everything around it is English.
        Assert.DoesNotMatch("[一-龥]", await page.Locator("nav.menu").First.InnerTextAsync());
    }

    private async Task<IPage> BeginAsync(string name, string role, string? person, string language = "zh")
    {
        var accounts = world.Site.Services.GetRequiredService<AccountStore>();
        await accounts.AddAsync(name, name, role, person, ConsoleSite.Password, null, "test", Stopping);
        await accounts.SetLanguageAsync(name, language, Stopping);
        return await world.Site.SignInAsync(name);
    }

    private static async Task OpenAsync(IPage page, string group, string name)
    {
        await page.Locator("nav.menu").First.GetByText(group, new() { Exact = true }).ClickAsync();
        await page.Locator("nav.sub .page").GetByText(name, new() { Exact = true }).ClickAsync();
        await Expect(page.Locator("nav.sub a[aria-current=page]")).ToHaveTextAsync(name);
    }

    private static async Task<int> CountAsync(IPage page) => int.Parse(
        await page.Locator(".cards .card strong").First.InnerTextAsync(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    // How many rows the workbook says that it holds.
    private static async Task<int> RowsOfWorkbookAsync(IPage page)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("a[href*='/workbook']"));
        var text = ScopeOracle.TextOf(await File.ReadAllBytesAsync((await download.PathAsync())!, Stopping));
        return int.Parse(Rows().Match(text).Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("·  ([0-9,]+) (?:行|rows)")]
    private static partial Regex Rows();
}
