using System.Text.RegularExpressions;
using KaPipeline.Digests.Close;
using KaPipeline.Digests.Design;
using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using KaPipeline.Lists;
using KaPipeline.Tests.Browser;
using KaPipeline.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace KaPipeline.Tests.Digests;

/// <summary>The business lists of the console on the sample month: their totals, their workbooks, what is recorded there.</summary>
public sealed partial class ConsoleTotalsTests
{
    [Theory]
    [InlineData("2026-05-20", "")]
    [InlineData("2026-05-31", "haoyoulai")]
    [InlineData("2026-06-04", "")]
    [InlineData("2026-06-05", "")]
    [InlineData("2026-06-05", "haoyoulai")]
    public async Task Totals_of_the_lists_are_those_of_the_mail_of_the_date(string day, string chain)
    {
        var rows = (await LetterAsync("daily", chain, Date(day))).Document.Blocks.OfType<Grid>().SelectMany(grid => grid.Rows).ToList();
        foreach (var (list, kind, tick) in new[] { ("differences", "对账差异", ""), ("order-differences", "送货差异", "1"), ("prices", "价格异常", "1") })
        {
            var page = Text(await client.GetStringAsync($"/figures/{list}?asOf={day}&chain={chain}&tick={tick}", Stopping));
            // 可追回 7,492.68 · 可能被追扣 9,994.66: both stand on the page, each with its name.
            var told = Regex.Matches(rows.First(row => row.Cells[0].Text == kind).Cells[0].Detail!, "([一-龥]+) ([0-9,]+\\.[0-9]{2})");
            Assert.NotEmpty(told);
            foreach (Match amount in told)
            {
                Assert.Contains($"{amount.Groups[2].Value} {amount.Groups[1].Value}（元）", page, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("2026-05-20", "")]
    [InlineData("2026-05-20", "haoyoulai")]
    [InlineData("2026-06-04", "")]
    public async Task Totals_of_the_work_list_and_of_stock_outs_are_those_of_the_mail_of_the_date(string day, string chain)
    {
        var date = Date(day);
        var notes = (await LetterAsync("daily", chain, date, "representative")).Document.Blocks.OfType<Heading>().ToList();
        var work = notes.Single(heading => heading.Text.StartsWith("先送", StringComparison.Ordinal)).Lead!;
        var list = Text(await client.GetStringAsync($"/figures/work-list?asOf={date:yyyy-MM-dd}&chain={chain}", Stopping));
        var told = Regex.Match(work, "今天 ([0-9]+) 行，明天 ([0-9]+) 行，([0-9]+) 家门店");
        Assert.Contains($"{told.Groups[1].Value} 今天要送行数 {told.Groups[2].Value} 明天要送行数 {told.Groups[3].Value} 门店数", list,
            StringComparison.Ordinal);

        if (notes.SingleOrDefault(heading => heading.Text == "断货与低库存")?.Lead is { } note)
        {
            var stock = Text(await client.GetStringAsync($"/figures/stock-outs?asOf={date:yyyy-MM-dd}&chain={chain}", Stopping));
            told = Regex.Match(note, "断货 ([0-9]+) 项(?:，至今少供约 ([0-9,]+) 元)?；低于安全库存 ([0-9]+) 项");
            Assert.Contains($"{told.Groups[1].Value} 断货 {told.Groups[3].Value} 低于安全库存", stock, StringComparison.Ordinal);
            var lost = Amount(Regex.Match(stock, "([0-9,]+\\.[0-9]{2}) 少供（元）"));
            Assert.Equal(Amount(Regex.Match(told.Groups[2].Value, "([0-9,]+)")), Math.Round(lost, MidpointRounding.AwayFromZero));
        }
    }

    [Theory]
    [InlineData("2026-05-20")]
    [InlineData("2026-05-31")]
    [InlineData("2026-06-04")]
    [InlineData("2026-06-05")]
    public async Task Totals_of_the_first_page_are_those_of_the_mail_of_the_date(string day)
    {
        var blocks = (await LetterAsync("daily", "", Date(day),
            "supervisor", "representative")).Document.Blocks;
        var page = Text(await client.GetStringAsync($"/?asOf={day}", Stopping));

        var money = blocks.OfType<Grid>().SelectMany(grid => grid.Rows).First(row => row.Cells[0].Text == "对账差异").Cells[0].Detail!;
        var told = Regex.Matches(money, "([一-龥]+) ([0-9,]+\\.[0-9]{2})");
        Assert.NotEmpty(told);
        Assert.All(told, amount => Assert.Contains($"{amount.Groups[2].Value} {amount.Groups[1].Value}（元）", page,
            StringComparison.Ordinal));

        var locks = blocks.OfType<Figures>().SelectMany(figures => figures.Items).Single(one => one.Label == "已锁 / 疑似 / 风险");
        Assert.Contains($"{locks.Value} 已锁 / 疑似 / 风险", page, StringComparison.Ordinal);
        Assert.Equal(Amount(Regex.Match(locks.Note ?? "", "([0-9,]+) 元")),
            Math.Round(Amount(Regex.Match(page, "考核测算 ([0-9,]+\\.[0-9]{2}) 元")), MidpointRounding.AwayFromZero));

        // The trend of the mail, point by point, as the page draws it.
        var trend = blocks.OfType<Trend>().First(one => one.Label.StartsWith("按订货日", StringComparison.Ordinal));
        var drawn = Regex.Matches(page, "(?<![0-9-])([0-9]{2}-[0-9]{2}): ([0-9.]+%)");
        Assert.Equal(trend.Points.Where(point => point.Value is not null).Select(point => $"{point.Label} {point.Text}"),
            drawn.Select(point => $"{point.Groups[1].Value} {point.Groups[2].Value}"));
        foreach (var note in blocks.OfType<Heading>().Select(heading => heading.Lead ?? ""))
        {
            if (Regex.Match(note, "今天 ([0-9]+) 行，明天 ([0-9]+) 行，([0-9]+) 家门店") is { Success: true } work)
            {
                Assert.Matches($"{work.Groups[1].Value} / {work.Groups[2].Value} \\S+ / \\S+ 要送（行） {work.Groups[3].Value} 家门店", page);
            }

            if (Regex.Match(note, "断货 ([0-9]+) 项.*低于安全库存 ([0-9]+) 项") is { Success: true } stock)
            {
                Assert.Contains($"{stock.Groups[1].Value} / {stock.Groups[2].Value} 断货 / 低库存", page, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Totals_of_the_lists_of_a_month_that_is_over_are_those_of_its_close()
    {
        var close = await month.WithFactsAsync(Frame("close", AsOf), (facts, _) => Task.FromResult((CloseFacts)facts));
        var (exposures, changed, owed) = (close.People.Exposures, close.Money.TermsChanged, close.Money.Receivables);
        Assert.True(exposures.Count > 0 && changed.Count > 0 && owed.Count > 0);
        string Told(decimal amount, string heading) => $" {amount:#,##0.00} {Label.Heading.Of(heading, Language.Chinese)} ";
        foreach (var (list, totals) in new (string, string[])[]
        {
            ("exposures", [$" {exposures.Count} 行 ", Told(exposures.Sum(row => row.Amount), "possible_amount"), "按 2026-05-31 晚判定"]),
            ("sales", [Told(close.Sales.Control.Values.Sum(), "amount")]),
            ("terms-changed", [Told(changed.Sum(row => Math.Max(row.Amount, 0)), "for_us"),
                Told(changed.Sum(row => Math.Max(-row.Amount, 0)), "against_us")]),
            ("receivables", [Told(owed.Sum(row => row.Open), "open_amount"),
                Told(owed.Where(row => row.Stage == "overdue").Sum(row => row.Open), "overdue_amount")]),
        })
        {
            var page = Text(await client.GetStringAsync($"/figures/{list}?asOf={AsOf:yyyy-MM-dd}&month=2026-05", Stopping));
            Assert.All(totals, total => Assert.Contains(total, page, StringComparison.Ordinal));
        }

        // On the evening itself nothing is judged otherwise.
        var evening = Text(await client.GetStringAsync("/figures/exposures?asOf=2026-05-31&month=2026-05", Stopping));
        Assert.Contains($" {exposures.Count} 行 ", evening, StringComparison.Ordinal);
        Assert.DoesNotContain("晚判定", evening, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_list_answers_and_its_workbook_holds_all_its_rows()
    {
        var wrong = new List<string>();
        foreach (var list in LongRun.Drawn(BusinessLists.All, 12))
        {
            var column = list.Columns.Last(one => !one.IsHidden);
            var query = $"?asOf={AsOf:yyyy-MM-dd}&kind=&sort=-{column.Name}{(list.Month is null || list.IsOfAllMonths ? "" : "&month=2026-05")}";
            using var answer = await client.GetAsync(new Uri(list.Path + query, UriKind.Relative), Stopping);
            var page = Text(await answer.Content.ReadAsStringAsync(Stopping));
            var count = Regex.Match(page, "下载全部 ([0-9,]+) 行");
            if (!answer.IsSuccessStatusCode || (!count.Success && !page.Contains("没有符合条件的行", StringComparison.Ordinal)))
            {
                wrong.Add($"{list.Name}: {answer.StatusCode}");
                continue;
            }

            using var book = await client.GetAsync(new Uri($"{list.Path}/workbook{query}", UriKind.Relative), Stopping);
            var sheet = await ScopeOracle.TextAsync(book);
            var expected = count.Success ? count.Groups[1].Value : "0";
            if (!sheet.Contains($"·  {expected} 行 rows", StringComparison.Ordinal))
            {
                wrong.Add($"{list.Name}: the workbook does not hold {expected} rows ({book.StatusCode})");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Workbook_of_an_English_reader_names_stores_in_English()
    {
        using var finance = await FinanceAsync(Language.English);
        using var book = await finance.GetAsync(new Uri($"/figures/locks/workbook?asOf={AsOf:yyyy-MM-dd}&kind=", UriKind.Relative), Stopping);
        var sheet = await ScopeOracle.TextAsync(book);

        var names = await month.AskAsync<Named>(
            """
            select distinct store.name, store.name_en as english from mart.sku_lock_alert join core.store using (chain_id, store_id)
            where store.name_en is not null
            """, AsOf);
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.DoesNotContain(name.Name, sheet, StringComparison.Ordinal));
        Assert.All(names, name => Assert.Contains(name.English, sheet, StringComparison.Ordinal));
    }

    private static DateOnly Date(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task No_list_and_no_workbook_of_one_has_two_columns_of_one_heading()
    {
        static string[] Twice(IEnumerable<string> names) =>
            [.. names.GroupBy(name => name.ToUpperInvariant()).Where(same => same.Count() > 1).Select(same => same.Key)];
        Assert.Empty(BusinessLists.All.SelectMany(list => Twice(list.Columns.Where(column => !column.IsHidden)
            .Select(column => column.HeadInBoth)).Select(name => $"{list.Name}: {name}")));
        using var english = await FinanceAsync(Language.English);
        var wrong = new List<string>();
        foreach (var (list, reader) in LongRun.Drawn(BusinessLists.All, 8).SelectMany(
            list => (IEnumerable<(BusinessList, HttpClient)>)[(list, client), (list, english)]))
        {
            var page = await reader.GetStringAsync(new Uri($"{list.Path}?asOf={AsOf:yyyy-MM-dd}&kind=", UriKind.Relative), Stopping);
            foreach (Match table in Regex.Matches(page, "<thead>(.*?)</thead>", RegexOptions.Singleline))
            {
                var heads = Regex.Matches(table.Value, "<th[ >].*?</th>", RegexOptions.Singleline)
                    .Select(head => Regex.Replace(System.Net.WebUtility.HtmlDecode(head.Value), "<[^>]*>|[▲▼↑↓]", "").Trim()).Where(head => head.Length > 0);
                wrong.AddRange(Twice(heads).Select(name => $"{list.Name}: {name}"));
            }
        }

        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public async Task Decision_on_a_possible_penalty_is_recorded_with_its_reason_and_stands_in_the_list()
    {
        var exposure = (await month.AskAsync<Exposed>(
            """
            select rule_id, role, person_id, joint_person_id, dealer, month from mart.exposure
            where amount <> 0 and rule_id = 'assortment_missing' and month = '2026-05-01' order by amount desc limit 1
            """,
            new DateOnly(2026, 5, 31))).Single();
        using var finance = await FinanceAsync();
        var fields = new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = await SignIn.TokenAsync(finance, "/account"), ["rule"] = exposure.RuleId,
            ["role"] = exposure.Role, ["person"] = exposure.PersonId ?? "", ["joint"] = exposure.JointPersonId ?? "",
            ["dealer"] = exposure.Dealer ?? "", ["month"] = $"{exposure.Month:yyyy-MM-dd}", ["asOf"] = $"{AsOf:yyyy-MM-dd}",
            ["decision"] = "waived", ["reason"] = "",
        };
        using (var without = new FormUrlEncodedContent(fields))
        {
            using var refused = await finance.PostAsync(new Uri("/exposures/decide", UriKind.Relative), without, Stopping);
            Assert.Empty(await month.AskAsync<string>("select reason from ops.exposure_decision", AsOf));
        }

        fields["reason"] = "门店装修停业";
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await finance.PostAsync(new Uri("/exposures/decide", UriKind.Relative), form, Stopping);

        var page = Text(await finance.GetStringAsync(
            $"/figures/exposures?asOf={AsOf:yyyy-MM-dd}&month={exposure.Month:yyyy-MM}", Stopping));
        Assert.Contains("免除 0.00 门店装修停业", page, StringComparison.Ordinal);
        Assert.Equal(["门店装修停业"], await month.AskAsync<string>("select reason from ops.audit where action = 'decide_exposure'", AsOf));

        // Somebody whose page is older decides otherwise: the audit names what he overrode.
        await new ExposureDecisions(month.Warehouse.DataSource, TimeProvider.System).DecideAsync(
            new ExposureKey(exposure.RuleId, exposure.Role, exposure.PersonId, exposure.JointPersonId, exposure.Dealer, exposure.Month),
            new ExposureToDecide { Amount = 100 }, isCharged: true, 50, "director", "核实后从轻", Stopping);
        Assert.Equal(["免除不再成立"], await month.AskAsync<string>(
            """
            select case when before ->> 'decision' = 'waived' and before ->> 'reason' = '门店装修停业' then '免除不再成立' else before::text end
            from ops.audit where action = 'decide_exposure' and who = 'director'
            """, AsOf));
    }

    private async Task<HttpClient> FinanceAsync(Language? language = null)
    {
        var finance = new HttpClient { BaseAddress = client.BaseAddress };
        var name = $"finance-{Path.GetRandomFileName()}";
        var accounts = app.Services.GetRequiredService<AccountStore>();
        await accounts.AddAsync(name, name, "finance", null, ConsoleSite.Password, null, "test", Stopping);
        await accounts.SetLanguageAsync(name, (language ?? Language.Chinese).Code, Stopping);
        (await SignIn.AsAsync(finance, name, ConsoleSite.Password)).EnsureSuccessStatusCode();
        return finance;
    }

    private sealed record Named
    {
        public string Name { get; init; } = "";
        public string English { get; init; } = "";
    }

    private sealed record Exposed
    {
        public string RuleId { get; init; } = "";
        public string Role { get; init; } = "";
        public string? PersonId { get; init; }
        public string? JointPersonId { get; init; }
        public string? Dealer { get; init; }
        public DateOnly Month { get; init; }
    }
}
