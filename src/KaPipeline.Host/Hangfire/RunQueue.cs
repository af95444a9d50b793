using Dapper;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Hangfire;

/// <summary>Gives runs their Hangfire jobs: one per attempt, however often it is asked. The ledger is the outbox: a run is there first, and
/// what did not reach Hangfire is enqueued by the next look of any node.</summary>
public sealed class RunQueue(NpgsqlDataSource database, IBackgroundJobClient jobs, TimeProvider clock)
{
    /// <summary>Queue of scheduled work.</summary>
    public const string Morning = EnqueuedState.DefaultQueue;

    /// <summary>Queue of reruns, which have workers of their own.</summary>
    public const string Backfill = "backfill";

    private const string Waiting =
        $"""
        select run.run_id, run.attempt + 1 as attempt, run.batch_id is not null as is_rerun, run.not_before, turn.waits_for, turn.is_paused,
            attempt.hangfire_job_id, job.statename as job_state,
            job.statename = 'Enqueued' and not exists (select from hangfire.jobqueue where jobqueue.jobid = job.id) as is_lost
        from ops.run
        join ops.run_turn as turn using (run_id)
        left join ops.run_attempt as attempt on attempt.run_id = run.run_id and attempt.attempt = run.attempt + 1
        left join hangfire.job on {HangfireStorage.IsJobOfAttempt}
        where run.state = 'queued'
        """;

    /// <summary>Enqueues the next attempt of each of these runs, or schedules it for its moment or turn. Runs that do not wait are left
    /// alone.</summary>
    public async Task EnqueueAsync(IReadOnlyCollection<long> runIds, CancellationToken ct)
    {
        foreach (var runId in runIds)
        {
            await EnqueueAsync(runId, ct);
        }
    }

    /// <summary>Enqueues every run whose next attempt has no living job, whose job is in no queue though it says so, or whose job waits
    /// although its moment and turn have come.</summary>
    public async Task EnqueueDueAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var due = (await connection.QueryAsync<long>(
            $"""
            select run_id from ({Waiting}) as waiting
            where job_state is null or job_state in ('Succeeded', 'Failed') or is_lost
                or (job_state = 'Scheduled' and not_before <= @now and waits_for is null and not is_paused)
            order by run_id
            """, new { now = clock.GetUtcNow() })).AsList();
        await EnqueueAsync(due, ct);
    }

    /// <summary>Puts the next attempt of a run that waits into a queue of one process, whatever its moment or turn.</summary>
    /// <returns>The attempt's Hangfire job.</returns>
    /// <exception cref="InvalidOperationException">The run does not wait.</exception>
    internal async Task<string> EnqueueIntoAsync(long runId, string queue, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var run = await LockAsync(transaction, runId, "for no key update")
            ?? throw new InvalidOperationException($"Run {runId} does not wait.");
        var jobId = run.HangfireJobId;
        if (run.JobState is null or "Succeeded" or "Failed")
        {
            jobId = await CreateAsync(transaction, run, new EnqueuedState(queue));
        }
        else
        {
            jobs.ChangeState(jobId, new EnqueuedState(queue) { Reason = Bilingual.Of("由命令行发起", "requested on the command line") }, run.JobState);
        }

        await transaction.CommitAsync(ct);
        return jobId!;
    }

    /// <summary>Puts the job of a run that waits back into the queue in which it no longer is.</summary>
    internal async Task ReturnLostAsync(long runId, string queue, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await LockAsync(transaction, runId, "for no key update skip locked") is { IsLost: true } run)
        {
            Return(run, queue);
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>Gives the queues of command lines that are gone to the nodes: what waits in one is done by a server, what is left of its
    /// ended jobs is taken out.</summary>
    internal Task ReclaimAsync(CancellationToken ct) => database.DoAsync(
        """
        update hangfire.jobqueue set queue = 'default' from ops.run
        where queue = @prefix || run.run_id and fetchedat is null and run.state = 'queued' and run.queued_at < @since;
        delete from hangfire.jobqueue using hangfire.job
        where queue like @prefix || '%' and job.id = jobqueue.jobid and job.statename not in ('Enqueued', 'Processing')
        """, new { prefix = CommandLineRun.QueuePrefix, since = clock.GetUtcNow().AddMinutes(-1) }, ct);

    private async Task EnqueueAsync(long runId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await LockAsync(transaction, runId, "for no key update skip locked") is not { } run)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var isReady = run.NotBefore <= now && run.WaitsFor is null && !run.IsPaused;
        if (run.JobState == ScheduledState.StateName && isReady)
        {
            jobs.ChangeState(run.HangfireJobId, new EnqueuedState(run.Queue) { Reason = Bilingual.Of("轮到执行", "its turn has come") },
                ScheduledState.StateName);
        }
        else if (run.IsLost)
        {
            Return(run, run.Queue);
        }
        else if (run.JobState is null or "Succeeded" or "Failed")
        {
            await CreateAsync(transaction, run, isReady ? new EnqueuedState(run.Queue) : Later(run, now));
        }

        await transaction.CommitAsync(ct);
    }

    // Two nodes may look at the same moment: the run's row is the lock. It is read by a statement of its own, which sees what another node
    // did before it let go of the row; an event that is written of the run is not in the way.
    private static async Task<WaitingRun?> LockAsync(NpgsqlTransaction transaction, long runId, string how) =>
        await transaction.Connection!.ExecuteScalarAsync<long?>($"select run_id from ops.run where run_id = @runId {how}", new { runId },
            transaction) is null ? null
        : await transaction.Connection!.QueryFirstOrDefaultAsync<WaitingRun>($"{Waiting} and run.run_id = @runId", new { runId },
            transaction);

    private void Return(WaitingRun run, string queue) =>
        jobs.ChangeState(run.HangfireJobId, new EnqueuedState(queue) { Reason = Bilingual.Of("原不在任何队列中", "it was in no queue") },
            EnqueuedState.StateName);

    private async Task<string> CreateAsync(NpgsqlTransaction transaction, WaitingRun run, IState state)
    {
        var (id, attempt) = (run.RunId, run.Attempt);
        var jobId = jobs.Create(
            Job.FromExpression<RunJob>(job => job.Execute(id, attempt, null, CancellationToken.None), run.IsRerun ? Backfill : null),
            state);
        await transaction.Connection!.ExecuteAsync(
            """
            insert into ops.run_attempt (run_id, attempt, hangfire_job_id, created_at) values (@id, @attempt, @jobId, @now)
            on conflict (run_id, attempt) do update set hangfire_job_id = excluded.hangfire_job_id;
            update ops.run set hangfire_job_id = @jobId where run_id = @id
            """, new { id, attempt, jobId, now = clock.GetUtcNow() }, transaction);
        return jobId;
    }

    private static ScheduledState Later(WaitingRun run, DateTimeOffset now)
    {
        var isNext = !run.IsPaused && run.WaitsFor is null;
        var reason = run.IsPaused ? Bilingual.Of("所在批次已暂停", "its batch is paused")
            : run.WaitsFor is { } first ? Bilingual.Of($"等待运行 {first}", $"waits for run {first}")
            : Bilingual.Of($"上一次失败后的第 {run.Attempt} 次", $"attempt {run.Attempt} after the one that failed");
        return new ScheduledState((isNext ? run.NotBefore : now + AttemptRefusal.LookAgain).UtcDateTime) { Reason = reason };
    }

    private sealed record WaitingRun
    {
        public long RunId { get; init; }

        public int Attempt { get; init; }

        public bool IsRerun { get; init; }

        public DateTimeOffset NotBefore { get; init; }

        public long? WaitsFor { get; init; }

        public bool IsPaused { get; init; }

        public string? HangfireJobId { get; init; }

        public string? JobState { get; init; }

        public bool IsLost { get; init; }

        public string Queue => IsRerun ? Backfill : Morning;
    }
}
