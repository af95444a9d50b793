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

    /// <summary>Age of a receivable.</summary>
    public static LabelFamily Bucket { get; } = new("mart.receivable_ageing.bucket")
    {
        { "not_due", "未到期", "not due" },
        { "1-30", "逾期1–30天", "1 to 30 days" },
        { "31-60", "逾期31–60天", "31 to 60 days" },
        { "61-90", "逾期61–90天", "61 to 90 days" },
        { "over_90", "逾期90天以上", "over 90 days" },
    };
}
