using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    private static IReadOnlyList<BusinessList> OfPromotions =>
    [
        new("promotions",
            "seen.promotion_deadline as figure left join seen.promotion_result as result on result.chain_id = figure.chain_id "
            + "and result.promotion_id = figure.promotion_id and result.product_id = figure.product_id",
            [
                Chain(), Text("promotion_id", "figure.promotion_id"), Product(),
                Codes("promotion_kind", "figure.kind", Label.PromotionKind),
                Day("retail_from", "figure.retail_from"), Day("retail_to", "figure.retail_to"), Day("file_by", "figure.file_by"),
                Day("filed_on", "figure.filed_on"),
                Yes("is_filed_late", "figure.is_filed_late"), Day("restore_by", "figure.restore_by"),
                Count("not_restored_store_count", "nullif(figure.not_restored_store_count, 0)", true), Day("report_by", "figure.report_by"),
                Day("reported_on", "figure.reported_on"), Yes("is_reported_late", "figure.is_reported_late"),
                Price("list_price", "result.list_price"),
                Price("promotion_price", "result.promotion_price"), Units("during_quantity", "result.during_quantity"),
                Units("before_quantity", "result.before_quantity"), Share("promotion_growth", "result.growth_pct / 100", -1),
                Money("promotion_supply", "result.supply_amount"), Money("given_up_amount", "result.given_up_amount"),
            ],
            "retail_from desc, chain_id, promotion_id, product_id")
        {
            Kind = new("figure.kind", Label.PromotionKind), Month = "date_trunc('month', figure.retail_from)::date", IsOfAllMonths = true,
            Tick = "figure.is_filed_late or figure.is_reported_late or figure.not_restored_store_count > 0", TickHeading = "late_alone",
            Totals =
            [
                new("filed_late_count", "count(is_filed_late)", ColumnKind.Count, 1),
                new("reported_late_count", "count(is_reported_late)", ColumnKind.Count, 1),
                new("promotion_supply", "sum(promotion_supply)"), new("given_up_amount", "sum(given_up_amount)"),
            ],
            Charts = [new("supply_by_promotion", "promotion_id", "sum(promotion_supply)")],
            Evidence = [("where_from",
                "/trace/promotion_deadline?chain_id={chain_id}&promotion_id={promotion_id}&product_id={product_id}")],
        },
        new("promotion-results", "seen.promotion_sheet as figure",
            [
                Chain(), Text("promotion_id", "figure.promotion_id"), Codes("promotion_kind", "figure.kind", Label.PromotionKind),
                Text("purpose", "figure.purpose"), Text("strength", "figure.strength"), Day("from_on", "figure.from_on"),
                Day("retail_to", "figure.retail_to"), Count("promotion_stores", "figure.store_count"),
                Day("finance_filed_on", "figure.finance_filed_on"), Day("ready_on", "figure.prepared_on"),
                Money("goal_amount", "figure.goal_amount"), Money("during_amount", "figure.during_amount"),
                Rate("goal_share", "figure.goal_share"), Money("before_amount", "figure.before_amount"),
                Share("promotion_growth", "figure.growth_pct / 100", -1), Money("after_amount", "figure.after_amount"),
                Share("after_growth", "figure.after_growth_pct / 100"), Money("last_year_amount", "figure.last_year_amount"),
                Share("year_growth", "figure.year_growth_pct / 100", -1), Money("budget_amount", "figure.budget_amount"),
                Share("our_share", "figure.our_share_pct / 100"), Money("approved_fee_amount", "figure.approved_fee_amount"),
                Money("spent_amount", "figure.spent_amount"), Money("given_up_amount", "figure.given_up_amount"),
                Money("extra_amount", "figure.extra_amount", badSide: -1), Units("return_ratio", "figure.return_ratio"),
                Day("report_by", "figure.report_by"), Day("reported_on", "figure.reported_on"),
            ],
            "retail_to desc, chain_id, promotion_id")
        {
            // What has not begun has no result.
            Where = "figure.from_on <= core.as_of()", Kind = new("figure.kind", Label.PromotionKind),
            Month = "date_trunc('month', figure.retail_from)::date", IsOfAllMonths = true,
            Tick = "figure.begins_on <= core.as_of() + 1 and figure.reported_on is null", TickHeading = "to_report_alone",
            Totals =
            [
                new("during_amount", "sum(during_amount)"), new("extra_amount", "sum(extra_amount)", BadSide: -1),
                new("spent_amount", "sum(spent_amount)"), new("given_up_amount", "sum(given_up_amount)"),
            ],
            Charts = [new("extra_by_promotion", "promotion_id", "sum(extra_amount)")],
            Evidence = [("where_from", "/trace/promotion_sheet?chain_id={chain_id}&promotion_id={promotion_id}")],
        },
        new("special-fees", "seen.special_fee_claim as figure",
            [
                Chain(), Text("fee_number", "figure.fee_number"), Text("promotion_id", "figure.promotion_id"),
                Text("purpose", "figure.purpose"), Codes("claim_step", "figure.step", Label.FeeStep), Day("applied_on", "figure.applied_on"),
                Money("applied_amount", "figure.applied_amount"), Day("approved_on", "figure.approved_on"),
                Money("approved_amount", "figure.approved_amount"), Day("spent_on", "figure.spent_on"),
                Money("spent_amount", "figure.spent_amount"),
                Money("over_budget_amount", "nullif(figure.over_budget_amount, 0)", badSide: 1),
                Text("invoice_number", "figure.invoice_number"), Money("invoiced_amount", "figure.invoiced_amount"),
                Money("without_invoice_amount", "nullif(figure.without_invoice_amount, 0)", badSide: 1),
                Day("paid_on", "figure.paid_on"), Money("fee_paid_amount", "figure.paid_amount"),
                Money("unpaid_amount", "nullif(figure.unpaid_amount, 0)"), MonthKey, .. Source,
            ],
            "applied_on desc, chain_id, fee_number")
        {
            Kind = new("figure.step", Label.FeeStep), Month = "figure.month", IsOfAllMonths = true,
            Tick = "figure.over_budget_amount > 0 or figure.without_invoice_amount > 0", TickHeading = "to_settle_alone",
            Totals =
            [
                new("applied_amount", "sum(applied_amount)"), new("approved_amount", "sum(approved_amount)"),
                new("spent_amount", "sum(spent_amount)"), new("over_budget_amount", "coalesce(sum(over_budget_amount), 0)", BadSide: 1),
                new("without_invoice_amount", "coalesce(sum(without_invoice_amount), 0)", BadSide: 1),
                new("unpaid_amount", "coalesce(sum(unpaid_amount), 0)"),
            ],
            Charts = [new("approved_by_chain", "chain_id", "sum(approved_amount)"), new("spent_by_chain", "chain_id", "sum(spent_amount)")],
            Evidence = [SourceRow],
        },
    ];
}
