namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>How a store's stock of an item stands.</summary>
    public static LabelFamily StockState { get; } = new("mart.stock_cover.state", "mart.work_list.stock_state")
    {
        { "out", "断货", "out of stock" },
        { "below_safety", "低于安全库存", "below the safety stock" },
        { "enough", "库存充足", "enough in stock" },
        { "no_demand", "无动销", "not sold" },
    };

    /// <summary>What the usual sales of an item were taken from.</summary>
    public static LabelFamily DemandSource { get; } = new("mart.stock_cover.demand_source")
    {
        { "till", "销售数据", "till sales" },
        { "supply", "供货数据", "supply" },
    };

    /// <summary>What somebody looked at that is personal.</summary>
    public static LabelFamily PersonalAccess { get; } = new("ops.personal_access.kind")
    {
        { "photograph", "照片", "photograph" },
        { "penalties", "个人考核", "penalties of people" },
    };

    /// <summary>On which of the two legs an order through a warehouse is short.</summary>
    public static LabelFamily FailedLeg { get; } = new("mart.warehouse_leg.failed_leg")
    {
        { "to_warehouse", "我方送大仓", "to the warehouse" },
        { "to_store", "大仓配送门店", "warehouse to store" },
        { "both", "两段都有", "both" },
    };

    /// <summary>Why a line of the work list goes first, where no column of a list is called so (<see cref="WorkReasons"/>).</summary>
    public static LabelFamily WorkReason { get; } = new()
    {
        { "in_warehouse", "大仓有货", "lies in the warehouse" },
        { "promoted", "促销", "promoted" },
    };

    /// <summary>When an order line goes.</summary>
    public static LabelFamily WorkDue { get; } = new("mart.work_list.due")
    {
        { "overdue", "逾期仍可送", "overdue, still in time" },
        { "today", "今天", "today" },
        { "tomorrow", "明天", "tomorrow" },
    };
}
