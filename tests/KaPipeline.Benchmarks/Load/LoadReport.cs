using System.Globalization;
using System.Text;

namespace KaPipeline.Benchmarks.Load;

/// <summary>The figures of <c>ka bench load</c> as a section of <c>docs/benchmarks.md</c>.</summary>
internal static class LoadReport
{
    public static string Of(Stopwatches watches, int rows, int history, int times, string command)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"## Loading");
        Line($"");
        Line($"`{command}`: {rows:N0} rows of 14 columns, {history:N0} rows of history; medians of {times} interleaved tries on {Environment.ProcessorCount} processors.");
        Line($"");
        Line($"| what | seconds | rows/s | ratio | goal |");
        Line($"| --- | ---: | ---: | ---: | --- |");
        void Row(string what, string name, string? floor, string goal)
        {
            if (watches.Has(name))
            {
                var seconds = watches.Median(name);
                var ratio = floor is not null && watches.Has(floor) ? (seconds / watches.Median(floor)).ToString("F2", CultureInfo.InvariantCulture) + " ×" : "";
                Line($"| {what} | {seconds:F2} | {rows / seconds:N0} | {ratio} | {goal} |");
            }
        }

        Row("`psql \\copy`, UTF-8, typed table", "copy utf-8", null, "");
        Row("**parse + validate + stage, UTF-8**", "ours utf-8", "copy utf-8", "≤ 1.0 × `\\copy`");
        Row("`psql \\copy`, GB18030", "copy gb18030", null, "");
        Row("**parse + validate + stage, GB18030**", "ours gb18030", "copy gb18030", "≤ 1.0 × `\\copy`");
        Row("pgloader, UTF-8", "pgloader", "copy utf-8", "");
        Row("pandas + COPY, UTF-8", "pandas", "copy utf-8", "");
        Row("Dapper, a statement per row (scaled up from 20,000)", "dapper row by row", "copy utf-8", "");
        Row("plain INSERT…SELECT, onto empty", "insert new, onto empty", null, "");
        Row("**merge of new rows, onto empty**", "ours new, onto empty", "insert new, onto empty", "");
        Row("plain INSERT…SELECT, again", "insert new, onto history", null, "");
        Row("**merge of new rows, onto history**", "ours new, onto history", "insert new, onto history", "≤ 1.8 × INSERT");
        Row("… against the same onto empty", "ours new, onto history", "ours new, onto empty", "≤ 1.2 ×");
        Row("plain ON CONFLICT DO UPDATE, redelivery with 1 % changed", "on conflict, redelivery", null, "");
        Row("**merge of the same redelivery**", "ours, redelivery", "on conflict, redelivery", "≤ 0.75 × ON CONFLICT");
        Line($"");
        if (watches.Has("redelivery wal"))
        {
            Line($"Write-ahead log of the redelivery: {watches.Median("redelivery wal"):F1} MB (goal ≤ 10 MB; ON CONFLICT: {watches.Median("on conflict wal"):F0} MB).");
        }

        Line($"Largest memory of this process: {Peak() / 1048576.0:F0} MB.");
        Line($"");
        return text.ToString();
    }

    private static long Peak()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
