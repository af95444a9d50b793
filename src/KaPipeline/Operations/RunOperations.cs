using Dapper;
using KaPipeline.Audit;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Operations;

/// <summary>What a person does to runs: cancel, requeue, start at once. Each is one transaction with its entry in the audit, whether the
/// dashboard, the console or a verb asks for it.</summary>
public sealed class RunOperations(NpgsqlDataSource database, Reruns reruns, TimeProvider clock)
{
    /// <summary>Cancels every live run that a filter matches: queued ones at once, running ones at their next heartbeat.</summary>
    /// <returns>Their numbers.</returns>
    public async Task<IReadOnlyList<long>> CancelAsync(RunFilter filter, string who, string reason, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var cancelled = await CancelAsync(transaction, filter, who, reason, ct);
        await transaction.CommitAsync(ct);
        return cancelled;
    }

    /// <summary>Cancels one run. One that has failed is set aside: it counts as cancelled from then on, and its error stays with
    /// it.</summary>
    /// <exception cref="OperationRefusedException">There is no such run, it has succeeded, or it is cancelled already.</exception>
    public async Task CancelAsync(long runId, string who, string reason, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var run = await FindAsync(transaction, runId);
        if (run.State == "failed")
        {
            await SetAsideAsync(transaction, run, who, reason, ct);
        }
        else if (run.State is "succeeded" or "cancelled")
        {
            throw new OperationRefusedException(run.State == "succeeded"
                ? Bilingual.Of($"运行 {runId} 已成功，无可取消；要再做一次请「重新入队」。", $"Run {runId} has succeeded; requeue it to do it once more.")
                : Bilingual.Of($"运行 {runId} 已取消。", $"Run {runId} is cancelled already."));
        }
        else if (run.CancelAskedBy is { } before)
        {
            throw new OperationRefusedException(Bilingual.Of(
                $"{before} 已要求取消运行 {runId}，正在停止。", $"{before} has asked for it; run {runId} is stopping."));
        }
        else
        {
            await CancelAsync(transaction, new RunFilter { RunId = runId }, who, reason, ct);
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>Does the occurrence of an ended run once more: a new run with the same job, chain, dates and arguments.</summary>
    /// <param name="sendsMail">Whether the new run may send mail.</param>
    /// <returns>Number of the new run.</returns>
    /// <exception cref="OperationRefusedException">There is no such run, or the same work is queued or running.</exception>
    public async Task<long> RequeueAsync(long runId, bool sendsMail, string who, string reason, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var run = await FindAsync(transaction, runId);
        var live = await connection.QueryFirstOrDefaultAsync<Found>(
            """
            select live.run_id, live.state from ops.run as run
            join ops.run as live on live.job = run.job and live.chain_id = run.chain_id and live.date_from = run.date_from and live.date_to = run.date_to
                and live.state in ('queued', 'running')
            where run.run_id = @runId
            """, new { runId }, transaction);
        if (live is not null)
        {
            throw new OperationRefusedException(live.State == "running"
                ? Bilingual.Of(
                    $"运行 {live.RunId} 正在做同样的事，等它结束或先取消。", $"Run {live.RunId} is doing the same; wait for its end or cancel it first.")
                : Bilingual.Of($"运行 {live.RunId} 已在排队做同样的事。", $"Run {live.RunId} is queued for the same work."));
        }

        var (_, runs) = await reruns.AgainAsync(transaction, new RunFilter { RunId = runId }, null, sendsMail, 1, who, reason, ct);
        await AuditTrail.RecordAsync(transaction, clock.GetUtcNow(), who, "requeue_run", "run", $"{runId}", reason,
            before: new { state = run.State, error = run.Error }, after: new { run = runs[0], sends_mail = sendsMail }, ct: ct);
        await transaction.CommitAsync(ct);
        return runs[0];
    }

    /// <summary>Lets a waiting attempt start at once instead of at its time.</summary>
    /// <exception cref="OperationRefusedException">There is no such run, or it does not wait.</exception>
    public async Task StartNowAsync(long runId, string who, string reason, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var run = await FindAsync(transaction, runId);
        var now = clock.GetUtcNow();
        if (run.State != "queued" || run.NotBefore <= now)
        {
            throw new OperationRefusedException(run.State == "queued"
                ? Bilingual.Of($"运行 {runId} 已到时间，正在排队。", $"Run {runId} is due already and queued.")
                : Bilingual.Of($"运行 {runId} 不在等待，状态为 {run.State}。", $"Run {runId} does not wait: it is {run.State}."));
        }

        await connection.ExecuteAsync("update ops.run set not_before = @now where run_id = @runId", new { now, runId }, transaction);
        await RunJournal.EventAsync(connection, transaction, runId, run.Attempt, "brought_forward", $"{who}: {reason}", null, now, ct);
        await AuditTrail.RecordAsync(transaction, now, who, "start_run_now", "run", $"{runId}", reason,
            before: new { state = run.State, not_before = run.NotBefore }, after: new { state = run.State, not_before = now }, ct: ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<IReadOnlyList<long>> CancelAsync(NpgsqlTransaction transaction, RunFilter filter, string who, string reason,
        CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var connection = transaction.Connection!;
        var hits = (await connection.QueryAsync<Found>(
            $"""
            update ops.run
            set cancel_asked_by = @who,
                state = case when state = 'queued' then 'cancelled' else state end,
                error_kind = case when state = 'queued' then 'cancelled' end,
                error = case when state = 'queued' then @error end,
                finished_at = case when state = 'queued' then @now end
            where state in ('queued', 'running') and run_id in (select run_id from ops.run as picked where {RunFilter.Condition})
            returning run_id, attempt, state
            """, filter.Values(new { who, now, error = Bilingual.Of($"{who} 已取消", $"cancelled by {who}") }), transaction)).AsList();
        foreach (var hit in hits)
        {
            await RunJournal.EventAsync(connection, transaction, hit.RunId, hit.Attempt, hit.State == "cancelled" ? "cancelled"
                : "cancel_asked",
                $"{who}: {reason}", null, now, ct);
        }

        if (hits.Count > 0)
        {
            var (queued, running) = (hits.Count(hit => hit.State == "cancelled"), hits.Count(hit => hit.State == "running"));
            await AuditTrail.RecordAsync(transaction, now, who, "cancel_runs", "run",
                string.Join(", ", hits.Take(20).Select(hit => hit.RunId)),
                reason, before: new { queued, running }, after: new { cancelled = queued, asked_to_stop = running }, ct: ct);
        }

        return [.. hits.Select(hit => hit.RunId)];
    }

    private async Task SetAsideAsync(NpgsqlTransaction transaction, Found run, string who, string reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await transaction.Connection!.ExecuteAsync(
            "update ops.run set state = 'cancelled', cancel_asked_by = @who where run_id = @RunId", new { who, run.RunId }, transaction);
        await RunJournal.EventAsync(transaction.Connection!, transaction, run.RunId, run.Attempt, "cancelled", $"{who}: {reason}", null,
            now, ct);
        await AuditTrail.RecordAsync(transaction, now, who, "set_aside_run", "run", $"{run.RunId}", reason,
            before: new { state = run.State, error = run.Error }, after: new { state = "cancelled" }, ct: ct);
    }

    private static async Task<Found> FindAsync(NpgsqlTransaction transaction, long runId) =>
        await transaction.Connection!.QueryFirstOrDefaultAsync<Found>(
            "select run_id, state, attempt, not_before, cancel_asked_by, error from ops.run where run_id = @runId for update",
            new { runId }, transaction)
        ?? throw Missing(runId);

    private static OperationRefusedException Missing(long runId) =>
        new(Bilingual.Of($"没有运行 {runId}；它可能已过保留期。", $"There is no run {runId}; it may be past its keeping time."));

    private sealed record Found
    {
        public long RunId { get; init; }

        public string State { get; init; } = "";

        public int Attempt { get; init; }

        public DateTimeOffset NotBefore { get; init; }

        public string? CancelAskedBy { get; init; }

        public string? Error { get; init; }
    }
}
