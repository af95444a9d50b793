namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>What the search box finds.</summary>
    public static LabelFamily SearchKind { get; } = new()
    {
        { "order", "订单", "order" },
        { "delivery", "送货单", "delivery note" },
        { "statement", "对账单", "statement" },
        { "item", "系统货号", "chain's item number" },
        { "product", "商品", "product" },
        { "store", "门店", "store" },
        { "case", "索赔", "case" },
        { "file", "文件", "file" },
        { "run", "运行", "run" },
    };

    /// <summary>What one row of a view is whose figures lead back to files.</summary>
    public static LabelFamily TracedView { get; } = new()
    {
        { "statement_reconciliation", "对账单的对账结果", "a statement reconciled" },
        { "statement_totals", "对账单合计", "totals of a statement" },
        { "reconciliation_break", "对账差异", "a difference of a statement" },
        { "reconciliation_line", "订货、送货、结算对照", "a line ordered, delivered and settled" },
        { "open_difference", "未了差异", "an open difference" },
        { "deduction_review", "扣款核对", "a deduction judged" },
        { "sales_growth", "销售与增长", "sales and growth" },
        { "product_month", "单品月销售", "an item's month" },
        { "target_progress", "目标达成", "a target and what was reached" },
        { "sku_lock_alert", "锁码", "an item locked or at risk" },
        { "stock_cover", "库存天数", "days of stock" },
        { "fee_ratio", "费用率", "a fee's ratio" },
        { "clause_by_calendar_year", "合同条款", "a clause of a contract" },
        { "negotiation_ground", "谈判基础", "ground of negotiation" },
        { "fill_rate", "送达率", "fill rate" },
        { "promotion_deadline", "促销", "a promotion" },
        { "promotion_sheet", "促销结案", "a promotion's result" },
        { "gross_margin", "毛利", "margin" },
        { "outlet_profile", "门店分销", "distribution of an outlet" },
        { "outlet_coverage", "铺市率", "coverage" },
        { "assortment_gap", "必备品项缺失", "a mandatory item missing" },
        { "new_product_clock", "新品开通", "a new product's clock" },
    };
}
