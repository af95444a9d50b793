using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    private static IReadOnlyList<BusinessList> OfInspections =>
    [
        new("inspections", "seen.store_inspection as figure",
            [
                Day("inspected_on", "figure.inspected_on"), Chain(), Text("region", "figure.region"), Store(),
                new("inspector", "figure.inspector") { Names = NamedAs.Person }, Count("item_count", "figure.item_count"),
                Units("our_faces", "figure.our_faces"), Units("competitor_faces", "figure.competitor_faces"),
                Count("promoters_on_duty", "figure.promoters"), Codes("material_state", "figure.material_state", Label.MaterialState),
                Codes("gift_state", "figure.gift_state", Label.GiftState), Count("finding_count", "nullif(figure.finding_count, 0)", true),
                Count("penalty_count", "nullif(figure.penalty_count, 0)", true), Text("photos", "figure.photos"), Owner, .. Source,
            ],
            "inspected_on desc, chain_id, store_id")
        {
            Region = "figure.region", Representative = "figure.representative_id", Month = "figure.month", IsOfAllMonths = true,
            Tick = "figure.finding_count > 0", TickHeading = "wrong_alone",
            Totals =
            [
                new("stores_inspected", "count(distinct chain_id || '|' || store_id)", ColumnKind.Count),
                new("finding_count", "coalesce(sum(finding_count), 0)", ColumnKind.Count, 1),
                new("penalty_count", "coalesce(sum(penalty_count), 0)", ColumnKind.Count, 1),
            ],
            Charts = [new("inspections_by_chain", "chain_id", "count(*)", ColumnKind.Count)],
            Evidence = [SourceRow],
        },
        new("inspection-findings", $"seen.inspection_finding as figure {Shop}",
            [
                Day("inspected_on", "figure.inspected_on"), Chain(), Region, Store(), Product(),
                Codes("inspection_finding", "figure.finding", Label.InspectionFinding), Units("found", "figure.found"),
                Units("expected", "figure.expected"), Codes("finding_detail", "figure.detail", Label.InspectionDetail),
                new("inspector", "figure.inspector") { Names = NamedAs.Person }, Yes("penalty_count", "figure.rule_id is not null"),
                Representative, .. Source,
            ],
            "inspected_on desc, chain_id, store_id, product_id nulls first, inspection_finding")
        {
            Region = "shop.region", Representative = "shop.representative_id",
            Month = "date_trunc('month', figure.inspected_on)::date", IsOfAllMonths = true,
            Kind = new("figure.finding", Label.InspectionFinding), Tick = "figure.rule_id is not null", TickHeading = "penalty_alone",
            Charts = [new("findings_by_kind", "inspection_finding", "count(*)", ColumnKind.Count)],
            Evidence = [SourceRow],
        },
        new("freshness", $"seen.freshness_alert as figure {Shop}",
            [
                Chain(), Region, Store(), Product(), Codes("freshness_state", "figure.state", Label.Freshness),
                Count("days_left", "figure.remaining_days"), Share("remaining_share", "figure.remaining_share"),
                Day("produced_on", "figure.produced_on"), Day("expires_on", "figure.expires_on"), Day("seen_on", "figure.seen_on"),
                Representative, .. Source,
            ],
            "days_left, chain_id, store_id, product_id")
        {
            Region = "shop.region", Representative = "shop.representative_id", Kind = new("figure.state", Label.Freshness),
            Totals = [new("expired_count", "count(*) filter (where freshness_state = 'expired')", ColumnKind.Count, 1)],
            Evidence = [SourceRow],
        },
    ];
}
