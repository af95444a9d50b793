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
        new("lots", $"seen.store_lot as figure {Shop}",
            [
                Chain(), Region, Store(), Product(), Text("lot", "figure.lot"), Day("produced_on", "figure.produced_on"),
                Units("received_units", "figure.received_quantity"), Units("left_units", "figure.left_quantity"),
                Codes("left_source", "figure.left_source", Label.LeftSource), Day("left_on", "figure.left_on"),
                Codes("freshness_state", "figure.state", Label.Freshness), Day("expires_on", "figure.expires_on"),
                Count("days_left", "figure.remaining_days"), Day("first_received_on", "figure.first_received_on"),
                Day("last_received_on", "figure.last_received_on"), Representative, .. Source,
            ],
            "days_left, chain_id, store_id, product_id, lot")
        {
            Region = "shop.region", Representative = "shop.representative_id", Kind = new("figure.state", Label.Freshness),
            Item = ["figure.product_id", "figure.lot"], Tick = "figure.left_quantity > 0", TickHeading = "left_alone",
            Totals =
            [
                new("stores_with_lot", "count(distinct chain_id || '|' || store_id)", ColumnKind.Count),
                new("received_units", "coalesce(sum(received_units), 0)", ColumnKind.Quantity),
                new("left_units", "coalesce(sum(left_units), 0)", ColumnKind.Quantity),
            ],
            Charts = [new("left_by_lot", "lot", "sum(left_units)", ColumnKind.Quantity)],
            Evidence = [SourceRow],
        },
    ];
}
