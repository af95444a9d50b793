using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>Which canonical field a header usually means: words of the trade, and whatever the profiles at hand have learned.</summary>
internal sealed class Vocabulary
{
    private static readonly (string Field, string Words)[] Trade =
    [
        ("order_number", "订单号|采购单号|订单编号|订货单号|订单号码|来源订单号|PO号|采购订单号|order number|order no|BILLNO|UNTNUM"),
        ("delivery_number", "送货单号|收货单号|验收单号|入库单号|退货单号|单据号|delivery number|receipt number"),
        ("statement_number", "对账单号|结算单号|账单号|statement number"),
        ("store_id", "门店|门店编号|门店编码|店号|机构编码|部门|订货地|门店/仓库编码|ORGCODE|store"),
        ("item_number", "货号|商品编码|商品编号|商品代码|店内码|商品|PLUCODE|item|item number"),
        ("barcode", "条码|商品条码|国际条码|国条|GTIN|EAN|barcode"),
        ("supplier_code", "供应商编码|供商编码|供商卡号|供应商|SUPCODE|supplier code"),
        ("ordered_on", "订货日期|订单日期|创单日期|制单日期|单据日期|下单日期|订单日|order date"),
        ("requested_on", "要求送货日期|到货日期|预计到货日|计划到货日期|交货日期|送货日期|delivery date"),
        ("units", "数量|订货数量|订购数量|订货数|订货量|零数|quantity|QTY|Quantity Ordered"),
        ("cases", "箱数|订货箱数|订购箱数|件数|cases"),
        ("row_pack_size", "箱入数|箱装数|箱规|入数|包装含量|内装数|箱含量|包装|pack"),
        ("unit_price", "单价|进价|买价|未税进价|含税进价|未税单价|含税单价|不含税价|供价|cost"),
        ("case_price", "箱价|未税箱价|含税箱价|case price"),
        ("is_free", "赠品|是否赠品|免费"),
        ("shipped_on", "发货日期|送货日期|出库日期|发货"),
        ("received_on", "签收日期|收货日期|验收日期|实际收货日|入库日期|收货|到货"),
        ("shipped_units", "送货数量|发货数量|发货"),
        ("shipped_cases", "送货箱数|发货箱数"),
        ("received_units", "实收数量|验收数量|收货数量|已收货数量|实收"),
        ("received_cases", "实收箱数|收货箱数|验收箱数"),
        ("line_number", "序号|行号|line"),
        ("kind", "单据类型|业务类型|类型|采购单类型|行类型|YWTYPE"),
        ("vat_rate", "税率|TAXRATE"),
        ("amount", "价税合计|含税金额|结算金额|应付金额|金额|amount"),
        ("fee_text", "费用项目|费用名称|扣款项目|费用"),
        ("deduction_mode", "扣款方式|费用方式|扣费方式"),
        ("invoice_number", "发票号|发票号码"),
        ("settlement_unit", "结算区域|大区号"),
        ("period_from", "结算周期|结算期间|账期开始|起始日期|账期起|结算开始"),
        ("period_to", "账期结束|截止日期|账期止|结算结束"),
        ("stated_on", "账单日|出单日|出单日期"),
        ("stated_payable", "应结算总金额|应付金额|应付总额"),
        ("stated_invoiceable", "应开票总金额|开票金额"),
    ];

    // Parts of longer headers, tried in this order where no whole word is known.
    private static readonly (string Part, string[] Fields)[] Parts =
    [
        ("条形码", ["barcode"]), ("条码", ["barcode"]), ("货号", ["item_number"]), ("商品编", ["item_number"]), ("商品代码", ["item_number"]),
        ("对账单", ["statement_number"]), ("结算单", ["statement_number"]), ("送货单", ["delivery_number"]), ("验收单", ["delivery_number"]),
        ("收货单", ["delivery_number"]), ("订单号", ["order_number"]), ("单号", ["order_number", "delivery_number"]), ("门店名", []), ("店名", []),
        ("门店", ["store_id"]), ("店号", ["store_id"]), ("供应商", ["supplier_code"]), ("下单日", ["ordered_on"]), ("订货日", ["ordered_on"]),
        ("订单日", ["ordered_on"]), ("到货", ["requested_on", "received_on"]), ("交货", ["requested_on"]), ("收货日", ["received_on"]),
        ("验收日", ["received_on"]), ("签收", ["received_on"]), ("发货日", ["shipped_on"]), ("箱价", ["case_price"]), ("箱数", ["cases", "received_cases"]),
        ("实收", ["received_units"]), ("验收", ["received_units"]), ("收货", ["received_units"]), ("发货", ["shipped_units"]), ("税率", ["vat_rate"]),
        ("金额", ["amount"]), ("合计", ["amount"]), ("进价", ["unit_price"]), ("单价", ["unit_price"]), ("数量", ["units", "received_units"]),
        ("购量", ["units"]), ("货量", ["units"]), ("入数", ["row_pack_size"]), ("费", ["fee_text"]), ("发票", ["invoice_number"]),
    ];

    private readonly Dictionary<string, List<string>> fields = [];

    public Vocabulary(IEnumerable<ChainProfile> known)
    {
        foreach (var (field, words) in Trade)
        {
            words.Split('|').ToList().ForEach(word => Learn(word, field));
        }

        foreach (var (field, mapping) in known.SelectMany(chain => chain.Reports).SelectMany(report => report.Rows).SelectMany(row => row.Fields)
            .Where(pair => pair.Value.Source is FieldSource.Column or FieldSource.Head))
        {
            mapping.Names.ToList().ForEach(name => Learn(name, field));
        }
    }

    /// <summary>Words for a field, for finding labels.</summary>
    public static IEnumerable<string> WordsFor(string field) => Trade.Where(entry => entry.Field == field).SelectMany(entry => entry.Words.Split('|'));

    /// <summary>Fields that a header may mean, likeliest first. A header of two rows counts by its last part as well.</summary>
    public IReadOnlyList<string> FieldsOf(string header)
    {
        var whole = HeaderText.Normalise(header);
        return fields.GetValueOrDefault(whole) ?? fields.GetValueOrDefault(whole.Replace("/", "", StringComparison.Ordinal)) ?? fields.GetValueOrDefault(whole[(whole.LastIndexOf('/') + 1)..])
            ?? (IReadOnlyList<string>)(Array.Find(Parts, part => whole.Contains(part.Part, StringComparison.Ordinal)).Fields ?? []);
    }

    private void Learn(string word, string field)
    {
        var key = HeaderText.Normalise(word);
        var known = fields.TryGetValue(key, out var list) ? list : fields[key] = [];
        if (!word.StartsWith('#') && !known.Contains(field))
        {
            known.Add(field);
        }
    }
}
