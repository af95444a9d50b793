using System.Globalization;
using KaPipeline.Digests.Calendar;
using KaPipeline.Jobs;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Digests.Calendar;

public sealed class DigestCalendarTests
{
    private static readonly DateOnly First = new(2025, 1, 1);
    private static readonly DateOnly Last = new(2026, 12, 31);

    private static IEnumerable<DateOnly> Days => Enumerable.Range(0, Last.DayNumber - First.DayNumber + 1).Select(First.AddDays);

    [Fact]
    public void Every_send_date_of_two_years_is_on_record()
    {
        var lines = Days.Skip(5).Select(day => $"{day.ToString("yyyy-MM-dd ddd", CultureInfo.InvariantCulture)}  "
                + string.Join(' ', new[] { "weekly", "close", "budget", "plan" }
                .Where(digest => DigestDays.GoesOn(digest, day, SampleWorld.Calendar))))
            .Where(line => !line.EndsWith("  ", StringComparison.Ordinal));

        Golden.Check("Digests/send-dates.txt", string.Join('\n', lines) + "\n");
    }

    [Fact]
    public void Nothing_goes_on_a_day_off_and_the_daily_goes_on_every_working_day()
    {
        foreach (var day in Days.Skip(5))
        {
            var works = SampleWorld.Calendar.IsWorkingDay(day);
            Assert.Equal(works, DigestDays.GoesOn("daily", day, SampleWorld.Calendar));
            foreach (var digest in new[] { "weekly", "close", "budget", "plan" })
            {
                Assert.True(works || !DigestDays.GoesOn(digest, day, SampleWorld.Calendar));
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
                    .Where(day => DigestDays.GoesOn(digest, day, SampleWorld.Calendar)).ToList();
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
        var day = DigestDays.MonthlySendDay("close", new DateOnly(year, month, 1), SampleWorld.Calendar);

        Assert.Equal(SampleWorld.Calendar.OnOrAfter(new DateOnly(year, month, 1)), day);
        Assert.True(day.Day > 5);
    }

    [Fact]
    public void A_mail_after_days_off_covers_all_of_them()
    {
        var slot = SampleWorld.Digests.SlotOf("daily", new DateOnly(2026, 5, 10));

        Assert.Equal(SampleWorld.Calendar.OnOrBefore(new DateOnly(2026, 5, 10)), slot.From);
        Assert.Equal(new DateOnly(2026, 5, 11), slot.SendOn);
    }

    [Fact]
    public void A_weekly_covers_its_week_from_the_monday_and_waits_until_the_time_for_sources()
    {
        // Sent on Monday 11 May, for the week before; its Saturday was worked.
        var slot = new DigestCalendar(SampleWorld.Calendar, new Dictionary<string, TimeOnly> { ["weekly"] = new(8, 0) }, new TimeOnly(9, 20))
            .SlotOf("weekly", new DateOnly(2026, 5, 10));

        Assert.Equal((new DateOnly(2026, 5, 4), new DateOnly(2026, 5, 11)), (slot.From, slot.SendOn));
        Assert.Equal(BusinessTime.At(slot.SendOn, new TimeOnly(8, 0)), slot.DueAt);
        Assert.Equal(BusinessTime.At(slot.SendOn, new TimeOnly(9, 20)), slot.GoesBy);
    }

    [Fact]
    public void A_slot_belongs_to_the_time_that_ends_with_its_due_moment()
    {
        var due = SampleWorld.Digests.SlotOf("daily", new DateOnly(2026, 5, 12)).DueAt;

        Assert.Single(SampleWorld.Digests.Between("daily", due.AddMinutes(-1), due));
        Assert.Empty(SampleWorld.Digests.Between("daily", due, due.AddMinutes(1)));
    }

    [Theory]
    [InlineData("daily", false)]
    [InlineData("weekly", false)]
    [InlineData("close", true)]
    [InlineData("plan", true)]
    public void Monthly_are_those_that_papers_are_handed_in_for(string digest, bool isMonthly)
    {
        Assert.Equal(isMonthly, DigestDays.IsMonthly(digest));
        if (!isMonthly)
        {
            Assert.Throws<ArgumentException>(() => DigestDays.MonthlySendDay(digest, new DateOnly(2026, 5, 1), SampleWorld.Calendar));
        }
    }

    [Fact]
    public void A_close_that_goes_on_the_1st_covers_the_month_that_ended_the_day_before()
    {
        // 2 to 5 February are off: the last working day up to the 5th is the 1st.
        var calendar = InventedYears.Of(2028, Enumerable.Range(2, 4).Select(day => new DateOnly(2028, 2, day)));

        var slot = new DigestCalendar(calendar, new Dictionary<string, TimeOnly>(), new TimeOnly(9, 20))
            .Between("close", InventedYears.Midnight(2028, 2, 1), InventedYears.Midnight(2028, 3, 1)).Single();

        Assert.Equal((new DateOnly(2028, 2, 1), new DateOnly(2028, 1, 1)), (slot.SendOn, slot.From));
    }

    [Fact]
    public void Times_are_those_of_the_schedules_and_a_digest_moved_to_ten_is_not_late_at_ten()
    {
        var schedules = SchedulesFile.Read(Path.Combine(Repository.Root, "config"))
            .Select(schedule => schedule.Job == "daily" ? schedule with { Cron = "0 10 * * *" } : schedule);
        var digests = new DigestCalendar(SampleWorld.Calendar, schedules.SendTimes(), new TimeOnly(9, 20));

        var slot = digests.SlotOf("daily", new DateOnly(2026, 5, 20));
        Assert.Equal(BusinessTime.At(new DateOnly(2026, 5, 21), new TimeOnly(10, 0)), slot.DueAt);
        Assert.Equal((slot.DueAt, slot.DueAt.AddMinutes(45)), (slot.GoesBy, slot.LateAfter));

        // One that goes early waits for its sources, and is late when it takes long after that.
        var close = digests.SlotOf("close", new DateOnly(2026, 6, 4));
        Assert.Equal(
            [new TimeOnly(8, 0), new TimeOnly(9, 20), new TimeOnly(10, 5)],
            new[] { close.DueAt, close.GoesBy, close.LateAfter }
                .Select(moment => TimeOnly.FromDateTime(moment.ToOffset(TimeSpan.FromHours(8)).DateTime)));
    }
}
