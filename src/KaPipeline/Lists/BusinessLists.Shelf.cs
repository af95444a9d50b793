using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    /// <summary>What people are exposed to by the operating manual, and what was decided about it.</summary>
    public const string Exposures = "exposures";

    /// <summary>Items that are locked or in danger of it.</summary>
    public const string Locks = "locks";

    private static IReadOnlyList<BusinessList> OfShelf =>
    [
        new(Locks, $"seen.sku_lock_alert as figure {Shop} left join seen.reopening_application as made on made.chain_id = figure.chain_id "
            + "and made.store_id = figure.store_id and made.product_id = figure.product_id and made.prepared_on = figure.application_prepared_on",
            [
                Codes("level", "figure.level", Label.LockLevel), Chain(), Region, Store(), Product(), Day("since_on", "figure.since_on"),
                new("evidence", "figure.evidence") { EnglishSql = "figure.evidence_en" }, Codes("cause", "figure.cause", Label.LockCause),
                Day("last_ordered_on", "figure.last_ordered_on"), Day("application_due_on", "figure.due_on"),
                Day("prepared_on", "figure.application_prepared_on"), Day("handed_in_on", "figure.application_submitted_on"),
                Day("refused_on", "made.refused_on"), Money("exposure_amount", "nullif(figure.exposure_amount, 0)", badSide: 1),
                Day("if_open_on", "figure.exposure_if_open_on"),
                Money("if_open_amount", "nullif(figure.exposure_if_open_amount, 0)", badSide: 1),
                new("owner_person_id", "figure.owner_person_id") { Names = NamedAs.Person, Heading = "representative_id" },
            ],
            "array_position(array['locked', 'suspected', 'at_risk'], level), exposure_amount desc nulls last, chain_id, store_id, product_id")
        {
            Region = "shop.region", Representative = "figure.owner_person_id", Kind = new("figure.level", Label.LockLevel),
            Tick = "figure.level <> 'at_risk' and figure.application_submitted_on is null", TickHeading = "not_handed_in_alone",
            Totals =
            [
                new("locked_count", "count(*) filter (where level = 'locked')", ColumnKind.Count, 1),
                new("suspected_count", "count(*) filter (where level = 'suspected')", ColumnKind.Count, 1),
                new("at_risk_count", "count(*) filter (where level = 'at_risk')", ColumnKind.Count),
                new("exposure_amount", "coalesce(sum(exposure_amount), 0)", BadSide: 1), NewCount,
            ],
            Charts = [new("locks_by_chain", "chain_id", "count(*)", ColumnKind.Count)],
            Evidence = [("where_from", "/trace/sku_lock_alert?chain_id={chain_id}&store_id={store_id}&product_id={product_id}")],
        },
        new("prices", $"seen.open_difference as figure {Shop}",
            [
                Codes("rule", "figure.rule", Label.PriceRule), Chain(), Region, Store(), Product(),
                new("order_number", "nullif(figure.order_number, '')") { Link = "/orders/{chain_id}/{order_number}" },
                Price("found_price", "figure.our_value"), Price("expected_price", "figure.their_value"),
                Codes("likely_cause", "figure.likely_cause", Label.PriceCause),
                Money("too_low", "nullif(figure.positive_amount, 0)", badSide: 1),
                Money("too_high", "nullif(figure.negative_amount, 0)"), Yes("settled_right", "figure.is_settled_as_agreed"),
                Day("since_on", "figure.since_on"), Day("last_seen_on", "figure.last_seen_on"), Yes("is_listed", "figure.is_listed"),
                Representative,
                Hidden("difference_key", "figure.difference_key"),
            ],
            "too_low desc nulls last, too_high desc nulls last, chain_id, store_id, product_id, difference_key")
        {
            Where = "figure.family in ('price', 'outlier')", Region = "shop.region", Representative = "shop.representative_id",
            Kind = new("figure.rule", Label.PriceRule), Tick = "figure.is_listed", TickHeading = "recent_alone",
            Totals = [new("too_low", "coalesce(sum(too_low), 0)", BadSide: 1), new("too_high", "coalesce(sum(too_high), 0)"), NewCount],
            Charts = [new("too_low_by_rule", "rule", "sum(too_low)"), new("count_by_rule", "rule", "count(*)", ColumnKind.Count)],
            Evidence = [("where_from", "/trace/open_difference?chain_id={chain_id}&difference_key={difference_key}")],
        },
        new("margins", "seen.gross_margin as figure",
            [
                Chain(), Product(), Price("supply_price", "figure.supply_price"),
                Price("retail_without_vat", "figure.retail_price_excluding"),
                Codes("retail_source", "figure.retail_source", Label.RetailSource), Share("markup", "figure.markup_pct / 100", -1),
                Share("margin", "figure.margin_pct / 100", -1), Share("sales_share", "figure.sales_share_pct / 100"),
                Share("contribution", "figure.margin_contribution_pct / 100"), Yes("is_volume_item", "figure.is_volume_item"),
                Yes("is_profit_item", "figure.is_profit_item"), Yes("is_potential_item", "figure.is_potential_item"),
            ],
            "chain_id, contribution desc nulls last, product_id")
        {
            Charts = [new("contribution_by_chain", "chain_id", "sum(contribution)", ColumnKind.Percent)],
            Evidence = [("where_from", "/trace/gross_margin?chain_id={chain_id}&product_id={product_id}")],
        },
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
                Share("goal_share", "figure.goal_share"), Money("before_amount", "figure.before_amount"),
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
            Kind = new("figure.kind", Label.PromotionKind), Month = "date_trunc('month', figure.retail_from)::date", IsOfAllMonths = true,
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
        new(Exposures,
            "seen.exposure as figure left join seen.exposure_decision as made on made.rule_id = figure.rule_id and made.role = figure.role "
            + "and made.person_id is not distinct from figure.person_id and made.dealer is not distinct from figure.dealer "
            + "and made.joint_person_id is not distinct from figure.joint_person_id and made.month = figure.month",
            [
                new("penalty", "figure.title") { EnglishSql = "figure.title_en" }, Text("clause", "figure.clause"),
                new("chain_id", "array_to_string(figure.chain_ids, '|')") { Names = NamedAs.Chain },
                Codes("role", "figure.role", Label.Role),
                new("person_id", "figure.person_id") { Names = NamedAs.Person },
                new("joint_person_id", "figure.joint_person_id") { Names = NamedAs.Person },
                Text("dealer", "figure.dealer"), Money("possible_amount", "figure.amount"), Text("arithmetic", "figure.arithmetic"),
                Codes("decision", "made.decision", Label.ExposureDecision), Money("decided_amount", "made.amount"),
                Text("decided_why", "made.reason"),
                Text("decided_by", "made.decided_by"), Day("decided_on", "(made.decided_at at time zone 'Asia/Shanghai')::date"),
                MonthKey, Hidden("rule_id", "figure.rule_id"),
            ],
            "possible_amount desc, clause, rule_id, role, person_id, joint_person_id, dealer")
        {
            Where = "figure.amount <> 0", Chain = null, Month = "figure.month", Representative = "figure.person_id",
            Tick = "made.decision is null", TickHeading = "undecided_alone", Kind = new("figure.role", Label.Role),
            Totals =
            [
                new("possible_amount", "coalesce(sum(possible_amount), 0)", BadSide: 1),
                new("undecided_count", "count(*) filter (where decision is null)", ColumnKind.Count),
                new("charged_amount", "coalesce(sum(decided_amount) filter (where decision = 'charged'), 0)", BadSide: 1),
            ],
            Charts =
            [
                new("exposure_by_penalty", "penalty", "sum(possible_amount)"),
            ],
            Evidence =
            [
                ("decide", "/exposures/decision?rule={rule_id}&role={role}&person={person_id}&joint={joint_person_id}&dealer={dealer}&month={month}"),
            ],
        },
        new("order-differences", $"seen.open_difference as figure {Shop}",
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
            Where = "figure.family = 'delivery'", Region = "shop.region", Representative = "shop.representative_id",
            Kind = new("figure.rule", Label.BreakKind), Tick = "figure.is_listed", TickHeading = "recent_alone",
            Totals = [new("missing_amount", "coalesce(sum(missing_amount), 0)", BadSide: 1),
                new("beyond_amount", "coalesce(sum(beyond_amount), 0)"), NewCount],
            Charts = [new("missing_by_kind", "rule", "sum(missing_amount)"), new("missing_by_chain", "chain_id", "sum(missing_amount)")],
            Evidence = [("where_from", "/trace/open_difference?chain_id={chain_id}&difference_key={difference_key}")],
        },
        new("master-data", "seen.master_data_finding as figure",
            [
                Codes("finding", "figure.kind", Label.MasterDataFault), Codes("named_in", "figure.named_in", Label.Record),
                Chain("nullif(figure.chain_id, '')"),
                Text("subject", "figure.subject"), Text("found", "figure.found"), Text("other", "figure.other"), .. Source,
            ],
            "finding, named_in, chain_id, subject, found, other")
        {
            Kind = new("figure.kind", Label.MasterDataFault), Charts = [new("findings_by_kind", "finding", "count(*)", ColumnKind.Count)],
            Evidence = [SourceRow],
        },
    ];
}
