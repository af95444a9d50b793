using System.Globalization;

namespace KaPipeline.Benchmarks.Load;

/// <summary><c>ka bench load</c>: rows a second from file to facts, beside what else could do it.</summary>
internal static class LoadBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        int Option(string name, int fallback) =>
            Array.IndexOf(args, name) is var at and >= 0 ? int.Parse(args[at + 1], NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : fallback;
        var rows = Option("--rows", 1_000_000);
        var history = Option("--history", 10_000_000);
        var times = Option("--times", 3);
        var watches = new Stopwatches();
        await using var warehouse = await BenchWarehouse.CreateAsync();
        if (!args.Contains("--merge-only"))
        {
            Stopwatches.Say($"staging {rows} rows, {times} times");
            await StagingBench.RunAsync(warehouse, watches, rows, times);
        }

        if (!args.Contains("--stage-only"))
        {
            Stopwatches.Say($"merging {rows} rows, {times} times");
            await MergeBench.RunAsync(warehouse, watches, rows, history, times);
        }

        var text = LoadReport.Of(watches, rows, history, times, $"./ka bench load {string.Join(' ', args)}".Trim());
        Console.Write(text);
        BenchmarkPage.Put("load", text);
        return 0;
    }
}
