using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    /// <summary>Items that are locked or in danger of it.</summary>
    public const string Locks = "locks";

    private static IReadOnlyList<BusinessList> OfLocks =>
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
    ];
}
