namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>What somebody wrote down of a store.</summary>
    public static LabelFamily SurveyKind { get; } = new("core.store_survey.kind", "mart.store_survey.kind")
    {
        { "competitor", "竞品", "competitor" },
        { "promotion", "促销", "promotion" },
        { "own_stock", "商品库存", "stock of goods" },
        { "gift", "赠品库存", "stock of gifts" },
    };
}
