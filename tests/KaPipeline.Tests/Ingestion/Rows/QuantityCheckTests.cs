using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Tests.Ingestion.Quirks;

namespace KaPipeline.Tests.Ingestion.Rows;

/// <summary>docs/decisions/0756: quantity, price and amount of one row.</summary>
public sealed class QuantityCheckTests
{
    private const string Columns = "单号,箱数,零数,箱规,单价,未税金额\n";

    [Theory]
    [InlineData("0,5,24,2.1772,261.26", "261.26 ÷ 2.1772 = 120"), InlineData(",5,24,2.1772,\"261.26\"", "= 120"), InlineData("3,5,24,2,246", "= 123")]
    [InlineData("0,5,24,￥2.1772,261.26元", "= 120")]
    public void A_row_whose_amount_is_that_of_cases_and_units_exchanged_is_set_aside(string row, string expected)
    {
        var file = Cases().Read($"{Columns}PO1,2,0,24,2,96\nPO2,{row}\n");
        Assert.Equal(["PO1"], file.Values("order_number"));
        var bad = Assert.Single(file.Outcome.Rejected);
        Assert.Equal((RejectionRule.QuantityDisagrees, 3), (bad.Rule, bad.RowNumber));
        Assert.Contains(expected, bad.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5,0,24,2.1772,261.26"), InlineData("5,3,24,2.1772,267.80"), InlineData("5,0,24,2.1772,295.22"), InlineData("5,0,24,2.1772,284.77")]
    [InlineData("5,0,24,2.46,261.26"), InlineData("0,5,24,2,10.5"), InlineData("0,5,24,2,77"), InlineData("0,5,24,2,"), InlineData("0,5,24,0,240"), InlineData("0,5,24,2,0")]
    [InlineData("5,0,24,2.1772,10.89"), InlineData("5,0,24,52.25,261.25"), InlineData("0,5,,2,240"), InlineData("0,5,1,2,10"), InlineData("5,5,24,2,250"), InlineData("0,5,24,2,待定"), InlineData("0,12,13,1,12.00")]
    public void Nothing_is_said_where_the_read_quantity_fits_or_no_other_one_does(string row) =>
        Assert.Empty(Cases().Read($"{Columns}PO1,{row}\n").Outcome.Rejected);

    [Theory]
    [InlineData("4(96)", 1), InlineData("4（96）", 1), InlineData("4 (96盒)", 1), InlineData("96(4)", 0), InlineData("96", 0), InlineData("4", 0), InlineData("4(95)", 0)]
    public void The_number_in_brackets_is_the_quantity_where_the_amount_says_so(string cell, int rejected)
    {
        var file = Portal.Report("total: {label: 合计, sums: [含税金额]}", """
            - into: order_line
              fields: {order_number: 单号, store_id: {constant: S1}, item_number: {constant: "1"}, ordered_on: {constant: "2026-05-01"}, requested_on: {constant: "2026-05-02"}, units: {column: 数量, take: before (}, unit_price: 单价}
            """).Read($"单号,数量,单价,含税金额\nPO1,{cell},2.2680,217.73\n");
        Assert.Equal(Enumerable.Repeat(RejectionRule.QuantityDisagrees, rejected), file.Outcome.Rejected.Select(bad => bad.Rule));
    }

    [Theory]
    [InlineData("进货,5,24,2,240", 1), InlineData("退货,-5,24,2,-240", 1), InlineData("扣款,5,24,2,240", 0), InlineData("进货,5,24,2,10", 0)]
    public void Lines_of_a_statement_are_held_against_their_own_amount(string line, int rejected)
    {
        var file = Portal.Report("", """
            - into: statement_line
              fields: {statement_number: {constant: A}, kind: {column: 类型, values: {进货: goods, 退货: return, 扣款: deduction}}, units: 数量, row_pack_size: 箱规, unit_price: 单价, amount: 金额}
            """).Read($"类型,数量,箱规,单价,金额\n{line}\n");
        Assert.Equal(Enumerable.Repeat(RejectionRule.QuantityDisagrees, rejected), file.Outcome.Rejected.Select(bad => bad.Rule));
    }

    private static ReportProfile Cases() => Portal.Report("total: {label: 合计, sums: [箱数, 零数, 未税金额]}", """
        - into: order_line
          fields: {order_number: 单号, store_id: {constant: S1}, item_number: {constant: "1"}, ordered_on: {constant: "2026-05-01"}, requested_on: {constant: "2026-05-02"}, cases: 箱数, units: 零数, row_pack_size: 箱规, unit_price: 单价}
        """);
}
