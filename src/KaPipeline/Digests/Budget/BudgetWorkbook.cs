using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Workbooks;

namespace KaPipeline.Digests.Budget;

/// <summary>The fee-budget workbook of one scope: each fee by contract against what was taken, promotions to file.</summary>
internal static class BudgetWorkbook
{
    public static WorkbookOrder Order(Scoped<BudgetFacts> scoped) => Order(scoped.Facts, scoped.Reader);

    private static WorkbookOrder Order(BudgetFacts facts, Recipient reader) => new(
        $"{BudgetDigest.Workbook} {reader.Language} {reader.Scope.Key}",
        WorkbookName.Of("KA费用预算", "KA fee budget", $"{facts.Fees.Month.AddMonths(1):yyyy-MM}", reader, facts.Names),
        async (_, target, frontsOnly, ct) =>
        {
            var workbook = new ReportWorkbook($"KA 费用预算 Fee budget {facts.Fees.Month.AddMonths(1):yyyy-MM}",
                facts.Frame.ProducedAt)
            { FrontsOnly = frontsOnly };
            var language = Language.Of(reader.Language);
            var promotions = Promotions(workbook, facts, language);
            List<ControlTotal> control =
                [new("促销产品 Products on promotion", facts.Fees.Promotions.Sum(promotion => promotion.Products), promotions.Over(7),
                "mart.promotion_deadline", "个 products")];
            if (facts.Names.HasWholeChain(reader.Scope))
            {
                var (chains, fees) = (Chains(workbook, facts, language), Fees(workbook, facts, language));
                chains.Write();
                fees.Write();
                var taken = facts.Fees.Control.Sum(chain => chain.Value);
                control.InsertRange(0,
                [
                    new("本月已扣：按费用 Taken, by fee", taken, fees.Over(4), "core.statement_line"),
                    new("本月已扣：按系统 Taken, by chain", taken, chains.Over(2), "core.statement_line"),
                    new("下月合同：按系统 Contract, by chain", facts.Fees.Fees.Sum(fee => fee.NextMonth ?? 0), chains.Over(1),
                    "core.contract_term"),
                ]);
            }

            promotions.Write();
            if (facts.Special.Count > 0)
            {
                var special = Special(workbook, facts, language);
                special.Write();
                control.AddRange(
                [
                    new("专项费用：批准 Special fees, approved", facts.Special.Sum(fee => fee.ApprovedAmount ?? 0), special.Over(7),
                        "mart.special_fee_claim"),
                    new("专项费用：实际 Special fees, spent", facts.Special.Sum(fee => fee.SpentAmount ?? 0), special.Over(8),
                        "mart.special_fee_claim"),
                ]);
            }

            new ControlSheet(workbook, control).Write();
            await workbook.SaveAsync(target, ct);
        });

    private static SheetTable Chains(ReportWorkbook workbook, BudgetFacts facts, Language language) => new(
        workbook, "系统 Chains", $"费用预算 Fee budget {facts.Fees.Month.AddMonths(1):yyyy-MM}",
        "下月按合同应扣与本月已扣；费用率 = 本月已扣 ÷ 本月进货净额（含税）。 By contract next month against taken this month; ratio = taken ÷ goods less returns (VAT included).",
        [
            new("系统 Chain", Width: 20), new("下月合同 Next month", ColumnKind.Money, 16, true),
                new("本月已扣 This month", ColumnKind.Money, 16, true),
            new("上月已扣 Last month", ColumnKind.Money, 16, true), new("本月进货净额 Goods", ColumnKind.Money, 18, true),
            new("费用率 Ratio", ColumnKind.Percent, 10, false, "C{0}/E{0}"),
        ],
        [.. facts.Fees.Fees.GroupBy(fee => fee.ChainId).Select(chain =>
        {
            var taken = facts.Fees.Taken([.. chain], fee => fee.MonthToDate);
            decimal? goods = taken is null ? null : facts.Fees.Goods.GetValueOrDefault(chain.Key).Now;
            return (object?[])
            [
                facts.Names.Chain(chain.Key, language), chain.Sum(fee => fee.NextMonth ?? 0), taken,
                    facts.Fees.Taken([.. chain], fee => fee.LastMonth), goods,
                taken is { } known ? Facts.Flow.Ratio(known, goods ?? 0) : null,
            ];
        })])
    {
        Chart = (0, 1),
    };

    private static SheetTable Fees(ReportWorkbook workbook, BudgetFacts facts, Language language) => new(
        workbook, "费用 Fees", "各项费用 Fees",
        "“下月合同”为空：没有条款（先追回或补签），或比例费用尚无进货额作基数。 No figure for next month: no term (reclaim it or sign one), or a percentage whose base is not known yet.",
        [
            new("系统 Chain", Width: 16), new("费用 Fee", Width: 28), new("合同条款 Terms", Width: 40),
                new("下月合同 Next month", ColumnKind.Money, 16, true),
            new("本月已扣 This month", ColumnKind.Money, 16, true), new("上月已扣 Last month", ColumnKind.Money, 16, true),
            new("今年已扣 This year", ColumnKind.Money, 16, true),
        ],
        [.. facts.Fees.Fees.Select(fee => (object?[])
        [
            facts.Names.Chain(fee.ChainId, language), $"{fee.FeeName} {fee.FeeNameEn}", fee.Terms, fee.NextMonth,
                facts.Fees.Taken([fee], one => one.MonthToDate), facts.Fees.Taken([fee], one => one.LastMonth), fee.YearToDate,
        ])]);

    private static SheetTable Special(ReportWorkbook workbook, BudgetFacts facts, Language language) => new(
        workbook, "专项费用 Special fees", "专项费用：申请、批准、实际、核销 Special fees and their claims",
        "本月及以后预算的，和以前未核销完的（M5.6.1）；模板 ka template budget。 Of this month's budget and later ones, and earlier ones that are not settled.",
        [
            new("系统 Chain", Width: 14), new("申请编号 Number", Width: 18), new("预算月份 Month", ColumnKind.Date, 12),
            new("促销 Promotion", Width: 16), new("用途 Purpose", Width: 18), new("进度 Step", Width: 18),
            new("申请 Applied for", ColumnKind.Money, 13, true), new("批准 Approved", ColumnKind.Money, 13, true),
            new("实际 Spent", ColumnKind.Money, 13, true), new("超批准 Beyond approval", ColumnKind.Money, 13, true),
            new("开票 Invoiced", ColumnKind.Money, 13, true), new("缺发票 No invoice", ColumnKind.Money, 13, true),
            new("已付 Paid", ColumnKind.Money, 13, true),
        ],
        [.. facts.Special.Select(fee => (object?[])
        [
            facts.Names.Chain(fee.ChainId, language), fee.FeeNumber, fee.Month, fee.PromotionId, fee.Purpose, Label.FeeStep.Both(fee.Step),
            fee.AppliedAmount, fee.ApprovedAmount, fee.SpentAmount, fee.OverBudgetAmount == 0 ? null : fee.OverBudgetAmount,
            fee.InvoicedAmount, fee.WithoutInvoiceAmount == 0 ? null : fee.WithoutInvoiceAmount, fee.PaidAmount,
        ])]);

    private static SheetTable Promotions(ReportWorkbook workbook, BudgetFacts facts, Language language) => new(
        workbook, "促销 Promotions", "促销报备 Promotions", facts.Rules.In(
            "海报提前 {promotion.poster_days} 天、店内提前 {promotion.in_store_days} 天报备（M6.2.2）。"
            + " Poster {promotion.poster_days|day}, in-store {promotion.in_store_days|day} ahead (M6.2.2)."),
        [
            new("系统 Chain", Width: 16), new("促销 Promotion", Width: 18), new("类型 Kind", Width: 16), new("上架 From", ColumnKind.Date, 12),
                new("下架 To", ColumnKind.Date, 12),
            new("报备期限 File by", ColumnKind.Date, 12), new("已报备 Filed on", ColumnKind.Date, 12),
            new("产品数 Products", ColumnKind.Count, 10, true),
        ],
        [.. facts.Fees.Promotions.Select(promotion => (object?[])
        [
            facts.Names.Chain(promotion.ChainId, language), promotion.PromotionId, Label.PromotionKind.Both(promotion.Kind),
            promotion.RetailFrom, promotion.RetailTo, promotion.FileBy, promotion.FiledOn, (decimal)promotion.Products,
        ])]);
}
