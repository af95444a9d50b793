using Dapper;
using KaPipeline.Ingestion.Loading;
using Npgsql;

namespace KaPipeline.Ingestion.Sources;

/// <summary>Pulls what is new from the sources and loads it. A file is marked as collected only after it has been loaded; one that was
/// fetched and not loaded is fetched again, and loading the same twice changes nothing.</summary>
/// <param name="database">The warehouse.</param>
/// <param name="ingest">Loads the files.</param>
/// <param name="incoming">Folder for files under way.</param>
/// <param name="clock">Tells the moment of collection.</param>
public sealed class Collector(NpgsqlDataSource database, Ingest ingest, string incoming, TimeProvider clock)
{
    /// <summary>What one source came to.</summary>
    /// <param name="Source">Name of the source.</param>
    /// <param name="Listed">Files that lie there.</param>
    /// <param name="Results">Files loaded now.</param>
    /// <param name="Errors">What went wrong, file by file; the other files went on.</param>
    public sealed record Outcome(string Source, int Listed, IReadOnlyList<LoadResult> Results, IReadOnlyList<SourceException> Errors);

    /// <summary>Collects from one source.</summary>
    /// <param name="options">The source.</param>
    /// <param name="from">First business date wanted, included.</param>
    /// <param name="to">Last, included.</param>
    /// <param name="ct">Stops between two files.</param>
    public async Task<Outcome> RunAsync(SourceOptions options, DateOnly from, DateOnly to, CancellationToken ct = default)
    {
        var source = SourceCatalog.Open(options, clock);
        try
        {
            return await RunAsync(source, options, from, to, ct);
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
        var errors = new List<SourceException>();
        IReadOnlyList<RemoteFile> listed;
        try
        {
            listed = await source.ListAsync(from, to, ct);
        }
        catch (SourceException e)
        {
            return new Outcome(source.Name, 0, [], [e]);
        }

        var results = new List<LoadResult>();
        var fresh = await NotYetCollectedAsync(source.Name, listed, ct);
        foreach (var file in fresh)
        {
            try
            {
                var path = await source.FetchAsync(file, folder, ct);
                var (known, _) = ingest.Find([path], options.Chain.Length == 0 ? null : options.Chain);
                if (known is [var item])
                {
                    item = item with { File = item.File with { Source = source.Kind, ArrivedAt = file.ArrivedAt ?? item.File.ArrivedAt } };
                    results.AddRange(await ingest.RunAsync([item], null, ct));
                }
                else
                {
                    errors.Add(new SourceException($"Source {source.Name}: {Path.GetFileName(path)} fits no report of a profile; it stays in {folder}.") { IsPermanent = true });
                }

                await MarkAsync(source.Name, file, ct);
                await source.DoneAsync(file, ct);
                if (known.Count == 1)
                {
                    File.Delete(path);
                }
            }
            catch (SourceException e)
            {
                errors.Add(e);
            }
        }

        return new Outcome(source.Name, listed.Count, results, errors);
    }

    private async Task<IReadOnlyList<RemoteFile>> NotYetCollectedAsync(string source, IReadOnlyList<RemoteFile> listed, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var known = (await connection.QueryAsync<(string, string)>(new CommandDefinition(
            "select remote_name, mark from ops.collected_file where source = @source and remote_name = any (@names)",
            new { source, names = listed.Select(file => file.Name).ToArray() }, cancellationToken: ct))).ToHashSet();
        return [.. listed.Where(file => !known.Contains((file.Name, file.Mark)))];
    }

    private async Task MarkAsync(string source, RemoteFile file, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into ops.collected_file (source, remote_name, mark, collected_at) values (@source, @Name, @Mark, @now)
            on conflict do nothing
            """, new { source, file.Name, file.Mark, now = clock.GetUtcNow().UtcDateTime }, cancellationToken: ct));
    }
}
