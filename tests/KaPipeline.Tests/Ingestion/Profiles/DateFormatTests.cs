using System.Globalization;
using System.Text;
using KaPipeline.Ingestion.Profiles;

namespace KaPipeline.Tests.Ingestion.Profiles;

/// <summary>docs/quirks.md#the-cell: a date is read in its profile's format or not at all, each border from both sides.</summary>
public sealed class DateFormatTests
{
    [Theory]
    [InlineData("yyyy-MM-dd", "2026-02-28", "2026-02-28")]
    [InlineData("yyyy-MM-dd", "2026-02-29", null)]
    [InlineData("yyyy-MM-dd", "2024-02-29", "2024-02-29")]
    [InlineData("yyyy-MM-dd", "2026-00-10", null)]
    [InlineData("yyyy-MM-dd", "2026-13-10", null)]
    [InlineData("yyyy-MM-dd", "2026-12-31", "2026-12-31")]
    [InlineData("yyyy-MM-dd", "2026-01-00", null)]
    [InlineData("yyyy-MM-dd", "2026-1-01", null)]
    [InlineData("yyyy-MM-dd", "2026-01-01 ", null)]
    [InlineData("yyyy-MM-dd", "", null)]
    [InlineData("yyyy-MM-dd", "1899-12-31", null)]
    [InlineData("yyyy-MM-dd", "1900-01-01", "1900-01-01")]
    [InlineData("yyyy-MM-dd", "9999-12-31", "9999-12-31")]
    [InlineData("yyyyMMdd", "20260501", "2026-05-01")]
    [InlineData("yyyyMMdd", "202605011", null)]
    [InlineData("yyyy/M/d", "2026/5/1", "2026-05-01")]
    [InlineData("yyyy/M/d", "2026/12/31", "2026-12-31")]
    [InlineData("yyyy/M/d", "2026/5/123", null)]
    [InlineData("yyyy/M/d", "2026//1", null)]
    [InlineData("yy-M-d", "26-5-1", "2026-05-01")]
    [InlineData("dd/MM/yyyy", "01/05/2026", "2026-05-01")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2026-05-01 23:59:59", "2026-05-01")]
    [InlineData("yyyy-MM-dd*", "2026-05-01 whatever", "2026-05-01")]
    [InlineData("yyyy-MM-dd", "2026-05-04 00:00:00", "2026-05-04")]
    [InlineData("yyyy-MM-dd", "2026-05-04T00:00:00", "2026-05-04")]
    [InlineData("yyyy-MM-dd", "2026-05-04 00:00:00.0", "2026-05-04")]
    [InlineData("yyyy-MM-dd", "2026-05-04 0:00", "2026-05-04")]
    [InlineData("yyyy/M/d", "2026/5/4 0:00:00", "2026-05-04")]
    [InlineData("dd/MM/yyyy", "04/05/2026 12:00:00 AM", "2026-05-04")]
    [InlineData("yyyyMMdd", "20260504 00:00", "2026-05-04")]
    [InlineData("yyyy-MM-dd", "2026-05-04 00:00:01", null)]
    [InlineData("yyyy-MM-dd", "2026-05-04 16:00:00", null)]
    [InlineData("yyyy-MM-dd", "2026-05-04 00:00:00.", null)]
    [InlineData("yyyy-MM-dd", "2026-05-04 00:00.0", null)]
    [InlineData("yyyy-MM-dd", "2026-05-04 00:00:00.001", null)]
    [InlineData("yyyy-MM-dd", "2026-05-04T00:00:00Z", null)]
    [InlineData("yyyy-MM-dd", "2026-05-04T00:00:00+08:00", null)]
    [InlineData("yyyy-MM-dd", "2026-05-04 12:00:00", null)]
    [InlineData("yyyy-MM-dd", "2026-05-04 12:00:00 PM", null)]
    [InlineData("yyyy-MM-dd", "2026-05-04 :00:00", null)]
    [InlineData("yyyy-MM-dd", "2026-05-04 000:00", null)]
    [InlineData("yyyy-MM-dd", "2026-05-0400:00:00", null)]
    [InlineData("yyyy-MM-dd HH:mm", "2026-05-04 08:00 00:00", null)]
    [InlineData("excel", "1", "1899-12-31")]
    [InlineData("excel", "0.9", null)]
    [InlineData("excel", "46143.75", "2026-05-01")]
    [InlineData("excel", "2958465.5", "9999-12-31")]
    [InlineData("excel", "2958466", null)]
    [InlineData("excel", "46143x", null)]
    public void A_cell_is_the_date_that_it_says_or_none(string format, string cell, string? expected) => Assert.Equal(expected,
        DateFormat.Parse(format)!.TryParse(Encoding.UTF8.GetBytes(cell), out var date)
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null);

    [Theory]
    [InlineData("yyyy-MM")]
    [InlineData("yyyy-dd")]
    [InlineData("MM-dd")]
    [InlineData("")]
    public void A_format_without_year_month_and_day_is_none(string text) => Assert.Null(DateFormat.Parse(text));

    [Theory]
    [InlineData("yyyy-MM-dd", false)]
    [InlineData("dd/MM/yyyy", true)]
    [InlineData("MM/dd/yyyy", true)]
    [InlineData("(yyyy) M d", false)]
    [InlineData("excel", false)]
    public void Day_and_month_can_be_taken_for_each_other_where_one_is_first(string text, bool isFirst) =>
        Assert.Equal(isFirst, DateFormat.Parse(text)!.IsDayOrMonthFirst);
}
