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
        from seen.recent_fill_rate as flow
        group by flow.chain_id, flow.store_id, flow.business_date
        """;

    private static IReadOnlyList<BusinessList> OfOrders =>
    [
        new("fill-rate", $"({FlowByStore}) as figure {Shop}",
            [
                Day("business_date", "figure.business_date"), Chain(), Region, Store(), Representative,
                Units("ordered_quantity", "figure.ordered_quantity"), Units("received_quantity", "figure.received_quantity"),
                Rate("fill_rate", "figure.received_quantity / nullif(figure.ordered_quantity, 0)"),
                Units("due_ordered", "figure.due_ordered_quantity"), Units("due_received", "figure.due_received_quantity"),
                Rate("due_fill_rate", "figure.due_received_quantity / nullif(figure.due_ordered_quantity, 0)"),
            ],
            "business_date desc, chain_id, store_id")
        {
            Region = "shop.region", Representative = "shop.representative_id",
            Totals =
            [
                new("due_fill_rate", "sum(due_received) / nullif(sum(due_ordered), 0)", ColumnKind.Rate),
                new("fill_rate", "sum(received_quantity) / nullif(sum(ordered_quantity), 0)", ColumnKind.Rate),
            ],
            Charts =
            [
                new("fill_rate_by_day", "business_date", "sum(due_received) / nullif(sum(due_ordered), 0)", ColumnKind.Rate)
                {
                    Order = "label", Most = 28, Goal = FillRateGoal,
                },
                new("fill_rate_by_chain", "chain_id", "sum(due_received) / nullif(sum(due_ordered), 0)", ColumnKind.Rate)
                {
                    Goal = FillRateGoal,
                },
            ],
            Evidence = [("where_from", "/trace/fill_rate?chain_id={chain_id}&store_id={store_id}&business_date={business_date}")],
        },
        new("order-differences", $"seen.delivery_difference as figure {Shop}",
            [
                Codes("rule", "figure.rule", Label.BreakKind), Chain(), Region, Store(), Product(),
                new("order_number", "nullif(figure.order_number, '')") { Link = "/orders/{chain_id}/{order_number}" },
                Text("delivery_number", "nullif(figure.delivery_number, '')"), Units("ordered_or_shipped", "figure.our_value"),
                Units("came", "figure.their_value"), Money("missing_amount", "nullif(figure.positive_amount, 0)", badSide: 1),
                Money("beyond_amount", "nullif(figure.negative_amount, 0)"), Day("since_on", "figure.since_on"),
                Yes("is_listed", "figure.is_listed"),
                Representative, Hidden("difference_key", "figure.difference_key"),
            ],
            "since_on desc, missing_amount desc nulls last, chain_id, store_id, product_id, difference_key")
        {
            Region = "shop.region", Representative = "shop.representative_id",
            Kind = new("figure.rule", Label.BreakKind), Tick = "figure.is_listed", TickHeading = "recent_alone",
            Totals = [new("missing_amount", "coalesce(sum(missing_amount), 0)", BadSide: 1),
                new("beyond_amount", "coalesce(sum(beyond_amount), 0)"), NewCount],
            Charts = [new("missing_by_kind", "rule", "sum(missing_amount)"), new("missing_by_chain", "chain_id", "sum(missing_amount)")],
            Evidence = [("where_from", "/trace/open_difference?chain_id={chain_id}&difference_key={difference_key}")],
        },
        new("warehouse-legs", $"seen.warehouse_leg as figure {Shop}",
            [
                Chain(), Text("warehouse", "figure.warehouse"), Region, Store(), Product(),
                new("order_number", "nullif(figure.order_number, '')") { Link = "/orders/{chain_id}/{order_number}" },
                Codes("failed_leg", "figure.failed_leg", Label.FailedLeg), Day("requested_on", "figure.requested_on"),
                Units("ordered_quantity", "figure.ordered_quantity"), Units("reached_warehouse", "figure.received_quantity"),
                Units("sent_on_units", "figure.sent_quantity"), Units("reached_store", "figure.arrived_quantity"),
                Units("short_to_warehouse", "nullif(figure.short_to_warehouse, 0)"),
                Units("waiting_units", "nullif(figure.waiting_quantity, 0)"), Units("lost_units", "nullif(figure.lost_quantity, 0)"),
                Day("reached_warehouse_on", "figure.received_on"), Count("waiting_days", "figure.waiting_days"),
                Yes("is_held_up", "figure.is_held_up"), Representative, .. Source,
            ],
            "waiting_days desc nulls last, failed_leg nulls last, chain_id, store_id, requested_on, order_number, product_id")
        {
            Region = "shop.region", Representative = "shop.representative_id", Kind = new("figure.failed_leg", Label.FailedLeg),
            Tick = "figure.failed_leg is not null", TickHeading = "failed_alone",
            Totals =
            [
                new("failed_by_warehouse", "count(*) filter (where failed_leg in ('to_store', 'both'))", ColumnKind.Count, 1),
                new("short_to_warehouse", "coalesce(sum(short_to_warehouse), 0)", ColumnKind.Quantity),
                new("waiting_units", "coalesce(sum(waiting_units), 0)", ColumnKind.Quantity),
                new("lost_units", "coalesce(sum(lost_units), 0)", ColumnKind.Quantity),
            ],
            Charts = [new("failed_by_leg", "failed_leg", "count(*) filter (where failed_leg is not null)", ColumnKind.Count)],
            Evidence = [SourceRow],
        },
        new("warehouse-stock", "seen.warehouse_stock as figure",
            [
                Chain(), Text("warehouse", "figure.warehouse"), Product(), Units("reached_warehouse", "figure.received_quantity"),
                Units("sent_on_units", "figure.sent_quantity"), Units("waiting_units", "figure.remaining_quantity"),
                Count("waiting_days", "figure.waiting_days"), Day("waiting_since", "figure.waiting_since"),
                Day("last_sent_on", "figure.last_sent_on"),
            ],
            "waiting_days desc nulls last, chain_id, warehouse, product_id")
        {
            Tick = "figure.remaining_quantity > 0", TickHeading = "left_alone",
            Totals = [new("waiting_units", "coalesce(sum(waiting_units), 0)", ColumnKind.Quantity)],
            Charts = [new("waiting_by_warehouse", "warehouse", "sum(waiting_units)", ColumnKind.Quantity)],
        },
    ];
}
