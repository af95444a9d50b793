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
        var rows = result.State is LoadState.Known or LoadState.Empty or LoadState.Failed
            ? ""
            : $"  rows {result.RowsIn} = loaded {result.RowsLoaded} + quarantined {result.RowsQuarantined} + duplicate {result.RowsDuplicate}";
        return $"{Word(result.State),-10} {where,-24} {result.FileName}{rows}{(result.Finding is null ? "" : "  " + result.Finding)}";
    }

    /// <summary>The table over all files.</summary>
    public static void Print(IReadOnlyList<LoadResult> results, Ingest.FoundFiles found)
    {
        var failed = results.Where(result => result.State == LoadState.Failed).ToList();

        // A load that was replayed occurs twice; its last counts hold.
        var files = results.Except(failed).GroupBy(result => result.LoadId).Select(group => group.Last()).ToList();
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("系统 chain", "报表 report", "文件 files", "行 rows in", "加载 loaded", "隔离 quarantined", "重复 duplicate");
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

        foreach (var result in loaded.Where(result => result.Finding is not null
            && (result.RowsIn > 0 || result.State != LoadState.Duplicate)))
        {
            Terminal.Out.WriteLine($"{Word(result.State)}: {result.FileName}: {result.Finding}");
        }

        var known = files.Count - loaded.Count;
        if (loaded.Count == 0 && failed.Count == 0)
        {
            Terminal.Out.WriteLine($"没有新文件 Nothing new: all {known} files had been loaded before.");
        }
        else if (known > 0)
        {
            Terminal.Out.WriteLine($"{known} 个文件以前已加载 files had been loaded before.");
        }

        if (results.Count(result => result.IsMended) is var mended and > 0)
        {
            Terminal.Out.WriteLine($"{mended} 个归档文件已修复 archived files were missing or damaged and have been restored.");
        }

        PrintNotTaken(found);
        if (failed.Count > 0)
        {
            Terminal.Out.WriteLine(
                $"{failed.Count} 个文件没有加载，其他文件不受影响 files were not loaded; all others were. 请排除原因后再次执行 Run it again when the cause is removed:");
            failed.ForEach(result => Terminal.Out.WriteLine($"  {result.Finding}"));
        }
    }

    /// <summary>Files that no profile knows, and what was left alone with its reason.</summary>
    public static void PrintNotTaken(Ingest.FoundFiles found)
    {
        if (found.Unknown.Count > 0)
        {
            var names = string.Join(", ", found.Unknown.Take(5).Select(path => VisibleText.Line(Path.GetFileName(path))));
            Terminal.Out.WriteLine($"{found.Unknown.Count} 个文件不属于任何报表 files match no profile and were not loaded: "
                + $"{names}{(found.Unknown.Count > 5 ? ", …" : "")}");
        }

        foreach (var left in found.LeftAlone)
        {
            Terminal.Out.WriteLine($"未加载 not loaded: {left}");
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
        LoadState.Failed => "failed",
        _ => "unknown",
    };
}
