namespace KaPipeline.Digests.Calendar;

/// <summary>
/// The days on which digests go (docs/domain.md#calendar), and by which people hand in the papers that those digests serve. This is the
/// only place that knows the 5th, the 15th and the 25th: schedules give a time of day, views read <c>deadline.*</c>, which come from here.
/// </summary>
/// <remarks>
/// Deadlines say "by", so a monthly digest goes on the last working day on or before its day. It stays within its month: where no
/// working day lies between the first and its day, as in October for <c>close</c>, it goes on the first working day after them.
/// A month without a working day has no monthly digests.
/// </remarks>
public static class DigestDays
{
    /// <summary>The digests, in the order in which they go on one morning.</summary>
    public static IReadOnlyList<string> Digests { get; } = ["daily", "weekly", "close", "budget", "plan"];

    /// <summary>The papers that people hand in each month: by which day, the digest that serves it, and the manual's clause. The paper is
    /// judged by the plain date; the digest goes on the last working day up to it.</summary>
    public static IReadOnlyList<(string Paper, string Digest, int Day, string Clause)> Papers { get; } =
    [
        ("sku_ranking", "close", 5, "M6.1.6"), ("budget", "budget", 15, "M5.6.1"), ("plan", "plan", 25, "J"),
        ("survey", "close", 5, "J"), ("work_summary", "close", 5, "J"),
    ];

    /// <summary>Whether a digest goes once a month.</summary>
    public static bool IsMonthly(string digest) => Papers.Any(paper => paper.Digest == digest);

    /// <summary>The rule in words, for people.</summary>
    /// <exception cref="ArgumentException">It is no digest.</exception>
    public static (string Chinese, string English) RuleOf(string digest) => digest switch
    {
        "daily" => ("每个工作日", "each working day"),
        "weekly" => ("每周首个工作日", "first working day of the week"),
        _ => ($"每月 {LastDayOf(digest)} 日或之前的最后一个工作日", $"last working day of the month up to the {LastDayOf(digest)}th"),
    };

    /// <summary>The day on which a monthly digest goes in the month of <paramref name="month"/>.</summary>
    /// <exception cref="ArgumentException">It is no monthly digest.</exception>
    /// <exception cref="MissingCalendarYearException">The year is not known.</exception>
    public static DateOnly MonthlySendDay(string digest, DateOnly month, WorkingCalendar calendar)
    {
        var last = new DateOnly(month.Year, month.Month, LastDayOf(digest));
        for (var day = last; day.Month == last.Month; day = day.AddDays(-1))
        {
            if (calendar.IsWorkingDay(day))
            {
                return day;
            }
        }

        return calendar.OnOrAfter(last);
    }

    /// <summary>Whether a digest goes on a day.</summary>
    /// <exception cref="ArgumentException">It is no digest.</exception>
    /// <exception cref="MissingCalendarYearException">The year is not known.</exception>
    public static bool GoesOn(string digest, DateOnly day, WorkingCalendar calendar) => digest switch
    {
        "daily" => calendar.IsWorkingDay(day),
        "weekly" => calendar.IsWorkingDay(day) && day == calendar.OnOrAfter(MondayOf(day)),
        _ => day == MonthlySendDay(digest, day, calendar),
    };

    /// <summary>The Monday of a day's week.</summary>
    internal static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static int LastDayOf(string digest) => IsMonthly(digest)
        ? Papers.First(paper => paper.Digest == digest).Day
        : throw new ArgumentException($"\"{digest}\" is no monthly digest", nameof(digest));
}
