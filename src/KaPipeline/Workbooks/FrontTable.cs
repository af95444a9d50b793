using OfficeOpenXml;
using OfficeOpenXml.Style;

namespace KaPipeline.Workbooks;

/// <summary>A short table on a front sheet: header, rows, and a total row where columns have one.</summary>
public static class FrontTable
{
    /// <summary>What is shown where data are missing: a person fills it in, nothing is invented.</summary>
    public const string Blank = "【待填】";

    private static readonly System.Drawing.Color BlankFill = System.Drawing.Color.FromArgb(0xFF, 0xF4, 0xCC);

    /// <summary>Writes the table with its header in <paramref name="row"/>.</summary>
    /// <param name="sheet">A front sheet; column widths are the caller's.</param>
    /// <param name="row">Row of the header, from 1.</param>
    /// <param name="columns">Columns from the first on; a control total is written as a live sum.</param>
    /// <param name="rows">Cells in the columns' order; null leaves a cell empty, <see cref="Blank"/> marks it for a person.</param>
    /// <param name="workbook">Keeps the sums' values beside their formulas.</param>
    /// <returns>The first free row below the table.</returns>
    public static int Write(
        ReportWorkbook workbook, ExcelWorksheet sheet, int row, IReadOnlyList<DetailColumn> columns, IReadOnlyList<object?[]> rows)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            sheet.Cells[row, i + 1].Value = SheetLook.TwoLines(columns[i].Header);
            sheet.Cells[row, i + 1].Style.HorizontalAlignment = Alignment(columns[i]);
            sheet.Cells[row, i + 1].Style.Indent = i > 0 && Alignment(columns[i]) == ExcelHorizontalAlignment.Left ? 1 : 0;
        }

        SheetLook.Header(sheet.Cells[row, 1, row, columns.Count]);
        sheet.Row(row).Height = 30;
        var first = row + 1;
        foreach (var cells in rows)
        {
            row++;
            for (var i = 0; i < columns.Count; i++)
            {
                Put(sheet.Cells[row, i + 1], cells[i], columns[i]);
                sheet.Cells[row, i + 1].Style.Indent = i > 0 && Alignment(columns[i]) == ExcelHorizontalAlignment.Left ? 1 : 0;
            }

            // Spreadsheet programs do not fit wrapped rows of a generated file by themselves.
            sheet.Row(row).Height = 15 * Enumerable.Range(0, columns.Count).Max(i => Lines(cells[i] as string, sheet.Column(i + 1).Width));
        }

        if (rows.Count == 0)
        {
            sheet.Cells[++row, 1].Value = "无 none";
            SheetLook.Note(sheet.Cells[row, 1]);
        }
        else if (columns.Any(column => column.ControlTotal is not null))
        {
            row++;
            sheet.Cells[row, 1].Value = "合计 Total";
            SheetLook.Total(sheet.Cells[row, 1, row, columns.Count]);
            for (var i = 0; i < columns.Count; i++)
            {
                if (columns[i].ControlTotal is { } total)
                {
                    sheet.Cells[row, i + 1].Style.Numberformat.Format = columns[i].FormatOf(total);
                    workbook.Formula(sheet.Cells[row, i + 1], $"SUM({sheet.Cells[first, i + 1, row - 1, i + 1].Address})", total);
                }
            }
        }

        return row + 1;
    }

    /// <summary>Marks a cell as one that a person fills in.</summary>
    public static void MarkBlank(ExcelRangeBase cell)
    {
        cell.Value = Blank;
        cell.Style.Fill.PatternType = ExcelFillStyle.Solid;
        cell.Style.Fill.BackgroundColor.SetColor(BlankFill);
    }

    private static void Put(ExcelRange cell, object? value, DetailColumn column)
    {
        SheetLook.Rules(cell);
        cell.Style.Numberformat.Format = value is decimal number ? column.FormatOf(number) : column.NumberFormat;
        cell.Style.VerticalAlignment = ExcelVerticalAlignment.Top;
        if (value is string text)
        {
            cell.Style.WrapText = true;
            cell.Style.QuotePrefix = text.Length > 0 && text[0] is '=' or '+' or '-' or '@';
            if (text == Blank)
            {
                MarkBlank(cell);
                return;
            }
        }

        cell.Value = value is DateOnly date ? date.ToDateTime(TimeOnly.MinValue) : value;
        cell.Style.HorizontalAlignment = Alignment(column);
    }

    private static ExcelHorizontalAlignment Alignment(DetailColumn column) =>
        column.Kind is ColumnKind.Text or ColumnKind.Date ? ExcelHorizontalAlignment.Left : ExcelHorizontalAlignment.Right;

    // A Chinese character is as wide as two digits.
    private static int Lines(string? text, double width) =>
        text is null ? 1 : (int)Math.Max(1, Math.Ceiling(text.Sum(letter => letter > 0x2E7F ? 2.1 : 1.1) / Math.Max(1, width)));
}
