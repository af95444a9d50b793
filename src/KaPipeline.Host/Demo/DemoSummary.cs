using System.Globalization;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Labels;
using Spectre.Console;

namespace KaPipeline.Host.Demo;

/// <summary>The clear end of the demo: files, rows, breaks, statements, alerts, and where to look.</summary>
internal static class DemoSummary
{
    /// <summary>Prints what was loaded now, and what is open.</summary>
    public static void Print(IReadOnlyList<LoadResult> loadedNow, DemoFigures figures, int editions, IReadOnlyDictionary<string, int> mails,
        KaHome home, DateOnly asOf)
    {
        // A load that was replayed occurs twice.
        var files = loadedNow.DistinctBy(result => result.LoadId).ToList();
        var fresh = files.Count(result => result.State is not LoadState.Known);
        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine(fresh == 0
            ? $"没有新文件 Nothing new: all {files.Count} files had been loaded before."
            : $"本次加载 Loaded now: {fresh} of {files.Count} files.");

        Print("文件与行 Files and rows (rows in = loaded + quarantined + duplicate)",
            ["系统 chain", "文件 files", "行 rows in", "= 加载 loaded", "+ 隔离 quarantined", "+ 重复 duplicate"],
            figures.Files.Select(row => new[]
            {
                row.ChainId.Length == 0 ? "主数据 master data" : row.ChainId, Count(row.Files), Count(row.RowsIn), Count(row.RowsLoaded),
                    Count(row.RowsQuarantined), Count(row.RowsDuplicate),
            }).Append(
            [
                "合计 total", Count(figures.Files.Sum(row => row.Files)), Count(figures.Files.Sum(row => row.RowsIn)),
                    Count(figures.Files.Sum(row => row.RowsLoaded)),
                Count(figures.Files.Sum(row => row.RowsQuarantined)), Count(figures.Files.Sum(row => row.RowsDuplicate)),
            ]));
        Print($"对账单 Statements as of {asOf:yyyy-MM-dd}, RMB (expected − stated = Σ breaks)",
            ["系统 chain", "对账单 statement", "完整 complete", "应付 expected", "账单 stated", "Σ 差异 breaks", "剩余 residual"],
            figures.Statements.Select(row => new[]
            {
                row.ChainId, row.StatementNumber, row.IsComplete ? "是 yes" : "否 no", Money(row.Expected), Money(row.Stated),
                    Money(row.Explained), Money(row.Residual),
            }));
        Print("差异 Breaks by kind, RMB",
            ["类别 family", "差异 kind", "行 rows", "可追回或缺货 for us", "被追扣或多送 against us"],
            figures.Breaks.Select(row => new[]
            {
                Label.BreakFamily.Both(row.Family), Label.BreakKind.Both(row.Kind), Count(row.Count), Money(row.Positive),
                    Money(row.Negative),
            }));
        Print("预警 Alerts, RMB",
            ["预警 kind", "项 items", "考核测算或价格偏低 for us", "价格偏高 against us"],
            figures.Alerts.Select(row => new[]
                { Label.OpenRule.Both(row.Kind), Count(row.Count), Money(row.Positive), Money(row.Negative) }));

        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine(editions == 0
            ? "没有新邮件 No mail was due: every edition of the month had been made before."
            : $"邮件 Mails: {editions} editions; {string.Join(", ", mails.Select(state => $"{state.Value} {state.Key}"))}.");
        Terminal.Out.WriteLine($"查看 See: mails (.eml) and workbooks (.xlsx) in {home.Outbox}");
        Terminal.Out.WriteLine("然后 Then: ./ka check --as-of " + asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            + " · ./ka digest daily --as-of … --preview · ./ka demo --serve");
    }

    private static void Print(string title, string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table
        {
            Title = new TableTitle(Markup.Escape(title)), Border = Terminal.IsWatched ? TableBorder.Rounded
            : TableBorder.Markdown
        };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column))
            {
                Alignment = column.Contains("family", StringComparison.Ordinal)
                || column.Contains("kind", StringComparison.Ordinal) || column.Contains("chain", StringComparison.Ordinal) ? Justify.Left
                : Justify.Right
            });
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        Terminal.Out.Write(table);
        Terminal.Out.WriteLine();
    }

    private static string Count(decimal count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Money(decimal? amount) => amount?.ToString("#,0.00", CultureInfo.InvariantCulture) ?? "—";
}
