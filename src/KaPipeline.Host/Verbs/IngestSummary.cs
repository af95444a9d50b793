using KaPipeline.Ingestion.Loading;
using Spectre.Console;

namespace KaPipeline.Host.Verbs;

/// <summary>What loading came to, for people.</summary>
internal static class IngestSummary
{
    /// <summary>One file on one line.</summary>
    public static string Line(LoadResult result)
    {
        var where = result.ChainId.Length == 0 ? result.Report : $"{result.ChainId}/{result.Report}";
        var rows = result.State is LoadState.Known or LoadState.Empty
            ? ""
            : $"  rows {result.RowsIn} = loaded {result.RowsLoaded} + quarantined {result.RowsQuarantined} + duplicate {result.RowsDuplicate}";
        return $"{Word(result.State),-10} {where,-24} {result.FileName}{rows}{(result.Finding is null ? "" : "  " + result.Finding)}";
    }

    /// <summary>The table over all files.</summary>
    public static void Print(IReadOnlyList<LoadResult> results, IReadOnlyList<string> unknown)
    {
        // A load that was replayed stands twice; its last counts hold.
        var files = results.GroupBy(result => result.LoadId).Select(group => group.Last()).ToList();
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("系统 chain", "报表 report", "文件 files", "行 rows in", "装载 loaded", "隔离 quarantined", "重复 duplicate");
        foreach (var column in table.Columns.Skip(2))
        {
            column.RightAligned();
        }

        var loaded = files.Where(result => result.State != LoadState.Known).ToList();
        foreach (var group in loaded.GroupBy(result => (result.ChainId, result.Report)).OrderBy(group => group.Key))
        {
            table.AddRow(
                Markup.Escape(group.Key.ChainId.Length == 0 ? "—" : group.Key.ChainId), Markup.Escape(group.Key.Report), $"{group.Count()}",
                $"{group.Sum(result => result.RowsIn)}", $"{group.Sum(result => result.RowsLoaded)}",
                $"{group.Sum(result => result.RowsQuarantined)}", $"{group.Sum(result => result.RowsDuplicate)}");
        }

        if (loaded.Count > 0)
        {
            Terminal.Out.Write(table);
        }

        foreach (var result in loaded.Where(result => result.Finding is not null && (result.RowsIn > 0 || result.State != LoadState.Duplicate)))
        {
            Terminal.Out.WriteLine($"{Word(result.State)}: {result.FileName}: {result.Finding}");
        }

        var known = files.Count - loaded.Count;
        if (loaded.Count == 0)
        {
            Terminal.Out.WriteLine($"没有新文件 Nothing new: all {known} files had been loaded before.");
        }
        else if (known > 0)
        {
            Terminal.Out.WriteLine($"{known} 个文件以前已装载 files had been loaded before.");
        }

        if (unknown.Count(name => name.Contains('\uFFFD', StringComparison.Ordinal)) is var unreadable and > 0)
        {
            Terminal.Out.WriteLine($"{unreadable} 个文件的名称不是 UTF-8，打不开；请改名（convmv）后再装载 files have names that are not UTF-8 and cannot be opened; rename them (convmv) and load them again.");
        }

        if (unknown.Count > 0)
        {
            Terminal.Out.WriteLine($"{unknown.Count} 个文件不属于任何报表 files fit no profile and were left alone: {string.Join(", ", unknown.Take(5).Select(Path.GetFileName))}{(unknown.Count > 5 ? ", …" : "")}");
        }
    }

    private static string Word(LoadState state) => state switch
    {
        LoadState.Loaded => "loaded",
        LoadState.Duplicate => "duplicate",
        LoadState.Empty => "empty",
        LoadState.Held => "held",
        LoadState.Refused => "refused",
        LoadState.Known => "known",
        _ => "unknown",
    };
}
