using KaPipeline.Ingestion.Loading;
using KaPipeline.Jobs;
using KaPipeline.Labels;

namespace KaPipeline.Host.Demo;

/// <summary>Follows the files of the month as they are loaded: those of a chain that came on one day are the run of that chain and
/// day.</summary>
internal sealed class DemoLoads(IEnumerable<Ingest.Item> files)
{
    private readonly Dictionary<(string Chain, string File), DateOnly> arrived = files
        .GroupBy(item => (item.Profile.ChainId, item.File.Name))
        .ToDictionary(group => group.Key, group => BusinessTime.DateOf(group.Min(item => item.File.ArrivedAt)));

    private readonly DateTimeOffset begun = TimeProvider.System.GetUtcNow();
    private readonly Dictionary<string, DateTimeOffset> before = [];
    private readonly Dictionary<(string Chain, DateOnly Date), Loaded> loads = [];

    /// <summary>Notes a file that was loaded; what was known before is no work.</summary>
    public void Note(LoadResult result)
    {
        var now = TimeProvider.System.GetUtcNow();
        var since = before.GetValueOrDefault(result.ChainId, begun);
        before[result.ChainId] = now;
        if (result.State != LoadState.Known && arrived.TryGetValue((result.ChainId, result.FileName), out var date))
        {
            var load = loads.GetValueOrDefault((result.ChainId, date)) ?? new Loaded(since, now, []);
            load.Files.Add(result);
            loads[(result.ChainId, date)] = load with { Until = now };
        }
    }

    /// <summary>What was done, as runs of the job <c>load</c>.</summary>
    public IReadOnlyList<DoneRun> Runs() =>
    [
        .. loads.Select(load => new DoneRun("load", load.Key.Chain, load.Key.Date, "load files", load.Value.Since, load.Value.Until,
            load.Value.Files.Sum(file => (long)file.RowsIn), load.Value.Files.Sum(file => (long)file.RowsLoaded),
            ResultOf(load.Value.Files),
            load.Value.Files.Find(file => file.State == LoadState.Failed)?.Finding)),
    ];

    private static string ResultOf(List<LoadResult> files)
    {
        var (quarantined, duplicate) = (files.Sum(file => file.RowsQuarantined), files.Sum(file => file.RowsDuplicate));
        return Bilingual.Of($"{files.Count} 个文件，隔离 {quarantined} 行，重复 {duplicate} 行",
            $"{files.Count} files, {quarantined} rows quarantined, {duplicate} duplicate");
    }

    private sealed record Loaded(DateTimeOffset Since, DateTimeOffset Until, List<LoadResult> Files);
}
