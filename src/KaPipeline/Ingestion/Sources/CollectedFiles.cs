using Dapper;
using Npgsql;

namespace KaPipeline.Ingestion.Sources;

/// <summary>The statements on <c>ops.collected_file</c>: which bytes of a source were taken in.</summary>
internal sealed class CollectedFiles(NpgsqlDataSource database, string source)
{
    /// <summary>The mark of a file that was moved and not looked at since: no file has it, so that the next visit puts it back.</summary>
    public const string NotLookedAt = "";

    /// <summary>How long a file that was moved aside is watched: its writer may not have ended.</summary>
    private static readonly TimeSpan Watched = TimeSpan.FromDays(2);

    /// <summary>What is known of one state of a file.</summary>
    /// <param name="Name">Its name at the source.</param>
    /// <param name="CollectedAt">When these bytes were first taken in.</param>
    /// <param name="Sha256">Their hash; null where they were taken in before hashes were kept.</param>
    /// <param name="IsSettled">Whether the mark would be another one if the bytes were.</param>
    /// <param name="UnmatchedBy">Profiles of which none has a report for its name; null for a file that was taken in.</param>
    public sealed record Entry(string Name, string Mark, DateTime CollectedAt, string? Sha256, bool IsSettled, string? UnmatchedBy);

    /// <summary>What is known of the files listed.</summary>
    public async Task<Dictionary<(string Name, string Mark), Entry>> FindAsync(IReadOnlyList<RemoteFile> listed, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<Entry>(new CommandDefinition(
            """
            select remote_name as "Name", mark as "Mark", collected_at as "CollectedAt", sha256 as "Sha256", is_settled as "IsSettled", unmatched_by as "UnmatchedBy"
            from ops.collected_file where source = @source and remote_name = any (@names)
            """, new { source, names = listed.Select(file => file.Name).ToArray() }, cancellationToken: ct)))
            .ToDictionary(entry => (entry.Name, entry.Mark));
    }

    /// <summary>Keeps what is known now.</summary>
    public Task KeepAsync(Entry entry, CancellationToken ct) => DoAsync(
        """
        insert into ops.collected_file (source, remote_name, mark, collected_at, sha256, is_settled, unmatched_by)
        values (@source, @Name, @Mark, @CollectedAt, @Sha256, @IsSettled, @UnmatchedBy)
        on conflict (source, remote_name, mark) do update
        set collected_at = excluded.collected_at, sha256 = excluded.sha256, is_settled = excluded.is_settled, unmatched_by = excluded.unmatched_by
        """, new { source, entry.Name, entry.Mark, entry.CollectedAt, entry.Sha256, entry.IsSettled, entry.UnmatchedBy }, ct);

    /// <summary>Keeps where a file was moved to.</summary>
    public Task MovedAsync(Entry entry, MovedFile moved, CancellationToken ct) => DoAsync(
        "update ops.collected_file set moved_to = @Place, moved_mark = @movedMark where source = @source and remote_name = @Name and mark = @Mark",
        new { source, moved.Place, movedMark = moved.Mark, entry.Name, entry.Mark }, ct);

    /// <summary>Files that were moved aside of late, and whichever nobody has looked at since.</summary>
    public async Task<IReadOnlyList<MovedFile>> MovedLatelyAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return
        [
            .. await connection.QueryAsync<MovedFile>(new CommandDefinition(
                """
                select remote_name as "Name", moved_to as "Place", moved_mark as "Mark"
                from ops.collected_file where source = @source and moved_to is not null and (collected_at > @since or moved_mark = @NotLookedAt)
                """, new { source, since = now - Watched, NotLookedAt }, cancellationToken: ct)),
        ];
    }

    /// <summary>Forgets where files were moved to that lie there no more.</summary>
    public Task GoneAsync(IReadOnlyList<MovedFile> gone, CancellationToken ct) => DoAsync(
        "update ops.collected_file set moved_to = null, moved_mark = null where source = @source and moved_to = any (@places)",
        new { source, places = gone.Select(file => file.Place).ToArray() }, ct);

    private async Task DoAsync(string statement, object arguments, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(statement, arguments, cancellationToken: ct));
    }
}
