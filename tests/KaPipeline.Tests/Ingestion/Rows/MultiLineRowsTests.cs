using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Tests.Ingestion.Quirks;

namespace KaPipeline.Tests.Ingestion.Rows;

/// <summary>docs/decisions/0752: items on two lines, with a line too few or too many.</summary>
public sealed class MultiLineRowsTests
{
    private const string Head = "货号,品名,数量\n条码,规格,单价\n";
    private const string One = "001011,小纯,96\n6901234000016,250ml,2.13\n";
    private const string Two = "001022,小高钙,48\n6901234000023,250ml,2.37\n";
    private const string Three = "001033,小高低,24\n6901234000030,250ml,2.28\n";

    [Theory]
    [InlineData(One + "001022,小高钙,48\n" + Three, "1 3"), InlineData("001011,小纯,96\n" + Two + Three, "2 3"), InlineData(One + Two + "001033,小高低,24\n", "1 2")]
    [InlineData("001011,小纯,96\n001022,小高钙,48\n" + Three + One, "3 1"), InlineData(One + "001022,小高钙,48\n001033,小高低,24\n" + One, "1 1")]
    public void An_item_without_its_second_line_is_set_aside_and_takes_none_of_another(string rows, string items)
    {
        var file = Report().Read(Head + rows);
        Assert.Equal(items, Items(file));
        Assert.NotEmpty(file.Outcome.Rejected);
        Assert.All(file.Outcome.Rejected, bad => Assert.Equal(RejectionRule.WrongColumnCount, bad.Rule));
        Assert.Equal(file.Outcome.RowsIn, file["order_line"].Count + file.Outcome.Rejected.Count);
    }

    [Theory]
    [InlineData(One + "6901234000016,250ml,2.13\n" + Two + Three, "1 2 3"), InlineData(One + "赠品另发，不计价\n" + Two + Three, "1 2 3")]
    [InlineData(One + Two + "6901234000023,250ml,2.37\n" + Three, "1 2 3")]
    public void A_line_too_many_shifts_no_item(string rows, string items) => Assert.Equal(items, Items(Report().Read(Head + rows)));

    [Theory]
    [InlineData(One + "第1页\n" + Two + Three), InlineData(One + "001022,小高钙,48\n第1页\n6901234000023,250ml,2.37\n" + Three)]
    [InlineData(One + Two + "小计,,144\n" + Three), InlineData("001011,小纯,96\n第1页\n6901234000016,250ml,2.13\n" + Two + Three)]
    [InlineData(One + "第1页\n" + Head + Two + "第2页\n" + Three), InlineData(One + "001022,小高钙,48\n打印时间：2026-05-08\n6901234000023,250ml,2.37\n" + Three)]
    [InlineData(One + "001022,小高钙,48\n\n6901234000023,250ml,2.37\n" + Three), InlineData(One + Two + Three + "合计,,168\n")]
    public void Page_marks_and_subtotals_stand_outside_of_items(string rows)
    {
        var file = Report().Read(Head + rows);
        Assert.Equal("1 2 3", Items(file));
        Assert.Empty(file.Outcome.Rejected);
        Assert.Equal(3, file.Outcome.RowsIn);
    }

    [Theory]
    [InlineData("001011,小纯,96\n001111,小,2\n001022,小高,48\n001222,大,3\n001033,低,24\n001333,中,4\n"), InlineData("1,a,96\n2,b,2\n3,c,48\n4,d,3\n5,e,24\n6,f,4\n")]
    [InlineData("001011,小纯,96\n,,2\n001022,,48\n6901234000023,,3\n001033,低,24\n-,-,4\n")]
    public void Lines_that_look_alike_or_are_half_blank_are_paired_as_they_come(string rows)
    {
        var file = Report().Read(Head + rows);
        Assert.Equal(["96", "48", "24"], file.Values("units"));
        Assert.Empty(file.Outcome.Rejected);
    }

    [Fact]
    public void A_line_with_cells_behind_the_header_s_moves_none_of_the_next()
    {
        var file = Report().Read($"{Head}001011,小纯,96,,\n6901234000016,250ml,2.13\n001022,小,高钙,48\n6901234000023,250ml,2.37\n{Three}");
        Assert.Equal("1 3", Items(file));
        Assert.Equal([5], file.Outcome.Rejected.Select(bad => bad.RowNumber));
        var book = StagedFile.Read(Report(), Portal.Workbook(package => package.Fill("A",
            "货号|品名|数量\n条码|规格|单价\n001011|小纯|96|注\n6901234000016|250ml|2.13|注\n001022|小高钙|48\n6901234000023|250ml|2.37")));
        Assert.Equal("1 2", Items(book));
        Assert.Empty(book.Outcome.Rejected);
    }

    private static string Items(StagedFile file)
    {
        // Each item's own second line is beside its first.
        Assert.All(file["order_line"], row => Assert.Contains((row["item_number"], row["barcode"], row["units"]), new (string?, string?, string?)[]
            { ("001011", "6901234000016", "96"), ("001022", "6901234000023", "48"), ("001033", "6901234000030", "24") }));
        return string.Join(' ', file.Values("item_number").Select(item => item![^1]));
    }

    private static ReportProfile Report() => Portal.Report("lines_per_row: 2\nignore: [品名, 规格]", """
        - into: order_line
          fields: {order_number: {constant: PO1}, store_id: {constant: S1}, ordered_on: {constant: "2026-05-01"}, requested_on: {constant: "2026-05-01"}, item_number: 货号, barcode: 条码, units: 数量, unit_price: 单价}
        """);
}
