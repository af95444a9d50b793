using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Tests.Ingestion.Quirks;

/// <summary>Dates that a spreadsheet program has swapped, and dates that contradict each other or the file's name.</summary>
public sealed class DateKindTests
{
    [Fact]
    public void Real_dates_whose_day_and_month_are_swapped_hold_the_file()
    {
        // 2026-08-05 is what a program makes of 08/05/2026 in a file of the eighth of May.
        var file = Read("f_20260508", "d:46239", "d:46239", "d:46239");
        Assert.Equal((ReadState.Held, 0L), (file.Outcome.State, file.Outcome.RowsIn));
        Assert.Contains("swapped", file.Outcome.Finding, StringComparison.Ordinal);
        Assert.Equal(ReadState.Read, Read("f_20260805", "d:46239", "d:46239", "d:46239").Outcome.State);
    }

    [Theory]
    [InlineData("f_20260504", "05/04/2026"), InlineData("f_20260504", "05/04/2026", "05/04/2026", "05/05/2026", "05/04/2026")]
    [InlineData("f_20260508", "05/08/2026", "05/08/2026"), InlineData("f_20260504", "05/04/2026", "05/13/2026", "05/04/2026")]
    [InlineData("f_20260601", "06/01/2026", "05/06/2026", "06/01/2026")]
    public void So_do_text_dates_that_come_in_the_other_order(string name, params string[] dates)
    {
        var file = Read(name, dates);
        Assert.Equal((ReadState.Held, 0L), (file.Outcome.State, file.Outcome.RowsIn));
        Assert.Contains("swapped", file.Outcome.Odd.Select(odd => odd.Rule).First(), StringComparison.Ordinal);
        Assert.Contains("dd/MM/yyyy", file.Outcome.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("f_20260504", "04/05/2026", "05/05/2026"), InlineData("f_20260504", "05/04/2026", "25/04/2026")]
    [InlineData("f_20260504", "05/04/2026", "04/05/2026", "04/05/2026"), InlineData("f", "05/04/2026", "05/04/2026")]
    [InlineData("f_20260504", "05/04/2026", "06/02/2026", "07/03/2026"), InlineData("f_20260504", "05/04/2026", "04/05/2026")]
    [InlineData("f_20260504", "07/02/2026", "01/03/2026")]
    public void Text_dates_are_believed_where_one_proves_their_order_or_most_do_not_speak_against_it(string name, params string[] dates)
    {
        var file = Read(name, dates);
        Assert.Equal((ReadState.Read, dates.Length), (file.Outcome.State, file["order_line"].Count));
    }

    [Theory]
    [InlineData("06/05/2026", ReadState.Read), InlineData("16/04/2026", ReadState.Read), InlineData("05/06/2026", ReadState.Held)]
    [InlineData("05/12/2026", ReadState.Held), InlineData("", ReadState.Held)]
    public void The_dates_of_another_column_speak_for_the_order_too(string wanted, ReadState state)
    {
        var report = Portal.Report("dates: dd/MM/yyyy\nbusiness_date: {name: '_(\\d{8})'}", """
            - into: order_line
              fields: {order_number: 单号, store_id: 门店, item_number: 货号, ordered_on: 日期, requested_on: 送货, units: 数量}
            """);
        var row = $"S1,1,05/04/2026,{wanted},5";
        var text = Encoding.UTF8.GetBytes($"单号,门店,货号,日期,送货,数量\nPO1,{row}\nPO2,{row}\n");
        Assert.Equal(state, StagedFile.Read(report, text, "f_20260504").Outcome.State);
    }

    [Fact]
    public void A_statement_s_period_speaks_neither_way()
    {
        var report = Portal.Report("dates: dd/MM/yyyy\nbusiness_date: {name: '_(\\d{8})'}", """
            - into: statement
              fields: {statement_number: 单号, supplier_code: 账户, period_from: 起, period_to: 止, stated_payable: 应付}
            """);
        var text = Encoding.UTF8.GetBytes("单号,账户,起,止,应付\nT1,A,01/04/2026,05/04/2026,5\n");
        Assert.Equal(ReadState.Read, StagedFile.Read(report, text, "f_20260504").Outcome.State);
    }

    [Fact]
    public void A_column_partly_text_and_partly_dates_holds_the_file_where_day_and_month_may_be_swapped()
    {
        Assert.Equal(ReadState.Held, Read("f", "d:46239", "25/05/2026", "d:46239").Outcome.State);
        Assert.Equal(ReadState.Read, Read("f", "05/08/2026", "25/05/2026", "05/08/2026").Outcome.State);
        var report = Orders("dates: yyyy/MM/dd");
        Assert.Equal(ReadState.Read, StagedFile.Read(report, Book("d:46239", "2026/05/25", "d:46239"), "f").Outcome.State);
    }

    [Fact]
    public void Dates_that_contradict_each_other_set_their_row_aside()
    {
        var report = Portal.Report("", """
            - into: delivery_line
              fields: {delivery_number: 单号, store_id: 门店, item_number: 货号, shipped_on: 发货, received_on: 收货, received_units: 数量}
            """);
        var file = report.Read(
            "单号,门店,货号,发货,收货,数量\nD1,S1,1,2026-05-01,2026-05-01,5\nD2,S1,1,2026-05-02,2026-05-01,5\nD3,S1,1,,2026-05-01,5\n");
        Assert.Equal(["D1", "D3"], file.Values("delivery_number", "delivery_line"));
        Assert.Equal((RejectionRule.DatesOutOfOrder, "收货"), file.Outcome.Rejected.Select(row => (row.Rule, row.Column)).Single());
    }

    [Fact]
    public void The_day_on_which_goods_are_wanted_tells_of_swapped_days_and_months_too()
    {
        // Ordered on the fifth of May, which looks the same either way, and wanted on the seventh, of which the fifth of July was made.
        var report = Portal.Report("dates: dd/MM/yyyy\nbusiness_date: {name: '_(\\d{8})'}", """
            - into: order_line
              fields: {order_number: 单号, store_id: 门店, item_number: 货号, ordered_on: 日期, requested_on: 送货, units: 数量}
            """);
        static byte[] Book(string wanted) => new RawWorkbook
        {
            Sheets = [new("Sheet1", ["单号,门店,货号,日期,送货,数量", $"PO1,S1,1,d:46147,{wanted},n:5", $"PO2,S1,1,d:46147,{wanted},n:5"])],
        }.Bytes();
        Assert.Equal(ReadState.Held, StagedFile.Read(report, Book("d:46208"), "f_20260505").Outcome.State);
        Assert.Equal(ReadState.Read, StagedFile.Read(report, Book("d:46149"), "f_20260505").Outcome.State);
    }

    [Fact]
    public void A_statement_made_before_its_own_period_is_set_aside()
    {
        var report = Portal.Report("", """
            - into: statement
              fields: {statement_number: 单号, supplier_code: 账户, period_from: 起, period_to: 止, stated_on: 出单, stated_payable: 应付}
            """);
        var file = report.Read("单号,账户,起,止,出单,应付\nT1,A,2026-05-16,2026-05-31,2026-02-06,5\nT2,A,2026-05-16,2026-05-31,2026-05-31,5\n");
        Assert.Equal(["T2"], file.Values("statement_number", "statement"));
        Assert.Equal((RejectionRule.DatesOutOfOrder, "出单"), file.Outcome.Rejected.Select(row => (row.Rule, row.Column)).Single());
    }

    [Fact]
    public void A_date_of_the_past_long_after_the_file_s_business_date_sets_its_row_aside()
    {
        var report = Orders("dates: yyyy-MM-dd");
        var file = StagedFile.Read(report, Book("2026-05-08", "2026-08-05", "2025-01-01"), "f_20260508");
        Assert.Equal([3], file.Outcome.Rejected.Select(row => row.RowNumber));
        Assert.Equal(RejectionRule.ImplausibleDate, file.Outcome.Rejected.Single().Rule);
        Assert.Empty(StagedFile.Read(report, Book("2026-05-08", "2026-08-05", "2025-01-01"), "f").Outcome.Rejected);
    }

    [Fact]
    public void A_column_that_changes_its_kind_half_way_is_odd()
    {
        var report = Orders("dates: yyyy/MM/dd");
        string[] real = ["d:46239", "d:46239", "d:46239", "d:46239", "d:46239"];
        string[] text = ["2026/08/05", "2026/08/05", "2026/08/05", "2026/08/05", "2026/08/05"];
        var odd = StagedFile.Read(report, Book([.. real, .. text]), "f").Outcome.Odd;
        Assert.Equal((OddRule.KindChanges, 7, 5L), odd.Select(one => (one.Rule, one.RowNumber, one.Rows)).Single());
        Assert.Empty(StagedFile.Read(report, Book([.. real, .. text[1..]]), "f").Outcome.Odd);
        Assert.Empty(StagedFile.Read(report, Book([.. real, .. text, .. real]), "f").Outcome.Odd);
    }

    private static StagedFile Read(string name, params string[] dates) => StagedFile.Read(Orders("dates: dd/MM/yyyy"), Book(dates), name);

    private static ReportProfile Orders(string settings) => Portal.Orders($"{settings}\nbusiness_date: {{name: '_(\\d{{8}})'}}");

    private static byte[] Book(params string[] dates) => new RawWorkbook
    {
        Sheets = [new("Sheet1", [Portal.Columns, .. dates.Select((date, at) => $"PO{at},S01,1,{date},n:24")])],
    }.Bytes();
}
