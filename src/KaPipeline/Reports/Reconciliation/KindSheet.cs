using KaPipeline.Reports.Facts;
using KaPipeline.Workbooks;
using OfficeOpenXml.Drawing.Chart;

namespace KaPipeline.Reports.Reconciliation;

/// <summary>Breaks by kind: how many, how much, with a chart; sums are live over the break sheet.</summary>
/// <param name="workbook">The workbook.</param>
/// <param name="breaks">The sheet of breaks.</param>
/// <param name="kinds">Kind, count and amount, largest first.</param>
internal sealed class KindSheet(ReportWorkbook workbook, DetailSheet breaks, IReadOnlyList<(string Kind, long Count, decimal Amount)> kinds)
{
    public void Write()
    {
        var sheet = workbook.AddFront("差异分类 By kind");
        sheet.Cells["A1"].Value = "差异分类 Breaks by kind";
        SheetLook.Title(sheet.Cells["A1"]);
        string[] heads = ["差异类型 Kind", "笔数 Count", "金额 Amount"];
        for (var i = 0; i < heads.Length; i++)
        {
            sheet.Cells[3, i + 1].Value = SheetLook.TwoLines(heads[i]);
        }

        SheetLook.Header(sheet.Cells["A3:C3"]);
        sheet.Row(3).Height = 32;
        for (var i = 0; i < kinds.Count; i++)
        {
            var row = 4 + i;
            sheet.Cells[row, 1].Value = BreakWords.Both(kinds[i].Kind);
            workbook.Formula(sheet.Cells[row, 2], Over("COUNTIF({0}$D:$D,$A{1})", row), kinds[i].Count);
            workbook.Formula(sheet.Cells[row, 3], Over("SUMIF({0}$D:$D,$A{1},{0}$F:$F)", row), kinds[i].Amount);
        }

        var last = 3 + Math.Max(1, kinds.Count);
        sheet.Cells[last + 1, 1].Value = "合计 Total";
        workbook.Formula(sheet.Cells[last + 1, 2], $"SUM(B4:B{last})", kinds.Sum(kind => kind.Count));
        workbook.Formula(sheet.Cells[last + 1, 3], $"SUM(C4:C{last})", kinds.Sum(kind => kind.Amount));
        sheet.Cells[4, 2, last + 1, 2].Style.Numberformat.Format = "#,##0";
        sheet.Cells[4, 3, last + 1, 3].Style.Numberformat.Format = "#,##0.00;[Red]-#,##0.00";
        SheetLook.Rules(sheet.Cells[4, 1, last, 3]);
        SheetLook.Total(sheet.Cells[last + 1, 1, last + 1, 3]);
        sheet.Column(1).Width = 36;
        sheet.Column(2).Width = 12;
        sheet.Column(3).Width = 18;
        if (kinds.Count > 0)
        {
            var chart = (ExcelBarChart)sheet.Drawings.AddChart("kinds", eChartType.BarClustered);
            chart.Title.Text = "差异金额（元） Amount (RMB)";
            chart.Title.Font.Size = 11;
            chart.Legend.Remove();
            chart.Series.Add(sheet.Cells[4, 3, last, 3], sheet.Cells[4, 1, last, 1]).Fill.Color = System.Drawing.Color.FromArgb(0x3D, 0x6E, 0xA5);
            chart.XAxis.Orientation = eAxisOrientation.MaxMin;
            chart.XAxis.LabelPosition = eTickLabelPosition.Low;
            chart.YAxis.Format = "#,##0";
            chart.SetPosition(2, 0, 4, 0);
            chart.SetSize(640, 80 + (kinds.Count * 30));
        }
    }

    private string Over(string formula, int row) => string.Join('+', breaks.SheetNames.Select(name =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, formula, $"'{name}'!", row)));
}
