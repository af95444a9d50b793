using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>Which canonical field a header usually means: words of the trade, and whatever the profiles at hand have learned.</summary>
internal sealed partial class Vocabulary
{
    private static readonly (string Field, string Words)[] Trade =
    [
        ("order_number",
            "订单号|采购单号|订单编号|订货单号|订单号码|来源订单号|PO号|采购订单号|order number|order no|BILLNO|UNTNUM|采购凭证|采购单|来源单号|来源采购|要货单号|PO number|"
            + "PO no|PO|purchase order|purchase order no|purchase order number|order id|order #|order ref|我司订单号|订货单|订单编码|要货单|PO单号|"
            + "采购订单"),
        ("delivery_number",
            "送货单号|收货单号|验收单号|入库单号|退货单号|单据号|delivery number|receipt number|入库凭证|收货凭证|验收凭证|入库单|receipt no|receipt|GRN|GRN no|"
            + "goods receipt|goods receipt no|receiving no|delivery no|delivery note|delivery note no|DN no|return no|收货单|验收单|送货单|"
            + "入库单号码|收货编号|receipt id|收退货单号"),
        ("statement_number",
            "对账单号|结算单号|账单号|statement number|statement no|statement id|settlement no|settlement number|对账单编号|结算单|结算编号|对账单|账单编号"),
        ("store_id",
            "门店|门店编号|门店编码|店号|机构编码|部门|订货地|门店/仓库编码|ORGCODE|store|机构|收货机构|收货门店|收货方|店铺|分店|网点|store no|store code|store id|"
            + "store number|shop|shop no|shop code|branch|branch code|outlet|outlet code|site|site code|location code|ship to|门店号|"
            + "门店代码|分店编号|店编|收货门店编码|店铺编码|店铺编号|机构号|站点"),
        ("item_number",
            "货号|商品编码|商品编号|商品代码|店内码|商品|PLUCODE|item|item number|品项代码|品项编码|品号|单品编码|商品号|SKU|item code|item id|article|article no|"
            + "article number|article code|product code|product no|SKU code|SKU no|SKU ID|material|material no|物料编码|物料号|商品货号|产品编码|"
            + "单品号|商品ID|货品编码"),
        ("barcode", "条码|商品条码|国际条码|国条|GTIN|EAN|barcode|国际码|69码|bar code|EAN code|EAN13|UPC|GTIN code|商品条形码|条形码|国际条形码"),
        ("supplier_code",
            "供应商编码|供商编码|供商卡号|供应商|SUPCODE|supplier code|supplier|supplier no|supplier number|vendor|vendor code|vendor no|"
            + "vendor number|供应商代码|供应商编号|供应商号|供货商编码|供货商"),
        ("ordered_on",
            "订货日期|订单日期|创单日期|制单日期|单据日期|下单日期|订单日|order date|开单日|下单日|制单日|PO date|ordered on|order day|date ordered|purchase date|"
            + "下单时间|订单时间|订购日期|采购日期|要货日期|日期|date|单据日"),
        ("requested_on",
            "要求送货日期|到货日期|预计到货日|计划到货日期|交货日期|送货日期|delivery date|限交日|交期|交货期|最晚到货日|requested date|requested delivery date|"
            + "required date|due date|expected date|expected delivery date|delivery due|ETA|deliver by|送达日期|要求到货日|要求到货日期|期望到货日期|"
            + "要求送达日期|预计送货日期|预计到货日期|约定到货日|送货日|到货日"),
        ("units",
            "数量|订货数量|订购数量|订货数|订货量|零数|quantity|QTY|Quantity Ordered|要货数|要货数量|结算数|结算数量|ordered qty|order qty|order quantity|units|"
            + "pieces|PCS|qty ordered|订购数|瓶数|订货瓶数|件装数量|采购数量|采购量|要货量|数量小计|总数量|total units|total qty"),
        ("cases",
            "箱数|订货箱数|订购箱数|件数|cases|要货箱数|要货件数|case qty|qty cases|cartons|carton qty|ctn|ctns|cases ordered|ordered cases|箱|采购箱数|"
            + "订购件数|订货件数|no of cases"),
        ("row_pack_size",
            "箱入数|箱装数|箱规|入数|包装含量|内装数|箱含量|包装|pack|每箱|每箱数|装箱数|件装数|pack size|case pack|units per case|case size|units/case|"
            + "pcs per carton|pcs/ctn|packing|每箱数量|每箱瓶数|箱装量|装箱规格|规格装箱数|包装数|箱规数量|件规|inner qty|units per carton"),
        ("unit_price",
            "单价|进价|买价|未税进价|含税进价|未税单价|含税单价|不含税价|供价|cost|price|unit cost|unit price|cost price|net price|purchase price|订货单价|采购单价|"
            + "采购价|进货价|结算单价|结算价|供货价|含税供价|未税供价"),
        ("case_price", "箱价|未税箱价|含税箱价|case price|price per case|carton price|price/case|price per carton|每箱价|件价|整箱价"),
        ("is_free", "赠品|是否赠品|免费|free|is free|free goods|FOC|free of charge|gift|是否赠送|搭赠|赠送"),
        ("shipped_on", "发货日期|送货日期|出库日期|发货|ship date|dispatch date|shipped on|dispatched on|发运日期|发出日期"),
        ("received_on",
            "签收日期|收货日期|验收日期|实际收货日|入库日期|收货|到货|入库日|收货日|验收日|receipt date|received on|received date|date received|receiving date|"
            + "GRN date|return date|delivered on|退货日期|收货时间|验收时间|入库时间|到货时间|实收日期|收退货日期"),
        ("shipped_units", "送货数量|发货数量|发货|shipped qty|dispatched qty|qty shipped|delivered qty|发出数量|送货数|发货数|shipped units"),
        ("shipped_cases", "送货箱数|发货箱数|shipped cases|cases shipped|发货件数|送货件数"),
        ("received_units",
            "实收数量|验收数量|收货数量|已收货数量|实收|入库数量|入库数|实收数|received qty|qty received|accepted qty|received quantity|quantity received|"
            + "receipt qty|received units|accepted|验收数|收货数|签收数量|实到数量|实际收货数量|到货数量|received"),
        ("received_cases", "实收箱数|收货箱数|验收箱数|received cases|cases received|实收件数|收货件数|入库箱数|验收件数"),
        ("line_number", "序号|行号|line|line no|line number|row|no|seq|行|项次|#"),
        ("kind",
            "单据类型|业务类型|类型|采购单类型|行类型|YWTYPE|业务|业务类别|单据类别|类别|line type|type|transaction type|document type|doc type|txn type|交易类型|"
            + "收退类型|性质|单据种类|收货类型|结算类型|明细类型"),
        ("vat_rate", "税率|TAXRATE|VAT|VAT rate|VAT %|tax rate|tax %|VAT percent|税率%|增值税率"),
        ("amount",
            "价税合计|含税金额|结算金额|应付金额|金额|amount|含税额|结算额|amount incl vat|gross amount|gross|total incl vat|line amount|line total|"
            + "total amount|amount due|扣款|扣款金额|费用金额|扣费金额|金额(含税)|含税结算金额|结算含税金额|含税总额|含税小计|价税合计金额|小计|deduction|deduction amount|"
            + "fee amount|charge amount|应扣金额|本期金额"),
        ("net_amount", "未税金额|不含税金额|未税额|不含税额|net amount|amount excl vat|net|total excl vat|未税小计|不含税总额|去税金额|无税金额"),
        ("tax_amount", "税额|税金|VAT amount|tax amount|tax|增值税|税额合计"),
        ("fee_text",
            "费用项目|费用名称|扣款项目|费用|费用说明|费用内容|扣款说明|fee|fee name|fee type|fee item|charge|charge type|deduction type|deduction item|"
            + "fee description|charge description|扣款名称|扣款类型|费用类型|费用科目|费用类别|扣费项目|收费项目|项目|费用项|扣款事由|事由|摘要"),
        ("deduction_mode", "扣款方式|费用方式|扣费方式|扣除方式|扣款形式|deduction mode|settled by|payment mode|结算方式|扣款模式|扣款类别"),
        ("invoice_number", "发票号|发票号码|票据号|invoice no|invoice number|invoice|tax invoice|票号|发票编号"),
        ("settlement_unit", "结算区域|大区号"),
        ("period_from", "结算周期|结算期间|账期开始|起始日期|账期起|结算开始|period from|period start|from date|start date|开始日期|账期开始日|起始日|结算起始日|对账开始日期|对账起始日期"),
        ("period_to", "账期结束|截止日期|账期止|结算结束|period to|period end|to date|end date|结束日期|账期结束日|截止日|结算截止日|对账结束日期|对账截止日期"),
        ("stated_on", "账单日|出单日|出单日期|statement date|issue date|issued on|出账日期|开具日期|账单日期"),
        ("stated_payable",
            "应结算总金额|应付金额|应付总额|total payable|net payable|amount payable|payable|amount due|total due|balance due|应付|应结金额|应结款|"
            + "本期应付|实付金额|应付合计|实结金额|应付款|应付净额|本期应结|付款金额"),
        ("stated_invoiceable", "应开票总金额|开票金额|amount to be invoiced|to be invoiced|invoiceable|invoice amount|应开票金额|可开票金额|开票总额|应开发票金额"),
    ];

    // Parts of longer headers, tried in this order where no whole word is known; none of the fields: the column only describes.
    private static readonly (string Part, string[] Fields)[] Parts =
    [
        ("商品名", []), ("品项名", []), ("品名", []), ("名称", []), ("含税额", ["amount"]), ("条形码", ["barcode"]), ("条码", ["barcode"]),
        ("国际", ["barcode"]), ("品项", ["item_number"]), ("单品", ["item_number"]), ("凭证", ["order_number", "delivery_number"]),
        ("机构", ["store_id"]),
        ("货号", ["item_number"]), ("商品编", ["item_number"]), ("商品代码", ["item_number"]), ("物料", ["item_number"]),
        ("对账单", ["statement_number"]), ("结算单", ["statement_number"]), ("送货单", ["delivery_number"]), ("验收单", ["delivery_number"]),
        ("收货单", ["delivery_number"]), ("订单号", ["order_number"]), ("单号", ["order_number", "delivery_number"]), ("门店名", []), ("店名", []),
        ("门店", ["store_id"]), ("店号", ["store_id"]), ("供应商", ["supplier_code"]), ("下单日", ["ordered_on"]), ("订货日", ["ordered_on"]),
        ("订单日", ["ordered_on"]), ("到货", ["requested_on", "received_on"]), ("交货", ["requested_on"]), ("收货日", ["received_on"]),
        ("验收日", ["received_on"]), ("签收", ["received_on"]), ("发货日", ["shipped_on"]), ("箱价", ["case_price"]),
        ("箱数", ["cases", "received_cases"]),
        ("实收", ["received_units"]), ("验收", ["received_units"]), ("收货", ["received_units"]), ("发货", ["shipped_units"]), ("税率", ["vat_rate"]),
        ("金额", ["amount"]), ("合计", ["amount"]), ("进价", ["unit_price"]), ("单价", ["unit_price"]), ("数量", ["units", "received_units"]),
        ("购量", ["units"]), ("货量", ["units"]), ("入数", ["row_pack_size"]), ("日期", []), ("费", ["fee_text"]), ("价", ["unit_price"]),
        ("发票", ["invoice_number"]),
        ("description", []), ("name", []), ("remark", []), ("currency", []), ("barcode", ["barcode"]), ("gtin", ["barcode"]),
        ("purchaseorder", ["order_number"]),
        ("orderno", ["order_number"]), ("ordernumber", ["order_number"]), ("pono", ["order_number"]), ("ponumber", ["order_number"]),
        ("receiptno", ["delivery_number"]),
        ("receiptnumber", ["delivery_number"]), ("grn", ["delivery_number"]), ("deliveryno", ["delivery_number"]),
        ("deliverynumber", ["delivery_number"]),
        ("statementno", ["statement_number"]), ("invoiceno", ["invoice_number"]), ("storecode", ["store_id"]), ("storeno", ["store_id"]),
        ("supplier", ["supplier_code"]),
        ("vendor", ["supplier_code"]), ("itemcode", ["item_number"]), ("itemno", ["item_number"]), ("article", ["item_number"]),
        ("sku", ["item_number"]),
        ("orderdate", ["ordered_on"]), ("deliverydate", ["requested_on", "received_on"]), ("receiptdate", ["received_on"]),
        ("receiveddate", ["received_on"]),
        ("caseprice", ["case_price"]), ("unitprice", ["unit_price"]), ("price", ["unit_price"]), ("receivedqty", ["received_units"]),
        ("shippedqty", ["shipped_units"]),
        ("packsize", ["row_pack_size"]), ("percase", ["row_pack_size"]), ("quantity", ["units", "received_units"]),
        ("qty", ["units", "received_units"]), ("taxrate", ["vat_rate"]),
        ("vatrate", ["vat_rate"]), ("amount", ["amount"]), ("date", []), ("fee", ["fee_text"]), ("charge", ["fee_text"]),
    ];

    // Labels above and beside the table, where no whole word is known: how they begin, and how they end.
    private static readonly (string Field, Regex Label)[] Labels =
    [
        ("statement_number", new Regex("^(对账|结算|账单).*(号|编号|编码)$")), ("supplier_code", new Regex("^(供应商|供货商|供商|厂商)(编码|编号|代码|代号|号)?$")),
        ("stated_payable", new Regex("^(应付|应结|实付)")), ("stated_invoiceable", new Regex("开票.*额")),
        ("stated_on", new Regex("^(出具|出单|账单日|制单)")),
        ("order_number", new Regex("^(订单|采购|订货|要货).*号$")), ("delivery_number", new Regex("^(收货|入库|验收|送货|退货).*(号|通知单)$")),
        ("store_id", new Regex("^(门店|机构|店铺|收货方|交货地点)")), ("ordered_on", new Regex("^(订货|订单|下单|开单)日")),
        ("received_on", new Regex("^(收货|入库|验收|退货)日")),
        ("period", new Regex("^(账期|结算期|结算周期|结算期间|周期|期间|对账期间|起止日期|日期范围|(settlement|statement|billing)?period|daterange)$")),
    ];

    private static readonly string[] CaseWords = ["箱", "件", "case", "cases", "cs", "ctn", "ctns", "carton", "cartons", "box", "cse"];

    private static readonly string[] UnitWords = ["瓶", "盒", "支", "袋", "个", "听", "罐", "包", "桶", "只", "条", "ea", "each", "pcs", "pc", "piece",
        "pieces", "unit", "units", "bottle", "bottles", "btl", "零"];

    private readonly Dictionary<string, List<string>> fields = [];

    public Vocabulary(IEnumerable<ChainProfile> known)
    {
        foreach (var (field, words) in Trade)
        {
            words.Split('|').ToList().ForEach(word => Learn(word, field));
        }

        foreach (var (field, mapping) in known.SelectMany(chain => chain.Reports).SelectMany(report => report.Rows)
            .SelectMany(row => row.Fields)
            .Where(pair => pair.Value.Source is FieldSource.Column or FieldSource.Head))
        {
            mapping.Names.ToList().ForEach(name => Learn(name, field));
        }
    }

    /// <summary>What a header says: the fields that it may mean, likeliest first, and what it says besides.</summary>
    /// <param name="Fields">Fields; empty where nothing is known, or where the column only describes.</param>
    /// <param name="IsSure">A whole word is known, not just a part of it.</param>
    /// <param name="Vat"><c>including</c>, <c>excluding</c>, or null where it says nothing of VAT.</param>
    /// <param name="CountsCases">True for cases, false for sales units, null where it does not say.</param>
    public sealed record Meaning(IReadOnlyList<string> Fields, bool IsSure, string? Vat, bool? CountsCases);

    /// <summary>Whether a label outside the table names a field; <c>period</c> stands for both ends of one.</summary>
    public static bool IsLabelOf(string field, string label)
    {
        var key = Key(label);
        return Trade.Any(entry => entry.Field == field && entry.Words.Split('|').Select(Key).Contains(key))
            || Labels.Any(entry => entry.Field == field && entry.Label.IsMatch(key));
    }

    /// <summary>Whether a word of a column of units names cases (true) or sales units (false); null where it is neither.</summary>
    public static bool? CountsCases(string word) => HeaderText.Normalise(word) is var key && CaseWords.Contains(key) ? true
        : UnitWords.Contains(key) ? false : null;

    /// <summary>Whether a header names the unit of measure.</summary>
    public static bool IsUnitOfMeasure(string header) => Key(header) is "单位" or "订货单位" or "计量单位" or "销售单位" or "包装单位" or "订购单位" or "采购单位"
        or "uom" or "unit" or "unitofmeasure" or "orderunit";

    /// <summary>What a header means. A header of two rows counts by its last part as well.</summary>
    public Meaning MeaningOf(string header)
    {
        var whole = HeaderText.Normalise(header);
        var vat = NoVat().IsMatch(whole) ? "excluding" : WithVat().IsMatch(whole) ? "including" : null;
        bool? cases = Qualifier().Match(whole) is { Success: true } inside && CountsCases(inside.Groups[1].Value) is { } said ? said
            : CaseHeader().IsMatch(whole) && !PerCase().IsMatch(whole) ? true : UnitHeader().IsMatch(whole) ? false : null;
        var plain = Key(Vat().Replace(Qualifier().Replace(whole, ""), ""));
        foreach (var key in new[] { Key(whole), Key(whole[(whole.LastIndexOf('/') + 1)..]), plain,
            Key(plain[(plain.LastIndexOf('/') + 1)..]) })
        {
            if (key.Length > 0 && fields.TryGetValue(key, out var known))
            {
                return new Meaning([.. known.Select(field => Told(field, vat, cases)).Distinct()], true, vat, cases);
            }
        }

        var part = Array.Find(Parts, part => Key(whole).Contains(part.Part, StringComparison.Ordinal)).Fields ?? [];
        return new Meaning([.. part.Select(field => Told(field, vat, cases)).Distinct()], false, vat, cases);
    }

    // What is beside the word decides between fields of one kind.
    private static string Told(string field, string? vat, bool? cases) => field switch
    {
        "amount" when vat == "excluding" => "net_amount",
        "units" or "received_units" or "shipped_units" when cases == true => field.Replace("units", "cases", StringComparison.Ordinal),
        "cases" or "received_cases" or "shipped_cases" when cases == false => field.Replace("cases", "units", StringComparison.Ordinal),
        "unit_price" when cases == true => "case_price",
        _ => field,
    };

    // Words are compared without blanks, case and the marks that people set differently.
    private static string Key(string text) => Marks().Replace(HeaderText.Normalise(text), "");

    [GeneratedRegex(@"[.:_\-/*'’]+|#$")]
    private static partial Regex Marks();

    [GeneratedRegex(@"[(\[]([^)\]]*)[)\]]")]
    private static partial Regex Qualifier();

    [GeneratedRegex(@"未税|不含税|去税|无税|excl|exvat|extax|netof|beforevat|beforetax|withoutvat")]
    private static partial Regex NoVat();

    [GeneratedRegex(@"含税|价税|incl|incvat|inctax|grossof|aftervat|aftertax|withvat")]
    private static partial Regex WithVat();

    [GeneratedRegex(@"(未税|不含税|去税|无税|含税)|,?(excluding|including|excl|incl|ex|inc|without|with|before|after)\.?(of)?(vat|tax)")]
    private static partial Regex Vat();

    [GeneratedRegex(@"箱|件数|cases?|cartons?|ctns?")]
    private static partial Regex CaseHeader();

    // How many a case holds counts no cases.
    [GeneratedRegex(@"箱规|箱装|箱入|每箱|箱含|装箱|percase|percarton|/case|/ctn|casepack|casesize|packsize")]
    private static partial Regex PerCase();

    [GeneratedRegex(@"瓶数|盒数|袋数|支数|零数|pieces?|pcs|units?qty|qtyunits?|eaches")]
    private static partial Regex UnitHeader();

    private void Learn(string word, string field)
    {
        var key = Key(word);
        var known = fields.TryGetValue(key, out var list) ? list : fields[key] = [];
        if (!word.StartsWith('#') && !known.Contains(field))
        {
            known.Add(field);
        }
    }
}
