using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Contracts;

/// <summary>One sheet of the negotiation pack: its query (parameters chainId, year, from, to) and its columns.</summary>
internal sealed record NegotiationSection(string Name, string Title, string Note, bool HasTotals, IReadOnlyList<DetailColumn> Columns,
    string Sql)
{
    /// <summary>The sheets in their order.</summary>
    public static IReadOnlyList<NegotiationSection> All { get; } =
    [
        new("月度 Months", "月度供货 Supply by month",
            "未税供货净额，与上月、去年同月比较 supply less returns, VAT excluded; open months are compared to the same day", true,
            [new("月份 Month", ColumnKind.Date), new("供货净额 Supply", ColumnKind.Money, 16), new("上月 Last month", ColumnKind.Quantity, 16),
            new("环比 % Growth", ColumnKind.Quantity), new("去年同月 Last year", ColumnKind.Quantity, 16),
            new("同比 % Growth", ColumnKind.Quantity)],
            """
            select month, amount, last_month_amount, month_growth_pct, last_year_amount, year_growth_pct
            from mart.sales_growth where subject_kind = 'chain' and chain_id = @chainId and month between @from and @to order by month
            """),
        new("费用 Fees", "各项费用与费用率 Fees and their ratio",
        "对账单扣款按费用项目；分母为当月对账单货款（含税） deductions by fee; denominator: goods less returns of the month's statements", true,
            [new("月份 Month", ColumnKind.Date), new("费用 Fee", ColumnKind.Text, 22), new("代码 Code", ColumnKind.Text, 20),
            new("扣费 Deducted", ColumnKind.Money, 16), new("货款 Goods", ColumnKind.Quantity, 18), new("费用率 % Ratio", ColumnKind.Quantity)],
            """
            select ratio.month, coalesce(fee.name || ' ' || fee.name_en, '未识别 unknown'), ratio.fee_code, ratio.fee_amount, ratio.goods_amount, ratio.fee_pct
            from mart.fee_ratio as ratio left join core.fee as fee using (fee_code)
            where ratio.chain_id = @chainId and ratio.month between @from and @to order by ratio.month, ratio.fee_amount desc
            """),
        new("返利 Rebates", "合同条款与返利档位 Contract terms and rebates reached",
        "已签合同的条款；新合同未签时上年条款继续有效。返利应计按合同期对账单货款所达档位 terms of signed contracts; last year's hold while none is. A yearly rebate accrues on the statements' goods by the tier they have reached", false,
            [new("合同 Contract", ColumnKind.Text, 16), new("条款 Clause", ColumnKind.Text, 12), new("费用 Fee", ColumnKind.Text, 24),
            new("种类 Kind", ColumnKind.Text, 20) { Codes = Label.TermKind }, new("计收 Per", ColumnKind.Text, 12) { Codes = Label.TermPer }, new("比例 % Pct", ColumnKind.Quantity, 9),
            new("金额 Amount", ColumnKind.Money, 12), new("封顶 Cap", ColumnKind.Money, 12), new("本年已扣 Taken this year", ColumnKind.Money, 14),
            new("档位起点 Tier from", ColumnKind.Money, 14), new("档位 % Tier", ColumnKind.Quantity, 9),
            new("累计货款 Sales so far", ColumnKind.Money, 15), new("已达 Reached", ColumnKind.Text, 9),
            new("应计返利 Accrued", ColumnKind.Money, 14)],
            """
            select contract_id, clause, coalesce(fee.name || ' ' || fee.name_en, fee_code),
                kind, per, pct, amount, cap_amount, taken_amount, tier_from, tier_pct, sales_amount,
                case is_reached when true then '是 yes' when false then '否 no' else '' end, accrued_amount
            from mart.clause_by_calendar_year
            left join core.fee as fee using (fee_code)
            where chain_id = @chainId and year = @year
            order by contract_id, clause, fee_code, tier_from
            """),
        new("促销 Promotions", "促销及其结果 Promotions and their results",
        "采购期内（至截止日）下单并签收的数量，对比之前同样天数；让利＝（合同价 − 促销价）× 数量 signed for of what was ordered inside the purchase window so far, against as many days before it; given up: (contract price − promotion price) × quantity", true,
            [new("促销 Promotion", ColumnKind.Text, 14), new("产品 Product", ColumnKind.Text, 10), new("品名 Name", ColumnKind.Text, 16),
            new("采购期起 From", ColumnKind.Date), new("止 To", ColumnKind.Date), new("合同价 List", ColumnKind.Price),
            new("促销价 Price", ColumnKind.Price), new("期内数量 During", ColumnKind.Quantity), new("之前数量 Before", ColumnKind.Quantity),
            new("增长 % Growth", ColumnKind.Quantity), new("期内供货额 Supply", ColumnKind.Money, 15), new("让利 Given up", ColumnKind.Money, 14)],
            """
            select promotion_id, result.product_id, product.name, purchase_from, purchase_to, list_price, promotion_price, during_quantity,
                before_quantity, growth_pct, supply_amount, given_up_amount
            from mart.promotion_result as result
            left join core.product as product on product.product_id = result.product_id and core.as_of() between product.valid_from and product.valid_to
                and core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
            where chain_id = @chainId and purchase_from <= @to and purchase_to >= @from
            order by purchase_from, promotion_id, result.product_id
            """),
        new("品项 Items", "品项表现 Items", "供货净额（未税）、送达率与在售门店 supply, fill rate by period, stores supplied", true,
            [new("产品 Product", ColumnKind.Text, 10), new("品名 Name", ColumnKind.Text, 24), new("组别 Assortment", ColumnKind.Text) { Codes = Label.Assortment },
            new("供货净额 Supply", ColumnKind.Money, 16), new("订货 Ordered", ColumnKind.Quantity), new("签收 Received", ColumnKind.Quantity),
            new("送达率 % Fill rate", ColumnKind.Quantity), new("门店 Stores", ColumnKind.Count)],
            """
            select product_id, product.name,
                nullif(product.assortment, 'other'), supply_amount, ordered_quantity, received_quantity, fill_rate_pct, supplied_store_count
            from mart.product_year
            left join core.product as product using (product_id)
            where chain_id = @chainId and year = @year and (product.product_id is null
                or core.as_of() between product.valid_from and product.valid_to
                and core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at))
            order by 4 desc, 1
            """),
        new("差异 Breaks", "对账差异与争议 Breaks and disputes",
        "按种类汇总，未结余额只计最新一张 by kind, an open rest counts on the newest statement alone; service breaks cost sales (VAT excluded), money breaks payment (VAT included), so each has its own sums; ours and theirs to claim are never netted", false,
            [new("种类 Kind", ColumnKind.Text, 36) { Codes = Label.BreakKind }, new("类别 Family", ColumnKind.Text, 16) { Codes = Label.BreakFamily }, new("笔数 Count", ColumnKind.Count),
            new("可追回／少送 Ours to claim, not delivered", ColumnKind.Money, 22),
            new("可能被追扣／多送 Theirs to claim, delivered beyond", ColumnKind.Money, 24)],
            """
            select coalesce(kind, '小计 Subtotal'), family, break_count,
                claimed_amount, owed_amount
            from mart.break_year
            where chain_id = @chainId and year = @year
            order by family, kind is null, claimed_amount + owed_amount desc, 1
            """),
        new("争议 Disputes", "争议案件 Disputes",
        "本年的争议及其进展：自对账单到达之日起即为争议，不论何日提出；金额为现状 disputes of the year and where they stand now: from the day their statement came, whenever the case was opened", true,
            [new("案件 Case", ColumnKind.Count, 8), new("发现 Found", ColumnKind.Date), new("种类 Kind", ColumnKind.Text, 30) { Codes = Label.BreakKind },
            new("单据 Document", ColumnKind.Text, 26), new("状态 State", ColumnKind.Text, 18) { Codes = Label.CaseState }, new("索赔 Claimed", ColumnKind.Money, 14),
            new("对方可追 Theirs to claim", ColumnKind.Money, 14), new("对方认可 Agreed", ColumnKind.Money, 14),
            new("已退回 Credited", ColumnKind.Money, 14), new("核销 Written off", ColumnKind.Money, 14),
            new("申诉截止 Dispute by", ColumnKind.Date)],
            """
            select claim.case_id, seen.on_day, claim.kinds[1], concat_ws(' · ', claim.statement_number, claim.delivery_number, claim.fee_text),
                coalesce(step.state, 'open'),
                claim.claimed_amount, claim.owed_amount, claim.agreed_amount, claim.credited_amount, claim.written_off_amount, claim.dispute_until
            from ops."case" as claim
            cross join lateral (
                select least(claim.found_on, (min(head.arrived_at) at time zone 'Asia/Shanghai')::date) as on_day from core.statement as head
                where head.chain_id = claim.chain_id and head.statement_number = claim.statement_number
                  and core.is_known(head.arrived_at, head.recorded_at, head.superseded_at, head.superseded_recorded_at)) as seen
            left join lateral (
                select to_state as state from ops.case_event
                where case_event.case_id = claim.case_id and happened_at <= core.known_at() order by event_id desc limit 1) as step on true
            where claim.chain_id = @chainId and seen.on_day between @from and least(core.as_of(), @to)
            order by claim.claimed_amount + claim.owed_amount desc, claim.case_id
            """),
        new("锁码 Locks", "锁码记录 SKU locks",
        "本年各门店各品项的锁码、疑似与风险，起日按其依据，至截止日仍在者一并列出 spells of alerts per store and item, from the day of their evidence; alerts still open on the as-of date are included", false,
            [new("门店 Store", ColumnKind.Text, 10), new("产品 Product", ColumnKind.Text, 10), new("品名 Name", ColumnKind.Text, 20),
            new("起 From", ColumnKind.Date), new("解除 Cleared", ColumnKind.Date), new("锁码日 Locked", ColumnKind.Date),
            new("最后级别 Last level", ColumnKind.Text, 24) { Codes = Label.LockLevel }, new("最高考核测算 Highest possible penalty", ColumnKind.Money, 16)],
            """
            select store_id, shown.product_id, product.name, since_on, cleared_on, locked_on, last_level, highest_exposure_amount
            from mart.sku_lock_spell as shown
            left join core.product as product on product.product_id = shown.product_id and core.as_of() between product.valid_from and product.valid_to
                and core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
            where chain_id = @chainId and since_on <= @to and last_on >= @from
            order by since_on, store_id, shown.product_id
            """),
    ];
}
