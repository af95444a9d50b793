using KaPipeline.Jobs;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Digests.Calendar;

/// <summary>What the schedules of <c>config/</c> really start, over every year of <c>config/calendar</c> and over years that were invented
/// for it, against days that are counted here from the lists of days off alone.</summary>
public sealed class ConfiguredScheduleTests
{
    private static readonly Dictionary<string, int> LastDay = new() { ["close"] = 5, ["budget"] = 15, ["plan"] = 25 };

    private static readonly IReadOnlyList<JobSchedule> Schedules = SchedulesFile.Read(Path.Combine(Repository.Root, "config"));

    public static TheoryData<string> Monthly => [.. LastDay.Keys];

    public static TheoryData<int> KnownYears => [.. SampleWorld.Calendar.Sources.Keys];

    [Theory, MemberData(nameof(KnownYears))]
    public void Every_known_year_has_each_monthly_digest_once_a_month_on_its_day(int year)
    {
        foreach (var digest in LastDay.Keys)
        {
            Assert.Equal(Expected(digest, year, SampleWorld.Calendar.IsWorkingDay), Sent(digest, year, SampleWorld.Calendar));
        }
    }

    [Fact]
    public void The_close_after_the_national_holiday_is_scheduled()
    {
        Assert.Contains(new DateOnly(2025, 10, 9), Sent("close", 2025, SampleWorld.Calendar));
        Assert.Contains(new DateOnly(2026, 10, 8), Sent("close", 2026, SampleWorld.Calendar));
    }

    // In the months of one year the 5th, the 15th and the 25th fall on every weekday; each month has a holiday of each length, from each
    // day on.
    [Theory, MemberData(nameof(Monthly))]
    public void No_holiday_makes_a_monthly_digest_be_missed_or_go_twice(string digest)
    {
        foreach (var year in (int[])[2029, 2024])
        {
            for (var first = 1; first <= 25; first++)
            {
                foreach (var length in (int[])[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 24])
                {
                    var off = Enumerable.Range(1, 12)
                        .SelectMany(month => Enumerable.Range(0, length).Select(new DateOnly(year, month, first).AddDays)).ToHashSet();

                    var expected = Expected(
                        digest, year, day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !off.Contains(day));
                    var sent = Sent(digest, year, InventedYears.Of(year, off));

                    Assert.True(
                        expected.SequenceEqual(sent),
                        $"{digest} {year}, holiday of {length} days from day {first}: {string.Join(' ', sent)}");
                    Assert.Equal(Enumerable.Range(1, 12), sent.Select(day => day.Month));
                }
            }
        }
    }

    [Theory, MemberData(nameof(KnownYears))]
    public void The_daily_goes_each_working_day_and_the_weekly_on_the_first_of_each_week(int year)
    {
        var working = Days(year).Where(SampleWorld.Calendar.IsWorkingDay).ToList();
        Assert.Equal(working, Sent("daily", year, SampleWorld.Calendar));

        // From the first Monday on: the week before it began in a year that may not be known.
        var from = Monday(new DateOnly(year, 1, 7));
        Assert.Equal(
            working.Where(day => day >= from).GroupBy(Monday).Select(week => week.Min()), Sent("weekly", year, SampleWorld.Calendar, from));
    }

    [Fact]
    public void Each_digest_has_a_schedule_and_covers_the_days_up_to_the_one_before()
    {
        var digests = Schedules.Where(schedule => schedule.Days == ScheduleDays.Digest).ToList();

        Assert.Equal(["daily", "weekly", "close", "budget", "plan"], digests.Select(schedule => schedule.Job));
        Assert.All(digests, schedule => Assert.Equal(-1, schedule.DateOffset));
    }

    private static List<DateOnly> Expected(string digest, int year, Func<DateOnly, bool> isWorkingDay) =>
    [
        .. Days(year).Where(isWorkingDay).GroupBy(day => day.Month)
            .Select(month => month.LastOrDefault(day => day.Day <= LastDay[digest]) is { Year: > 1 } day ? day : month.First()),
    ];

    private static List<DateOnly> Sent(string digest, int year, WorkingCalendar calendar, DateOnly? from = null) =>
    [
        .. Schedules.Where(schedule => schedule.Job == digest).SelectMany(schedule => schedule.Occurrences(
                BusinessTime.At(from ?? new DateOnly(year, 1, 1), TimeOnly.MinValue).AddSeconds(-1),
                BusinessTime.At(new DateOnly(year, 12, 31), new TimeOnly(23, 59)), calendar))
            .Select(BusinessTime.DateOf),
    ];

    private static IEnumerable<DateOnly> Days(int year) =>
        Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(new DateOnly(year, 1, 1).AddDays);

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
