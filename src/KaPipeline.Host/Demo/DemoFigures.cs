using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Demo;

/// <summary>What the warehouse holds at the end of the demo, by the two clocks.</summary>
/// <param name="Files">Files per chain with their rows: in = loaded + quarantined + duplicate.</param>
/// <param name="Breaks">Breaks by kind that are open; an open rest counts on its newest statement alone.</param>
/// <param name="Statements">Each statement: expected, stated, explained.</param>
/// <param name="Alerts">SKU locks and wrong prices by kind; a mistake that the statement put right counts once and cost nothing.</param>
internal sealed record DemoFigures(
    IReadOnlyList<DemoFigures.FileRow> Files, IReadOnlyList<DemoFigures.BreakRow> Breaks,
    IReadOnlyList<DemoFigures.StatementRow> Statements, IReadOnlyList<DemoFigures.AlertRow> Alerts)
{
    internal sealed record FileRow(string ChainId, long Files, decimal RowsIn, decimal RowsLoaded, decimal RowsQuarantined,
        decimal RowsDuplicate);

    internal sealed record BreakRow(string Family, string Kind, long Count, decimal Positive, decimal Negative);

    internal sealed record StatementRow(string ChainId, string StatementNumber, bool IsComplete, decimal Expected, decimal Stated,
        decimal Explained, decimal? Residual);

    internal sealed record AlertRow(string Family, string Kind, long Count, decimal Positive, decimal Negative);

    /// <summary>Reads them.</summary>
    public static async Task<DemoFigures> ReadAsync(NpgsqlDataSource database, DateOnly asOf, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await ReportClock.EndOf(asOf).BeginAsync(connection, ct);
        return new DemoFigures(
            await ListAsync<FileRow>(
                """
                select chain_id, count(*) as files, sum(rows_in) as rows_in, sum(rows_loaded) as rows_loaded,
                       sum(rows_quarantined) as rows_quarantined, sum(rows_duplicate) as rows_duplicate
                from ops.load group by chain_id order by chain_id
                """),
            await ListAsync<BreakRow>(
                """
                select family, kind, count(*) as count,
                       coalesce(sum(amount) filter (where amount > 0), 0) as positive, coalesce(-sum(amount) filter (where amount < 0), 0) as negative
                from mart.reconciliation_break where counts_in_totals and amount <> 0
                group by family, kind order by family desc, sum(abs(amount)) desc
                """),
            await ListAsync<StatementRow>(
                """
                select chain_id, statement_number, is_complete, expected_payable as expected, stated_payable as stated, break_total as explained, residual
                from mart.statement_reconciliation order by chain_id, period_to, statement_number
                """),
            await ListAsync<AlertRow>(
                """
                select 'lock' as family, level as kind, count(*) as count, sum(exposure_amount) as positive, 0.00 as negative
                from mart.sku_lock_alert group by level
                union all
                select 'price', rule, count(distinct difference_key), sum(positive_amount), sum(negative_amount)
                from mart.open_difference where family in ('price', 'outlier') group by rule
                order by 1, 3 desc
                """));

        async Task<IReadOnlyList<T>> ListAsync<T>(string query) =>
            [.. await connection.QueryAsync<T>(new CommandDefinition(query, transaction: transaction, commandTimeout: 600,
            cancellationToken: ct))];
    }
}
