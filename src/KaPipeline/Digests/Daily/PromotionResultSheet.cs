using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Digests.Daily;

/// <summary>The result sheets of promotions (结案, M5.6.10) in the daily workbook, while their results are due.</summary>
internal static class PromotionResultSheet
{
    /// <summary>Where what was spent stands.</summary>
    public const int SpentColumn = 19;

    public static SheetTable Of(ReportWorkbook workbook, DailyFacts facts, Language language) => new(
        workbook, "结案 Results", "促销结案 Results of promotions",
        facts.Rules.In(
            "结束后 {promotion.report_working_days} 个工作日内上报（M6.2.6）；供货额不含税，促销前、去年同期取同样天数（M5.6.10）；回报 = 增量供货额 ÷（实际费用 + 让利）。\n"
            + "To be reported within {promotion.report_working_days|working day}; supply without VAT, before and last year over as many days; return = extra supply ÷ (spent + given up)."),
        [
            new("系统 Chain", Width: 14), new("促销 Promotion", Width: 16), new("类别 Kind", Width: 14), new("目的 Purpose", Width: 20),
            new("力度 Offer", Width: 16), new("门店数 Stores", ColumnKind.Count, 9), new("开始 From", ColumnKind.Date, 11),
            new("结束 To", ColumnKind.Date, 11), new("上报期限 Report by", ColumnKind.Date, 12), new("上报 Reported", ColumnKind.Date, 11),
            new("目标 Goal", ColumnKind.Money, 13, true), new("促销期 During", ColumnKind.Money, 13, true),
            new("达成 Of the goal", ColumnKind.Percent, 10, false, "L{0}/K{0}"), new("促销前 Before", ColumnKind.Money, 13, true),
            new("增长 Growth", ColumnKind.Percent, 10), new("促销后 After", ColumnKind.Money, 13),
            new("去年同期 Last year", ColumnKind.Money, 13), new("预算 Budget", ColumnKind.Money, 12, true),
            new("批准费用 Approved", ColumnKind.Money, 12, true), new("实际费用 Spent", ColumnKind.Money, 12, true),
            new("让利 Given up", ColumnKind.Money, 12, true), new("承担 我/系统/经销商 Shares %", Width: 18),
            new("增量 Extra supply", ColumnKind.Money, 13, true), new("回报 Return", ColumnKind.Quantity, 9),
        ],
        [.. facts.Results.Select(one => (object?[])
        [
            facts.Names.Chain(one.ChainId, language), one.PromotionId, Label.PromotionKind.Both(one.Kind), one.Purpose, one.Strength,
            (decimal?)one.StoreCount, one.FromOn, one.RetailTo, one.ReportBy, one.ReportedOn, one.GoalAmount, one.DuringAmount,
            one.GoalShare, one.BeforeAmount, one.GrowthPct / 100, one.AfterAmount, one.LastYearAmount, one.BudgetAmount,
            one.ApprovedFeeAmount, one.SpentAmount, one.GivenUpAmount,
            one.OurSharePct is null ? null : FormattableString.Invariant(
                $"{one.OurSharePct:0.##} / {one.ChainSharePct:0.##} / {one.DealerSharePct:0.##}"),
            one.ExtraAmount, one.ReturnRatio,
        ])]);
}
