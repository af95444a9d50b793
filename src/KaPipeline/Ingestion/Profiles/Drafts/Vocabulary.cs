using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>Which canonical field a header usually means: words of the trade, and whatever the profiles at hand have learned.</summary>
internal sealed class Vocabulary
{
    private static readonly (string Field, string Words)[] Trade =
    [
        ("order_number", "订单号|采购单号|订单编号|订货单号|订单号码|来源订单号|PO号|采购订单号|order number|order no|BILLNO|UNTNUM|采购凭证|采购单|来源单号|来源采购|要货单号"),
        ("delivery_number", "送货单号|收货单号|验收单号|入库单号|退货单号|单据号|delivery number|receipt number|入库凭证|收货凭证|验收凭证|入库单"),
        ("statement_number", "对账单号|结算单号|账单号|statement number"),
        ("store_id", "门店|门店编号|门店编码|店号|机构编码|部门|订货地|门店/仓库编码|ORGCODE|store|机构|收货机构|收货门店|收货方|店铺|分店|网点"),
        ("item_number", "货号|商品编码|商品编号|商品代码|店内码|商品|PLUCODE|item|item number|品项代码|品项编码|品号|单品编码|商品号|SKU"),
        ("barcode", "条码|商品条码|国际条码|国条|GTIN|EAN|barcode|国际码|69码"),
        ("supplier_code", "供应商编码|供商编码|供商卡号|供应商|SUPCODE|supplier code"),
        ("ordered_on", "订货日期|订单日期|创单日期|制单日期|单据日期|下单日期|订单日|order date|开单日|下单日|制单日"),
        ("requested_on", "要求送货日期|到货日期|预计到货日|计划到货日期|交货日期|送货日期|delivery date|限交日|交期|交货期|最晚到货日"),
        ("units", "数量|订货数量|订购数量|订货数|订货量|零数|quantity|QTY|Quantity Ordered|要货数|要货数量|结算数|结算数量"),
        ("cases", "箱数|订货箱数|订购箱数|件数|cases|要货箱数|要货件数"),
        ("row_pack_size", "箱入数|箱装数|箱规|入数|包装含量|内装数|箱含量|包装|pack|每箱|每箱数|装箱数|件装数"),
        ("unit_price", "单价|进价|买价|未税进价|含税进价|未税单价|含税单价|不含税价|供价|cost"),
        ("case_price", "箱价|未税箱价|含税箱价|case price"),
        ("is_free", "赠品|是否赠品|免费"),
        ("shipped_on", "发货日期|送货日期|出库日期|发货"),
        ("received_on", "签收日期|收货日期|验收日期|实际收货日|入库日期|收货|到货|入库日|收货日|验收日"),
        ("shipped_units", "送货数量|发货数量|发货"),
        ("shipped_cases", "送货箱数|发货箱数"),
        ("received_units", "实收数量|验收数量|收货数量|已收货数量|实收|入库数量|入库数|实收数"),
        ("received_cases", "实收箱数|收货箱数|验收箱数"),
        ("line_number", "序号|行号|line"),
        ("kind", "单据类型|业务类型|类型|采购单类型|行类型|YWTYPE|业务|业务类别|单据类别|类别"),
        ("vat_rate", "税率|TAXRATE"),
        ("amount", "价税合计|含税金额|结算金额|应付金额|金额|amount|含税额|结算额"),
        ("net_amount", "未税金额|不含税金额|未税额|不含税额"), ("tax_amount", "税额|税金"),
        ("fee_text", "费用项目|费用名称|扣款项目|费用|费用说明|费用内容|扣款说明"),
        ("deduction_mode", "扣款方式|费用方式|扣费方式|扣除方式|扣款形式"),
        ("invoice_number", "发票号|发票号码|票据号"),
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
        ("商品名", []), ("品项名", []), ("品名", []), ("含税额", ["amount"]), ("条形码", ["barcode"]), ("条码", ["barcode"]),
        ("国际", ["barcode"]), ("品项", ["item_number"]), ("单品", ["item_number"]), ("凭证", ["order_number", "delivery_number"]), ("机构", ["store_id"]), ("货号", ["item_number"]), ("商品编", ["item_number"]), ("商品代码", ["item_number"]),
        ("对账单", ["statement_number"]), ("结算单", ["statement_number"]), ("送货单", ["delivery_number"]), ("验收单", ["delivery_number"]),
        ("收货单", ["delivery_number"]), ("订单号", ["order_number"]), ("单号", ["order_number", "delivery_number"]), ("门店名", []), ("店名", []),
        ("门店", ["store_id"]), ("店号", ["store_id"]), ("供应商", ["supplier_code"]), ("下单日", ["ordered_on"]), ("订货日", ["ordered_on"]),
        ("订单日", ["ordered_on"]), ("到货", ["requested_on", "received_on"]), ("交货", ["requested_on"]), ("收货日", ["received_on"]),
        ("验收日", ["received_on"]), ("签收", ["received_on"]), ("发货日", ["shipped_on"]), ("箱价", ["case_price"]), ("箱数", ["cases", "received_cases"]),
        ("实收", ["received_units"]), ("验收", ["received_units"]), ("收货", ["received_units"]), ("发货", ["shipped_units"]), ("税率", ["vat_rate"]),
        ("金额", ["amount"]), ("合计", ["amount"]), ("进价", ["unit_price"]), ("单价", ["unit_price"]), ("数量", ["units", "received_units"]),
        ("购量", ["units"]), ("货量", ["units"]), ("入数", ["row_pack_size"]), ("费", ["fee_text"]), ("发票", ["invoice_number"]),
    ];

    // Labels above and beside the table, where no whole word is known: how they begin, and how they end.
    private static readonly (string Field, Regex Label)[] Labels =
    [
        ("statement_number", new Regex("^(对账|结算|账单).*(号|编号|编码)$")), ("supplier_code", new Regex("^(供应商|供货商|供商|厂商)(编码|编号|代码|代号|号)?$")),
        ("stated_payable", new Regex("^(应付|应结|实付)")), ("stated_invoiceable", new Regex("开票.*额")), ("stated_on", new Regex("^(出具|出单|账单日|制单)")),
        ("order_number", new Regex("^(订单|采购|订货|要货).*号$")), ("delivery_number", new Regex("^(收货|入库|验收|送货|退货).*(号|通知单)$")),
        ("store_id", new Regex("^(门店|机构|店铺|收货方|交货地点)")), ("ordered_on", new Regex("^(订货|订单|下单|开单)日")), ("received_on", new Regex("^(收货|入库|验收|退货)日")),
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

    /// <summary>Whether a label outside the table names a field.</summary>
    public static bool IsLabelOf(string field, string label) =>
        Trade.Any(entry => entry.Field == field && entry.Words.Split('|').Contains(label)) || Labels.Any(entry => entry.Field == field && entry.Label.IsMatch(label));

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
