using KaPipeline.Ingestion.Rows;
using KaPipeline.Tests.Ingestion.Quirks;

namespace KaPipeline.Tests.Ingestion.Rows;

/// <summary>docs/decisions/0752: days that a program wrote as UTC, which begins eight hours later than China's.</summary>
public sealed class UtcDateTests
{
    // 2026-04-30 16:00:00, and with the seconds lost that Shanghai's time before 1901 had.
    private const string Utc = "d:46142.6666666667";
    private const string UtcLessSeconds = "d:46142.6661689815";

    [Theory]
    [InlineData("t:2026-04-30T16:00:00Z", "2026-05-01"), InlineData("t:2026-04-30T16:00:00.000Z", "2026-05-01"), InlineData("t:2026-04-30T15:59:59Z", "2026-04-30")]
    [InlineData("t:2026-05-01T08:30:00Z", "2026-05-01"), InlineData("t:2026-05-01T00:00:00Z", "2026-05-01"), InlineData("t:2026-04-30T16:00:00+00:00", "2026-05-01")]
    [InlineData("t:2026-05-01T00:00:00+08:00", "2026-05-01"), InlineData("t:2026-05-01T23:30:00+08:00", "2026-05-01"), InlineData("t:2026-05-01T23:30:00-08:00", "2026-05-02")]
    [InlineData("t:2026-05-01T23:30:00", "2026-05-01"), InlineData("t:2026-05-01", "2026-05-01")]
    public void A_moment_with_a_zone_lies_in_the_day_that_it_is_in_china(string cell, string day) =>
        Assert.Equal([day], Read("", 14, cell).Values("ordered_on"));

    [Theory]
    [InlineData("2026-04-30T16:00:00Z", "2026-05-01"), InlineData("2026-04-30T16:00:00.000Z", "2026-05-01"), InlineData("2026-05-01T07:59:00+08:00", "2026-05-01")]
    [InlineData("2026-05-01 16:00:00", "2026-05-01"), InlineData("2026-05-01T16:00:00", "2026-05-01"), InlineData("2026-05-01T16:00:00Z ", "2026-05-02")]
    [InlineData("2026-05-01 16:00:00Z", "2026-05-02"), InlineData("2026-05-01Z", "2026-05-01"), InlineData("2026-05-01T23:30:00-0800", "2026-05-02")]
    public void So_does_one_in_text(string cell, string day) =>
        Assert.Equal([day], Portal.Orders("dates: yyyy-MM-dd*").Read($"{Portal.Columns}\nPO1,S01,1,{cell},5\n").Values("ordered_on"));

    [Theory]
    [InlineData(14, Utc), InlineData(14, Utc, Utc, Utc), InlineData(14, UtcLessSeconds, Utc), InlineData(31, Utc, Utc), InlineData(14, "t:2026-04-30T16:00:00")]
    public void A_column_of_days_that_all_say_sixteen_o_clock_holds_the_file(int format, params string[] dates)
    {
        var file = Read("", format, dates);
        Assert.Equal((ReadState.Held, OddRule.DatesInUtc), (file.Outcome.State, file.Outcome.Odd.Select(odd => odd.Rule).First()));
        Assert.Contains("UTC", file.Outcome.Finding, StringComparison.Ordinal);
        Assert.DoesNotContain("spreadsheet", file.Outcome.Finding, StringComparison.Ordinal);
        Assert.Equal(("日期", 2, (long)dates.Length), file.Outcome.Odd.Select(odd => (odd.Column!, odd.RowNumber, odd.Rows)).First());
    }

    [Theory]
    [InlineData(22, Utc, Utc), InlineData(14, Utc, "d:46142"), InlineData(14, Utc, "d:46142.5"), InlineData(14, Utc, "2026-04-30"), InlineData(14, "d:46142.625", "d:46142.625")]
    [InlineData(14, "d:46142.3333333333"), InlineData(14, "d:46142.66668")]
    public void Days_with_other_times_and_times_that_are_shown_are_believed(int format, params string[] dates)
    {
        var file = Read("", format, dates);
        Assert.Equal(ReadState.Read, file.Outcome.State);
        Assert.Equal(dates.Select(_ => "2026-04-30"), file.Values("ordered_on"));
    }

    [Theory]
    [InlineData("yyyy\\-mm\\-dd", true), InlineData("yyyy\"年\"m\"月\"d\"日\"", true), InlineData("yyyy-mm-dd hh:mm", false), InlineData("yyyy/m/d h:mm;@", false)]
    [InlineData("m/d/yy \"Uhr\"", true), InlineData("yyyy-mm-dd hh\"时\"", false)]
    public void Whether_a_time_is_shown_is_told_by_the_format_of_the_cells(string code, bool isHeld)
    {
        var report = Portal.Orders();
        var file = StagedFile.Read(report, (Book(0, Utc) with { FormatCode = code }).Bytes());
        Assert.Equal(isHeld ? ReadState.Held : ReadState.Read, file.Outcome.State);
    }

    private static StagedFile Read(string settings, int format, params string[] dates) =>
        StagedFile.Read(Portal.Orders(settings), Book(format, dates).Bytes());

    private static RawWorkbook Book(int format, params string[] dates) => new()
    {
        Format = format,
        Sheets = [new("Sheet1", [Portal.Columns, .. dates.Select((date, at) => $"PO{at},S01,1,{date},n:24")])],
    };
}
