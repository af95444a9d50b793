using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    /// <summary>Items of stores that are out of stock, or nearly.</summary>
    public const string StockOuts = "stock-outs";

    // The stock-out that lasts, as in the daily letter.
    private const string LastingStockOut =
        "left join (select one.chain_id, one.store_id, one.product_id, one.out_since, one.lost_amount, one.locked_on "
        + "from seen.stock_out as one where one.back_on is null) as gone on gone.chain_id = figure.chain_id "
        + "and gone.store_id = figure.store_id and gone.product_id = figure.product_id";

    private static IReadOnlyList<BusinessList> OfStock =>
    [
        new(StockOuts, $"seen.stock_cover as figure {LastingStockOut}",
            [
                Codes("state", "figure.state", Label.StockState), Chain(), Text("region", "figure.region"), Store(), Product(),
                Day("stock_on", "figure.stock_on"), Units("stock_quantity", "figure.stock_quantity"),
                Units("daily_quantity", "figure.daily_quantity"), Units("days_of_cover", "figure.days_of_cover"),
                Units("on_order_quantity", "figure.on_order_quantity"),
                Units("in_warehouse_quantity", "nullif(figure.in_warehouse_quantity, 0)"),
                Day("in_warehouse_since", "figure.in_warehouse_since"), Units("suggested_cases", "figure.suggested_cases"),
                Money("suggested_amount", "figure.suggested_amount"), Money("daily_amount", "figure.daily_amount"),
                Day("out_since", "gone.out_since"), Money("lost_amount", "gone.lost_amount", badSide: 1),
                Day("led_to_lock_on", "gone.locked_on"), Day("blocked_since", "figure.blocked_since"), Owner,
            ],
            "state desc, daily_amount desc nulls last, chain_id, store_id, product_id")
        {
            Where = "figure.is_alert", Region = "figure.region", Representative = "figure.representative_id",
            Kind = new("figure.state", Label.StockState), Tick = "figure.blocked_since is null", TickHeading = "not_blocked_alone",
            Totals =
            [
                new("out_count", "count(*) filter (where state = 'out')", ColumnKind.Count, 1),
                new("below_safety_count", "count(*) filter (where state = 'below_safety')", ColumnKind.Count),
                new("lost_amount", "coalesce(sum(lost_amount), 0)", BadSide: 1),
                new("suggested_amount", "coalesce(sum(suggested_amount), 0)"),
            ],
            Charts =
            [
                new("lost_by_chain", "chain_id", "sum(lost_amount)"), new("short_by_chain", "chain_id", "count(*)", ColumnKind.Count),
            ],
            Evidence = [("where_from", "/trace/stock_cover?chain_id={chain_id}&store_id={store_id}&product_id={product_id}")],
        },
    ];
}
