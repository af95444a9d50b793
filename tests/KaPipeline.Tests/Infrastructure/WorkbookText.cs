using System.Globalization;
using OfficeOpenXml;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>A workbook as text that a person can review: <c>Sheet!B7 = 12.50 | #,##0.00</c>, formulas with their kept value.</summary>
public static class WorkbookText
{
    /// <summary>Dumps it; of a sheet longer than <paramref name="rows"/> only its first rows and its last three, with how many are left
    /// out.</summary>
    public static string Dump(Stream workbook, int rows = int.MaxValue)
    {
        var package = new ExcelPackage(workbook);
        var lines = new List<string>();
        foreach (var sheet in package.Workbook.Worksheets)
        {
            lines.Add($"# {sheet.Name}  {sheet.Dimension?.Address}  frozen={Frozen(sheet)}  charts={string.Join(',', sheet.Drawings.Select(drawing => drawing.Name))}");
            if (sheet.Dimension is null)
            {
                continue;
            }

            var (last, isLong) = (sheet.Dimension.End.Row, sheet.Dimension.End.Row - 3 > rows);
            foreach (var cell in sheet.Cells[sheet.Dimension.Address].Where(cell => cell.Value is not null || cell.Formula.Length > 0))
            {
                if (isLong && cell.Start.Row > rows && cell.Start.Row <= last - 3)
                {
                    continue;
                }

                if (isLong && cell.Start.Row == last - 2 && cell.Start.Column == 1)
                {
                    lines.Add($"{sheet.Name}: {last - 3 - rows} rows not shown");
                }

                lines.Add($"{sheet.Name}!{cell.Address} = {(cell.Formula.Length > 0 ? "=" + cell.Formula + " -> " : "")}{Value(cell.Value)} | {cell.Style.Numberformat.Format}");
            }
        }

        foreach (var name in package.Workbook.Names)
        {
            lines.Add($"name {name.Name} = {name.FullAddress}");
        }

        return string.Join('\n', lines) + "\n";
    }

    private static string Frozen(ExcelWorksheet sheet) =>
        sheet.WorksheetXml.SelectSingleNode("//*[local-name()='pane']/@topLeftCell")?.Value ?? "no";

    private static string Value(object? value) => value switch
    {
        null => "",
        double number => Math.Round((decimal)number, 6).ToString("0.######", CultureInfo.InvariantCulture),
        DateTime date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!.Replace("\n", "⏎", StringComparison.Ordinal),
    };
}
