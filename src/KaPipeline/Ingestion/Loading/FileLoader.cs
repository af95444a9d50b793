using System.Text.Json;
using Dapper;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Ingestion.Loading;

/// <summary>
/// Loads one file: keeps it in the archive, then in one transaction stages its rows, merges them and writes the load record, so that a
/// file is in the warehouse whole or not at all. Loads of one chain follow each other; those of several chains run side by side.
/// </summary>
/// <param name="archive">Where raw files are kept.</param>
/// <param name="clock">Tells when a load is recorded.</param>
public sealed class FileLoader(NpgsqlDataSource database, FileArchive archive, TimeProvider clock)
{
    private static readonly JsonSerializerOptions AsWritten = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    /// <summary>Writes something of the caller's beside each load and replay, in its transaction: both are kept, or neither.</summary>
    internal Func<NpgsqlTransaction, LoadResult, CancellationToken, Task>? Beside { get; init; }

    /// <summary>Who has let the file in and why, although it is implausible; null: it is judged.</summary>
    internal string? LetInBy { get; init; }

    /// <summary>Number in <c>ops.run</c> of the run that loads; null outside a run.</summary>
    internal long? RunId { get; init; }

    /// <summary>Loads a file that came in; one that is known changes nothing.</summary>
    /// <exception cref="NpgsqlException">The warehouse cannot be reached or refused; nothing of the file is loaded.</exception>
    /// <exception cref="IOException">The file or the archive cannot be read or written.</exception>
    public async Task<LoadResult> LoadAsync(ArrivedFile file, ChainProfile profile, ReportProfile report, CancellationToken ct = default)
    {
        var kept = await archive.KeepAsync(file.Path, ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await LoadLedger.LockAsync(connection, profile.ChainId, ct);
        var seen = await LoadLedger.FindAsync(connection, profile.ChainId, report.Name, kept.Sha256, ct);
        var same = seen.FirstOrDefault(load => load.FileName == file.Name);
        var isMended = await ArchiveProof.MendedAsync(connection, kept.Sha256, clock.GetUtcNow(), ct) || kept.WasDamaged;
        if (same is not null && !(LetInBy is not null && same.State == LoadState.Held)
            && (!same.AwaitsProfile || same.ProfileVersion == profile.Version))
        {
            await transaction.CommitAsync(ct);
            return same.Result(LoadState.Known) with { IsMended = isMended };
        }

        var record = new LoadRecord
        {
            ChainId = profile.ChainId,
            Report = report.Name,
            FileName = file.Name,
            Sha256 = kept.Sha256,
            ByteCount = kept.ByteCount,
            Source = file.Source,
            ArrivedAt = same?.ArrivedAt ?? Microseconds(file.ArrivedAt),
            RecordedAt = await LoadLedger.NextRecordedAtAsync(connection, profile.ChainId, clock.GetUtcNow(), ct),
            ProfileVersion = profile.Version,
            BusinessDate = report.BusinessDate?.Find(file.Name),
            RunId = RunId,
        };
        record.LoadId = same?.LoadId ?? await LoadLedger.OpenAsync(connection, record, ct);

        // Two days on which nothing happened look alike; each of them has arrived.
        var twin = seen.FirstOrDefault(load => load.State == LoadState.Loaded && load.FileName != file.Name
            && (load.RowsIn > 0 || load.BusinessDate == record.BusinessDate));
        if (twin is not null && twin.ArrivedAt <= record.ArrivedAt)
        {
            record.State = LoadState.Duplicate;
            record.RowsIn = record.RowsDuplicate = twin.RowsIn;
            record.Finding = $"同内容文件已加载 Same content as {twin.FileName}, load {twin.LoadId}";
        }
        else
        {
            if (twin is not null)
            {
                await LoadLedger.YieldToAsync(connection, twin, record, ct);
            }

            var reader = await ReaderAsync(connection, report, LetInBy is not null, ct);
            await ReadAndMergeAsync(new StagedFile(archive, transaction, record, reader), ct);
        }

        await LoadLedger.CloseAsync(connection, record, ct);
        await (Beside?.Invoke(transaction, record.Result(record.State), ct) ?? Task.CompletedTask);
        await Statistics.CountAtOnceAsync(connection, ct);
        await transaction.CommitConfirmedAsync(ct);
        return record.Result(record.State);
    }

    /// <summary>Reads an archived file again, after its profile or master data were corrected, and takes in the quarantined rows that are
    /// good now. Rows that were loaded stay as they are, but for the rest of a document that gains rows.</summary>
    /// <returns>The load with its new counts; null when none of its rows is good now.</returns>
    /// <exception cref="FileNotFoundException">The archive lacks the file.</exception>
    public async Task<LoadResult?> ReplayAsync(long loadId, ChainProfile profile, ReportProfile report, string reason,
        CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await LoadLedger.LockAsync(connection, profile.ChainId, ct);
        var record = await LoadLedger.GetAsync(connection, loadId, ct);
        record.RecordedAt = await LoadLedger.NextRecordedAtAsync(connection, profile.ChainId, clock.GetUtcNow(), ct);
        var open = await Quarantine.OpenRowsAsync(connection, loadId, ct);
        if (open.Count == 0)
        {
            return null;
        }

        var file = new StagedFile(archive, transaction, record, await ReaderAsync(connection, report, isBelieved: true, ct));
        var isReplayed = await file.WithoutRefusedAsync(faultOf => ReplayAsync(file, open, reason, faultOf, ct), ct);
        if (!isReplayed)
        {
            return null;
        }

        await LoadLedger.CloseAsync(connection, record, ct);
        await (Beside?.Invoke(transaction, record.Result(record.State), ct) ?? Task.CompletedTask);
        await transaction.CommitAsync(ct);
        return record.Result(record.State);
    }

    /// <summary>Reads an archived file again so that versions of its that came back into force name its own rows.</summary>
    public async Task ReadAgainAsync(long loadId, ChainProfile profile, ReportProfile report, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await LoadLedger.LockAsync(connection, profile.ChainId, ct);
        var record = await LoadLedger.GetAsync(connection, loadId, ct);
        record.RecordedAt = await LoadLedger.NextRecordedAtAsync(connection, profile.ChainId, clock.GetUtcNow(), ct);
        var file = new StagedFile(archive, transaction, record, await ReaderAsync(connection, report, isBelieved: true, ct));
        var isRead = await file.WithoutRefusedAsync(async faultOf =>
        {
            var outcome = file.Read(faultOf, ct);
            await (outcome.State == ReadState.Read ? file.MergeAsync(outcome, counted: [], ct) : Task.CompletedTask);
            return outcome.State == ReadState.Read;
        }, ct);
        if (isRead)
        {
            await transaction.CommitAsync(ct);
        }
    }

    internal async Task ReadAndMergeAsync(StagedFile file, CancellationToken ct)
    {
        var record = file.Record;
        try
        {
            var outcome = await file.WithoutRefusedAsync(faultOf => ReadAndMergeAsync(file, faultOf, ct), ct);
            if (outcome.State != ReadState.Read)
            {
                await file.UndoAsync(ct);
                await HeldFiles.KeepAsync(file.Connection, record.LoadId, outcome.Odd, ct);
                record.State = Enum.Parse<LoadState>(outcome.State.ToString());
                record.Finding = outcome.Finding;
            }
        }
        catch (UnreadableFileException e)
        {
            (record.State, record.Finding) = (LoadState.Refused, e.Message);
        }
    }

    private async Task<ReadOutcome> ReadAndMergeAsync(StagedFile file, Func<int, RowFault?>? faultOf, CancellationToken ct)
    {
        var (connection, record) = (file.Connection, file.Record);
        var outcome = file.Read(faultOf, ct);
        var plausibility = new Plausibility(connection, record, file.Reader);
        outcome = await plausibility.JudgeAsync(outcome, ct);
        record.Contents = outcome.Parts.Count > 0 ? JsonSerializer.Serialize(outcome.Parts, AsWritten)
            .Replace("\\u0000", "\\ufffd", StringComparison.Ordinal) : null;
        if (outcome.State != ReadState.Read)
        {
            // By its period a later file that replaces it is known.
            record.BusinessDate ??= await StagedRows.PeriodEndAsync(connection, record.LoadId, outcome.Staged.Keys, ct);
            return outcome;
        }

        await plausibility.RememberAsync(outcome, ct);
        record.Finding = Join(LetInBy is null ? null : $"放行 let in: {LetInBy}", outcome.Finding,
            await NoteAddedColumnsAsync(connection, record, outcome.AddedColumns, ct));
        await LoadLedger.NoteSheetsAsync(connection, record.LoadId, outcome.Sheets, ct);
        await Quarantine.AddAsync(connection, record.LoadId, outcome.Rejected, ct);
        record.BusinessDate ??= await StagedRows.PeriodEndAsync(connection, record.LoadId, outcome.Staged.Keys, ct);
        var merge = await file.MergeAsync(outcome, counted: null, ct);
        record.RowsQuarantined = outcome.Rejected.Count + merge.Quarantined.Count;

        // A head in the title is no data row; one that is set aside counts, so that nothing set aside goes uncounted.
        record.RowsIn = Math.Max(outcome.RowsIn, record.RowsQuarantined);
        record.RowsLoaded = Math.Min(merge.RowsChanged, record.RowsIn - record.RowsQuarantined);
        record.RowsDuplicate = record.RowsIn - record.RowsQuarantined - record.RowsLoaded;
        record.ToReadAgain.AddRange(merge.ToReadAgain.Where(load => load != record.LoadId));
        return outcome;
    }

    private static async Task<ReportReader> ReaderAsync(NpgsqlConnection connection, ReportProfile report, bool isBelieved,
        CancellationToken ct) =>
        new(report, await LoadLedger.LimitsAsync(connection, ct)) { IsBelieved = isBelieved };

    // Takes in the rows that are good now; false when there are none.
    private async Task<bool> ReplayAsync(
        StagedFile file, HashSet<(string Sheet, int Row)> open, string reason, Func<int, RowFault?>? faultOf, CancellationToken ct)
    {
        var (connection, record) = (file.Connection, file.Record);
        var outcome = file.Read(faultOf, ct);
        if (outcome.State != ReadState.Read)
        {
            return false;
        }

        var rejected = outcome.Rejected.Select(row => (row.Sheet, row.RowNumber)).ToHashSet();
        var places = open.Where(place => !rejected.Contains(place)).ToLookup(place => outcome.NumberInLoad(place.Sheet, place.Row));
        var accepted = places.Select(place => place.Key).ToHashSet();
        await StagedRows.KeepDocumentsOfAsync(connection, record.LoadId, outcome.Staged.Keys, accepted,
            file.Reader.Report.Document == "whole", ct);
        await Quarantine.AddAsync(connection, record.LoadId, outcome.Rejected.Where(row => open.Contains((row.Sheet, row.RowNumber))), ct);
        var merge = await file.MergeAsync(outcome, accepted, ct);
        accepted.ExceptWith(merge.Quarantined);
        if (accepted.Count == 0)
        {
            return false;
        }

        await Quarantine.CloseAsync(
            connection, record.LoadId, [.. accepted.SelectMany(row => places[row])], "replayed", clock.GetUtcNow(), reason, ct);
        record.RowsLoaded += merge.RowsChanged;
        record.RowsDuplicate += accepted.Count - merge.RowsChanged;
        record.RowsQuarantined -= accepted.Count;
        record.ToReadAgain.AddRange(merge.ToReadAgain.Where(load => load != record.LoadId));
        return true;
    }

    // An added column is noted once, at the first file that has it.
    private static async Task<string?> NoteAddedColumnsAsync(
        NpgsqlConnection connection, LoadRecord record, IReadOnlyList<string> headers, CancellationToken ct)
    {
        if (headers.Count == 0)
        {
            return null;
        }

        var added = (await connection.QueryAsync<string>(new CommandDefinition(
            """
            insert into ops.header_drift (chain_id, report, header, first_load_id)
                select @ChainId, @Report, header, @LoadId from unnest(@headers) as added (header)
            on conflict do nothing
            returning header
            """, new { record.ChainId, record.Report, record.LoadId, headers = headers.Distinct().ToArray() }, cancellationToken: ct))).ToList();
        return added.Count == 0 ? null : $"新增列 Added columns, not in the profile: {string.Join(", ", added)}";
    }

    private static string? Join(params string?[] findings) =>
        findings.Where(finding => finding is not null).ToList() is { Count: > 0 } said ? string.Join("; ", said) : null;

    // PostgreSQL keeps microseconds; a finer moment would never equal its stored self.
    private static DateTimeOffset Microseconds(DateTimeOffset moment) => new(moment.UtcTicks / 10 * 10, TimeSpan.Zero);
}
