using System.Globalization;
using System.Text.RegularExpressions;
using KaPipeline.Digests.Facts;
using OfficeOpenXml;

namespace KaPipeline.Tests.Digests;

/// <summary>Rates, what is overdue, penalties, budget and plan: each computed again from <c>core</c> or taken from the simulator's
/// truth.</summary>
public sealed partial class HeadlineFiguresTests
{
    private static readonly DateOnly WeekEnd = new(2026, 5, 31);
    private static readonly DateOnly PlanDay = new(2026, 5, 24);

    // M2: signed for in the period (of known orders, whenever made) ÷ ordered in it.
    private static readonly string PeriodRate = $$"""
        select (select sum(received_quantity) from core.delivery_line as note
                where kind = 'delivery' and received_on between @from and @to and {{Of("note")}} and exists (
                    select from core.order_line as line where (line.chain_id, line.order_number, line.store_id, line.product_id, line.is_free)
                        = (note.chain_id, note.order_number, note.store_id, note.product_id, note.is_free) and {{Of("line")}}))
            / (select sum(ordered_quantity) from core.order_line as line where ordered_on between @from and @to and not is_cancelled and {{Of("line")}})
        """;

    // Of the period's order lines that are due, one working day after the requested one: signed for by the date ÷ ordered.
    private static readonly string DueRate = $$"""
        select sum(coalesce(came.quantity, 0)) / sum(line.ordered_quantity)
        from core.order_line as line
        join core.calendar_day as requested on requested.day = line.requested_on
        join core.calendar_day as due on due.is_working_day and due.working_number = requested.working_number + 1
        left join lateral (
            select sum(received_quantity) as quantity from core.delivery_line as note
            where kind = 'delivery' and received_on <= @to and {{Of("note")}} and (note.chain_id, note.order_number, note.store_id, note.product_id, note.is_free)
                = (line.chain_id, line.order_number, line.store_id, line.product_id, line.is_free)) as came on true
        where line.ordered_on between @from and @to and due.day <= @to and not line.is_cancelled and {{Of("line")}}
        """;

    // Per statement: the invoices' shares of the payable that were to be paid before the date, less what was paid.
    private static readonly string Overdue = $$"""
        with claim as (
            select statement.*, paying.settlement_mode, paying.term_days, paying.payment_days
            from core.statement
            cross join lateral (
                select settlement_mode, term_days, payment_days from core.contract
                where contract.chain_id = statement.chain_id and coalesce(contract.account_id, statement.account_id) = statement.account_id
                  and valid_from <= period_to and signed_on <= @to and {{Of("contract")}}
                order by least(valid_to, period_to) desc, contract.account_id is null, signed_on desc limit 1) as paying
            where {{Of("statement")}}
        ), share as (
            select claim.chain_id, claim.statement_number, claim.stated_payable * bill.amount / greatest(claim.stated_invoiceable, sum(bill.amount) over whole) as amount, payment_days,
                case settlement_mode when 'cash' then period_to when 'goods_days' then period_to + term_days when 'invoice_days' then bill.received_on + term_days
                    else (date_trunc('month', bill.received_on) + interval '1 month - 1 day')::date + term_days end as due_on
            from claim join core.invoice as bill using (chain_id, statement_number)
            where bill.issued_on <= @to and {{Of("bill")}} and (settlement_mode in ('cash', 'goods_days') or bill.received_on <= @to)
            window whole as (partition by claim.chain_id, claim.statement_number)
        ), payable as (
            select share.*, (
                select min(day)::date from generate_series(due_on, due_on + 62, interval '1 day') as day
                where payment_days = '' or extract(day from day) = any (string_to_array(payment_days, '|')::integer[])
                   or (extract(day from day + interval '1 day') = 1 and extract(day from day) < any (string_to_array(payment_days, '|')::integer[]))) as payable_on
            from share
        )
        select coalesce(sum(greatest(amount - paid, 0)), 0) from (
            select chain_id, statement_number, sum(amount) as amount,
                (select coalesce(sum(amount), 0) from core.payment_line as line
                 where (line.chain_id, line.statement_number) = (payable.chain_id, payable.statement_number) and paid_on <= @to and {{Of("line")}}) as paid
            from payable where payable_on < @to group by chain_id, statement_number) as late
        """;

    // What the contracts in force in July allow: May's statements and goods are the measure.
    private static readonly string FeesNext = $$"""
        with held as (
            select distinct on (chain_id) chain_id, contract_id from core.contract
            where signed_on <= @to and valid_from <= '2026-07-01' and {{Of("contract")}} order by chain_id, (valid_to >= '2026-07-01') desc, valid_from desc
        ), may as (
            select chain_id, count(*) as statements from core.statement where period_to between '2026-05-01' and '2026-05-31' and {{Of("statement")}} group by chain_id
        ), goods as (
            select line.chain_id, sum(line.amount) filter (where line.kind = 'goods') as goods, sum(line.amount) filter (where line.kind = 'return') as returned,
                sum(round(line.amount / (1 + line.vat_rate), 2)) filter (where line.kind = 'goods') as net_goods,
                sum(round(line.amount / (1 + line.vat_rate), 2)) filter (where line.kind = 'return') as net_returned
            from core.statement_line as line join core.statement using (chain_id, statement_number)
            where line.kind <> 'deduction' and period_to between '2026-05-01' and '2026-05-31' and {{Of("line")}} and {{Of("statement")}} group by line.chain_id
        )
        select sum(case when term.kind = 'fixed' then term.amount * case per when 'statement' then statements when 'month' then times else 0 end
            when term.basis = 'excluding' then round((net_goods + case base when 'goods' then 0 else coalesce(net_returned, 0) end) * pct / 100, 2)
            else round((goods + case base when 'goods' then 0 else coalesce(returned, 0) end) * pct / 100, 2) end)
        from core.contract_term as term join held using (chain_id, contract_id) join may using (chain_id) join goods using (chain_id)
        where term.valid_from <= '2026-07-31' and term.valid_to >= '2026-07-01' and {{Of("term")}}
        """;

    private static readonly string Target = $"select sum(amount) from core.target where month = @from and {Of("target")}";

    // Cases of ours whose dispute window closes in the two weeks after the weekly's last day.
    private const string Lapsing = """
        select sum(claimed_amount) from ops."case"
        where dispute_until between '2026-06-01' and '2026-06-14' and owed_amount = 0
        """;

    [Fact]
    public async Task Rates_overdue_penalties_budget_and_plan_are_what_the_facts_come_to_without_the_views()
    {
        var (daily, weekly) = (await LetterAsync("daily", AsOf), await LetterAsync("weekly", WeekEnd));
        var (budget, plan) = (await LetterAsync("budget", AsOf), await LetterAsync("plan", PlanDay));
        var (periodRate, dueRate) = (await OfAsync(PeriodRate, AsOf, AsOf.AddDays(-27)), await OfAsync(DueRate, AsOf, AsOf.AddDays(-27)));
        var (taken, feesNext) = (await OneAsync(Taken), await OfAsync(FeesNext, AsOf));
        var target = await OfAsync(Target, PlanDay, new(2026, 5, 1));
        var sold = (await month.AskAsync<decimal>(Sales, PlanDay)).Single();
        List<(string Figure, string Shown, string Expected)> list =
        [
            ("daily fill rate of what is due", Tile(daily, "送达率").Value, Rate(dueRate)),
            ("daily fill rate by period", Tile(daily, "送达率").Note!.Split('，')[0], $"本期实收÷订货（M2）{Rate(periodRate)}"),
            ("weekly fill rate", Tile(weekly, "送达率").Value, Rate(await OfAsync(DueRate, WeekEnd, WeekEnd.AddDays(-6)))),
            ("weekly overdue", Tile(await LetterAsync("weekly", AsOf), "逾期应收").Value, R(await OfAsync(Overdue, AsOf))),
            ("weekly receivables, open", Total(await LetterAsync("weekly", AsOf), "逾期", "未收"), M(await OneAsync(Owed))),
            ("weekly receivables, overdue", Total(await LetterAsync("weekly", AsOf), "逾期", "逾期"), M(await OfAsync(Overdue, AsOf))),
            ("weekly claims that lapse", Total(weekly, "最后一天", "可追回"), M(await OneAsync(Lapsing))),
            ("budget subject", budget.Subject.Split(" · ")[1].Split(" 元")[0], $"下月合同费用 {R(feesNext)}"),
            ("budget tile next month", Tile(budget, "下月合同费用").Value, R(feesNext)),
            ("budget tile last month", Tile(budget, "本月已扣").Note!, $"上月 {R(taken)}"),
            ("plan tile sales", Tile(plan, "本月销售").Value, R(sold)), ("plan tile reached", Tile(plan, "本月达成").Value, Rate(sold / target)),
            .. await ColumnsAsync("budget", "budget", AsOf, ("费用 Fees", "下月合同", feesNext), ("费用 Fees", "上月已扣", taken),
            ("系统 Chains", "下月合同", feesNext), ("系统 Chains", "上月已扣", taken)),
            .. await ColumnsAsync("plan", "plan", PlanDay, ("按单品 SKUs", "本月至今", sold)),
            .. await ColumnsAsync("weekly", "receivables", AsOf, ("账龄 Ageing", "未收合计", await OneAsync(Owed)),
            ("明细 Claims", "未收", await OneAsync(Owed))),
        ];

        Assert.InRange(list.Count, 15, 100);
        Assert.Equal(list.Select(figure => (figure.Figure, figure.Expected)), list.Select(figure => (figure.Figure, figure.Shown)));
    }

    // The simulator knows whom planted locks and promotions fall on; each row's amount follows from its own counting.
    [Fact]
    public async Task Penalties_of_the_close_are_those_of_the_truth_and_add_up_to_its_tile()
    {
        var package = new ExcelPackage(await WorkbookAsync("close", "close"));
        var sheet = package.Workbook.Worksheets[ExposureWords.Both];
        var rows = Enumerable.Range(1, sheet.Dimension.Rows).Where(row => Arithmetic().IsMatch(sheet.Cells[row, 6].Text))
            .Select(row => (What: sheet.Cells[row, 1].Text, Amount: sheet.Cells[row, 5].GetValue<decimal>(), Counting: Arithmetic()
            .Match(sheet.Cells[row, 6].Text))).ToList();
        decimal Of(string what) => rows.Where(row => row.What.StartsWith(what, StringComparison.Ordinal)).Sum(row => row.Amount);
        decimal Planted(string rule) => Truth("penalties.csv").Where(row => row["rule_id"] == rule)
            .Sum(row => decimal.Parse(row["amount"], CultureInfo.InvariantCulture));

        Assert.Equal((Planted("sku_lock"), Planted("promotion_not_filed"), Planted("promotion_result_late")),
            (Of("产品锁码"), Of("促销未报财务备案"), Of("促销结果逾期")));
        Assert.Equal(R(rows.Sum(row => row.Amount)), Tile(await LetterAsync("close", AsOf), "考核测算").Value);
        Assert.All(rows, row =>
        {
            decimal Part(int group) => row.Counting.Groups[group] is { Success: true } part
                ? decimal.Parse(part.Value, CultureInfo.InvariantCulture) : 1;
            Assert.Equal(Part(4), Part(1) * Part(2) * Part(3));
            Assert.Equal(row.Amount, row.Counting.Groups[5].Success ? Part(5) : Part(4));
        });
    }

    // What a store has to carry and was not delivered in four weeks, counted for the dealer of the store: five times 100 an item, 5,000 at
    // most.
    private const string Missing =
        """
        with opened as (
            select distinct chain_id, store_id, product_id from core.delivery_line as note
            where kind = 'delivery' and received_quantity > 0 and received_on between @to::date - 27 and @to and {1}
        ), missing as (
            select store.dealer, store.chain_id, store.store_id, product.product_id
            from core.store cross join core.product
            left join core.regional_assortment as added on (added.region, added.product_id) = (store.region, product.product_id) and @to between added.valid_from and added.valid_to and {4}
            where {2} and {3} and @to between store.valid_from and store.valid_to and @to between product.valid_from and product.valid_to
              and (assortment in ('core', 'children', 'new') or added.product_id is not null)
              and (launched_on is null or (select count(*) from core.calendar_day where is_working_day and day > launched_on and day < @to) >= 20)
              and not exists (select from opened where (opened.chain_id, opened.store_id, opened.product_id) = (store.chain_id, store.store_id, product.product_id))
        )
        """;

    private static readonly string MissingOfDealers = $$"""
        {{Asked(Missing)}} select dealer || ' ' || count(*) || ' ' || least(count(*) * 500, 5000) from missing where dealer <> '' group by dealer order by dealer
        """;

    private static string Asked(string sql) => sql.Replace("{1}", Of("note"), StringComparison.Ordinal)
        .Replace("{2}", Of("store"), StringComparison.Ordinal)
        .Replace("{3}", Of("product"), StringComparison.Ordinal).Replace("{4}", Of("added"), StringComparison.Ordinal);

    [Fact]
    public async Task Missing_items_of_the_penalties_are_those_that_no_delivery_brought()
    {
        var rows = await PenaltiesAsync("必备品项缺失");
        var dealers = rows.Where(row => row.Counting.Groups[3].Value == "5")
            .Select(row => $"{row.Who} {row.Counting.Groups[1].Value} {row.Amount:0}").Order(StringComparer.Ordinal);
        var expected = await month.AskAsync<string>(MissingOfDealers, AsOf, new { to = new DateOnly(2026, 5, 31) });
        Assert.Equal(expected.Order(StringComparer.Ordinal), dealers);
    }

    private async Task<List<(string Who, decimal Amount, Match Counting)>> PenaltiesAsync(string what)
    {
        var package = new ExcelPackage(await WorkbookAsync("close", "close"));
        var sheet = package.Workbook.Worksheets[ExposureWords.Both];
        return [.. Enumerable.Range(1, sheet.Dimension.Rows)
            .Where(row => sheet.Cells[row, 1].Text.StartsWith(what, StringComparison.Ordinal) && Arithmetic()
            .IsMatch(sheet.Cells[row, 6].Text))
            .Select(row =>
            (sheet.Cells[row, 4].Text, sheet.Cells[row, 5].GetValue<decimal>(), Arithmetic().Match(sheet.Cells[row, 6].Text)))];
    }

    private async Task<decimal> OfAsync(string sql, DateOnly to, DateOnly? from = null) =>
        (await month.AskAsync<decimal>(sql, to, new { from = from ?? to, to })).Single();

    private async Task<List<(string, string, string)>> ColumnsAsync(string digest, string book, DateOnly date,
        params (string Sheet, string Column, decimal Expected)[] columns)
    {
        var package = new ExcelPackage(await WorkbookAsync(digest, book, date));
        return [.. columns.Select(column =>
            ($"{book} {column.Sheet} {column.Column}", M(Sum(package.Workbook.Worksheets[column.Sheet], column.Column)),
            M(column.Expected)))];
    }

    private static string Rate(decimal fraction) => (Math.Floor(fraction * 1000) / 10).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    [GeneratedRegex("^([0-9]+) [^×]+ × ([0-9.]+)(?: × ([0-9.]+))? = ([0-9.]+)(?: → ([0-9.]+))?")]
    private static partial Regex Arithmetic();
}
