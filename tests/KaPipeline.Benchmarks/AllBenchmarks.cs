using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using KaPipeline.Benchmarks.Load;
using KaPipeline.Benchmarks.Morning;
using KaPipeline.Benchmarks.Pages;
using KaPipeline.Benchmarks.Reconcile;
using KaPipeline.Benchmarks.Workbooks;
using KaPipeline.Warehouse;

namespace KaPipeline.Benchmarks;

/// <summary><c>ka bench all</c>: every benchmark of <c>docs/benchmarks.md</c> one after the other, with the machine, the versions and how
/// busy the machine was before each.</summary>
internal static class AllBenchmarks
{
    private static readonly (string Name, Func<Task<int>> Run)[] Parts =
    [
        ("load", () => LoadBenchmark.RunAsync([])),
        ("workbook", () => WorkbookBenchmark.RunAsync([])),
        ("console", () => ConsoleBenchmark.RunAsync([])),
        ("workers", () => WorkersBenchmark.RunAsync([])),
        ("morning", () => MorningBenchmark.RunAsync(["--whole"])),
        ("reconcile", () => ReconcileBenchmark.RunAsync([])),
    ];

    public static async Task<int> RunAsync()
    {
        var text = new StringBuilder("## The machine\n\n").AppendLine(CultureInfo.InvariantCulture,
            $"`./ka bench all` on {BusinessTime.Today(TimeProvider.System):yyyy-MM-dd}, {Environment.ProcessorCount} processors ({Processor()}), {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {await PostgresVersionAsync()}. Busy (load of the last minute) before each part:\n")
            .AppendLine("| part | load before | minutes |").AppendLine("| --- | ---: | ---: |");
        foreach (var (name, run) in Parts)
        {
            var (load, watch) = ((await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0], Stopwatch.StartNew());
            if (await run() is not 0 and var code)
            {
                return code;
            }

            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {load} | {watch.Elapsed.TotalMinutes:0.0} |");
            BenchmarkPage.Put("machine", text.ToString());
        }

        return 0;
    }

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";

    private static async Task<string> PostgresVersionAsync()
    {
        await using var warehouse = await BenchWarehouse.CreateAsync();
        return "PostgreSQL " + await warehouse.DataSource.FirstAsync<string>("select split_part(version(), ' ', 2)");
    }
}
