using System.Text.Json;
using Dapper;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Ingestion.Tables;
using Npgsql;

namespace KaPipeline.Ingestion.Loading;

/// <summary>
/// Loads one file: keeps it in the archive, then in one transaction stages its rows, merges them and writes the load record, so that a
/// file is in the warehouse whole or not at all. Loads of one chain follow each other; those of several chains run side by side.
/// </summary>
/// <param name="database">The warehouse.</param>
/// <param name="archive">Where raw files are kept.</param>
/// <param name="clock">Tells when a load is recorded.</param>
public sealed class FileLoader(NpgsqlDataSource database, FileArchive archive, TimeProvider clock)
{
    private const string BeforeReading = "before_reading";
    private static readonly JsonSerializerOptions AsWritten = new(JsonSerializerDefaults.Web) { Encoder =
        System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes something of the caller's beside each load and replay, in its transaction: both are kept, or neither.</summary>
    internal Func<NpgsqlTransaction, LoadResult, CancellationToken, Task>? Beside { get; init; }

    /// <summary>Who has let the file in and why, although it is implausible; null: it is judged.</summary>
    internal string? LetInBy { get; init; }

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
        };
        record.LoadId = same?.LoadId ?? await LoadLedger.OpenAsync(connection, record, ct);

        // Two days on which nothing happened look alike; each of them has arrived.
        var twin = seen.FirstOrDefault(load => load.State == LoadState.Loaded && load.FileName != file.Name
            && (load.RowsIn > 0 || load.BusinessDate == record.BusinessDate));
        if (twin is not null && twin.ArrivedAt <= record.ArrivedAt)
        {
            record.State = LoadState.Duplicate;
            record.RowsIn = record.RowsDuplicate = twin.RowsIn;
            record.Finding = $"同内容文件已装载 Same content as {twin.FileName}, load {twin.LoadId}";
        }
        else
        {
            if (twin is not null)
            {
                await LoadLedger.YieldToAsync(connection, twin, record, ct);
            }

            await ReadAndMergeAsync(connection, transaction, record, await ReaderAsync(connection, report, LetInBy is not null, ct), ct);
        }

        await LoadLedger.CloseAsync(connection, record, ct);
        await (Beside?.Invoke(transaction, record.Result(record.State), ct) ?? Task.CompletedTask);
        await Statistics.CountAtOnceAsync(connection, ct);
        await transaction.CommitAsync(ct);
        return record.Result(record.State);
    }

    /// <summary>Reads an archived file again, after its profile or the master data were mended, and takes in the quarantined rows that are
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

        var reader = await ReaderAsync(connection, report, isBelieved: true, ct);
        var isReplayed = await WithoutRefusedAsync(
            transaction, record, reader, faultOf => ReplayAsync(connection, record, reader, open, reason, faultOf, ct), ct);
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
        var reader = await ReaderAsync(connection, report, isBelieved: true, ct);
        var isRead = await WithoutRefusedAsync(transaction, record, reader, async faultOf =>
        {
            var outcome = Read(connection, record, reader, faultOf, ct);
            await (outcome.State == ReadState.Read ? MergeAsync(connection, record, reader, outcome, counted: [], ct) : Task.CompletedTask);
            return outcome.State == ReadState.Read;
        }, ct);
        if (isRead)
        {
            await transaction.CommitAsync(ct);
        }
    }

    internal async Task ReadAndMergeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, LoadRecord record, ReportReader reader, CancellationToken ct)
    {
        try
        {
            var outcome = await WithoutRefusedAsync(transaction, record, reader, faultOf =>
                ReadAndMergeAsync(connection, record, reader, faultOf, ct), ct);
            if (outcome.State != ReadState.Read)
            {
                await transaction.RollbackAsync(BeforeReading, ct);
                await HeldFiles.KeepAsync(connection, record.LoadId, outcome.Odd, ct);
                record.State = Enum.Parse<LoadState>(outcome.State.ToString());
                record.Finding = outcome.Finding;
            }
        }
        catch (UnreadableFileException e)
        {
            (record.State, record.Finding) = (LoadState.Refused, e.Message);
        }
    }

    private async Task<ReadOutcome> ReadAndMergeAsync(
        NpgsqlConnection connection, LoadRecord record, ReportReader reader, Func<int, RowFault?>? faultOf, CancellationToken ct)
    {
        var outcome = Read(connection, record, reader, faultOf, ct);
        var plausibility = new Plausibility(connection, record, reader);
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
        var merge = await MergeAsync(connection, record, reader, outcome, counted: null, ct);
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
        NpgsqlConnection connection, LoadRecord record, ReportReader reader, HashSet<(string Sheet, int Row)> open, string reason,
        Func<int, RowFault?>? faultOf, CancellationToken ct)
    {
        var outcome = Read(connection, record, reader, faultOf, ct);
        if (outcome.State != ReadState.Read)
        {
            return false;
        }

        var rejected = outcome.Rejected.Select(row => (row.Sheet, row.RowNumber)).ToHashSet();
        var places = open.Where(place => !rejected.Contains(place)).ToLookup(place => outcome.NumberInLoad(place.Sheet, place.Row));
        var accepted = places.Select(place => place.Key).ToHashSet();
        await StagedRows.KeepDocumentsOfAsync(connection, record.LoadId, outcome.Staged.Keys, accepted,
            reader.Report.Document == "whole", ct);
        await Quarantine.AddAsync(connection, record.LoadId, outcome.Rejected.Where(row => open.Contains((row.Sheet, row.RowNumber))), ct);
        var merge = await MergeAsync(connection, record, reader, outcome, accepted, ct);
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

    // Does the work; where the database refuses a value, once more without the rows that it refuses.
    private async Task<T> WithoutRefusedAsync<T>(
        NpgsqlTransaction transaction, LoadRecord record, ReportReader reader, Func<Func<int, RowFault?>?, Task<T>> work,
        CancellationToken ct)
    {
        await transaction.SaveAsync(BeforeReading, ct);
        try
        {
            return await work(null);
        }
        catch (PostgresException e) when (RefusedRows.IsOfValue(e))
        {
            await transaction.RollbackAsync(BeforeReading, ct);
        }

        var path = archive.Find(record.Sha256, record.FileName);
        var refused = new RefusedRows(
            reader.LastRow(path, record.FileName, ct), faultOf => RefusalAsync(transaction, record, reader, faultOf, ct));
        return await work((await refused.FindAsync()).GetValueOrDefault);
    }

    // What the database says to a file without some of its rows; nothing of the trial stays.
    private async Task<PostgresException?> RefusalAsync(
        NpgsqlTransaction transaction, LoadRecord record, ReportReader reader, Func<int, RowFault?> faultOf, CancellationToken ct)
    {
        try
        {
            var outcome = Read(transaction.Connection!, record, reader, faultOf, ct);
            await (outcome.State == ReadState.Read ? MergeAsync(transaction.Connection!, record, reader, outcome, counted: [], ct)
                : Task.CompletedTask);
            return null;
        }
        catch (PostgresException e) when (RefusedRows.IsOfValue(e))
        {
            return e;
        }
        finally
        {
            await transaction.RollbackAsync(BeforeReading, CancellationToken.None);
        }
    }

    private ReadOutcome Read(
        NpgsqlConnection connection, LoadRecord record, ReportReader reader, Func<int, RowFault?>? faultOf, CancellationToken ct)
    {
        using var sink = new StagingSink(connection, record.LoadId);
        var outcome = reader.Read(archive.Find(record.Sha256, record.FileName), record.FileName, sink, faultOf, ct);
        if (outcome.State == ReadState.Read)
        {
            sink.Complete();
        }

        return outcome;
    }

    private async Task<StagedMerge> MergeAsync(
        NpgsqlConnection connection, LoadRecord record, ReportReader reader, ReadOutcome outcome, IReadOnlyCollection<int>? counted,
        CancellationToken ct)
    {
        (DateOnly, DateOnly)? window = reader.Report.Snapshot == "window"
            ? await connection.QuerySingleOrDefaultAsync<(DateOnly, DateOnly)?>(
                "select min(ordered_on), max(ordered_on) from staging.order_line where load_id = @LoadId having count(*) > 0", record)
            : null;
        var context = new MergeContext(
            record.LoadId, record.ChainId, record.Report, record.Sha256, record.ArrivedAt, record.RecordedAt,
            reader.Report.Prices, reader.Report.Document == "whole", window, reader.Report.IsPerStore);
        var merge = new StagedMerge(connection, context, outcome.Staged, (problems, token) =>
            QuarantineAsync(connection, record, reader, problems, token));
        var isRowEach = outcome.Staged.Count == 1 && outcome.Staged.Values.Single() == outcome.RowsIn - outcome.Rejected.Count;
        await merge.RunAsync(isRowEach, counted, ct);
        await StagedRows.ClearAsync(connection, record.LoadId, outcome.Staged.Keys, ct);
        return merge;
    }

    // The row as it stood in the file is read once more: the staging tables hold only what the profile made of it.
    private Task QuarantineAsync(
        NpgsqlConnection connection, LoadRecord record, ReportReader reader, IReadOnlyList<ResolutionProblem> problems,
        CancellationToken ct)
    {
        var rows = problems.ToDictionary(problem => problem.RowNumber, problem => problem.Fault);
        var setAside = reader.Find(archive.PathOf(record.Sha256), record.FileName, rows, ct);
        return Quarantine.AddAsync(connection, record.LoadId, setAside, ct);
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
