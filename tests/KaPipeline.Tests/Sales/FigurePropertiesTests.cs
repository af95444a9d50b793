using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using KaPipeline.Rules;
using KaPipeline.Sales;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Reconciliation;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Sales;

/// <summary>What must hold of the figures whatever the trade was: random worlds, on the real database. Each law is a query for the rows
/// that break it.</summary>
[Trait("Category", "Slow")]
public sealed partial class FigurePropertiesTests
{
    private static readonly ReportClock Evening = new(new DateOnly(2026, 6, 30),
        DateTimeOffset.Parse("2099-01-01T00:00:00Z", CultureInfo.InvariantCulture));

    private static readonly Dictionary<string, string> Laws = new()
    {
        ["a cohort rate above 100 % has an over-delivered order behind it"] =
            """
            select rate.chain_id, rate.store_id, rate.product_id, rate.business_date::text, rate.cohort_fill_rate_pct
            from mart.fill_rate as rate
            where (rate.cohort_fill_rate_pct > 100 and not exists (
                select from mart.order_fulfilment as line
                where (line.chain_id, line.store_id, line.product_id, line.ordered_on) = (rate.chain_id, rate.store_id, rate.product_id, rate.business_date)
                  and line.received_quantity > line.ordered_quantity))
              or rate.cohort_fill_rate_pct < 0 or rate.fill_rate_pct < 0 or rate.due_ordered_quantity > rate.ordered_quantity
            """,
        ["no more outlets supplied than there are"] =
        "select * from mart.outlet_coverage where supplied_outlet_count > outlet_count or coverage_pct not between 0 and 100",
        ["no more items on sale than opened"] =
        "select * from mart.sku_distribution where sku_on_sale_count > sku_opened_count or distribution_pct not between 0 and 100",
        ["margin is markup ÷ (1 + markup)"] =
            "select * from mart.gross_margin where abs(margin_pct - markup_pct * 100 / (100 + markup_pct)) > 0.011 or (retail_price is null) <> (margin_pct is null)",
        ["margin contribution is share × margin"] =
        "select * from mart.gross_margin where abs(margin_contribution_pct - sales_share_pct * margin_pct / 100) > 0.03",
        ["shares of a chain add up to one hundred"] =
        "select chain_id, sum(sales_share_pct) from mart.gross_margin group by chain_id having abs(sum(sales_share_pct) - 100) > 0.5 and sum(month_amount) <> 0",
        ["an item's rank is one more than the number above it"] =
            """
            select * from (
                select *, 1 + (select count(*) from mart.sku_ranking as above where (above.scope_kind, above.scope, above.month) = (this.scope_kind, this.scope, this.month) and above.amount > this.amount) as expected,
                    count(*) over (partition by scope_kind, scope, month) as listed
                from mart.sku_ranking as this) as ranked
            where subject_rank <> expected or subject_count <> listed
            """,
        ["an outlet's rank is one more than the number above it"] =
            """
            select * from (
                select *, rank() over (partition by scope_kind, scope, month order by amount desc) as expected, count(*) over (partition by scope_kind, scope, month) as listed,
                    count(*) filter (where is_bottom) over (partition by scope_kind, scope, month) as bottom
                from mart.outlet_ranking) as ranked
            where subject_rank <> expected or subject_count <> listed or bottom <> case when listed > 5 then 5 else 0 end
            """,
        ["a store ranks only in months of which something is known of its chain"] =
            """
            select * from mart.outlet_ranking as this
            where not exists (select from mart.outlet_month as known where (known.chain_id, known.month) = (this.chain_id, this.month))
            """,
        ["months in the last five follow each other and three escalate"] =
            """
            select * from mart.sku_ranking as this
            where is_escalated <> (months_in_bottom >= 3 and month + interval '1 month' <= date '2026-07-01') or (months_in_bottom > 1 and not exists (
                select from mart.sku_ranking as before
                where (before.scope_kind, before.scope, before.product_id, before.month) = (this.scope_kind, this.scope, this.product_id, (this.month - interval '1 month')::date)
                  and before.months_in_bottom = this.months_in_bottom - 1))
            """,
        ["an outlet's months in the last five follow each other and three escalate"] =
            """
            select * from mart.outlet_ranking as this
            where (months_in_bottom > 0) <> is_bottom or is_escalated <> (months_in_bottom >= 3 and month + interval '1 month' <= date '2026-07-01') or (months_in_bottom > 1 and not exists (
                select from mart.outlet_ranking as before
                where (before.scope_kind, before.scope, before.chain_id, before.store_id, before.month)
                    = (this.scope_kind, this.scope, this.chain_id, this.store_id, (this.month - interval '1 month')::date)
                  and before.months_in_bottom = this.months_in_bottom - 1))
            """,
        ["a store's national rank is one more than the number above it among its like"] =
            """
            select * from (
                select *, rank() over (partition by month, category, unit_volume_ml, sold_amount is null order by coalesce(sold_amount, purchase_amount) desc nulls last) as expected,
                    count(*) over (partition by month, category, unit_volume_ml, sold_amount is null) as like_it
                from mart.purchase_sales_stock) as ranked
            where national_rank <> expected or ranked_count <> like_it
            """,
        ["stores, cities, regions, products and chains add up to the same month"] =
            """
            select month, subject_kind, sum(amount) from mart.sales_growth group by month, subject_kind
            having sum(amount) is distinct from (select sum(net_amount) from mart.supply_day where date_trunc('month', business_date) = month)
            """,
        ["categories and sizes add up to the outlets"] =
            """
            select chain_id, store_id, month, sum(purchase_amount) from mart.purchase_sales_stock as this group by chain_id, store_id, month
            having sum(purchase_amount) is distinct from (select sum(outlet.amount) from mart.outlet_month as outlet
                where (outlet.chain_id, outlet.store_id, outlet.month) = (this.chain_id, this.store_id, this.month))
            """,
        ["areas rank what their outlets sold"] =
            """
            select area_kind, month, sum(amount) from mart.area_ranking group by area_kind, month
            having sum(amount) is distinct from (select coalesce(sum(net_amount), 0) from mart.supply_day where date_trunc('month', business_date) = month)
            """,
        ["an exposure stays within its limits and is its arithmetic"] =
            """
            select * from mart.exposure
            where amount > maximum or amount < minimum or full_amount <> round(unit_count * unit_amount * factor, 2) or (minimum is null and maximum is null and amount <> full_amount)
            """,
        ["the days of a target add up to it"] =
            """
            select * from core.target as target
            where amount is distinct from (select sum(amount) from mart.target_breakdown as this where (target.chain_id, target.store_id, target.month) = (this.chain_id, this.store_id, this.month))
            """,
    };

    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    [InlineData(43)]
    [InlineData(44)]
    public async Task Laws_of_the_figures_hold_in_random_worlds(int seed)
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await WorldAsync(warehouse, seed);
        await new MaterialisedFigures(warehouse.DataSource).RefreshAsync(ct: Stopping);
        await using var transaction = await connection.BeginTransactionAsync(Stopping);
        await Evening.ApplyAsync(connection, Stopping);

        // Each view is computed once; the laws then read what it showed.
        foreach (var view in Laws.Values.SelectMany(query => View().Matches(query)).Select(match => match.Groups[1].Value).Distinct())
        {
            await connection.ExecuteAsync(
                $"create temp table seen_{view} on commit drop as select * from mart.{view}; analyze seen_{view};");
        }

        // A world in which the four weeks are known has missing items, and each costs somebody.
        Assert.Equal(
            await connection.ExecuteScalarAsync<long>("select count(*) from mart.assortment_gap") > 0,
            await connection.ExecuteScalarAsync<long>("select count(*) from seen_exposure where amount > 0 and maximum is not null") > 0);
        Assert.True(await connection.ExecuteScalarAsync<long>("select count(*) from seen_gross_margin where margin_pct is not null") > 0);
        foreach (var (law, text) in Laws)
        {
            var query = View().Replace(text, "seen_$1");
            var broken = (await connection.QueryAsync<string>($"select broken::text from ({query}) as broken limit 3")).ToList();
            Assert.True(broken.Count == 0, $"seed {seed}: {law}, but: {string.Join("; ", broken)}");
        }
    }

    [Theory]
    [InlineData(51)]
    [InlineData(52)]
    public async Task An_order_more_never_lowers_what_was_ordered_and_a_delivery_more_never_raises_what_is_owed(int seed)
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await WorldAsync(warehouse, seed);
        var before = await OwedAsync(connection);

        await connection.ExecuteAsync(
            """
            insert into core.order_line (chain_id, partition_month, order_number, store_id, product_id, account_id, ordered_on, requested_on, ordered_quantity, load_id, row_number, arrived_at, recorded_at)
            select chain_id, partition_month, 'MORE' || row_number, store_id, product_id, account_id, ordered_on, requested_on, 1 + row_number % 7, 9, row_number, arrived_at, recorded_at
            from core.order_line where row_number % 9 = 4 and not is_free
            """);
        var ordered = await OwedAsync(connection);
        Assert.All(before.Ordered,
            item => Assert.True(ordered.Ordered[item.Key] >= item.Value, $"{item.Key}: {item.Value} → {ordered.Ordered[item.Key]}"));
        Assert.True(ordered.Ordered.Values.Sum() > before.Ordered.Values.Sum());

        await connection.ExecuteAsync(
            """
            insert into core.delivery_line (chain_id, partition_month, delivery_number, store_id, order_number, product_id, account_id, received_on, shipped_quantity, received_quantity, load_id, row_number, arrived_at, recorded_at)
            select chain_id, partition_month, 'MORE' || row_number, store_id, order_number, product_id, account_id, requested_on, 1, 1, 9, row_number, arrived_at, recorded_at
            from core.order_line where row_number % 4 = 1 and not is_free
            """);
        var delivered = await OwedAsync(connection);
        Assert.All(delivered.Undelivered, item =>
            Assert.True(item.Value <= ordered.Undelivered[item.Key], $"{item.Key}: {ordered.Undelivered[item.Key]} → {item.Value}"));
        Assert.True(delivered.Undelivered.Values.Sum() < ordered.Undelivered.Values.Sum());
        Assert.True(delivered.Missing <= ordered.Missing);
    }

    [GeneratedRegex(@"mart\.(\w+)")]
    private static partial Regex View();

    private static async Task<(Dictionary<string, decimal> Ordered, Dictionary<string, decimal> Undelivered, decimal Missing)> OwedAsync(
        NpgsqlConnection connection)
    {
        await using var transaction = await Evening.BeginAsync(connection);
        var rows = (await connection.QueryAsync<(string Item, decimal Ordered, decimal Undelivered)>(
            """
            select chain_id || ' ' || store_id || ' ' || product_id, sum(ordered_quantity), sum(greatest(ordered_quantity - received_quantity, 0))
            from mart.order_fulfilment group by chain_id, store_id, product_id
            """)).ToList();
        var missing =
            await connection.ExecuteScalarAsync<decimal>(
            "select coalesce(sum(full_amount), 0) from mart.exposure where rule_id = 'assortment_missing'");
        return (rows.ToDictionary(row => row.Item, row => row.Ordered), rows.ToDictionary(row => row.Item, row => row.Undelivered),
            missing);
    }

    /// <summary>Two random worlds with what the figures want beside: people, mandatory items, shelf prices, targets.</summary>
    private static async Task<NpgsqlConnection> WorldAsync(TestWarehouse warehouse, int seed)
    {
        var connection = await warehouse.DataSource.OpenConnectionAsync();
        await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(Path.Combine(Repository.Root, "config")),
            DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture));
        await WorldRows.InsertAsync(connection, [WorldRecipe.Random(seed * 10).Build(), WorldRecipe.Random((seed * 10) + 1).Build()]);
        await connection.ExecuteAsync(
            """
            update core.product set assortment = 'core' where abs(hashtext(product_id)) % 2 = 0;
            insert into core.chain_item (chain_id, item_number, product_id, arrived_at, recorded_at)
            select chain_id, product_id, product_id, '-infinity', '-infinity' from core.chain cross join core.product on conflict do nothing;
            insert into core.person (person_id, name, email, arrived_at, recorded_at) values ('R', 'R', 'r@example.com', '-infinity', '-infinity'), ('M', 'M', 'm@example.com', '-infinity', '-infinity') on conflict do nothing;
            insert into core.responsibility (person_id, role, chain_id, region, city, store_id, valid_from, arrived_at, recorded_at)
            select person, role, '', '', '', '', '2025-01-01', '-infinity', '-infinity'
            from (values ('R', 'representative'), ('M', 'city_manager'), ('M', 'region_manager')) as people (person, role);
            insert into core.retail_price (chain_id, store_id, product_id, seen_on, unit_price, arrived_at, recorded_at)
            select store.chain_id, store.store_id, price.product_id, '2026-06-20', round(price.unit_price * (1.2 + abs(hashtext(store.store_id)) % 50 / 100.0) + 1, 2), '-infinity', '-infinity'
            from core.store as store join (select distinct on (chain_id, product_id) chain_id, product_id, unit_price from core.price order by chain_id, product_id, region) as price using (chain_id);
            insert into core.target (chain_id, month, amount, arrived_at, recorded_at) select chain_id, '2026-06-01', 12345.67, '-infinity', '-infinity' from core.chain;
            analyze;
            """);
        return connection;
    }
}
