namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>What changed in an item list.</summary>
    public static LabelFamily ItemField { get; } = new("mart.item_list_change.field")
    {
        { "product", "新品", "new item" },
        { "product_ended", "产品停产", "product ended" },
        { "listed", "开通", "listed" },
        { "delisted", "停售", "delisted" },
        { "item_number", "货号", "item number" },
        { "unit_barcode", "单包码", "unit barcode" },
        { "case_barcode", "整箱码", "case barcode" },
        { "pack_size", "入数", "pack size" },
        { "supply_price", "供货价（不含税）", "supply price without VAT" },
        { "vat_rate", "税率", "VAT rate" },
    };

    /// <summary>Gaps in the master data.</summary>
    public static LabelFamily DataGap { get; } = new("mart.data_gap.kind")
    {
        { "unknown_outlet_class", "门店类别不明", "outlet class unknown" },
        { "store_without_representative", "门店没有业务代表", "store without representative" },
        { "no_unit_barcode", "缺单包码", "no unit barcode" },
        { "no_case_barcode", "缺整箱码", "no case barcode" },
        { "no_price", "已开通但没有供货价", "listed without a price" },
        { "pack_size_differs", "入数不一致", "pack size differs" },
        { "unknown_store", "未知门店", "unknown store" },
        { "unknown_account", "未知结算账户", "unknown account" },
        { "pack_size_missing", "缺入数", "pack size missing" },
        { "shared_barcode", "条码对应多个产品", "barcode of several products" },
        { "unknown_product", "未知商品", "unknown product" },
        { "unknown_chain", "未知系统", "unknown chain" },
        { "price_of_nought", "价格为零", "price of zero" },
        { "overlapping_period", "有效期重叠", "overlapping periods" },
    };

    /// <summary>What cannot be computed, or not be trusted, because of a gap.</summary>
    public static LabelFamily DataGapCost { get; } = new()
    {
        { "unknown_outlet_class", "门店类别、城市所需业务代表数", "outlet class, representatives that a city needs" },
        { "store_without_representative", "没有人收到日报，考核落不到人，先送清单无人负责",
            "nobody reads its daily, exposures name nobody, its work list is nobody's" },
        { "no_unit_barcode", "只写条码的行找不到产品，进入隔离", "rows that name the barcode alone wait in quarantine" },
        { "no_case_barcode", "只写整箱码的行找不到产品，进入隔离", "rows that name the case's barcode alone wait in quarantine" },
        { "no_price", "价格异常不判，按订单价计；毛利算不出", "prices are not judged, the order's own counts; no margin" },
        { "pack_size_differs", "建议订货箱数与送货箱数可能不对", "suggested and delivered cases may be wrong" },
        { "shared_barcode", "写该条码的行找不到产品，进入隔离", "rows that name it wait in quarantine" },
        { "unknown_product", "写该产品的行不能加载或不起作用", "rows that name it are not loaded, or have no effect" },
        { "unknown_chain", "该行不起作用", "the row has no effect" },
        { "price_of_nought", "供货额按零计", "supply counts as nothing" },
        { "overlapping_period", "以起始日较新的为准，可能不对", "the later one is taken, which may be wrong" },
        { "unknown_store", "该门店的行不能加载", "its rows are not loaded" },
        { "unknown_account", "该账户的行不能加载", "its rows are not loaded" },
        { "pack_size_missing", "按箱计的行不能换算，进入隔离", "rows in cases cannot be converted and wait in quarantine" },
    };
}
