using System.Globalization;

namespace KaPipeline.Benchmarks.Load;

/// <summary><c>ka bench load</c>: rows a second from file to facts, beside what else could do it. Each section can run alone
/// (<c>--section stage|memory|merge|xlsx</c>) and writes its own part of <c>docs/benchmarks.md</c>.</summary>
internal static class LoadBenchmark
{
    private static readonly string[] Sections = ["stage", "memory", "merge", "xlsx"];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["child", ..])
        {
            return await ChildProcess.RunAsync(args[1..]);
        }

        string? Text(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
        int Option(string name, int fallback) => Text(name) is { } text
            ? int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : fallback;
        var rows = Option("--rows", 1_000_000);
        var history = Option("--history", 10_000_000);
        var times = Option("--times", 5);
        var only = Text("--section");
        if (only is not null && !Sections.Contains(only))
        {
            await Console.Error.WriteLineAsync($"ka bench load: there is no section {only}; there are {string.Join(", ", Sections)}.");
            return 2;
        }

        foreach (var section in Sections.Where(name => only is null || name == only))
        {
            var watches = new Stopwatches();
            var command =
                $"./ka bench load --section {section}{string.Concat(args.Where((_, at) => args[at] != "--section" && (at == 0 || args[at - 1] != "--section")).Select(word => " " + word))}";
            await using var warehouse = await BenchWarehouse.CreateAsync();
            Stopwatches.Say($"{section}: {rows} rows, {times} times");
            var text = section switch
            {
                "stage" => await StagingBench.RunAsync(warehouse, watches, rows, times, command),
                "memory" => await MemoryBench.RunAsync(warehouse, watches, rows, command),
                "merge" => await MergeBench.RunAsync(warehouse, watches, rows, history, times, command),
                _ => await WorkbookReadBench.RunAsync(warehouse.Home, watches, Math.Min(rows, 200_000), times, command),
            };
            Console.Write(text);
            BenchmarkPage.Put($"load {section}", text);
        }

        return 0;
    }
}
