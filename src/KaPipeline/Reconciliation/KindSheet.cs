using KaPipeline.Labels;
using KaPipeline.Workbooks;
using OfficeOpenXml.Drawing.Chart;

namespace KaPipeline.Reconciliation;

/// <summary>A kind of break over all statements of the workbook.</summary>
/// <param name="Count">Breaks, each open rest once.</param>
/// <param name="Amount">RMB of them.</param>
/// <param name="Positive">RMB of those for us.</param>
/// <param name="Negative">RMB of those against us, negative.</param>
/// <param name="Uncounted">Rows on which statements before the newest show an open rest too.</param>
internal sealed record KindRow(string Kind, long Count, decimal Amount, decimal Positive, decimal Negative, long Uncounted);

/// <summary>Breaks by kind: how many, how much, with a chart; sums are live over the break sheet, an open rest counts once.</summary>
/// <param name="breaks">The sheet of breaks.</param>
/// <param name="kinds">Kinds, largest first.</param>
internal sealed class KindSheet(ReportWorkbook workbook, DetailSheet breaks, IReadOnlyList<KindRow> kinds)
{
    private const string Name = "差异分类 By kind";
    private const int HeaderRow = 4;
    private const int First = HeaderRow + 1;

    private int Last => HeaderRow + Math.Max(1, kinds.Count);

    public string CountedOnce => $"SUM('{Name}'!C{First}:C{Last})";

    public void Write()
    {
        var sheet = workbook.AddFront(Name);
        sheet.Cells["A1"].Value = "差异分类 Breaks by kind";
        SheetLook.Title(sheet.Cells["A1"]);
        sheet.Cells["A2"].Value = WorkbookNotes.CarriedOnce;
        SheetLook.Note(sheet.Cells["A2"]);
        string[] heads = ["差异类型 Kind", "笔数 Breaks", "金额 Amount", "正差额 For us", "负差额 Against us", "往期单据重复列示（笔） Breaks shown again"];
        for (var i = 0; i < heads.Length; i++)
        {
            sheet.Cells[HeaderRow, i + 1].Value = SheetLook.TwoLines(heads[i]);
        }

        SheetLook.Header(sheet.Cells[HeaderRow, 1, HeaderRow, 6]);
        sheet.Row(HeaderRow).Height = 32;
        sheet.Row(HeaderRow - 1).Height = SheetLook.Gap;
        sheet.Cells[HeaderRow, 2, HeaderRow, 6].Style.HorizontalAlignment = OfficeOpenXml.Style.ExcelHorizontalAlignment.Right;
        var (kind, counted, count) = (DetailSheet.Letters(ReconciliationQueries.BreakKindColumn),
            DetailSheet.Letters(ReconciliationQueries.BreakCountedColumn), DetailSheet.Letters(ReconciliationQueries.BreakCountColumn));
        for (var i = 0; i < kinds.Count; i++)
        {
            var row = First + i;
            sheet.Cells[row, 1].Value = Label.BreakKind.Both(kinds[i].Kind);
            workbook.Formula(sheet.Cells[row, 2], breaks.FormulaOver($"SUMIFS([{count}],[{kind}],$A{row},[{counted}],\"<>\")"), kinds[i].Count);
            workbook.Formula(sheet.Cells[row, 3], breaks.FormulaOver($"SUMIF([{kind}],$A{row},[{counted}])"), kinds[i].Amount);
            workbook.Formula(sheet.Cells[row, 4], breaks.FormulaOver($"SUMIFS([{counted}],[{kind}],$A{row},[{counted}],\">0\")"), kinds[i].Positive);
            workbook.Formula(sheet.Cells[row, 5], breaks.FormulaOver($"SUMIFS([{counted}],[{kind}],$A{row},[{counted}],\"<0\")"), kinds[i].Negative);
            workbook.Formula(sheet.Cells[row, 6], breaks.FormulaOver($"SUMIF([{kind}],$A{row},[{count}])") + $"-B{row}", kinds[i].Uncounted);
        }

        var last = Last;
        sheet.Cells[last + 1, 1].Value = "合计 Total";
        workbook.Formula(sheet.Cells[last + 1, 2], $"SUM(B{First}:B{last})", kinds.Sum(kind => kind.Count));
        workbook.Formula(sheet.Cells[last + 1, 3], $"SUM(C{First}:C{last})", kinds.Sum(kind => kind.Amount));
        workbook.Formula(sheet.Cells[last + 1, 4], $"SUM(D{First}:D{last})", kinds.Sum(kind => kind.Positive));
        workbook.Formula(sheet.Cells[last + 1, 5], $"SUM(E{First}:E{last})", kinds.Sum(kind => kind.Negative));
        workbook.Formula(sheet.Cells[last + 1, 6], $"SUM(F{First}:F{last})", kinds.Sum(kind => kind.Uncounted));
        sheet.Cells[First, 2, last + 1, 2].Style.Numberformat.Format = "#,##0";
        sheet.Cells[First, 3, last + 1, 5].Style.Numberformat.Format = "#,##0.00";
        sheet.Cells[First, 6, last + 1, 6].Style.Numberformat.Format = "#,##0";
        SheetLook.Rules(sheet.Cells[First, 1, last, 6]);
        SheetLook.Total(sheet.Cells[last + 1, 1, last + 1, 6]);
        sheet.Column(1).Width = 36;
        sheet.Column(2).Width = 12;
        sheet.Column(3).Width = 18;
        sheet.Column(4).Width = 16;
        sheet.Column(5).Width = 16;
        sheet.Column(6).Width = 16;
        if (kinds.Count > 0)
        {
            var chart = BarChart.Add(sheet, "kinds", "差异金额（元） Amount (RMB)", eChartType.BarStacked);
            BarChart.Series(chart, sheet.Cells[HeaderRow, 4], sheet.Cells[First, 4, last, 4], sheet.Cells[First, 1, last, 1],
                SheetLook.BarsForUs);
            BarChart.Series(chart, sheet.Cells[HeaderRow, 5], sheet.Cells[First, 5, last, 5], sheet.Cells[First, 1, last, 1],
                SheetLook.Bars);
            chart.XAxis.Orientation = eAxisOrientation.MaxMin;
            chart.SetPosition(HeaderRow - 1, 0, 7, 0);
            chart.SetSize(640, 80 + (kinds.Count * 30));
        }
    }
}
