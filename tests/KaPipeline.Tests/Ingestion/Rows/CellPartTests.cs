using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Tests.Ingestion.Quirks;

namespace KaPipeline.Tests.Ingestion.Rows;

/// <summary>docs/decisions/0752: a cell with nothing before the mark that it is cut at.</summary>
public sealed class CellPartTests
{
    [Theory]
    [InlineData("(2)"), InlineData(" （2）"), InlineData("(48)(2)")]
    public void A_cell_with_nothing_before_its_mark_is_unreadable(string cell)
    {
        var file = Shipped().Read($"单号,发货\nD1,48(2)\nD2,{cell}\nD3,\n");
        Assert.Equal([("D1", "48"), ("D3", null)], file["delivery_line"].Select(row => (row["delivery_number"]!, row["shipped_units"])));
        var bad = Assert.Single(file.Outcome.Rejected);
        Assert.Equal((RejectionRule.Missing, "发货", cell.Trim()), (bad.Rule, bad.Column, bad.Found));
    }

    [Theory]
    [InlineData("48", "48"), InlineData("48(", "48"), InlineData("", null), InlineData("-", null), InlineData("0(0)", "0")]
    public void A_cell_with_something_or_nothing_at_all_is_read(string cell, string? units)
    {
        var file = Shipped().Read($"单号,发货\nD1,{cell}\n");
        Assert.Equal([units], file.Values("shipped_units", "delivery_line"));
        Assert.Empty(file.Outcome.Rejected);
    }

    [Theory]
    [InlineData("after 至"), InlineData("inside ()"), InlineData("match (\\d+)箱"), InlineData("word 2")]
    public void Other_parts_may_be_left_out(string take)
    {
        var file = Shipped($"'{take}'").Read("单号,发货\nD1,48\n");
        Assert.Equal([null], file.Values("shipped_units", "delivery_line"));
    }

    private static ReportProfile Shipped(string take = "before (") => Portal.Report("", $$"""
        - into: delivery_line
          fields: {delivery_number: 单号, store_id: {constant: S1}, item_number: {constant: "1"}, received_on: {constant: "2026-05-01"}, shipped_units: {column: 发货, take: {{take}} }, received_units: {constant: "1"} }
        """);
}
