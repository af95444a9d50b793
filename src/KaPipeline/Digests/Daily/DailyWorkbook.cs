using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Workbooks;

namespace KaPipeline.Digests.Daily;

/// <summary>The daily workbook of one scope: what to deliver first, what runs out and what warehouses do not send
/// on, whole, then every delivery break, locked item and
/// wrong price that the mail counts, each with what a clerk needs to find it in a chain's portal; and the results of promotions while they
/// are due. None where nothing stands: the mail says so.</summary>
internal static class DailyWorkbook
{
    /// <summary>Its name in <c>recipients.yaml</c>.</summary>
    public const string Workbook = "daily";

    private static readonly string[] Kinds = [OpenItemKind.ServiceBreak, OpenItemKind.Lock, OpenItemKind.Anomaly];

    public static IEnumerable<WorkbookOrder> Orders(Scoped<DailyFacts> scoped) =>
        scoped.Facts.Work is { Lines.Count: > 0 } or { Stock.Count: > 0 } or { HeldUp.Count: > 0 } || scoped.Facts.Results.Count > 0
        || scoped.Facts.OpenItems.Items.Any(item => Kinds.Contains(item.Kind)) ? [Order(scoped)] : [];

    private static WorkbookOrder Order(Scoped<DailyFacts> scoped)
    {
        var (facts, reader) = (scoped.Facts, scoped.Reader);
        return new WorkbookOrder(
            $"{Workbook} {reader.Language} {reader.Scope.Key}",
            WorkbookName.Of("KA日报", "KA daily", $"{facts.Frame.BusinessDate:yyyy-MM-dd}", reader, facts.Names),
            async (_, target, frontsOnly, ct) =>
            {
                var workbook = new ReportWorkbook($"KA 日报 Daily {facts.Frame.BusinessDate:yyyy-MM-dd}", facts.Frame.ProducedAt)
                {
                    FrontsOnly = frontsOnly,
                };
                Write(workbook, facts, Language.Of(reader.Language));
                await workbook.SaveAsync(target, ct);
            });
    }

    private static void Write(ReportWorkbook workbook, DailyFacts facts, Language language)
    {
        var (sheets, work) = (new DailySheets(facts.Names, language), new WorkListSheets(facts.Work, facts.Names, language));
        var items = facts.OpenItems.Items.ToLookup(item => item.Kind);
        var (breaks, prices) = (facts.OpenItems.Total(OpenItemKind.ServiceBreak), facts.OpenItems.Total(OpenItemKind.Anomaly));
        var locks = facts.OpenItems.Items.Where(item => item.Kind == OpenItemKind.Lock).ToList();
        var exposed = locks.Sum(item => item.Positive);
        var deliverySheet = sheets.Deliveries([.. items[OpenItemKind.ServiceBreak]], breaks);
        var lockSheet = sheets.Locks(locks, exposed);
        var priceSheet = sheets.Prices([.. items[OpenItemKind.Anomaly]], prices);
        var (firstSheet, stockSheet, heldUpSheet) = (work.Deliver(), work.Stock(), work.HeldUp());
        // Only where a chain's warehouse tells what it sends on.
        DetailSheet[] heldUp = facts.Work.HeldUp.Count == 0 ? [] : [heldUpSheet];
        foreach (var sheet in (DetailSheet[])[firstSheet, stockSheet, .. heldUp, deliverySheet, lockSheet, priceSheet])
        {
            workbook.AddDetail(sheet);
        }

        var results = PromotionResultSheet.Of(workbook, facts, language);
        if (facts.Results.Count > 0)
        {
            results.Write();
        }

        new ControlSheet(workbook,
        [
            // Its first column is empty where nobody is named.
            new("先送 Deliver first", facts.Work.Lines.Count, firstSheet.Formula(1, "COUNTA("), "mart.work_list", "行 lines"),
            new("未送金额 Worth", work.OpenAmount, firstSheet.Formula(WorkListSheets.OpenAmountColumn), "mart.work_list"),
            new("断货与低库存 Stock", facts.Work.Stock.Count, stockSheet.Formula(0, "COUNTA("), "mart.stock_cover", "项 items"),
            new("建议金额 Order worth", work.SuggestedAmount, stockSheet.Formula(work.SuggestedAmountColumn), "mart.stock_cover"),
            new("约少供金额 Not supplied, about", work.LostAmount, stockSheet.Formula(work.LostColumn), "mart.stock_out"),
            .. heldUp.Select(sheet => new ControlTotal(
                "大仓未到店 Warehouse", facts.Work.HeldUp.Count, sheet.Formula(0, "COUNTA("), "mart.warehouse_leg", "项 items")),
            new("送货差异 Delivery breaks", breaks.Listed, deliverySheet.Formula(0, "COUNTA("), "mart.open_difference", "项 items"),
            new("缺货金额 Missing", breaks.Positive, deliverySheet.Formula(DailySheets.MissingColumn), "mart.open_difference"),
            new("多送金额 Delivered beyond the order", breaks.Negative, deliverySheet.Formula(DailySheets.MissingColumn + 1),
                "mart.open_difference"),
            new("锁码 SKU locks", locks.Count, lockSheet.Formula(0, "COUNTA("), "mart.sku_lock_alert", "项 items"),
            new(ExposureWords.Both, exposed, lockSheet.Formula(DailySheets.ExposureColumn), "mart.sku_lock_alert"),
            new("价格异常 Price anomalies", prices.Listed, priceSheet.Formula(0, "COUNTA("), "mart.open_difference", "项 items"),
            new("价格偏低 Priced too low", prices.Positive, priceSheet.Formula(DailySheets.TooLowColumn), "mart.open_difference"),
            new("价格偏高 Priced too high", prices.Negative, priceSheet.Formula(DailySheets.TooLowColumn + 1), "mart.open_difference"),
            .. facts.Results.Count == 0 ? [] : (ControlTotal[])
            [
                new("结案：实际费用 Results: spent", facts.Results.Sum(result => result.SpentAmount ?? 0),
                    results.Over(PromotionResultSheet.SpentColumn), "mart.promotion_sheet"),
            ],
        ]).Write();
    }
}
