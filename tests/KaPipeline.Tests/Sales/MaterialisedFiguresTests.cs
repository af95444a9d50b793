using Dapper;
using KaPipeline.Rules;
using KaPipeline.Sales;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Reconciliation;
using KaPipeline.Tests.Warehouse;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Sales;

/// <summary>The kept figures say what the plain views say, after any sequence of files, corrections, deletions and changes of master
/// data.</summary>
[Trait("Category", "Slow")]
public sealed class MaterialisedFiguresTests
{
    private const int Steps = 3;

    /// <summary>The end of the worlds' facts, corrections included: nothing lies after it, all of it within the windows.</summary>
    private static readonly DateOnly Evening = new(2026, 8, 10);

    /// <summary>Every view that reads a kept table; the columns are all of them.</summary>
    private static readonly string[] Views =
    [
        "order_fulfilment", "fill_rate", "sku_lock_alert", "price_anomaly", "price_outlier", "supply_day", "outlet_month", "product_month",
            "sales_month",
        "item_on_sale", "sku_distribution", "outlet_coverage", "assortment_gap", "new_product_clock", "sales_growth", "sku_ranking",
        "outlet_ranking", "area_ranking", "exposure",
        "dealer_volume", "staffing_signal", "service_break",
    ];

    /// <summary>One sequence by default: each evening computes every view twice. All of them with <c>KA_TEST_LONG=1</c>.</summary>
    public static TheoryData<int> Seeds => LongRun.IsOn ? [11, 12, 13, 14] : [11];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Kept_figures_equal_the_plain_ones_after_random_sequences_of_loads_corrections_and_deletions(int seed)
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        var kept = new MaterialisedFigures(warehouse.DataSource);
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        var steps = await FactSteps.BeginAsync(connection, seed * 100, 2, seed, Steps);

        for (var step = 1; step <= Steps; step++)
        {
            await steps.TakeAsync(connection, step);
            Assert.True((await kept.RefreshAsync(ct: Stopping)).Changed > 0);
            await connection.ExecuteAsync("analyze;");

            Assert.Equal(0, await connection.ExecuteScalarAsync<int>(ItemsThatDiffer));

            // On the last evening; and at the end on one in the middle, after which kept lines were still delivered.
            Assert.Equal("", await DifferenceAsync(connection, Evening));
        }

        Assert.Equal("", await DifferenceAsync(connection, new DateOnly(2026, 5, 20)));
        var again = await kept.RefreshAsync(ct: Stopping);
        Assert.Equal((0, 0, 0), (again.Documents, again.Changed, again.Vanished));
    }

    // First and last days of an item against its own kept lines: items that only grew are kept without reading those.
    private const string ItemsThatDiffer =
        """
        with said as (
            select chain_id, store_id, product_id, min(received_on) as first_on, max(received_on) as last_on, null::date as ordered_on
            from core.kept_supply_line where not is_return and received_quantity > 0 group by chain_id, store_id, product_id
            union all
            select chain_id, store_id, product_id, null, null, max(ordered_on)
            from core.kept_fulfilment where not is_free and ordered_quantity > 0 group by chain_id, store_id, product_id
        ), item as (
            select chain_id, store_id, product_id, max(first_on) as first_on, max(last_on) as last_on, max(ordered_on) as ordered_on
            from said group by chain_id, store_id, product_id
        )
        select count(*) from item full join core.kept_item as kept using (chain_id, store_id, product_id)
        where (item.first_on, item.last_on, item.ordered_on) is distinct from (kept.first_received_on, kept.last_received_on, kept.last_ordered_on)
        """;

    [Fact]
    public async Task Item_that_only_grew_keeps_its_first_day_and_takes_the_new_last_ones()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = new NpgsqlConnection(warehouse.OwnerConnectionString);
        await connection.OpenAsync(Stopping);
        await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(Path.Combine(Repository.Root, "config")),
            DateTimeOffset.Parse("2026-01-01T00:00:00Z", null), Stopping);
        var kept = new MaterialisedFigures(warehouse.DataSource);
        const string Load =
            "insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state) values ('', 'all', @day, @day, 0, 'test', @day::date, @day::date, '', 'loaded');";
        await connection.ExecuteAsync(ViewCase.Prelude
            + "select pg_temp.trade(); select pg_temp.ordered('O1', 'P', 10, date '2026-05-04'); select pg_temp.delivered('D1', 'O1', 'P', 10, on_day => date '2026-05-06');" + Load, new { day = "2026-05-08" });
        await kept.RefreshAsync(ct: Stopping);

        await connection.ExecuteAsync(
            "select pg_temp.ordered('O2', 'P', 10, date '2026-05-11'); select pg_temp.delivered('D2', 'O2', 'P', 10, on_day => date '2026-05-13');" + Load, new { day = "2026-05-20" });
        var second = await kept.RefreshAsync(ct: Stopping);

        Assert.Equal(2, second.Documents);
        Assert.Equal("2026-05-06 2026-05-13 2026-05-11",
            await connection.ExecuteScalarAsync<string>(
            "select first_received_on || ' ' || last_received_on || ' ' || last_ordered_on from core.kept_item"));
    }

    [Fact]
    public async Task Check_finds_a_month_that_is_not_the_sum_of_its_lines()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(Path.Combine(Repository.Root, "config")),
            DateTimeOffset.Parse("2026-01-01T00:00:00Z", null), Stopping);
        await WorldRows.InsertAsync(connection, [WorldRecipe.Random(7).Build()]);
        await connection.ExecuteAsync(
            """
            insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state)
            values ('', 'all', 'all', 'all', 0, 'test', '2026-08-01', '2026-08-01', '', 'loaded')
            """);
        await new MaterialisedFigures(warehouse.DataSource).RefreshAsync(ct: Stopping);
        Assert.Equal(0, await BadRowsAsync());

        await connection.ExecuteAsync(
            "update core.kept_outlet_month set amount = amount + 0.01 where ctid = (select min(ctid) from core.kept_outlet_month where amount is not null)");

        Assert.Equal(1, await BadRowsAsync());

        async Task<long> BadRowsAsync() =>
            (await WarehouseChecks.RunAsync(warehouse.DataSource,
            new ReportClock(Evening, DateTimeOffset.Parse("2099-01-01T00:00:00Z", null))))
            .Single(check => check.Name == "figures_add_up").BadRowCount;
    }

    private static async Task<string> DifferenceAsync(NpgsqlConnection connection, DateOnly evening)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await new ReportClock(evening, DateTimeOffset.Parse("2099-01-01T00:00:00Z", null)).ApplyAsync(connection);
        Assert.True(await connection.ExecuteScalarAsync<bool>("select mart.is_figures_kept()"));
        foreach (var view in Views)
        {
            await connection.ExecuteAsync($"create temp table kept_{view} on commit drop as select * from mart.{view}");
        }

        // Without its state the kept form does not answer: the same views, computed.
        await connection.ExecuteAsync("delete from core.kept_figures_state");
        var found = new List<string>();
        foreach (var view in Views)
        {
            found.AddRange(await connection.QueryAsync<string>(
                $"""
                with computed as materialized (select * from mart.{view})
                (select '{view}: not kept: ' || c::text from (select * from computed except all select * from kept_{view}) c limit 3)
                union all
                (select '{view}: not computed: ' || k::text from (select * from kept_{view} except all select * from computed) k limit 3)
                """));
        }

        return string.Join('\n', found);
    }
}
