using Npgsql;

namespace KaPipeline;

/// <summary>
/// Working days by the national calendar with its swapped days (调休), from <c>config/calendar/&lt;year&gt;.csv</c>; each file
/// cites its State Council notice (docs/domain.md#calendar). A year without a file is an error, never a guess.
/// </summary>
public sealed class WorkingCalendar
{
    private readonly List<(DateOnly Day, bool IsWorkingDay, int WorkingNumber, string? Note)> days = [];
    private readonly List<DateOnly> workingDays = [];
    private readonly SortedDictionary<int, string> sources = [];
    private readonly HashSet<int> drafts = [];

    private WorkingCalendar()
    {
    }

    /// <summary>The years that are known, each with the notice it comes from.</summary>
    public IReadOnlyDictionary<int, string> Sources => sources;

    /// <summary>Whether a year is a draft: weekends and legal holidays that no notice has confirmed.</summary>
    public bool IsDraft(int year) => drafts.Contains(year);

    /// <summary>Whether the year after <paramref name="today"/>'s is not known though its notice may be: it comes out in November, and from
    /// then on its absence is told.</summary>
    public bool MissesNextYear(DateOnly today) => today.Month >= 11 && !sources.ContainsKey(today.Year + 1);

    /// <summary>Last day that is known.</summary>
    public DateOnly LastDay => days[^1].Day;

    /// <summary>First day that is known.</summary>
    public DateOnly FirstDay => days[0].Day;

    /// <summary>Reads every year below <paramref name="configFolder"/><c>/calendar</c>.</summary>
    /// <param name="configFolder">The folder <c>config</c>.</param>
    /// <exception cref="InvalidDataException">There is no year, a gap between years, or a file that is not as described.</exception>
    public static WorkingCalendar Load(string configFolder)
    {
        var folder = Path.Combine(configFolder, "calendar");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal).ToArray() : [];
        if (files.Length == 0)
        {
            throw new InvalidDataException($"{folder}: found no calendar, expected a file per year, for example 2026.csv.");
        }

        var calendar = new WorkingCalendar();
        var faults = new List<string>();
        foreach (var file in files)
        {
            try
            {
                var (year, source, isDraft, exceptional) = CalendarYearFile.Read(file);
                if (faults.Count == 0 && calendar.days.Count > 0 && year != calendar.LastDay.Year + 1)
                {
                    faults.Add($"{Path.GetFileName(file)}:1: found {year} after {calendar.LastDay.Year}; add the years between: there may be no gap");
                }

                calendar.Add(year, source, exceptional);
                if (isDraft)
                {
                    calendar.drafts.Add(year);
                }
            }
            catch (InvalidDataException e)
            {
                faults.Add(e.Message);
            }
        }

        return faults.Count == 0 ? calendar : throw new InvalidDataException(string.Join(Environment.NewLine, faults));
    }

    /// <summary>Whether people work on <paramref name="day"/>.</summary>
    /// <exception cref="MissingCalendarYearException">Its year is not known.</exception>
    public bool IsWorkingDay(DateOnly day) => days[IndexOf(day)].IsWorkingDay;

    /// <summary>The <paramref name="count"/>-th working day after <paramref name="day"/>, which itself does not count (1 = the next
    /// one).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="MissingCalendarYearException">The answer lies in a year that is not known.</exception>
    public DateOnly WorkingDayAfter(DateOnly day, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var index = days[IndexOf(day)].WorkingNumber + count - 1;
        return index < workingDays.Count ? workingDays[index] : throw Missing(LastDay.Year + 1);
    }

    /// <summary><paramref name="day"/> itself when it is worked, else the last working day before it.</summary>
    /// <exception cref="MissingCalendarYearException">The answer lies in a year that is not known.</exception>
    public DateOnly OnOrBefore(DateOnly day) =>
        days[IndexOf(day)].WorkingNumber is > 0 and var number ? workingDays[number - 1] : throw Missing(FirstDay.Year - 1);

    /// <summary><paramref name="day"/> itself when it is worked, else the first working day after it.</summary>
    /// <exception cref="MissingCalendarYearException">The answer lies in a year that is not known.</exception>
    public DateOnly OnOrAfter(DateOnly day) => IsWorkingDay(day) ? day : WorkingDayAfter(day, 1);

    /// <summary>Working days after <paramref name="from"/> up to and including <paramref name="to"/>; negative when
    /// <paramref name="to"/> is earlier.</summary>
    /// <exception cref="MissingCalendarYearException">One of the years is not known.</exception>
    public int WorkingDaysBetween(DateOnly from, DateOnly to) => days[IndexOf(to)].WorkingNumber - days[IndexOf(from)].WorkingNumber;

    /// <summary>Brings <c>core.calendar_day</c> to this calendar; a second time changes nothing.</summary>
    /// <returns>How many days were new, changed or taken out.</returns>
    public async Task<int> SyncAsync(NpgsqlConnection connection, CancellationToken ct = default)
    {
        await using var command = new NpgsqlCommand(
            """
            with given as (
                select * from unnest($1::date[], $2::boolean[], $3::integer[], $4::text[]) as given (day, is_working_day, working_number, note)
            ), gone as (
                delete from core.calendar_day as kept where not exists (select from given where given.day = kept.day) returning 1
            ), changed as (
                insert into core.calendar_day as kept (day, is_working_day, working_number, note)
                select day, is_working_day, working_number, note from given
                on conflict (day) do update
                    set is_working_day = excluded.is_working_day, working_number = excluded.working_number, note = excluded.note
                    where (kept.is_working_day, kept.working_number, kept.note)
                        is distinct from (excluded.is_working_day, excluded.working_number, excluded.note)
                returning 1
            )
            select (select count(*) from gone) + (select count(*) from changed)
            """, connection);
        command.Parameters.Add(new() { Value = days.Select(day => day.Day).ToArray() });
        command.Parameters.Add(new() { Value = days.Select(day => day.IsWorkingDay).ToArray() });
        command.Parameters.Add(new() { Value = days.Select(day => day.WorkingNumber).ToArray() });
        command.Parameters.Add(new() { Value = days.Select(day => day.Note).ToArray() });
        return (int)(long)(await command.ExecuteScalarAsync(ct))!;
    }

    private void Add(int year, string source, Dictionary<DateOnly, CalendarYearFile.Exceptional> exceptional)
    {
        sources.Add(year, source);
        for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
        {
            var listed = exceptional.GetValueOrDefault(day);
            var isWorkingDay = listed?.IsWorkingDay ?? !CalendarYearFile.IsWeekend(day);
            if (isWorkingDay)
            {
                workingDays.Add(day);
            }

            days.Add((day, isWorkingDay, workingDays.Count, listed?.Note));
        }
    }

    private int IndexOf(DateOnly day) => day >= FirstDay && day <= LastDay ? day.DayNumber - FirstDay.DayNumber : throw Missing(day.Year);

    private MissingCalendarYearException Missing(int year) => new(year, sources.Keys);
}
