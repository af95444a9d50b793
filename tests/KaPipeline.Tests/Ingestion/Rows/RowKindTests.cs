using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Quirks;

namespace KaPipeline.Tests.Ingestion.Rows;

/// <summary>docs/decisions/0752: what kind of thing a row is, and a row that does not say it.</summary>
public sealed class RowKindTests
{
    private const string Heads = "对账单,应付,类型,送货单,金额\n";

    [Theory]
    [InlineData("0905"), InlineData("901"), InlineData(""), InlineData("0901补差")]
    public void A_row_of_which_only_the_head_is_known_is_set_aside(string kind)
    {
        var file = Statements().Read($"{Heads}A,9,0901,R1,4\nA,9,{kind},R2,3\nA,9,0903,R3,2\n");
        Assert.Equal(["R1", "R3"], file.Values("delivery_number", "statement_line"));
        Assert.Equal((3L, 1), (file.Outcome.RowsIn, file["statement"].Count));
        Assert.Equal((RejectionRule.UnknownRowKind, 3), file.Outcome.Rejected.Select(row => (row.Rule, row.RowNumber)).Single());
    }

    [Fact]
    public void A_head_that_came_with_a_row_of_unknown_kind_is_taken_from_the_next()
    {
        var file = Statements().Read($"{Heads}A,9,0905,R1,4\nA,9,0901,R2,3\n");
        Assert.Equal(["3"], file.Values("row_number", "statement"));
        Assert.Equal(["2"], file.Outcome.Rejected.Select(row => row.RowNumber.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_row_with_nothing_but_a_head_is_one()
    {
        var file = Statements().Read($"{Heads}A,9,,,\nA,9,0901,R1,4\nB,0,-,,\n");
        Assert.Equal(["A", "B"], file.Values("statement_number", "statement"));
        Assert.Empty(file.Outcome.Rejected);
    }

    [Fact]
    public void A_row_that_its_own_word_calls_a_head_is_one_whatever_else_it_says()
    {
        var file = Statements("when: {类型: 单头}").Read($"{Heads}A,9,单头,R0,9\nA,,0901,R1,9\nA,,其他,R2,1\n");
        Assert.Equal(["A"], file.Values("statement_number", "statement"));
        Assert.Equal([4], file.Outcome.Rejected.Select(row => row.RowNumber));
    }

    [Fact]
    public void A_head_on_rows_with_a_number_is_no_word_for_their_kind()
    {
        var file = Statements("when: {对账单: {present: true}}").Read($"{Heads}A,9,,,\n,,0901,R1,4\nB,9,0905,R2,3\n");
        Assert.Equal(["A"], file.Values("statement_number", "statement"));
        Assert.Contains((RejectionRule.UnknownRowKind, 4), file.Outcome.Rejected.Select(row => (row.Rule, row.RowNumber)));
    }

    [Fact]
    public void Values_for_the_rows_below_do_not_tell_a_row_s_kind_either()
    {
        var report = Portal.Report("", """
            - into: context
              fields: {order: 订单号}
            - into: order_line
              when: {类型: 采购}
              fields: {order_number: {context: order}, store_id: 门店, item_number: 货号, ordered_on: 日期, requested_on: 日期, units: 数量}
            """);
        var file = report.Read("订单号,类型,门店,货号,日期,数量\nPO1,采购,S1,1,2026-05-01,2\nPO1,补货,S1,2,2026-05-01,3\n");
        Assert.Equal((1, 1), (file["order_line"].Count, file.Outcome.Rejected.Count));
    }

    [Theory]
    [InlineData(""), InlineData("-"), InlineData("　")]
    public void A_blank_word_for_delivery_or_return_sets_its_row_aside(string word)
    {
        var file = Deliveries("{column: 类型, values: {送货: delivery, 退货: return}}")
            .Read($"单号,类型,数量\nD1,送货,1\nD2,{word},2\nD3,退货,3\n");
        Assert.Equal(["D1 delivery", "D3 return"], Kinds(file));
        var bad = Assert.Single(file.Outcome.Rejected);
        Assert.Equal((RejectionRule.Missing, "类型", 3), (bad.Rule, bad.Column, bad.RowNumber));
        Assert.Contains("送货, 退货", bad.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void The_second_line_of_a_merged_return_is_no_delivery()
    {
        var file = Deliveries("{column: 类型, values: {送货: delivery, 退货: return}}").Read("单号,类型,数量\nT1,退货,1\nT1,,2\n");
        Assert.Equal(["T1 return"], Kinds(file));
        var filled = Deliveries("{column: 类型, fill_down: true, values: {送货: delivery, 退货: return}}")
            .Read("单号,类型,数量\nT1,退货,1\nT1,,2\n");
        Assert.Equal(["T1 return", "T1 return"], Kinds(filled));
    }

    [Theory]
    [InlineData("{column: 类型, values: {退货: return}, otherwise: delivery}"), InlineData("{column: [种类, 类别], optional: true, values: {退货: return}}")]
    public void A_profile_may_say_that_all_else_is_a_delivery(string kind) =>
        Assert.Equal(["D1 delivery"], Kinds(Deliveries(kind).Read("单号,类型,数量\nD1,,1\n")));

    [Fact]
    public void A_blank_mark_of_free_goods_still_says_no()
    {
        var report = Portal.Orders(fields: "is_free: {column: 赠品, values: {赠: \"true\"}}");
        Assert.Equal(["false", "true"], report.Read($"{Portal.Columns},赠品\n{Portal.Row},\n{Portal.Row},赠\n").Values("is_free"));
    }

    [Theory]
    [InlineData("60", ""), InlineData("60", "2099/12/31"), InlineData("-3", "")]
    public void Goods_received_on_no_day_set_their_row_aside(string received, string day)
    {
        var file = Receipts().Read($"单号,数量,已收,收货日\nPO1,60,0,\nPO2,60,{received},{day}\nPO3,60,60,2026/05/02\n");
        Assert.Equal(["PO1", "PO3"], file.Values("order_number"));
        Assert.Equal(["PO3"], file.Values("delivery_number", "delivery_line"));
        Assert.Equal((RejectionRule.Missing, "收货日", 3), file.Outcome.Rejected.Select(row => (row.Rule, row.Column, row.RowNumber)).Single());
    }

    [Theory]
    [InlineData("0"), InlineData(""), InlineData("-"), InlineData("0.00")]
    public void An_order_of_which_nothing_has_come_waits_for_its_receipt(string received)
    {
        var file = Receipts().Read($"单号,数量,已收,收货日\nPO1,60,{received},\nPO2,60,0,2026/05/02\n");
        Assert.Equal((2, 1, 0), (file["order_line"].Count, file["delivery_line"].Count, file.Outcome.Rejected.Count));
    }

    [Fact]
    public void The_quantity_of_an_order_is_no_receipt_of_its_own()
    {
        // The one column tells what was ordered, and what was received once the day is there.
        var file = Receipts("数量").Read("单号,数量,已收,收货日\nPO1,60,,\nPO2,60,,2026/05/02\n");
        Assert.Equal((2, 1, 0), (file["order_line"].Count, file["delivery_line"].Count, file.Outcome.Rejected.Count));
    }

    [Fact]
    public void The_shipped_profiles_read_orders_that_wait_for_their_receipt()
    {
        var profile = ProfileFile.Parse(File.ReadAllText(Path.Combine(Repository.Root, "config", "chains", "runda.yaml")), "runda.yaml");
        var report = profile.Reports.Single(one => one.Name == "orders");
        const string Columns = "门店,采购单号,采购单类型,采购单状态,货号,品名,规格,订购数量,订购单位,订购箱数,箱入数,买价,促销期数,创单日期,已收货数量,预计到货日,实际收货日";
        const string Order = "0101上海店,P{0},采购,,1,奶,,60,盒,5,12,2,,2026/05/01,{1},2026/05/03,{2}";
        var file = report.Read($"{Columns}\n{string.Format(null, Order, 1, "0", "")}\n{string.Format(null, Order, 2, "", "2099/12/31")}\n{string.Format(null, Order, 3, "60", "")}\n");
        Assert.Equal((2, 0), (file["order_line"].Count, file["delivery_line"].Count));
        Assert.Equal("实际收货日", Assert.Single(file.Outcome.Rejected).Column);
    }

    private static IEnumerable<string> Kinds(StagedFile file) =>
        file["delivery_line"].Select(row => $"{row["delivery_number"]} {row["kind"]}");

    private static ReportProfile Statements(string head = "when: {}") => Portal.Report("", $$"""
        - into: statement
          {{head}}
          fields: {statement_number: 对账单, supplier_code: {constant: S}, period_from: {constant: "2026-05-01"}, period_to: {constant: "2026-05-15"}, stated_payable: 应付}
        - into: statement_line
          when: {类型: ["0901"]}
          fields: {statement_number: 对账单, kind: {constant: goods}, delivery_number: 送货单, amount: 金额}
        - into: statement_line
          when: {类型: ["0903"]}
          fields: {statement_number: 对账单, kind: {constant: return}, delivery_number: 送货单, amount: {column: 金额, sign: negate} }
        """);

    private static ReportProfile Deliveries(string kind) => Portal.Report("", $$"""
        - into: delivery_line
          fields: {delivery_number: 单号, kind: {{kind}}, store_id: {constant: S1}, item_number: {constant: "1"}, received_on: {constant: "2026-05-01"}, received_units: 数量}
        """);

    private static ReportProfile Receipts(string received = "已收") => Portal.Report("dates: yyyy/MM/dd", $$"""
        - into: order_line
          fields: {order_number: 单号, store_id: {constant: S1}, item_number: {constant: "1"}, ordered_on: {constant: 2026/05/01}, requested_on: {constant: 2026/05/01}, units: 数量}
        - into: delivery_line
          when: {收货日: {present: true} }
          fields: {delivery_number: 单号, store_id: {constant: S1}, item_number: {constant: "1"}, received_on: 收货日, received_units: {{received}} }
        """);
}
