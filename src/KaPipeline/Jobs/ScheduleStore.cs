using Dapper;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>The schedules as the database knows them: brought in line with the file at start. People pause and resume them by
/// <see cref="Operations.ScheduleOperations"/>.</summary>
public sealed class ScheduleStore(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Brings <c>ops.schedule</c> to the file's schedules. One that is new has missed nothing; one that left the file is
    /// switched off and keeps its history.</summary>
    public async Task SyncAsync(IReadOnlyList<JobSchedule> schedules, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("select pg_advisory_xact_lock(5242070)", transaction: transaction);
        foreach (var schedule in schedules)
        {
            await connection.ExecuteAsync(
                """
                insert into ops.schedule as kept
                    (schedule_name, job, cron, days, catch_up, catch_up_hours, date_offset, each_chain, is_enabled, planned_until, active_since)
                values (@Name, @Job, @Cron, @days, @catchUp, @CatchUpHours, @DateOffset, @EachChain, @Enabled, @now, @now)
                on conflict (schedule_name) do update set
                    job = excluded.job, cron = excluded.cron, days = excluded.days, catch_up = excluded.catch_up,
                    catch_up_hours = excluded.catch_up_hours, date_offset = excluded.date_offset, each_chain = excluded.each_chain,
                    is_enabled = excluded.is_enabled,
                    planned_until = case when excluded.is_enabled and not kept.is_enabled then excluded.planned_until else kept.planned_until end,
                    active_since = case when excluded.is_enabled and not kept.is_enabled then excluded.active_since else kept.active_since end
                """,
                new
                {
                    schedule.Name, schedule.Job, schedule.Cron, schedule.CatchUpHours, schedule.DateOffset, schedule.EachChain,
                    schedule.Enabled,
                    days = DaysName(schedule.Days), catchUp = schedule.CatchUp.ToString().ToLowerInvariant(), now = clock.GetUtcNow(),
                }, transaction);
        }

        await connection.ExecuteAsync(
            "update ops.schedule set is_enabled = false where schedule_name <> all (@names)",
            new { names = schedules.Select(schedule => schedule.Name).ToArray() }, transaction);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The stored word for a day rule.</summary>
    internal static string DaysName(ScheduleDays days) => days switch
    {
        ScheduleDays.EveryDay => "every_day",
        ScheduleDays.WorkingDay => "working_day",
        _ => "digest",
    };
}
