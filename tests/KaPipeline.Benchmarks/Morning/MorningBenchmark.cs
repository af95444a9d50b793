using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dapper;
using KaPipeline.Benchmarks.Load;
using KaPipeline.Rules;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Benchmarks.Morning;

/// <summary><c>ka bench morning</c>: what the alerts and figures of a morning cost after one large day, on that day alone and on a
/// year before it. Facts are written straight into <c>core</c>; loading and reconciling have benchmarks of their own.</summary>
internal static class MorningBenchmark
{
    private static readonly string[] Views =
    [
        "sku_lock_alert", "price_anomaly", "fill_rate where business_date = core.as_of()", "sku_distribution", "outlet_coverage", "assortment_gap", "exposure",
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        int Option(string name, int fallback) =>
            Array.IndexOf(args, name) is var at and >= 0 ? int.Parse(args[at + 1], NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : fallback;
        var (lines, history, days) = (Option("--lines", 200_000), Option("--history-lines", 2_000), Option("--history-days", 365));
        await using var warehouse = await BenchWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        var config = Path.Combine(KaHome.FromEnvironment().Config);
        await SettingsSync.SyncAsync(connection, config, TimeProvider.System.GetUtcNow());
        await connection.ExecuteAsync(World, commandTimeout: 0);
        await connection.ExecuteAsync(Day, new { day = "2026-06-01", lines }, commandTimeout: 0);
        var alone = await MeasureAsync(connection);
        for (var i = 1; i <= days; i++)
        {
            await connection.ExecuteAsync(Day, new { day = new DateOnly(2026, 6, 1).AddDays(-i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), lines = history }, commandTimeout: 0);
        }

        await connection.ExecuteAsync("analyze core.order_line; analyze core.delivery_line", commandTimeout: 0);
        var after = await MeasureAsync(connection);
        var text = new StringBuilder("## Morning\n\n").AppendLine(CultureInfo.InvariantCulture,
            $"`./ka bench morning {string.Join(' ', args)}`: alerts and figures after a day of {lines} order lines, on that day alone and on {days} days of {history} lines before it.\n");
        text.AppendLine("| view | alone, ms | on history, ms | ratio |").AppendLine("| --- | ---: | ---: | ---: |");
        foreach (var (view, i) in Views.Select((view, i) => (view, i)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| `mart.{view}` | {alone[i]:0} | {after[i]:0} | {after[i] / alone[i]:0.00} |");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"| together | {alone.Sum():0} | {after.Sum():0} | {after.Sum() / alone.Sum():0.00} |");
        Console.Write(text);
        BenchmarkPage.Put("morning", text.ToString());
        return 0;
    }

    private static async Task<double[]> MeasureAsync(NpgsqlConnection connection)
    {
        await connection.ExecuteAsync("analyze core.order_line, core.delivery_line, core.price, core.store, core.product", commandTimeout: 0);
        var spent = new List<double>();
        foreach (var view in Views)
        {
            await using var transaction = await ReportClock.EndOf(new DateOnly(2026, 6, 1)).BeginAsync(connection);
            var watch = Stopwatch.StartNew();
            await connection.ExecuteScalarAsync<long>(new CommandDefinition($"select count(*) from (select * from mart.{view} offset 0) as rows", transaction: transaction, commandTimeout: 0));
            spent.Add(watch.Elapsed.TotalMilliseconds);
        }

        return [.. spent];
    }

    private const string World =
        """
        insert into core.chain (chain_id, name, name_en) select 'C' || n, 'C' || n, 'C' || n from generate_series(1, 6) n;
        insert into core.settlement_account (chain_id, account_id, supplier_code, statement_basis, price_decimals, arrived_at, recorded_at)
        select chain_id, 'A', '1', 'excluding', 4, '-infinity', '-infinity' from core.chain where chain_id like 'C%';
        insert into core.product (product_id, valid_from, name, category, assortment, pack_size, vat_rate, arrived_at, recorded_at)
        select 'X' || n, '2020-01-01', 'X', 'uht', 'core', 12, 0.09, '-infinity', '-infinity' from generate_series(1, 50) n;
        insert into core.chain_item (chain_id, item_number, product_id, arrived_at, recorded_at) select chain_id, product_id, product_id, '-infinity', '-infinity' from core.chain, core.product where product_id like 'X%';
        insert into core.price (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at) select chain_id, product_id, '2020-01-01', 10, '-infinity', '-infinity' from core.chain, core.product where product_id like 'X%';
        insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
        select chain_id, 'S' || n, '2020-01-01', 'S', 'R' || n % 5, 'T' || n % 20, 'direct', '-infinity', '-infinity' from core.chain, generate_series(1, 350) n;
        """;

    // Store by store in turn, so that small days reach all stores over time; nine of ten lines arrive in full.
    private const string Day =
        """
        select core.ensure_partitions(array[date_trunc('month', @day::date)::date, (date_trunc('month', @day::date) + interval '1 month')::date]);
        insert into core.order_line (chain_id, partition_month, order_number, store_id, product_id, account_id, ordered_on, requested_on, ordered_quantity, printed_price,
            load_id, row_number, arrived_at, recorded_at)
        select 'C' || 1 + item % 6, date_trunc('month', @day::date), @day || '-' || (n / 105000) || '-' || (item / 50), 'S' || 1 + (item / 300) % 350, 'X' || 1 + (item / 6) % 50, 'A',
            @day::date, @day::date, 12, 10, 1, n, @day::timestamptz, @day::timestamptz
        from (select n, (n + (@day::date - date '2020-01-01') * @lines::bigint) % 105000 as item from generate_series(1, @lines) n) as given;
        insert into core.delivery_line (chain_id, partition_month, delivery_number, store_id, order_number, product_id, account_id, received_on, shipped_quantity, received_quantity,
            load_id, row_number, arrived_at, recorded_at)
        select chain_id, partition_month, 'D' || order_number, store_id, order_number, product_id, 'A', ordered_on, 12, case when row_number % 10 = 0 then 6 else 12 end,
            1, row_number, arrived_at, recorded_at
        from core.order_line where ordered_on = @day::date and partition_month = date_trunc('month', @day::date);
        """;
}
