using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    private static IReadOnlyList<BusinessList> OfPrices =>
    [
        new("prices", $"seen.price_difference as figure {Shop}",
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
            Region = "shop.region", Representative = "shop.representative_id",
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
    ];
}
