using System.Globalization;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Tests.Ingestion.Quirks;

namespace KaPipeline.Tests.Ingestion.Rows;

/// <summary>docs/decisions/0752: rows of a text file whose cells are not where they belong, and rows joined by a quote.</summary>
public sealed class ShiftedRowTests
{
    private const string Lines = "单号,金额,费用,方式\n";
    private const string Goods = "单号,数量,实收,单位\n";

    [Theory]
    [InlineData("R2,3,574.66,,"), InlineData("R2,-3,574.66,,"), InlineData("R2,1,234,567.00,"), InlineData("R2,3,海报费,五月,"), InlineData("R2,3,,,,")]
    public void A_row_with_a_cell_more_than_the_others_is_set_aside_though_it_ends_in_blanks(string row)
    {
        var file = Statement().Read($"{Lines}R1,1,,\n{row}\nR3,-2,海报费,\nR4,5,,\n");
        Assert.Equal(["R1", "R3", "R4"], file.Values("delivery_number", "statement_line"));
        Assert.Equal((RejectionRule.WrongColumnCount, 3), file.Outcome.Rejected.Select(bad => (bad.Rule, bad.RowNumber)).Single());
    }

    [Theory]
    [InlineData("单号,金额,费用,方式,\n", "R1,1,,,\nR2,-2,海报费,,\n"), InlineData(Lines, "R1,1,,,\nR2,-2,海报费,,\n"), InlineData(Lines, "R1,1,,,\n")]
    [InlineData(Lines, "R1,1,,,,\nR2,-2,海报费,,,\n"), InlineData("单号,金额,费用,方式,,\n", "R1,1,,\nR2,-2,海报费,\n")]
    [InlineData("对账单,A\n单号,金额,费用,方式,,\n", "R1,1,,,,\nR2,-2,海报费,,,\n")]
    public void Separators_behind_every_row_are_harmless(string header, string rows)
    {
        var file = Statement().Read(header + rows);
        Assert.Equal(rows.Count(letter => letter == '\n'), file["statement_line"].Count);
        Assert.Empty(file.Outcome.Rejected);
    }

    [Theory]
    [InlineData("R2,2,481.12,"), InlineData("R2,-2,481,"), InlineData("R2,12,000.00,账扣")]
    public void A_number_broken_in_two_is_seen_though_the_count_of_cells_is_right(string row)
    {
        var file = Statement().Read($"{Lines}R1,1,,\n{row}\nR3,-2,海报费,\n");
        Assert.Equal(["R1", "R3"], file.Values("delivery_number", "statement_line"));
        var bad = Assert.Single(file.Outcome.Rejected);
        Assert.Equal((RejectionRule.WrongColumnCount, 3, "金额"), (bad.Rule, bad.RowNumber, bad.Column));
        Assert.Contains(row[3..].Split(',') is var cells ? $"{cells[0]},{cells[1]}" : "", bad.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_broken_in_two_is_seen_by_a_column_of_words_that_holds_a_number()
    {
        var file = Delivery().Read($"{Goods}D1,192,192,盒\nD2,1,440,1440\nD3,7,7,瓶\n");
        Assert.Equal(["D1", "D3"], file.Values("delivery_number", "delivery_line"));
        Assert.Equal(["数量"], file.Outcome.Rejected.Select(bad => bad.Column));
    }

    [Theory]
    [InlineData("R2,2,海报费481,"), InlineData("R2,2000,481,"), InlineData("R2,2.5,481,"), InlineData("R2,2,81,"), InlineData("R2,0,481,")]
    public void A_fee_with_a_number_for_its_name_is_one_where_both_are_no_number_together(string row) =>
        Assert.Equal(2, Statement().Read($"{Lines}R1,1,,\n{row}\n")["statement_line"].Count);

    [Theory]
    [InlineData("D2,24,240,盒"), InlineData("D2,1,440,"), InlineData("D2,1,100,12")]
    public void Two_quantities_side_by_side_are_two(string row)
    {
        // Where the last column holds words in some rows and nothing or numbers in others, it tells nothing.
        var file = Delivery().Read($"{Goods}D1,192,192,盒\n{row}\nD3,7,7,\nD4,2,120,3\n");
        Assert.Equal((4, 0), (file["delivery_line"].Count, file.Outcome.Rejected.Count));
    }

    [Theory]
    [InlineData("￥2.13", "￥2.37"), InlineData("2.13元", "2.37元"), InlineData("\"=\"\"2.13\"\"\"", "\"=\"\"2.37\"\"\""), InlineData("2．13", "2．37")]
    [InlineData("￥ 2.13 ", "2.37 元"), InlineData("`2.13", "`2.37"), InlineData("２.13", "２.37"), InlineData("\"2,000.13\"", "\"2,000.37\"")]
    public void A_column_of_numbers_holds_numbers_however_they_are_written(string price, string other)
    {
        var file = Portal.Report("ignore: [单价]", Record("数量")).Read(
            $"单 号,数量,实 收,单价\nD1,24,120,{price}\nD2,24,148,{other}\nD3,7,7,{price}\n");
        Assert.Equal(["120", "148", "7"], file.Values("received_units", "delivery_line"));
        Assert.Empty(file.Outcome.Rejected);
    }

    [Theory]
    [InlineData("数量,实 收,单位,单价,货架号", "24,120,盒,2.13,A12\n24,148,盒,2.37,15\n24,144,盒,2.28,B07\n")]
    [InlineData("数量,实 收,单价,库存,促销", "4,11.60,2.90,80,DM0501\n4,12.40,3.10,88,DM0502\n40,124.00,3.10,88,20260510\n")]
    [InlineData("数量,实 收,零售价,库存,促销", "4,11,2,80,DM0501\n4,12,3,88,DM0502\n40,124,3,88,20260510\n")]
    [InlineData("数量,实 收,到货,单位,批次", "24,120,2026-05-01,盒,L12\n24,148,2026-05-02,盒,0502\n24,144,2026-05-03,盒,L14\n")]
    public void A_number_in_a_column_of_codes_is_one_where_nothing_else_has_moved(string columns, string rows)
    {
        var lines = rows.Split('\n')[..^1];
        var file = Portal.Report("", Record("数量")).Read(
            $"单 号,{columns}\n{string.Concat(lines.Select((line, at) => $"D{at + 1},{line}\n"))}");
        Assert.Equal(lines.Select(line => decimal.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)),
            file.Values("received_units", "delivery_line").Select(units => decimal.Parse(units!, CultureInfo.InvariantCulture)));
        Assert.Empty(file.Outcome.Rejected);
    }

    [Theory]
    [InlineData("D2,1,440,1440,￥2.37"), InlineData("D2,1,440,1440,2.37元")]
    public void A_number_broken_in_two_is_seen_where_prices_carry_a_mark(string row)
    {
        var file = Portal.Report("ignore: [单价, 单位]", Record("数量")).Read(
            $"单 号,数量,实 收,单价,单位\nD1,19,192,￥2.13,盒\n{row}\nD3,7,7,￥2.28,瓶\n");
        Assert.Equal(["D1", "D3"], file.Values("delivery_number", "delivery_line"));
        Assert.Equal(["数量"], file.Outcome.Rejected.Select(bad => bad.Column));
    }

    [Theory]
    [InlineData("单号,数量,实收,单位,\n", "D1,5,5,盒,已对账\nD2,6,6,盒,已对账\n"), InlineData("单号,数量,实收,单位,\n", "D1,5,5,盒,√\nD2,6,6,盒,\n")]
    [InlineData("单号,数量,实收,单位,,\n", "D1,5,5,盒,已对账,\nD2,6,6,盒,已对账,a\n")]
    public void A_last_column_without_a_name_is_one(string header, string rows)
    {
        var file = Delivery().Read(header + rows);
        Assert.Equal(["5", "6"], file.Values("received_units", "delivery_line"));
        Assert.Empty(file.Outcome.Rejected);
    }

    [Theory]
    [InlineData("D2,5,盒,已对账"), InlineData("D2,1,440,1,440,盒,已对账"), InlineData("D2,5,5,大,盒,已对账")]
    public void A_row_is_shifted_beside_a_last_column_without_a_name_too(string row)
    {
        var file = Delivery().Read($"单号,数量,实收,单位,\nD1,5,5,盒,已对账\n{row}\nD3,6,6,盒,已对账\n");
        Assert.Equal(["D1", "D3"], file.Values("delivery_number", "delivery_line"));
        Assert.Equal([RejectionRule.WrongColumnCount], file.Outcome.Rejected.Select(bad => bad.Rule));
    }

    [Theory]
    [InlineData("D1,\"小纯,72,72\nD2,小高钙,144,144\nD3,小高低\",7,6\n"), InlineData("D1,小纯,72,72\r\nD2,\"小高钙,144,144\r\nD3,小高低\",7,6\r\n")]
    [InlineData("D1,\"小纯,72,72\nD2,小高钙\",144,144\nD3,小高低,7,6\n")]
    public void A_quote_that_opens_in_one_row_and_closes_in_another_joins_none(string rows)
    {
        var file = Named().Read($"单号,品名,送货,实收\n{rows}D4,酸奶,1,1\n");
        Assert.Equal(4L, file.Outcome.RowsIn);
        Assert.All(file["delivery_line"], row => Assert.Contains((row["delivery_number"], row["received_units"]),
            new (string?, string?)[] { ("D1", "72"), ("D2", "144"), ("D3", "6"), ("D4", "1") }));
        Assert.Equal(4, file["delivery_line"].Count + file.Outcome.Rejected.Count);
        Assert.Contains("D4", file.Values("delivery_number", "delivery_line"));
    }

    [Theory]
    [InlineData("\"小纯\n250ml\""), InlineData("\"小纯,整箱\n250ml，6入\""), InlineData("\"一,二,三\n四\""), InlineData("\"a\n\nb\""), InlineData("\"说\"\"明\"\"\n,\"")]
    public void Line_breaks_in_a_quoted_name_belong_to_it(string name)
    {
        var file = Named().Read($"单号,品名,送货,实收\nD1,{name},72,72\nD2,小高钙,144,144\n");
        Assert.Equal(["72", "144"], file.Values("received_units", "delivery_line"));
        Assert.Empty(file.Outcome.Rejected);
    }

    [Fact]
    public void A_header_with_line_breaks_in_quotes_is_one()
    {
        var file = Portal.Report("ignore: [品名]", Record("送货 数量")).Read("标题,,,\n\"单\n号\",品名,\"送货\n数量\",\"实\n收\"\nD1,a,72,72\n");
        Assert.Equal(["72"], file.Values("received_units", "delivery_line"));
    }

    [Theory]
    [InlineData(39), InlineData(200)]
    public void A_table_below_many_lines_of_notes_is_found(int notes)
    {
        var above = string.Concat(Enumerable.Range(0, notes).Select(at => $"说明 {at}：本报表由系统生成，请勿修改\n"));
        Assert.Equal(["24"], Portal.Orders().Read($"{above}{Portal.Columns}\n{Portal.Row}\n").Values("units"));
    }

    private static string Record(string shipped) =>
        "- into: delivery_line\n  fields: {delivery_number: 单 号, store_id: {constant: S1}, item_number: {constant: \"1\"}, received_on: {constant: \"2026-05-01\"}, "
        + $"shipped_units: {shipped}, received_units: 实 收}}";

    private static ReportProfile Named() => Portal.Report("ignore: [品名]", Record("送货"));

    private static ReportProfile Delivery() => Portal.Report("ignore: [单位]", Record("数量"));

    private static ReportProfile Statement() => Portal.Report("ignore: [方式]", """
        - into: statement_line
          fields: {statement_number: {constant: A}, kind: {constant: deduction}, delivery_number: 单号, amount: 金额, fee_text: 费用}
        """);
}
