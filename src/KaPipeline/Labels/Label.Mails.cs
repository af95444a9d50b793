namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>States of a letter to one reader.</summary>
    public static LabelFamily MailState { get; } = new("ops.delivery.state", "ops.delivery_event.state")
    {
        { "rendered", "待发", "rendered" },
        { "claimed", "发送中", "being sent" },
        { "accepted", "已接收", "accepted" },
        { "refused", "被拒", "refused" },
        { "in_doubt", "存疑", "in doubt" },
        { "suppressed", "不发", "suppressed" },
        { "bounced", "退信", "bounced" },
    };

    /// <summary>States of an edition.</summary>
    public static LabelFamily EditionState { get; } = new("ops.edition.edition_state")
    {
        { "open", "可发", "open" },
        { "held", "暂缓", "held" },
        { "waiting", "待补发", "waiting" },
    };

    /// <summary>By which of the two moments an edition judged what was known.</summary>
    public static LabelFamily Knowledge { get; } = new("ops.edition.knowledge", "core.past_state.knowledge")
    {
        { "arrived", "按到达时间", "by arrival" },
        { "recorded", "按入库时间", "by recording" },
    };

    /// <summary>Deadlines that digests list.</summary>
    public static LabelFamily Deadline { get; } = new()
    {
        { "reconciliation", "对账日", "reconciliation date" },
        { "invoice", "投票日", "invoice submission day" },
        { "payment", "回款日", "payment day" },
        { "promotion_filing", "促销报备", "promotion filing" },
        { "promotion_report", "促销结果上报", "promotion results" },
        { "new_product", "新品开通", "new product" },
        { "dispute", "异议截止", "last day to dispute" },
    };
}
