using KaPipeline.Labels;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    private static IReadOnlyList<BusinessList> OfSurveys =>
    [
        new("surveys", $"seen.store_survey as figure {Shop}",
            [
                Day("month", "figure.month"), Chain(), Region, Store(), Codes("survey_kind", "figure.kind", Label.SurveyKind),
                Text("survey_name", "figure.name"), Product(), Price("survey_price", "figure.unit_price"),
                Units("survey_stock", "figure.quantity"), Units("portal_stock", "figure.portal_quantity"),
                Money("their_sales", "figure.sales_amount"), Money("own_supply", "figure.own_amount", isSummed: false),
                Share("share_of_own", "figure.share_of_own"), Text("survey_note", "figure.note"),
                new("survey_person", "figure.person_id") { Names = NamedAs.Person }, Representative, .. Source,
            ],
            "month desc, chain_id, store_id, survey_kind, survey_name, product_id")
        {
            Region = "shop.region", Representative = "shop.representative_id", Kind = new("figure.kind", Label.SurveyKind),
            Month = "figure.month", IsOfAllMonths = true, Totals = [new("their_sales", "coalesce(sum(their_sales), 0)")],
            Charts = [new("competitor_sales_by_chain", "chain_id", "sum(their_sales)")],
            Evidence = [SourceRow],
        },
        new("work-summaries", "seen.work_summary as figure",
            [
                Day("month", "figure.month"), new("person_id", "figure.person_id") { Names = NamedAs.Person },
                Money("said_sales", "figure.sales_amount", isSummed: false), Money("own_supply", "figure.own_sales_amount", isSummed: false),
                Money("sales_difference", "figure.sales_difference", isSummed: false),
                Money("said_received", "figure.received_amount", isSummed: false),
                Money("own_received", "figure.own_received_amount", isSummed: false),
                Money("received_difference", "figure.received_difference", isSummed: false), Text("competitor_news", "figure.competitors"),
                Text("summary_text", "figure.summary"), Day("handed_in_on", "figure.submitted_on"), .. Source,
            ],
            "month desc, person_id")
        {
            Chain = null, Representative = "figure.person_id", Month = "figure.month", IsOfAllMonths = true, Evidence = [SourceRow],
        },
    ];
}
