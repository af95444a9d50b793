using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Workbooks;

namespace KaPipeline.Digests.Plan;

/// <summary>The plan workbook of one scope: targets by week, by day and by SKU, deadlines, and for the screen each day of each
/// SKU.</summary>
internal static class PlanWorkbook
{
    public static WorkbookOrder Order(Scoped<PlanFacts> scoped) => Order(scoped.Facts, scoped.Reader);

    private static WorkbookOrder Order(PlanFacts facts, Recipient reader) => new(
        $"{PlanDigest.Workbook} {reader.Language} {reader.Scope.Key}",
        WorkbookName.Of("KA工作计划", "KA plan", $"{facts.Targets.Month:yyyy-MM}", reader, facts.Names),
        async (_, target, frontsOnly, ct) =>
        {
            var language = Language.Of(reader.Language);
            var days = facts.Targets.Days.ToList();
            var given = facts.Targets.Control.Where(place => days.Any(day => day.Place == place.Key)).Sum(place => place.Value);
            var workbook =
                new ReportWorkbook($"KA 工作计划 Plan {facts.Targets.Month:yyyy-MM}", facts.Frame.ProducedAt) { FrontsOnly = frontsOnly };
            var (weeks, products, detail) =
                (Weeks(workbook, facts, days), Products(workbook, facts, days, language), Detail(facts.Names, days, given, language));
            var each = EachDay(workbook, facts, days);
            weeks.Write();
            each.Write();
            products.Write();
            Deadlines(workbook, facts, language).Write();
            workbook.AddDetail(detail);
            new ControlSheet(workbook,
            [
                new("目标：按周 Target by week", given, weeks.Over(3), "core.target"),
                new("目标：按日 Target by day", given, each.Over(2), "core.target"),
                new("目标：按单品 Target by SKU", given, products.Over(1), "core.target"),
                new("目标：按日按单品 Target by day and SKU", given, detail.Formula(5), "core.target"),
            ]).Write();
            await workbook.SaveAsync(target, ct);
        });

    private static SheetTable Weeks(ReportWorkbook workbook, PlanFacts facts, List<TargetDay> days) => new(
        workbook, "按周 Weeks", $"目标按周 Target by week {facts.Targets.Month:yyyy-MM}",
        "不含税，元；每日之和等于目标，分毫不差。 RMB, VAT excluded; the days add up to the target to the cent.",
        [new("周 Week", Width: 14), new("起 From", ColumnKind.Date, 12), new("止 To", ColumnKind.Date, 12),
        new("目标 Target", ColumnKind.Money, 18, true)],
        [.. days.GroupBy(day => day.Week).OrderBy(week => week.Min(day => day.Day)).Select(week => (object?[])
            [week.Key, week.Min(day => day.Day), week.Max(day => day.Day), week.Sum(day => day.Amount)])])
    {
        Chart = (0, 3),
    };

    // What goes on paper of the days: the items of each are on the sheet for the screen.
    private static SheetTable EachDay(ReportWorkbook workbook, PlanFacts facts, List<TargetDay> days)
    {
        var soFar = 0m;
        return new SheetTable(
            workbook, "按日 Days", $"目标按日 Target by day {facts.Targets.Month:yyyy-MM}",
            "不含税，元；累计为月初至当日，可对照日报。 RMB, VAT excluded; the running total is from the first of the month.",
            [new("日期 Date", ColumnKind.Date, 14), new("周 Week", Width: 14), new("目标 Target", ColumnKind.Money, 18, true),
            new("累计目标 So far", ColumnKind.Money, 18)],
            [.. days.GroupBy(day => day.Day).OrderBy(day => day.Key).Select(day => (object?[])
                [day.Key, day.First().Week, day.Sum(one => one.Amount), soFar += day.Sum(one => one.Amount)])]);
    }

    private static SheetTable Products(ReportWorkbook workbook, PlanFacts facts, List<TargetDay> days, Language language)
    {
        var now = facts.Sales.Rows.Where(row => row.Month == facts.Sales.Month).ToLookup(row => row.ProductId);
        var targets = days.ToLookup(day => day.ProductId);
        decimal? SoldOf(string id) => facts.Sales.Amount(facts.Sales.Month, [.. now[id]], now[id].Select(row => row.Place.ChainId)
            .Concat(targets[id].Select(day => day.Place.ChainId)));
        return new SheetTable(
            workbook, "按单品 SKUs", "目标按单品 Target by SKU", "本月至今为供货减退货，不含税。 This month so far: supply less returns, VAT excluded.",
            [new("产品 Product", Width: 26), new("下月目标 Target", ColumnKind.Money, 18, true),
            new("本月至今 This month", ColumnKind.Money, 18, true)],
            [.. targets.Select(product => product.Key).Union(now.Select(product => product.Key))
            .OrderByDescending(id => targets[id].Sum(day => day.Amount))
                .ThenByDescending(SoldOf).Select(id => (object?[])
                [
                    facts.Names.TargetProduct(id, language), targets.Contains(id) ? targets[id].Sum(day => day.Amount)
                        : null, id.Length > 0 ? SoldOf(id) : null,
                ])]);
    }

    private static SheetTable Deadlines(ReportWorkbook workbook, PlanFacts facts, Language language) => new(
        workbook, "期限 Deadlines", "到下月底的期限 Due by the end of next month",
        "对账、投票、回款、促销、新品。 Reconciliation, invoices, payments, promotions, new products.",
        [new("日期 Date", ColumnKind.Date, 12), new("系统 Chain", Width: 16), new("门店 Store", Width: 22), new("事项 What", Width: 24),
        new("说明 Detail", Width: 28), new("金额 Amount", ColumnKind.Money, 16)],
        [.. facts.Deadlines.Select(due => (object?[])
        [
            due.On, facts.Names.Chain(due.ChainId, language), due.Place.StoreId.Length > 0
                ? facts.Names.Store(due.ChainId, due.Place.StoreId, language) : "",
            Label.Deadline.Both(due.Kind),
            due.Kind == "new_product" ? facts.Names.Product(due.Detail, language) : due.Detail, due.Amount,
        ])]);

    private static DetailSheet Detail(Names names, List<TargetDay> days, decimal given, Language language) => new(
        "明细 Day by item", "每行一个产品的一天 One day of one product each",
        [
            new DetailColumn("系统 Chain", ColumnKind.Text, 14) { IsName = true }.In(language), new("门店 Store", ColumnKind.Text, 22),
            new DetailColumn("产品 Product", ColumnKind.Text, 24) { IsName = true }.In(language), new("日期 Date", ColumnKind.Date, 12),
            new("周 Week", ColumnKind.Text, 11), new("目标 Target", ColumnKind.Money, 15, given),
        ],
        days.Count,
        MemoryRows.Of(days.Select(day => (object?[])
        [
            names.Chain(day.Place.ChainId, language), day.Place.StoreId.Length > 0
                ? names.Store(day.Place.ChainId, day.Place.StoreId, language) : "全系统 whole chain",
            names.TargetProduct(day.ProductId, language), day.Day, day.Week, day.Amount,
        ])))
    {
        IsForScreen = true,
    };
}
