using System.Diagnostics;

namespace KaPipeline.Benchmarks.Load;

/// <summary>Times several ways of doing the same, interleaved, and takes medians: what slows the machine meanwhile slows all of
/// them.</summary>
internal sealed class Stopwatches
{
    private readonly Dictionary<string, List<double>> seconds = new(StringComparer.Ordinal);

    public Task InterleaveAsync(int times, params (string Name, Func<Task> Work)[] ways) =>
        InterleaveAsync(times, () => Task.CompletedTask, ways);

    /// <param name="times">How often.</param>
    /// <param name="prepare">Done before each try, untimed.</param>
    /// <param name="ways">Names and work.</param>
    public async Task InterleaveAsync(int times, Func<Task> prepare, params (string Name, Func<Task> Work)[] ways)
    {
        for (var round = 0; round < times; round++)
        {
            foreach (var (name, work) in ways)
            {
                await prepare();
                GC.Collect();
                var watch = Stopwatch.StartNew();
                await work();
                Note(name, watch.Elapsed.TotalSeconds);
                Say($"  {name}: {watch.Elapsed.TotalSeconds:F2} s");
            }
        }
    }

    public static void Say(string text) => Console.Error.WriteLine(text);

    public void Note(string name, double value)
    {
        if (!seconds.TryGetValue(name, out var list))
        {
            seconds[name] = list = [];
        }

        list.Add(value);
    }

    public bool Has(string name) => seconds.ContainsKey(name);

    public double Median(string name)
    {
        var sorted = seconds[name].Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
