using System.Text;

namespace KaPipeline.Benchmarks.Load;

/// <summary>Whole loads, archive to facts with rejects and versions, of one and of five times the rows: the client's largest memory must
/// not follow.</summary>
internal static class MemoryBench
{
    private const int BadEvery = 1000;

    public static async Task<string> RunAsync(BenchWarehouse warehouse, Stopwatches watches, int rows, string command)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var measured = new List<(int Rows, ChildProcess.Measured Figures)>();
        foreach (var times in (int[])[1, 5])
        {
            var path = Path.Combine(warehouse.Home, $"{times}.csv");
            OrderFile.Write(path, rows * times, Encoding.GetEncoding("gb18030"), isPortal: true, firstOrder: times * 1_000_000, BadEvery);
            var figures = await ChildProcess.StartAsync("load", warehouse.ConnectionString, Path.Combine(warehouse.Home, "archive"), path);
            Stopwatches.Say($"  {rows * times} rows: {figures}");
            measured.Add((rows * times, figures));
            watches.Note($"{times}", figures.Seconds);
            File.Delete(path);
        }

        var text = new StringBuilder();
        void Say(FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');
        Say($"## Loading: a whole file and its memory");
        Say($"");
        Say($"`{command}`: a portal's GB18030 file with titles and total row, archived, read, validated, merged and recorded by `FileLoader`, in a process of its own; one row in {BadEvery:N0} is quarantined.");
        Say($"");
        Say($"| rows | seconds | rows/s | largest memory of the client | goal |");
        Say($"| ---: | ---: | ---: | ---: | --- |");
        foreach (var (count, figures) in measured)
        {
            Say($"| {count:N0} | {figures.Seconds:F1} | {count / figures.Seconds:N0} | {figures.Megabytes:F0} MB | {(count == rows ? "≤ 100 MB" : "the same")} |");
        }

        return text.ToString();
    }
}
