namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>What becomes of an application to reopen an item.</summary>
    public static LabelFamily ReopeningStep { get; } = new()
    {
        { "handed_in", "已提交", "handed in" },
        { "granted", "已恢复", "granted" },
        { "refused", "被拒", "refused" },
    };

    /// <summary>Rules that a price breaks.</summary>
    public static LabelFamily PriceRule { get; } = new("mart.price_anomaly.rule")
    {
        { "order_price_off_contract", "订单价不符合同", "order price off contract" },
        { "promotion_not_restored", "促销价未恢复", "promotion price not restored" },
        { "promotion_not_applied", "促销价未执行", "promotion price not applied" },
        { "settlement_price_off_order", "结算价不符订单", "settlement price off order" },
        { "below_price_floor", "低于统一价底线", "below price floor" },
        { "spread_across_chains", "系统间价差过大", "price spread across chains" },
        { "outlier", "价格偏离常态（统计）", "price far from usual (statistical)" },
        { "retail_off_plan", "零售价偏离计划", "retail price off plan" },
    };

    /// <summary>Likely causes of a price anomaly.</summary>
    public static LabelFamily PriceCause { get; } = new("mart.price_anomaly.likely_cause")
    {
        { "tax_basis", "疑含税与不含税混淆", "with and without VAT seem mixed up" },
        { "case_price", "疑为箱价", "looks like a case price" },
        { "neighbour_item", "疑为相邻产品价", "price of a neighbouring item" },
        { "expired_promotion", "促销已结束", "promotion has ended" },
        { "promotion_not_entered", "促销未录入", "promotion was not entered" },
        { "order_price_wrong", "结算价与约定一致，错在订单", "settled as agreed, the order was wrong" },
    };

    /// <summary>Levels of a lock.</summary>
    public static LabelFamily LockLevel { get; } = new("core.sku_lock_day.level", "mart.sku_lock_alert.level")
    {
        { "locked", "已锁码", "locked" },
        { "suspected", "疑似锁码", "suspected lock" },
        { "at_risk", "锁码风险", "at risk of lock" },
    };

    /// <summary>Likely causes of a lock.</summary>
    public static LabelFamily LockCause { get; } = new("mart.sku_lock_alert.cause")
    {
        { "undelivered_orders", "此前连续多单未送达", "undelivered orders before it" },
        { "short_deliveries", "此前有订单未送或少送", "short deliveries before it" },
        { "delisted", "系统下架", "delisted by the chain" },
        { "portal_reason", "门户所述原因", "the portal's own reason" },
        { "unknown", "原因不明", "cause unknown" },
    };

    /// <summary>The cause of a lock where it is worth telling: the portal's own reason is in the evidence already.</summary>
    public static string? KnownCause(string? lockCause) => lockCause is null or "unknown" or "portal_reason" ? null : lockCause;

    /// <summary>By what a lock was seen.</summary>
    public static LabelFamily LockEvidence { get; } = new("mart.sku_lock_alert.rule")
    {
        { "portal", "门户状态", "status on the portal" },
        { "silence", "久未订货", "no order for a long time" },
        { "failures_in_a_row", "连续未送达", "failures in a row" },
        { "failures", "近期未送达", "recent failures" },
        { "fill_rate", "满足率过低", "low fill rate" },
    };

    /// <summary>A store's item on its portal.</summary>
    public static LabelFamily ItemStatus { get; } = new("core.item_status.status")
    {
        { "active", "正常", "active" },
        { "locked", "锁码", "locked" },
        { "stopped", "停购", "stopped" },
        { "delisted", "下架", "delisted" },
    };

    /// <summary>What may be open at an outlet, whichever wing found it: a break, a lock, a price.</summary>
    public static LabelFamily OpenRule => field ??= new("mart.open_difference.rule")
    {
        BreakKind,
        LockLevel,
        PriceRule,
    };

    /// <summary>Where an agreed price comes from.</summary>
    public static LabelFamily PriceSource { get; } = new("mart.agreed_price.price_source")
    {
        { "promotion", "促销价", "promotion price" },
        { "contract", "合同价", "contract price" },
        { "order", "订单价", "order price" },
    };

    /// <summary>Where a retail price comes from.</summary>
    public static LabelFamily RetailSource { get; } = new("mart.gross_margin.retail_source")
    {
        { "seen", "实际", "seen" },
        { "planned", "计划", "planned" },
    };

    /// <summary>Kinds of promotions.</summary>
    public static LabelFamily PromotionKind { get; } = new("core.promotion.kind")
    {
        { "poster", "海报", "poster" },
        { "in_store", "店内", "in store" },
    };

    /// <summary>What a plan of improvement is for.</summary>
    public static LabelFamily PlanKind { get; } = new("core.improvement_plan.kind", "mart.improvement_plan.kind")
    {
        { "outlet", "门店", "outlet" },
        { "item", "单品", "item" },
    };

    /// <summary>How far a plan of improvement is.</summary>
    public static LabelFamily PlanState { get; } = new("mart.improvement_plan.state")
    {
        { "wanted", "待交计划", "plan wanted" },
        { "missing", "未交计划", "no plan" },
        { "running", "进行中", "running" },
        { "late", "逾期未完成", "overdue" },
        { "done", "已完成", "done" },
    };

    /// <summary>How far the claim of a special fee is.</summary>
    public static LabelFamily FeeStep { get; } = new("mart.special_fee_claim.step")
    {
        { "applied", "已申请", "applied for" },
        { "approved", "已批准", "approved" },
        { "spent", "已发生", "spent" },
        { "invoiced", "已开票", "invoiced" },
        { "paid", "已付款", "paid" },
    };

    /// <summary>Parts of the mandatory assortment.</summary>
    public static LabelFamily Assortment { get; } = new("core.product.assortment")
    {
        { "core", "核心", "core" },
        { "children", "儿童", "children" },
        { "new", "新品", "new" },
        { "region", "区域", "region" },
        { "other", "其他", "other" },
    };

    /// <summary>How far a new product has come in a store.</summary>
    public static LabelFamily NewProductState { get; } = new("mart.new_product_clock.state")
    {
        { "opened", "按期开通", "opened in time" },
        { "opened_late", "逾期开通", "opened late" },
        { "late", "逾期未开通", "late" },
        { "running", "进行中", "running" },
    };
}
