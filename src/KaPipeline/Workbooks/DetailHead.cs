using System.Globalization;
using OfficeOpenXml;
using OfficeOpenXml.Style;

namespace KaPipeline.Workbooks;

/// <summary>The head of a detail sheet: title, control totals, totals of the filtered rows, header; and two rows that carry the
/// styles of the columns until the streamed rows take their place.</summary>
internal static class DetailHead
{
    public static void Write(ReportWorkbook workbook, DetailSheet detail, int index, ExcelWorksheet sheet)
    {
        SheetLook.PrintSetUp(sheet);
        var columns = detail.Columns.Count;
        var last = DetailSheet.HeaderRow + Math.Max(1, (int)detail.RowsOn(index));
        sheet.Cells[1, 1].Value = detail.Title + string.Create(CultureInfo.InvariantCulture, $"  ·  {detail.RowCount:#,##0} 行 rows")
            + (detail.IsForScreen ? "  ·  供屏幕筛选，不打印明细 for the screen: rows are not printed" : "")
            + (detail.SheetCount > 1 ? string.Create(CultureInfo.InvariantCulture, $", {index + 1} / {detail.SheetCount}") : "");
        SheetLook.Title(sheet.Cells[1, 1]);
        sheet.Cells[1, 1].Style.Font.Size = 12;
        sheet.Cells[2, 1].Value = "控制合计 Control total";
        sheet.Cells[3, 1].Value = "筛选合计 Filtered total";
        SheetLook.Total(sheet.Cells[2, 1, 3, columns]);
        for (var i = 0; i < columns; i++)
        {
            var column = detail.Columns[i];
            sheet.Column(i + 1).Width = column.Width;
            sheet.Cells[DetailSheet.HeaderRow, i + 1].Value = SheetLook.TwoLines(column.Header);
            if (column.Kind is not (ColumnKind.Text or ColumnKind.Date))
            {
                sheet.Cells[DetailSheet.HeaderRow, i + 1].Style.HorizontalAlignment = ExcelHorizontalAlignment.Right;
            }

            else
            {
                // Words beside a number stand off from it.
                var cells = sheet.Cells[DetailSheet.HeaderRow, i + 1, DetailSheet.HeaderRow + SheetParts.StyleRows, i + 1];
                cells.Style.HorizontalAlignment = ExcelHorizontalAlignment.Left;
                cells.Style.Indent = i > 0 && detail.Columns[i - 1].Kind is not (ColumnKind.Text or ColumnKind.Date) ? 1 : 0;
            }

            StyleRows(sheet, i + 1, column);
            if (column.ControlTotal is { } total)
            {
                sheet.Cells[2, i + 1, 3, i + 1].Style.Numberformat.Format = column.FormatOf(total);
                workbook.Formula(sheet.Cells[2, i + 1], detail.Formula(i), total);
                workbook.Formula(sheet.Cells[3, i + 1], detail.Formula(i, "SUBTOTAL(109,"), total);
            }
        }

        SheetLook.Header(sheet.Cells[DetailSheet.HeaderRow, 1, DetailSheet.HeaderRow, columns]);
        sheet.Row(DetailSheet.HeaderRow).Height = 30;
        sheet.Cells[DetailSheet.HeaderRow, 1, last, columns].AutoFilter = true;
        sheet.View.FreezePanes(DetailSheet.HeaderRow + 1, 2);
        sheet.Row(DetailSheet.HeaderRow - 1).Height = SheetLook.Gap;
        var printed = Math.Min(columns, detail.PrintedColumns);
        SheetLook.Print(sheet, DetailSheet.HeaderRow, detail.Columns.Take(printed).Sum(column => column.Width));
        if (printed < columns || detail.IsForScreen)
        {
            sheet.PrinterSettings.PrintArea = sheet.Cells[1, 1, detail.IsForScreen ? DetailSheet.HeaderRow : last, printed];
        }
    }

    private static void StyleRows(ExcelWorksheet sheet, int column, DetailColumn definition)
    {
        for (var i = 1; i <= SheetParts.StyleRows; i++)
        {
            var cell = sheet.Cells[DetailSheet.HeaderRow + i, column];
            cell.Value = "x";
            cell.Style.Numberformat.Format = i == 2 ? definition.FormatOf(0.5m) : definition.NumberFormat;
            cell.Style.QuotePrefix = i == 2 && definition.Kind == ColumnKind.Text;
            SheetLook.Rules(cell);
        }
    }
}
