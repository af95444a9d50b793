using Npgsql;
using NpgsqlTypes;

namespace KaPipeline.Ingestion.Loading;

/// <summary>
/// Merges the staged rows of one file into one table of versions. Versions follow the order of arrival, whatever the order of loading:
/// a file that is the newest about its documents takes the short path (compare with what is in force); documents that a later file has
/// already spoken about are rebuilt from all that was ever said about them. All statements run in the caller's transaction.
/// </summary>
internal sealed class VersionMerge(NpgsqlConnection connection, MergeContext context, VersionedTable table)
{
    private readonly MergeSource source = MergeSource.Of(table);
    private long kept;
    private bool isRepeated;
    private readonly MergeSql sql = new(table, MergeSource.Of(table), context.IsWhole, context.IsPerStore);

    /// <summary>Whether it asks the tables of <c>merges/lookups.sql</c>.</summary>
    public bool LooksUp => source.LooksUp;

    /// <summary>Whether a later file had already spoken about some of the documents.</summary>
    public bool TookExactPath { get; private set; }

    /// <summary>Loads to be read again: their version came back into force with the row number of another file's row, or they cancelled an
    /// order that had been delivered.</summary>
    public IReadOnlyList<long> ToReadAgain { get; private set; } = [];

    /// <summary>Staged rows that break a rule of master data or of the table.</summary>
    public Task<List<ResolutionProblem>> ProblemsAsync(CancellationToken ct) =>
        ReadAsync(
            sql.Problems,
            row =>
            {
                // Where a column refuses its value, the column's name follows the rule.
                var said = row.GetString(1).Split(' ');
                return new ResolutionProblem(row.GetInt32(0), said[0], Text(row, 2), Text(row, 3), Text(row, 4), row.IsDBNull(5) ? null
                    : row.GetDecimal(5))
                {
                    Column = said.ElementAtOrDefault(1),
                    Check = table.Checks.FirstOrDefault(check => check.Name == said[0]),
                };
            }, ct);

    /// <summary>Takes the staged rows together by key.</summary>
    /// <returns>In tables where nothing adds up, rows that say otherwise than an earlier row of the same key; in the others, rows whose sum
    /// no column holds.</returns>
    public async Task<List<ResolutionProblem>> CollectAsync(CancellationToken ct)
    {
        await ExecuteAsync(sql.Incoming, ct);

        // By the unit's hash instead of the names that it stands for: two units of one hash only cost a needless second look.
        var line = string.Join(", ", table.Key.Where(column => source.Number is null || (column != "chain_id" && column != source.Number))
            .Prepend("unit"));
        (kept, isRepeated) = (await ReadAsync(
            $"select coalesce(sum(n), 0)::bigint, coalesce(max(n), 0) > 1 from (select count(*) as n from incoming group by {line}) t",
            row => (row.GetInt64(0), row.GetBoolean(1)), ct))[0];
        if (!isRepeated)
        {
            return [];
        }

        if (source.Sums.Count == 0)
        {
            return await ReadAsync(
                sql.Repeated,
                row => new ResolutionProblem(row.GetInt32(0), "repeated_key", null, null, null, row.GetInt32(1)), ct);
        }

        await ExecuteAsync(sql.SummedUp, ct);
        return await ReadAsync("select row_number from outgrown",
            row => new ResolutionProblem(row.GetInt32(0), "too_large", null, null, null, null), ct);
    }

    /// <summary>Writes the versions and remembers what the file spoke about.</summary>
    public async Task ApplyAsync(CancellationToken ct)
    {
        await ExecuteAsync("analyze incoming", ct);
        DateOnly[] months = [];
        if (source.DocumentKind is not null)
        {
            await ExecuteAsync(sql.Documents, ct);
            months = await ScalarAsync<DateOnly[]>("select coalesce(array_agg(distinct partition_month), '{}') from incoming_document", ct);
            await using var ensure =
                new NpgsqlCommand("select core.ensure_partitions($1)", connection) { Parameters = { new() { Value = months } } };
            await ensure.ExecuteNonQueryAsync(ct);
        }

        if (source.DocumentKind is "order" or "delivery")
        {
            await ExecuteAsync(sql.PackSizes, ct);
        }

        await ExecuteAsync(sql.Late, ct);
        if (context.Window is not null && table.Name == "order_line")
        {
            await ExecuteAsync(sql.LateWindow, ct);
        }

        await RememberAsync(ct);
        if (source.DocumentKind is not null)
        {
            await ExecuteAsync(sql.New, ct);
        }

        await ExecuteAsync(sql.Changed, ct, months);
        if (context.Window is not null && table.Name == "order_line")
        {
            await ExecuteAsync(sql.Vanished, ct);
        }

        TookExactPath = await ScalarAsync<bool>("select exists (select from late_unit)", ct);
        if (TookExactPath)
        {
            await ExecuteAsync(sql.Rebuilt, ct);
            ToReadAgain = await ReadAsync(
                "select distinct load_id from place where source_load_id is distinct from load_id and row_number <> 0 and load_id is not null",
                row => row.GetInt64(0), ct);
        }
        else
        {
            await ExecuteAsync("create temp table place (unit bigint, load_id bigint) on commit drop", ct);
        }

        if (table.Name == "delivery_line")
        {
            ToReadAgain = [.. ToReadAgain, .. await ReadAsync(sql.Undelivered, row => row.GetInt64(0), ct)];
        }
    }

    /// <summary>Adds what became of each row to the temporary table <c>row_outcome</c>.</summary>
    public Task NoteOutcomeAsync(CancellationToken ct) => ExecuteAsync(sql.Outcome, ct);

    /// <summary>How many rows said something new, for a file each of whose rows is staged once.</summary>
    public async Task<long> CountChangedAsync(CancellationToken ct) =>
        source.DocumentKind is not null && !TookExactPath
        && !await ScalarAsync<bool>("select exists (select from incoming_document where is_known)", ct)
            ? await CountToMergeAsync(ct)
            : await ScalarAsync<long>(sql.OutcomeCount, ct);

    /// <summary>Rows of the file that are to be merged, those included that were added to another.</summary>
    public async Task<long> CountToMergeAsync(CancellationToken ct) => isRepeated
        ? await ScalarAsync<long>("select coalesce(sum(1 + coalesce(cardinality(more_rows), 0)), 0) from incoming", ct)
        : kept;

    /// <summary>Makes room for the next table of the same file.</summary>
    public Task ClearAsync(CancellationToken ct) => ExecuteAsync(
        """
        drop table if exists incoming, summed, outgrown, incoming_document, late_unit, change, vanished, load_position, observation, existing,
            content, absence, place, kept
        """, ct);

    private Task RememberAsync(CancellationToken ct) => ExecuteAsync(
        """
        insert into ops.load_sighting (load_id, target, is_whole, units, window_from, window_to)
            select @load, @table, @whole, coalesce(array_agg(unit), '{}'), @window_from, @window_to
            from (select distinct unit from incoming order by unit) u
        on conflict (load_id, target) do update set units =
            (select coalesce(array_agg(unit), '{}') from (select unnest(load_sighting.units) as unit union select unnest(excluded.units) order by 1) u)
        """, ct);

    private async Task ExecuteAsync(string statement, CancellationToken ct, DateOnly[]? months = null)
    {
        await using var command = Command(statement, months);
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<T> ScalarAsync<T>(string statement, CancellationToken ct)
    {
        await using var command = Command(statement, null);
        return (T)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<List<T>> ReadAsync<T>(string statement, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await using var command = Command(statement, null);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>A statement with the parameters that all of them share.</summary>
    internal NpgsqlCommand Command(string statement, DateOnly[]? months)
    {
        var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        var parameters = command.Parameters;
        parameters.AddWithValue("load", context.LoadId);
        parameters.AddWithValue("chain", context.ChainId);
        parameters.AddWithValue("report", context.Report);
        parameters.AddWithValue("sha256", context.Sha256);
        parameters.AddWithValue("arrived", NpgsqlDbType.TimestampTz, context.ArrivedAt.UtcDateTime);
        parameters.AddWithValue("recorded", NpgsqlDbType.TimestampTz, context.RecordedAt.UtcDateTime);
        parameters.AddWithValue("basis", context.PriceBasis);
        parameters.AddWithValue("whole", context.IsWhole);
        parameters.AddWithValue("per_store", context.IsPerStore);
        parameters.AddWithValue("table", table.Name);
        parameters.AddWithValue("kind", NpgsqlDbType.Text, (object?)source.DocumentKind ?? DBNull.Value);
        parameters.AddWithValue("window_from", NpgsqlDbType.Date, context.Window is { } from ? from.From : DBNull.Value);
        parameters.AddWithValue("window_to", NpgsqlDbType.Date, context.Window is { } to ? to.To : DBNull.Value);
        parameters.AddWithValue("months", months ?? []);
        return command;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
