using System.Text;
using KaPipeline.Simulation.Files;

namespace KaPipeline.Tests.Ingestion.Quirks;

/// <summary>docs/quirks.md#portals-by-name: one file per portal, with its columns and habits as they appear, in its own container and
/// encoding.</summary>
public sealed class PortalHabitTests
{
    [Fact]
    public void Rt_mart_says_order_and_receipt_in_one_row_with_units_and_cases_in_one_cell()
    {
        var report = Portal.Report("dates: dd/MM/yyyy\nignore: [采购单状态, 品名, 规格, 订购单位, 订购箱数, 促销期数]", """
            - into: order_line
              when: {采购单类型: 正常订单, 预计到货日: {not: [31/12/2099]}}
              fields: {order_number: 采购单号, store_id: {column: 门店, take: first 4}, item_number: 货号, ordered_on: 创单日期, requested_on: 预计到货日, units: {column: 订购数量, take: before (}, unit_price: 买价}
            - into: order_line
              when: {采购单类型: 正常订单, 预计到货日: [31/12/2099]}
              fields: {order_number: 采购单号, store_id: {column: 门店, take: first 4}, item_number: 货号, ordered_on: 创单日期, requested_on: 创单日期, units: {column: 订购数量, take: before (}, unit_price: 买价}
            - into: delivery_line
              when: {采购单类型: 正常订单, 实际收货日: {not: [31/12/2099, ""]}}
              fields: {delivery_number: 采购单号, order_number: 采购单号, store_id: {column: 门店, take: first 4}, item_number: 货号, received_on: 实际收货日, received_units: 已收货数量}
            - into: delivery_line
              when: {采购单类型: 退单}
              fields: {delivery_number: 采购单号, kind: {constant: return}, store_id: {column: 门店, take: first 4}, item_number: 货号, received_on: 实际收货日, received_units: {column: 已收货数量, sign: absolute}}
            """);
        var file = StagedFile.Read(report, Portal.Workbook(book => book.Fill("待收订单",
            "门店|采购单号|采购单类型|采购单状态|货号|品名|规格|订购数量|订购单位|订购箱数|买价|促销期数|创单日期|已收货数量|预计到货日|实际收货日\n"
            + "1023上海大宁店|P001|正常订单|已收货|000123|纯奶|250ml|120(10)|盒|10|1.8000||01/05/2026|118|03/05/2026|03/05/2026\n"
            + "1023上海大宁店|P002|正常订单|待收货|000123|纯奶|250ml|24(2)|盒|2|1.8000||02/05/2026|0|31/12/2099|31/12/2099\n"
            + "1024上海杨浦店|R003|退单|已完成|000123|纯奶|250ml|6(0)|盒|0|1.8000||02/05/2026|-6|04/05/2026|04/05/2026")));
        // "No end" is no day: the profile says which day stands in for it.
        Assert.Equal(["P001 1023 120 2026-05-03", "P002 1023 24 2026-05-02"], file["order_line"]
            .Select(row => $"{row["order_number"]} {row["store_id"]} {row["units"]} {row["requested_on"]}"));
        Assert.Equal(["P001 1023 delivery 118", "R003 1024 return 6"], file["delivery_line"]
            .Select(row => $"{row["delivery_number"]} {row["store_id"]} {row["kind"]} {row["received_units"]}"));
        Assert.Empty(file.Outcome.Rejected);
    }

    [Fact]
    public void Walmart_sends_a_file_per_order_with_its_number_in_the_name_american_dates_and_signed_allowances()
    {
        var report = Portal.Report("dates: MM/dd/yyyy\nignore: [Line, Item, Size, UOM, Extended Cost, Tax Type/Percent]", """
            - into: order_line
              fields:
                order_number: {file_name: '(\d{10})'}
                store_id: {head: "Ship To", take: "before -"}
                item_number: "Supplier Stock #"
                barcode: {column: GTIN, take: "before ("}
                ordered_on: {head: Order Date}
                requested_on: {head: Cancel Date}
                cases: Quantity Ordered
                row_pack_size: {column: Pack, take: "before /"}
                unit_price: Cost
            """);
        var page = "<table>" + Portal.Html("Order Date:,05/01/2026", "Cancel Date:,05/03/2026", "Ship To:,1059-Shanghai")
            + Portal.Html(
            "Line,Item,GTIN,Supplier Stock #,Size,Quantity Ordered,UOM,Pack,Cost,Extended Cost,Tax Type/Percent,Allowance/Charge",
            "1,5501,6917878055251 (GTIN-13),880011,250ml,10,CA,12 / 12,1.8349,220.19,VAT 9,(-162.34)") + "</table>";
        var file = StagedFile.Read(report, Encoding.UTF8.GetBytes(page), "order 4500012345.xls");
        var row = Assert.Single(file["order_line"]);
        Assert.Equal(
            ("4500012345", "1059", "880011", "6917878055251", "2026-05-01", "2026-05-03", "10", "12", "1.8349"),
            (row["order_number"], row["store_id"], row["item_number"], row["barcode"], row["ordered_on"], row["requested_on"], row["cases"],
            row["row_pack_size"], row["unit_price"]));
        Assert.Equal(["Allowance/Charge"], file.Outcome.AddedColumns);
    }

    [Fact]
    public void Carrefour_pads_its_cells_and_writes_a_word_behind_the_order_number()
    {
        var report = Portal.Report("dates: dd/MM/yyyy\nencoding: gb18030\nignore: [规格]", """
            - into: order_line
              fields: {order_number: {column: 订单号, take: before 越库}, store_id: UNTNUM, barcode: 条码, ordered_on: 订货日, requested_on: 送货日, units: QTY, unit_price: 不含税价}
            - into: order_line
              when: {赠品数量: {positive: true}}
              fields: {order_number: {column: 订单号, take: before 越库}, store_id: UNTNUM, barcode: 条码, ordered_on: 订货日, requested_on: 送货日, units: 赠品数量, unit_price: {constant: "0"}, is_free: {constant: "true"}}
            """);
        var file = StagedFile.Read(report,
            Portal.Gb18030(
            "订单号,UNTNUM,条码,规格,订货日,送货日,QTY,赠品数量,不含税价\r\n14X852644越库 ,  031,6901234567892 ,160 g, 01/05/2026 ,03/05/2026,   24,  2,18.3760  \r\n14X852645,031,6901234567892,160 g,01/05/2026,03/05/2026,12,,18.3760\r\n"));
        Assert.Equal(
            ["14X852644 031 24 18.376 false", "14X852644 031 2 0 true", "14X852645 031 12 18.376 false"],
            file["order_line"]
            .Select(row =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{row["order_number"]} {row["store_id"]} {row["units"]} {decimal.Parse(row["unit_price"]!, System.Globalization.CultureInfo.InvariantCulture):0.####} {row["is_free"]}")));
    }

    [Fact]
    public void Wumart_orders_cases_at_unit_prices_with_vat_and_writes_the_pack_size_with_a_letter()
    {
        var report = Portal.Report("dates: yyyyMMdd\nprices: including\nignore: [大区号, 送货单号, 收货地址, 订单类型, 拆零]", """
            - into: order_line
              fields: {order_number: 订单号, store_id: {column: 订货地, take: word 1}, supplier_code: 供商卡号, item_number: 商品编号, barcode: 商品条码, ordered_on: 订单日期, requested_on: 预计到货日, cases: 订货量, row_pack_size: {column: 包装单位, take: after H}, unit_price: 价格}
            """);
        var sheet = new Sheet("订单");
        sheet.Add("大区号", "订单号", "送货单号", "订货地", "收货地址", "订单日期", "订单类型", "供商卡号", "预计到货日", "商品编号", "商品条码", "价格", "订货量", "包装单位", "拆零");
        sheet.Add("01", "4501", "", "0112 北京玉泉店", "海淀区", "20260501", "正常", "7788", "20260503", "00501", "6901234567892", "1.9620", "5",
            "H12", "0");
        var bytes = Biff8File.Write(sheet);
        Assert.Equal([0xD0, 0xCF, 0x11, 0xE0], bytes[..4]);
        var row = Assert.Single(StagedFile.Read(report, bytes)["order_line"]);
        Assert.Equal(("0112", "00501", "5", "12", "1.962"),
            (row["store_id"], row["item_number"], row["cases"], row["row_pack_size"], row["unit_price"]!.TrimEnd('0')));
        Assert.Equal("including", report.Prices);
    }

    [Fact]
    public void Metro_returns_are_a_business_type_and_lines_of_zero_stay()
    {
        var report = Portal.Report("dates: yyyy/M/d\nignore: [供商编码, 门店/仓库名称, 订货单位, 邮报编码, 大仓编码]", """
            - into: order_line
              when: {业务类型: {not: [自营采购退单]}}
              fields: {order_number: 订单号, store_id: 门店/仓库编码, item_number: 商品编码, barcode: 国条, ordered_on: 订货日期, requested_on: 计划到货日期, units: 订货量}
            - into: delivery_line
              when: {业务类型: 自营采购退单}
              fields: {delivery_number: 订单号, kind: {constant: return}, store_id: 门店/仓库编码, item_number: 商品编码, received_on: 订货日期, received_units: 订货量}
            """);
        var file = StagedFile.Read(report, Portal.Workbook(book =>
        {
            var sheet = book.Fill("订单详情", "供商编码|门店/仓库编码|门店/仓库名称|订单号|业务类型|订货日期|计划到货日期|商品编码|国条|订货量|订货单位|邮报编码|大仓编码\n"
                + "88|031|闵行店|M1|自营采购订单|2026/5/1|2026/5/3|0501|6901234567892||盒||\n88|031|闵行店|M1|自营采购订单|2026/5/1|2026/5/3|0502|6901234567908||盒||\n88|031|闵行店|M2|自营采购退单|2026/5/2|2026/5/2|0501|6901234567892||盒||");
            (sheet.Cells["J2"].Value, sheet.Cells["J3"].Value, sheet.Cells["J4"].Value) = (24, 0, 6);
        }));
        Assert.Equal(["0501 24", "0502 0"], file["order_line"].Select(row => $"{row["item_number"]} {row["units"]}"));
        Assert.Equal(["M2 return 6"], file["delivery_line"]
            .Select(row => $"{row["delivery_number"]} {row["kind"]} {row["received_units"]}"));
    }

    [Fact]
    public void Century_lianhua_sends_pages_with_the_store_in_brackets_and_return_notices_of_their_own()
    {
        var orders = Portal.Report("dates: yyyy-MM-dd\nignore: [规格, 商品名称]", """
            - into: order_line
              fields: {order_number: {head: 订单号}, store_id: {head: 门店, take: before (}, item_number: 商品编号, barcode: 条码, ordered_on: {head: 订货日期}, requested_on: {head: 送货日期}, row_pack_size: 包装, units: 数量, unit_price: 未税单价}
            - into: order_line
              when: {赠品: {positive: true}}
              fields: {order_number: {head: 订单号}, store_id: {head: 门店, take: before (}, item_number: 商品编号, ordered_on: {head: 订货日期}, requested_on: {head: 送货日期}, units: 赠品, unit_price: {constant: "0"}, is_free: {constant: "true"}}
            """);
        var page = "<meta http-equiv=Content-Type content=\"text/html; charset=gb2312\"><table><tr><td>订单号：<td>L001<td>门店：<td>5015(上海成山路店)<tr><td>订货日期：<td>2026-05-01<td>送货日期：<td>2026-05-03"
            + "<tr><td>商品编号<td>条码<td>规格<td>商品名称<td>包装<td>数量<td>赠品<td>未税单价<tr><td>000501<td>6901234567892<td>250ml<td>纯奶&甜奶<td>12<td>24<td>2<td>1.8349</table>";
        var file = StagedFile.Read(orders, Portal.Gb18030(page));
        Assert.Equal(["L001 5015 24 false", "L001 5015 2 true"], file["order_line"]
            .Select(row => $"{row["order_number"]} {row["store_id"]} {row["units"]} {row["is_free"]}"));

        var returns = Portal.Report("", """
            - into: delivery_line
              fields: {delivery_number: {head: 退货通知单}, kind: {constant: return}, store_id: {head: 门店, take: before (}, item_number: 商品编号, received_on: {head: 退货日期}, received_units: 数量}
            """);
        var notice = StagedFile.Read(returns,
            Portal.Gb18030("<table>" + Portal.Html("退货通知单：,T77,门店：,5015(上海成山路店)", "退货日期：,2026-05-09", "商品编号,数量", "000501,3") + "</table>"));
        Assert.Equal(["T77 5015 return 3"], notice["delivery_line"]
            .Select(row => $"{row["delivery_number"]} {row["store_id"]} {row["kind"]} {row["received_units"]}"));
    }

    [Fact]
    public void Auchan_and_its_like_price_by_the_case_and_close_with_a_total()
    {
        var report = Portal.Report("prices: including\ntotal: {label: 合计, sums: [订货数, 赠品数量], required: true}", """
            - into: order_line
              fields: {order_number: {head: 订单号}, store_id: {head: 门店}, item_number: 货号, ordered_on: {head: 订货日期}, requested_on: {head: 订货日期}, cases: 订货数, row_pack_size: {column: 箱含量, take: 'match (\d+)'}, case_price: 进价（含税）}
            """);
        var sheet = new Sheet("Sheet1");
        sheet.Add("订单号", "A900", "门店", "12");
        sheet.Add("订货日期", "2026-05-01");
        sheet.Add("货号", "箱含量", "订货数", "赠品数量", "进价（含税）");
        sheet.Add("30501", "×24", "10", "1", "43.60");
        sheet.Add("30502", "×12", "5", "0", "26.16");
        sheet.Add("合计", "", "15", "1", "");
        var file = StagedFile.Read(report, Biff8File.Write(sheet));
        Assert.Equal(["30501 10 24 43.6", "30502 5 12 26.16"], file["order_line"]
            .Select(row =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{row["item_number"]} {row["cases"]} {row["row_pack_size"]} {decimal.Parse(row["case_price"]!, System.Globalization.CultureInfo.InvariantCulture):0.##}")));
        Assert.All(file.Outcome.Totals, total => Assert.False(total.Differs));
    }

    [Fact]
    public void Tesco_mails_plain_text_with_two_lines_per_item_and_dashes_for_nothing()
    {
        var report = Portal.Report("lines_per_row: 2\ndates: yyyy-MM-dd\nseparator: tab\nignore: [品名, 规格]", """
            - into: order_line
              fields: {order_number: {head: 订单号码}, store_id: {head: 交货地点}, item_number: 商品代码, barcode: 条码, ordered_on: {head: 订单日期}, requested_on: {head: 交货日期}, units: 数量, unit_price: 单价}
            """);
        var mail = "尊敬的供应商：\r\n\r\n订单号码：\tT100\t促销期数：\t***\r\n订单日期：\t2026-05-01\t交货日期：\t2026-05-03\r\n交货地点：\t上海镇宁店\r\n\r\n商品代码\t品名\t规格\r\n条码\t数量\t单价\r\n700501\t纯奶\t-\r\n***\t24\t1.8349\r\n700502\t甜奶\t250ml\r\n6901234567892\t12\t-\r\n";
        var file = StagedFile.Read(report, Portal.Gb18030(mail));
        Assert.Equal(
            ["T100 700501  24 1.8349", "T100 700502 6901234567892 12 "],
            file["order_line"]
            .Select(row => $"{row["order_number"]} {row["item_number"]} {row["barcode"]} {row["units"]} {row["unit_price"]}"));
    }

    [Fact]
    public void Cmp_receipts_repeat_their_header_leave_one_blank_and_end_in_an_unlabelled_total()
    {
        var report = Portal.Report("header_rows: 2\ntotal: {blank: [BILLNO, SUPCODE], sums: [HCOST, WCOST], required: true}\nignore: [YWTYPE, ORGNAME, TAXRATE, PLUNAME, UNIT]", """
            - into: delivery_line
              when: {YWTYPE: ["0901", "0906"]}
              fields: {delivery_number: BILLNO, order_number: {column: REFNO}, store_id: ORGCODE, item_number: PLUCODE#1, barcode: PLUCODE#2, supplier_code: SUPCODE, received_on: CHECKDATE, received_units: "#10"}
            """);
        var sheet = new Sheet("验收单");
        string[] header = ["BILLNO", "YWTYPE", "REFNO", "ORGCODE", "ORGNAME", "TAXRATE", "PLUCODE", "PLUCODE", "PLUNAME", "", "UNIT",
            "SUPCODE", "HCOST", "WCOST", "CHECKDATE"];
        sheet.Add(header);
        sheet.Add(header);
        sheet.Add("V1", "0901", "PO1", "0101", "徐汇店", "9", "1000417", "6901234000017", "纯奶", "24", "盒", "7788", "47.09", "43.20",
            "2026-05-03");
        sheet.Add("V2", "0906", "", "0101", "徐汇店", "9", "1000418", "6901234000024", "甜奶", "12", "盒", "7788", "23.54", "21.61",
            "2026-05-03");
        sheet.Add("", "", "", "", "", "", "", "", "", "36", "", "", "70.63", "64.81", "");
        var other = new Sheet("代码表");
        other.Add("YWTYPE", "说明");
        other.Add("0906", "无订单验收");
        var file = StagedFile.Read(report, Biff8File.Write(sheet, other));

        // The ex-tax amounts are up to 0.015 off incl ÷ 1.09; nothing is derived from them, so nothing is refused.
        Assert.Equal(["V1 PO1 1000417 6901234000017 24", "V2  1000418 6901234000024 12"], file["delivery_line"]
            .Select(row =>
            $"{row["delivery_number"]} {row["order_number"]} {row["item_number"]} {row["barcode"]} {row["received_units"]}"));
        Assert.Equal(2, file.Outcome.RowsIn);
        Assert.Equal(["HCOST", "WCOST"], file.Outcome.Totals.Select(total => total.Column));
        Assert.All(file.Outcome.Totals, total => Assert.False(total.Differs));
    }
}
