using Dapper;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Ingestion.Loading;

/// <summary>The archive as proof: its bytes are hashed before they prove anything, and in turns. What is missing or damaged is an alert
/// until the good file is loaded again.</summary>
/// <param name="clock">Tells when bytes were looked at.</param>
public sealed class ArchiveProof(NpgsqlDataSource database, FileArchive archive, TimeProvider clock)
{
    private const string Kind = "archive_damaged";
    private const string Rest = "…";
    private const int MostAlerts = 50;
    private const int LeastInTurn = 200;
    private const int Turns = 30;

    /// <summary>Content that is not as it was loaded.</summary>
    /// <param name="Sha256">Hash of what was loaded.</param>
    /// <param name="FileName">A file that had it.</param>
    /// <param name="State">Missing or damaged.</param>
    public sealed record Flaw(string Sha256, string FileName, FileArchive.State State);

    /// <summary>What a look at the archive came to.</summary>
    /// <param name="Looked">Contents that were hashed.</param>
    /// <param name="Flaws">Those that are not as they were loaded.</param>
    public sealed record Outcome(int Looked, IReadOnlyList<Flaw> Flaws);

    private sealed record Content(string Sha256, string FileName);

    /// <summary>Opens a file to be proof.</summary>
    /// <exception cref="IOException">It is missing or damaged; the alert is raised.</exception>
    public async Task<FileStream> OpenAsync(string sha256, string fileName, CancellationToken ct)
    {
        try
        {
            return archive.Open(sha256, fileName);
        }
        catch (IOException e)
        {
            var state = e is FileNotFoundException ? FileArchive.State.Missing : FileArchive.State.Damaged;
            await NoteAsync(new Flaw(sha256, fileName, state), ct);
            throw;
        }
    }

    /// <summary>Looks at all that was ever loaded, those looked at longest ago first.</summary>
    /// <param name="looked">Told how many of how many, now and then.</param>
    /// <param name="ct">Stops between two files.</param>
    public Task<Outcome> CheckAllAsync(IProgress<(int Looked, int All)>? looked, CancellationToken ct) =>
        CheckAsync(int.MaxValue, looked, ct);

    /// <summary>Looks at a thirtieth of all, so that each has its turn every month of nights, and at what was not good.</summary>
    public async Task<Outcome> CheckInTurnAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var all = await connection.ExecuteScalarAsync<int>(new CommandDefinition("select count(distinct sha256) from ops.load",
            cancellationToken: ct));
        return await CheckAsync(Math.Max(LeastInTurn, (all + Turns - 1) / Turns), null, ct);
    }

    /// <summary>Says that content is good again, in the transaction of the load that brought it.</summary>
    /// <returns>Whether it was known not to be.</returns>
    internal static async Task<bool> MendedAsync(NpgsqlConnection connection, string sha256, DateTimeOffset now, CancellationToken ct)
    {
        var mended = await connection.ExecuteAsync(new CommandDefinition(
            "update ops.archive_check set state = 'good', checked_at = @now where sha256 = @sha256 and state <> 'good'",
            new { sha256, now }, cancellationToken: ct));
        if (mended > 0)
        {
            await CloseAsync(connection, sha256, now);
        }

        return mended > 0;
    }

    private async Task<Outcome> CheckAsync(int most, IProgress<(int, int)>? looked, CancellationToken ct)
    {
        List<Content> contents;
        await using (var connection = await database.OpenConnectionAsync(ct))
        {
            contents = (await connection.QueryAsync<Content>(new CommandDefinition(
                """
                select sha256 as "Sha256", min(file_name) as "FileName" from ops.load left join ops.archive_check using (sha256)
                group by sha256, archive_check.state, archive_check.checked_at
                order by archive_check.state <> 'good' desc nulls last, archive_check.checked_at nulls first, sha256 limit @most
                """, new { most }, cancellationToken: ct))).AsList();
        }

        var flaws = new List<Flaw>();
        foreach (var (at, content) in contents.Index())
        {
            looked?.Report((at, contents.Count));
            var found = new Flaw(content.Sha256, content.FileName, await archive.CheckAsync(content.Sha256, ct));
            await NoteAsync(found, ct);
            if (found.State != FileArchive.State.Good)
            {
                flaws.Add(found);
            }
        }

        return new Outcome(contents.Count, flaws);
    }

    private async Task NoteAsync(Flaw found, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into ops.archive_check (sha256, checked_at, state) values (@Sha256, @now, @state)
            on conflict (sha256) do update set checked_at = excluded.checked_at, state = excluded.state
            """, new { found.Sha256, now, state = found.State.ToString().ToLowerInvariant() }, cancellationToken: ct));
        if (found.State == FileArchive.State.Good)
        {
            await CloseAsync(connection, found.Sha256, now);
            return;
        }

        // One alert a file; where a whole disk is gone, a number of them says it.
        var open = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "select count(*) from ops.alert where kind = @Kind and closed_at is null", new { Kind }, cancellationToken: ct));
        var (chinese, english) = found.State == FileArchive.State.Missing ? ("归档缺少文件", "The archive lacks")
            : ("归档文件已损坏", "The archive's copy is damaged of");
        await Alerts.OpenAsync(connection, Kind, open < MostAlerts ? found.Sha256 : Rest, open < MostAlerts
            ? Bilingual.Of($"{chinese} {found.FileName}：请用 ka ingest 重新加载原文件。",
                $"{english} {found.FileName} (SHA-256 {found.Sha256}): load the good file again with ka ingest.")
            : Bilingual.Of(
                "还有更多归档文件缺失或损坏：ka check --archive 列出全部。",
                "More archived files are missing or damaged: ka check --archive lists all."), now);
    }

    private static async Task CloseAsync(NpgsqlConnection connection, string sha256, DateTimeOffset now)
    {
        await Alerts.CloseAsync(connection, Kind, sha256, now);
        await connection.ExecuteAsync(
            """
            update ops.alert set closed_at = @now where kind = @Kind and subject = @Rest and closed_at is null
                and not exists (select from ops.archive_check where state <> 'good')
            """, new { now, Kind, Rest });
    }
}
