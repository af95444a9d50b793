using Dapper;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using Npgsql;

namespace KaPipeline.Digests.Restatement;

/// <summary>Finds the files and rows that made figures other ones: versions of the very lines that a figure adds up, which came after it
/// was sent.</summary>
internal static class RestatementCauses
{
    private sealed record Line
    {
        public long N { get; init; }

        public long LoadId { get; init; }

        public string FileName { get; init; } = "";

        public int[]? RowNumbers { get; init; }
    }

    private const string Columns =
        "version.load_id, version.row_number, version.arrived_at, version.recorded_at, version.superseded_by, version.superseded_at";

    private const string Version = $"asked.n, {Columns}, asked.known_at, asked.produced_at";

    private const string VersionOfSettled = $"settled.n, {Columns}, settled.known_at, settled.produced_at";

    // Only rows that a figure reads: orders and receipts by store and days, with the prices that value them; a statement with what it
    // settles (on consignment what was sold) and how; a fee taken by the month's deductions, a fee allowed by its contract, clauses,
    // and the statements that it is measured by; targets by store and month; what is overdue by the chain's statements, terms, invoices
    // and payments. A line that a later file took back counts by that file.
    private const string Rows =
        $"""
        with asked as (
            select *, case when name like 'week%' then day - 6 when name in ('sales', 'sales_so_far', 'fee_taken') then date_trunc('month', day)::date
                    when name = 'fee_next' then (date_trunc('month', day) - interval '1 month')::date else day end as first_day,
                name in ('ordered_amount', 'week_amount', 'sales', 'sales_so_far', 'difference') as is_priced
            from unnest(@chains, @stores, @days, @names, @documents, @known, @produced) with ordinality
                as given (chain_id, store_id, day, name, document, known_at, produced_at, n)
        ), settled as (
            -- What a statement settles, by note or order.
            select distinct asked.n, asked.known_at, asked.produced_at, asked.chain_id, asked.day, line.delivery_number, line.order_number
            from asked
            join core.statement_line as line on line.chain_id = asked.chain_id and line.statement_number = document and line.kind <> 'deduction'
            where name = 'difference' and line.partition_month between day - 92 and day + 62
        ), versions as (
            select {Version}
            from asked
            join core.order_line as version on version.chain_id = asked.chain_id and version.store_id = asked.store_id and version.ordered_on between first_day and day
            where name in ('ordered', 'ordered_amount', 'week_amount', 'week_due', 'week_received') and version.partition_month between day - 92 and day + 62
            union all
            select {Version}
            from asked
            join core.delivery_line as version on version.chain_id = asked.chain_id and version.store_id = asked.store_id
                and version.received_on between first_day and day
            where name in ('received', 'sales', 'sales_so_far', 'week_received') and version.partition_month between day - 92 and day + 62
            union all
            select {Version}
            from asked
            join core.delivery_line as came on came.chain_id = asked.chain_id and came.store_id = asked.store_id and came.received_on between first_day and day
            join core.order_line as version on version.chain_id = came.chain_id and version.order_number = came.order_number and version.store_id = came.store_id
                and version.product_id = came.product_id
            where name in ('sales', 'sales_so_far') and came.partition_month between day - 92 and day + 62 and version.partition_month between day - 153 and day + 62
            union all
            select {Version}
            from asked
            join core.statement_line as version on version.chain_id = asked.chain_id and version.statement_number = document
            where name = 'difference' and version.partition_month between day - 92 and day + 62
            union all
            select {Version}
            from asked join core.statement as version on version.chain_id = asked.chain_id and version.statement_number = document
            where name = 'difference'
            union all
            select {VersionOfSettled}
            from settled
            join core.delivery_line as version on version.chain_id = settled.chain_id
                and (version.delivery_number = settled.delivery_number or settled.delivery_number = '' and version.order_number = settled.order_number)
            where version.partition_month between day - 153 and day + 62
            union all
            select {VersionOfSettled}
            from settled
            join core.order_line as version on version.chain_id = settled.chain_id and version.order_number = settled.order_number
            where settled.order_number <> '' and version.partition_month between day - 153 and day + 62
            union all
            -- On consignment it settles what the tills sold.
            select {Version}
            from asked
            join core.sale as version on version.chain_id = asked.chain_id and version.sold_on between day - 92 and day
            where name = 'difference' and exists (select from mart.consigned_account as consigned where consigned.chain_id = asked.chain_id)
            union all
            select {Version}
            from asked
            join core.price as version on version.chain_id = asked.chain_id and version.valid_from <= day and version.valid_to >= first_day - 92
            where is_priced
            union all
            select {Version}
            from asked
            join core.promotion as version on version.chain_id = asked.chain_id and version.purchase_from <= day and version.purchase_to >= first_day - 92
            where is_priced
            union all
            select {Version}
            from asked join core.product as version on version.valid_from <= day and version.valid_to >= first_day - 92
            where is_priced
            union all
            select {Version}
            from asked
            join core.statement as head on head.chain_id = asked.chain_id and head.period_to between first_day and day
            join core.statement_line as version on version.chain_id = head.chain_id and version.statement_number = head.statement_number and version.kind = 'deduction'
            where name = 'fee_taken' and version.partition_month between day - 92 and day + 62
            union all
            select {Version}
            from asked
            join core.contract_term as version on version.chain_id = asked.chain_id and (name = 'difference' or version.fee_code = document)
            where name in ('fee_next', 'difference')
            union all
            select {Version}
            from asked join core.contract as version on version.chain_id = asked.chain_id and version.signed_on <= day
            where name in ('fee_next', 'difference', 'overdue')
            union all
            select {Version}
            from asked join core.statement as version on version.chain_id = asked.chain_id and version.period_to between first_day and day
            where name = 'fee_next'
            union all
            select {Version}
            from asked
            join core.statement as head on head.chain_id = asked.chain_id and head.period_to between first_day and day
            join core.statement_line as version on version.chain_id = head.chain_id and version.statement_number = head.statement_number and version.kind <> 'deduction'
            where name = 'fee_next' and version.partition_month between day - 92 and day + 62 and exists (
                select from core.contract_term as term where term.chain_id = asked.chain_id and term.fee_code = document and term.kind <> 'fixed')
            union all
            select {Version}
            from asked
            join core.target as version on version.chain_id = asked.chain_id and version.store_id = asked.store_id and version.month = date_trunc('month', day)::date
            where name = 'target'
            union all
            select {Version}
            from asked join core.payment_line as version on version.chain_id = asked.chain_id and version.paid_on <= day
            where name = 'overdue'
            union all
            select {Version}
            from asked join core.invoice as version on version.chain_id = asked.chain_id and version.issued_on <= day
            where name = 'overdue'
            union all
            select {Version}
            from asked join core.statement as version on version.chain_id = asked.chain_id and version.period_to <= day
            where name = 'overdue'
        ), touched as (
            select n, load_id, row_number from versions where arrived_at > known_at or recorded_at > produced_at
            union
            select n, superseded_by, null from versions
            where superseded_by is not null and superseded_at > known_at and superseded_at < 'infinity'
        )
        select n, load_id, file_name, array_agg(row_number order by row_number) filter (where row_number is not null) as row_numbers
        from touched join ops.load using (load_id)
        group by n, load_id, file_name, load.arrived_at order by n, load.arrived_at desc, load_id desc
        """;

    // No row that the figure reads is newer: what judges it changed, a rule, a setting or the calendar. No file is named that had no part
    // in it.
    private static readonly Cause Settings = new("设置变更，非文件 a setting changed, no file", "");

    public static async Task<IReadOnlyList<Cause>> LoadAsync(
        NpgsqlConnection connection, IReadOnlyList<(StatedFigure Figure, DateTime KnownAt, DateTime ProducedAt)> changed,
        CancellationToken ct)
    {
        var rows = (await connection.QueryAsync<Line>(new CommandDefinition(Rows, new
        {
            chains = changed.Select(line => line.Figure.Place.ChainId).ToArray(), stores = changed.Select(line => line.Figure.Place.StoreId)
                .ToArray(),
            days = changed.Select(line => line.Figure.Day).ToArray(), names = changed.Select(line => line.Figure.Name).ToArray(),
            documents = changed.Select(line => line.Figure.Document).ToArray(), known = changed.Select(line => line.KnownAt).ToArray(),
            produced = changed.Select(line => line.ProducedAt).ToArray(),
        }, commandTimeout: 0, cancellationToken: ct))).ToLookup(line => line.N);
        return [.. changed.Select((_, i) => rows.Contains(i + 1) ? ByRows([.. rows[i + 1]]) : Settings)];
    }

    private static Cause ByRows(List<Line> lines) => new(
        Some([.. lines.Select(line => line.RowNumbers is { Length: > 0 } numbers
            ? $"{line.FileName} #{string.Join(", #", numbers.Distinct().Take(3))}{(numbers.Distinct().Count() > 3 ? " …" : "")}"
            : line.FileName)]),
        lines.FirstOrDefault(line => line.RowNumbers is { Length: > 0 }) is { } first
        ? ConsolePaths.Source(first.LoadId, first.RowNumbers![0]) : "");

    private static string Some(List<string> files) => string.Join("; ", files.Take(2)) + (files.Count > 2 ? $" (+{files.Count - 2})" : "");
}
