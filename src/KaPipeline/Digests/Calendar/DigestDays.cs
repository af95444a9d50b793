namespace KaPipeline.Digests.Calendar;

/// <summary>
/// The days on which digests go (domain.md 9). This is the only place that knows the 5th, the 15th and the 25th: schedules give a time
/// of day, and everybody who asks for a day asks here.
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

    /// <summary>Whether a digest goes once a month.</summary>
    public static bool IsMonthly(string digest) => digest is "close" or "budget" or "plan";

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

    // SKU rankings by the 5th (M6.1.6), next month's fee budget by the 15th (M5.6.1), next month's plan by the 25th (J).
    private static int LastDayOf(string digest) => digest switch
    {
        "close" => 5,
        "budget" => 15,
        "plan" => 25,
        _ => throw new ArgumentException($"\"{digest}\" is no monthly digest", nameof(digest)),
    };
}
