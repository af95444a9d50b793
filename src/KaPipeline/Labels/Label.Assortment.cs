namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>Parts of the mandatory assortment.</summary>
    public static LabelFamily Assortment { get; } = new("core.product.assortment")
    {
        { "core", "核心", "core" },
        { "children", "儿童", "children" },
        { "new", "新品", "new" },
        { "region", "区域", "region" },
        { "other", "其他", "other" },
    };

    /// <summary>How far a new product has come in a store.</summary>
    public static LabelFamily NewProductState { get; } = new("mart.new_product_clock.state")
    {
        { "opened", "按期开通", "opened in time" },
        { "opened_late", "逾期开通", "opened late" },
        { "late", "逾期未开通", "late" },
        { "running", "进行中", "running" },
    };

    /// <summary>Classes of outlets (M1).</summary>
    public static LabelFamily OutletClass { get; } = new("mart.outlet_class.outlet_class")
    {
        { "KA", "KA", "KA" },
        { "A", "A", "A" },
        { "other", "其他", "other" },
        { "unknown", "属性不全", "unknown" },
    };
}
