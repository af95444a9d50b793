namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>What a plan of improvement is for.</summary>
    public static LabelFamily ImprovementPlanKind { get; } = new("core.improvement_plan.kind", "mart.improvement_plan.kind")
    {
        { "outlet", "门店", "outlet" },
        { "item", "单品", "item" },
    };

    /// <summary>How far a plan of improvement is.</summary>
    public static LabelFamily ImprovementPlanState { get; } = new("mart.improvement_plan.state")
    {
        { "wanted", "待交计划", "plan wanted" },
        { "missing", "未交计划", "no plan" },
        { "running", "进行中", "running" },
        { "late", "逾期未完成", "overdue" },
        { "done", "已完成", "done" },
    };
}
