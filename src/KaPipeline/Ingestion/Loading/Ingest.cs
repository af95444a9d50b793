using System.Security.Cryptography;
using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Ingestion.Loading;

/// <summary>
/// Loads many files: each as the report whose name pattern it fits, in order of arrival, chains side by side. The company's master data
/// come before what arrived after them, since rows are resolved against them; when they bring what was missing, quarantined rows are
/// replayed at the end, and files that they would have resolved otherwise are read again.
/// </summary>
/// <param name="archive">Where raw files are kept.</param>
/// <param name="profiles">Profiles of all chains.</param>
/// <param name="clock">Tells when something is recorded, and the arrival of files that nothing else tells.</param>
public sealed class Ingest(NpgsqlDataSource database, FileArchive archive, ProfileCatalog profiles, TimeProvider clock)
{
    private static readonly string[] AwaitMasterData =
        ["unknown_product", "shared_barcode", "unknown_store", "unknown_account", "unknown_statement", "pack_size_missing"];

    private FileLoader loader = new(database, archive, clock);
    private long? earlierOfRun;

    /// <summary>A file and the report that reads it.</summary>
    /// <param name="Profile">Its chain's profile.</param>
    public sealed record Item(ArrivedFile File, ChainProfile Profile, ReportProfile Report);

    /// <summary>The same, except that each load and replay also writes something of the caller's in its own transaction.</summary>
    /// <param name="write">Told of the transaction and what the load came to, before it is committed.</param>
    public Ingest Beside(Func<NpgsqlTransaction, LoadResult, CancellationToken, Task> write) =>
        new(database, archive, profiles, clock)
        { loader = new(database, archive, clock) { Beside = write, RunId = loader.RunId }, earlierOfRun = earlierOfRun };

    /// <summary>The same, its loads entered as those of a run.</summary>
    /// <param name="runId">Number in <c>ops.run</c>.</param>
    /// <param name="isAgain">Whether an earlier attempt may have been cut off between its loads and what follows from them.</param>
    public Ingest OfRun(long runId, bool isAgain) => new(database, archive, profiles, clock)
    {
        loader = new(database, archive, clock) { Beside = loader.Beside, RunId = runId },
        earlierOfRun = isAgain ? runId : null,
    };

    /// <summary>Loads a file that is held, from the archive, whatever is implausible about it.</summary>
    /// <param name="letInBy">Who lets it in and why.</param>
    /// <param name="ct">Cancels the work; the file is held then as before.</param>
    /// <returns>The load first, then those that were replayed.</returns>
    /// <exception cref="FileNotFoundException">The archive lacks the file.</exception>
    /// <exception cref="InvalidDataException">No profile has the report any more.</exception>
    public async Task<IReadOnlyList<LoadResult>> LetInAsync(long loadId, string letInBy, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var load = await LoadLedger.GetAsync(connection, loadId, ct);
        var (chain, report) = ReportOf(load.ChainId, load.Report)
            ?? throw new InvalidDataException($"config/chains has no report {load.ChainId}/{load.Report} any more.");
        var file = new ArrivedFile(archive.Find(load.Sha256, load.FileName), load.FileName, load.Source, load.ArrivedAt);
        var letting = new Ingest(database, archive, profiles,
            clock)
        { loader = new(database, archive, clock) { Beside = loader.Beside, LetInBy = letInBy } };
        return await letting.RunAsync([new Item(file, chain, report)], ct: ct);
    }

    /// <summary>How far a replay is.</summary>
    /// <param name="Done">Files read again so far.</param>
    /// <param name="All">Files to read.</param>
    public sealed record Replayed(int Done, int All);

    /// <summary>Files found below paths.</summary>
    /// <param name="Known">Those that a report reads, in order of arrival.</param>
    /// <param name="Unknown">Paths of those that no profile knows.</param>
    public sealed record FoundFiles(IReadOnlyList<Item> Known, IReadOnlyList<string> Unknown)
    {
        /// <summary>What was left alone, path and why: links, pipes, devices; files of which it is not clear what they are or when they
        /// came.</summary>
        public IReadOnlyList<string> LeftAlone { get; init; } = [];

        /// <summary>Whether every file found is one that a report reads.</summary>
        public bool IsComplete => Unknown.Count == 0 && LeftAlone.Count == 0;
    }

    /// <summary>What tells these profiles from others: with others a file may fit a report.</summary>
    public string Profiles { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', profiles.Chains.Select(chain => $"{chain.ChainId} {chain.Version}")))));

    /// <summary>Finds the files below paths that a profile knows.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="chainId">Only this chain; null for all.</param>
    /// <exception cref="FileNotFoundException">A path does not exist.</exception>
    public FoundFiles Find(IEnumerable<string> paths, string? chainId = null) => new FileSearch(profiles, clock).Find(paths, chainId);

    /// <summary>Loads files in the order given, except that chains run side by side between the company's own files.</summary>
    /// <param name="items">From <see cref="Find"/>, or in any other order: the warehouse comes out the same.</param>
    /// <param name="done">Told after each file.</param>
    /// <param name="replayed">Told after each file that is read again at the end.</param>
    /// <param name="ct">Stops between two files.</param>
    /// <returns>One result per file, then those of loads that were replayed.</returns>
    public async Task<IReadOnlyList<LoadResult>> RunAsync(
        IReadOnlyList<Item> items, IProgress<LoadResult>? done = null, IProgress<Replayed>? replayed = null, CancellationToken ct = default)
    {
        var results = new List<LoadResult>();
        // What an attempt that was cut off has loaded is known by now, and what follows from it is not done yet.
        var earlier = await EarlierLoadsAsync(ct);
        var broughtMasterData = earlier.Count > 0;
        var masterLoads = earlier.Where(load => load.ChainId.Length == 0).Select(load => load.LoadId).ToList();
        for (var from = 0; from < items.Count;)
        {
            var isOwn = items[from].Profile.ChainId.Length == 0;
            var until = from;
            while (until < items.Count && (items[until].Profile.ChainId.Length == 0) == isOwn)
            {
                until++;
            }

            var chains = items.Skip(from).Take(until - from).GroupBy(item => item.Profile.ChainId).ToList();
            await Parallel.ForEachAsync(chains,
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct }, async (chain, token) =>
            {
                foreach (var item in chain)
                {
                    var result = await LoadAsync(item, token);
                    var notReadAgain = await ReadAgainAsync(result.ToReadAgain, token);
                    lock (results)
                    {
                        results.Add(result);
                        results.AddRange(notReadAgain);
                        if (isOwn && result is { State: LoadState.Loaded, RowsLoaded: > 0 })
                        {
                            masterLoads.Add(result.LoadId);
                        }

                        broughtMasterData |= result is { State: LoadState.Loaded, RowsLoaded: > 0 }
                            && (isOwn || item.Report.Rows.Any(row => row.Into is { IsFeed: true } or { Name: "statement" }));
                        done?.Report(result);
                    }
                }
            });
            from = until;
        }

        results.AddRange(await ReadAgainAsync(await AffectedAsync(masterLoads, ct), ct));
        if (results.Sum(result => result.RowsLoaded) > 0)
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            await Statistics.RenewAsync(connection, ct);
        }

        if (broughtMasterData)
        {
            results.AddRange(await ReplayAsync(null, Bilingual.Of("主数据已更新", "master data arrived"), AwaitMasterData, replayed, ct));
        }

        return results;
    }

    /// <summary>Reads files with open quarantined rows again and takes in the rows that are good now.</summary>
    /// <param name="chainId">Only this chain; null for all.</param>
    /// <param name="reason">Why, kept with the rows.</param>
    /// <param name="rules">Only files with a row that broke one of these rules; null for any.</param>
    /// <param name="done">Told after each file.</param>
    /// <param name="ct">Stops between two files.</param>
    /// <returns>The loads that took rows in, with their new counts, and those that could not be read.</returns>
    public async Task<IReadOnlyList<LoadResult>> ReplayAsync(
        string? chainId, string reason, IReadOnlyList<string>? rules = null, IProgress<Replayed>? done = null,
        CancellationToken ct = default)
    {
        profiles.Renew();
        var results = new List<LoadResult>();
        var files = await new QuarantineList(database).FilesAsync(new(chainId, rules), ct);
        foreach (var (at, file) in files.Index())
        {
            done?.Report(new Replayed(at, files.Count));
            if (ReportOf(file.ChainId, file.Report) is { } match
                && await ReplayAsync(file.LoadId, match.Chain, match.Report, reason, ct) is { } result)
            {
                results.Add(result);
                results.AddRange(await ReadAgainAsync(result.ToReadAgain, ct));
            }
        }

        return results;
    }

    private async Task<IReadOnlyList<(long LoadId, string ChainId)>> EarlierLoadsAsync(CancellationToken ct) => earlierOfRun is null ? []
        : await database.ListAsync<(long, string)>(
            "select load_id, chain_id from ops.load where run_id = @earlierOfRun and state = 'loaded' and rows_loaded > 0",
            new { earlierOfRun }, ct);

    // One file that cannot be read or kept keeps no other from being loaded.
    private async Task<LoadResult> LoadAsync(Item item, CancellationToken ct)
    {
        try
        {
            return await loader.LoadAsync(item.File, item.Profile, item.Report, ct);
        }
        catch (Exception e) when (IsOfOneFile(e))
        {
            return new LoadResult(0, item.Profile.ChainId, item.Report.Name, item.File.Name, LoadState.Failed, 0, 0, 0, 0,
                $"{item.File.Path}: {e.Message}");
        }
    }

    private async Task<LoadResult?> ReplayAsync(long loadId, ChainProfile chain, ReportProfile report, string reason, CancellationToken ct)
    {
        try
        {
            return await loader.ReplayAsync(loadId, chain, report, reason, ct);
        }
        catch (Exception e) when (IsOfOneFile(e))
        {
            return await NotReadAsync(loadId, e, ct);
        }
    }

    // The results of those that could not be read again.
    private async Task<IReadOnlyList<LoadResult>> ReadAgainAsync(IReadOnlyList<long> loads, CancellationToken ct)
    {
        var failed = new List<LoadResult>();
        foreach (var load in loads)
        {
            try
            {
                await ReadAgainAsync(load, ct);
            }
            catch (Exception e) when (IsOfOneFile(e))
            {
                failed.Add(await NotReadAsync(load, e, ct));
            }
        }

        return failed;
    }

    private async Task<LoadResult> NotReadAsync(long loadId, Exception e, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var load = await LoadLedger.GetAsync(connection, loadId, ct);
        return load.Result(LoadState.Failed) with { Finding = $"{load.FileName}: {e.Message}" };
    }

    // A server that stops or is out of reach stops everything; what it refuses of one file stops that file.
    private static bool IsOfOneFile(Exception e) => e is IOException or UnauthorizedAccessException
        || (e is PostgresException && !ServerGone.IsSaidBy(e));

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
        profiles.Find(chainId) is { } chain && chain.Reports.FirstOrDefault(candidate => candidate.Name == report) is { } found
        ? (chain, found) : chainId.Length == 0 && OpeningProfile.Find(report) is { } opening ? (OpeningProfile.Profile, opening) : null;
}
