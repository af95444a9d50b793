using Dapper;
using KaPipeline.Ingestion.Rows;
using Npgsql;
using NpgsqlTypes;

namespace KaPipeline.Ingestion.Loading;

/// <summary>Files that wait because they cannot be believed, or lack columns: what is odd about them, and the list for people.</summary>
public sealed class HeldFiles(NpgsqlDataSource database)
{
    /// <summary>One file that waits.</summary>
    /// <param name="ChainId">Chain; empty for the company's own files.</param>
    /// <param name="BusinessDate">Date it is about, where known.</param>
    /// <param name="ArrivedAt">When it arrived.</param>
    /// <param name="Finding">What holds it, in words.</param>
    /// <param name="IsImplausible">Whether a person may let it in; otherwise its profile, or the file, must be corrected.</param>
    public sealed record File(
        long LoadId, string ChainId, string Report, string FileName, DateOnly? BusinessDate, DateTime ArrivedAt, string? Finding,
        bool IsImplausible);

    /// <summary>Files that wait, oldest first, but for those that a later file of the same report and date has replaced.</summary>
    /// <param name="chainId">Only this chain; null for all.</param>
    /// <param name="ct">Cancels the question.</param>
    public async Task<IReadOnlyList<File>> ListAsync(string? chainId = null, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return
        [
            .. await connection.QueryAsync<File>(new CommandDefinition(
                """
                select load_id as "LoadId", chain_id as "ChainId", report as "Report", file_name as "FileName", business_date as "BusinessDate",
                       arrived_at as "ArrivedAt", finding as "Finding", exists (select from ops.odd_content o where o.load_id = l.load_id) as "IsImplausible"
                from ops.load l
                where state = 'held' and (@chainId::text is null or chain_id = @chainId) and not exists (
                    select from ops.load later
                    where later.chain_id = l.chain_id and later.report = l.report and later.business_date = l.business_date and later.state = 'loaded'
                      and later.arrived_at >= l.arrived_at)
                order by arrived_at, load_id
                """, new { chainId }, cancellationToken: ct)),
        ];
    }

    /// <summary>What is odd about a file, in the order in which it was found; also after it was let in.</summary>
    public async Task<IReadOnlyList<OddContent>> OddAsync(long loadId, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return
        [
            .. await connection.QueryAsync<OddContent>(new CommandDefinition(
                """
                select rule as "Rule", sheet as "Sheet", row_number as "RowNumber", column_name as "Column", found as "Found", expected as "Expected", row_count as "Rows"
                from ops.odd_content where load_id = @loadId order by ordinal
                """, new { loadId }, cancellationToken: ct)),
        ];
    }

    /// <summary>Keeps what is odd about a file in place of what was found before.</summary>
    internal static async Task KeepAsync(NpgsqlConnection connection, long loadId, IReadOnlyList<OddContent> odd, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            with gone as (delete from ops.odd_content where load_id = $1 and ordinal > cardinality($2))
            insert into ops.odd_content (load_id, ordinal, rule, sheet, row_number, column_name, found, expected, row_count)
                select $1, ordinal, rule, sheet, row_number, column_name, found, expected, row_count
                from unnest($2, $3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::bigint[])
                    with ordinality as odd (rule, sheet, row_number, column_name, found, expected, row_count, ordinal)
            on conflict (load_id, ordinal) do update
                set rule = excluded.rule, sheet = excluded.sheet, row_number = excluded.row_number, column_name = excluded.column_name,
                    found = excluded.found, expected = excluded.expected, row_count = excluded.row_count
            """, connection);
        void Add<T>(Func<OddContent, T> cell, NpgsqlDbType type) =>
            command.Parameters.Add(new() { Value = odd.Select(cell).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        command.Parameters.Add(new() { Value = loadId });
        Add(one => one.Rule, NpgsqlDbType.Text);
        Add(one => Quarantine.Clean(one.Sheet), NpgsqlDbType.Text);
        Add(one => one.RowNumber, NpgsqlDbType.Integer);
        Add(one => Quarantine.Clean(one.Column), NpgsqlDbType.Text);
        Add(one => Quarantine.Clean(one.Found), NpgsqlDbType.Text);
        Add(one => Quarantine.Clean(one.Expected), NpgsqlDbType.Text);
        Add(one => one.Rows, NpgsqlDbType.Bigint);
        await command.ExecuteNonQueryAsync(ct);
    }
}
