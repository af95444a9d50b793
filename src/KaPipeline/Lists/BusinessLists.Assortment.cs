using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    private static IReadOnlyList<BusinessList> OfAssortment =>
    [
        new("distribution", $"seen.outlet_profile as figure {Shop}",
            [
                Chain(), Text("region", "figure.region"), Text("city", "figure.city"), Store(),
                Codes("outlet_class", "figure.outlet_class", Label.OutletClass),
                Representative, Count("sku_on_sale_count", "figure.sku_on_sale_count", true),
                Count("sku_opened_count", "figure.sku_opened_count", true),
                Rate("distribution_share", "figure.distribution_share"), Share("target_share", "figure.target_pct / 100"),
                Count("missing_item_count", "figure.missing_item_count", true), Money("lowest_price", "figure.lowest_price", false),
                Money("highest_price", "figure.highest_price", false),
            ],
            "distribution_share nulls last, chain_id, store_id")
        {
            Region = "figure.region", Representative = "shop.representative_id",
            Kind = new("figure.outlet_class", Label.OutletClass),
            Totals =
            [
                new("distribution_share", "sum(sku_on_sale_count) / nullif(sum(sku_opened_count), 0)", ColumnKind.Rate),
                new("missing_item_count", "sum(missing_item_count)", ColumnKind.Count, 1),
            ],
            Charts =
            [
                new("distribution_by_chain", "chain_id", "sum(sku_on_sale_count) / nullif(sum(sku_opened_count), 0)", ColumnKind.Rate)
                    { Goal = "max(target_share)" },
            ],
            Evidence = [("where_from", "/trace/outlet_profile?chain_id={chain_id}&store_id={store_id}")],
        },
        new("coverage", "seen.outlet_coverage as figure",
            [
                Chain(), Text("region", "figure.region"), Text("city", "figure.city"),
                Count("supplied_outlet_count", "figure.supplied_outlet_count", true), Count("outlet_count", "figure.outlet_count", true),
                Rate("coverage_share", "figure.coverage_share"), Share("target_share", "figure.target_pct / 100"),
            ],
            "coverage_share nulls last, chain_id, region, city")
        {
            Region = "figure.region",
            Totals = [new("coverage_share", "sum(supplied_outlet_count) / nullif(sum(outlet_count), 0)", ColumnKind.Rate)],
            Charts =
            [
                new("coverage_by_chain", "chain_id", "sum(supplied_outlet_count) / nullif(sum(outlet_count), 0)", ColumnKind.Rate)
                    { Goal = "max(target_share)" },
            ],
            Evidence = [("where_from", "/trace/outlet_coverage?chain_id={chain_id}&city={city}")],
        },
        new("missing-items", $"seen.assortment_gap as figure {Shop}",
            [
                Chain(), Text("region", "figure.region"), Text("city", "figure.city"), Store(), Product(),
                Codes("assortment", "figure.assortment", Label.Assortment), Text("dealer", "figure.dealer"), Representative,
            ],
            "chain_id, store_id, product_id")
        {
            Region = "figure.region", Representative = "shop.representative_id", Kind = new("figure.assortment", Label.Assortment),
            Totals = [new("stores_count", "count(distinct (chain_id, store_id))", ColumnKind.Count)],
            Charts =
            [
                new("gaps_by_chain", "chain_id", "count(*)", ColumnKind.Count),
                new("gaps_by_product", "product_id", "count(*)", ColumnKind.Count),
            ],
            Evidence = [("where_from", "/trace/assortment_gap?chain_id={chain_id}&store_id={store_id}&product_id={product_id}")],
        },
        new("new-products", $"seen.new_product_clock as figure {Shop}",
            [
                Chain(), Region, Store(), Product(), Codes("state", "figure.state", Label.NewProductState),
                Day("launched_on", "figure.launched_on"),
                Day("due_by", "figure.due_on"), Day("opened_on", "figure.opened_on"),
                Count("working_days_left", "figure.working_days_left"), Representative,
            ],
            "due_by nulls last, chain_id, store_id, product_id")
        {
            Region = "shop.region", Representative = "shop.representative_id", Kind = new("figure.state", Label.NewProductState),
            Totals =
            [
                new("late_count", "count(*) filter (where state = 'late')", ColumnKind.Count, 1),
                new("running_count", "count(*) filter (where state = 'running')", ColumnKind.Count),
            ],
            Charts = [new("count_by_state", "state", "count(*)", ColumnKind.Count)],
            Evidence = [("where_from", "/trace/new_product_clock?chain_id={chain_id}&store_id={store_id}&product_id={product_id}")],
        },
    ];
}
