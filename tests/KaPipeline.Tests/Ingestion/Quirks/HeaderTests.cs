using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Tests.Ingestion.Quirks;

/// <summary>docs/quirks.md#the-table: headers, shifted rows, totals, sheets.</summary>
public sealed class HeaderTests
{
    [Fact]
    public void An_unquoted_comma_that_shifts_a_row_quarantines_it()
    {
        var file = Portal.Orders(fields: "supplier_code: 备注")
            .Read($"{Portal.Columns},备注\nPO1,S01,1,2026-05-01,24,a\nPO2,S01,1,2026-05-01,24,纯奶,整箱\nPO3,S01,1,2026-05-01,24\nPO4,S01,1,2026-05-01,24,b,,\n");
        Assert.Equal(["PO1"], file.Values("order_number"));
        Assert.Equal(
            [(3, RejectionRule.WrongColumnCount, "7"), (4, RejectionRule.WrongColumnCount, "5"), (5, RejectionRule.WrongColumnCount, "8")],
            file.Outcome.Rejected.Select(row => (row.RowNumber, row.Rule, row.Found!)));
        Assert.Contains("\"#7\":\"整箱\"", file.Outcome.Rejected.First().Raw, StringComparison.Ordinal);
    }

    [Fact]
    public void Title_and_junk_rows_above_the_header_are_passed_over()
    {
        var file = Portal.Orders().Read($"鼎丰超市订单,,,,\n,,,,\n制表人：张三,,日期：2026-05-02,,\n订单号,说明,,,\n{Portal.Columns}\n{Portal.Row}\n");
        Assert.Equal(["6"], file.Values("row_number"));
        Assert.Equal(1, file.Outcome.RowsIn);
    }

    [Fact]
    public void Merged_headers_of_two_rows_are_joined()
    {
        var report = Portal.Report("header_rows: 2", """
            - into: order_line
              fields:
                order_number: 单据/编号
                store_id: 门店/编号
                item_number: 货号
                ordered_on: 日期/订货
                requested_on: 日期/到货
                units: 数量
            """);
        var cells = "订单明细\n单据|门店||货号|日期||数量\n编号|编号|名称||订货|到货|\nPO1|S01|曹杨店|000123|2026-05-01|2026-05-03|24";
        var workbook = StagedFile.Read(report, Portal.Workbook(book =>
        {
            var sheet = book.Fill("订单", cells);
            sheet.Cells["B2:C2"].Merge = sheet.Cells["D2:D3"].Merge = sheet.Cells["E2:F2"].Merge = true;
        }));
        var page = report.Read(
            "<table><tr><td>单据<td colspan=2>门店<td rowspan=2>货号<td colspan=2>日期<td rowspan=2>数量<tr><td>编号<td>编号<td>名称<td>订货<td>到货<tr><td>PO1<td>S01<td>曹杨店<td>000123<td>2026-05-01<td>2026-05-03<td>24</table>");
        foreach (var file in new[] { workbook, page })
        {
            Assert.Equal(["2026-05-03"], file.Values("requested_on"));
            Assert.Equal(["000123"], file.Values("item_number"));
            Assert.Equal(["门店/名称"], file.Outcome.AddedColumns);
        }
    }

    [Fact]
    public void Duplicate_and_blank_headers_are_told_apart_by_number()
    {
        var report = Portal.Report("", """
            - into: order_line
              fields:
                order_number: BILLNO
                store_id: "#2"
                item_number: PLUCODE#1
                barcode: PLUCODE#2
                ordered_on: DATE
                requested_on: DATE
                units: QTY
            """);
        var file = report.Read("BILLNO,,PLUCODE,PLUCODE,DATE,QTY\nPO1,S01,1000417,6901234000017,2026-05-01,24\n");
        Assert.Equal(["1000417"], file.Values("item_number"));
        Assert.Equal(["6901234000017"], file.Values("barcode"));
        Assert.Equal(["S01"], file.Values("store_id"));
    }

    [Fact]
    public void A_header_that_stands_twice_in_two_languages_is_one_header()
    {
        var file = Portal.Orders("header_rows: 2").Read($"BILLNO,ORG,PLU,DATE,QTY\n{Portal.Columns}\n{Portal.Row}\n");
        Assert.Equal(["24"], file.Values("units"));
    }

    [Theory]
    [InlineData(" 订单号 , 门 店 ,货号　,日期,数量")]
    [InlineData("订单号,门店,货号,日期,数量\u200B")]
    public void Padding_and_inner_spaces_of_headers_do_not_matter(string header) =>
        Assert.Equal(["24"], Portal.Orders().Read($"{header}\n{Portal.Row}\n").Values("units"));

    [Fact]
    public void Full_width_letters_and_parentheses_and_case_drift_of_headers_do_not_matter()
    {
        var report = Portal.Orders(fields: "barcode: Order category (EAN)");
        Assert.Equal(["6901"], report.Read($"{Portal.Columns},Ｏｒｄｅｒ　ｃａｔｅｇｏｒｙ（ＥＡＮ）\n{Portal.Row},6901\n").Values("barcode"));
        Assert.Equal(["6901"], report.Read($"{Portal.Columns},order Category(ean)\n{Portal.Row},6901\n").Values("barcode"));
    }

    [Fact]
    public void A_renamed_column_is_found_by_its_synonym() =>
        Assert.Equal(["C1"], Portal.Orders(fields: "supplier_code: [供应商编码, 供商卡号]").Read($"{Portal.Columns},供商卡号\n{Portal.Row},C1\n")
        .Values("supplier_code"));

    [Fact]
    public void A_missing_required_column_holds_the_file_and_is_named()
    {
        var file = Portal.Orders().Read("订单号,门店,货号,日期\nPO1,S01,1,2026-05-01\n");
        Assert.Equal((ReadState.Held, 0L), (file.Outcome.State, file.Outcome.RowsIn));
        Assert.Equal(["数量"], file.Outcome.MissingColumns);
        Assert.Contains("第 1 行", file.Outcome.Finding, StringComparison.Ordinal);
        Assert.Empty(file["order_line"]);
    }

    [Fact]
    public void A_missing_optional_column_is_nothing_and_an_added_one_is_noted()
    {
        var file = Portal.Orders("ignore: [品名]", "barcode: {column: 条码, optional: true}")
            .Read($"{Portal.Columns},品名,促销期数\n{Portal.Row},纯奶,7\n");
        Assert.Equal([null], file.Values("barcode"));
        Assert.Equal(["促销期数"], file.Outcome.AddedColumns);
        Assert.Contains("促销期数", file.Outcome.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_labelled_total_row_is_checked_and_never_loaded()
    {
        var report = Portal.Orders("total: {label: [合计, 总计], sums: [数量], required: true}");
        var file = report.Read($"{Portal.Columns}\n{Portal.Row}\nPO2,S01,1,2026-05-01,\"1,000\"\n合 计：,,,,\"1,024\"\n\n制表人：张三,,,,\n");
        Assert.Equal((2L, 2, null), (file.Outcome.RowsIn, file["order_line"].Count, file.Outcome.Finding));
        Assert.Equal(new TotalFinding("数量", 1024, 1024, 0), Assert.Single(file.Outcome.Totals));
        Assert.Contains("states 25", report.Read($"{Portal.Columns}\n{Portal.Row}\n合计,,,,25\n").Outcome.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unlabelled_total_row_is_known_by_its_blank_columns()
    {
        var file = Portal.Orders("total: {blank: [订单号, 货号], sums: [数量], required: true}").Read($"{Portal.Columns}\n{Portal.Row}\n,,,,24\n");
        Assert.Equal((1L, false), (file.Outcome.RowsIn, file.Outcome.Totals.Single().Differs));
    }

    [Fact]
    public void A_rejected_row_still_counts_in_the_total_where_it_can_be_read()
    {
        var report = Portal.Orders("total: {label: 合计, sums: [数量]}");
        Assert.Null(report.Read($"{Portal.Columns}\n{Portal.Row}\nPO2,S01,1,2026-02-30,6\n合计,,,,30\n").Outcome.Finding);
        Assert.False(report.Read($"{Portal.Columns}\n{Portal.Row}\nPO2,S01,1,2026-05-01,6x\n合计,,,,30\n").Outcome.Totals.Single().Differs);
    }

    [Fact]
    public void Styled_blank_rows_and_extra_sheets_are_no_data()
    {
        var file = StagedFile.Read(Portal.Orders(), Portal.Workbook(book =>
        {
            book.Fill("封面", "供应商订单\n共|1|行");
            var sheet = book.Fill("数据", $"{Portal.Columns}\n{Portal.Row}".Replace(',', '|'));
            sheet.Cells["A3:E900"].Style.Font.Bold = true;
            book.Fill("字典", "代码|含义\n1|一");
        }));
        Assert.Equal((1L, 0, "PO1"), (file.Outcome.RowsIn, file.Outcome.Rejected.Count, file.Values("order_number").Single()));
    }

    [Fact]
    public void A_sheet_is_chosen_by_its_name_pattern()
    {
        var file = StagedFile.Read(Portal.Orders("sheet: 订单*\nskip_sheets: [旧*]"), Portal.Workbook(book =>
        {
            book.Fill("旧数据", $"{Portal.Columns}\nOLD,S01,1,2026-05-01,1".Replace(',', '|'));
            book.Fill("订单1", $"{Portal.Columns}\n{Portal.Row}".Replace(',', '|'));
            book.Fill("订单2", $"{Portal.Columns}\nPO2,S01,1,2026-05-01,1".Replace(',', '|'));
        }));
        Assert.Equal(["PO1", "PO2"], file.Values("order_number"));
    }

    [Theory]
    [InlineData(2, ""), InlineData(2, "订单明细,,,,\n"), InlineData(3, "订单明细,,,,\n制表：李四,,,,\n"), InlineData(3, "")]
    public void A_header_of_fewer_rows_than_the_profile_says_takes_no_row(int rows, string titles)
    {
        var names = Portal.Report($"header_rows: {rows}", """
            - into: order_line
              fields: {order_number: 订单/单号, store_id: 门店/编码, item_number: 商品/货号, ordered_on: 日期, requested_on: 日期, units: 订货/数量}
            """);
        foreach (var (report, header) in new[] { (Portal.Orders($"header_rows: {rows}"), Portal.Columns), (names, "订单/单号,门店/编码,商品/货号,日期,订货/数量") })
        {
            var file = report.Read($"{titles}{header}\n{Portal.Row}\nPO2,S01,1,2026-05-01,6\n");
            Assert.Equal(["24", "6"], file.Values("units"));
            Assert.Equal((2L, 0), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
        }
    }

    [Fact]
    public void A_first_row_that_cannot_be_read_below_a_short_header_is_set_aside()
    {
        var file = Portal.Orders("header_rows: 2").Read($"{Portal.Columns}\nPO1,S01,000123,2026-05-01,x\nPO2,S01,1,2026-05-01,6\n");
        Assert.Equal((2L, 2), (file.Outcome.RowsIn, Assert.Single(file.Outcome.Rejected).RowNumber));
    }

    [Theory]
    [InlineData("NO,SHOP,ITEM,DAY,QTY"), InlineData("1,2,3,4,5"), InlineData(",,,,(盒)"), InlineData("编号,代码,代码,年月日,盒"), InlineData("NO2,A1,B1,D1,Q1")]
    public void A_second_header_row_of_names_is_no_row(string names)
    {
        var file = Portal.Orders("header_rows: 2").Read($"{Portal.Columns}\n{names}\n{Portal.Row}\n");
        Assert.Equal((1L, 0), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
    }

    [Theory]
    [InlineData(""), InlineData("\n制表：李四"), InlineData("\n\n")]
    public void A_sheet_with_an_older_header_and_no_rows_holds_no_file(string below)
    {
        const string older = "订单号|门店|货号|日期";
        Assert.All([true, false], isFirst =>
        {
            var bytes = Portal.Workbook(package =>
            {
                if (isFirst)
                {
                    package.Fill("旧模板", older + below);
                }

                package.Fill("订单", $"{Portal.Columns}\n{Portal.Row}".Replace(',', '|'));
                if (!isFirst)
                {
                    package.Fill("旧模板", older + below);
                }
            });
            var file = StagedFile.Read(Portal.Orders(), bytes);
            Assert.Equal((ReadState.Read, 1L), (file.Outcome.State, file.Outcome.RowsIn));
            Assert.Contains(file.Outcome.Parts, part => part.Sheet == "旧模板" && part.Reason is not null);
        });
    }

    [Theory]
    [InlineData("订单号|门店|货号|日期\nPO2|S01|1|2026-05-01"), InlineData("标题\n订单号|门店|货号|日期\n\nPO2|S01|1|2026-05-01")]
    public void A_sheet_with_an_older_header_and_rows_holds_the_file(string sheet) => Assert.Equal(ReadState.Held,
        StagedFile.Read(Portal.Orders(), Portal.Workbook(package =>
        {
            package.Fill("订单", $"{Portal.Columns}\n{Portal.Row}".Replace(',', '|'));
            package.Fill("旧模板", sheet);
        })).Outcome.State);

    [Fact]
    public void A_file_whose_only_header_lacks_a_column_is_held_without_rows_too() => Assert.Equal(ReadState.Held,
        Portal.Orders().Read("订单号,门店,货号,日期\n").Outcome.State);
}
