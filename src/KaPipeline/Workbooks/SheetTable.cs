using OfficeOpenXml;
using OfficeOpenXml.Style;

namespace KaPipeline.Workbooks;

/// <summary>A column of a front table.</summary>
/// <param name="Header">Chinese with English beside it.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Width">Width in characters.</param>
/// <param name="IsSummed">Whether the total row adds it up.</param>
/// <param name="Formula">Live formula with <c>{0}</c> for the row, for example <c>C{0}-D{0}</c>; null: a value. The row's own value is
/// beside it.</param>
public sealed record SheetColumn(string Header, ColumnKind Kind = ColumnKind.Text, double Width = 14, bool IsSummed = false,
    string? Formula = null);

/// <summary>A formatted sheet with one table: title, note, header, rows, live totals, filter, frozen header, and a native chart if asked
/// for.</summary>
/// <param name="name">Name on the tab.</param>
/// <param name="note">A sentence below it, or two, each on its line.</param>
/// <param name="rows">Values: text, decimal, date, or null.</param>
public sealed class SheetTable(
    ReportWorkbook workbook, string name, string title, string note, IReadOnlyList<SheetColumn> columns, IReadOnlyList<object?[]> rows)
{
    private const int HeaderRow = 5;

    // Rows that a chart covers.
    private const int ChartRows = 16;

    // Longer texts run into the next column or are cut; they are sentences.
    private const double WidestText = 44;

    /// <summary>Chart below the table: column of labels and column of values, counted from 0; null: none.</summary>
    public (int Label, int Value)? Chart { get; init; }

    /// <summary>How many of the columns, from the first, go on paper; all where none is said.</summary>
    public int PrintedColumns { get; init; } = int.MaxValue;

    private int Last => HeaderRow + Math.Max(1, rows.Count);

    /// <summary>Formula of a column's sum or count over the rows, for the control sheet.</summary>
    public string Over(int column, string function = "SUM(")
    {
        var letter = DetailSheet.Letters(column);
        return $"{function}'{name}'!{letter}{HeaderRow + 1}:{letter}{Last})";
    }

    /// <summary>Writes the sheet.</summary>
    public void Write()
    {
        var sheet = workbook.AddFront(name);
        sheet.Cells["A1"].Value = title;
        SheetLook.Title(sheet.Cells["A1"]);
        var notes = note.Split('\n');
        sheet.Cells["A2"].Value = notes[0];
        sheet.Cells["A3"].Value = notes.ElementAtOrDefault(1);
        SheetLook.Note(sheet.Cells["A2:A3"]);
        for (var i = 0; i < columns.Count; i++)
        {
            Column(sheet, i);
        }

        SheetLook.Header(sheet.Cells[HeaderRow, 1, HeaderRow, columns.Count]);
        sheet.Row(HeaderRow).Height = 32;
        SheetLook.Rules(sheet.Cells[HeaderRow + 1, 1, Last, columns.Count]);
        sheet.Cells[Last + 1, 1].Value = rows.Count == 0 ? "没有数据 No data" : "合计 Total";
        if (rows.Count > 0 && !columns.Any(column => column.IsSummed))
        {
            // Nothing to add up: the sheet's total is how many lines it has.
            workbook.Formula(sheet.Cells[Last + 1, 2], $"COUNTA(A{HeaderRow + 1}:A{Last})", rows.Count);
            sheet.Cells[Last + 1, 2].Style.Numberformat.Format = "0";
        }

        SheetLook.Total(sheet.Cells[Last + 1, 1, Last + 1, columns.Count]);
        sheet.Cells[HeaderRow, 1, Last, columns.Count].AutoFilter = true;
        sheet.View.FreezePanes(HeaderRow + 1, 2);
        sheet.Row(HeaderRow - 1).Height = SheetLook.Gap;
        var printed = Math.Min(columns.Count, PrintedColumns);
        SheetLook.Print(sheet, HeaderRow, Enumerable.Range(0, printed).Sum(WidthOf));
        if (printed < columns.Count)
        {
            sheet.PrinterSettings.PrintArea = sheet.Cells[1, 1, Last + 1 + (Chart is null ? 0 : ChartRows), printed];
        }

        if (Chart is { } chart && rows.Count > 0)
        {
            Draw(sheet, chart.Label, chart.Value);
        }
    }

    private void Column(ExcelWorksheet sheet, int i)
    {
        var column = columns[i];
        sheet.Column(i + 1).Width = WidthOf(i);
        var head = sheet.Cells[HeaderRow, i + 1];
        head.Value = SheetLook.TwoLines(column.Header);
        var isNumber = column.Kind is not (ColumnKind.Text or ColumnKind.Date);
        var whole = sheet.Cells[HeaderRow, i + 1, Last, i + 1];
        whole.Style.HorizontalAlignment = isNumber ? ExcelHorizontalAlignment.Right : ExcelHorizontalAlignment.Left;
        whole.Style.Indent = isNumber || i == 0 ? 0 : 1; // Words beside a number stand off from it.
        sheet.Cells[HeaderRow + 1, i + 1, Last + 1, i + 1].Style.Numberformat.Format = FormatOf(column, 0);
        sheet.Cells[Last + 1, i + 1].Style.Numberformat.Format = FormatOf(column, rows.Sum(row => row[i] as decimal? ?? 0));
        for (var r = 0; r < rows.Count; r++)
        {
            Cell(sheet.Cells[HeaderRow + 1 + r, i + 1], column, rows[r][i], HeaderRow + 1 + r);
        }

        // A column without a single figure has no total either.
        if (column.IsSummed && (rows.Count == 0 || rows.Any(row => row[i] is decimal)))
        {
            var letter = DetailSheet.Letters(i);
            workbook.Formula(sheet.Cells[Last + 1, i + 1], $"SUM({letter}{HeaderRow + 1}:{letter}{Last})",
                rows.Sum(row => row[i] as decimal? ?? 0));
        }
    }

    // A name is shown whole: English ones are longer than Chinese.
    private double WidthOf(int column)
    {
        var declared = columns[column].Width;
        return columns[column].Kind != ColumnKind.Text ? declared
            : Math.Max(declared, Math.Min(WidestText, rows.Select(row => Letters(row[column] as string)).DefaultIfEmpty(0).Max() + 2));
    }

    // A Chinese character is as wide as two letters.
    private static double Letters(string? text) => text?.Sum(letter => letter >= '\u2e80' ? 2 : 1) ?? 0;

    private void Cell(ExcelRange cell, SheetColumn column, object? value, int row)
    {
        if (value is decimal quantity && !decimal.IsInteger(quantity))
        {
            cell.Style.Numberformat.Format = FormatOf(column, quantity);
        }

        switch (value)
        {
            case decimal number when column.Formula is not null:
                workbook.Formula(cell, string.Format(System.Globalization.CultureInfo.InvariantCulture, column.Formula, row), number);
                break;
            case DateOnly date:
                cell.Value = date.ToDateTime(TimeOnly.MinValue);
                break;
            case string { Length: > 0 } text:
                cell.Value = text;
                cell.Style.QuotePrefix = text[0] is '=' or '+' or '-' or '@';
                break;
            default:
                cell.Value = value;
                break;
        }
    }

    private static string FormatOf(SheetColumn column, decimal value) => new DetailColumn(column.Header, column.Kind).FormatOf(value);

    private void Draw(ExcelWorksheet sheet, int label, int value)
    {
        var chart = BarChart.Add(sheet, "chart_" + DetailSheet.Letters(value), columns[value].Header);
        BarChart.Series(chart, sheet.Cells[HeaderRow, value + 1], sheet.Cells[HeaderRow + 1, value + 1, Last, value + 1],
            sheet.Cells[HeaderRow + 1, label + 1, Last, label + 1], SheetLook.Bars);
        if (rows.All(row => row[value] is not < 0m))
        {
            chart.YAxis.MinValue = 0;
        }

        chart.SetPosition(Last + 2, 0, 0, 0);
        chart.SetSize(900, 300);
    }
}
