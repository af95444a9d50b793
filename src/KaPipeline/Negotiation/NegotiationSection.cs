using KaPipeline.Workbooks;

namespace KaPipeline.Negotiation;

/// <summary>One sheet of the negotiation pack: its query (parameters chainId, from, to) and its columns.</summary>
internal sealed record NegotiationSection(string Name, string Title, string Note, bool HasTotals, IReadOnlyList<DetailColumn> Columns, string Sql)
{
    /// <summary>The sums of the first sheet.</summary>
    public const string Ground =
        """
        select
            (select coalesce(sum(net_amount), 0) from mart.supply_day where chain_id = @chainId and business_date between @from and @to) as "SupplyAmount",
            (select coalesce(sum(goods_amount), 0) from (select distinct month, goods_amount from mart.fee_ratio where chain_id = @chainId and month between @from and @to) as months) as "SettledAmount",
            (select coalesce(sum(fee_amount), 0) from mart.fee_ratio where chain_id = @chainId and month between @from and @to) as "FeeAmount",
            (select sum(net_amount) from mart.supply_day where chain_id = @chainId
                and business_date between @from - interval '1 year' and least(core.as_of(), @to) - interval '1 year') as "LastYearAmount",
            (select coalesce(sum(amount), 0) from mart.reconciliation_break
                where chain_id = @chainId and family = 'money' and counts_in_totals and occurred_on between @from and @to) as "BreakAmount",
            (select coalesce(sum(net_amount_including), 0) from mart.supply_day where chain_id = @chainId and business_date between @from and @to) as "SupplyAmountIncluding"
        """;

    /// <summary>The sheets in their order.</summary>
    public static IReadOnlyList<NegotiationSection> All { get; } =
    [
        new("月度 Months", "月度供货 Supply by month", "未税供货净额，与上月、去年同月比较 supply less returns, VAT excluded; open months are compared to the same day", true,
            [new("月份 Month", ColumnKind.Date), new("供货净额 Supply", ColumnKind.Money, 16), new("上月 Last month", ColumnKind.Quantity, 16), new("环比 % Growth", ColumnKind.Quantity), new("去年同月 Last year", ColumnKind.Quantity, 16), new("同比 % Growth", ColumnKind.Quantity)],
            """
            select month, amount, last_month_amount, month_growth_pct, last_year_amount, year_growth_pct
            from mart.sales_growth where subject_kind = 'chain' and chain_id = @chainId and month between @from and @to order by month
            """),
        new("费用 Fees", "各项费用与费用率 Fees and their ratio", "对账单扣款按费用项目；分母为当月对账单货款（含税） deductions by fee; denominator: goods less returns of the month's statements", true,
            [new("月份 Month", ColumnKind.Date), new("费用 Fee", ColumnKind.Text, 22), new("代码 Code", ColumnKind.Text, 20), new("扣费 Deducted", ColumnKind.Money, 16), new("货款 Goods", ColumnKind.Quantity, 18), new("费用率 % Ratio", ColumnKind.Quantity)],
            """
            select ratio.month, coalesce(fee.name || ' ' || fee.name_en, '未识别 unknown'), ratio.fee_code, ratio.fee_amount, ratio.goods_amount, ratio.fee_pct
            from mart.fee_ratio as ratio left join core.fee as fee using (fee_code)
            where ratio.chain_id = @chainId and ratio.month between @from and @to order by ratio.month, ratio.fee_amount desc
            """),
        new("返利 Rebates", "合同条款与返利档位 Contract terms and rebate tiers", "条件返利按全年供货净额（含税）所达档位 a conditional rebate's tier is the one that supply of the year, VAT included, has reached", false,
            [new("条款 Clause", ColumnKind.Text, 14), new("费用 Fee", ColumnKind.Text, 28), new("种类 Kind", ColumnKind.Text, 28), new("比例 % Pct", ColumnKind.Quantity), new("金额 Amount", ColumnKind.Money, 14), new("起点 Tier from", ColumnKind.Money, 16), new("档位 % Tier", ColumnKind.Quantity), new("已达 Reached", ColumnKind.Text)],
            """
            with sold as (select coalesce(sum(net_amount_including), 0) as amount from mart.supply_day where chain_id = @chainId and business_date between @from and @to)
            select term.clause, coalesce(fee.name || ' ' || fee.name_en, term.fee_code),
                case term.kind when 'percentage' then '比例 percentage' when 'unconditional_rebate' then '无条件返利 unconditional rebate'
                    when 'tiered_rebate' then '阶梯返利 tiered rebate' else '固定 fixed' end, term.pct, term.amount, tier.sales_from, tier.pct, case when tier.sales_from is null then '' when sold.amount >= tier.sales_from then '是 yes' else '否 no' end
            from core.contract_term as term
            join core.contract as contract on contract.chain_id = term.chain_id and contract.contract_id = term.contract_id
                and core.is_known(contract.arrived_at, contract.recorded_at, contract.superseded_at, contract.superseded_recorded_at)
            left join core.fee as fee on fee.fee_code = term.fee_code
            cross join sold
            left join core.contract_tier as tier on tier.chain_id = term.chain_id and tier.contract_id = term.contract_id and tier.term_id = term.term_id
                and core.is_known(tier.arrived_at, tier.recorded_at, tier.superseded_at, tier.superseded_recorded_at)
            where term.chain_id = @chainId and core.is_known(term.arrived_at, term.recorded_at, term.superseded_at, term.superseded_recorded_at)
              and contract.valid_from <= @to and contract.valid_to >= @from
            order by term.clause, term.fee_code, tier.sales_from
            """),
        new("促销 Promotions", "促销及其结果 Promotions and their results", "采购期内供货，对比之前同样天数 supply inside the purchase window against as many days before it", true,
            [new("促销 Promotion", ColumnKind.Text, 16), new("产品 Product", ColumnKind.Text, 10), new("品名 Name", ColumnKind.Text, 22), new("采购期起 From", ColumnKind.Date), new("止 To", ColumnKind.Date), new("供价 Price", ColumnKind.Price), new("期内供货 During", ColumnKind.Money, 16), new("之前 Before", ColumnKind.Money, 16)],
            """
            select promotion.promotion_id, promotion.product_id, product.name, promotion.purchase_from, promotion.purchase_to, promotion.supply_price,
                coalesce(sum(supply.net_amount) filter (where supply.business_date >= promotion.purchase_from), 0),
                coalesce(sum(supply.net_amount) filter (where supply.business_date < promotion.purchase_from), 0)
            from core.promotion as promotion
            left join core.product as product on product.product_id = promotion.product_id and core.as_of() between product.valid_from and product.valid_to
                and core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
            left join mart.supply_day as supply on supply.chain_id = promotion.chain_id and supply.product_id = promotion.product_id
                and supply.business_date between promotion.purchase_from - (promotion.purchase_to - promotion.purchase_from + 1) and promotion.purchase_to
            where promotion.chain_id = @chainId and core.is_known(promotion.arrived_at, promotion.recorded_at, promotion.superseded_at, promotion.superseded_recorded_at)
              and promotion.purchase_from <= @to and promotion.purchase_to >= @from
            group by promotion.promotion_id, promotion.product_id, product.name, promotion.purchase_from, promotion.purchase_to, promotion.supply_price
            order by promotion.purchase_from, promotion.promotion_id, promotion.product_id
            """),
        new("品项 Items", "品项表现 Items", "供货净额（未税）、送达率与在售门店 supply, fill rate by period, stores supplied", true,
            [new("产品 Product", ColumnKind.Text, 10), new("品名 Name", ColumnKind.Text, 24), new("组别 Assortment", ColumnKind.Text), new("供货净额 Supply", ColumnKind.Money, 16), new("订货 Ordered", ColumnKind.Quantity), new("签收 Received", ColumnKind.Quantity), new("送达率 % Fill rate", ColumnKind.Quantity), new("门店 Stores", ColumnKind.Count)],
            """
            with sold as (
                select product_id, sum(net_amount) as amount, count(distinct store_id) filter (where supplied_quantity > 0) as store_count
                from mart.supply_day where chain_id = @chainId and business_date between @from and @to group by product_id
            ), filled as (
                select product_id, sum(ordered_quantity) as ordered, sum(received_quantity) as received
                from mart.fill_rate where chain_id = @chainId and business_date between @from and @to group by product_id
            )
            select product_id, product.name,
                case product.assortment when 'core' then '核心 core' when 'children' then '儿童 children' when 'new' then '新品 new' when 'region' then '区域 region' end, coalesce(sold.amount, 0), filled.ordered, filled.received,
                round(filled.received / nullif(filled.ordered, 0) * 100, 2), coalesce(sold.store_count, 0)
            from sold full join filled using (product_id)
            left join core.product as product using (product_id)
            where product.product_id is null or core.as_of() between product.valid_from and product.valid_to
                and core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
            order by 4 desc, 1
            """),
        new("差异 Breaks", "对账差异与争议 Breaks and disputes", "按种类汇总，未结余额只计最新一张 by kind, an open rest counts on the newest statement alone; service breaks cost sales, money breaks payment, so each has its own sum", false,
            [new("种类 Kind", ColumnKind.Text, 36), new("类别 Family", ColumnKind.Text, 16), new("笔数 Count", ColumnKind.Count), new("金额 Amount", ColumnKind.Money, 16)],
            """
            select coalesce(kind, '小计 Subtotal'), case family when 'money' then '货款 money' else '服务 service' end, count(*), sum(amount)
            from mart.reconciliation_break
            where chain_id = @chainId and counts_in_totals and occurred_on between @from and @to
            group by grouping sets ((family, kind), (family)) order by family, grouping(kind), 4 desc, 1
            """),
    ];
}
