using Dapper;
using KaPipeline.Ingestion.Rows;
using Npgsql;
using NpgsqlTypes;

namespace KaPipeline.Ingestion.Loading;

/// <summary>Keeps rows that were not loaded, whole and with their reason.</summary>
internal static class Quarantine
{
    // A file may be bad throughout: so many of its rows are held in memory at a time.
    private const int RowsAtATime = 1_000;

    /// <summary>Adds rows; one that is kept already gets its newest reason.</summary>
    public static async Task AddAsync(NpgsqlConnection connection, long loadId, IEnumerable<RejectedRow> rows, CancellationToken ct)
    {
        foreach (var some in rows.DistinctBy(row => (row.Sheet, row.RowNumber)).Chunk(RowsAtATime))
        {
            await AddSomeAsync(connection, loadId, some, ct);
        }
    }

    private static async Task AddSomeAsync(NpgsqlConnection connection, long loadId, RejectedRow[] rows, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into ops.quarantined_row (load_id, sheet, row_number, column_name, rule, found, expected, raw, document_kind, document_number)
                select $1, * from unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::jsonb[], $9::text[], $10::text[])
            on conflict (load_id, sheet, row_number) do update
                set column_name = excluded.column_name, rule = excluded.rule, found = excluded.found, expected = excluded.expected,
                    raw = excluded.raw, document_kind = excluded.document_kind, document_number = excluded.document_number
            """, connection);
        var parameters = command.Parameters;
        parameters.Add(new() { Value = loadId });
        parameters.Add(new() { Value = rows.Select(row => Clean(row.Sheet)!).ToArray() });
        parameters.Add(new() { Value = rows.Select(row => row.RowNumber).ToArray() });
        parameters.Add(new() { Value = rows.Select(row => Clean(row.Column)).ToArray() });
        parameters.Add(new() { Value = rows.Select(row => row.Rule).ToArray() });
        parameters.Add(new() { Value = rows.Select(row => Clean(row.Found)).ToArray() });
        parameters.Add(new() { Value = rows.Select(row => Clean(row.Expected)).ToArray() });
        parameters.Add(new()
        {
            Value = rows.Select(row => row.Raw.Replace("\\u0000", "\\ufffd", StringComparison.Ordinal))
            .ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb
        });
        parameters.Add(new() { Value = rows.Select(row => row.DocumentKind).ToArray() });
        parameters.Add(new() { Value = rows.Select(row => Clean(row.DocumentNumber)).ToArray() });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The rows of a load that are open, each as a person counts it on its sheet.</summary>
    public static async Task<HashSet<(string Sheet, int Row)>> OpenRowsAsync(NpgsqlConnection connection, long loadId,
        CancellationToken ct) =>
    [
        .. await connection.QueryAsync<(string, int)>(new CommandDefinition(
            "select sheet, row_number from ops.quarantined_row where load_id = @loadId and state = 'open'", new { loadId },
            cancellationToken: ct)),
    ];

    /// <summary>Closes rows, with the reason.</summary>
    public static Task CloseAsync(
        NpgsqlConnection connection, long loadId, IReadOnlyCollection<(string Sheet, int Row)> rows, string state, DateTimeOffset now,
        string reason, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            update ops.quarantined_row set state = @state, closed_at = @now, closed_reason = @reason
            where load_id = @loadId and (sheet, row_number) in (select * from unnest(@sheets, @rows)) and state = 'open'
            """, new { loadId, sheets = rows.Select(row => row.Sheet).ToArray(), rows = rows.Select(row => row.Row).ToArray(), state, now = now.UtcDateTime, reason }, cancellationToken: ct));

    // PostgreSQL's text knows no zero character; a file may hold one.
    internal static string? Clean(string? text) => text?.Replace('\0', '\ufffd');
}
