using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    private const string FillRateGoal = "core.rule_value('figures.fill_rate_target_pct') / 100";

    // Days of the daily letter's trend.
    private const string FlowByStore =
        """
        select flow.chain_id, flow.store_id, flow.business_date, sum(flow.ordered_quantity) as ordered_quantity,
          sum(flow.received_quantity) as received_quantity, sum(flow.due_ordered_quantity) as due_ordered_quantity,
          sum(flow.due_received_quantity) as due_received_quantity
        from seen.fill_rate as flow where flow.business_date > core.as_of() - 28
        group by flow.chain_id, flow.store_id, flow.business_date
        """;

    private static IReadOnlyList<BusinessList> OfSales =>
    [
        new("sales", $"seen.sales_growth as figure {Shop}",
            [
                Codes("subject_kind", "figure.subject_kind", Label.GrowthSubject), Chain("nullif(figure.chain_id, '')"), Store(), Product(),
                Text("region", "coalesce(nullif(figure.region, ''), shop.region)"),
                Text("city", "coalesce(nullif(figure.city, ''), shop.city)"),
                Representative, Money("amount", "figure.amount"), Money("last_month_amount", "figure.last_month_amount"),
                Share("month_growth", "figure.month_growth_pct / 100", -1), Money("last_year_amount", "figure.last_year_amount"),
                Share("year_growth", "figure.year_growth_pct / 100", -1), MonthKey,
            ],
            "amount desc nulls last, chain_id, store_id, product_id, region, city")
        {
            Region = "coalesce(nullif(figure.region, ''), shop.region)", Representative = "shop.representative_id", Month = "figure.month",
            Kind = new("figure.subject_kind", Label.GrowthSubject, "chain"),
            Totals = [new("amount", "sum(amount)"), new("last_month_amount", "sum(last_month_amount)"),
                new("last_year_amount", "sum(last_year_amount)")],
            Charts = [new("amount_by_month", "month", "sum(amount)") { IsOverMonths = true, Order = "label", Most = 13 }],
            Evidence = [("where_from",
                "/trace/sales_growth?subject_kind={subject_kind}&chain_id={chain_id}&store_id={store_id}&product_id={product_id}&month={month}")],
        },
        new("targets", $"seen.target_progress as figure {Shop}",
            [
                Chain(), Region, Store(), Product(), Representative, Money("target_amount", "figure.target_amount", false),
                Money("reached_amount", "figure.reached_amount", false), Share("reached_share", "figure.reached_share"),
                Share("time_share", "figure.time_share"), Money("ahead_amount", "figure.ahead_amount", false, -1), MonthKey,
            ],
            "ahead_amount nulls last, chain_id, store_id, product_id")
        {
            Region = "shop.region", Representative = "shop.representative_id", Month = "figure.month",
            Tick = "figure.ahead_amount < 0", TickHeading = "behind_alone",
            Totals =
            [
                new("chain_target", "sum(target_amount) filter (where store_id is null and product_id is null)"),
                new("chain_reached", "sum(reached_amount) filter (where store_id is null and product_id is null)"),
                new("time_share", "max(time_share)", ColumnKind.Percent),
            ],
            Charts =
            [
                new("reached_by_chain", "chain_id",
                    "sum(reached_amount) filter (where store_id is null and product_id is null) "
                    + "/ nullif(sum(target_amount) filter (where store_id is null and product_id is null), 0)",
                    ColumnKind.Percent) { Goal = "max(time_share)" },
            ],
            Evidence = [("where_from",
                "/trace/target_progress?chain_id={chain_id}&store_id={store_id}&product_id={product_id}&month={month}")],
        },
        new("target-days", $"seen.target_breakdown as figure {Shop}",
            [
                Day("business_date", "figure.business_date"), Text("iso_week", "figure.iso_week"), Chain(), Region, Store(), Product(),
                Representative,
                Money("target_amount", "figure.amount"),
            ],
            "business_date, chain_id, store_id, product_id")
        {
            Region = "shop.region", Representative = "shop.representative_id", Month = "figure.month",
            Totals = [new("target_amount", "sum(target_amount)")],
            Charts = [new("target_by_day", "business_date", "sum(target_amount)") { Order = "label", Most = 31 }],
        },
        new("items", "seen.sku_ranking as figure",
            [
                Codes("scope_kind", "figure.scope_kind", Label.Area), Chain("case figure.scope_kind when 'chain' then figure.scope end"),
                Text("region", "case figure.scope_kind when 'region' then figure.scope end"), Product(),
                Money("amount", "figure.amount", false),
                Count("subject_rank", "figure.subject_rank"), Count("subject_count", "figure.subject_count"),
                Yes("is_bottom", "figure.is_bottom"),
                Count("months_in_bottom", "nullif(figure.months_in_bottom, 0)"), Yes("is_escalated", "figure.is_escalated"),
            ],
            "scope_kind, chain_id, region, subject_rank, product_id")
        {
            Chain = "case figure.scope_kind when 'chain' then figure.scope end",
            Region = "case figure.scope_kind when 'region' then figure.scope end", Month = "figure.month",
            Kind = new("figure.scope_kind", Label.RankedIn, "chain"), Tick = "figure.is_bottom", TickHeading = "bottom_alone",
            Totals = [new("bottom_count", "count(is_bottom)", ColumnKind.Count),
                new("escalated_count", "count(is_escalated)", ColumnKind.Count, 1)],
            Charts = [new("amount_by_product", "product_id", "sum(amount)")],
        },
        new("outlets", $"seen.outlet_ranking as figure {Shop}",
            [
                Codes("scope_kind", "figure.scope_kind", Label.Area), Chain(), Region, Text("city", "shop.city"), Store(), Representative,
                Money("amount", "figure.amount", false), Count("subject_rank", "figure.subject_rank"),
                Count("subject_count", "figure.subject_count"), Yes("is_bottom", "figure.is_bottom"),
                Count("months_in_bottom", "nullif(figure.months_in_bottom, 0)"), Yes("is_escalated", "figure.is_escalated"),
            ],
            "scope_kind, chain_id, subject_rank, store_id")
        {
            Region = "shop.region", Representative = "shop.representative_id", Month = "figure.month",
            Kind = new("figure.scope_kind", Label.RankedStores, "chain"), Tick = "figure.is_bottom", TickHeading = "bottom_alone",
            Totals = [new("bottom_count", "count(is_bottom)", ColumnKind.Count),
                new("escalated_count", "count(is_escalated)", ColumnKind.Count, 1)],
            Charts = [new("amount_by_region", "region", "sum(amount)")],
        },
        new("improvement-plans", "seen.improvement_plan as figure",
            [
                Codes("plan_kind", "figure.kind", Label.PlanKind), Chain("nullif(figure.chain_id, '')"),
                Text("region", "nullif(figure.region, '')"), Store(), Product(), Codes("plan_state", "figure.state", Label.PlanState),
                Count("days_late", "nullif(figure.days_late, 0)"), Count("months_in_bottom", "figure.months_in_bottom"),
                Yes("is_escalated", "figure.is_escalated"), Text("plan_text", "figure.plan_text"),
                new("plan_owner", "figure.owner") { Names = NamedAs.Person }, Day("wanted_by", "figure.wanted_by"),
                Day("plan_due_on", "figure.due_on"), Day("done_on", "figure.done_on"), Text("result", "figure.result"), MonthKey, .. Source,
            ],
            "array_position(array['late', 'missing', 'running', 'wanted', 'done'], plan_state), days_late desc nulls last, plan_kind desc, "
            + "chain_id, region, store_id, product_id, month")
        {
            Chain = "nullif(figure.chain_id, '')", Region = "nullif(figure.region, '')", Representative = "figure.representative_id",
            Kind = new("figure.state", Label.PlanState), Tick = "figure.is_escalated", TickHeading = "escalated_alone",
            Totals =
            [
                new("plans_late", "count(*) filter (where plan_state = 'late')", ColumnKind.Count, 1),
                new("plans_missing", "count(*) filter (where plan_state = 'missing')", ColumnKind.Count, 1),
                new("plans_running", "count(*) filter (where plan_state = 'running')", ColumnKind.Count),
                new("plans_done", "count(*) filter (where plan_state = 'done')", ColumnKind.Count),
                new("escalated_count", "count(is_escalated)", ColumnKind.Count, 1),
            ],
            Charts = [new("plans_by_state", "plan_state", "count(*)", ColumnKind.Count)],
            Evidence = [SourceRow],
        },
        new("areas", "seen.area_ranking as figure",
            [
                Codes("area_kind", "figure.area_kind", Label.Area), Chain("case figure.area_kind when 'chain' then figure.area end"),
                Text("region", "case figure.area_kind when 'region' then figure.area when 'city' then figure.city_region end"),
                Text("city", "case figure.area_kind when 'city' then figure.area end"), Money("amount", "figure.amount", false),
                Count("subject_rank", "figure.subject_rank"), Count("subject_count", "figure.subject_count"),
                Yes("is_bottom", "figure.is_bottom"),
                Count("months_in_bottom", "nullif(figure.months_in_bottom, 0)"), Yes("is_escalated", "figure.is_escalated"),
            ],
            "area_kind, subject_rank, chain_id, region, city")
        {
            Chain = "case figure.area_kind when 'chain' then figure.area end",
            Region = "case figure.area_kind when 'region' then figure.area when 'city' then figure.city_region end", Month = "figure.month",
            Kind = new("figure.area_kind", Label.RankedAreas), Tick = "figure.is_bottom", TickHeading = "bottom_alone",
            Charts = [new("amount_by_region", "region", "sum(amount) filter (where area_kind = 'region')")],
        },
        new("distribution", $"seen.outlet_profile as figure {Shop}",
            [
                Chain(), Text("region", "figure.region"), Text("city", "figure.city"), Store(),
                Codes("outlet_class", "figure.outlet_class", Label.OutletClass),
                Representative, Count("sku_on_sale_count", "figure.sku_on_sale_count", true),
                Count("sku_opened_count", "figure.sku_opened_count", true),
                Share("distribution_share", "figure.distribution_share"), Share("target_share", "figure.target_pct / 100"),
                Count("missing_item_count", "figure.missing_item_count", true), Money("lowest_price", "figure.lowest_price", false),
                Money("highest_price", "figure.highest_price", false),
            ],
            "distribution_share nulls last, chain_id, store_id")
        {
            Region = "figure.region", Representative = "shop.representative_id",
            Kind = new("figure.outlet_class", Label.OutletClass),
            Totals =
            [
                new("distribution_share", "sum(sku_on_sale_count) / nullif(sum(sku_opened_count), 0)", ColumnKind.Percent),
                new("missing_item_count", "sum(missing_item_count)", ColumnKind.Count, 1),
            ],
            Charts =
            [
                new("distribution_by_chain", "chain_id", "sum(sku_on_sale_count) / nullif(sum(sku_opened_count), 0)", ColumnKind.Percent)
                    { Goal = "max(target_share)" },
            ],
            Evidence = [("where_from", "/trace/outlet_profile?chain_id={chain_id}&store_id={store_id}")],
        },
        new("coverage", "seen.outlet_coverage as figure",
            [
                Chain(), Text("region", "figure.region"), Text("city", "figure.city"),
                Count("supplied_outlet_count", "figure.supplied_outlet_count", true), Count("outlet_count", "figure.outlet_count", true),
                Share("coverage_share", "figure.coverage_share"), Share("target_share", "figure.target_pct / 100"),
            ],
            "coverage_share nulls last, chain_id, region, city")
        {
            Region = "figure.region",
            Totals = [new("coverage_share", "sum(supplied_outlet_count) / nullif(sum(outlet_count), 0)", ColumnKind.Percent)],
            Charts =
            [
                new("coverage_by_chain", "chain_id", "sum(supplied_outlet_count) / nullif(sum(outlet_count), 0)", ColumnKind.Percent)
                    { Goal = "max(target_share)" },
            ],
            Evidence = [("where_from", "/trace/outlet_coverage?chain_id={chain_id}&city={city}")],
        },
        new("fill-rate", $"({FlowByStore}) as figure {Shop}",
            [
                Day("business_date", "figure.business_date"), Chain(), Region, Store(), Representative,
                Units("ordered_quantity", "figure.ordered_quantity"), Units("received_quantity", "figure.received_quantity"),
                Share("fill_rate", "figure.received_quantity / nullif(figure.ordered_quantity, 0)"),
                Units("due_ordered", "figure.due_ordered_quantity"), Units("due_received", "figure.due_received_quantity"),
                Share("due_fill_rate", "figure.due_received_quantity / nullif(figure.due_ordered_quantity, 0)"),
            ],
            "business_date desc, chain_id, store_id")
        {
            Region = "shop.region", Representative = "shop.representative_id",
            Totals =
            [
                new("due_fill_rate", "sum(due_received) / nullif(sum(due_ordered), 0)", ColumnKind.Percent),
                new("fill_rate", "sum(received_quantity) / nullif(sum(ordered_quantity), 0)", ColumnKind.Percent),
            ],
            Charts =
            [
                new("fill_rate_by_day", "business_date", "sum(due_received) / nullif(sum(due_ordered), 0)", ColumnKind.Percent)
                {
                    Order = "label", Most = 28, Goal = FillRateGoal,
                },
                new("fill_rate_by_chain", "chain_id", "sum(due_received) / nullif(sum(due_ordered), 0)", ColumnKind.Percent)
                {
                    Goal = FillRateGoal,
                },
            ],
            Evidence = [("where_from", "/trace/fill_rate?chain_id={chain_id}&store_id={store_id}&business_date={business_date}")],
        },
        new("missing-items", $"seen.assortment_gap as figure {Shop}",
            [
                Chain(), Text("region", "figure.region"), Text("city", "figure.city"), Store(), Product(),
                Codes("assortment", "figure.assortment", Label.Assortment), Text("dealer", "figure.dealer"), Representative,
            ],
            "chain_id, store_id, product_id")
        {
            Region = "figure.region", Representative = "shop.representative_id", Kind = new("figure.assortment", Label.Assortment),
            Totals = [new("stores_count", "count(distinct (chain_id, store_id))", ColumnKind.Count)],
            Charts =
            [
                new("gaps_by_chain", "chain_id", "count(*)", ColumnKind.Count),
                new("gaps_by_product", "product_id", "count(*)", ColumnKind.Count),
            ],
            Evidence = [("where_from", "/trace/assortment_gap?chain_id={chain_id}&store_id={store_id}&product_id={product_id}")],
        },
        new("new-products", $"seen.new_product_clock as figure {Shop}",
            [
                Chain(), Region, Store(), Product(), Codes("state", "figure.state", Label.NewProductState),
                Day("launched_on", "figure.launched_on"),
                Day("due_by", "figure.due_on"), Day("opened_on", "figure.opened_on"),
                Count("working_days_left", "figure.working_days_left"), Representative,
            ],
            "due_by nulls last, chain_id, store_id, product_id")
        {
            Region = "shop.region", Representative = "shop.representative_id", Kind = new("figure.state", Label.NewProductState),
            Totals =
            [
                new("late_count", "count(*) filter (where state = 'late')", ColumnKind.Count, 1),
                new("running_count", "count(*) filter (where state = 'running')", ColumnKind.Count),
            ],
            Charts = [new("count_by_state", "state", "count(*)", ColumnKind.Count)],
            Evidence = [("where_from", "/trace/new_product_clock?chain_id={chain_id}&store_id={store_id}&product_id={product_id}")],
        },
        new("dealers", "seen.dealer_volume as figure",
            [
                Text("dealer", "figure.dealer"), Count("store_count", "figure.store_count", true), Money("amount", "figure.amount"),
                Money("amount_including", "figure.amount_including"), Units("units_supplied", "figure.quantity"),
                Count("representative_count", "figure.representative_count"),
            ],
            "amount_including desc nulls last, dealer")
        {
            Chain = null, Month = "figure.month",
            Totals = [new("amount_including", "sum(amount_including)")],
            Charts =
            [
                new("volume_by_dealer", "dealer", "sum(amount_including)"),
                new("volume_by_month", "month", "sum(amount_including)") { IsOverMonths = true, Order = "label", Most = 13 },
            ],
        },
    ];
}
