using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Tests.Ingestion.Quirks;

namespace KaPipeline.Tests.Ingestion.Rows;

/// <summary>docs/decisions/0756: the last row of a text without a line end behind it.</summary>
public sealed class CutRowTests
{
    [Theory]
    [InlineData("216.00\n72.00\n", "21"), InlineData("216.00\n72.00\n", "216."), InlineData("216.00\n72.00\n", "216.0"), InlineData("2.5\n3.25\n", "12")]
    [InlineData("80\n88\n96\n72\n64\n", "8"), InlineData("1,440\n2,880\n1,200\n1,680\n1,920\n", "144"), InlineData("216(9)\n168(7)\n", "21"), InlineData("216(9)\n168(7)\n", "216(")]
    [InlineData("216.00\n", "21"), InlineData("80\n88\n96\n72\n64\n", "")]
    public void A_last_row_whose_last_number_seems_cut_off_is_set_aside(string rows, string last)
    {
        var text = $"单号\t数量\n{Numbered(rows)}D9\t{last}";
        var file = Received("{column: 数量, take: before (}").Read(text);
        Assert.DoesNotContain("D9", file.Values("delivery_number", "delivery_line"));
        var bad = Assert.Single(file.Outcome.Rejected);
        Assert.Equal((RejectionRule.CutOff, "数量", last, rows.Count(letter => letter == '\n') + 2), (bad.Rule, bad.Column, bad.Found, bad.RowNumber));
        Assert.Contains("cut off", bad.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("216.00\n72.00\n", "21.00"), InlineData("216.5\n72\n", "21"), InlineData("80\n8\n", "8"), InlineData("80\n88\n", "8"), InlineData("80\n88\n96\n72\n64\n", "12"), InlineData("80\n", "8")]
    [InlineData("1,440\n72\n", "14"), InlineData("216(9)\n168(7)\n", "24(1)"), InlineData("80\n88\n96\n72\n64\n", "\"8\""), InlineData("80\n88\n96\n72\n64\n", "8\n"), InlineData("80\n88\n96\n72\n64\n", "8\r\n")]
    public void A_whole_last_row_needs_no_line_end(string rows, string last)
    {
        var file = Received("{column: 数量, take: before (}").Read($"单号\t数量\n{Numbered(rows)}D9\t{last}");
        Assert.Empty(file.Outcome.Rejected);
        Assert.Contains("D9", file.Values("delivery_number", "delivery_line"));
    }

    [Theory]
    [InlineData("7", 1), InlineData("72", 0), InlineData("6", 0)]
    public void A_number_that_begins_the_one_beside_it_is_cut_off_where_both_are_the_same_elsewhere(string last, int rejected)
    {
        var file = Portal.Report("", Record("received_units: 实收, shipped_units: 发货")).Read(
            $"单号,发货,实收\nD1,240,240\nD2,6,6\nD3,8,8\nD9,72,{last}");
        Assert.Equal(rejected, file.Outcome.Rejected.Count);
    }

    [Theory]
    [InlineData("FP26050871\nFP26050872\n", "FP2605087", 1), InlineData("FP26050871\nFP2605\n", "FP2605087", 0), InlineData("6901234000016\n6901234000023\n", "690123400003", 1)]
    [InlineData("FP26050871\nFP26050872\n", "FP26050873", 0), InlineData("2026-05-11\n2026-05-12\n", "2026-05-1", 1)]
    public void A_code_shorter_than_all_others_of_one_length_is_cut_off(string rows, string last, int rejected)
    {
        var file = Portal.Report("dates: yyyy-MM-dd", Record("received_units: {constant: \"1\"}, order_number: 发票")).Read(
            $"单号\t金额\t发票\n{Numbered(rows).Replace("\t", "\t24\t", StringComparison.Ordinal)}D9\t24\t{last}");
        Assert.Equal(rejected, file.Outcome.Rejected.Count(row => row.Rule == RejectionRule.CutOff));
    }

    [Theory]
    [InlineData("单号\t数量\t备注\nD1\t216.00\t加急送货\nD2\t72.00\t加急送货\nD9\t21.00\t加急"), InlineData("单号\t备注\t数量\nD1\t加急\t216.00\nD2\t加急\t72.00\n\t合计\t288")]
    public void What_counts_nothing_may_end_anywhere(string text) =>
        Assert.Empty(Portal.Report("ignore: [备注]", Record("received_units: 数量")).Read(text).Outcome.Rejected);

    [Fact]
    public void A_person_takes_the_row_in_with_a_line_end_behind_it()
    {
        var text = "单号\t数量\nD1\t80\nD2\t88\nD3\t96\nD4\t72\nD5\t64\nD9\t8";
        Assert.Single(Received("数量").Read(text).Outcome.Rejected);
        Assert.Equal(["80", "88", "96", "72", "64", "8"], Received("数量").Read(text + "\n").Values("received_units", "delivery_line"));
    }

    private static string Numbered(string rows) =>
        string.Concat(rows.Split('\n')[..^1].Select((row, at) => $"D{at + 1}\t{row}\n"));

    private static ReportProfile Received(string units) => Portal.Report("separator: tab", Record($"received_units: {units}"));

    private static string Record(string fields) =>
        "- into: delivery_line\n  fields: {delivery_number: 单号, store_id: {constant: S1}, item_number: {constant: \"1\"}, "
        + $"received_on: {{constant: \"2026-05-01\"}}, {fields}}}";
}
