namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>Roles of people in the trade.</summary>
    public static LabelFamily Role { get; } = new("core.responsibility.role", "core.penalty_share.role", "mart.exposure.role")
    {
        { "representative", "业务代表", "KA representative" },
        { "city_manager", "都市KA经理", "city KA manager" },
        { "region_manager", "区域KA经理", "regional KA manager" },
        { "area_manager", "地区经理", "area manager" },
        { "sales_region_manager", "区域经理", "sales region manager" },
        { "supervisor", "系统主管", "system supervisor" },
        { "analyst", "数据分析员", "analyst" },
        { "finance", "财务", "finance" },
        { "finance_director", "财务总监", "finance director" },
        { "operations", "运维", "operations" },
        { "item_opener", "开码负责人", "item opening" },
        { "promotion_runner", "促销负责人", "promotion lead" },
        { "promoter", "导购", "promoter" },
        { "dealer_manager", "经销商负责人", "dealer manager" },
        { "dealer", "经销商", "dealer" },
    };

    /// <summary>Roles of accounts of the console.</summary>
    public static LabelFamily AccountRole { get; } = new("ops.account.role")
    {
        { "viewer", "查看", "viewer" },
        { "finance", "财务", "finance" },
        { "operator", "运维", "operator" },
        { "admin", "管理员", "admin" },
    };

    /// <summary>Languages of accounts.</summary>
    public static LabelFamily AccountLanguage { get; } = new("ops.account.language")
    {
        { "zh", "中文", "Chinese" },
        { "en", "英文", "English" },
    };

    /// <summary>Papers that are due every month.</summary>
    public static LabelFamily Paper { get; } = new(
        "core.submission.kind", "mart.submission_lateness.kind", "mart.paper_submitted.kind")
    {
        { "sku_ranking", "单品排名", "SKU ranking" },
        { "budget", "费用预算", "fee budget" },
        { "plan", "工作计划", "work plan" },
        { "survey", "竞品与店内调查", "survey of competitors and stores" },
        { "work_summary", "工作总结", "summary of work" },
    };

    /// <summary>What a ranking is within.</summary>
    public static LabelFamily Area { get; } = new("mart.sku_ranking.scope_kind", "mart.area_ranking.area_kind")
    {
        { "national", "全国", "national" },
        { "chain", "系统", "chain" },
        { "region", "区域", "region" },
        { "city", "城市", "city" },
        { "store", "门店", "store" },
    };

    /// <summary>How a store is supplied.</summary>
    public static LabelFamily DeliveryMode { get; } = new("core.store.delivery_mode")
    {
        { "direct", "直送", "direct" },
        { "warehouse", "大仓", "through a warehouse" },
    };
}
