using Dapper;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>The schedules as the database knows them: brought in line with the file at start, paused and resumed by people.</summary>
public sealed class ScheduleBook(NpgsqlDataSource database, TimeProvider clock)
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
                    schedule.Name, schedule.Job, schedule.Cron, schedule.CatchUpHours, schedule.DateOffset, schedule.EachChain, schedule.Enabled,
                    days = DaysName(schedule.Days), catchUp = schedule.CatchUp.ToString().ToLowerInvariant(), now = clock.GetUtcNow(),
                }, transaction);
        }

        await connection.ExecuteAsync(
            "update ops.schedule set is_enabled = false where schedule_name <> all (@names)",
            new { names = schedules.Select(schedule => schedule.Name).ToArray() }, transaction);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Stops a schedule until it is resumed; what is already queued still runs.</summary>
    public Task PauseAsync(string name, string who, string reason, CancellationToken ct) => ChangeAsync(
        "pause_schedule", name, who, reason,
        "update ops.schedule set paused_at = @now, paused_by = @who, paused_reason = @reason where schedule_name = @name and paused_at is null", ct);

    /// <summary>Starts a paused schedule again. Occurrences during the pause are not caught up: they were left out on purpose.</summary>
    public Task ResumeAsync(string name, string who, string reason, CancellationToken ct) => ChangeAsync(
        "resume_schedule", name, who, reason,
        """
        update ops.schedule set paused_at = null, paused_by = null, paused_reason = null, planned_until = @now, active_since = @now
        where schedule_name = @name and paused_at is not null
        """, ct);

    /// <summary>The stored word for a day rule.</summary>
    internal static string DaysName(ScheduleDays days) => days switch
    {
        ScheduleDays.EveryDay => "every_day",
        ScheduleDays.WorkingDay => "working_day",
        _ => "digest",
    };

    private async Task ChangeAsync(string action, string name, string who, string reason, string sql, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var before = await PauseOfAsync(connection, name, transaction);
        if (await connection.ExecuteAsync(sql, new { name, who, reason, now }, transaction) == 1)
        {
            await AuditTrail.RecordAsync(transaction, now, who, action, "schedule", name, reason, before, await PauseOfAsync(connection, name, transaction), ct);
        }

        await transaction.CommitAsync(ct);
    }

    private static Task<Pause?> PauseOfAsync(NpgsqlConnection connection, string name, NpgsqlTransaction transaction) => connection.QueryFirstOrDefaultAsync<Pause>(
        "select paused_at, paused_by, paused_reason from ops.schedule where schedule_name = @name for update", new { name }, transaction);

    private sealed record Pause
    {
        public DateTimeOffset? PausedAt { get; init; }

        public string? PausedBy { get; init; }

        public string? PausedReason { get; init; }
    }
}
