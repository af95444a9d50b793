using Dapper;
using KaPipeline.Audit;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Operations;

/// <summary>What a person does to schedules: trigger, pause, resume. Each is one transaction with its entry in the audit.</summary>
public sealed class ScheduleOperations(
    NpgsqlDataSource database, Reruns reruns, IReadOnlyList<JobSchedule> schedules, WorkingCalendar calendar, TimeProvider clock)
{
    // How far back the newest occurrence of a schedule is looked for: most have one today, the monthly ones within the month.
    private static readonly int[] DaysBack = [2, 40, 400];

    /// <summary>Does a schedule's newest occurrence now: one run per chain that the schedule has, as a batch.</summary>
    /// <param name="sendsMail">Whether the runs may send mail.</param>
    /// <returns>The batch and its runs; chains whose same work is under way are left out.</returns>
    /// <exception cref="OperationRefusedException">The schedule is unknown, switched off or paused, or the same work is under
    /// way.</exception>
    public async Task<(long BatchId, IReadOnlyList<long> RunIds)> TriggerAsync(string name, bool sendsMail, string who, string reason,
        CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var schedule = schedules.FirstOrDefault(schedule => schedule.Name == name) ?? throw Unknown(name);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var state = await StateAsync(transaction, name) ?? throw Unknown(name);
        if (state.PausedAt is not null)
        {
            throw new OperationRefusedException(
                Bilingual.Of(
                    $"计划「{name}」已由 {state.PausedBy} 暂停：{state.PausedReason}；先恢复再执行。",
                    $"Schedule \"{name}\" is paused by {state.PausedBy}: {state.PausedReason}; resume it first."));
        }

        if (!state.IsEnabled)
        {
            throw new OperationRefusedException(
                Bilingual.Of($"计划「{name}」在 config/schedules.yaml 中停用。", $"Schedule \"{name}\" is switched off in config/schedules.yaml."));
        }

        var slot = NewestSlot(schedule);
        var date = BusinessTime.DateOf(slot).AddDays(schedule.DateOffset);
        var chains = schedule.EachChain
            ? (await connection.QueryAsync<string>("select chain_id from core.chain order by chain_id", transaction: transaction)).AsList()
            : [""];
        var request = new RerunRequest
        {
            Job = schedule.Job, Chains = chains, From = date, To = date, Mode = RerunMode.All, Reason = reason, SendsMail = sendsMail,
            Parallelism = 4,
        };
        var (batch, runs, live) = await reruns.StartAsync(transaction, request, who, null, ct);
        if (runs.Count == 0)
        {
            throw new OperationRefusedException(
                Bilingual.Of(
                    $"计划「{name}」的同一期（{date:yyyy-MM-dd}）正在进行：运行 {live}。",
                    $"The same occurrence, {date:yyyy-MM-dd}, is under way: run {live}."));
        }

        await AuditTrail.RecordAsync(transaction, clock.GetUtcNow(), who, "trigger_schedule", "schedule", name, reason,
            before: new { newest_slot = slot },
            after: new { batch, runs = runs.Count, date = $"{date:yyyy-MM-dd}", sends_mail = sendsMail }, ct: ct);
        await transaction.CommitAsync(ct);
        return (batch, runs);
    }

    /// <summary>Stops a schedule until it is resumed; what is already queued still runs.</summary>
    /// <exception cref="OperationRefusedException">There is no such schedule, or it is paused already.</exception>
    public Task PauseAsync(string name, string who, string reason, CancellationToken ct) => ChangeAsync(
        "pause_schedule", name, who, reason, wasPaused: false,
        "update ops.schedule set paused_at = @now, paused_by = @who, paused_reason = @reason where schedule_name = @name", ct);

    /// <summary>Starts a paused schedule again. Occurrences during the pause are not caught up: they were left out on purpose.</summary>
    /// <exception cref="OperationRefusedException">There is no such schedule, or it is not paused.</exception>
    public Task ResumeAsync(string name, string who, string reason, CancellationToken ct) => ChangeAsync(
        "resume_schedule", name, who, reason, wasPaused: true,
        "update ops.schedule set paused_at = null, paused_by = null, paused_reason = null, planned_until = @now, active_since = @now where schedule_name = @name", ct);

    private DateTimeOffset NewestSlot(JobSchedule schedule)
    {
        var now = clock.GetUtcNow();
        foreach (var days in DaysBack)
        {
            try
            {
                if (schedule.Occurrences(now.AddDays(-days), now, calendar).Select(slot => (DateTimeOffset?)slot)
                    .LastOrDefault() is { } slot)
                {
                    return slot;
                }
            }
            catch (MissingCalendarYearException e)
            {
                throw new OperationRefusedException(Bilingual.Of($"缺少 {e.Year} 年的工作日历，算不出这一期。", $"{e.Message}."));
            }
        }

        throw new OperationRefusedException(Bilingual.Of(
            $"计划「{schedule.Name}」一年内没有过一期。", $"Schedule \"{schedule.Name}\" had no occurrence within a year."));
    }

    private async Task ChangeAsync(string action, string name, string who, string reason, bool wasPaused, string sql, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var before = await StateAsync(transaction, name) ?? throw Unknown(name);
        if (before.PausedAt is not null != wasPaused)
        {
            throw new OperationRefusedException(wasPaused
                ? Bilingual.Of($"计划「{name}」没有暂停。", $"Schedule \"{name}\" is not paused.")
                : Bilingual.Of(
                    $"计划「{name}」已由 {before.PausedBy} 暂停：{before.PausedReason}。",
                    $"Schedule \"{name}\" is paused already by {before.PausedBy}: {before.PausedReason}."));
        }

        await connection.ExecuteAsync(sql, new { name, who, reason, now }, transaction);
        var after = await StateAsync(transaction, name);
        await AuditTrail.RecordAsync(transaction, now, who, action, "schedule", name, reason, before.Pause, after!.Pause, ct);
        await transaction.CommitAsync(ct);
    }

    private static OperationRefusedException Unknown(string name) => new(Bilingual.Of(
        $"没有计划「{name}」。", $"There is no schedule \"{name}\"."));

    private static Task<ScheduleState?> StateAsync(NpgsqlTransaction transaction, string name) =>
        transaction.Connection!.QueryFirstOrDefaultAsync<ScheduleState>(
            "select is_enabled, paused_at, paused_by, paused_reason from ops.schedule where schedule_name = @name for update", new { name },
            transaction);

    private sealed record ScheduleState
    {
        public bool IsEnabled { get; init; }

        public DateTimeOffset? PausedAt { get; init; }

        public string? PausedBy { get; init; }

        public string? PausedReason { get; init; }

        /// <summary>The pause as the audit keeps it.</summary>
        public object Pause => new { PausedAt, PausedBy, PausedReason };
    }
}
