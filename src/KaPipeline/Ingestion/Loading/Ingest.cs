using Dapper;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;
using Npgsql;

namespace KaPipeline.Ingestion.Loading;

/// <summary>
/// Loads many files: each as the report whose name pattern it fits, in order of arrival, chains side by side. The company's master data
/// come before what arrived after them, since rows are resolved against them; when they bring what was missing, quarantined rows are
/// replayed at the end, and files that they would have resolved otherwise are read again.
/// </summary>
/// <param name="database">The warehouse.</param>
/// <param name="archive">Where raw files are kept.</param>
/// <param name="profiles">Profiles of all chains.</param>
/// <param name="clock">Tells when something is recorded, and the arrival of files that nothing else tells.</param>
public sealed class Ingest(NpgsqlDataSource database, FileArchive archive, ProfileCatalog profiles, TimeProvider clock)
{
    private static readonly string[] AwaitMasterData = ["unknown_product", "unknown_store", "unknown_account", "unknown_statement", "pack_size_missing"];

    private FileLoader loader = new(database, archive, clock);

    /// <summary>A file and the report that reads it.</summary>
    /// <param name="File">The file.</param>
    /// <param name="Profile">Its chain's profile.</param>
    /// <param name="Report">The report.</param>
    public sealed record Item(ArrivedFile File, ChainProfile Profile, ReportProfile Report);

    /// <summary>The same, except that each load and replay also writes something of the caller's in its own transaction.</summary>
    /// <param name="write">Told of the transaction and what the load came to, before it is committed.</param>
    public Ingest Beside(Func<NpgsqlTransaction, LoadResult, CancellationToken, Task> write) =>
        new(database, archive, profiles, clock) { loader = new(database, archive, clock) { Beside = write } };

    /// <summary>Loads a file that is held, from the archive, whatever is implausible about it.</summary>
    /// <param name="loadId">Its load.</param>
    /// <param name="letInBy">Who lets it in and why.</param>
    /// <param name="ct">Cancels the work; the file is held then as before.</param>
    /// <returns>The load first, then those that were replayed.</returns>
    /// <exception cref="FileNotFoundException">The archive lacks the file.</exception>
    /// <exception cref="InvalidDataException">No profile has the report any more.</exception>
    public async Task<IReadOnlyList<LoadResult>> LetInAsync(long loadId, string letInBy, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var load = await LoadLedger.GetAsync(connection, loadId, ct);
        var (chain, report) = ReportOf(load.ChainId, load.Report) ?? throw new InvalidDataException($"config/chains has no report {load.ChainId}/{load.Report} any more.");
        var file = new ArrivedFile(archive.Find(load.Sha256, load.FileName), load.FileName, load.Source, load.ArrivedAt);
        var letting = new Ingest(database, archive, profiles, clock) { loader = new(database, archive, clock) { Beside = loader.Beside, LetInBy = letInBy } };
        return await letting.RunAsync([new Item(file, chain, report)], null, ct);
    }

    /// <summary>Finds the files below paths that a profile knows.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="chainId">Only this chain; null for all.</param>
    /// <returns>Known files in order of arrival, and the paths of those that no profile knows or that no name opens: a name that is not UTF-8.</returns>
    /// <exception cref="FileNotFoundException">A path does not exist.</exception>
    /// <exception cref="InvalidDataException">A file fits the reports of several chains and does not lie in a folder named after one.</exception>
    public (IReadOnlyList<Item> Known, IReadOnlyList<string> Unknown) Find(IEnumerable<string> paths, string? chainId = null)
    {
        var arrivals = new ArrivalTimes(clock);
        var known = new List<Item>();
        var unknown = new List<string>();
        foreach (var path in paths.SelectMany(FilesOf).Distinct(StringComparer.Ordinal))
        {
            if (File.Exists(path) && Match(path, chainId) is { } match)
            {
                var arrivedAt = arrivals.Of(path, match.Report.Arrival);
                known.Add(new Item(new ArrivedFile(path, Path.GetFileName(path), "command line", arrivedAt), match.Chain, match.Report));
            }
            else
            {
                unknown.Add(path);
            }
        }

        return ([.. known.OrderBy(item => item.File.ArrivedAt).ThenBy(item => item.Profile.ChainId, StringComparer.Ordinal).ThenBy(item => item.File.Name, StringComparer.Ordinal)], unknown);
    }

    /// <summary>Loads files in the order given, except that chains run side by side between the company's own files.</summary>
    /// <param name="items">From <see cref="Find"/>, or in any other order: the warehouse comes out the same.</param>
    /// <param name="done">Told after each file.</param>
    /// <param name="ct">Stops between two files.</param>
    /// <returns>One result per file, then those of loads that were replayed.</returns>
    public async Task<IReadOnlyList<LoadResult>> RunAsync(IReadOnlyList<Item> items, IProgress<LoadResult>? done = null, CancellationToken ct = default)
    {
        var results = new List<LoadResult>();
        var broughtMasterData = false;
        var masterLoads = new List<long>();
        for (var from = 0; from < items.Count;)
        {
            var isOwn = items[from].Profile.ChainId.Length == 0;
            var until = from;
            while (until < items.Count && (items[until].Profile.ChainId.Length == 0) == isOwn)
            {
                until++;
            }

            var chains = items.Skip(from).Take(until - from).GroupBy(item => item.Profile.ChainId).ToList();
            await Parallel.ForEachAsync(chains, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct }, async (chain, token) =>
            {
                foreach (var item in chain)
                {
                    var result = await loader.LoadAsync(item.File, item.Profile, item.Report, token);
                    foreach (var load in result.ToReadAgain)
                    {
                        await ReadAgainAsync(load, token);
                    }

                    lock (results)
                    {
                        results.Add(result);
                        if (isOwn && result is { State: LoadState.Loaded, RowsLoaded: > 0 })
                        {
                            masterLoads.Add(result.LoadId);
                        }

                        broughtMasterData |= result is { State: LoadState.Loaded, RowsLoaded: > 0 } && (isOwn || item.Report.Rows.Any(row => row.Into is { IsFeed: true } or { Name: "statement" }));
                        done?.Report(result);
                    }
                }
            });
            from = until;
        }

        foreach (var load in await AffectedAsync(masterLoads, ct))
        {
            await ReadAgainAsync(load, ct);
        }

        if (results.Sum(result => result.RowsLoaded) > 0)
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            await Statistics.RenewAsync(connection, ct);
        }

        if (broughtMasterData)
        {
            results.AddRange(await ReplayAsync(null, "主数据已更新 master data arrived", AwaitMasterData, ct));
        }

        return results;
    }

    /// <summary>Reads files with open quarantined rows again and takes in the rows that are good now.</summary>
    /// <param name="chainId">Only this chain; null for all.</param>
    /// <param name="reason">Why, kept with the rows.</param>
    /// <param name="rules">Only files with a row that broke one of these rules; null for any.</param>
    /// <param name="ct">Stops between two files.</param>
    /// <returns>The loads that took rows in, with their new counts.</returns>
    public async Task<IReadOnlyList<LoadResult>> ReplayAsync(string? chainId, string reason, IReadOnlyList<string>? rules = null, CancellationToken ct = default)
    {
        var results = new List<LoadResult>();
        foreach (var (loadId, chain, report) in await QuarantinedLoadsAsync(chainId, rules, ct))
        {
            if (ReportOf(chain, report) is { } match
                && await ReplayAsync(loadId, match.Chain, match.Report, reason, ct) is { } result)
            {
                results.Add(result);
                foreach (var load in result.ToReadAgain)
                {
                    await ReadAgainAsync(load, ct);
                }
            }
        }

        return results;
    }

    // One file that was removed from the archive keeps no other from being replayed.
    private async Task<LoadResult?> ReplayAsync(long loadId, ChainProfile chain, ReportProfile report, string reason, CancellationToken ct)
    {
        try
        {
            return await loader.ReplayAsync(loadId, chain, report, reason, ct);
        }
        catch (IOException e) when (e is FileNotFoundException or UnreadableFileException)
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            var load = await LoadLedger.GetAsync(connection, loadId, ct);
            return load.Result(load.State) with { Finding = e.Message };
        }
    }

    private async Task<IEnumerable<(long, string, string)>> QuarantinedLoadsAsync(string? chainId, IReadOnlyList<string>? rules, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QueryAsync<(long, string, string)>(new CommandDefinition(
            """
            select l.load_id, l.chain_id, l.report
            from ops.load l
            where (@chainId::text is null or l.chain_id = @chainId) and exists (
                select from ops.quarantined_row q
                where q.load_id = l.load_id and q.state = 'open' and (@rules::text[] is null or q.rule = any (@rules)))
            order by l.arrived_at, l.sha256
            """, new { chainId, rules = rules?.ToArray() }, cancellationToken: ct));
    }

    private async Task<IReadOnlyList<long>> AffectedAsync(List<long> masterLoads, CancellationToken ct)
    {
        if (masterLoads.Count == 0)
        {
            return [];
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        return await LateMasterData.AffectedAsync(connection, masterLoads, ct);
    }

    private async Task ReadAgainAsync(long loadId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var load = await LoadLedger.GetAsync(connection, loadId, ct);
        if (ReportOf(load.ChainId, load.Report) is { } match)
        {
            await loader.ReadAgainAsync(loadId, match.Chain, match.Report, ct);
        }
    }

    private (ChainProfile Chain, ReportProfile Report)? ReportOf(string chainId, string report) =>
        profiles.Find(chainId) is { } chain && chain.Reports.FirstOrDefault(candidate => candidate.Name == report) is { } found ? (chain, found) : null;

    private (ChainProfile Chain, ReportProfile Report)? Match(string path, string? chainId)
    {
        var matches = profiles.Match(Path.GetFileName(path), chainId);
        if (matches.Count > 1)
        {
            // Several chains may use one name; then the folder says which.
            var folders = Path.GetFullPath(path).Split(Path.DirectorySeparatorChar);
            var named = matches.Where(match => folders.Contains(match.Chain.ChainId)).ToList();
            matches = named.Count > 0 ? named : matches;
        }

        return matches.Count switch
        {
            0 => null,
            1 => matches[0],
            _ => throw new InvalidDataException(
                $"{path} fits several reports: {string.Join(", ", matches.Select(match => $"{match.Chain.ChainId}/{match.Report.Name}"))}. "
                + "Put it in a folder named after its chain, or name the chain with --chain."),
        };
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (Directory.Exists(path))
        {
            return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal);
        }

        return File.Exists(path) ? [path] : throw new FileNotFoundException($"There is no file or folder {path}.", path);
    }
}
