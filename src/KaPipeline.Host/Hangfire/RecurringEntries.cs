using System.Globalization;
using Hangfire;
using Hangfire.Storage;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Hangfire;

/// <summary>Hangfire's recurring entries, one per schedule and under its name, kept so that <i>Next execution</i> is true: a schedule with
/// a day rule has the date of its next occurrence as cron; one that is paused, or whose calendar year is missing, never comes.</summary>
public sealed class RecurringEntries(
    NpgsqlDataSource database, IRecurringJobManager recurring, JobStorage storage, IReadOnlyList<JobSchedule> schedules,
    WorkingCalendar calendar,
    TimeProvider clock, ILogger<RecurringEntries> log)
{
    private const string DisabledAlert = "schedule_stopped";

    /// <summary>Registers what differs from the ledger, takes out what is no schedule, and reports entries that Hangfire gave up.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var paused = (await database.ListAsync<string>("select schedule_name from ops.schedule where paused_at is not null", ct: ct))
            .ToHashSet();
        using var connection = storage.GetConnection();
        var entries = connection.GetRecurringJobs().ToDictionary(entry => entry.Id);
        foreach (var schedule in schedules.Where(schedule => schedule.Enabled))
        {
            var entry = entries.GetValueOrDefault(schedule.Name);
            await ReportAsync(schedule, entry, now, ct);
            var cron = paused.Contains(schedule.Name) ? Cron.Never() : CronOf(schedule, now);
            if (entry is null or { Error: not null } or { LoadException: not null } || entry.Cron != cron
                || entry.TimeZoneId != BusinessTime.Zone.Id)
            {
                recurring.AddOrUpdate<PlanJob>(
                    schedule.Name, job => job.Execute(schedule.Name, null, CancellationToken.None), cron,
                    // Missed moments are caught up by the ledger, each with its own business date.
                    new RecurringJobOptions { TimeZone = BusinessTime.Zone, MisfireHandling = MisfireHandlingMode.Ignorable });
            }
        }

        foreach (var id in entries.Keys.Except(schedules.Where(schedule => schedule.Enabled).Select(schedule => schedule.Name)))
        {
            recurring.RemoveIfExists(id);
        }
    }

    private string CronOf(JobSchedule schedule, DateTimeOffset now)
    {
        try
        {
            var next = schedule.Occurrences(now, now.AddDays(400), calendar).Select(moment => (DateTimeOffset?)moment).FirstOrDefault();
            return next is not { } moment ? Cron.Never()
                : schedule.Days == ScheduleDays.EveryDay ? schedule.Cron
                : TimeZoneInfo.ConvertTime(moment, BusinessTime.Zone).ToString("m H d M '*'", CultureInfo.InvariantCulture);
        }
        catch (MissingCalendarYearException)
        {
            return Cron.Never();
        }
    }

    // After five errors in enqueuing Hangfire gives an entry up and says so nowhere. It is registered again at once; people are told, until
    // it has come once more.
    private async Task ReportAsync(JobSchedule schedule, RecurringJobDto? entry, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (entry is { Error: { } error, NextExecution: null })
        {
            if (await Alerts.OpenAsync(connection, DisabledAlert, schedule.Name,
                Bilingual.Of(
                    $"Hangfire 停用了计划「{schedule.Name}」：{error}", $"Hangfire gave up the recurring entry \"{schedule.Name}\": {error}"), now))
            {
                log.LogError("Hangfire gave up the recurring entry {schedule}: {error}", schedule.Name, error);
            }
        }
        else if (entry is { Error: null, LastExecution: { } last })
        {
            await database.DoAsync(
                "update ops.alert set closed_at = @now where kind = @kind and subject = @Name and closed_at is null and opened_at < @last",
                new { now, kind = DisabledAlert, schedule.Name, last = DateTime.SpecifyKind(last, DateTimeKind.Utc) }, ct);
        }
    }
}
