using System.Globalization;
using System.Text;

namespace KaPipeline.Benchmarks.Load;

/// <summary>A section's table for <c>docs/benchmarks.md</c>: seconds, rows a second, and the ratio to what the goal names.</summary>
internal sealed class LoadReport
{
    private readonly StringBuilder text = new();
    private readonly Stopwatches watches;
    private readonly int rows;

    public LoadReport(string title, string command, string what, Stopwatches watches, int rows)
    {
        (this.watches, this.rows) = (watches, rows);
        Say($"## {title}");
        Say($"");
        Say($"`{command}`: {what}.");
        Say($"");
        Say($"| what | seconds | rows/s | ratio | goal |");
        Say($"| --- | ---: | ---: | ---: | --- |");
    }

    /// <summary>A line of the table, when it was measured.</summary>
    public void Row(string what, string name, string? floor = null, string goal = "")
    {
        if (watches.Has(name))
        {
            var seconds = watches.Median(name);
            var ratio = floor is not null && watches.Has(floor) ? (seconds / watches.Median(floor))
                .ToString("F2", CultureInfo.InvariantCulture) + " ×" : "";
            Say($"| {what} | {seconds:F2} | {rows / seconds:N0} | {ratio} | {goal} |");
        }
    }

    public void Say(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    public override string ToString() => text.ToString();
}
