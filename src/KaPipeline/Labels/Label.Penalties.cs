namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>What a staffing signal counts.</summary>
    public static LabelFamily StaffingKind { get; } = new("mart.staffing_signal.kind")
    {
        { "promoter", "导购", "promoters" },
        { "representative", "业务代表", "representatives" },
        { "dealer", "经销商的业务代表", "representatives of a dealer" },
        { "dealer_sales", "业务代表的经销商合计", "dealers of a representative" },
    };

    /// <summary>What a penalty is counted by.</summary>
    public static LabelFamily PenaltyUnit { get; } = new("core.penalty_rule.unit")
    {
        { "sku_store", "门店单品", "items in stores" },
        { "item", "单品", "items" },
        { "store", "门店", "stores" },
        { "approved", "元（批复）", "RMB approved" },
        { "case", "次", "cases" },
        { "day", "天", "days" },
        { "piece", "件", "pieces" },
        { "percent", "个百分点", "per cent" },
    };

    /// <summary>What a person decided about a possible penalty.</summary>
    public static LabelFamily ExposureDecision { get; } = new("ops.exposure_decision.decision")
    {
        { "charged", "考核", "charged" },
        { "waived", "免除", "waived" },
    };
}
