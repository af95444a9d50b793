using KaPipeline.Labels;
using KaPipeline.Workbooks;
using OfficeOpenXml.Drawing.Chart;

namespace KaPipeline.Reconciliation;

/// <summary>A kind of break over all statements of the workbook.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Count">Breaks, each open rest once.</param>
/// <param name="Amount">RMB of them.</param>
/// <param name="Positive">RMB of those for us.</param>
/// <param name="Negative">RMB of those against us, negative.</param>
/// <param name="Uncounted">Rows on which statements before the newest show an open rest too.</param>
internal sealed record KindRow(string Kind, long Count, decimal Amount, decimal Positive, decimal Negative, long Uncounted);

/// <summary>Breaks by kind: how many, how much, with a chart; sums are live over the break sheet, an open rest counts once.</summary>
/// <param name="workbook">The workbook.</param>
/// <param name="breaks">The sheet of breaks.</param>
/// <param name="kinds">Kinds, largest first.</param>
internal sealed class KindSheet(ReportWorkbook workbook, DetailSheet breaks, IReadOnlyList<KindRow> kinds)
{
    private const string Name = "差异分类 By kind";

    private int Last => 3 + Math.Max(1, kinds.Count);

    public string CountedOnce => $"SUM('{Name}'!C4:C{Last})";

    public void Write()
    {
        var sheet = workbook.AddFront(Name);
        sheet.Cells["A1"].Value = "差异分类 Breaks by kind";
        SheetLook.Title(sheet.Cells["A1"]);
        sheet.Cells["A2"].Value = WorkbookNotes.CarriedOnce;
        SheetLook.Note(sheet.Cells["A2"]);
        string[] heads = ["差异类型 Kind", "笔数 Count", "金额 Amount", "正差额 For us", "负差额 Against us", "往期单据重复列示 Rows shown again"];
        for (var i = 0; i < heads.Length; i++)
        {
            sheet.Cells[3, i + 1].Value = SheetLook.TwoLines(heads[i]);
        }

        SheetLook.Header(sheet.Cells["A3:F3"]);
        sheet.Row(3).Height = 32;
        for (var i = 0; i < kinds.Count; i++)
        {
            var row = 4 + i;
            sheet.Cells[row, 1].Value = Label.BreakKind.Both(kinds[i].Kind);
            workbook.Formula(sheet.Cells[row, 2], breaks.FormulaOver($"COUNTIFS([D],$A{row},[G],\"<>\")"), kinds[i].Count);
            workbook.Formula(sheet.Cells[row, 3], breaks.FormulaOver($"SUMIF([D],$A{row},[G])"), kinds[i].Amount);
            workbook.Formula(sheet.Cells[row, 4], breaks.FormulaOver($"SUMIFS([G],[D],$A{row},[G],\">0\")"), kinds[i].Positive);
            workbook.Formula(sheet.Cells[row, 5], breaks.FormulaOver($"SUMIFS([G],[D],$A{row},[G],\"<0\")"), kinds[i].Negative);
            workbook.Formula(sheet.Cells[row, 6], breaks.FormulaOver($"COUNTIF([D],$A{row})") + $"-B{row}", kinds[i].Uncounted);
        }

        var last = Last;
        sheet.Cells[last + 1, 1].Value = "合计 Total";
        workbook.Formula(sheet.Cells[last + 1, 2], $"SUM(B4:B{last})", kinds.Sum(kind => kind.Count));
        workbook.Formula(sheet.Cells[last + 1, 3], $"SUM(C4:C{last})", kinds.Sum(kind => kind.Amount));
        workbook.Formula(sheet.Cells[last + 1, 4], $"SUM(D4:D{last})", kinds.Sum(kind => kind.Positive));
        workbook.Formula(sheet.Cells[last + 1, 5], $"SUM(E4:E{last})", kinds.Sum(kind => kind.Negative));
        workbook.Formula(sheet.Cells[last + 1, 6], $"SUM(F4:F{last})", kinds.Sum(kind => kind.Uncounted));
        sheet.Cells[4, 2, last + 1, 2].Style.Numberformat.Format = "#,##0";
        sheet.Cells[4, 3, last + 1, 5].Style.Numberformat.Format = "#,##0.00";
        sheet.Cells[4, 6, last + 1, 6].Style.Numberformat.Format = "#,##0";
        SheetLook.Rules(sheet.Cells[4, 1, last, 6]);
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
            BarChart.Series(chart, sheet.Cells[3, 4], sheet.Cells[4, 4, last, 4], sheet.Cells[4, 1, last, 1], SheetLook.BarsForUs);
            BarChart.Series(chart, sheet.Cells[3, 5], sheet.Cells[4, 5, last, 5], sheet.Cells[4, 1, last, 1], SheetLook.Bars);
            chart.XAxis.Orientation = eAxisOrientation.MaxMin;
            chart.SetPosition(2, 0, 7, 0);
            chart.SetSize(640, 80 + (kinds.Count * 30));
        }
    }
}
