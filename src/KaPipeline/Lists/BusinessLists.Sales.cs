using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    private static IReadOnlyList<BusinessList> OfSales =>
    [
        new("sales", $"seen.sales_growth as figure {Shop}",
            [
                Codes("subject_kind", "figure.subject_kind", Label.GrowthSubject), Chain("nullif(figure.chain_id, '')"), Store(), Product(),
                Text("region", "coalesce(nullif(figure.region, ''), shop.region)"),
                Text("city", "coalesce(nullif(figure.city, ''), shop.city)"),
                Representative, Money("amount", "figure.amount"), Money("last_month_amount", "figure.last_month_amount"),
                Share("month_growth", "figure.month_growth_pct / 100", -1), Money("last_year_amount", "figure.last_year_amount"),
                Share("year_growth", "figure.year_growth_pct / 100", -1), MonthKey,
            ],
            "amount desc nulls last, chain_id, store_id, product_id, region, city")
        {
            Region = "coalesce(nullif(figure.region, ''), shop.region)", Representative = "shop.representative_id", Month = "figure.month",
            Kind = new("figure.subject_kind", Label.GrowthSubject, "chain"),
            Totals = [new("amount", "sum(amount)"), new("last_month_amount", "sum(last_month_amount)"),
                new("last_year_amount", "sum(last_year_amount)")],
            Charts = [new("amount_by_month", "month", "sum(amount)") { IsOverMonths = true, Order = "label", Most = 13 }],
            Evidence = [("where_from",
                "/trace/sales_growth?subject_kind={subject_kind}&chain_id={chain_id}&store_id={store_id}&product_id={product_id}&month={month}")],
        },
        new("targets", $"seen.target_progress as figure {Shop}",
            [
                Chain(), Region, Store(), Product(), Representative, Money("target_amount", "figure.target_amount", false),
                Money("reached_amount", "figure.reached_amount", false), Rate("reached_share", "figure.reached_share"),
                Share("time_share", "figure.time_share"), Money("ahead_amount", "figure.ahead_amount", false, -1), MonthKey,
            ],
            "ahead_amount nulls last, chain_id, store_id, product_id")
        {
            Region = "shop.region", Representative = "shop.representative_id", Month = "figure.month",
            Tick = "figure.ahead_amount < 0", TickHeading = "behind_alone",
            Totals =
            [
                new("chain_target", "sum(target_amount) filter (where store_id is null and product_id is null)"),
                new("chain_reached", "sum(reached_amount) filter (where store_id is null and product_id is null)"),
                new("time_share", "max(time_share)", ColumnKind.Percent),
            ],
            Charts =
            [
                new("reached_by_chain", "chain_id",
                    "sum(reached_amount) filter (where store_id is null and product_id is null) "
                    + "/ nullif(sum(target_amount) filter (where store_id is null and product_id is null), 0)",
                    ColumnKind.Rate) { Goal = "max(time_share)" },
            ],
            Evidence = [("where_from",
                "/trace/target_progress?chain_id={chain_id}&store_id={store_id}&product_id={product_id}&month={month}")],
        },
        new("target-days", $"seen.target_breakdown as figure {Shop}",
            [
                Day("business_date", "figure.business_date"), Text("iso_week", "figure.iso_week"), Chain(), Region, Store(), Product(),
                Representative,
                Money("target_amount", "figure.amount"),
            ],
            "business_date, chain_id, store_id, product_id")
        {
            Region = "shop.region", Representative = "shop.representative_id", Month = "figure.month",
            Totals = [new("target_amount", "sum(target_amount)")],
            Charts = [new("target_by_day", "business_date", "sum(target_amount)") { Order = "label", Most = 31 }],
        },
        new("areas", "seen.area_ranking as figure",
            [
                Codes("area_kind", "figure.area_kind", Label.Area), Chain("case figure.area_kind when 'chain' then figure.area end"),
                Text("region", "case figure.area_kind when 'region' then figure.area when 'city' then figure.city_region end"),
                Text("city", "case figure.area_kind when 'city' then figure.area end"), Money("amount", "figure.amount", false),
                Count("subject_rank", "figure.subject_rank"), Count("subject_count", "figure.subject_count"),
                Yes("is_bottom", "figure.is_bottom"),
                Count("months_in_bottom", "nullif(figure.months_in_bottom, 0)"), Yes("is_escalated", "figure.is_escalated"),
            ],
            "area_kind, subject_rank, chain_id, region, city")
        {
            Chain = "case figure.area_kind when 'chain' then figure.area end",
            Region = "case figure.area_kind when 'region' then figure.area when 'city' then figure.city_region end", Month = "figure.month",
            Kind = new("figure.area_kind", Label.RankedAreas), Tick = "figure.is_bottom", TickHeading = "bottom_alone",
            Charts = [new("amount_by_region", "region", "sum(amount) filter (where area_kind = 'region')")],
        },
        new("dealers", "seen.dealer_volume as figure",
            [
                Text("dealer", "figure.dealer"), Count("store_count", "figure.store_count", true), Money("amount", "figure.amount"),
                Money("amount_including", "figure.amount_including"), Units("units_supplied", "figure.quantity"),
                Count("representative_count", "figure.representative_count"),
            ],
            "amount_including desc nulls last, dealer")
        {
            Chain = null, Month = "figure.month",
            Totals = [new("amount_including", "sum(amount_including)")],
            Charts =
            [
                new("volume_by_dealer", "dealer", "sum(amount_including)"),
                new("volume_by_month", "month", "sum(amount_including)") { IsOverMonths = true, Order = "label", Most = 13 },
            ],
        },
    ];
}
