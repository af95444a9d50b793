using Dapper;
using KaPipeline.Labels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>Turns what is due into rows of the ledger: each occurrence once, in order, also those that were missed while nothing ran.
/// Every node may plan at any time; the schedule's row is the lock, and the ledger's unique slot the last word.</summary>
public sealed class Planner(
    NpgsqlDataSource database, WorkingCalendar calendar, IReadOnlyList<JobSchedule> schedules, JobOptions options, TimeProvider clock,
    ILogger<Planner> log)
{
    /// <summary>Plans every schedule up to now.</summary>
    /// <param name="only">One schedule's name, or null for all.</param>
    /// <param name="ct">Stops between two schedules.</param>
    /// <param name="now">The moment that agreed with the database's clock (<see cref="DatabaseClock.CompareAsync"/>); null reads the
    /// clock.</param>
    /// <returns>Ids of the runs that are new, in order.</returns>
    public async Task<IReadOnlyList<long>> PlanAsync(string? only, CancellationToken ct, DateTimeOffset? now = null)
    {
        var upTo = now ?? clock.GetUtcNow();
        var planned = new List<long>();
        foreach (var schedule in schedules.Where(schedule => schedule.Enabled && (only is null || schedule.Name == only)))
        {
            try
            {
                planned.AddRange(await PlanAsync(schedule, upTo, ct));
            }
            catch (MissingCalendarYearException e)
            {
                await using var connection = await database.OpenConnectionAsync(ct);
                if (await Alerts.OpenAsync(connection, "calendar_missing", schedule.Name,
                    Bilingual.Of($"缺少 {e.Year} 年的工作日历，「{schedule.Name}」无法排期。", e.Message), clock.GetUtcNow()))
                {
                    log.LogError(e, "Schedule {schedule} cannot be planned", schedule.Name);
                }
            }
        }

        return planned;
    }

    private async Task<List<long>> PlanAsync(JobSchedule schedule, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // A clock that ran ahead planned into the future and was set back: planning continues from the last occurrence that has come true.
        // What ran already is not planned twice.
        await connection.ExecuteAsync(
            """
            update ops.schedule set planned_until = least(@now, greatest(active_since, (
                select max(scheduled_for) from ops.run where run.schedule_name = schedule.schedule_name and scheduled_for <= @now)))
            where schedule_name = @Name and planned_until > @now + interval '5 minutes'
            """, new { schedule.Name, now }, transaction);
        var until = await connection.QueryFirstOrDefaultAsync<PlannedUntil>(
            """
            select planned_until as "Moment" from ops.schedule
            where schedule_name = @Name and is_enabled and paused_at is null and planned_until < @now
            for update skip locked
            """, new { schedule.Name, now }, transaction);
        if (until is null)
        {
            await transaction.CommitAsync(ct);
            return [];
        }

        var missed = schedule.Occurrences(until.Moment, now, calendar).ToList();
        var due = missed.Where(slot => slot > now.AddHours(-schedule.CatchUpHours)).ToList();
        var chains = schedule.EachChain
            ? (await connection.QueryAsync<string>("select chain_id from core.chain order by chain_id", transaction: transaction)).AsList()
            : [""];
        var planned = new List<long>();
        var reached = now;
        var wanted = Wanted(schedule, due, now).ToList();
        foreach (var slot in wanted)
        {
            foreach (var chain in chains)
            {
                var (isFree, runId) = await InsertAsync(
                    connection, transaction, schedule, chain, slot, slot == wanted[0] ? missed : [slot], now);
                if (runId is { } made)
                {
                    planned.Add(made);
                }

                if (!isFree)
                {
                    // The same work is under way, started by somebody else: this slot and those after it wait for its end.
                    reached = schedule.CatchUp == CatchUp.All ? slot.AddSeconds(-1) : until.Moment;
                }
            }

            if (reached < now)
            {
                break;
            }
        }

        await connection.ExecuteAsync(
            "update ops.schedule set planned_until = @reached where schedule_name = @Name", new { reached, schedule.Name }, transaction);
        await Alerts.CloseAsync(connection, "calendar_missing", schedule.Name, now, transaction);
        await transaction.CommitAsync(ct);
        return planned;
    }

    private IEnumerable<DateTimeOffset> Wanted(JobSchedule schedule, List<DateTimeOffset> due, DateTimeOffset now) =>
        schedule.CatchUp switch
        {
            CatchUp.All => due,
            CatchUp.Latest => due.TakeLast(1),
            _ => due.TakeLast(1).Where(slot => !IsLate(slot, now)),
        };

    private bool IsLate(DateTimeOffset slot, DateTimeOffset now) => now - slot > TimeSpan.FromSeconds(options.GraceSeconds);

    private async Task<(bool IsFree, long? RunId)> InsertAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, JobSchedule schedule, string chain, DateTimeOffset slot,
        List<DateTimeOffset> missed, DateTimeOffset now)
    {
        var date = BusinessTime.DateOf(slot).AddDays(schedule.DateOffset);
        var values = new
        {
            schedule.Job, schedule.Name, chain, date, slot, now, cause = IsLate(slot, now) ? "catch_up" : "schedule",
            covers = schedule.CatchUp == CatchUp.Latest && missed[0] < slot ? missed[0] : (DateTimeOffset?)null,
        };
        var runId = await connection.QueryFirstOrDefaultAsync<long?>(
            """
            insert into ops.run (job, chain_id, date_from, date_to, cause, schedule_name, scheduled_for, covers_from, requested_by, not_before, queued_at)
            values (@Job, @chain, @date, @date, @cause, @Name, @slot, @covers, 'schedule', @now, @now)
            on conflict do nothing
            returning run_id
            """, values, transaction);
        if (runId is { } made)
        {
            await RunJournal.EventAsync(connection, transaction, made, 0, "queued",
                Bilingual.Of(language => (values.cause == "catch_up"
                    ? language.Say("停机期间错过，补跑", "missed while nothing ran; caught up") : language.Say("到时间", "due"))
                    + LeftOut(schedule, slot, missed, language)), null, now,
                CancellationToken.None);
            return (true, made);
        }

        var exists = await connection.ExecuteScalarAsync<bool>(
            "select exists (select from ops.run where job = @Job and chain_id = @chain and scheduled_for = @slot)", values, transaction);
        return (exists, null);
    }

    // Those before the first that runs; where the latest stands for all, it says so itself.
    private static string LeftOut(JobSchedule schedule, DateTimeOffset slot, List<DateTimeOffset> missed, Language language) =>
        schedule.CatchUp == CatchUp.All && missed.TakeWhile(one => one < slot).Count() is > 0 and var count
            && FormattableString.Invariant($"{TimeZoneInfo.ConvertTime(missed[0], BusinessTime.Zone):yyyy-MM-dd HH:mm}") is var since
            ? language.Say($"；自 {since} 起另有 {count} 次早于 {schedule.CatchUpHours} 小时，不补",
                $"; {count} earlier ones since {since} are left out, older than {schedule.CatchUpHours} hours")
            : "";

    private sealed record PlannedUntil
    {
        public DateTimeOffset Moment { get; init; }
    }
}
