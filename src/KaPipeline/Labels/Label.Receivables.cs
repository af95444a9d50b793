namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>How far a receivable has come.</summary>
    public static LabelFamily ReceivableStage { get; } = new("mart.receivable_ageing.stage")
    {
        { "not_invoiced", "未开票", "not invoiced" },
        { "not_submitted", "未投票", "invoice not submitted" },
        { "not_received", "对方未签收发票", "invoice not received by the chain" },
        { "term_unknown", "账期不明", "term unknown" },
        { "waiting", "等回款日", "waits for its payment day" },
        { "overdue", "已逾期", "overdue" },
    };
}
