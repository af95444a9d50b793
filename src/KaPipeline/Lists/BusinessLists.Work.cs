using KaPipeline.Labels;
using KaPipeline.Operations;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    /// <summary>What is to be delivered first, in the order of the representatives' lists.</summary>
    public const string WorkList = "work-list";

    private static IReadOnlyList<BusinessList> OfWork =>
    [
        new(WorkList, "seen.work_list as figure " + WorkDoneStore.Beside("figure"),
            [
                Owner, Count("store_place", "figure.store_place"), Chain(), Text("region", "figure.region"), Store(),
                Yes("is_key_store", "figure.is_key_store"), Codes("due", "figure.due", Label.WorkDue),
                Day("requested_on", "figure.requested_on"), Count("line_place", "figure.line_place"), Product(),
                Units("still_to_come", "figure.open_quantity"), Units("cases_to_come", "figure.open_cases"),
                Money("worth", "figure.open_amount"), Codes("stock_state", "figure.stock_state", Label.StockState),
                Units("in_warehouse_quantity", "figure.in_warehouse_quantity"), Day("in_warehouse_since", "figure.in_warehouse_since"),
                Text("promotion_id", "figure.promotion_id"), Yes("is_best_seller", "figure.is_best_seller"),
                Yes("is_nearly_locked", "figure.is_nearly_locked"), Yes("is_free", "figure.is_free"),
                new("order_number", "figure.order_number") { Link = "/orders/{chain_id}/{order_number}" },
                Codes("delivery_mode", "figure.delivery_mode", Label.DeliveryMode), Text("done_by", "done.done_by"),
                Text("done_note", "nullif(done.note, '')"), .. Source,
            ],
            "representative_id nulls last, store_place, chain_id, store_id, line_place, order_number, product_id")
        {
            Region = "figure.region", Representative = "figure.representative_id", Kind = new("figure.due", Label.WorkDue),
            Tick = "figure.priority < 3", TickHeading = "goes_first_alone",
            Totals =
            [
                new("lines_today", "count(*) filter (where due <> 'tomorrow')", ColumnKind.Count),
                new("lines_tomorrow", "count(*) filter (where due = 'tomorrow')", ColumnKind.Count),
                new("store_count", "count(distinct (chain_id, store_id))", ColumnKind.Count),
                new("lines_done", "count(done_by)", ColumnKind.Count), new("worth", "coalesce(sum(worth), 0)"),
            ],
            Charts = [new("lines_by_representative", "representative_id", "count(*)", ColumnKind.Count)],
            Evidence = [SourceRow],
        },
    ];
}
