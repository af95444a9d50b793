namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>Reports of a chain's portal, and of the house's own folder: what a file is.</summary>
    public static LabelFamily Feed { get; } = new("ops.load.report", "core.expected_arrival.report")
    {
        { "orders", "订单", "orders" },
        { "manual_orders", "手工订单", "manual orders" },
        { "deliveries", "送货", "deliveries" },
        { "statements", "对账单", "statements" },
        { "sales", "销售", "sales" },
        { "item_status", "商品状态", "item status" },
        { "prices", "价格表", "price list" },
        { "promotions", "促销", "promotions" },
        { "contracts", "合同", "contracts" },
        { "contract_terms", "合同条款", "contract terms" },
        { "fee_texts", "费用名称", "fee texts" },
        { "invoices", "发票", "invoices" },
        { "payments", "付款", "payments" },
        // the house's own folder
        { "products", "产品", "products" },
        { "chain_items", "系统货号", "chain items" },
        { "stores", "门店", "stores" },
        { "persons", "人员", "people" },
        { "responsibilities", "职责", "responsibilities" },
        { "dealers", "经销商", "dealers" },
        { "contract_tiers", "返利档位", "rebate tiers" },
        { "retail_plan", "零售价计划", "retail plan" },
        { "price_floors", "统一价底线", "price floors" },
        { "targets", "目标", "targets" },
        { "regional_assortment", "区域必备品项", "regional assortment" },
        { "store_staff", "门店人员", "store staff" },
        { "submissions", "上报材料", "submissions" },
        { "improvement_plans", "改进计划", "plans of improvement" },
        { "inspections", "巡店", "inspections of stores" },
        { "lots", "批次追溯", "lots" },
        { "warehouse_shipments", "大仓配送", "shipments of warehouses" },
        { "surveys", "店内调查", "surveys of stores" },
        { "work_summaries", "工作总结", "summaries of work" },
        { "promotion_plans", "促销方案", "promotion plans" },
        { "special_fees", "专项费用", "special fees" },
        // opening balances
        { "opening_contracts", "期初合同", "opening: contracts" },
        { "opening_terms", "期初合同条款", "opening: contract terms" },
        { "opening_tiers", "期初返利档位", "opening: tiers of rebates" },
        { "opening_statements", "期初对账单", "opening: statements" },
        { "opening_invoices", "期初发票", "opening: invoices" },
        { "opening_payments", "期初回款", "opening: payments" },
        { "opening_claims", "期初索赔", "opening: claims" },
        { "opening_sales", "期初销售", "opening: sales" },
    };

    /// <summary>How often a feed is expected.</summary>
    public static LabelFamily FeedRhythm { get; } = new("core.expected_arrival.every")
    {
        { "day", "每天", "every day" },
        { "working_day", "每个工作日", "every working day" },
        { "half_month", "每半月", "every half month" },
        { "month", "每月", "every month" },
    };

    /// <summary>Whether a feed is there, and as it should be.</summary>
    public static LabelFamily FeedState { get; } = new("mart.feed_arrival.state")
    {
        { "on_time", "准时", "on time" },
        { "late", "迟到", "late" },
        { "missing", "未到", "missing" },
        { "not_due", "未到期", "not due" },
        { "thin", "行数异常少（实到 / 同星期通常）", "few rows (arrived / usual on that weekday)" },
        { "held", "缺列待处理", "held: column missing" },
        { "implausible", "内容可疑待放行", "held: implausible" },
        { "refused", "文件不完整", "refused: cut off" },
    };

    /// <summary>What became of a file.</summary>
    public static LabelFamily LoadState { get; } = new("ops.load.state")
    {
        { "loaded", "已加载", "loaded" },
        { "duplicate", "重复", "duplicate" },
        { "empty", "空", "empty" },
        { "held", "待处理", "held" },
        { "refused", "拒收", "refused" },
    };

    /// <summary>What became of a quarantined row.</summary>
    public static LabelFamily RowState { get; } = new("ops.quarantined_row.state")
    {
        { "open", "未处理", "open" },
        { "replayed", "已补入", "replayed" },
        { "released", "已剔除", "released" },
    };

    /// <summary>Rules that a row can break. A row that a check of its table refuses names that check instead.</summary>
    public static LabelFamily RowRule { get; } = new("ops.quarantined_row.rule")
    {
        { "missing_value", "缺值", "value missing" },
        { "invalid_date", "日期无效", "not a date" },
        { "invalid_number", "数字无效", "not a number" },
        { "not_whole", "不是整数", "not a whole number" },
        { "non_integer_cases", "非整箱", "not whole cases" },
        { "negative_value", "负值", "negative" },
        { "signs_differ", "正负号矛盾", "signs contradict" },
        { "quantity_disagrees", "数量与金额不符", "quantity contradicts amount" },
        { "too_large", "过大", "too large" },
        { "too_long", "过长", "too long" },
        { "lost_digits", "编码丢位", "code lost digits" },
        { "unreadable_text", "乱码", "unreadable text" },
        { "cell_error", "单元格错误或未计算", "cell error or not calculated" },
        { "wrong_column_count", "列数不符", "wrong number of columns" },
        { "cut_off", "似被截断", "seems cut off" },
        { "unknown_value", "未知取值", "unknown value" },
        { "unknown_row_kind", "未知行类型", "unknown kind of row" },
        { "unknown_product", "未知商品", "unknown product" },
        { "shared_barcode", "条码对应多个产品", "barcode shared by several products" },
        { "unknown_store", "未知门店", "unknown store" },
        { "unknown_account", "未知结算账户", "unknown account" },
        { "unknown_statement", "对账单未到", "statement not loaded yet" },
        { "unknown_fee_code", "未知费用代码", "unknown fee code" },
        { "unknown_chain", "未知系统", "unknown chain" },
        { "mixed_detail", "同月明细程度不一", "month in two degrees of detail" },
        { "after_start", "不早于启用日", "not before the start" },
        { "net_amount_missing", "缺未税金额", "amount without VAT missing" },
        { "pack_size_missing", "缺入数", "pack size missing" },
        { "tax_missing", "缺税额与税率", "tax missing" },
        { "repeated_key", "文件内重复", "repeated in the file" },
        { "refused_by_database", "数据库拒收", "refused by the database" },
        { "dates_out_of_order", "日期先后矛盾", "dates in impossible order" },
        { "implausible_date", "日期与文件相差过大", "date far from the file's" },
    };

    /// <summary>What makes the content of a file implausible.</summary>
    public static LabelFamily OddRule { get; } = new("ops.odd_content.rule")
    {
        { "dates_swapped", "日月可能对调", "day and month may be swapped" },
        { "dates_in_utc", "日期按世界时，早一天", "days as UTC, one too early" },
        { "date_far", "日期远离业务日期", "date far from the business date" },
        { "delivered_before_ordered", "先送货后下单", "delivered before it was ordered" },
        { "settled_before_delivered", "先结算后送货", "settled before it was delivered" },
        { "other_period", "单号属于另一期对账单", "number of a statement of another period" },
        { "kind_changes", "列中途换了类型", "column changes its type" },
        { "new_shape", "单号形式不同", "numbers in another format" },
        { "far_from_usual", "远超通常数量或金额", "far above the usual" },
        { "heads_differ", "同一单据表头不一致", "heads of one document differ" },
        { "other_currency", "币种不是人民币", "not in RMB" },
        { "other_unit", "金额单位不是元", "amounts not in yuan" },
        { "part_only", "文件只有一部分", "only a part of the report" },
    };

    /// <summary>Faults of master data.</summary>
    public static LabelFamily MasterDataFault { get; } = new("mart.master_data_finding.kind")
    {
        { "shared_barcode", "条码对应多个产品", "barcode shared by several products" },
        { "unknown_product", "未知商品", "unknown product" },
        { "unknown_chain", "未知系统", "unknown chain" },
        { "price_of_nought", "价格为零", "price of zero" },
        { "overlapping_period", "有效期重叠", "overlapping periods" },
    };

    /// <summary>Documents that core keeps as one.</summary>
    public static LabelFamily Document { get; } = new("core.document.kind", "core.used_pack_size.document")
    {
        { "order", "订单", "order" },
        { "delivery", "送货单", "delivery note" },
        { "statement", "对账单", "statement" },
    };

    /// <summary>What should have been there of a row that names what the warehouse does not know.</summary>
    public static LabelFamily RowExpectation { get; } = new()
    {
        { "unknown_product", "系统货号表中的货号，或我方产品的条码", "an item number of the chain's list of items, or the barcode of one of our products" },
        {
            "shared_barcode", "只属于一个产品的条码：主数据中多个产品共用了它",
            "a barcode that one of our products has alone: several share it in the master data"
        },
        { "unknown_store", "主数据中该系统的门店", "a store of the chain in the master data" },
        {
            "unknown_account", "配置中与该行供应商编码和门店相符的一个结算账户",
            "one settlement account of the profile that fits the row's supplier code and store"
        },
        { "unknown_statement", "表头已加载的对账单", "a statement whose head has been loaded" },
        { "non_integer_cases", "整箱数", "a whole number of cases" },
        {
            "pack_size_missing", "每箱支数：行内、系统货号表或产品中须有其一",
            "a number of units per case: in the row, the chain's list of items or the product"
        },
        { "tax_missing", "未税金额旁的税额或税率", "a tax amount or a VAT rate beside the amount without VAT" },
        { "repeated_key", "同一文件中每个键只有一行", "one row per key in a file" },
        {
            "too_large", "数据库能存下的数量、价格和金额，换算、相加之后也是",
            "quantities, prices and amounts that the warehouse can hold, also after conversion to units and addition"
        },
        { "too_long", "不超过 800 字节的名称", "names of at most 800 bytes" },
        { "missing_value", "每个必需列都有值", "a value in every required column" },
        { "unknown_chain", "config/chains 中的系统编号", "a chain of config/chains, by its id" },
        {
            "mixed_detail", "一个系统一个月只用一种粒度，与其第一行相同：合计、按门店、按单品或两者",
            "a chain's month in one degree of detail, as in its first row: in total, by store, by product, or by both"
        },
        { "after_start", "公司在此启用之前已结束的内容", "what had ended before the day on which the company starts here" },
        {
            "net_amount_missing", "未税货款与退货：该系统合同的条款按未税计",
            "goods and returns without VAT: a clause of the chain's contract counts them so"
        },
        { "unknown_fee_code", "费用表或合同中的费用", "a fee of the list of fees or of a contract" },
    };

    /// <summary>What a row is: the tables that rows are staged for.</summary>
    public static LabelFamily Record { get; } = new("mart.master_data_finding.named_in")
    {
        { "order_line", "订单行", "order line" },
        { "delivery_line", "送货行", "delivery line" },
        { "statement", "对账单", "statement" },
        { "statement_line", "对账单行", "statement line" },
        { "payment_line", "付款行", "payment line" },
        { "invoice", "发票", "invoice" },
        { "product", "产品", "product" },
        { "chain_item", "系统货号", "chain item" },
        { "store", "门店", "store" },
        { "store_staff", "门店人员", "store staff" },
        { "person", "人员", "person" },
        { "responsibility", "职责", "responsibility" },
        { "dealer", "经销商", "dealer" },
        { "price", "供价", "price" },
        { "price_floor", "统一价底线", "price floor" },
        { "promotion", "促销", "promotion" },
        { "contract", "合同", "contract" },
        { "contract_term", "合同条款", "contract term" },
        { "contract_tier", "返利档位", "rebate tier" },
        { "fee_text", "费用名称", "fee text" },
        { "item_status", "商品状态", "item status" },
        { "sale", "销售", "sale" },
        { "stock", "库存", "stock" },
        { "retail_price", "零售价", "retail price" },
        { "retail_plan", "零售价计划", "retail plan" },
        { "regional_assortment", "区域必备品项", "regional assortment" },
        { "target", "目标", "target" },
        { "submission", "上报材料", "submission" },
        { "improvement_plan", "改进计划", "plan of improvement" },
        { "inspection", "巡店", "inspection" },
        { "warehouse_shipment", "大仓配送", "shipment of a warehouse" },
        { "delivery_lot", "送货批次", "lot delivered" },
        { "stock_lot", "批次库存", "lot in stock" },
        { "store_survey", "店内调查", "survey of a store" },
        { "work_summary", "工作总结", "summary of work" },
        { "promotion_plan", "促销方案", "promotion plan" },
        { "special_fee", "专项费用", "special fee" },
        { "opening_statement", "期初对账单", "statement of before the start" },
        { "opening_claim", "期初索赔", "claim of before the start" },
        { "opening_sale", "期初销售", "sales of before the start" },
    };

    /// <summary>What a source row became, or the side of a figure that names it.</summary>
    public static LabelFamily Traced => field ??= new()
    {
        Record,
        { "source", "源行", "source row" },
        { "our", "我方", "our" },
        { "their", "对方", "their" },
    };
}
