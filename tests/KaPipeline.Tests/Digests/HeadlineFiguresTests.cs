using System.Globalization;
using System.Text.RegularExpressions;
using KaPipeline.Digests.Design;
using KaPipeline.Digests.Letters;
using KaPipeline.Mail;
using KaPipeline.Tests.Infrastructure;
using OfficeOpenXml;

namespace KaPipeline.Tests.Digests;

/// <summary>The headline figures of the sample month, each computed again without <c>mart</c>: from <c>core</c> by a query of its own, or
/// from the simulator's truth, which asks no database.</summary>
[Trait("Category", "Slow")]
public sealed partial class HeadlineFiguresTests(WholeSampleMonth month) : IClassFixture<WholeSampleMonth>
{
    private static readonly DateOnly AsOf = new(2026, 6, 5);
    private static readonly string[] Money =
    [
        "duplicate_settlement", "settled_short", "settled_over", "unsettled", "price_difference", "rounding_difference",
            "settled_without_delivery",
        "deduction_not_in_contract", "deduction_over_contract", "deduction_not_taken",
    ];

    private const string Known = "core.is_known({0}.arrived_at, {0}.recorded_at, {0}.superseded_at, {0}.superseded_recorded_at)";

    // What was agreed for a line: the promotion's price inside its window, else the price list's; RMB without VAT, four decimals.
    private const string Agreed =
        """
        left join lateral (
            select case basis when 'including' then round(supply_price / (1 + product.vat_rate), 4) else supply_price end as unit_price
            from core.promotion where chain_id = line.chain_id and product_id = line.product_id and priced_on between purchase_from and purchase_to
              and core.is_known(promotion.arrived_at, promotion.recorded_at, promotion.superseded_at, promotion.superseded_recorded_at) limit 1) as promotion on true
        left join lateral (
            select case basis when 'including' then round(unit_price / (1 + product.vat_rate), 4) else unit_price end as unit_price
            from core.price where chain_id = line.chain_id and product_id = line.product_id and priced_on between valid_from and valid_to
              and region in ('', (select region from core.store where store.chain_id = line.chain_id and store.store_id = line.store_id limit 1))
              and core.is_known(price.arrived_at, price.recorded_at, price.superseded_at, price.superseded_recorded_at) order by region desc limit 1) as list on true
        """;

    private static readonly string Ordered = $$"""
        select round(sum(ordered_quantity * coalesce(promotion.unit_price, list.unit_price)), 0)
        from (select *, ordered_on as priced_on from core.order_line where not is_free and {{Of("order_line")}}) as line
        join core.product as product using (product_id) {{Agreed}}
        where ordered_on between '2026-05-25' and '2026-05-31' and not is_cancelled
        """;

    private static readonly string Sales = $$"""
        select sum(round(quantity * coalesce(promotion.unit_price, list.unit_price), 2))
        from (
            select note.chain_id, note.store_id, note.product_id, received_on, coalesce(ordered.ordered_on, received_on) as priced_on,
                case note.kind when 'return' then -received_quantity else received_quantity end as quantity
            from core.delivery_line as note
            left join lateral (
                select ordered_on from core.order_line as ordered
                where note.kind = 'delivery' and (ordered.chain_id, ordered.order_number, ordered.store_id, ordered.product_id, ordered.is_free)
                    = (note.chain_id, note.order_number, note.store_id, note.product_id, note.is_free) and {{Of("ordered")}} limit 1) as ordered on true
            where not note.is_free and {{Of("note")}}) as line
        join core.product as product using (product_id) {{Agreed}}
        where received_on between '2026-05-01' and '2026-05-31'
        """;

    // Lines of statements whose price is neither the order's nor the agreed one, orders of four weeks.
    private static readonly string Settled = $$"""
        select count(distinct (line.chain_id, line.statement_number, line.order_number, line.store_id, line.product_id))
        from (
            select settled.chain_id, settled.statement_number, settled.unit_price, printed.order_number, printed.store_id, printed.product_id, printed.account_id,
                printed.printed_price, printed.printed_basis, printed.ordered_on as priced_on
            from core.statement_line as settled
            join core.order_line as printed on printed.chain_id = settled.chain_id and printed.product_id = settled.product_id and settled.store_id in ('', printed.store_id)
                and not printed.is_free and not printed.is_cancelled and {{Of("printed")}} and printed.order_number = coalesce(nullif(settled.order_number, ''), (
                    select max(note.order_number) from core.delivery_line as note where note.chain_id = settled.chain_id and note.delivery_number = settled.delivery_number
                      and note.product_id = settled.product_id and settled.store_id in ('', note.store_id) and {{Of("note")}}))
            where settled.kind = 'goods' and not settled.is_free and settled.quantity > 0 and {{Of("settled")}}) as line
        join core.product as product using (product_id)
        join core.settlement_account as account on account.chain_id = line.chain_id and account.account_id = line.account_id and {{Of("account")}} {{Agreed}}
        cross join lateral (select case account.statement_basis when 'including' then 1 + product.vat_rate else 1 end as vat,
            round(case printed_basis when 'including' then printed_price / (1 + product.vat_rate) else printed_price end, 4) as printed) as of
        where priced_on > '2026-05-08' and round(line.unit_price, price_decimals) <> round(of.printed * vat, price_decimals)
          and round(line.unit_price, price_decimals) <> round(coalesce(promotion.unit_price, list.unit_price) * vat, price_decimals)
        """;

    private static readonly string Gaps = $$"""
        with shipped as (
            select chain_id, order_number, store_id, product_id, is_free, sum(greatest(shipped_quantity, received_quantity)) as quantity
            from core.delivery_line as note where kind = 'delivery' and {{Of("note")}} group by 1, 2, 3, 4, 5
        ), line as (
            select line.*, due.day as due_on, coalesce(shipped.quantity, 0) as shipped
            from core.order_line as line
            left join shipped using (chain_id, order_number, store_id, product_id, is_free)
            join core.calendar_day as requested on requested.day = line.requested_on
            join core.calendar_day as due on due.is_working_day and due.working_number = requested.working_number + 1
            where {{Of("line")}}
        )
        select (select count(*) from line where shipped < ordered_quantity and due_on between '2026-05-09' and '2026-06-05' and not (is_cancelled and shipped = 0))
             + (select count(*) from core.delivery_line as note where kind = 'delivery' and received_quantity < shipped_quantity and received_on between '2026-05-09' and '2026-06-05' and {{Of("note")}})
        """;

    private static readonly string Stated = StatedSince("2026-05-01");

    private static string StatedSince(string day) =>
        $"select sum(stated_payable) from core.statement where period_to between '{day}' and '2026-05-31' and {Of("statement")}";

    private static readonly string Owed = $$"""
        select (select sum(stated_payable) from core.statement where {{Of("statement")}}) - (select coalesce(sum(amount), 0) from core.payment_line where {{Of("payment_line")}})
        """;

    private static readonly string Taken = $$"""
        select -sum(line.amount) from core.statement_line as line join core.statement using (chain_id, statement_number)
        where line.kind = 'deduction' and period_to between '2026-05-01' and '2026-05-31' and {{Of("line")}} and {{Of("statement")}}
        """;

    /// <summary>Every named figure of this test: where it stands, and what it has to be.</summary>
    [Fact]
    public async Task Every_headline_figure_is_what_the_facts_come_to_without_the_views()
    {
        var (claim, against) = Statements();
        Assert.Equal((7960.12m, 10041.86m), (claim, against));
        var (gaps, prices) = (await OneAsync(Gaps), await PricesAsync());
        var locks = Truth("locks.csv").GroupBy(row => row["level"]).ToDictionary(level => level.Key, level => level.Count());
        var letters = new Dictionary<string, Letter>();
        foreach (var name in (string[])["daily", "weekly", "close", "budget", "plan"])
        {
            letters[name] = await LetterAsync(name, AsOf);
        }

        var week = await LetterAsync("weekly", new DateOnly(2026, 5, 31));
        List<(string Figure, string Shown, string Expected)> list =
        [
            ("daily subject", Open(letters["daily"]), $"对账 可追回 {M(claim)} · 可能被追扣 {M(against)}；送货缺口 {gaps:0} 项；价格 {prices} 项"),
            ("weekly subject", Open(letters["weekly"]), $"对账 可追回 {M(claim)} · 可能被追扣 {M(against)}；送货缺口 {gaps:0} 项；价格 {prices} 项"),
            ("daily tile to claim", Tile(letters["daily"], "对账：可追回").Value, M(claim)),
            ("weekly tile to claim", Tile(letters["weekly"], "对账：可追回").Value, M(claim)),
            ("close tile to claim", Tile(letters["close"], "对账：可追回").Value, M(claim)),
            ("daily tile against", Tile(letters["daily"], "对账：可追回").Note!.Split(" · ")[0], $"可能被追扣 {M(against)}"),
            ("weekly tile against", Tile(letters["weekly"], "对账：可追回").Note!.Split(" · ")[0], $"可能被追扣 {M(against)}"),
            ("close tile against", Tile(letters["close"], "对账：可追回").Note!.Split(" · ")[0], $"可能被追扣 {M(against)}"),
            ("daily tile locks", string.Join(" / ", Tile(letters["daily"], "已锁").Value.Split(" / ").Take(2)),
            $"{locks["locked"]} / {locks["suspected"]}"),
            ("weekly tile orders", Tile(week, "本周订货额").Value,
            R((await month.AskAsync<decimal>(Ordered, new DateOnly(2026, 5, 31))).Single())),
            ("weekly tile receivables", Tile(letters["weekly"], "逾期应收").Note!, $"应收 {R(await OneAsync(Owed))}"),
            ("close subject", letters["close"].Subject.Split(" · ", 2)[1].Split(" 元")[0], $"销售 {R(await OneAsync(Sales))}"),
            ("close tile sales", Tile(letters["close"], "销售额").Value, R(await OneAsync(Sales))),
            ("close table stated", Total(letters["close"], "对方应付", "对方应付"), M(await OneAsync(Stated))),
            ("close table to claim", Total(letters["close"], "对方应付", "可追回"), M(Statements("2605").Claim)),
            ("close table against", Total(letters["close"], "对方应付", "可能被追扣"), M(Statements("2605").Against)),
            ("close table deductions", Total(letters["close"], "扣款", "扣款"), M(-await OneAsync(Taken))),
            .. letters.Select(letter => ($"{letter.Key} changes", Change(letter.Value, "对账差异"), $"可追回 {M(claim)} · 可能被追扣 {M(against)}")),
        ];
        list.AddRange(await WorkbooksAsync());

        Assert.InRange(list.Count, 30, 100);
        Assert.All(list, figure => Assert.Equal((figure.Figure, figure.Expected), (figure.Figure, figure.Shown)));
    }

    [Fact]
    public async Task Rows_of_each_table_of_a_letter_add_up_to_its_total()
    {
        var tables = 0;
        foreach (var name in (string[])["daily", "weekly", "close", "budget", "plan"])
        {
            foreach (var grid in (await LetterAsync(name, AsOf)).Document.Blocks.OfType<Grid>()
                .Where(grid => grid.Rows[^1].Cells[0].Text == "合计"))
            {
                for (var column = 1; column < grid.Columns.Count; column++)
                {
                    Assert.Equal(Number(grid.Rows[^1].Cells[column].Text), grid.Rows.SkipLast(1)
                        .Sum(row => Number(row.Cells[column].Text)));
                }

                tables++;
            }
        }

        Assert.InRange(tables, 2, 20);
    }

    private async Task<List<(string, string, string)>> WorkbooksAsync()
    {
        var (sales, stated, owed, taken) = (await OneAsync(Sales), await OneAsync(Stated), await OneAsync(Owed), await OneAsync(Taken));
        // The close has its month; finance's workbook of reconciliation two.
        var (claim, against) = Statements("2605");
        var (claimOfTwo, againstOfTwo) = Statements("2604", "2605");
        var statedOfTwo = await OneAsync(StatedSince("2026-04-01"));
        (string Digest, string Book, string Sheet, string Column, decimal Expected)[] columns =
        [
            ("close", "close", "销售 Sales", "本月", sales), ("close", "close", "单品 SKUs", "本月", sales),
                ("close", "close", "门店 Outlets", "本月", sales),
            ("close", "close", "对账 Reconciliation", "对方应付", stated), ("close", "close", "对账 Reconciliation", "可追回", claim),
            ("close", "close", "对账 Reconciliation", "可能被追扣", against), ("close", "close", "扣款 Deductions", "扣款", -taken),
            ("close", "figures", "费用率 Fee ratio", "扣款", taken), ("close", "reconciliation", "概览 Summary", "对方应付", statedOfTwo),
            ("close", "reconciliation", "概览 Summary", "可追回", claimOfTwo),
            ("close", "reconciliation", "概览 Summary", "可能被追扣", againstOfTwo),
            ("close", "receivables", "账龄 Ageing", "未收合计", owed),
        ];
        var shown = new List<(string, string, string)>();
        foreach (var book in columns.GroupBy(column => (column.Digest, column.Book)))
        {
            var package = new ExcelPackage(await WorkbookAsync(book.Key.Digest, book.Key.Book));
            shown.AddRange(
                book.Select(column =>
                ($"{column.Book} {column.Sheet} {column.Column}", M(Sum(package.Workbook.Worksheets[column.Sheet], column.Column)),
                M(column.Expected))));
        }

        return shown;
    }

    private async Task<Letter> LetterAsync(string name, DateOnly date) =>
        await month.WithFactsAsync(name, date, (facts, _) =>
            Task.FromResult(facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All)))));

    private async Task<MemoryStream> WorkbookAsync(string digest, string book, DateOnly? date = null) =>
        await month.WithFactsAsync(digest, date ?? AsOf, async (facts, connection) =>
    {
        using var file = new MemoryStream();
        await facts.WorkbooksFor(SampleWorld.For(facts, SampleWorld.Reader(Scope.All)), book).Single()
            .SaveAsync(connection, file, null, Stopping);
        return new MemoryStream(file.ToArray());
    });

    // Ours and theirs to claim, from the simulator: an open rest counts on its account's newest statement.
    private static (decimal Claim, decimal Against) Statements(params string[] months)
    {
        var newest = Truth("statements.csv").GroupBy(row => (row["chain_id"], row["account_id"]))
            .Select(account => account.Last()["statement_number"]).ToHashSet();
        var amounts = Truth("breaks.csv")
            .Where(row => Money.Contains(row["kind"])
            && (months.Length == 0 || months.Any(month => row["statement_number"].Contains(month, StringComparison.Ordinal)))
            && (row["kind"] is not ("settled_short" or "unsettled") || newest.Contains(row["statement_number"])))
            .Select(row => decimal.Parse(row["amount"], CultureInfo.InvariantCulture)).ToList();
        return (amounts.Where(amount => amount > 0).Sum(), -amounts.Where(amount => amount < 0).Sum());
    }

    // Wrong prices of orders of four weeks, from the simulator, and of their statements; an order's mistake that the statement put right
    // stands once.
    private async Task<int> PricesAsync()
    {
        var days = (await month.AskAsync<(string, DateOnly)>("select distinct chain_id || order_number, ordered_on from core.order_line"))
            .ToDictionary();
        return (int)await OneAsync(Settled) + Truth("anomalies.csv").Count(row => days[row["chain_id"] + row["order_number"]] > AsOf.AddDays(-28))
            + Truth("shelves.csv").Count(row => row["found_price"] != row["planned_price"]);
    }

    private static IEnumerable<Dictionary<string, string>> Truth(string file)
    {
        var lines = File.ReadLines(Path.Combine(Repository.Root, "samples", "truth", file)).ToList();
        var head = lines[0].Split(',');
        return lines.Skip(1).Select(line => head.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    private async Task<decimal> OneAsync(string sql) => (await month.AskAsync<decimal>(sql, AsOf)).Single();

    private static string Of(string table) => string.Format(CultureInfo.InvariantCulture, Known, table);

    // What is open stands last in a subject; before it may stand that the period has no data.
    private static string Open(Letter letter) => letter.Subject[letter.Subject.IndexOf("对账 ", StringComparison.Ordinal)..];

    private static Figure Tile(Letter letter, string label) =>
        letter.Document.Blocks.OfType<Figures>().SelectMany(figures => figures.Items)
        .First(figure => figure.Label.StartsWith(label, StringComparison.Ordinal));

    private static string Total(Letter letter, string marked, string header)
    {
        var grid = letter.Document.Blocks.OfType<Grid>()
            .Single(grid => grid.Rows[^1].Cells[0].Text == "合计" && grid.Columns.Any(column => column.Header == marked));
        return grid.Rows[^1].Cells[grid.Columns.ToList().FindIndex(column => column.Header == header)].Text;
    }

    private static string Change(Letter letter, string kind) => Minor().Replace(
        letter.Document.Blocks.OfType<Grid>().SelectMany(grid => grid.Rows).First(row => row.Cells[0].Text == kind).Cells[0].Detail!, "");

    private static decimal Sum(ExcelWorksheet sheet, string header)
    {
        bool IsHead(int row, int column) => sheet.Cells[row, column].Value is string text
            && text.StartsWith(header + "\n", StringComparison.Ordinal);
        var at = Enumerable.Range(1, 8)
            .SelectMany(row => Enumerable.Range(1, sheet.Dimension.Columns).Select(column => (Row: row, Column: column)))
            .First(cell => IsHead(cell.Row, cell.Column));
        var sum = 0m;
        for (var row = at.Row + 1; row <= sheet.Dimension.Rows && sheet.Cells[row, 1].Value is not (null or "合计 Total"); row++)
        {
            sum += Math.Round(sheet.Cells[row, at.Column].GetValue<decimal>(), 2);
        }

        return sum;
    }

    private static decimal Number(string text) => decimal.TryParse(text, NumberStyles.Number | NumberStyles.AllowLeadingSign,
        CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string M(decimal amount) => amount.ToString("#,##0.00", CultureInfo.InvariantCulture);

    private static string R(decimal amount) => decimal.Round(amount, 0, MidpointRounding.AwayFromZero)
        .ToString("#,##0", CultureInfo.InvariantCulture);

    [GeneratedRegex("（含容差.*?）")]
    private static partial Regex Minor();
}
