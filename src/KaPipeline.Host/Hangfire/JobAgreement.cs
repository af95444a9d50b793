using Hangfire;
using Hangfire.States;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Operations;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Hangfire;

/// <summary>Brings Hangfire's jobs to what the ledger says, where a process died between the two, or a person changed one of them: the map
/// of states is queued = Enqueued or Scheduled, running = Processing, failed = Failed, cancelled and overcome = Deleted.</summary>
public sealed class JobAgreement(NpgsqlDataSource database, IBackgroundJobClient jobs, JobStorage storage, RunOperations actions,
    TimeProvider clock)
{
    // Of one run the newest attempt has the run's state, and earlier ones are superseded. While that newest attempt waits, the one before
    // it, which failed, stays where people see it. What has just ended is left alone: its worker is about to say so itself; and what was
    // just taken back has no job yet: that its last one was deleted says nothing.
    private const string Disagreeing =
        $"""
        select run_id, attempt.attempt, run.state, run.error, job.id::text as job_id, job.statename as job_state, newest.attempt as newest_attempt,
            run.cancel_asked_by, run.batch_id is not null as is_rerun,
            -- A deletion that an attempt decided comes right after its success, which it replaced.
            (select before.name from hangfire.state as before where before.jobid = job.id and before.id < job.stateid
             order by before.id desc limit 1) as state_before
        from ops.run
        join ops.run_attempt as attempt using (run_id)
        join lateral (select max(attempt) as attempt from ops.run_attempt as other where other.run_id = run.run_id) as newest on true
        join hangfire.job on {HangfireStorage.IsJobOfAttempt}
        where (@runId::bigint is null and (run.state in ('queued', 'running') or run.finished_at > @since) or run_id = @runId)
            and case
                when attempt.attempt < newest.attempt then
                    job.statename <> 'Deleted' and not (run.state = 'queued' and job.statename = 'Failed' and attempt.attempt = run.attempt)
                when run.state = 'queued' then attempt.attempt > run.attempt and job.statename in ('Deleted', 'Processing')
                when run.state = 'running' then false
                when job.statename = 'Processing' then run.finished_at < @settled
                else job.statename <> case run.state when 'succeeded' then 'Succeeded' when 'failed' then 'Failed' else 'Deleted' end
            end
        """;

    // A job is made before its attempt names it: one whose maker was cut off between the two, or in whose place another was made, is no
    // attempt's. Where it waits it ends as deleted when it is delivered; where the server was gone at its beginning it has failed, for
    // good. A minute is longer than making and naming are apart.
    private const string OfNoAttempt =
        """
        select id::text as job_id, statename as job_state from hangfire.job
        where statename = 'Failed' and createdat < @before and invocationdata->>'Method' = 'Execute'
            and invocationdata->>'Type' like @type
            and not exists (select from ops.run_attempt where hangfire_job_id = job.id::text)
        """;

    /// <summary>Every disagreement of live runs and of those that ended within the last day; and failed jobs that are no attempt's.
    /// </summary>
    public async Task RestoreAsync(CancellationToken ct)
    {
        await RestoreAsync(null, ct);
        foreach (var job in await database.ListAsync<Disagreement>(OfNoAttempt,
            new { before = clock.GetUtcNow().AddMinutes(-1), type = $"%{nameof(RunJob)}%" }, ct))
        {
            jobs.ChangeState(job.JobId, new DeletedState
            {
                Reason = Bilingual.Of("台账没有以它执行的尝试", "no attempt of the ledger is done by it"),
            }, job.JobState);
        }
    }

    /// <summary>Those of one run.</summary>
    public async Task RestoreAsync(long? runId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var row in await database.ListAsync<Disagreement>(Disagreeing,
            new { runId, since = now.AddDays(-1), settled = now.AddSeconds(-20) }, ct))
        {
            if (row.Attempt < row.NewestAttempt)
            {
                jobs.ChangeState(row.JobId, new DeletedState
                {
                    Reason = Bilingual.Of($"已由第 {row.NewestAttempt} 次接替", $"superseded by attempt {row.NewestAttempt}"),
                }, row.JobState);
            }
            else if (row.State != "queued")
            {
                jobs.ChangeState(row.JobId, EndOf(row), row.JobState);
            }
            else if (row is { JobState: "Deleted", StateBefore: "Succeeded" })
            {
                // The attempt ended by itself, and the ledger does not know of its beginning: a server that fell back behind its last
                // commits.
                jobs.ChangeState(row.JobId, new EnqueuedState(row.Queue) { Reason = Bilingual.Of("台账等待其执行", "the ledger waits for it") },
                    row.JobState);
            }
            else if (row.JobState == DeletedState.StateName)
            {
                // The run waited and somebody deleted its job without telling the ledger: that is what a person's Delete means.
                await actions.CancelAsync(new RunFilter { RunId = row.RunId }, "Hangfire", "deleted in Hangfire", ct);
            }
            else if (IsOrphan(row.JobId))
            {
                jobs.ChangeState(row.JobId, new EnqueuedState(row.Queue) { Reason = Bilingual.Of("服务器在开始前被终止", "its server was killed before it began") },
                    ProcessingState.StateName);
            }
        }
    }

    private static IState EndOf(Disagreement row) => row.State switch
    {
        "succeeded" => new SucceededState("done", 0, 0),
        "failed" => new FailedState(new AttemptFailedException(row.Error!)),
        _ => new DeletedState { Reason = row.Error ?? Bilingual.Of($"{row.CancelAskedBy} 已取消", $"cancelled by {row.CancelAskedBy}") },
    };

    // Its server says nothing any more. Hangfire would deliver the job again by itself, two minutes later.
    private bool IsOrphan(string jobId)
    {
        using var connection = storage.GetConnection();
        var server = connection.GetStateData(jobId) is { } state && state.Data.TryGetValue("ServerId", out var name) ? name : null;
        // Hangfire's servers sign in by the machine's clock.
        var silent = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-3 * HangfireSetUp.ServerHeartbeatSeconds);
        return server is not null && !storage.GetMonitoringApi().Servers().Any(known => known.Name == server && known.Heartbeat > silent);
    }

    private sealed record Disagreement
    {
        public long RunId { get; init; }

        public int Attempt { get; init; }

        public string State { get; init; } = "";

        public string? Error { get; init; }

        public string JobId { get; init; } = "";

        public string JobState { get; init; } = "";

        public int NewestAttempt { get; init; }

        public string? CancelAskedBy { get; init; }

        public bool IsRerun { get; init; }

        public string? StateBefore { get; init; }

        public string Queue => IsRerun ? RunQueue.Backfill : RunQueue.Morning;
    }
}
