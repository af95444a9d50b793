using Dapper;
using KaPipeline.Reports.Editions;
using KaPipeline.Reports.Facts;
using Npgsql;

namespace KaPipeline.Reports.Restatement;

/// <summary>Finds the files and rows that made figures other ones: versions of the very lines that a figure adds up, which came after it was sent.</summary>
internal static class RestatementCauses
{
    private sealed record Line
    {
        public long N { get; init; }

        public long LoadId { get; init; }

        public string FileName { get; init; } = "";

        public int[]? RowNumbers { get; init; }
    }

    private const string Version =
        """
        n, version.load_id, version.row_number, version.arrived_at, version.recorded_at, version.superseded_by, version.superseded_at, asked.known_at, asked.produced_at
        """;

    // Orders and receipts by store and days; statements by number, or a month's for a fee; terms by fee; targets by store and month; what is overdue by chain.
    // A line that a later file took back counts by that file.
    private const string Rows =
        $"""
        with asked as (
            select *, case when name like 'week%' then day - 6 when name in ('sales', 'sales_so_far', 'fee_taken') then date_trunc('month', day)::date else day end as first_day
            from unnest(@chains, @stores, @days, @names, @documents, @known, @produced) with ordinality
                as given (chain_id, store_id, day, name, document, known_at, produced_at, n)
        ), versions as (
            select {Version}
            from asked
            join core.order_line as version on version.chain_id = asked.chain_id and version.store_id = asked.store_id and version.ordered_on between first_day and day
            where name in ('ordered', 'ordered_amount', 'week_amount', 'week_due') and version.partition_month between day - 92 and day + 62
            union all
            select {Version}
            from asked
            join core.delivery_line as version on version.chain_id = asked.chain_id and version.store_id = asked.store_id and version.received_on between first_day and day
            where name in ('received', 'sales', 'sales_so_far', 'week_received') and version.partition_month between day - 92 and day + 62
            union all
            select {Version}
            from asked
            join core.statement_line as version on version.chain_id = asked.chain_id and version.statement_number = document
            where name = 'difference' and version.partition_month between day - 92 and day + 62
            union all
            select {Version}
            from asked
            join core.statement as head on head.chain_id = asked.chain_id and head.period_to between first_day and day
            join core.statement_line as version on version.chain_id = head.chain_id and version.statement_number = head.statement_number and version.kind = 'deduction'
            where name = 'fee_taken' and version.partition_month between day - 92 and day + 62
            union all
            select {Version}
            from asked join core.contract_term as version on version.chain_id = asked.chain_id and version.fee_code = document
            where name = 'fee_next'
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

    // Where no line of the figure itself came, something that it is judged by did: prices, master data, another document.
    private const string Files =
        """
        select chain_id, file_name, arrived_at, recorded_at from ops.load
        where state = 'loaded' and chain_id = any (@chains) and (arrived_at > @since or recorded_at > @since) and core.is_known(arrived_at, recorded_at, 'infinity', 'infinity')
        order by recorded_at desc, load_id desc
        """;

    public static async Task<IReadOnlyList<Cause>> LoadAsync(
        NpgsqlConnection connection, IReadOnlyList<(StatedFigure Figure, DateTime KnownAt, DateTime ProducedAt)> changed, CancellationToken ct)
    {
        var rows = (await connection.QueryAsync<Line>(new CommandDefinition(Rows, new
        {
            chains = changed.Select(line => line.Figure.Place.ChainId).ToArray(), stores = changed.Select(line => line.Figure.Place.StoreId).ToArray(),
            days = changed.Select(line => line.Figure.Day).ToArray(), names = changed.Select(line => line.Figure.Name).ToArray(),
            documents = changed.Select(line => line.Figure.Document).ToArray(), known = changed.Select(line => line.KnownAt).ToArray(),
            produced = changed.Select(line => line.ProducedAt).ToArray(),
        }, commandTimeout: 0, cancellationToken: ct))).ToLookup(line => line.N);
        var without = changed.Where((_, i) => !rows.Contains(i + 1)).ToList();
        var files = without.Count == 0 ? [] : (await connection.QueryAsync<(string Chain, string File, DateTime ArrivedAt, DateTime RecordedAt)>(new CommandDefinition(Files, new
        {
            since = without.Min(line => line.KnownAt), chains = without.Select(line => line.Figure.Place.ChainId).Append("").Distinct().ToArray(),
        }, commandTimeout: 0, cancellationToken: ct))).ToList();
        return
        [
            .. changed.Select((line, i) => rows.Contains(i + 1) ? ByRows([.. rows[i + 1]])
                : new Cause(Some([.. files.Where(file => (file.Chain.Length == 0 || file.Chain == line.Figure.Place.ChainId) && (file.ArrivedAt > line.KnownAt || file.RecordedAt > line.ProducedAt))
                    .Select(file => file.File).Distinct()]), "")),
        ];
    }

    private static Cause ByRows(List<Line> lines) => new(
        Some([.. lines.Select(line => line.RowNumbers is { Length: > 0 } numbers
            ? $"{line.FileName} #{string.Join(", #", numbers.Distinct().Take(3))}{(numbers.Distinct().Count() > 3 ? " …" : "")}" : line.FileName)]),
        lines.FirstOrDefault(line => line.RowNumbers is { Length: > 0 }) is { } first ? ConsolePaths.Source(first.LoadId, first.RowNumbers![0]) : "");

    private static string Some(List<string> files) => string.Join("; ", files.Take(2)) + (files.Count > 2 ? $" (+{files.Count - 2})" : "");
}
