using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Digests.Close;

/// <summary>The sheets of the figures workbook: what <c>docs/figures.md</c> defines and no other sheet of the close shows. Figures of the
/// month are those of the month closed; what is asked of a day (margins, coverage, gaps, deadlines) is as of that month's last
/// day.</summary>
internal static class FigureSheets
{
    // Where the figure's store lies, or lay last.
    private const string Place =
        """
        left join lateral (
            select region, city from core.store
            where store.chain_id = figure.chain_id and store.store_id = figure.store_id and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
            order by (core.as_of() between valid_from and valid_to) desc, valid_from desc limit 1) as place on true
        """;

    /// <summary>Purchase, sales and stock: the longest sheet, with control totals.</summary>
    public static FigureSheet Stock { get; } = new(
        "进销存 Stock", "每行一个门店的一个品类与规格 One category and size of one store each", "",
        [
            Chain, Store, Area("区域 Region", 10), Area("城市 City", 10), Area("品类 Category", 14), Number("规格 Size, ml", ColumnKind.Count, 10),
            Number("进货量 Bought, units", ColumnKind.Quantity, 14), Number("进货额 Bought, RMB", ColumnKind.Money, 15),
            Number("销量 Sold, units", ColumnKind.Quantity, 12),
            Number("销售额 Sold, RMB", ColumnKind.Money, 15), Number("期末库存 Stock, units", ColumnKind.Quantity, 14),
            Number("存销比 Stock ÷ sold", ColumnKind.Quantity, 12),
            Number("全国排名 National rank", ColumnKind.Count, 13), Number("参与排名 Of", ColumnKind.Count, 10),
        ],
        $$"""
        select figure.chain_id, place.region, place.city, figure.store_id, null, figure.chain_id, figure.store_id, place.region, place.city, category, unit_volume_ml::numeric,
            purchase_quantity, purchase_amount, sold_quantity, sold_amount, stock_quantity, stock_to_sales, national_rank::numeric, ranked_count::numeric
        from mart.purchase_sales_stock as figure
        {{Place}}
        where month = $1
        order by category, unit_volume_ml, sold_amount is null, national_rank, chain_id, store_id
        """);

    /// <summary>Fee ratios, with a control total.</summary>
    public static FigureSheet Fees { get; } = new("费用率 Fee ratio", "费用率 Fee ratio",
        "本月到期对账单的扣款 ÷ 货款减退货，含税（M5.1）。 Deductions of the month's statements ÷ goods less returns, VAT included.",
        [
            Chain, new(new("费用 Fee", Width: 26), (names, _, id, language) => names.Fee(id, language)),
                Number("笔数 Lines", ColumnKind.Count, 8), Sum("扣款 Taken", ColumnKind.Money, 15),
            Number("货款减退货 Goods less returns", ColumnKind.Money, 18), new(new("费用率 Ratio", ColumnKind.Percent, 10, false, "D{0}/E{0}")),
        ],
        """
        select chain_id, null, null, null, null, chain_id, fee_code, line_count::numeric, fee_amount, goods_amount, fee_share
        from mart.fee_ratio where month = $1 order by chain_id, fee_amount desc
        """)
    { IsOfChains = true };

    /// <summary>The other sheets, in order.</summary>
    public static IReadOnlyList<FigureSheet> Fronts { get; } =
    [
        new("区域城市 Areas", "区域、城市、系统排名 Ranking of regions, cities and chains",
            "按供货额（不含税）在同类中排名；后 {ranking.bottom_count} 名连续 {ranking.escalation_months} 个整月升级（M6.1.6）。 By supply without VAT among its like; {ranking.escalation_months|whole month} in a row among the last {ranking.bottom_count} escalate.",
            [
                Codes("类别 Kind", 16, Label.Area), new(new("名称 Name", Width: 18), (names, place, id, language) => id == place.ChainId
                    ? names.Chain(id, language) : names.Area(id, language)), Number("供货额 Supply", ColumnKind.Money, 16),
                Number("排名 Rank", ColumnKind.Count, 8), Number("共 Of", ColumnKind.Count, 8),
                Number("末位连续月数 Months among the last", ColumnKind.Count, 16), Text("升级 Escalated", 12),
            ],
            """
            select case area_kind when 'chain' then area end, case area_kind when 'region' then area when 'city' then city_region end,
                case area_kind when 'city' then area end, null, null,
                area_kind, area, amount,
                subject_rank::numeric, subject_count::numeric, nullif(months_in_bottom, 0)::numeric, case when is_escalated then '是 yes' end
            from mart.area_ranking
            where month = $1 order by area_kind desc, subject_rank, area
            """),
        new("门店指标 Outlets", "门店类别、分销率、价格带 Outlet class, distribution, price band",
            "类别按 M1，缺属性为 unknown；分销率 = 在售 ÷ 已开通（M4.4）；价格带为近 {figures.on_sale_days} 天最新零售价。 Class by M1; distribution = on sale ÷ opened; price band of the newest shelf prices of {figures.on_sale_days|day}.",
            [
                Chain, Store, Area("区域 Region", 10), Area("城市 City", 10), Codes("类别 Class", 14, Label.OutletClass),
                    Number("面积 Area, m²", ColumnKind.Quantity, 10), Number("收银台 Checkouts", ColumnKind.Count, 12),
                Sum("在售 SKU On sale", ColumnKind.Count, 11), Sum("已开通 SKU Opened", ColumnKind.Count, 11),
                new(new("分销率 Distribution", ColumnKind.Percent, 12, false, "H{0}/I{0}")), Number("目标 Target", ColumnKind.Percent, 9),
                Number("最低零售价 Lowest", ColumnKind.Money, 12), Number("最高零售价 Highest", ColumnKind.Money, 12),
                Sum("缺必备品项 Missing items", ColumnKind.Count, 13),
            ],
            """
            select chain_id, region, city, store_id, null, chain_id, store_id, region, city, outlet_class, area_m2::numeric, checkouts::numeric,
                sku_on_sale_count::numeric, sku_opened_count::numeric, distribution_share, target_pct / 100, lowest_price, highest_price,
                missing_item_count::numeric
            from mart.outlet_profile where $1 is not null order by chain_id, store_id
            """),
        new("缺品 Missing items", "必备品项缺失 Mandatory items missing",
        "35 + X 中近 {figures.on_sale_days} 天没有送货的品项（M6.1.1）。 Items of 35 + X without a delivery within {figures.on_sale_days|day}.",
            [Chain, Store, Area("区域 Region", 10), Area("城市 City", 10), Product, Codes("品项组 Group", 18, Label.Assortment),
                Area("经销商 Dealer", 20)],
            """
            select chain_id, region, city, store_id, null, chain_id, store_id, region, city, product_id,
                assortment, dealer
            from mart.assortment_gap where $1 is not null order by chain_id, store_id, product_id
            """),
        new("铺市 Coverage", "网点铺市率 Outlet coverage",
            "近 {figures.on_sale_days} 天有送货的门店 ÷ 营业门店（M4.4）。 Outlets supplied within {figures.on_sale_days|day} ÷ open outlets.",
            [
                Chain, Area("区域 Region", 10), Area("城市 City", 12), Sum("已供货 Supplied", ColumnKind.Count, 11),
                    Sum("门店数 Outlets", ColumnKind.Count, 11),
                new(new("铺市率 Coverage", ColumnKind.Percent, 12, false, "D{0}/E{0}")), Number("目标 Target", ColumnKind.Percent, 9),
            ],
            """
            select chain_id, region, city, null, null, chain_id, region, city, supplied_outlet_count::numeric, outlet_count::numeric,
                coverage_share, target_pct / 100
            from mart.outlet_coverage where $1 is not null order by chain_id, region, city
            """),
        new("毛利 Margins", "毛利与单品角色 Margins and product roles",
            "不含税；顺加 =（零售−供货）÷供货，倒扣 =（零售−供货）÷零售；贡献 = 当月销售占比×倒扣；角色按当月与上月（M6.1.3）。 Without VAT; contribution = share of the month × margin; roles by it and the month before.",
            [
                Chain, Product, Number("供货价 Supply", ColumnKind.Price, 11), Number("零售价 Retail", ColumnKind.Price, 11),
                    Codes("来源 Source", 14, Label.RetailSource),
                Number("顺加 Markup", ColumnKind.Percent, 10), Number("倒扣 Margin", ColumnKind.Percent, 10),
                Number("销售占比 Share", ColumnKind.Percent, 10),
                Number("毛利贡献 Contribution", ColumnKind.Percent, 13), Text("角色 Roles", 36),
            ],
            """
            select chain_id, null, null, null, null, chain_id, product_id, supply_price, retail_price_excluding, retail_source,
                markup_pct / 100, margin_pct / 100, sales_share_pct / 100, margin_contribution_pct / 100,
                nullif(concat_ws('、', case when is_volume_item then '走量 volume' end, case when is_profit_item then '利润 profit' end, case when is_potential_item then '潜力 potential' end), '')
            from mart.gross_margin where $1 is not null order by chain_id, product_id
            """) { IsOfChains = true },
        Fees,
        new("经销商 Dealers", "经销商销量 Dealer volume",
        "供货减退货，含税；每家经销商应有一名业务代表（M3）。 Supply less returns, VAT included; each dealer has one representative.",
            [
                Area("经销商 Dealer", 24), Number("门店 Stores", ColumnKind.Count, 9), Sum("销量 Volume, RMB", ColumnKind.Money, 17),
                    Number("业务代表 Representatives", ColumnKind.Count, 15),
            ],
            """
            select null, null, null, null, dealer, dealer, store_count::numeric, amount_including, representative_count::numeric
            from mart.dealer_volume where month = $1 order by dealer
            """),
        new("经销商代表 Of dealers", "业务代表名下经销商合计 Dealers of a representative together",
            "供货减退货，含税；一名业务代表名下全部经销商合计应达到的金额（M3，config/rules.yaml）。 What all dealers of one representative together have to reach, VAT included.",
            [
                new(new("业务代表 Representative", Width: 20), (names, _, id, language) => names.Person(id, language)),
                Number("经销商 Dealers", ColumnKind.Count, 10),
                    Number("门店 Stores", ColumnKind.Count, 9),
                Sum("当月 Month, RMB", ColumnKind.Money, 17), Number("合计 Together, RMB", ColumnKind.Money, 17),
                Number("要求 Required", ColumnKind.Money, 16), Text("不足 Under", 10),
            ],
            """
            select null, null, null, null, representative_id, representative_id, dealer_count::numeric, store_count::numeric, amount_including, together_amount, required_amount,
                case when is_under_required then '是 yes' end
            from mart.dealer_representative where month = $1 order by representative_id
            """),
        new("目标 Targets", "目标达成 Targets reached",
        "达成率与时间进度（J）；超前为正。系统、门店、单品目标互有重叠，不作合计。 Achieved share beside the share of the month that has passed; positive is ahead. Targets of chains, stores and items overlap and are not added up.",
            [
                Chain, Store, Product, Number("目标 Target", ColumnKind.Money, 15), Number("达成 Reached", ColumnKind.Money, 15),
                    new(new("达成率 Reached", ColumnKind.Percent, 10, false, "E{0}/D{0}")),
                Number("时间进度 Time", ColumnKind.Percent, 10), Number("超前 Ahead", ColumnKind.Money, 15),
            ],
            $$"""
            select figure.chain_id, place.region, place.city, figure.store_id, null, figure.chain_id, nullif(figure.store_id, ''), nullif(figure.product_id, ''), target_amount, reached_amount,
                reached_share, time_share, ahead_amount
            from mart.target_progress as figure
            {{Place}}
            where figure.month = $1 order by figure.chain_id, figure.store_id, figure.product_id
            """),
        new("新品 New products", "新品 {new_product.working_days} 个工作日 New products' {new_product.working_days|working day}",
        "每店须在公司启动日后 {new_product.working_days} 个工作日内开通（M6.1.5）。 To be opened in each store within {new_product.working_days|working day} of the start.",
            [
                Chain, Product, Number("启动 Start", ColumnKind.Date, 12), Number("期限 Due", ColumnKind.Date, 12),
                    Sum("按期 In time", ColumnKind.Count, 10), Sum("逾期开通 Opened late", ColumnKind.Count, 12),
                Sum("逾期未开通 Late", ColumnKind.Count, 12), Sum("进行中 Running", ColumnKind.Count, 10),
                new(new("逾期门店（至多五家） Late stores, at most five", Width: 60), (names, place, ids, language) => language.List(
                        ids.Split('、').Where(id => id != "…").Select(id => names.Store(place.ChainId, id, language)))
                        + (ids.EndsWith('…') ? " …" : "")),
            ],
            """
            select chain_id, null, null, null, null, chain_id, product_id, launched_on, due_on, opened_count::numeric, opened_late_count::numeric,
                late_count::numeric, running_count::numeric, late.stores || case when late_count > 5 then '、…' else '' end
            from mart.new_product_progress as progress
            left join lateral (
                select string_agg(store_id, '、' order by store_id) as stores from unnest(progress.late_store_ids[1:5]) as store_id) as late on true
            where $1 is not null order by chain_id, product_id, due_on
            """) { IsOfChains = true },
        new("促销期限 Promotions", "促销报备、恢复与总结 Promotions filed, restored, reported",
            "海报提前 {promotion.poster_days} 天、店内 {promotion.in_store_days} 天报备（M6.2.2）；结束后 {promotion.restore_working_days} 个工作日恢复原价、{promotion.report_working_days} 个工作日上报（M6.2.6）。未报备案、未恢复、未上报的考核金额见月结“考核测算”。 What unfiled, unrestored and unreported promotions cost is shown under possible penalties in the close.",
            [
                Chain, Text("促销 Promotion", 18), Product, Codes("类别 Kind", 16, Label.PromotionKind), Number("开始 From", ColumnKind.Date, 11),
                    Number("结束 To", ColumnKind.Date, 11), Number("报备期限 File by", ColumnKind.Date, 11),
                Number("报备 Filed", ColumnKind.Date, 11), Text("报备逾期 Filed late", 12), Number("恢复期限 Restore by", ColumnKind.Date, 13),
                Number("未恢复门店 Not restored", ColumnKind.Count, 13),
                Number("上报期限 Report by", ColumnKind.Date, 13), Number("上报 Reported", ColumnKind.Date, 11), Text("上报逾期 Reported late", 14),
            ],
            """
            select chain_id, null, null, null, null, chain_id, promotion_id, product_id, kind, retail_from, retail_to, file_by, filed_on,
                case when is_filed_late then '是 yes' end, restore_by, not_restored_store_count::numeric, report_by, reported_on, case when is_reported_late then '是 yes' end
            from mart.promotion_deadline where retail_to >= $1 order by chain_id, promotion_id, product_id
            """) { IsOfChains = true, PrintedColumns = 13 },
        new("店内调查 Surveys", "竞品与店内调查 Surveys of competitors and stores",
            "5 日前填报的当月竞品、促销、商品与赠品库存，旁列我方供货额（含税）与系统库存（J）。 As written down by the 5th, beside our own supply with VAT and the portal's stock.",
            [
                Chain, Store, Codes("种类 Kind", 22, Label.SurveyKind), Text("名称 Name", 26), Product,
                Number("零售价 Price", ColumnKind.Money, 10), Number("库存 Stock", ColumnKind.Quantity, 10),
                Number("系统库存 Portal's stock", ColumnKind.Quantity, 13), Number("竞品销售额 Their sales", ColumnKind.Money, 15),
                Number("我方供货额 Our supply", ColumnKind.Money, 15), Number("竞品÷我方 Theirs ÷ ours", ColumnKind.Percent, 13), Text("说明 Note", 24),
                new(new("填报人 Written by", Width: 14), (names, _, id, language) => names.Person(id, language)),
            ],
            $$"""
            select figure.chain_id, place.region, place.city, figure.store_id, null, figure.chain_id, figure.store_id, figure.kind, figure.name,
                nullif(figure.product_id, ''), figure.unit_price, figure.quantity, figure.portal_quantity, figure.sales_amount,
                figure.own_amount, figure.share_of_own, figure.note, figure.person_id
            from mart.store_survey as figure
            {{Place}}
            where figure.month = $1
            order by figure.chain_id, figure.store_id, figure.kind, figure.name, figure.product_id
            """)
        {
            PrintedColumns = 11,
        },
        new("工作总结 Summaries", "月度工作总结 Summaries of the month's work",
            "自报销售额、回款额，旁列所辖门店供货额（含税）与所管系统回款（J）。 As told, beside the supply of their stores with VAT and the payments of the chains they supervise.",
            [
                new(new("人员 Who", Width: 14), (names, _, id, language) => names.Person(id, language)),
                Number("自报销售额 Sales told", ColumnKind.Money, 15), Number("我方供货额 Our supply", ColumnKind.Money, 15),
                Number("销售差 Difference of sales", ColumnKind.Money, 14), Number("自报回款 Received told", ColumnKind.Money, 15),
                Number("系统回款 Paid by our books", ColumnKind.Money, 16), Number("回款差 Difference of money", ColumnKind.Money, 14),
                Text("竞品动态 Competitors", 28), Text("总结 Summary", 40), Number("提交 Handed in", ColumnKind.Date, 12),
            ],
            """
            select null, null, null, null, person_id, person_id, sales_amount, own_sales_amount, sales_difference, received_amount,
                own_received_amount, received_difference, competitors, summary, submitted_on
            from mart.work_summary where month = $1 order by person_id
            """),
        new("巡店 Inspections", "巡店问题 What inspections of stores found",
            "手册有金额的问题计入月结“考核测算”（M6.3）；没有巡店数据时本表为空。 Findings with an amount are among the possible penalties of the close; empty where nobody inspected.",
            [
                Number("日期 Day", ColumnKind.Date, 12), Chain, Store, Product, Codes("问题 Finding", 34, Label.InspectionFinding),
                Number("实际 Found", ColumnKind.Quantity, 10), Number("要求 Asked for", ColumnKind.Quantity, 12),
                Codes("原因、状况 Cause, state", 30, Label.InspectionDetail), Text("有考核 Penalty", 12),
                new(new("巡店人 Inspector", Width: 14), (names, _, id, language) => names.Person(id, language)),
            ],
            $$"""
            select figure.chain_id, place.region, place.city, figure.store_id, null, figure.inspected_on, figure.chain_id, figure.store_id,
                nullif(figure.product_id, ''), figure.finding, figure.found, figure.expected, figure.detail,
                case when figure.rule_id is not null then '是 yes' end, figure.inspector
            from mart.inspection_finding as figure
            {{Place}}
            where date_trunc('month', figure.inspected_on) = $1
            order by figure.inspected_on, figure.chain_id, figure.store_id, figure.product_id, figure.finding
            """)
        {
            PrintedColumns = 9,
        },
        new("月度上报 Papers", "月度材料逾期 Monthly papers late",
        "单品排名、调查、工作总结 5 日，费用预算 15 日、工作计划 25 日；只列逾期，只计有记录的人。 By the 5th, 15th and 25th; only what is late, only of people whose papers are recorded.",
            [
                Codes("材料 Paper", 24, Label.Paper), Number("月份 Month", ColumnKind.Date, 12),
                    new(new("人员 Who", Width: 14), (names, _, id, language) => names.Person(id, language)),
                    Number("期限 Due", ColumnKind.Date, 12),
                Number("上报 Handed in", ColumnKind.Date, 13), Sum("逾期天数 Days late", ColumnKind.Count, 12),
            ],
            """
            select null, null, null, null, person_id, kind,
                month, person_id, due_on, submitted_on, days_late::numeric
            from mart.submission_lateness where month >= $1 order by kind, month, person_id
            """),
    ];

    private static FigureColumn Chain => new(new("系统 Chain", Width: 14), (names, _, id, language) => names.Chain(id, language));

    private static FigureColumn Store =>
        new(new("门店 Store", Width: 22), (names, place, id, language) => names.Store(place.ChainId, id, language));

    private static FigureColumn Product => new(new("产品 Product", Width: 24), (names, _, id, language) => names.Product(id, language));

    private static FigureColumn Area(string header, double width) =>
        new(new(header, Width: width), (names, _, name, language) => names.Area(name, language));

    private static FigureColumn Text(string header, double width) => new(new(header, Width: width));

    private static FigureColumn Codes(string header, double width, LabelFamily codes) =>
        new(new(header, Width: width), (_, _, code, _) => codes.Both(code));

    private static FigureColumn Number(string header, ColumnKind kind, double width) => new(new(header, kind, width));

    private static FigureColumn Sum(string header, ColumnKind kind, double width) => new(new(header, kind, width, true));
}
