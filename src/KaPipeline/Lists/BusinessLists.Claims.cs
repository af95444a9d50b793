using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    private const string Note = "nullif(figure.delivery_number, '')";

    private static IReadOnlyList<BusinessList> OfClaims =>
    [
        new("differences", $"seen.statement_difference as figure {Shop}",
            [
                Chain(), Text("settlement_unit", "figure.settlement_unit"), Store(), Product(),
                Codes("rule", "figure.rule", Label.BreakKind),
                new("statement_number", "figure.statement_number") { Link = "/statements/{chain_id}/{statement_number}" },
                new("order_number", "nullif(figure.order_number, '')") { Link = "/orders/{chain_id}/{order_number}" },
                new("delivery_number", SoldGoods.SqlOf(Note)) { EnglishSql = SoldGoods.EnglishSqlOf(Note) }, Text("fee_text", FeeText),
                Money("for_us", "nullif(figure.positive_amount, 0)"), Money("against_us", "nullif(figure.negative_amount, 0)", badSide: 1),
                Day("since_on", "figure.since_on"), Day("dispute_until", "figure.dispute_until"), Yes("is_minor", "figure.is_minor"),
                new("case_id", "figure.case_id") { Link = "/cases/{case_id}" }, Text("case_owner", "figure.case_owner"),
                Hidden("difference_key", "figure.difference_key"),
            ],
            "is_minor nulls first, for_us desc nulls last, against_us desc nulls last, chain_id, statement_number, difference_key, store_id, product_id")
        {
            Region = "coalesce(shop.region, figure.settlement_unit)",
            Representative = "shop.representative_id",
            Kind = new("figure.rule", Label.BreakKind), Tick = "not figure.is_minor", TickHeading = "without_minor",
            Totals =
            [
                new("for_us", "coalesce(sum(for_us), 0)"), new("against_us", "coalesce(sum(against_us), 0)", BadSide: 1),
                new("listed_count", "count(distinct difference_key) filter (where is_minor is null)", ColumnKind.Count), NewCount,
            ],
            Charts = [new("for_us_by_kind", "rule", "sum(for_us)"), new("against_us_by_kind", "rule", "sum(against_us)")],
            Evidence = [("where_from", "/trace/open_difference?chain_id={chain_id}&difference_key={difference_key}")],
        },
    ];
}
