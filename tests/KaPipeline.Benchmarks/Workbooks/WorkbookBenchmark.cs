using System.Diagnostics;
using System.Globalization;
using KaPipeline.Workbooks;
using OfficeOpenXml;
using SpreadCheetah;
using SpreadCheetah.Styling;

namespace KaPipeline.Benchmarks.Workbooks;

/// <summary><c>ka bench workbook [rows]</c>: a detail sheet of 15 columns, streamed and by EPPlus, in one run; prints seconds, peak memory
/// of each in a process of its own, and the ratio.</summary>
internal static class WorkbookBenchmark
{
    private const int Columns = 15;

    private static readonly (string Name, Func<string, int, Task> Write)[] Ways =
        [("ours", StreamAsync), ("cheetah", WriteBySpreadCheetahAsync), ("epplus", WriteByEPPlusAsync)];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var rows = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1_000_000;
        if (arguments.Length > 1)
        {
            return await MeasureAsync(arguments[1], rows);
        }

        // Interleaved, three rounds; the median counts. EPPlus goes up to what one sheet holds.
        var ways = Ways.Select(way => way.Name).ToDictionary(name => name, _ => new List<Run>());
        for (var round = 0; round < 3; round++)
        {
            foreach (var (way, runs) in ways)
            {
                var start = new ProcessStartInfo(Environment.ProcessPath!, [.. Self(), "workbook", $"{rows}", way])
                {
                    RedirectStandardOutput = true,
                };
                start.Environment["DOTNET_TieredPGO"] = "0";
                using var process = Process.Start(start)!;
                var line = await process.StandardOutput.ReadToEndAsync();
                await process.WaitForExitAsync();
                Console.Write($"round {round + 1}  {line}");
                runs.Add(Run.Parse(line));
            }
        }

        var medians = ways.ToDictionary(way => way.Key, way => Run.Median(way.Value));
        var ours = medians["ours"];
        string Row(string way, string called)
        {
            var one = medians[way];
            return string.Create(CultureInfo.InvariantCulture,
                $"| {called} | {one.Seconds:0.00} | {one.Processor:0.00} | {one.PeakMb} | {one.FileMb} | {ours.Seconds / one.Seconds:0.00} × | {ours.PeakMb / one.PeakMb:0.00} × | {ours.FileMb / one.FileMb:0.00} × |");
        }

        BenchmarkPage.Put("workbook", string.Create(CultureInfo.InvariantCulture,
            $"""
            ## Workbooks: a long detail sheet
            `ka bench workbook`: {rows:#,##0} rows × {Columns}, from memory to a file, all at the fastest compression; medians of 3, interleaved, each in a process of its own.

            | writer | s | processor, s | largest memory, MB | file, MB | ours: time | memory | size |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            {Row("epplus", "EPPlus 4.5")}
            {Row("cheetah", "SpreadCheetah 1.28")}
            {Row("ours", "**streamed rows inside the EPPlus workbook**")}

            Goals: at least 10 times as fast as EPPlus; in time, memory and size at most 1.0 × SpreadCheetah.
            """));
        return 0;
    }

    private static IEnumerable<string> Self() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];

    private static async Task<int> MeasureAsync(string way, int rows)
    {
        var path = Path.GetTempFileName();
        var watch = Stopwatch.StartNew();
        await Ways.Single(one => one.Name == way).Write(path, rows);
        watch.Stop();
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{way,-9} {watch.Elapsed.TotalSeconds:0.00} s  processor {self.TotalProcessorTime.TotalSeconds:0.00} s  peak {self.PeakWorkingSet64 / 1048576.0:0} MB  file {new FileInfo(path).Length / 1048576.0:0.0} MB"));
        File.Delete(path);
        return 0;
    }

    private static async Task StreamAsync(string path, int rows)
    {
        var workbook = new ReportWorkbook("bench", new DateTimeOffset(2026, 5, 31, 0, 0, 0, TimeSpan.Zero));
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

    private static async Task WriteBySpreadCheetahAsync(string path, int rows)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, useAsync: false);
        await using var workbook = await Spreadsheet.CreateNewAsync(
            file, new() { CompressionLevel = SpreadCheetahCompressionLevel.Fastest });
        var date = workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd") });
        var money = workbook.AddStyle(new Style { Format = NumberFormat.Custom("#,##0.00") });
        var text = workbook.AddStyle(new Style { Format = NumberFormat.Custom("@") });
        await workbook.StartWorksheetAsync("明细");
        var cells = new StyledCell[Columns];
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < 6; i++)
            {
                cells[i] = new StyledCell(Texts[(row + i) % Texts.Length], text);
            }

            cells[6] = new StyledCell(new DateTime(2026, 5, 1).AddDays(row % 31), date);
            for (var i = 7; i < Columns; i++)
            {
                cells[i] = new StyledCell(row * 0.01m, money);
            }

            await workbook.AddRowAsync(cells);
        }

        await workbook.FinishAsync();
    }

    private static Task WriteByEPPlusAsync(string path, int rows)
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

        package.Compression = OfficeOpenXml.CompressionLevel.BestSpeed;
        package.SaveAs(new FileInfo(path));
        return Task.CompletedTask;
    }

    private static readonly string[] Texts = [.. Enumerable.Range(0, 5000).Select(i => $"鼎丰上海曹杨店 SH260503{i:00000}")];

    private sealed record Run(double Seconds, double Processor, double PeakMb, double FileMb)
    {
        // "ours  2.05 s  processor 2.10 s  peak 82 MB  file 36 MB"
        public static Run Parse(string line)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            double After(string word) => double.Parse(words[Array.IndexOf(words, word) + 1], CultureInfo.InvariantCulture);
            return new(After(words[0]), After("processor"), After("peak"), After("file"));
        }

        public static Run Median(List<Run> runs)
        {
            double Of(Func<Run, double> value) => runs.Select(value).Order().ElementAt(runs.Count / 2);
            return new(Of(run => run.Seconds), Of(run => run.Processor), Of(run => run.PeakMb), Of(run => run.FileMb));
        }
    }
}
