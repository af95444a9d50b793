using Dapper;
using KaPipeline.Ingestion.Rows;
using Npgsql;

namespace KaPipeline.Ingestion.Loading;

/// <summary>One archived file on its way into <c>core</c>, within the transaction of its load: read into the staging tables, merged from
/// there, and where the database refuses a value, without the rows that hold such values.</summary>
/// <param name="archive">Where the file is kept.</param>
/// <param name="transaction">The load's transaction.</param>
/// <param name="record">The load.</param>
/// <param name="reader">Reads it by its report.</param>
internal sealed class StagedFile(FileArchive archive, NpgsqlTransaction transaction, LoadRecord record, ReportReader reader)
{
    private const string BeforeReading = "before_reading";

    /// <summary>The load's connection.</summary>
    public NpgsqlConnection Connection => transaction.Connection!;

    /// <summary>The load.</summary>
    public LoadRecord Record => record;

    /// <summary>Reads it by its report.</summary>
    public ReportReader Reader => reader;

    /// <summary>Takes back all that was done since <see cref="WithoutRefusedAsync"/> began.</summary>
    public Task UndoAsync(CancellationToken ct) => transaction.RollbackAsync(BeforeReading, ct);

    /// <summary>Does the work; where the database refuses a value, once more without the rows that it refuses.</summary>
    public async Task<T> WithoutRefusedAsync<T>(Func<Func<int, RowFault?>?, Task<T>> work, CancellationToken ct)
    {
        await transaction.SaveAsync(BeforeReading, ct);
        try
        {
            return await work(null);
        }
        catch (PostgresException e) when (RefusedRows.IsOfValue(e))
        {
            await UndoAsync(ct);
        }

        var path = archive.Find(record.Sha256, record.FileName);
        var refused = new RefusedRows(
            reader.LastRow(path, record.FileName, ct), faultOf => RefusalAsync(faultOf, ct));
        return await work((await refused.FindAsync()).GetValueOrDefault);
    }

    // What the database says to a file without some of its rows; nothing of the trial stays.
    private async Task<PostgresException?> RefusalAsync(Func<int, RowFault?> faultOf, CancellationToken ct)
    {
        try
        {
            var outcome = Read(faultOf, ct);
            await (outcome.State == ReadState.Read ? MergeAsync(outcome, counted: [], ct) : Task.CompletedTask);
            return null;
        }
        catch (PostgresException e) when (RefusedRows.IsOfValue(e))
        {
            return e;
        }
        finally
        {
            await UndoAsync(CancellationToken.None);
        }
    }

    /// <summary>Reads the file into the staging tables.</summary>
    public ReadOutcome Read(Func<int, RowFault?>? faultOf, CancellationToken ct)
    {
        using var sink = new StagingSink(Connection, record.LoadId);
        var outcome = reader.Read(archive.Find(record.Sha256, record.FileName), record.FileName, sink, faultOf, ct);
        if (outcome.State == ReadState.Read)
        {
            sink.Complete();
        }

        return outcome;
    }

    /// <summary>Merges what was read, and sets aside the rows that cannot be.</summary>
    /// <param name="outcome">From <see cref="Read"/>.</param>
    /// <param name="counted">Rows whose changes count; null for all.</param>
    public async Task<StagedMerge> MergeAsync(ReadOutcome outcome, IReadOnlyCollection<int>? counted, CancellationToken ct)
    {
        (DateOnly, DateOnly)? window = reader.Report.Snapshot == "window"
            ? await Connection.QuerySingleOrDefaultAsync<(DateOnly, DateOnly)?>(
                "select min(ordered_on), max(ordered_on) from staging.order_line where load_id = @LoadId having count(*) > 0", record)
            : null;
        var context = new MergeContext(
            record.LoadId, record.ChainId, record.Report, record.Sha256, record.ArrivedAt, record.RecordedAt,
            reader.Report.Prices, reader.Report.Document == "whole", window, reader.Report.IsPerStore);
        var merge = new StagedMerge(Connection, context, outcome.Staged, QuarantineAsync);
        var isRowEach = outcome.Staged.Count == 1 && outcome.Staged.Values.Single() == outcome.RowsIn - outcome.Rejected.Count;
        await merge.RunAsync(isRowEach, counted, ct);
        await StagedRows.ClearAsync(Connection, record.LoadId, outcome.Staged.Keys, ct);
        return merge;
    }

    // The row as it was in the file is read once more: the staging tables hold only what the profile made of it.
    private Task QuarantineAsync(IReadOnlyList<ResolutionProblem> problems, CancellationToken ct)
    {
        var rows = problems.ToDictionary(problem => problem.RowNumber, problem => problem.Fault);
        var setAside = reader.Find(archive.PathOf(record.Sha256), record.FileName, rows, ct);
        return Quarantine.AddAsync(Connection, record.LoadId, setAside, ct);
    }
}
