namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>What an inspection of a store found wrong.</summary>
    public static LabelFamily InspectionFinding { get; } = new("mart.inspection_finding.finding")
    {
        { "display_below_competitor", "陈列面低于竞品", "display below the competitor's" },
        { "display_cost_high", "陈列费用超标", "display cost above the region's standard" },
        { "display_small", "单品陈列不足", "display too small" },
        { "stack_missing", "堆头不足", "stack too small" },
        { "damaged_pack", "破损单包上架", "damaged packs on sale" },
        { "defaced_case", "整箱污损", "defaced cases" },
        { "display_empty", "陈列空缺", "display empty" },
        { "display_not_full", "陈列不饱满", "display not full" },
        { "material_bad", "物料不良", "bad material" },
        { "gifts_not_shown", "赠品未陈列或未告知", "gifts not shown or announced" },
        { "promoters_missing", "导购缺岗", "promoters missing" },
        { "expired", "已过期", "expired" },
        { "stale", "临期", "near its end" },
        { "shelf_price", "货架价不符", "shelf price off the plan" },
    };

    /// <summary>Whose cause it is, what is wrong with it; of a price its likely cause.</summary>
    public static LabelFamily InspectionDetail => field ??= new("mart.inspection_finding.detail")
    {
        DisplayCause, MaterialState, GiftState, { "expired_promotion", "促销已结束", "promotion is over" },
        { "promotion_not_entered", "促销价未执行", "promotion was not entered" },
    };

    /// <summary>How full a display is.</summary>
    public static LabelFamily DisplayState { get; } = new("core.inspection.display_state")
    {
        { "full", "饱满", "full" },
        { "not_full", "不饱满", "not full" },
        { "empty", "空缺", "empty" },
    };

    /// <summary>By whose cause it is not.</summary>
    public static LabelFamily DisplayCause { get; } = new("core.inspection.display_cause")
    {
        { "representative", "业务原因", "the representative's cause" },
        { "promoter", "导购原因", "the promoter's cause" },
        { "dealer", "经销商原因", "the dealer's cause" },
    };

    /// <summary>Advertising material.</summary>
    public static LabelFamily MaterialState { get; } = new("core.inspection.material_state", "mart.store_inspection.material_state")
    {
        { "good", "完好", "good" },
        { "dirty", "脏污", "dirty" },
        { "out_of_date", "过期", "out of date" },
        { "damaged", "破损", "damaged" },
        { "unfitting", "不符", "unfitting" },
    };

    /// <summary>Gifts.</summary>
    public static LabelFamily GiftState { get; } = new("core.inspection.gift_state", "mart.store_inspection.gift_state")
    {
        { "shown", "已陈列", "shown" },
        { "not_shown", "未陈列", "not shown" },
        { "not_announced", "未告知", "not announced" },
    };

    /// <summary>Where it is known from what is left of a lot.</summary>
    public static LabelFamily LeftSource { get; } = new("mart.store_lot.left_source")
    {
        { "counted", "按批盘点", "counted by lot" },
        { "estimated", "按先进先出推算", "estimated, first in, first out" },
        { "unknown", "无库存数据", "no stock is given" },
    };

    /// <summary>How fresh goods are.</summary>
    public static LabelFamily Freshness { get; } = new("mart.freshness_alert.state", "mart.store_lot.state")
    {
        { "fresh", "正常", "fresh" },
        { "expired", "已过期", "expired" },
        { "stale", "临期", "near its end" },
    };
}
