using System.Diagnostics;
using System.Globalization;
using System.Text;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Rules;
using Npgsql;
using OfficeOpenXml;

namespace KaPipeline.Benchmarks.Load;

/// <summary>Work in a process of its own, so that its largest memory is its own: <c>load</c> a whole file into the warehouse, or read a
/// workbook <c>ours</c> or by <c>epplus</c>. Prints seconds, rows and megabytes.</summary>
internal static class ChildProcess
{
    private static readonly BusinessRules Rules = BusinessRules.Load(Path.Combine(BenchmarkPage.Root, "config"));

    /// <summary>From when on a file is implausible.</summary>
    public static FileLimits Limits { get; } = Rules.FileLimits();

    /// <summary>What a child measured.</summary>
    public sealed record Measured(double Seconds, long Rows, double Megabytes);

    /// <summary>Starts a child with the collector that <c>ka</c> itself runs with, and waits for its figures.</summary>
    public static async Task<Measured> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet",
            ["exec", typeof(ChildProcess).Assembly.Location, "load", "child", .. arguments])
        { RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', arguments)} failed: {said}");
        }

        var figures = said.Trim().Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToList();
        return new Measured(figures[0], (long)figures[1], figures[2]);
    }

    public static async Task<int> RunAsync(string[] args)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var report = StagingBench.Profile();
        var watch = Stopwatch.StartNew();
        var rows = args[0] switch
        {
            "load" => await LoadAsync(args[1], args[2], args[3]),
            "ours" => Read(report, args[1]),
            "epplus" => ReadByEPPlus(args[1]),
            _ => throw new ArgumentException($"no such child: {args[0]}", nameof(args)),
        };
        watch.Stop();
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{watch.Elapsed.TotalSeconds:F3} {rows} {self.PeakWorkingSet64 / 1048576.0:F1}"));
        return 0;
    }

    private static async Task<long> LoadAsync(string connection, string archive, string path)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        var profiles = ProfileCatalog.Load(Path.Combine(BenchmarkPage.Root, "config"));
        var (chain, report) = profiles.Match(OrderFile.Name, "dingfeng").Single();
        await using (var mirroring = await database.OpenConnectionAsync())
        {
            await BusinessRulesSync.SyncAsync(mirroring, Rules, TimeProvider.System.GetUtcNow());
        }

        var loader = new FileLoader(database, new FileArchive(archive), TimeProvider.System);
        var loaded = await loader.LoadAsync(new ArrivedFile(path, OrderFile.Name, "bench", TimeProvider.System.GetUtcNow()), chain, report);
        return loaded.State == LoadState.Loaded && loaded.RowsQuarantined > 0 && loaded.RowsLoaded + loaded.RowsQuarantined == loaded.RowsIn
            ? loaded.RowsIn
            : throw new InvalidOperationException($"not loaded as expected: {loaded}");
    }

    private static long Read(ReportProfile report, string path)
    {
        using var nowhere = new StagingSink(_ => Stream.Null, 0);
        var outcome = new ReportReader(report, Limits).Read(path, OrderFile.Name, nowhere, default);
        return outcome.Rejected.Count == 0 ? outcome.RowsIn : throw new InvalidOperationException($"rejected: {outcome.Rejected.First()}");
    }

    private static long ReadByEPPlus(string path)
    {
        using var package = new ExcelPackage(new FileInfo(path));
        var sheet = package.Workbook.Worksheets.First();
        var (rows, length) = (0L, 0L);
        for (var row = 2; row < sheet.Dimension.End.Row; row++, rows++)
        {
            for (var column = 1; column <= 14; column++)
            {
                length += Convert.ToString(sheet.GetValue(row, column), CultureInfo.InvariantCulture)!.Length;
            }
        }

        return length > 0 ? rows : -1;
    }
}
