using System.Globalization;
using System.Text;

namespace KaPipeline.Benchmarks.Reconcile;

/// <summary>The figures as a part of <c>docs/benchmarks.md</c>.</summary>
internal static class ReconcileReport
{
    public static string Of(IReadOnlyList<ReconcileBenchmark.Result> results, string command)
    {
        var page = new StringBuilder();
        void Line(string text) => page.Append(text).Append('\n');
        string Row(string name, Func<ReconcileBenchmark.Result, string> cell) => $"| {name} | {string.Join(" | ", results.Select(cell))} |";
        static string Seconds(double? value) => value is { } seconds ? seconds.ToString("0.00", CultureInfo.InvariantCulture) + " s"
            : "not measured";
        static string Share(double? part, double? whole) => part > 0 && whole is not null ? "1/"
            + (whole / part).Value.ToString("0.0", CultureInfo.InvariantCulture) : "";

        Line("## Reconciliation");
        Line("");
        Line($"`{command}`: a year of five chains, so many lines per feed, medians, on {Environment.ProcessorCount} processors. Orders, deliveries and");
        Line("statements with every version, order of settlement, carried rows and breaks; the view is the oracle that the kept table equals.");
        Line("");
        Line(Row("lines per feed", one => one.Rows.ToString("N0", CultureInfo.InvariantCulture)));
        Line("| --- |" + string.Concat(results.Select(_ => " ---: |")));
        Line(Row("plain view computed whole, every column", one => Seconds(one["view"])));
        Line(Row("kept table, first fill", one => Seconds(one["fill"])));
        Line(Row("kept table after 20,000 corrected lines", one => $"{Seconds(one["touched"])}, {one["rows"]:N0} rows"));
        Line(Row("… as a share of the view (goal 1/20)", one => Share(one["touched"], one["view"])));
        Line(Row("differences by the view", one => Seconds(one["differences by the view"])));
        Line(Row("differences by the kept table", one => Seconds(one["differences kept"])));
        Line(Row("… as a share (goal 1/40)", one => Share(one["differences kept"], one["differences by the view"])));
        Line(Row("statements by the kept table", one => Seconds(one["statements kept"])));
        Line(Row("DuckDB, the bare three-way join alone", one => one["duckdb"] is { } seconds ? Seconds(seconds) : "not measured"));
        if (results.Count > 1)
        {
            Line("");
            Line($"After 20,000 corrected lines, the largest against the smallest: {(results[^1]["touched"] / results[0]["touched"])?.ToString("0.00", CultureInfo.InvariantCulture)} × (goal 1.3 ×).");
        }

        return page.ToString();
    }
}
