using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Tests.Ingestion.Quirks;

/// <summary>docs/quirks.md#what-a-row-says: quantities, prices, free goods, and rows that say more or less than one thing.</summary>
public sealed class GrainTests
{
    [Fact]
    public void Prices_keep_six_decimals_and_amounts_two() =>
        Assert.Equal(["1.823456"], Portal.Orders(fields: "unit_price: 进价").Read($"{Portal.Columns},进价\n{Portal.Row},1.823456\n")
        .Values("unit_price"));

    [Fact]
    public void Whether_prices_include_vat_is_the_profile_s_word()
    {
        Assert.Equal("including", Portal.Orders("prices: including").Prices);
        Assert.Equal("excluding", Portal.Orders().Prices);
    }

    [Fact]
    public void Units_and_cases_in_one_cell_are_told_apart()
    {
        var report = Quantity("""
            units: {column: 数量, take: "before ("}
            row_pack_size: {column: 箱规, take: 'match (\d+)'}
            """);
        var file = report.Read("订单号,数量,箱规\nPO1,120(10),H12\n");
        Assert.Equal(["120"], file.Values("units"));
        Assert.Equal(["12"], file.Values("row_pack_size"));
    }

    [Theory]
    [InlineData("10箱5瓶", "10", "5")]
    [InlineData("10箱", "10", null)]
    [InlineData("5瓶", null, "5")]
    public void Whole_cases_and_loose_units_add_up(string cell, string? cases, string? units)
    {
        var file = Quantity("""
            cases: {column: 数量, take: 'match (\d+)箱'}
            units: {column: 数量, take: 'match (\d+)瓶'}
            """).Read($"订单号,数量\nPO1,{cell}\n");
        Assert.Equal([cases], file.Values("cases"));
        Assert.Equal([units], file.Values("units"));
    }

    [Fact]
    public void A_part_of_a_case_is_an_exception()
    {
        var file = Quantity("cases: 数量").Read("订单号,数量\nPO1,2.5\nPO2,2.0\n");
        Assert.Equal(RejectionRule.NonIntegerCases, file.Outcome.Rejected.Single().Rule);
        Assert.Equal(["PO2"], file.Values("order_number"));
    }

    [Fact]
    public void Free_goods_in_a_column_of_the_same_row_are_a_second_line()
    {
        var report = Quantity("units: 数量\nunit_price: 价格", """
            - into: order_line
              when: {赠品: {positive: true}}
              fields:
                order_number: 订单号
                store_id: {constant: S1}
                item_number: {constant: "1"}
                ordered_on: {constant: "2026-05-01"}
                requested_on: {constant: "2026-05-01"}
                units: 赠品
                unit_price: {constant: "0"}
                is_free: {constant: "true"}
            """);
        var file = report.Read("订单号,数量,价格,赠品\nPO1,24,1.5,2\nPO2,24,1.5,0\nPO3,0,0.0000,-\n");
        Assert.Equal(["PO1 24 false", "PO1 2 true", "PO2 24 false", "PO3 0 false"], file["order_line"]
            .Select(row => $"{row["order_number"]} {row["units"]} {row["is_free"]}"));
        Assert.Equal(3, file.Outcome.RowsIn);
    }

    [Fact]
    public void A_negative_price_or_quantity_is_quarantined_where_it_makes_no_sense()
    {
        var file = Quantity("units: 数量\nunit_price: 价格").Read("订单号,数量,价格\nPO1,24,-1.5\nPO2,-24,1.5\n");
        Assert.Equal(["价格", "数量"], file.Outcome.Rejected.Select(row => row.Column));
        Assert.All(file.Outcome.Rejected, row => Assert.Equal(RejectionRule.Negative, row.Rule));
    }

    [Fact]
    public void A_receipt_without_order_names_none()
    {
        var file = Deliveries().Read("单号,订单,类型,收货,数量\nD1,-,0906,2026-05-01,5\n");
        Assert.Equal([""], file.Values("order_number", "delivery_line"));
    }

    [Fact]
    public void Document_types_and_signs_are_the_profile_s_words()
    {
        var file = Deliveries().Read("单号,订单,类型,收货,数量\nD1,PO1,0901,2026-05-01,5\nD2,,0903,2026-05-01,-5\nD3,,0999,2026-05-01,5\n");
        Assert.Equal(["delivery", "return"], file.Values("kind", "delivery_line"));
        Assert.Equal(["5", "5"], file.Values("received_units", "delivery_line"));
        Assert.Equal((RejectionRule.UnknownValue, "0999"), file.Outcome.Rejected.Select(row => (row.Rule, row.Found)).Single());
    }

    [Fact]
    public void Order_rows_and_item_rows_in_one_file_are_put_together()
    {
        var report = Portal.Report("header_rows: 0", """
            - into: context
              when: {"#1": H}
              fields:
                order: "#2"
                store: "#3"
                date: "#4"
            - into: order_line
              when: {"#1": D}
              fields:
                order_number: {context: order}
                store_id: {context: store}
                ordered_on: {context: date}
                requested_on: {context: date}
                item_number: "#2"
                units: "#3"
            """);
        var file = report.Read("H,PO1,S01,2026-05-01\nD,111,24\nD,112,12\nH,PO2,S02,2026-05-02\nD,111,6\nX,?\n");
        Assert.Equal(["PO1 S01 111", "PO1 S01 112", "PO2 S02 111"], file["order_line"]
            .Select(row => $"{row["order_number"]} {row["store_id"]} {row["item_number"]}"));
        Assert.Equal((RejectionRule.UnknownRowKind, 6), file.Outcome.Rejected.Select(row => (row.Rule, row.RowNumber)).Single());
    }

    [Fact]
    public void One_item_on_two_physical_lines_is_one_row()
    {
        var report = Portal.Orders("lines_per_row: 2\ntotal: {label: 合计, sums: [数量], required: true}");
        var file = report.Read("乐购订单,,\n订单号,门店,货号\n日期,数量,\nPO1,S01,111\n2026-05-01,24,\n\nPO2,S01,112\n2026-05-01,12,\n合计,,\n,36,\n");
        Assert.Equal(["PO1 24", "PO2 12"], file["order_line"].Select(row => $"{row["order_number"]} {row["units"]}"));
        Assert.Equal(["4", "7"], file.Values("row_number"));
        Assert.Null(file.Outcome.Finding);
    }

    [Fact]
    public void A_vertically_merged_cell_holds_for_the_rows_below_it()
    {
        var report = Quantity("units: 数量", order: "{column: 订单号, fill_down: true}");
        Assert.Equal(["PO1", "PO1", "PO2"], report.Read("订单号,数量\nPO1,1\n,2\nPO2,3\n").Values("order_number"));
    }

    [Fact]
    public void Subtotals_are_skipped_where_the_profile_says_so()
    {
        var report = Quantity("units: 数量", settings: "skip: {订单号: {starts: 小计}}");
        Assert.Equal(1, report.Read("订单号,数量\nPO1,1\n小计：S01,1\n").Outcome.RowsIn);
    }

    [Fact]
    public void Lines_without_a_number_count_from_one_in_each_document_and_a_rejected_line_keeps_its_place()
    {
        var report = Portal.Report("", """
            - into: statement_line
              fields:
                statement_number: 单号
                kind: {constant: goods}
                amount: 金额
            """);
        var file = report.Read("单号,金额\nA,1\nA,x\nA,3\nB,4\n");
        Assert.Equal(["A1", "A3", "B1"], file["statement_line"].Select(row => row["statement_number"] + row["line_number"]));
    }

    [Fact]
    public void A_rejected_row_names_its_document()
    {
        var rejected = Quantity("units: 数量").Read("订单号,数量\nPO1,x\n").Outcome.Rejected.Single();
        Assert.Equal(("order", "PO1", "{\"订单号\":\"PO1\",\"数量\":\"x\"}"), (rejected.DocumentKind, rejected.DocumentNumber, rejected.Raw));
    }

    private static KaPipeline.Ingestion.Profiles.ReportProfile Deliveries() => Portal.Report("", """
        - into: delivery_line
          fields:
            delivery_number: 单号
            order_number: 订单
            kind: {column: 类型, values: {"0901": delivery, "0906": delivery, "0903": return}}
            store_id: {constant: S1}
            item_number: {constant: "1"}
            received_on: 收货
            received_units: {column: 数量, sign: absolute}
        """);

    private static KaPipeline.Ingestion.Profiles.ReportProfile Quantity(string fields, string rows = "", string settings = "", string order = "订单号") => Portal.Report(settings, $$"""
        - into: order_line
          fields:
            order_number: {{order}}
            store_id: {constant: S1}
            item_number: {constant: "1"}
            ordered_on: {constant: "2026-05-01"}
            requested_on: {constant: "2026-05-01"}
        {{string.Join('\n', fields.Split('\n').Select(line => "    " + line))}}
        {{rows}}
        """);
}
