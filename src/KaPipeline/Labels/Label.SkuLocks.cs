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

    /// <summary>The rule by which a lock was seen; its reason in words is in the evidence of the view.</summary>
    public static LabelFamily LockRule { get; } = new("mart.sku_lock_alert.rule")
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
}
