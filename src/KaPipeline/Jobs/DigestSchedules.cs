using KaPipeline.Digests.Calendar;

namespace KaPipeline.Jobs;

/// <summary>What the schedules say of the digests.</summary>
public static class DigestSchedules
{
    /// <summary>The time of day of each digest that has a schedule, Asia/Shanghai.</summary>
    public static IReadOnlyDictionary<string, TimeOnly> SendTimes(this IEnumerable<JobSchedule> schedules) => schedules
        .Where(schedule => DigestDays.Digests.Contains(schedule.Job))
        .ToDictionary(schedule => schedule.Job, schedule => schedule.TimeOfDay);

    /// <summary>The calendar of the digests by the files of a configuration folder.</summary>
    /// <param name="configFolder">The folder <c>config</c>.</param>
    /// <param name="waitUntil">Time of the send day up to which editions wait for their sources, Asia/Shanghai.</param>
    /// <exception cref="InvalidDataException">A file cannot be used; the message names it.</exception>
    public static DigestCalendar LoadCalendar(string configFolder, TimeOnly waitUntil) =>
        new(WorkingCalendar.Load(configFolder), SchedulesFile.Read(configFolder).SendTimes(), waitUntil);
}
