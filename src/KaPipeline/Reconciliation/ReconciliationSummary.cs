using System.Globalization;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Workbooks;
using OfficeOpenXml;

namespace KaPipeline.Reconciliation;

/// <summary>The front sheet: one line per statement, live formulas, totals, and a chart of the differences.</summary>
internal sealed class ReconciliationSummary
{
    private const string Name = "概览 Summary";
    private const int HeaderRow = 7;
    private const string Money = "#,##0.00";

    private readonly ReportWorkbook workbook;
    private readonly EditionFrame frame;
    private readonly Names names;
    private readonly Language language;
    private readonly IReadOnlyList<ReconciliationWorkbook.StatementRow> statements;
    private readonly DetailSheet breaks;

    public ReconciliationSummary(
        ReportWorkbook workbook, EditionFrame frame, Names names, Language language,
        IReadOnlyList<ReconciliationWorkbook.StatementRow> statements,
        DetailSheet breaks)
    {
        this.workbook = workbook;
        this.frame = frame;
        this.names = names;
        this.language = language;
        this.statements = statements;
        this.breaks = breaks;
    }

    public string StatementNumbers => Range("C");

    public string StatedPayable => Range("H");

    public string CountedOnce => Range("L");

    private int Last => HeaderRow + Math.Max(1, statements.Count);

    public void Write()
    {
        var sheet = workbook.AddFront(Name);
        sheet.Cells["A1"].Value = "重点客户对账 Key-account reconciliation";
        SheetLook.Title(sheet.Cells["A1"]);
        sheet.Cells["A2"].Value =
            $"业务日期 Business date {language.Date(frame.BusinessDate)} · 数据截至 known at {language.Moment(frame.Clock.KnownAt)}";
        sheet.Cells["A3"].Value =
            "金额含税，单位元；差额 = 我方账面 − 对方对账单；可追回与可能被追扣分列，不相抵。 RMB including VAT; difference = our books − their statement; what is ours and what is theirs to claim are shown apart.";
        sheet.Cells["A4"].Value =
            "每一分差额都有差异项说明：“未解释”必须为 0.00；“不完整”的对账单有隔离行，结论待定。 Every cent is explained: unexplained must be 0.00; an incomplete statement has rows in quarantine and claims nothing.";
        sheet.Cells["A5"].Value = WorkbookNotes.CarriedOnce;
        SheetLook.Note(sheet.Cells["A2:A5"]);
        Header(sheet);
        for (var i = 0; i < statements.Count; i++)
        {
            Row(sheet, HeaderRow + 1 + i, statements[i]);
        }

        Totals(sheet);
        sheet.Cells[HeaderRow + 1, 5, Last + 1, 15].Style.Numberformat.Format = Money;
        sheet.Cells[HeaderRow, 1, Last, 17].AutoFilter = true;
        sheet.View.FreezePanes(HeaderRow + 1, 4);
        double[] widths = [14, 15, 20, 23, 15, 14, 15, 15, 14, 14, 14, 14, 14, 14, 12, 16, 34];
        for (var i = 0; i < widths.Length; i++)
        {
            sheet.Column(i + 1).Width = widths[i];
        }

        sheet.Row(HeaderRow - 1).Height = SheetLook.Gap;
        SheetLook.Print(sheet, HeaderRow, widths.Sum());

        Chart(sheet);
    }

    private static void Header(ExcelWorksheet sheet)
    {
        string[] heads =
        [
            "系统 Chain", "结算账户 Account", "对账单 Statement", "结算周期 Period", "应收货款 Goods expected", "合同扣款 Deductions", "应付我方 Expected",
            "对方应付 Stated", "差额 Difference", "差异项合计 Breaks", "其中结转 Of which carried", "计入合计 Counted once", "可追回 Ours to claim",
            "可能被追扣 Theirs to claim", "未解释 Unexplained", "状态 State", "来源 Source",
        ];
        for (var i = 0; i < heads.Length; i++)
        {
            sheet.Cells[HeaderRow, i + 1].Value = SheetLook.TwoLines(heads[i]);
        }

        SheetLook.Header(sheet.Cells[HeaderRow, 1, HeaderRow, heads.Length]);
        sheet.Cells[HeaderRow, 5, HeaderRow, 15].Style.HorizontalAlignment = OfficeOpenXml.Style.ExcelHorizontalAlignment.Right;
        sheet.Row(HeaderRow).Height = 32;
    }

    private void Row(ExcelWorksheet sheet, int row, ReconciliationWorkbook.StatementRow statement)
    {
        sheet.Cells[row, 1].Value = names.Chain(statement.ChainId, language);
        sheet.Cells[row, 2].Value = statement.AccountId;
        sheet.Cells[row, 3].Value = statement.StatementNumber;
        sheet.Cells[row, 4].Value =
            string.Create(CultureInfo.InvariantCulture, $"{statement.PeriodFrom:yyyy-MM-dd} – {statement.PeriodTo:MM-dd}");
        sheet.Cells[row, 5].Value = statement.ExpectedGoods;
        sheet.Cells[row, 6].Value = statement.ExpectedDeductions;
        workbook.Formula(sheet.Cells[row, 7], $"E{row}+F{row}", statement.ExpectedPayable);
        sheet.Cells[row, 8].Value = statement.StatedPayable;
        workbook.Formula(sheet.Cells[row, 9], $"G{row}-H{row}", statement.Difference);
        workbook.Formula(sheet.Cells[row, 10], SumOf(row, ReconciliationQueries.BreakAmountColumn), statement.BreakTotal);
        workbook.Formula(sheet.Cells[row, 11], SumOf(row, ReconciliationQueries.BreakAmountColumn, isCarried: true), statement.Carried);
        workbook.Formula(sheet.Cells[row, 12], SumOf(row, ReconciliationQueries.BreakCountedColumn), statement.Counted);
        sheet.Cells[row, 13].Value = statement.Positive;
        sheet.Cells[row, 14].Value = statement.Negative;
        workbook.Formula(sheet.Cells[row, 15], $"ROUND(I{row}-J{row},2)", decimal.Round(statement.Difference - statement.BreakTotal, 2));
        sheet.Cells[row, 16].Value = statement.IsComplete ? "完整 complete" : $"不完整 incomplete: {statement.OpenQuarantinedRows}";
        sheet.Cells[row, 17].Value = string.Create(CultureInfo.InvariantCulture, $"{statement.FileName} #{statement.RowNumber}");
        if (!statement.IsComplete)
        {
            sheet.Cells[row, 16].Style.Font.Color.SetColor(System.Drawing.Color.FromArgb(0xB3, 0x26, 0x1E));
        }

        SheetLook.Rules(sheet.Cells[row, 1, row, 17]);
    }

    // The statement's breaks on all the sheets that they run over.
    private string SumOf(int row, int column, bool isCarried = false) => breaks.FormulaOver(
        $"SUMIFS([{DetailSheet.Letters(column)}],[C],C{row},[B],B{row}"
        + (isCarried ? $",[{DetailSheet.Letters(ReconciliationQueries.BreakCarriedColumn)}],\"是 yes\")" : ")"));

    private void Totals(ExcelWorksheet sheet)
    {
        var row = Last + 1;
        sheet.Cells[row, 1].Value = "合计 Total";
        (int Column, decimal Sum)[] sums =
        [
            (6, statements.Sum(s => s.ExpectedDeductions)), (8, statements.Sum(s => s.StatedPayable)), (12, statements.Sum(s => s.Counted)),
            (13, statements.Sum(s => s.Positive)), (14, statements.Sum(s => s.Negative)),
            (15, statements.Sum(s => decimal.Round(s.Difference - s.BreakTotal, 2))),
        ];
        foreach (var (column, sum) in sums)
        {
            var letter = DetailSheet.Letters(column - 1);
            workbook.Formula(sheet.Cells[row, column], $"SUM({letter}{HeaderRow + 1}:{letter}{Last})", sum);
        }

        SheetLook.Total(sheet.Cells[row, 1, row, 17]);
        workbook.Workbook.Names.Add("total_counted", sheet.Cells[row, 12]);
        workbook.Workbook.Names.Add("total_unexplained", sheet.Cells[row, 15]);
    }

    private void Chart(ExcelWorksheet sheet)
    {
        if (statements.Count == 0)
        {
            return;
        }

        var chart = BarChart.Add(sheet, "differences", "各对账单差额（元） Difference by statement (RMB)");
        BarChart.Series(chart, sheet.Cells[HeaderRow, 9], sheet.Cells[HeaderRow + 1, 9, Last, 9], sheet.Cells[HeaderRow + 1, 3, Last, 3],
            SheetLook.Bars);
        chart.SetPosition(Last + 2, 0, 0, 0);
        chart.SetSize(980, 300);
    }

    private string Range(string column) => $"'{Name}'!{column}{HeaderRow + 1}:{column}{Last}";
}
