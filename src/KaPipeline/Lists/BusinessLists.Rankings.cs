using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    private static IReadOnlyList<BusinessList> OfRankings =>
    [
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
                Codes("plan_kind", "figure.kind", Label.ImprovementPlanKind), Chain("nullif(figure.chain_id, '')"),
                Text("region", "nullif(figure.region, '')"), Store(), Product(),
                Codes("plan_state", "figure.state", Label.ImprovementPlanState), Count("days_late", "nullif(figure.days_late, 0)"),
                Count("months_in_bottom", "figure.months_in_bottom"),
                Yes("is_escalated", "figure.is_escalated"), Text("plan_text", "figure.plan_text"),
                new("plan_owner", "figure.owner") { Names = NamedAs.Person }, Day("wanted_by", "figure.wanted_by"),
                Day("plan_due_on", "figure.due_on"), Day("done_on", "figure.done_on"), Text("result", "figure.result"), MonthKey, .. Source,
            ],
            "array_position(array['late', 'missing', 'running', 'wanted', 'done'], plan_state), days_late desc nulls last, plan_kind desc, "
            + "chain_id, region, store_id, product_id, month")
        {
            Chain = "nullif(figure.chain_id, '')", Region = "nullif(figure.region, '')", Representative = "figure.representative_id",
            Kind = new("figure.state", Label.ImprovementPlanState), Tick = "figure.is_escalated", TickHeading = "escalated_alone",
            Totals =
            [
                new("plans_late", "count(*) filter (where plan_state = 'late')", ColumnKind.Count, 1),
                new("plans_missing", "count(*) filter (where plan_state = 'missing')", ColumnKind.Count, 1),
                new("plans_running", "count(*) filter (where plan_state = 'running')", ColumnKind.Count),
                new("plans_done", "count(*) filter (where plan_state = 'done')", ColumnKind.Count),
                new("escalated_count", "count(is_escalated)", ColumnKind.Count, 1),
            ],
            Charts = [new("plans_by_state", "plan_state", "count(*)", ColumnKind.Count)],
            Evidence =
            [
                ("plan_text",
                    "/improvement-plan?kind={plan_kind}&chain={chain_id}&region={region}&store={store_id}&product={product_id}&month={month}"),
                SourceRow,
            ],
        },
    ];
}
