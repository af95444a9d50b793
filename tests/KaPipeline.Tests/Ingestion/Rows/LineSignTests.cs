using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Tests.Ingestion.Quirks;

namespace KaPipeline.Tests.Ingestion.Rows;

/// <summary>docs/decisions/0752: quantity and amount of a statement's line, and what comes back, have one sign.</summary>
public sealed class LineSignTests
{
    private const string Columns = "单号,类型,数量,金额\n";

    [Theory]
    [InlineData("进货,24,-64.91", "金额"), InlineData("进货,-24,64.91", "金额")]
    [InlineData("退货,7,-13.94", "数量"), InlineData("退货,-7,13.94", "金额")]
    public void A_line_whose_quantity_and_amount_have_opposite_signs_is_set_aside(string line, string column)
    {
        var file = Statement().Read($"{Columns}R1,进货,1,2\nR2,{line}\n");
        Assert.Equal(["R1"], file.Values("delivery_number", "statement_line"));
        var bad = Assert.Single(file.Outcome.Rejected);
        Assert.Equal((RejectionRule.SignsDiffer, column, 3), (bad.Rule, bad.Column, bad.RowNumber));
    }

    [Theory]
    [InlineData("退货,7,13.94", "数量"), InlineData("退货,,13.94", "金额"), InlineData("退货,7,0", "数量")]
    public void A_return_without_a_minus_is_set_aside(string line, string column)
    {
        var file = Statement().Read($"{Columns}R1,进货,1,2\nR2,{line}\n");
        Assert.Equal(["R1"], file.Values("delivery_number", "statement_line"));
        Assert.Equal((RejectionRule.SignsDiffer, column), file.Outcome.Rejected.Select(row => (row.Rule, row.Column)).Single());
    }

    [Theory]
    [InlineData("进货,24,64.91"), InlineData("退货,-7,-13.94"), InlineData("进货,0,-5"), InlineData("进货,,-5"), InlineData("进货,2,0"), InlineData("退货,-2,0")]
    [InlineData("进货,-2,-5"), InlineData("扣款,,320"), InlineData("扣款,,-320"), InlineData("扣款,1,-320"), InlineData("退货,0,0")]
    public void Lines_that_do_not_contradict_themselves_are_read(string line) =>
        Assert.Empty(Statement().Read($"{Columns}R1,{line}\n").Outcome.Rejected);

    [Fact]
    public void The_minus_that_a_profile_gives_counts()
    {
        var report = Portal.Report("", """
            - into: statement_line
              fields: {statement_number: {constant: A}, kind: {constant: return}, delivery_number: 单号, units: {column: 数量, sign: negate}, amount: {column: 金额, sign: negate}}
            """);
        Assert.Equal(["-7"], report.Read("单号,数量,金额\nR1,7,13.94\n").Values("units", "statement_line"));
    }

    private static ReportProfile Statement() => Portal.Report("", """
        - into: statement_line
          fields: {statement_number: {constant: A}, kind: {column: 类型, values: {进货: goods, 退货: return, 扣款: deduction}}, delivery_number: 单号, units: 数量, amount: 金额}
        """);
}
