namespace KaPipeline.Labels;

public static partial class Label
{
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
}
