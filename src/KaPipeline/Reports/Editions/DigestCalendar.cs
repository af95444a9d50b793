namespace KaPipeline.Reports.Editions;

/// <summary>When an edition is due and which days it covers.</summary>
/// <param name="SendOn">Business date on which it goes.</param>
/// <param name="DueAt">Moment at which it goes.</param>
/// <param name="From">First day it covers.</param>
/// <param name="BusinessDate">Last day it covers.</param>
public sealed record DigestSlot(DateOnly SendOn, DateTimeOffset DueAt, DateOnly From, DateOnly BusinessDate);

/// <summary>
/// The working calendar of the digests (domain.md 9). Deadlines say "by": a digest whose day is no working day goes on the last
/// working day before it. <c>close</c> never leaves before its month has ended: where no working day lies between the month's end
/// and the 5th, as in October, it goes on the first working day of the new month.
/// </summary>
public static class DigestCalendar
{
    /// <summary>Time of day at which digests go.</summary>
    public static readonly TimeOnly SendTime = new(7, 30);

    /// <summary>How much later an edition may go before it calls itself late.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(2);

    /// <summary>The day a monthly digest goes in the month of <paramref name="month"/>.</summary>
    /// <exception cref="ArgumentException">It is no monthly digest.</exception>
    /// <exception cref="MissingCalendarYearException">The year is not known.</exception>
    public static DateOnly MonthlySendDay(string digest, DateOnly month, WorkingCalendar calendar)
    {
        var first = new DateOnly(month.Year, month.Month, 1);
        var day = calendar.OnOrBefore(first.AddDays(digest switch
        {
            "close" => 4,
            "budget" => 14,
            "plan" => 24,
            _ => throw new ArgumentException($"\"{digest}\" is no monthly digest", nameof(digest)),
        }));
        return day < first ? calendar.OnOrAfter(first) : day;
    }

    /// <summary>Whether a digest goes on a day.</summary>
    /// <exception cref="MissingCalendarYearException">The year is not known.</exception>
    public static bool GoesOn(string digest, DateOnly day, WorkingCalendar calendar) => digest switch
    {
        "daily" => calendar.IsWorkingDay(day),
        "weekly" => calendar.IsWorkingDay(day) && Monday(calendar.OnOrBefore(day.AddDays(-1))) < Monday(day),
        _ => day == MonthlySendDay(digest, day, calendar),
    };

    /// <summary>The slot of the edition whose last covered day is <paramref name="businessDate"/>: it goes the day after.</summary>
    /// <exception cref="MissingCalendarYearException">A year is not known.</exception>
    public static DigestSlot SlotOf(string digest, DateOnly businessDate, WorkingCalendar calendar)
    {
        var send = businessDate.AddDays(1);
        var from = digest switch
        {
            // From the last working day on: a Monday's mail covers Friday to Sunday.
            "daily" => calendar.OnOrBefore(businessDate),
            "weekly" => Monday(calendar.OnOrBefore(businessDate)),
            "close" => new DateOnly(businessDate.Year, businessDate.Month, 1).AddMonths(-1),
            _ => new DateOnly(businessDate.Year, businessDate.Month, 1),
        };
        return new DigestSlot(send, BusinessTime.At(send, SendTime), from, businessDate);
    }

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
