namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>States of a case.</summary>
    public static LabelFamily CaseState { get; } = new("ops.case.state", "ops.case_step.from_state", "ops.case_step.to_state",
        "core.opening_claim.state")
    {
        { "open", "待提交", "open" },
        { "sent", "已提交", "sent" },
        { "agreed", "已同意", "agreed" },
        { "refused", "被拒", "refused" },
        { "credited", "已到账", "credited" },
        { "written_off", "已核销", "written off" },
        { "cleared", "已消除", "cleared" },
    };

    /// <summary>Steps of a case.</summary>
    public static LabelFamily CaseStep { get; } = new("ops.case_step.action")
    {
        { "open", "新建", "open" },
        { "adjust", "金额调整", "adjust the amount" },
        { "send", "提交系统", "send to the chain" },
        { "agree", "系统同意", "the chain agrees" },
        { "refuse", "系统拒绝", "the chain refuses" },
        { "credit", "款项到账", "money credited" },
        { "write_off", "核销", "write off" },
        { "reopen", "重开", "reopen" },
        { "clear", "消除", "clear" },
        { "assign", "指派", "assign" },
        { "note", "备注", "note" },
        { "receive_invoice", "收到发票", "invoice received" },
        { "settle", "应退已结清", "what was owed is settled" },
    };

    /// <summary>What happened to a case, as its history tells it.</summary>
    public static LabelFamily CaseEvent { get; } = new("ops.case_event.action")
    {
        { "open", "新建", "opened" },
        { "adjust", "金额调整", "amount adjusted" },
        { "send", "提交系统", "sent to the chain" },
        { "agree", "系统同意", "agreed" },
        { "refuse", "系统拒绝", "refused" },
        { "credit", "款项到账", "money credited" },
        { "write_off", "核销", "written off" },
        { "reopen", "重开", "reopened" },
        { "clear", "消除", "cleared" },
        { "assign", "指派", "assigned" },
        { "note", "备注", "note" },
        { "receive_invoice", "收到发票", "invoice received" },
        { "settle", "应退已结清", "what was owed is settled" },
    };
}
