namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>Kinds of promotions.</summary>
    public static LabelFamily PromotionKind { get; } = new("core.promotion.kind")
    {
        { "poster", "海报", "poster" },
        { "in_store", "店内", "in store" },
    };

    /// <summary>How far the claim of a special fee is.</summary>
    public static LabelFamily FeeStep { get; } = new("mart.special_fee_claim.step")
    {
        { "applied", "已申请", "applied for" },
        { "approved", "已批准", "approved" },
        { "spent", "已发生", "spent" },
        { "invoiced", "已开票", "invoiced" },
        { "paid", "已付款", "paid" },
    };
}
