using KaPipeline.Workbooks;
using OfficeOpenXml;

namespace KaPipeline.Contracts;

/// <summary>First sheet of the negotiation pack: the sums, and what a proposed term would cost.</summary>
internal static class NegotiationSummary
{
    public static void Write(
        ReportWorkbook workbook, ExcelWorksheet sheet, string chain, int year, DateOnly asOf, NegotiationGround ground,
        ProposedTerm? proposed)
    {
        double[] widths = [50, 20, 84];
        for (var i = 0; i < widths.Length; i++)
        {
            sheet.Column(i + 1).Width = widths[i];
        }

        sheet.Cells[1, 1].Value = $"{chain} {year} 合同谈判资料";
        SheetLook.Title(sheet.Cells[1, 1]);
        sheet.Cells[2, 1].Value = $"Contract negotiation pack (M5.1) · 截至 as of {asOf:yyyy-MM-dd}";
        SheetLook.Note(sheet.Cells[2, 1]);
        var row = FrontTable.Write(workbook, sheet, 4,
            [new("项目 Figure", ColumnKind.Text), new("值 Value", ColumnKind.Money), new("算法 How", ColumnKind.Text)],
        [
            ["供货净额（未税） Supply, VAT excluded", ground.SupplyAmount, "签收 − 退货，约定供价 received less returned, at agreed prices"],
            ["供货净额（含税） Supply, VAT included", ground.SupplyAmountIncluding, "同上，加税 the same, with VAT"],
            ["去年同期（未税） Last year, same days", ground.LastYearAmount is { } before ? before
            : "—", "去年同期供货净额 supply of last year up to the same day"],
            ["对账单货款（含税） Settled goods, VAT included", ground.SettledAmount, "各期对账单进货 − 退货 goods less returns of the statements"],
            ["扣费合计 Fees deducted", ground.FeeAmount, "各期对账单扣款合计 all deductions of the statements"],
            ["费用率 % Fee ratio", ground.FeePct is { } pct ? pct : "—", "扣费 ÷ 对账单货款 fees ÷ settled goods"],
            ["对账差异：可追回 Money breaks, ours to claim", ground.ClaimedAmount,
            "我方应得而未付（含税），未结余额只计一次 ours and not paid, VAT included, an open rest once"],
            ["对账差异：可能被追扣 Money breaks, theirs to claim", ground.OwedAmount,
            "对方可向我方追扣（含税），不与上行相抵 what the chain may take back, VAT included, never netted with the line above"],
        ]);
        sheet.Cells[row + 1, 1].Value = "拟议条款 Proposed term";
        SheetLook.Title(sheet.Cells[row + 1, 1]);
        if (proposed is null)
        {
            sheet.Cells[row + 2, 1].Value = "未给出 none was given (--pct, --fixed)";
            SheetLook.Note(sheet.Cells[row + 2, 1]);
            return;
        }

        FrontTable.Write(workbook, sheet, row
            + 3, [new("项目 Figure", ColumnKind.Text), new("值 Value", ColumnKind.Money), new("算法 How", ColumnKind.Text)],
        [
            ["比例 % Percentage", proposed.Pct, "占含税货款 of settled goods, VAT included"],
            ["固定费用 Fixed fee a year", proposed.FixedAmount, "每年 a year"],
            ["按本年至今货款的成本 Cost at this year's goods so far", proposed.CostAmount, "货款 × 比例 + 固定 goods × percentage + fixed"],
            ["替代现有费用的保本销售额（含税） Break-even sales, instead of today's fees", proposed.BreakEvenAmount is { } sales ? sales
            : "—", "固定 ÷ (现费用率 − 比例)：达到后占比不高于今天 fixed ÷ (today's ratio − percentage): above it the term takes no larger share than all fees today"],
            ["另加于现有费用的保本销售额（含税） Break-even sales, on top of today's fees", proposed.KeepNetAmount is { } kept ? kept
            : "—", "（货款 − 扣费 + 固定）÷（1 − 现费用率 − 比例）：达到后扣费后净额不低于今天 (goods − fees + fixed) ÷ (1 − today's ratio − percentage): above it no less remains than today"],
        ]);
    }
}
