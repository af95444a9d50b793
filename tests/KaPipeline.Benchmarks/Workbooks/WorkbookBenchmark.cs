using System.Diagnostics;
using System.Globalization;
using KaPipeline.Workbooks;
using OfficeOpenXml;

namespace KaPipeline.Benchmarks.Workbooks;

/// <summary><c>ka bench workbook [rows]</c>: a detail sheet of 15 columns, streamed and by EPPlus, in one run; prints seconds, peak memory
/// of each in a process of its own, and the ratio.</summary>
internal static class WorkbookBenchmark
{
    private const int Columns = 15;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var rows = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1_000_000;
        if (arguments.Length > 1)
        {
            return await MeasureAsync(arguments[1], rows);
        }

        // Interleaved, three rounds; the median counts. EPPlus goes up to what one sheet holds.
        var seconds = new Dictionary<string, List<double>> { ["streamed"] = [], ["epplus"] = [] };
        var peaks = new Dictionary<string, int> { ["streamed"] = 0, ["epplus"] = 0 };
        for (var round = 0; round < 3; round++)
        {
            foreach (var (way, list) in seconds)
            {
                using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!,
                    [.. Self(), "workbook", $"{rows}", way])
                { RedirectStandardOutput = true })!;
                var line = await process.StandardOutput.ReadToEndAsync();
                await process.WaitForExitAsync();
                Console.Write($"round {round + 1}  {line}");
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                list.Add(double.Parse(words[1], CultureInfo.InvariantCulture));
                peaks[way] = Math.Max(peaks[way], int.Parse(words[Array.IndexOf(words, "peak") + 1], CultureInfo.InvariantCulture));
            }
        }

        static double Median(List<double> list) => list.Order().ElementAt(list.Count / 2);
        var ratio = Median(seconds["epplus"]) / Median(seconds["streamed"]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"streamed is {ratio:0.0} x as fast as EPPlus at {rows:#,##0} rows x {Columns} (medians of 3)"));
        BenchmarkPage.Put("workbook", string.Create(CultureInfo.InvariantCulture,
            $"""
            ## Workbooks: a long detail sheet
            `ka bench workbook`: {rows:#,##0} rows × {Columns}, from memory to a file; medians of 3, interleaved, each in a process of its own.

            | writer | s | largest memory | |
            | --- | ---: | ---: | --- |
            | EPPlus | {Median(seconds["epplus"]):0.00} | {peaks["epplus"]} MB | |
            | **streamed rows inside the EPPlus workbook** | {Median(seconds["streamed"]):0.00} | {peaks["streamed"]} MB (goal ≤ 100 MB) | {ratio:0.0} × as fast (goal ≥ 10 ×) |
            """));
        return 0;
    }

    private static IEnumerable<string> Self() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];

    private static async Task<int> MeasureAsync(string way, int rows)
    {
        var path = Path.GetTempFileName();
        var watch = Stopwatch.StartNew();
        if (way == "epplus")
        {
            WriteByEPPlus(path, rows);
        }
        else
        {
            await StreamAsync(path, rows);
        }

        watch.Stop();
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{way,-9} {watch.Elapsed.TotalSeconds:0.00} s  processor {self.TotalProcessorTime.TotalSeconds:0.00} s  peak {self.PeakWorkingSet64 / 1048576} MB  file {new FileInfo(path).Length / 1048576} MB"));
        File.Delete(path);
        return 0;
    }

    private static async Task StreamAsync(string path, int rows)
    {
        using var workbook = new ReportWorkbook("bench", new DateTimeOffset(2026, 5, 31, 0, 0, 0, TimeSpan.Zero));
        workbook.AddFront("front").Cells["A1"].Value = "front";
        DetailColumn[] columns = [.. Enumerable.Range(0, Columns)
            .Select(i => new DetailColumn($"列{i}", i < 6 ? ColumnKind.Text : i == 6 ? ColumnKind.Date : ColumnKind.Money))];
        workbook.AddDetail(new DetailSheet("明细", "bench", columns, rows, async (sheet, ct) =>
        {
            for (var row = 0; row < rows; row++)
            {
                for (var i = 0; i < 6; i++)
                {
                    sheet.Text(Texts[(row + i) % Texts.Length]);
                }

                sheet.Date(new DateOnly(2026, 5, 1).AddDays(row % 31));
                for (var i = 7; i < Columns; i++)
                {
                    sheet.Number(row * 0.01m);
                }

                await sheet.EndRowAsync(ct);
            }
        }));
        await workbook.SaveAsync(path);
    }

    private static void WriteByEPPlus(string path, int rows)
    {
        using var package = new ExcelPackage();
        var sheet = package.Workbook.Worksheets.Add("明细");
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < 6; i++)
            {
                sheet.SetValue(row + 1, i + 1, Texts[(row + i) % Texts.Length]);
            }

            sheet.SetValue(row + 1, 7, new DateTime(2026, 5, 1).AddDays(row % 31));
            for (var i = 7; i < Columns; i++)
            {
                sheet.SetValue(row + 1, i + 1, row * 0.01m);
            }
        }

        package.SaveAs(new FileInfo(path));
    }

    private static readonly string[] Texts = [.. Enumerable.Range(0, 5000).Select(i => $"鼎丰上海曹杨店 SH260503{i:00000}")];
}
