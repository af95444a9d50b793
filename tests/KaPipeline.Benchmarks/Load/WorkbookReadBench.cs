using System.Globalization;
using OfficeOpenXml;

namespace KaPipeline.Benchmarks.Load;

/// <summary>Row 5 of the performance goals: an .xlsx read, validated and mapped by us, beside EPPlus merely turning its cells to
/// text.</summary>
internal static class WorkbookReadBench
{
    public static async Task<string> RunAsync(string folder, Stopwatches watches, int rows, int times, string command)
    {
        var path = Path.Combine(folder, "orders.xlsx");
        Write(path, rows);
        foreach (var _ in Enumerable.Range(0, times))
        {
            foreach (var way in (string[])["epplus", "ours"])
            {
                var figures = await ChildProcess.StartAsync(way, path);
                if (figures.Rows != rows)
                {
                    throw new InvalidOperationException($"{way} read {figures.Rows} rows of {rows}");
                }

                Stopwatches.Say($"  {way}: {figures}");
                watches.Note(way, figures.Seconds);
                watches.Note(way + " memory", figures.Megabytes);
            }
        }

        var text = new LoadReport("Loading: reading .xlsx", command,
            $"{rows:N0} rows of 14 columns, each try in a process of its own; medians of {times} interleaved tries", watches, rows);
        text.Row("EPPlus, cells to text", "epplus");
        text.Row("**parse + validate + map to staging bytes**", "ours", "epplus", "≤ 0.5 × EPPlus");
        text.Say($"");
        text.Say($"Largest memory: ours {watches.Median("ours memory"):F0} MB, EPPlus {watches.Median("epplus memory"):F0} MB: {watches.Median("ours memory") / watches.Median("epplus memory"):F2} × (goal ≤ 0.2 ×).");
        return text.ToString();
    }

    private static void Write(string path, int rows)
    {
        var csv = Path.ChangeExtension(path, ".csv");
        OrderFile.Write(csv, rows, new System.Text.UTF8Encoding(false), isPortal: false);
        using var package = new ExcelPackage();
        var sheet = package.Workbook.Worksheets.Add("Sheet1");
        var (row, quantity, amount) = (0, 0m, 0m);
        foreach (var cells in File.ReadLines(csv).Select(line => line.Split(',')))
        {
            row++;
            for (var column = 0; column < cells.Length; column++)
            {
                var isNumber = row > 1 && column is 9 or 10 or 12 or 13;
                sheet.SetValue(row, column + 1, row > 1 && isNumber ? decimal.Parse(cells[column], CultureInfo.InvariantCulture)
                    : cells[column]);
            }

            quantity += row > 1 ? decimal.Parse(cells[10], CultureInfo.InvariantCulture) : 0;
            amount += row > 1 ? decimal.Parse(cells[13], CultureInfo.InvariantCulture) : 0;
        }

        sheet.SetValue(row + 1, 1, "合计");
        sheet.SetValue(row + 1, 11, quantity);
        sheet.SetValue(row + 1, 14, amount);
        package.SaveAs(new FileInfo(path));
        File.Delete(csv);
    }
}
