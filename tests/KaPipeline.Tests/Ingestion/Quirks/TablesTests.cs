using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Tests.Ingestion.Quirks;

/// <summary>Several tables in one file, cross-tabs, and labels with several values.</summary>
public sealed class TablesTests
{
    private const string GoodsAndFees = """
        chain: test
        name: 测试
        name_en: Test
        reports:
          statements:
            files: ["*"]
            tables:
              - sheet: "明细*"
                total: {label: 合计, sums: [金额], required: true}
                rows:
                  - into: statement
                    fields: {statement_number: {head: 对账单号}, supplier_code: {constant: S}, period_from: {head: 账期}, period_to: {head: 账期, value: 2}, stated_payable: {head: 应付}}
                  - into: statement_line
                    fields: {statement_number: {head: 对账单号}, kind: {constant: goods}, delivery_number: 单号, item_number: 货号, units: 数量, amount: 金额}
              - sheet: "费用*"
                rows:
                  - into: statement_line
                    fields: {statement_number: {head: 对账单号}, kind: {constant: deduction}, fee_text: 费用项目, amount: 扣款}
        """;

    private static readonly string[] Goods =
        ["对账单号：S1,,应付：25", "账期,2026-05-01,2026-05-15", "单号,货号,数量,金额", "R1,880011,n:5,n:10", "R1,880012,n:5,n:20", "合计,,,n:30"];
    private static readonly string[] Fees = ["费用项目,扣款", "海报费,n:-5"];

    [Fact]
    public void Goods_and_fees_on_sheets_of_their_own_are_one_statement()
    {
        var file = StagedFile.Read(Profile(), new RawWorkbook { Sheets = [new("明细", Goods), new("费用", Fees), new("说明", ["无,关"])] }.Bytes());
        AssertOne(file);
        Assert.Equal([2L, 1L, 0L], file.Outcome.Parts.Select(part => part.Rows));
        Assert.Equal(("2026-05-01", "2026-05-15"), file["statement"].Select(row => (row["period_from"]!, row["period_to"]!)).Single());
        Assert.Equal(("费用", 2), file.Outcome.PlaceOf(int.Parse(file["statement_line"][2]["row_number"]!)));
    }

    [Fact]
    public void Goods_and_fees_below_each_other_on_one_sheet_are_one_statement()
    {
        var report = ProfileFile.Parse(GoodsAndFees.Replace("- sheet: \"明细*\"\n        ", "- ", StringComparison.Ordinal)
            .Replace("- sheet: \"费用*\"\n        ", "- ", StringComparison.Ordinal), "test.yaml").Reports[0];
        Assert.All(report.Tables, table => Assert.Null(table.Sheet));
        AssertOne(StagedFile.Read(report, new RawWorkbook { Sheets = [new("明细", [.. Goods, .. Fees])] }.Bytes()));
        AssertOne(report.Read(string.Join('\n', Goods.Concat(Fees).Select(row => row.Replace("n:", "", StringComparison.Ordinal)))));
    }

    [Fact]
    public void A_table_whose_column_is_missing_holds_the_file()
    {
        var file = StagedFile.Read(Profile(), new RawWorkbook { Sheets = [new("明细", Goods), new("费用", ["费用项目,金额（元）", "海报费,n:-5"])] }
            .Bytes());
        Assert.Equal(ReadState.Held, file.Outcome.State);
        Assert.Equal(["扣款"], file.Outcome.MissingColumns);
    }

    [Fact]
    public void Settings_of_a_table_beside_tables_are_a_mistake_with_its_line()
    {
        var mistake =
            Assert.Throws<ProfileException>(() =>
            ProfileFile.Parse(GoodsAndFees.Replace("    tables:", "    sheet: 明细\n    tables:", StringComparison.Ordinal), "test.yaml"));
        Assert.Contains("tables:", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Statement_lines_of_several_sheets_are_numbered_on()
    {
        var report = Portal.Report("sheet: 明细*", """
            - into: statement
              fields: {statement_number: {head: 对账单号}, supplier_code: {constant: S}, period_from: {constant: "2026-05-01"}, period_to: {constant: "2026-05-15"}, stated_payable: {head: 应付}}
            - into: statement_line
              fields: {statement_number: {head: 对账单号}, kind: {constant: goods}, delivery_number: 单号, amount: 金额}
            """);
        var file = StagedFile.Read(report,
            new RawWorkbook { Sheets = [new("明细1", ["对账单号：S1,,应付：30", "单号,金额", "R1,n:10", "R2,n:10"]), new("明细2", ["单号,金额", "R3,n:10"])] }
            .Bytes());
        Assert.Equal(["1", "2", "3"], file.Values("line_number", "statement_line"));
        Assert.Equal(["S1"], file.Values("statement_number", "statement"));
    }

    [Fact]
    public void Each_filled_cell_of_a_cross_tab_is_a_row()
    {
        var report = Portal.Report("unpivot: {from: \"#4\", except: [合计]}\nnothing: [\"0\"]", """
            - into: order_line
              fields: {order_number: 订单号, item_number: 货号, ordered_on: 日期, requested_on: 日期, store_id: {unpivot: header, take: before (}, units: {unpivot: value}}
            """);
        var file = report.Read(
            "订单号,货号,日期,0101(曹杨店),0102(莘庄店),合计\nPO1,1,2026-05-01,24,,24\nPO1,2,2026-05-01,12,6,18\nPO1,3,2026-05-01,,0,0\nPO1,4,2026-05-01,12,x,12\n");
        Assert.Equal([("0101", "1", "24"), ("0101", "2", "12"), ("0102", "2", "6")], file["order_line"]
            .Select(row => (row["store_id"]!, row["item_number"]!, row["units"]!)));
        Assert.Equal((RejectionRule.InvalidNumber, 5, "0102(莘庄店)"),
            file.Outcome.Rejected.Select(row => (row.Rule, row.RowNumber, row.Column)).Single());
        Assert.Equal((3L, 1), (file.Outcome.RowsIn, file.Outcome.Parts.Single().Skipped.Values.Single()));
        Assert.Empty(file.Outcome.AddedColumns);
    }

    [Fact]
    public void A_label_that_fills_its_cell_counts_more_than_a_word_of_a_title_and_may_have_several_values()
    {
        var report = Portal.Report("dates: dd/MM/yyyy\ntotal: {label: PAYABLE, required: true}\nskip: {Line Type: [INVOICEABLE]}", """
            - into: statement
              fields: {statement_number: {head: Statement No}, supplier_code: {head: Supplier}, period_from: {head: Period}, period_to: {head: Period, value: 2}, stated_payable: {total: Amount}, stated_invoiceable: {head: Amount to be invoiced}}
            - into: statement_line
              fields: {statement_number: {head: Statement No}, kind: {column: Line Type, values: {GOODS: goods}}, delivery_number: Receipt, store_id: Store, item_number: Item, units: Qty, amount: Amount}
            """);
        var file = report.Read("""
            Norda Retail - Supplier Settlement Statement
            Statement No,ND-1,Supplier,NS-20871
            Period,01/10/2026,15/10/2026
            Line Type,Receipt,Store,Item,Qty,Amount
            GOODS,R1,01,880011,5,10.00
            INVOICEABLE,,,Amount to be invoiced,,9.00
            PAYABLE,,,Net payable,,10.00
            """);
        Assert.Equal((ReadState.Read, 1L, 0), (file.Outcome.State, file.Outcome.RowsIn, file.Outcome.Rejected.Count));
        var head = Assert.Single(file["statement"]);
        Assert.Equal(
            ("ND-1", "NS-20871", "2026-10-01", "2026-10-15", "10.00", "9.00"),
            (head["statement_number"], head["supplier_code"], head["period_from"], head["period_to"], head["stated_payable"],
            head["stated_invoiceable"]));
    }

    private static ReportProfile Profile() => ProfileFile.Parse(GoodsAndFees, "test.yaml").Reports[0];

    private static void AssertOne(StagedFile file)
    {
        Assert.Equal((ReadState.Read, 3L, 0, null),
            (file.Outcome.State, file.Outcome.RowsIn, file.Outcome.Rejected.Count, file.Outcome.Finding));
        Assert.Equal(
            [("S1", "1", "goods", "10"), ("S1", "2", "goods", "20"), ("S1", "3", "deduction", "-5")],
            file["statement_line"].Select(row => (row["statement_number"]!, row["line_number"]!, row["kind"]!, row["amount"]!)));
        Assert.Equal(["S1"], file.Values("statement_number", "statement"));
    }
}
