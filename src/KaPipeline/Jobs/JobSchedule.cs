namespace KaPipeline.Jobs;

/// <summary>Which of a cron's days count, by the working calendar (domain.md 9).</summary>
public enum ScheduleDays
{
    /// <summary>All of them.</summary>
    EveryDay,

    /// <summary>Working days.</summary>
    WorkingDay,

    /// <summary>The first working day of each week, Monday to Sunday.</summary>
    FirstWorkingDayOfWeek,

    /// <summary>The last working day on or before the 5th; where that lies in the month before, the first working day of the month.</summary>
    Close5,

    /// <summary>The last working day on or before the 15th.</summary>
    By15,

    /// <summary>The last working day on or before the 25th.</summary>
    By25,
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

/// <summary>When a job is due. Read from <c>config/schedules.yaml</c>; pauses and what has been planned stand in <c>ops.schedule</c>.</summary>
public sealed record JobSchedule
{
    /// <summary>Its name, unique.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the job it starts.</summary>
    public required string Job { get; init; }

    /// <summary>Five cron fields, in Asia/Shanghai.</summary>
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

    /// <summary>Occurrences after <paramref name="after"/> up to and including <paramref name="until"/>, in order.</summary>
    /// <exception cref="MissingCalendarYearException">Its days need a year that the calendar does not hold.</exception>
    public IEnumerable<DateTimeOffset> Occurrences(DateTimeOffset after, DateTimeOffset until, WorkingCalendar calendar) =>
        UnixCron.Parse(Cron).Between(after, until).Where(moment => Counts(BusinessTime.DateOf(moment), calendar));

    private bool Counts(DateOnly day, WorkingCalendar calendar) => Days switch
    {
        ScheduleDays.EveryDay => true,
        ScheduleDays.WorkingDay => calendar.IsWorkingDay(day),
        ScheduleDays.FirstWorkingDayOfWeek => day == calendar.OnOrAfter(day.AddDays(-(((int)day.DayOfWeek + 6) % 7))),
        ScheduleDays.Close5 => day == CloseDay(day, calendar),
        ScheduleDays.By15 => day == calendar.OnOrBefore(new DateOnly(day.Year, day.Month, 15)),
        _ => day == calendar.OnOrBefore(new DateOnly(day.Year, day.Month, 25)),
    };

    private static DateOnly CloseDay(DateOnly day, WorkingCalendar calendar)
    {
        var fifth = calendar.OnOrBefore(new DateOnly(day.Year, day.Month, 5));
        return fifth.Month == day.Month ? fifth : calendar.OnOrAfter(new DateOnly(day.Year, day.Month, 1));
    }
}
