using System.Globalization;
using System.Text.Json;
using Dapper;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Simulation;

/// <summary>The checked-in month, loaded from its files, against its truth files.</summary>
[Trait("Category", "Slow")]
public sealed class SampleTruthTests(SampleTruthTests.LoadedSamples samples) : IClassFixture<SampleTruthTests.LoadedSamples>
{
    private static readonly DateOnly AsOf = new(2026, 6, 5);

    [Fact]
    public async Task Rows_in_equal_loaded_plus_quarantined_plus_duplicate_and_what_the_truth_counts()
    {
        var loads = (
            await QueryAsync(
            "select chain_id || '/' || file_name as path, rows_in, rows_loaded + rows_quarantined + rows_duplicate as rows_out from ops.load where chain_id <> ''"))
            .ToDictionary(row => (string)row.path, row => ((long)row.rows_in, (long)row.rows_out));
        // Exports of the month before lie in a folder of their own.
        var truth = Truth("files").ToDictionary(row => row[0].Replace("before/", "", StringComparison.Ordinal), row => (long.Parse(row[2]), long.Parse(row[2])));

        Assert.Equal(truth.OrderBy(row => row.Key, StringComparer.Ordinal), loads.OrderBy(row => row.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Exactly_the_rows_that_the_truth_names_are_quarantined()
    {
        // A header of two rows is labelled by both, code/words; the truth names the first.
        var found = (
            await QueryAsync(
            "select chain_id || '/' || file_name as path, sheet, row_number, column_name, rule from ops.quarantined_row join ops.load using (load_id)"))
            .Select(row => ((string)row.path, (string)row.sheet, (int)row.row_number, ((string?)row.column_name ?? "", (string)row.rule)));
        var truth = Truth("quarantined")
            .Select(row => (row[0], row[1], int.Parse(row[2]), (row[3] == "ORGCODE" ? "ORGCODE/机构编码" : row[3], row[4])));

        Assert.Equal(truth.Order(), found.Order());
    }

    [Fact]
    public async Task Every_injected_break_is_found_with_its_amount_and_none_else()
    {
        var found = (await QueryAsync(
                """
                select chain_id, kind, amount, coalesce(statement_number, '') as statement_number, order_number, delivery_number, store_id, coalesce(product_id, '') as product_id, is_free
                from mart.reconciliation_break
                """))
            .Select(row =>
            ((string)Key(row.chain_id, row.kind, row.statement_number, row.order_number, row.delivery_number, row.store_id, row.product_id),
            (decimal)row.amount));
        var truth = Truth("breaks")
            .Select(row =>
            (Key(row[0], row[1], row[4], row[6], row[7], row[8], row[9]),
            decimal.Parse(row[2], System.Globalization.CultureInfo.InvariantCulture)));

        Assert.Equal(Sums(truth), Sums(found));
    }

    [Fact]
    public async Task Order_files_without_rows_on_working_days_alarm_and_no_day_of_the_month_does()
    {
        var low = (await QueryAsync("select chain_id, report, business_date::text as day, row_count from mart.feed_volume where is_low"))
            .Select(row => ((string)row.chain_id, (string)row.report, (string)row.day, (long)row.row_count)).ToList();

        // The world stops trading with May; its portals go on sending files. That of runda repeats what is still open, until nothing is on
        // the 3rd.
        var expected = from chain in new[] { "dingfeng", "haoyoulai", "jinlong", "runda", "wanjia", "yonghe" }
                       from day in new[] { "2026-06-01", "2026-06-02", "2026-06-03" }
                       where chain != "runda" || day == "2026-06-03"
                       select (chain, "orders", day, 0L);
        Assert.All(expected, alarm => Assert.Contains(alarm, low));
        Assert.DoesNotContain(low, alarm => string.CompareOrdinal(alarm.Item3, "2026-06-01") < 0);
    }

    [Fact]
    public async Task Penalties_fall_on_whom_the_manual_and_the_master_data_name()
    {
        var found = (await QueryAsync(
                """
                select rule_id, role, coalesce(person_id, '') as person_id, coalesce(joint_person_id, '') as joint_person_id, sum(unit_count)::text as count, sum(amount)::text as amount
                from mart.exposure where rule_id = 'sku_lock' or rule_id like 'promotion_%' or clause like 'M6.3%' group by 1, 2, 3, 4
                """))
            .Select(row => $"{row.rule_id} {row.role} {row.person_id} {row.joint_person_id} {row.count} {row.amount}");

        Assert.Equal(Truth("penalties").Select(row => string.Join(' ', row)).Order(StringComparer.Ordinal),
            found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_statement_is_explained_to_the_cent()
    {
        var found = (
            await QueryAsync(
            "select chain_id, statement_number, expected_payable::text, stated_payable::text, residual::text from mart.statement_reconciliation"))
            .Select(row => $"{row.chain_id} {row.statement_number} {row.expected_payable} {row.stated_payable} {row.residual}");

        Assert.Equal(Truth("statements").Select(row => $"{row[0]} {row[2]} {row[3]} {row[4]} 0.00").Order(StringComparer.Ordinal),
            found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_faulty_deduction_is_found_with_its_fee_and_amount_and_none_else()
    {
        var found = (await QueryAsync(
                """
                select chain_id, verdict as kind, statement_number, coalesce(line_number::text, '') as line, coalesce(fee_code, '') as fee, stated_amount::text as stated,
                       expected_amount::text as expected, difference::text as amount, case verdict when 'deduction_without_invoice' then at_stake_amount else 0.00 end::text as at_stake
                from mart.deduction_review where verdict <> 'as_agreed'
                union all
                select chain_id, kind, statement_number, coalesce(line_number::text, ''), fee_code, old_amount::text, new_amount::text, amount::text, '0.00'
                from mart.deduction_terms_changed
                """))
            .Select(row => string.Join(',', (string)row.chain_id, (string)row.kind, (string)row.statement_number, (string)row.line,
            (string)row.fee, (string)row.stated, (string)row.expected, (string)row.amount, (string)row.at_stake));
        var truth = Truth("deductions").Select(row => string.Join(',', row)).ToList();

        Assert.Equal(truth.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["deduction_not_in_contract", "deduction_not_taken", "deduction_over_contract", "deduction_terms_changed",
            "deduction_without_invoice"],
            truth.Select(row => row.Split(',')[1]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_fee_taken_twice_under_another_label_names_the_line_that_took_it_before()
    {
        var found = await QueryAsync(
            "select statement_number, fee_text, earlier_statement_number, earlier_fee_text from mart.deduction_review where verdict = 'deduction_over_contract' and earlier_line_number is not null and fee_text <> earlier_fee_text and chain_id = 'jinlong'");

        Assert.NotEmpty(found);
        Assert.All(found, row => Assert.Equal((string)row.statement_number, (string)row.earlier_statement_number));
    }

    [Fact]
    public async Task Every_invoiceable_total_that_is_off_is_found_and_none_else()
    {
        var found = (
            await QueryAsync(
            "select chain_id, statement_number, invoice_total_off::text as off from mart.statement_totals where invoice_total_off <> 0"))
            .Select(row => $"{row.chain_id} {row.statement_number} {row.off}");
        var truth = Truth("statements").Where(row => row[6] != "0.00").Select(row => $"{row[0]} {row[2]} {row[6]}").ToList();

        Assert.NotEmpty(truth);
        Assert.Equal(truth.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_wrong_order_price_is_found_and_none_else()
    {
        var found = (
            await QueryAsync(
            "select chain_id, rule, order_number, store_id, product_id from mart.price_anomaly where rule in ('promotion_not_applied', 'promotion_not_restored', 'order_price_off_contract')"))
            .Select(row => $"{row.chain_id} {row.rule} {row.order_number} {row.store_id} {row.product_id}");

        Assert.Equal(Truth("anomalies").Select(row => string.Join(' ', row.Take(5))).Order(StringComparer.Ordinal),
            found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_late_promotion_is_found_with_what_is_late_and_none_else()
    {
        var found = (await QueryAsync(
                """
                select chain_id, promotion_id, bool_or(is_filed_late) as filed_late, coalesce(max(not_restored_last_on - restore_by), 0)::text as days,
                       bool_or(is_reported_late) as reported_late
                from mart.promotion_deadline group by chain_id, promotion_id
                having bool_or(is_filed_late) or bool_or(not_restored_store_count > 0) or bool_or(is_reported_late)
                """))
            .Select(row => $"{row.chain_id} {row.promotion_id} {row.filed_late} {row.days} {row.reported_late}".ToLowerInvariant());

        Assert.Equal(Truth("late_promotions").Select(row => string.Join(' ', row).ToLowerInvariant()).Order(StringComparer.Ordinal),
            found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_plan_of_improvement_is_as_far_as_it_is_and_whoever_is_last_without_one_is_named()
    {
        var found = (await QueryAsync(
                "select chain_id, store_id, product_id, month::text as month, state from mart.improvement_plan where plan_text is not null"))
            .Select(row => $"{row.chain_id} {row.store_id} {row.product_id} {row.month} {row.state}");
        var wanted = await QueryAsync("select kind, state from mart.improvement_plan where plan_text is null");

        Assert.Equal(Truth("improvement_plans").Select(row => string.Join(' ', row)).Order(StringComparer.Ordinal),
            found.Order(StringComparer.Ordinal));
        Assert.All(wanted, row => Assert.Equal("wanted", (string)row.state));
        Assert.Equal(["item", "outlet"], wanted.Select(row => (string)row.kind).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whatever_is_wrong_in_an_inspected_store_is_found_and_nothing_else()
    {
        var found = (await QueryAsync(
                """
                select concat_ws(',', chain_id, store_id, inspected_on, product_id, finding, coalesce(trim_scale(found)::text, ''),
                    coalesce(trim_scale(expected)::text, ''), coalesce(detail, '')) as line
                from mart.inspection_finding
                """)).Select(row => (string)row.line);
        var alerts = (await QueryAsync("select chain_id, store_id, product_id, state from mart.freshness_alert"))
            .Select(row => $"{row.chain_id} {row.store_id} {row.product_id} {row.state}");
        var truth = Truth("inspections").ToList();

        Assert.Equal(truth.Select(row => string.Join(',', row)).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal(
            truth.Where(row => row[4] is "stale" or "expired").Select(row => $"{row[0]} {row[1]} {row[3]} {row[4]}").Order(StringComparer.Ordinal),
            alerts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_was_written_down_of_stores_is_there_and_each_paper_that_came_late_is_named()
    {
        var found = (await QueryAsync(
                """
                select concat_ws(',', chain_id, store_id, month, kind, name, product_id, coalesce(trim_scale(unit_price)::text, ''),
                    coalesce(trim_scale(quantity)::text, ''), coalesce(trim_scale(sales_amount)::text, '')) as line
                from mart.store_survey where own_amount > 0
                """)).Select(row => (string)row.line);
        var late = (await QueryAsync("select concat_ws(',', kind, month, person_id, days_late) as line from mart.submission_lateness"))
            .Select(row => (string)row.line);

        Assert.Equal(Truth("surveys").Select(row => string.Join(',', row)).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal(Truth("late_papers").Select(row => string.Join(',', row)).Order(StringComparer.Ordinal), late.Order(StringComparer.Ordinal));
        Assert.Equal(3, Truth("late_papers").Count());
    }

    [Fact]
    public async Task Orders_that_lie_in_a_warehouse_or_are_lost_on_the_way_from_it_are_found_and_none_else()
    {
        var found = (await QueryAsync(
                """
                select concat_ws(',', chain_id, store_id, order_number, product_id, trim_scale(received_quantity), trim_scale(waiting_quantity),
                    trim_scale(lost_quantity)) as line
                from mart.warehouse_leg where failed_leg in ('to_store', 'both')
                """)).Select(row => (string)row.line);
        var truth = Truth("warehouse_gaps").ToList();

        Assert.Equal(truth.Select(row => string.Join(',', row)).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal((2, 1), (truth.Count(row => row[5] != "0"), truth.Count(row => row[6] != "0")));
        Assert.Equal(truth.Sum(row => decimal.Parse(row[5], CultureInfo.InvariantCulture)),
            (decimal)(await QueryAsync("select sum(remaining_quantity) as rest from mart.warehouse_stock")).Single().rest);
    }

    [Fact]
    public async Task Each_lot_is_found_in_the_stores_that_received_it_with_what_is_left()
    {
        var found = (await QueryAsync(
                """
                select concat_ws(',', chain_id, store_id, product_id, lot, trim_scale(received_quantity), trim_scale(left_quantity), state) as line
                from mart.store_lot
                """)).Select(row => (string)row.line);
        var truth = Truth("lots").ToList();

        Assert.Equal(truth.Select(row => string.Join(',', row)).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal(["fresh", "stale"], truth.Select(row => row[6]).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(truth, row => row[5] != "0");
    }

    [Fact]
    public async Task Each_special_fee_stands_at_its_step_with_what_was_overspent_and_what_has_no_invoice()
    {
        var found = (await QueryAsync(
                "select chain_id, fee_number, step, over_budget_amount::text as over, without_invoice_amount::text as bare from mart.special_fee_claim"))
            .Select(row => $"{row.chain_id} {row.fee_number} {row.step} {row.over} {row.bare}");

        Assert.Equal(Truth("special_fees").Select(row => string.Join(' ', row)).Order(StringComparer.Ordinal),
            found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_tier_that_a_running_rebate_has_reached_is_found_and_where_the_next_begins()
    {
        var found = (await QueryAsync(
                "select chain_id, contract_id, sales_amount::text, reached_pct::real::text as pct, accrued_amount::text, next_tier_from::text as next from mart.rebate_accrual"))
            .Select(row => $"{row.chain_id} {row.contract_id} {row.sales_amount} {row.pct} {row.accrued_amount} {row.next}").ToList();

        Assert.NotEmpty(found);
        Assert.Equal(Truth("rebates").Select(row => string.Join(' ', row)), found);
    }

    [Fact]
    public async Task What_is_sold_out_or_off_the_plan_on_the_shelf_is_what_the_till_last_showed()
    {
        var found = (await QueryAsync(
                """
                select chain_id, store_id, product_id, stock.quantity = 0 as is_out, coalesce(anomaly.found_price, 0)::text as price
                from (
                    select distinct on (chain_id, store_id, product_id) chain_id, store_id, product_id, quantity
                    from core.stock where superseded_at = 'infinity' and store_id <> '' order by chain_id, store_id, product_id, stock_on desc) as stock
                left join mart.price_anomaly as anomaly using (chain_id, store_id, product_id)
                where stock.quantity = 0 or anomaly.rule = 'retail_off_plan'
                """))
            .Where(row => (bool)row.is_out || (string)row.price != "0")
            .Select(row => $"{row.chain_id} {row.store_id} {row.product_id} {row.is_out}".ToLowerInvariant()).Distinct();

        Assert.Equal(Truth("shelves").Select(row => string.Join(' ', row.Take(4)).ToLowerInvariant()).Order(StringComparer.Ordinal),
            found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_planted_lock_is_alerted_and_each_other_alert_follows_a_failed_delivery()
    {
        var found = (await QueryAsync("select chain_id, store_id, product_id, level from mart.sku_lock_alert"))
            .Select(row => (Key: $"{row.chain_id} {row.store_id} {row.product_id}", Level: (string)row.level)).ToList();
        var truth = Truth("locks").Select(row => (Key: $"{row[0]} {row[1]} {row[2]}", Level: row[3])).ToList();
        string[] failures = ["not_delivered", "short_delivered", "rejected"];
        var failed = Truth("breaks").Where(row => failures.Contains(row[1])).Select(row => $"{row[0]} {row[8]} {row[9]}").ToHashSet();

        Assert.Empty(truth.Except(found));
        Assert.All(found.Except(truth), alert => Assert.True(alert.Level == "at_risk" && failed.Contains(alert.Key), alert.ToString()));
    }

    [Fact]
    public async Task Each_store_of_a_month_is_compared_with_the_same_month_of_the_year_before()
    {
        var found = (await QueryAsync(
                """
                select concat_ws(',', chain_id, store_id, month, amount, last_year_amount) as line
                from mart.sales_growth where subject_kind = 'store' and month between '2026-03-01' and '2026-05-01'
                """, ReportClock.EndOf(AsOf))).Select(row => (string)row.line);

        // A store that began in the month has no year before.
        Assert.Equal(Truth("growth").Select(row => string.Join(',', row)).Append("heyue,HE01,2026-05-01,22659.93").Order(StringComparer.Ordinal),
            found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_stock_out_is_found_with_what_it_cost_and_the_lock_it_led_to_and_none_else()
    {
        var found = (await QueryAsync(
                """
                select concat_ws(',', chain_id, store_id, product_id, out_since, coalesce(back_on::text, ''), evenings, lost_quantity,
                    coalesce(locked_on::text, ''), was_locked::text) as line
                from mart.stock_out
                """)).Select(row => (string)row.line);
        var truth = Truth("stock_outs").ToList();

        Assert.Equal(truth.Select(row => string.Join(',', row)).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal(["dingfeng", "wanjia"], truth.Where(row => row[7].Length > 0).Select(row => row[0]));
    }

    [Fact]
    public async Task The_mornings_work_list_holds_what_was_wanted_on_two_days_with_its_reasons_and_nothing_else()
    {
        var evening = new DateOnly(2026, 5, 19);
        var found = (await QueryAsync(
                """
                select concat_ws(',', chain_id, store_id, order_number, product_id, is_free::text, requested_on, trim_scale(open_quantity),
                    coalesce(stock_state, ''), coalesce(promotion_id, '')) as line
                from mart.work_list where due <> 'overdue'
                """, ReportClock.EndOf(evening) with { KnownAt = ReportClock.EndOf(AsOf).KnownAt })).Select(row => (string)row.line);

        Assert.Equal(Truth("work_list").Select(row => string.Join(',', row)).Order(StringComparer.Ordinal),
            found.Order(StringComparer.Ordinal));
    }

    /// <summary>The planner knows little of what a past moment is computed from. Where it expects a row, it holds every line against every
    /// place; where it expects billions, it splits them into thousands of files: a month took 14 seconds, a year a minute.</summary>
    [Theory]
    [InlineData("computed_supply_line")]
    [InlineData("computed_price_finding")]
    [InlineData("computed_fulfilment")]
    [InlineData("computed_service_difference")]
    [InlineData("computed_settlement")]
    [InlineData("sales_growth")]
    public async Task What_a_past_moment_is_computed_from_meets_by_hash_in_memory(string view)
    {
        await samples.Warehouse.AnalyzeAsync();
        var answer = await QueryAsync(
            $"explain (analyze, timing off, format json) select * from mart.{view}", ReportClock.EndOf(AsOf.AddDays(-1)));
        var plan = (string)((IDictionary<string, object>)answer.Single()).Values.Single();

        var nodes = Nodes(JsonDocument.Parse(plan).RootElement[0].GetProperty("Plan")).ToList();
        Assert.True(nodes.Sum(node => Number(node, "Rows Removed by Join Filter") * Number(node, "Actual Loops")) < 1_000_000, plan);
        Assert.All(nodes, node => Assert.InRange(Number(node, "Hash Batches"), 0, 1));
    }

    private static IEnumerable<JsonElement> Nodes(JsonElement node) =>
        [node, .. node.TryGetProperty("Plans", out var inner) ? inner.EnumerateArray().SelectMany(Nodes) : []];

    private static double Number(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

    private async Task<IEnumerable<dynamic>> QueryAsync(string sql, ReportClock? clock = null)
    {
        await using var connection = await samples.Warehouse.DataSource.OpenConnectionAsync();
        await using var transaction = await (clock ?? ReportClock.EndOf(AsOf)).BeginAsync(connection);
        return await connection.QueryAsync(sql, transaction: transaction);
    }

    private static IEnumerable<string[]> Truth(string name) =>
        File.ReadAllLines(Path.Combine(Repository.Root, "samples", "truth", name + ".csv")).Skip(1).Select(line => line.Split(','));

    /// <summary>A short delivery belongs to its order; every other break to its note as well.</summary>
    private static string Key(string chain, string kind, string statement, string order, string note, string store, string product) =>
        kind is "not_delivered" or "short_delivered" or "over_delivered" ? $"{chain} {kind} {order} {store} {product}"
        : $"{chain} {kind} {statement} {order} {note} {store} {product}";

    private static IEnumerable<string> Sums(IEnumerable<(string Key, decimal Amount)> rows) => rows.GroupBy(row => row.Key)
        .Select(group => (group.Key, Amount: group.Sum(row => row.Amount))).Where(row => row.Amount != 0)
        .Select(row => FormattableString.Invariant($"{row.Key} {row.Amount:0.00}")).Order(StringComparer.Ordinal);

    /// <summary>A warehouse that holds the sample month.</summary>
    public sealed class LoadedSamples : IAsyncLifetime
    {
        private readonly string home = Directory.CreateTempSubdirectory("ka-samples-").FullName;

        public TestWarehouse Warehouse { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Warehouse = await SampleMonth.Loaded.CopyAsync(Path.Combine(home, "archive"));

        public async ValueTask DisposeAsync()
        {
            await Warehouse.DisposeAsync();
            Directory.Delete(home, recursive: true);
        }
    }
}
