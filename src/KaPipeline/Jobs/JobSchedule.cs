using KaPipeline.Digests.Calendar;

namespace KaPipeline.Jobs;

/// <summary>Which of a cron's days count.</summary>
public enum ScheduleDays
{
    /// <summary>All of them.</summary>
    EveryDay,

    /// <summary>Working days, by the working calendar (docs/domain.md#calendar).</summary>
    WorkingDay,

    /// <summary>The days on which the schedule's digest goes, by <see cref="DigestDays"/>.</summary>
    Digest,
}

/// <summary>What happens to occurrences that were missed while nothing ran.</summary>
public enum CatchUp
{
    /// <summary>Each runs, in order.</summary>
    All,

    /// <summary>Only the latest runs, and says which it stands for.</summary>
    Latest,

    /// <summary>None runs.</summary>
    None,
}

/// <summary>When a job is due. Read from <c>config/schedules.yaml</c>; pauses and what has been planned are in
/// <c>ops.schedule</c>.</summary>
public sealed record JobSchedule
{
    /// <summary>Its name, unique.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the job it starts.</summary>
    public required string Job { get; init; }

    /// <summary>Five cron fields, in Asia/Shanghai. That of a digest gives its time of day alone.</summary>
    public required string Cron { get; init; }

    /// <summary>Which of the cron's days count.</summary>
    public ScheduleDays Days { get; init; }

    /// <summary>What happens to missed occurrences.</summary>
    public CatchUp CatchUp { get; init; }

    /// <summary>Occurrences older than this many hours are not caught up.</summary>
    public int CatchUpHours { get; init; } = 24 * 7;

    /// <summary>Days from the occurrence's business date to that of its run; −1 for a morning that works on yesterday.</summary>
    public int DateOffset { get; init; }

    /// <summary>One run per chain, instead of one for all.</summary>
    public bool EachChain { get; init; }

    /// <summary>False leaves it out until the file says otherwise.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Time of its first occurrence on a day, Asia/Shanghai.</summary>
    /// <exception cref="FormatException">The cron is wrong.</exception>
    public TimeOnly TimeOfDay =>
        TimeOnly.FromDateTime(BusinessCron.Parse(Cron).GetNextOccurrence(DateTime.UnixEpoch, TimeZoneInfo.Utc, inclusive: true)!.Value);

    /// <summary>Occurrences after <paramref name="after"/> up to and including <paramref name="until"/>, in order, as UTC.</summary>
    /// <exception cref="FormatException">The cron is wrong.</exception>
    /// <exception cref="MissingCalendarYearException">Its days need a year that the calendar does not hold.</exception>
    public IEnumerable<DateTimeOffset> Occurrences(DateTimeOffset after, DateTimeOffset until, WorkingCalendar calendar) =>
        until <= after ? [] : BusinessCron.Parse(Cron)
        .GetOccurrences(after, until, BusinessTime.Zone, fromInclusive: false, toInclusive: true)
            .Where(moment => Counts(BusinessTime.DateOf(moment), calendar)).Select(moment => moment.ToUniversalTime());

    private bool Counts(DateOnly day, WorkingCalendar calendar) => Days switch
    {
        ScheduleDays.EveryDay => true,
        ScheduleDays.WorkingDay => calendar.IsWorkingDay(day),
        _ => DigestDays.GoesOn(Job, day, calendar),
    };
}
