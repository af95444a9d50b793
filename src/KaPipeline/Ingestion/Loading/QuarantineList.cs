using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Ingestion.Loading;

/// <summary>Quarantined rows for a person to look at.</summary>
public sealed class QuarantineList(NpgsqlDataSource database)
{
    /// <summary>One open row.</summary>
    /// <param name="ChainId">Chain; empty for the company's own files.</param>
    /// <param name="Sheet">Sheet; empty where the container has none.</param>
    /// <param name="RowNumber">Row, from 1 as a person counts.</param>
    /// <param name="Column">Header of the column at fault; null when the row as a whole is.</param>
    /// <param name="Rule">Rule that it broke.</param>
    /// <param name="Found">What was found.</param>
    /// <param name="Expected">What should have been there.</param>
    public sealed record Row(
        string ChainId, string Report, string FileName, long LoadId, string Sheet, int RowNumber, string? Column, string Rule,
        string? Found, string? Expected);

    /// <summary>Which open rows are meant.</summary>
    /// <param name="ChainId">Only this chain; null for all.</param>
    /// <param name="Rules">Only files with a row that broke one of these rules; null for any.</param>
    public sealed record Scope(string? ChainId, IReadOnlyCollection<string>? Rules);

    /// <summary>A file with open rows.</summary>
    public sealed record File(long LoadId, string ChainId, string Report, string FileName, long OpenRows);

    /// <summary>Files that a replay reads again, in its order.</summary>
    public Task<IReadOnlyList<File>> FilesAsync(Scope scope, CancellationToken ct = default) => database.ListAsync<File>(
        """
        select l.load_id as "LoadId", l.chain_id as "ChainId", l.report as "Report", l.file_name as "FileName", count(*) as "OpenRows"
        from ops.load l
        join ops.quarantined_row q using (load_id)
        where q.state = 'open' and (@ChainId::text is null or l.chain_id = @ChainId)
        group by l.load_id, l.chain_id, l.report, l.file_name, l.arrived_at, l.sha256
        having @Rules::text[] is null or bool_or(q.rule = any (@Rules))
        order by l.arrived_at, l.sha256
        """, new { scope.ChainId, Rules = scope.Rules?.ToArray() }, ct);

    /// <summary>Open rows, by chain, file and row.</summary>
    /// <param name="chainId">Only this chain; null for all.</param>
    /// <param name="rule">Only this rule; null for all.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="ct">Cancels the question.</param>
    public async Task<IReadOnlyList<Row>> ListAsync(string? chainId, string? rule, int most, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return
        [
            .. await connection.QueryAsync<Row>(new CommandDefinition(
                """
                select l.chain_id as "ChainId", l.report as "Report", l.file_name as "FileName", q.load_id as "LoadId", q.sheet as "Sheet",
                       q.row_number as "RowNumber", q.column_name as "Column", q.rule as "Rule", q.found as "Found", q.expected as "Expected"
                from ops.quarantined_row q
                join ops.load l using (load_id)
                where q.state = 'open' and (@chainId::text is null or l.chain_id = @chainId) and (@rule::text is null or q.rule = @rule)
                order by l.chain_id, l.file_name, q.load_id, q.sheet, q.row_number
                limit @most
                """, new { chainId, rule, most }, cancellationToken: ct)),
        ];
    }
}
