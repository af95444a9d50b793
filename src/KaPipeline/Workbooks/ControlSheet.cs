using OfficeOpenXml.Style;

namespace KaPipeline.Workbooks;

/// <summary>One comparison on the control sheet.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Warehouse">What the warehouse's own sum says.</param>
/// <param name="Formula">The same from the sheets of this workbook.</param>
/// <param name="Source">Where the warehouse took it from.</param>
/// <param name="Unit">What is counted; RMB where nothing is said. Only money has decimals.</param>
public sealed record ControlTotal(string Name, decimal Warehouse, string Formula, string Source, string? Unit = null);

/// <summary>The last sheet of every workbook: each total as the warehouse gives it and as the sheets add up to it, live.</summary>
/// <param name="totals">The comparisons.</param>
public sealed class ControlSheet(ReportWorkbook workbook, IReadOnlyList<ControlTotal> totals)
{
    /// <summary>Name on the tab.</summary>
    public const string Name = "控制合计 Control";

    /// <summary>Writes it after the sheets added so far.</summary>
    public void Write()
    {
        var sheet = workbook.AddFront(Name);
        sheet.Cells["A1"].Value = "控制合计 Control totals";
        SheetLook.Title(sheet.Cells["A1"]);
        sheet.Cells["A2"].Value =
            "数据仓库的合计与本工作簿各表的合计逐项相符，差异应全为 0。 Each total of the warehouse against the sheets of this workbook; every difference must be 0.";
        SheetLook.Note(sheet.Cells["A2"]);
        string[] heads = ["项目 Total", "数据仓库 Warehouse", "本工作簿 Workbook", "差异 Difference", "单位 Unit", "来源 Source"];
        for (var i = 0; i < heads.Length; i++)
        {
            sheet.Cells[4, i + 1].Value = SheetLook.TwoLines(heads[i]);
        }

        SheetLook.Header(sheet.Cells["A4:F4"]);
        sheet.Row(4).Height = 32;
        sheet.Cells[4, 2, 4 + totals.Count, 4].Style.HorizontalAlignment = ExcelHorizontalAlignment.Right;
        sheet.Cells[4, 5, 4 + totals.Count, 5].Style.HorizontalAlignment = ExcelHorizontalAlignment.Left;
        sheet.Cells[4, 5, 4 + totals.Count, 5].Style.Indent = 1;
        sheet.Cells[5, 2, 5 + totals.Count, 4].Style.Numberformat.Format = "#,##0.00";
        for (var i = 0; i < totals.Count; i++)
        {
            var row = 5 + i;
            sheet.Cells[row, 1].Value = totals[i].Name;
            sheet.Cells[row, 2].Value = totals[i].Warehouse;
            workbook.Formula(sheet.Cells[row, 3], totals[i].Formula, totals[i].Warehouse);
            workbook.Formula(sheet.Cells[row, 4], $"ROUND(C{row}-B{row},2)", 0);
            sheet.Cells[row, 5].Value = totals[i].Unit ?? "元 RMB";
            sheet.Cells[row, 6].Value = totals[i].Source;
            if (totals[i].Unit is not null)
            {
                sheet.Cells[row, 2, row, 4].Style.Numberformat.Format = "#,##0";
            }
        }

        var last = 4 + totals.Count;
        SheetLook.Rules(sheet.Cells[5, 1, last, 6]);
        workbook.Formula(sheet.Cells[last + 1, 4], $"SUMPRODUCT(ABS(D5:D{last}))", 0);
        sheet.Cells[last + 1, 1].Value = "差异合计（应为 0） Sum of differences (must be 0)";
        SheetLook.Total(sheet.Cells[last + 1, 1, last + 1, 6]);
        workbook.Workbook.Names.Add("control_difference", sheet.Cells[last + 1, 4]);
        sheet.Column(1).Width = 60;
        sheet.Column(2).Width = 20;
        sheet.Column(3).Width = 20;
        sheet.Column(4).Width = 16;
        sheet.Column(5).Width = 14;
        sheet.Column(6).Width = 30;
    }
}
