using System.Security.Cryptography;
using KaPipeline.Ingestion.Loading;
using Npgsql;

namespace KaPipeline.Ingestion.Sources;

/// <summary>Pulls what is new from the sources and loads it. A file is done when these very bytes were loaded or held; anything else stays
/// at its source and is looked at again, and loading the same twice changes nothing.</summary>
/// <param name="ingest">Loads the files.</param>
/// <param name="incoming">Folder for files under way.</param>
/// <param name="clock">Tells the moment of collection.</param>
public sealed class Collector(NpgsqlDataSource database, Ingest ingest, string incoming, TimeProvider clock)
{
    // A second change within this time may leave length and time as they were, or a portal's row.
    private static readonly TimeSpan MarkIsSureAfter = TimeSpan.FromMinutes(10);

    /// <summary>What one source came to.</summary>
    /// <param name="Source">Name of the source.</param>
    /// <param name="Listed">Files that lie there.</param>
    /// <param name="Results">Files loaded now.</param>
    /// <param name="Errors">What went wrong, file by file; the other files went on.</param>
    public sealed record Outcome(string Source, int Listed, IReadOnlyList<LoadResult> Results, IReadOnlyList<SourceException> Errors)
    {
        /// <summary>Things that are no files to collect, each with why.</summary>
        public IReadOnlyList<string> LeftAlone { get; init; } = [];

        /// <summary>Why it was not asked at all; null where it was.</summary>
        public string? NotAsked { get; init; }
    }

    /// <summary>Collects from one source; whatever goes wrong with it is told and stops no other.</summary>
    /// <param name="options">The source.</param>
    /// <param name="from">First business date wanted, included.</param>
    /// <param name="to">Last, included.</param>
    /// <param name="isAsked">Whether a person asks: then a sign-in that was refused is tried once more.</param>
    /// <param name="ct">Stops between two files.</param>
    public async Task<Outcome> RunAsync(
        SourceOptions options, DateOnly from, DateOnly to, bool isAsked = true, CancellationToken ct = default)
    {
        IFileSource? source = null;
        var refused = new RefusedSignIns(database, clock);
        try
        {
            if (!isAsked && await refused.WhyNotAsync(options, ct) is { } why)
            {
                return new Outcome(options.Name, 0, [], []) { NotAsked = why };
            }

            source = SourceCatalog.Open(options, clock);
            var outcome = await RunAsync(source, options, from, to, ct);
            await refused.LetInAsync(options, ct);
            return outcome;
        }
        catch (SourceException e) when (e.IsSignInRefused)
        {
            await refused.RefusedAsync(options, e.Message, ct);
            return new Outcome(options.Name, 0, [], [e]);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return new Outcome(options.Name, 0, [], [Told(options.Name, e)]);
        }
        finally
        {
            (source as IDisposable)?.Dispose();
        }
    }

    private async Task<Outcome> RunAsync(IFileSource source, SourceOptions options, DateOnly from, DateOnly to, CancellationToken ct)
    {
        var folder = Path.Combine(incoming, SafeFileName.Of(source.Name));
        Directory.CreateDirectory(folder);
        var (results, errors) = (new List<LoadResult>(), new List<SourceException>());
        var collected = new CollectedFiles(database, source.Name);
        var visit = new Visit(source, options, folder, collected, results);
        await TryAsync(source.Name, errors, () => PutBackAsync(visit, ct), ct);
        var listing = await source.ListAsync(from, to, ct);
        if (listing.Errors.FirstOrDefault(error => error.IsSignInRefused) is { } refused)
        {
            throw refused;
        }

        errors.AddRange(listing.Errors);
        var known = await collected.FindAsync(listing.Files, ct);
        foreach (var file in listing.Files)
        {
            await TryAsync($"{source.Name}: {file.Name}", errors,
                () => CollectAsync(visit, file, known.GetValueOrDefault((file.Name, file.Mark)), ct), ct);
        }

        return new Outcome(source.Name, listing.Files.Count, results, errors) { LeftAlone = listing.LeftAlone };
    }

    private sealed record Visit(IFileSource Source, SourceOptions Options, string Folder, CollectedFiles Collected,
        List<LoadResult> Results)
    {
        public IMovesDone? Mover => Source is IMovesDone { Moves: true } mover ? mover : null;
    }

    private async Task PutBackAsync(Visit visit, CancellationToken ct)
    {
        if (visit.Mover is { } mover && await visit.Collected.MovedLatelyAsync(clock.GetUtcNow(), ct) is { Count: > 0 } moved
            && await mover.PutBackAsync(moved, ct) is { Count: > 0 } gone)
        {
            await visit.Collected.GoneAsync(gone, ct);
        }
    }

    private async Task CollectAsync(Visit visit, RemoteFile file, CollectedFiles.Entry? known, CancellationToken ct)
    {
        if (known is { UnmatchedBy: { } profiles } && profiles == ingest.Profiles)
        {
            return;
        }

        if (known is { UnmatchedBy: null, IsSettled: true } && (visit.Mover is null || known.Sha256 is not null))
        {
            // A process that died between the two left it there.
            await MoveAsync(visit, file, known, ct);
            return;
        }

        var path = await visit.Source.FetchAsync(file, visit.Folder, ct);
        var now = clock.GetUtcNow();
        var sha256 = await HashAsync(path, ct);
        var isSame = known is { UnmatchedBy: null } && known.Sha256 == sha256;
        var entry = new CollectedFiles.Entry(
            file.Name, file.Mark, isSame ? known!.CollectedAt : now.UtcDateTime, sha256,
            (file.ChangedAt is { } at && now - at >= MarkIsSureAfter)
                || (isSame && now.UtcDateTime - known!.CollectedAt >= MarkIsSureAfter), null);
        if (!isSame && !await LoadAsync(visit, file, path, entry, ct))
        {
            return;
        }

        await visit.Collected.KeepAsync(entry, ct);
        await MoveAsync(visit, file, entry, ct);
        File.Delete(path);
    }

    // True where these bytes were loaded or held.
    private async Task<bool> LoadAsync(Visit visit, RemoteFile file, string path, CollectedFiles.Entry entry, CancellationToken ct)
    {
        var found = ingest.Find([path], visit.Options.Chain.Length == 0 ? null : visit.Options.Chain);
        if (found.LeftAlone is [var why, ..])
        {
            throw new SourceException(
                $"Source {visit.Source.Name}: {VisibleText.Line(file.Name)}: {why}; it stays there and is tried again.")
            {
                IsPermanent = true
            };
        }

        if (found.Known is not [var item])
        {
            await visit.Collected.KeepAsync(entry with { Sha256 = null, IsSettled = false, UnmatchedBy = ingest.Profiles }, ct);
            throw new SourceException(
                $"Source {visit.Source.Name}: {VisibleText.Line(Path.GetFileName(path))} matches no report of a profile; "
                + $"it stays in {visit.Folder} until a profile matches it.")
            {
                IsPermanent = true,
            };
        }

        item = item with { File = item.File with { Source = visit.Source.Kind } };
        var loaded = await ingest.RunAsync([item], ct: ct);
        visit.Results.AddRange(loaded);
        var result = loaded[0];
        var isTakenIn = result.Sha256 == entry.Sha256 && result.ContentState is LoadState.Loaded or LoadState.Duplicate or LoadState.Held;

        // An empty file may be one whose writer has not begun: it is nobody's until it has been so for a while.
        if (isTakenIn || (result.ContentState == LoadState.Empty && entry.IsSettled))
        {
            return true;
        }

        File.Delete(path);
        return result.ContentState == LoadState.Empty ? false : throw new SourceException(
            $"Source {visit.Source.Name}: {VisibleText.Line(file.Name)}: 没有加载，留在原处 not loaded, "
            + $"it stays there and is tried again: {result.Finding}")
        {
            IsPermanent = result.State == LoadState.Known,
        };
    }

    private static async Task MoveAsync(Visit visit, RemoteFile file, CollectedFiles.Entry entry, CancellationToken ct)
    {
        if (visit.Mover is not { } mover || entry.Sha256 is not { } sha256)
        {
            return;
        }

        // Written down before it is done: a visit that breaks off in between leaves bytes there that nobody may have read.
        MovedFile? tried = null;
        var moved = await mover.MoveAsync(file, sha256,
            place => visit.Collected.MovedAsync(entry, tried = new MovedFile(file.Name, place, CollectedFiles.NotLookedAt), ct), ct);
        if (moved is not null)
        {
            await visit.Collected.MovedAsync(entry, moved, ct);
        }
        else if (tried is not null)
        {
            await visit.Collected.GoneAsync([tried], ct);
        }
    }

    private static async Task TryAsync(string what, List<SourceException> errors, Func<Task> work, CancellationToken ct)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is not SourceException { IsSignInRefused: true })
        {
            // A refused sign-in ends the visit: each further file would try the same password again.
            errors.Add(Told(what, e));
        }
    }

    private static SourceException Told(string what, Exception e) => e as SourceException
        ?? new SourceException($"Source {what}: {e.Message}", e);

    private static async Task<string> HashAsync(string path, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, useAsync: true);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
    }
}
