using System.Globalization;
using KaPipeline.Reports.Editions;

namespace KaPipeline.Tests.Reports;

public sealed class DigestCalendarTests
{
    private static readonly DateOnly First = new(2025, 1, 1);
    private static readonly DateOnly Last = new(2026, 12, 31);

    private static IEnumerable<DateOnly> Days => Enumerable.Range(0, Last.DayNumber - First.DayNumber + 1).Select(First.AddDays);

    [Fact]
    public void Every_send_date_of_two_years_is_on_record()
    {
        var lines = Days.Skip(5).Select(day => $"{day.ToString("yyyy-MM-dd ddd", CultureInfo.InvariantCulture)}  "
                + string.Join(' ', new[] { "weekly", "close", "budget", "plan" }.Where(digest => DigestCalendar.GoesOn(digest, day, SampleWorld.Calendar))))
            .Where(line => !line.EndsWith("  ", StringComparison.Ordinal));

        Golden.Check("Reports/send-dates.txt", string.Join('\n', lines) + "\n");
    }

    [Fact]
    public void Nothing_goes_on_a_day_off_and_the_daily_goes_on_every_working_day()
    {
        foreach (var day in Days.Skip(5))
        {
            var works = SampleWorld.Calendar.IsWorkingDay(day);
            Assert.Equal(works, DigestCalendar.GoesOn("daily", day, SampleWorld.Calendar));
            foreach (var digest in new[] { "weekly", "close", "budget", "plan" })
            {
                Assert.True(works || !DigestCalendar.GoesOn(digest, day, SampleWorld.Calendar));
            }
        }
    }

    [Fact]
    public void Monthly_digests_go_once_a_month_by_their_day_and_close_never_before_its_month_has_ended()
    {
        for (var month = First; month < Last; month = month.AddMonths(1))
        {
            foreach (var (digest, by) in new[] { ("close", 5), ("budget", 15), ("plan", 25) })
            {
                var days = Enumerable.Range(0, DateTime.DaysInMonth(month.Year, month.Month)).Select(month.AddDays)
                    .Where(day => DigestCalendar.GoesOn(digest, day, SampleWorld.Calendar)).ToList();
                var day = Assert.Single(days);
                Assert.True(day.Day <= by || (digest == "close" && day == SampleWorld.Calendar.OnOrAfter(month)), $"{digest} {day}");
            }
        }
    }

    [Theory]
    [InlineData(2025, 10)]
    [InlineData(2026, 10)]
    public void In_October_the_close_goes_on_the_first_working_day_after_the_holiday(int year, int month)
    {
        var day = DigestCalendar.MonthlySendDay("close", new DateOnly(year, month, 1), SampleWorld.Calendar);

        Assert.Equal(SampleWorld.Calendar.OnOrAfter(new DateOnly(year, month, 1)), day);
        Assert.True(day.Day > 5);
    }

    [Fact]
    public void A_mail_after_days_off_covers_all_of_them()
    {
        var slot = DigestCalendar.SlotOf("daily", new DateOnly(2026, 5, 10), SampleWorld.Calendar);

        Assert.Equal(SampleWorld.Calendar.OnOrBefore(new DateOnly(2026, 5, 10)), slot.From);
        Assert.Equal(new DateOnly(2026, 5, 11), slot.SendOn);
    }
}
