using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Tests.Ingestion.Quirks;

/// <summary>docs/quirks.md#the-cell: codes, dates, numbers, nothing, composite cells.</summary>
public sealed class CellTests
{
    [Theory]
    [InlineData("000123", "000123")]
    [InlineData("123456789012345", "123456789012345")]
    [InlineData("1111.0", "1111")]
    [InlineData("6.917878055251E+12", "6917878055251")]
    [InlineData("14X852644", "14X852644")]
    [InlineData("1E5", "1E5")]
    [InlineData("A-1.0", "A-1.0")]
    [InlineData("ＤＦ１２", "DF12")]
    public void Codes_come_back_as_they_were_typed(string cell, string code) =>
        Assert.Equal([code], Orders(cell).Values("item_number"));

    [Fact]
    public void A_code_whose_digits_are_lost_is_quarantined() =>
        Assert.Equal((RejectionRule.LostDigits, "6.91788E+12"), Orders("6.91788E+12").Outcome.Rejected.Select(row => (row.Rule, row.Found))
        .Single());

    [Fact]
    public void A_code_with_its_kind_behind_it_is_cut() =>
        Assert.Equal(["6917878055251"], Portal.Orders(fields: "barcode: {column: GTIN, take: \"before (\"}")
        .Read($"{Portal.Columns},GTIN\n{Portal.Row},6917878055251 (GTIN-13)\n").Values("barcode"));

    [Fact]
    public void Codes_that_a_workbook_holds_as_numbers_keep_their_digits_or_are_quarantined()
    {
        var file = StagedFile.Read(Portal.Orders(fields: "barcode: {column: 条码, digits: 8}"), Portal.Workbook(book =>
        {
            var sheet = book.Fill("Sheet1", $"{Portal.Columns},条码\nPO1,S01,x,2026-05-01,24\nPO2,S01,x,2026-05-01,24".Replace(',', '|'));
            sheet.Cells["C2"].Value = 6917878055251d;
            sheet.Cells["C3"].Value = 69178780552511234d;
            sheet.Cells["F2"].Value = 12345d;
        }));
        Assert.Equal(["6917878055251"], file.Values("item_number"));
        Assert.Equal(["00012345"], file.Values("barcode"));
        Assert.Equal(RejectionRule.LostDigits, file.Outcome.Rejected.Single().Rule);
    }

    [Theory]
    [InlineData("yyyyMMdd", "20260501")]
    [InlineData("yyyy/M/d", "2026/5/1")]
    [InlineData("yyyy/M/d H:mm", "2026/5/1 8:05")]
    [InlineData("dd/MM/yyyy", "01/05/2026")]
    [InlineData("MM/dd/yyyy", "05/01/2026")]
    [InlineData("yyyy年M月d日", "2026年5月1日")]
    [InlineData("yyyy-MM-dd*", "\"2026-05-01,五\"")]
    [InlineData("excel", "46143")]
    [InlineData("yy-M-d", "26-5-1")]
    public void A_date_is_read_in_the_profile_s_format(string format, string cell) =>
        Assert.Equal(["2026-05-01"], Portal.Orders($"dates: \"{format}\"").Read($"{Portal.Columns}\nPO1,S01,1,{cell},24\n")
        .Values("ordered_on"));

    [Theory]
    [InlineData("yyyy-MM-dd", "2026/05/01")]
    [InlineData("yyyy-MM-dd", "2026-02-30")]
    [InlineData("yyyy-MM-dd", "2026-5-1")]
    [InlineData("dd/MM/yyyy", "05/13/2026")]
    [InlineData("yyyyMMdd", "2026050")]
    [InlineData("yyyy-MM-dd", "2026-05-01 8:00")]
    public void A_date_in_another_format_or_an_impossible_one_is_quarantined_and_never_guessed(string format, string cell)
    {
        var rejected = Portal.Orders($"dates: {format}").Read($"{Portal.Columns}\nPO1,S01,1,{cell},24\n").Outcome.Rejected.Single();
        Assert.Equal((RejectionRule.InvalidDate, "日期", cell), (rejected.Rule, rejected.Column, rejected.Found));
        Assert.Contains(format, rejected.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_day_of_2099_means_no_date()
    {
        var report = Portal.Report("dates: dd/MM/yyyy", """
            - into: delivery_line
              fields:
                delivery_number: 单号
                store_id: 门店
                item_number: 货号
                shipped_on: 发货
                received_on: 收货
                received_units: 数量
            """);
        var file = report.Read("单号,门店,货号,发货,收货,数量\nD1,S1,1,31/12/2099,01/05/2026,5\nD2,S1,1,01/05/2026,31/12/2099,5\n");
        Assert.Equal([null], file.Values("shipped_on", "delivery_line"));
        Assert.Equal(RejectionRule.Missing, file.Outcome.Rejected.Single().Rule);
    }

    [Fact]
    public void A_real_date_of_a_workbook_needs_no_format()
    {
        var file = StagedFile.Read(Portal.Orders("dates: dd/MM/yyyy"), Portal.Workbook(book =>
        {
            var sheet = book.Fill("Sheet1", $"{Portal.Columns}\n{Portal.Row}".Replace(',', '|'));
            sheet.Cells["D2"].Value = new DateTime(2026, 5, 1, 8, 30, 0);
            sheet.Cells["D2"].Style.Numberformat.Format = "yyyy/m/d h:mm";
        }));
        Assert.Equal(["2026-05-01"], file.Values("ordered_on"));
    }

    [Theory]
    [InlineData("1,144", "1144")]
    [InlineData("(-162.34)", "-162.34")]
    [InlineData("(162.34)", "-162.34")]
    [InlineData("162.34-", "-162.34")]
    [InlineData("-1,234.50", "-1234.50")]
    [InlineData("13%", "0.13")]
    [InlineData("1.2万", "12000")]
    [InlineData("0.5亿", "50000000")]
    [InlineData("￥1,234.00", "1234.00")]
    [InlineData("12.5元", "12.5")]
    [InlineData("5024.499999999999", "5024.5")]
    [InlineData("１２．５", "12.5")]
    [InlineData("+7", "7")]
    [InlineData(".5", "0.5")]
    [InlineData("1.2E+3", "1200")]
    [InlineData("0", "0")]
    public void A_number_is_read_in_every_way_portals_write_it(string cell, string number) =>
        Assert.Equal([number], Statement(cell).Values("amount", "statement_line"));

    [Theory]
    [InlineData("12,5"), InlineData("1,14"), InlineData("12O"), InlineData("1.2.3"), InlineData("--5"), InlineData("abc"),
        InlineData("1 2"), InlineData("99999999999999999999"), InlineData("1e400"), InlineData("NaN")]
    [InlineData("0,192"), InlineData("-0,192"), InlineData("120①"), InlineData("12²"), InlineData("5⑴"), InlineData("½"), InlineData("𝟏")]
    [InlineData("$167.16"), InlineData("-$5"), InlineData("＄5"), InlineData("US$5"), InlineData("HK$5"), InlineData("€5"), InlineData("5$")]
    public void What_is_no_number_is_quarantined(string cell) =>
        Assert.Equal((RejectionRule.InvalidNumber, cell), Statement(cell).Outcome.Rejected.Select(row => (row.Rule, row.Found)).Single());

    [Fact]
    public void Float_noise_of_a_workbook_is_gone()
    {
        var file = StagedFile.Read(Portal.Orders(), Portal.Workbook(book =>
            book.Fill("Sheet1", $"{Portal.Columns}\n{Portal.Row}".Replace(',', '|')).Cells["E2"].Value = 0.1 + 0.2));
        Assert.Equal(["0.3"], file.Values("units"));
    }

    [Theory]
    [InlineData("#N/A"), InlineData("#FIELD!"), InlineData("#BUSY!"), InlineData("#UNKNOWN!"), InlineData("Err:508"), InlineData("err:502"),
        InlineData("####")]
    public void An_error_that_a_spreadsheet_printed_is_no_text(string cell) =>
        Assert.Equal(RejectionRule.CellError, Orders(cell).Outcome.Rejected.Single().Rule);

    [Theory]
    [InlineData(""), InlineData("-"), InlineData("--"), InlineData("***"), InlineData("NULL"), InlineData("　"), InlineData("\u00A0"),
        InlineData("无")]
    [InlineData("–"), InlineData("―"), InlineData("––"), InlineData("−"), InlineData("─"), InlineData("—"), InlineData("－－")]
    public void Nothing_is_nothing_however_it_is_written(string cell) =>
        Assert.Equal([null], Portal.Orders("nothing: [无]", "barcode: 条码").Read($"{Portal.Columns},条码\n{Portal.Row},{cell}\n")
        .Values("barcode"));

    [Theory]
    [InlineData("0002(世纪联华)", "before (", "0002")]
    [InlineData("5015（上海店）", "before (", "5015")]
    [InlineData("上海店(5015)", "inside （）", "5015")]
    [InlineData("1日～5日", "after ~", "5日")]
    [InlineData("5015 上海店", "word 1", "5015")]
    [InlineData("5015 上海店", "word 2", "上海店")]
    [InlineData("1023上海大宁店", "first 4", "1023")]
    [InlineData("上海店[5015]", "inside []", "5015")]
    [InlineData("店-5015", "after -", "5015")]
    [InlineData("门店5015", "last 4", "5015")]
    [InlineData("SH:5015:A", "match :(\\d+):", "5015")]
    [InlineData("5015", "before (", "5015")]
    public void A_composite_cell_is_taken_apart(string cell, string take, string code)
    {
        var report = Portal.Report("", $$"""
            - into: order_line
              fields:
                order_number: 订单号
                store_id: {column: 门店, take: '{{take}}'}
                item_number: 货号
                ordered_on: 日期
                requested_on: 日期
                units: 数量
            """);
        Assert.Equal([code], report.Read($"{Portal.Columns}\nPO1,{cell},1,2026-05-01,24\n").Values("store_id"));
    }

    [Fact]
    public void A_cell_of_ten_megabytes_quarantines_its_row_alone()
    {
        var file = Portal.Orders()
            .Read($"{Portal.Columns}\n{Portal.Row}\nPO2,{new string('x', 10_000_000)},1,2026-05-01,1\nPO3,S01,1,2026-05-01,1\n");
        Assert.Equal(["PO1", "PO3"], file.Values("order_number"));
        var rejected = file.Outcome.Rejected.Single();
        Assert.Equal(RejectionRule.TooLong, rejected.Rule);
        Assert.InRange(rejected.Raw.Length, 1000, 100_000);
    }

    private static StagedFile Orders(string item) => Portal.Orders().Read($"{Portal.Columns}\nPO1,S01,{item},2026-05-01,24\n");

    private static StagedFile Statement(string amount) => Portal.Report("separator: tab", """
        - into: statement_line
          fields:
            statement_number: 单号
            kind: {constant: goods}
            amount: 金额
        """).Read($"单号\t金额\nD1\t{amount}\n");
}
