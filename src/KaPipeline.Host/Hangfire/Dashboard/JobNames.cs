using Hangfire.Common;
using KaPipeline.Digests.Calendar;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Hangfire.Dashboard;

/// <summary>What jobs are called on the dashboard. An attempt: job, chain, business dates, who asked for it and why, which attempt. An
/// entry of a schedule: its day rule; who paused it and why; the calendar year that it misses.</summary>
internal static class JobNames
{
    /// <summary>Number of the run, and of the attempt, that a job of Hangfire does; null where it does another thing.</summary>
    public static (long RunId, int Attempt)? AttemptOf(Job? job) =>
        job?.Type == typeof(RunJob) && job.Args is [long run, int attempt, ..] ? (run, attempt) : null;

    /// <summary>Name of the schedule that a job of Hangfire plans; null where it does another thing.</summary>
    public static string? ScheduleOf(Job? job) => job?.Type == typeof(PlanJob) && job.Args is [string schedule, ..] ? schedule : null;

    /// <summary>Names of jobs, in their order, by one query for all attempts and one for all schedules.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(IServiceProvider services, IReadOnlyList<Job> jobs, bool english,
        CancellationToken ct)
    {
        var database = services.GetRequiredService<NpgsqlDataSource>();
        var ids = jobs.Select(job => AttemptOf(job)?.RunId).OfType<long>().Distinct().ToArray();
        var schedules = jobs.Select(ScheduleOf).OfType<string>().Distinct().ToArray();
        var runs = ids.Length == 0 ? [] : (await database.ListAsync<Named>(
            """
            select run_id, job, chain_id, coalesce(case when @english then chain.name_en else chain.name end, chain_id) as chain_name,
                date_from, date_to, cause, requested_by, reason
            from ops.run left join core.chain using (chain_id) where run_id = any (@ids)
            """, new { ids, english }, ct)).ToDictionary(run => run.RunId);
        var planned = schedules.Length == 0 ? [] : (await database.ListAsync<Planned>(
            """
            select schedule_name, job, days, paused_by, paused_reason from ops.schedule where schedule_name = any (@schedules)
            """, new { schedules }, ct)).ToDictionary(schedule => schedule.ScheduleName);
        return [.. jobs.Select(job => AttemptOf(job) is { } attempt
            ? Attempt(attempt.RunId, attempt.Attempt, runs.GetValueOrDefault(attempt.RunId), english)
            : ScheduleOf(job) is { } schedule
            ? Schedule(schedule, planned.GetValueOrDefault(schedule), MissingYear(services, schedule), english)
            : job.ToString())];
    }

    private static string Attempt(long runId, int attempt, Named? run, bool english)
    {
        if (run is null)
        {
            return english ? $"run {runId}, past its keeping time" : $"运行 {runId}，已过保留期";
        }

        var dates = run.DateFrom == run.DateTo ? $"{run.DateTo:yyyy-MM-dd}" : $"{run.DateFrom:yyyy-MM-dd}…{run.DateTo:yyyy-MM-dd}";
        var called = Label.RunCause.Of(run.Cause, LanguageOf(english));
        var cause = run.Cause switch
        {
            "rerun" => english ? $"{called} by {run.RequestedBy}: {run.Reason}" : $"{called} {run.RequestedBy}：{run.Reason}",
            "command_line" => english ? $"{called}, {run.RequestedBy}" : $"{called} {run.RequestedBy}",
            "catch_up" => called,
            _ => null,
        };
        return Joined(JobName(run.Job, english), run.ChainId.Length == 0 ? null : run.ChainName, dates, cause,
            attempt == 1 ? null : english ? $"attempt {attempt}" : $"第 {attempt} 次");
    }

    private static string Schedule(string name, Planned? schedule, int? missingYear, bool english) => schedule is null
        ? name
        : Joined(
            english ? name : $"{Label.Job.Of(schedule.Job, Language.Chinese)} {name}", DayRule(schedule, english),
            schedule.PausedBy is null ? null : english ? $"paused by {schedule.PausedBy}: {schedule.PausedReason}"
            : $"已由 {schedule.PausedBy} 暂停：{schedule.PausedReason}",
            missingYear is not { } year ? null : english ? $"the calendar of {year} is missing" : $"缺 {year} 年工作日历");

    private static string DayRule(Planned schedule, bool english) => schedule.Days != "digest" ? Label.ScheduleDays.Of(schedule.Days, LanguageOf(english))
        : english ? DigestDays.RuleOf(schedule.Job).English : DigestDays.RuleOf(schedule.Job).Chinese;

    // The year that the calendar lacks for the schedule's next occurrence; null where it is known.
    private static int? MissingYear(IServiceProvider services, string name)
    {
        try
        {
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            _ = services.GetRequiredService<IReadOnlyList<JobSchedule>>().FirstOrDefault(schedule => schedule.Name == name)?
                .Occurrences(now, now.AddDays(400), services.GetRequiredService<WorkingCalendar>()).FirstOrDefault();
            return null;
        }
        catch (MissingCalendarYearException e)
        {
            return e.Year;
        }
    }

    // A rerun names the job by its code.
    private static string JobName(string job, bool english) => english ? job : $"{Label.Job.Of(job, Language.Chinese)} {job}";

    private static Language LanguageOf(bool english) => english ? Language.English : Language.Chinese;

    private static string Joined(params string?[] parts) => string.Join(" · ", parts.Where(part => part is not null));

    private sealed record Named
    {
        public long RunId { get; init; }

        public string Job { get; init; } = "";

        public string ChainId { get; init; } = "";

        public string ChainName { get; init; } = "";

        public DateOnly DateFrom { get; init; }

        public DateOnly DateTo { get; init; }

        public string Cause { get; init; } = "";

        public string RequestedBy { get; init; } = "";

        public string? Reason { get; init; }
    }

    private sealed record Planned
    {
        public string ScheduleName { get; init; } = "";

        public string Job { get; init; } = "";

        public string Days { get; init; } = "";

        public string? PausedBy { get; init; }

        public string? PausedReason { get; init; }
    }
}
