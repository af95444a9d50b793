using Dapper;
using KaPipeline.Ingestion.Loading;
using Npgsql;

namespace KaPipeline.Benchmarks.Load;

/// <summary>Row 2 of the performance goals: new rows onto empty and onto history, and a redelivery with one line in a hundred changed.
/// Each try runs in a transaction that is rolled back, so that all see the same warehouse.</summary>
internal static class MergeBench
{
    // What a plain program would do: the same columns into a table with the same constraints and indexes, nothing compared.
    private const string PlainInsert =
        """
        insert into {0} (chain_id, partition_month, order_number, store_id, product_id, is_free, account_id, origin, ordered_on, requested_on,
                         ordered_quantity, pack_size, printed_price, printed_basis, is_cancelled, load_id, row_number, arrived_at, recorded_at)
        select 'dingfeng', date_trunc('month', ordered_on)::date, order_number, store_id, 'P' || item_number::int, is_free, supplier_code, 'electronic',
               ordered_on, requested_on, units, row_pack_size, unit_price, 'excluding', false, 1, row_number, '2026-05-01', '2026-05-01'
        from staging.order_line
        """;

    private const string OnConflict =
        """
         on conflict (chain_id, partition_month, order_number, store_id, product_id, is_free) do update
            set requested_on = excluded.requested_on, ordered_on = excluded.ordered_on, ordered_quantity = excluded.ordered_quantity, pack_size = excluded.pack_size,
                printed_price = excluded.printed_price, load_id = excluded.load_id, row_number = excluded.row_number, arrived_at = excluded.arrived_at
        """;

    private const string Checkpoint = "checkpoint;";

    public static async Task<string> RunAsync(BenchWarehouse warehouse, Stopwatches watches, int rows, int history, int times,
        string command)
    {
        await StageAsync(warehouse, rows, 1, changed: false);
        await ExecuteAsync(warehouse, "create table bench.plain (like core.order_line including all) partition by range (partition_month)",
            "create table bench.plain_2026_05 partition of bench.plain for values from ('2026-05-01') to ('2026-06-01') with (fillfactor = 90)");
        await ExecuteAsync(warehouse, "select core.ensure_partitions(array['2026-05-01'::date])");
        await watches.InterleaveAsync(times,
            () => ExecuteAsync(warehouse, "truncate bench.plain", "truncate core.order_line_2026_05", "vacuum core.document", Checkpoint),
            ("insert new, onto empty", () => PlainAsync(warehouse, watches, "bench.plain", "", "insert wal")),
            ("ours new, onto empty", () => MergeAsync(warehouse, watches, rows, "new wal")));
        await MakeHistoryAsync(warehouse, rows, history);
        await watches.InterleaveAsync(times,
            () => ExecuteAsync(warehouse, "truncate bench.plain", "truncate core.order_line_2026_05", "vacuum core.document", Checkpoint),
            ("insert new, onto history", () => PlainAsync(warehouse, watches, "bench.plain", "", "insert wal")),
            ("ours new, onto history", () => MergeAsync(warehouse, watches, rows, "new wal")));

        await ExecuteAsync(warehouse, "truncate core.order_line_2026_05", "vacuum core.document");
        await MergeAsync(warehouse, watches, rows, "first wal", commit: true);
        await ExecuteAsync(warehouse,
            "create table bench.upsert (like core.order_line including defaults including constraints, primary key (chain_id, partition_month, order_number, store_id, product_id, is_free)) partition by range (partition_month)",
            "create table bench.upsert_2026_05 partition of bench.upsert for values from ('2026-05-01') to ('2026-06-01') with (fillfactor = 90)",
            "insert into bench.upsert select * from core.order_line where partition_month = '2026-05-01' and superseded_at = 'infinity'",
            "vacuum analyze bench.upsert", "vacuum analyze core.order_line_2026_05");
        await StageAsync(warehouse, rows, 2, changed: true);
        await watches.InterleaveAsync(times,
            () => ExecuteAsync(warehouse, "vacuum bench.upsert", "vacuum core.order_line_2026_05", "vacuum ops.load, ops.load_sighting"),
            ("on conflict, redelivery", () => PlainAsync(warehouse, watches, "bench.upsert", OnConflict, "on conflict wal")),
            ("ours, redelivery", () => MergeAsync(warehouse, watches, rows, "redelivery wal", load: 2)));
        await ExecuteAsync(warehouse, Checkpoint);
        await MergeAsync(warehouse, watches, rows, "redelivery wal after checkpoint", load: 2);

        var text = new LoadReport("Loading: from staging to facts", command,
            $"{rows:N0} rows, {history:N0} rows of history in earlier months; medians of {times} interleaved tries on {Environment.ProcessorCount} processors", watches, rows);
        text.Row("plain INSERT…SELECT, onto empty", "insert new, onto empty");
        text.Row("**merge of new rows, onto empty**", "ours new, onto empty", "insert new, onto empty");
        text.Row("plain INSERT…SELECT, again", "insert new, onto history");
        text.Row("**merge of new rows, onto history**", "ours new, onto history", "insert new, onto history", "≤ 1.8 × INSERT");
        text.Row("… against the same onto empty", "ours new, onto history", "ours new, onto empty", "≤ 1.2 ×");
        text.Row("plain ON CONFLICT DO UPDATE, redelivery with 1 % changed", "on conflict, redelivery");
        text.Row("**merge of the same redelivery**", "ours, redelivery", "on conflict, redelivery", "≤ 0.75 × ON CONFLICT");
        text.Say($"");
        text.Say($"Write-ahead log of the redelivery: {watches.Median("redelivery wal"):F1} MB (goal ≤ 10 MB; ON CONFLICT: {watches.Median("on conflict wal"):F0} MB); {watches.Median("redelivery wal after checkpoint"):F0} MB");
        text.Say($"when a checkpoint has just passed, since PostgreSQL then writes whole pages. Each try is rolled back, its dead rows are vacuumed away before the next.");
        return text.ToString();
    }

    private static Task StageAsync(BenchWarehouse warehouse, int rows, int load, bool changed) => ExecuteAsync(warehouse,
        "truncate staging.order_line",
        $"""
        insert into staging.order_line (load_id, row_number, order_number, store_id, item_number, supplier_code, ordered_on, requested_on, units, row_pack_size, unit_price)
            select {load}, n + 2, 'DF' || lpad((n / {OrderFile.LinesPerOrder})::text, 11, '0'), lpad((n / {OrderFile.LinesPerOrder} % 100)::text, 4, '0'),
                   lpad((n % {OrderFile.LinesPerOrder})::text, 6, '0'), '100387', date '2026-05-01' + (n / {OrderFile.LinesPerOrder} % 28), date '2026-05-03' + (n / {OrderFile.LinesPerOrder} % 28),
                   12 * (1 + n % 9) {(changed ? "+ case when n % 100 = 0 then 1 else 0 end" : "")}, 24, 1.5 + n % 20 * 0.0371
            from generate_series(0, {rows - 1}) n
        """,
        "analyze staging.order_line");

    private static async Task MakeHistoryAsync(BenchWarehouse warehouse, int rows, int history)
    {
        Stopwatches.Say($"  making {history} rows of history");
        for (var from = 0; from < history; from += rows)
        {
            var month = new DateOnly(2026, 4, 1).AddMonths(-(from / rows))
                .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            var orders = $"'H' || lpad(({from} / {OrderFile.LinesPerOrder} + n / {OrderFile.LinesPerOrder})::text, 12, '0')";
            await ExecuteAsync(warehouse,
                $"select core.ensure_partitions(array['{month}'::date])",
                $"insert into core.document (chain_id, kind, number, partition_month) select distinct 'dingfeng', 'order', {orders}, date '{month}' from generate_series(0, {rows - 1}) n",
                $"""
                insert into core.order_line (chain_id, partition_month, order_number, store_id, product_id, account_id, ordered_on, requested_on, ordered_quantity, pack_size, printed_price, load_id, row_number, arrived_at, recorded_at)
                    select 'dingfeng', date '{month}', {orders}, lpad((n / 20 % 100)::text, 4, '0'), 'P' || n % 20, '100387', date '{month}', date '{month}' + 2, 12, 24, 1.5, 0, n, date '{month}', date '{month}'
                    from generate_series(0, {rows - 1}) n
                """);
        }

        await ExecuteAsync(warehouse, "vacuum analyze core.order_line", "vacuum analyze core.document", Checkpoint);
    }

    private static async Task PlainAsync(BenchWarehouse warehouse, Stopwatches watches, string table, string tail, string wal)
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var before = await WalAsync(connection);
        await connection.ExecuteAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, PlainInsert, table)
            + tail, commandTimeout: 0);
        watches.Note(wal, (await WalAsync(connection) - before) / 1048576.0);
    }

    private static async Task MergeAsync(BenchWarehouse warehouse, Stopwatches watches, int rows, string wal, int load = 1,
        bool commit = false)
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var before = await WalAsync(connection);
        var at = new DateTimeOffset(2026, 6, load, 0, 0, 0, TimeSpan.Zero);
        await connection.ExecuteAsync(
            """
            insert into ops.load (load_id, chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state)
            overriding system value values (@load, 'dingfeng', 'orders', 'file ' || @load, 'file ' || @load, 1, 'bench', @at, @at, '1', 'loaded')
            """, new { load, at = at.UtcDateTime });
        var context = new MergeContext(load, "dingfeng", "orders", $"file {load}", at, at, "excluding", true, null);
        var merge = new StagedMerge(connection, context, new Dictionary<string, long> { ["order_line"] = rows }, (_, _) =>
            throw new InvalidOperationException("rows were set aside"));
        await merge.RunAsync(isRowEach: true, counted: null, default);
        var written = await WalAsync(connection) - before;
        watches.Note(wal, written / 1048576.0);
        Stopwatches.Say($"  {wal}: {written / 1048576.0:F1} MB");
        if (commit)
        {
            await transaction.CommitAsync();
        }
    }

    private static Task<long> WalAsync(NpgsqlConnection connection) =>
        connection.ExecuteScalarAsync<long>("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");

    private static async Task ExecuteAsync(BenchWarehouse warehouse, params string[] statements)
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await using var maintenance = new NpgsqlConnection(warehouse.MaintenanceConnectionString);
        await maintenance.OpenAsync();
        foreach (var statement in statements)
        {
            await (statement == Checkpoint ? maintenance : connection).ExecuteAsync(statement, commandTimeout: 0);
        }
    }
}
