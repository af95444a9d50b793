using Dapper;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>Moves runs from state to state. Each move is one statement that checks what it moves from, on the connection that holds
/// the run's lock, so a node that lost its lock changes nothing.</summary>
internal sealed class RunLedger(NpgsqlDataSource database, JobOptions options, TimeProvider clock, string worker)
{
    private const string Columns =
        "run_id, job, chain_id, date_from, date_to, scheduled_for, requested_by, arguments::text as arguments, sends_mail, attempt, failures, takeovers";

    /// <summary>Adds a run that the command line starts at once, or continues the same work where it waits already, or where its process
    /// is gone.</summary>
    /// <exception cref="InvalidOperationException">The same work is under way, or waits with other arguments; the message names the
    /// run.</exception>
    public async Task<long> AddAsync(
        string job, string chain, DateOnly from, DateOnly to, string who, string? reason, string arguments, bool sendsMail,
        CancellationToken ct)
    {
        await UntilNoneIsLeftBehindAsync("job = @job and chain_id = @chain and date_from = @from and date_to = @to",
            new { job, chain, from, to }, ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var values = new { job, chain, from, to, who, reason, arguments, sendsMail, now = clock.GetUtcNow() };
        var runId = await connection.QueryFirstOrDefaultAsync<long?>(
            """
            insert into ops.run (job, chain_id, date_from, date_to, cause, requested_by, reason, arguments, sends_mail, not_before, queued_at)
            values (@job, @chain, @from, @to, 'command_line', @who, @reason, @arguments::jsonb, @sendsMail, @now, @now)
            on conflict do nothing
            returning run_id
            """, values, transaction);
        if (runId is { } made)
        {
            await RunJournal.EventAsync(connection, transaction, made, 0, "queued", reason, worker, values.now, ct);
            await transaction.CommitAsync(ct);
            return made;
        }

        var live = await connection.QueryFirstAsync<Live>(
            """
            select run_id, state, attempt, arguments = @arguments::jsonb and sends_mail = @sendsMail as is_same from ops.run
            where job = @job and chain_id = @chain and date_from = @from and date_to = @to and state in ('queued', 'running')
            """, values, transaction);
        if (live is not { State: "queued", IsSame: true })
        {
            throw new InvalidOperationException(Bilingual.Of(
                $"运行 {live.RunId} 已在做同样的事（{Label.RunState.Of(live.State, Language.Chinese)}）；见控制台 /runs/{live.RunId}（ka serve）。",
                $"Run {live.RunId} does the same work already and is {live.State}; see it with: ka serve, page /runs/{live.RunId}."));
        }

        await connection.ExecuteAsync(
            "update ops.run set not_before = least(not_before, @now) where run_id = @RunId", new { values.now, live.RunId }, transaction);
        await RunJournal.EventAsync(
            connection, transaction, live.RunId, live.Attempt, "log", Bilingual.Of(
                $"{who} 在命令行继续执行", $"{who} continues it from the command line"), worker,
            values.now, ct);
        await transaction.CommitAsync(ct);
        return live.RunId;
    }

    /// <summary>Claims an attempt at a run whose lock is held here. Null when the ledger does not give it: see
    /// <see cref="AttemptRefusal"/>.</summary>
    public async Task<Run?> ClaimAsync(RunLock held, long runId, int attempt, string? jobId, CancellationToken ct)
    {
        var connection = held.Connection;
        var now = clock.GetUtcNow();
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var run = await connection.QueryFirstOrDefaultAsync<Run>(
            $"""
            update ops.run
            set state = 'running', attempt = @attempt, worker = @worker, started_at = @now, heartbeat_at = clock_timestamp(),
                hangfire_job_id = coalesce(@jobId, hangfire_job_id)
            where run_id = @runId and state = 'queued' and attempt = @attempt - 1 and not_before <= @now
                and exists (select from ops.run_turn as turn where turn.run_id = @runId and turn.waits_for is null and not turn.is_paused)
            returning {Columns}
            """, new { runId, attempt, jobId, now, worker }, transaction);
        if (run is not null)
        {
            if (jobId is not null)
            {
                await connection.ExecuteAsync(
                    """
                    insert into ops.run_attempt (run_id, attempt, hangfire_job_id, created_at) values (@runId, @attempt, @jobId, @now)
                    on conflict (run_id, attempt) do update set hangfire_job_id = excluded.hangfire_job_id
                    """, new { runId, attempt, jobId, now }, transaction);
            }

            await RunJournal.EventAsync(connection, transaction, runId, run.Attempt, "started", null, worker, now, ct);
        }

        await transaction.CommitAsync(ct);
        return run;
    }

    /// <summary>Takes back a run that an attempt of this process left running, since it lost its lock.</summary>
    /// <returns>Whether it waits now, for one more attempt.</returns>
    public async Task<bool> TakeBackAsync(long runId, CancellationToken ct)
    {
        await UntilNoneIsLeftBehindAsync("run_id = @runId", new { runId }, ct);
        return await database.FirstAsync<bool>(
            """
            select state = 'queued' and (select kind from ops.run_event where run_id = @runId order by event_id desc limit 1) = 'taken_over'
            from ops.run where run_id = @runId
            """, new { runId }, ct);
    }

    /// <summary>Puts runs whose process is gone back into the queue for another attempt: nobody holds their lock, and the process is known
    /// to be gone or has had the time to notice that it lost it; or nothing was heard of them for the time of the lease, whereupon the
    /// session that still holds the lock is ended.</summary>
    /// <returns>Their numbers.</returns>
    public async Task<IReadOnlyList<long>> ReleaseKilledAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(
            $"""
            select pg_terminate_backend(holder.pid) from ops.run cross join lateral ({RunLock.Holders}) as holder
            where state = 'running' and heartbeat_at < clock_timestamp() - make_interval(secs => @LeaseSeconds)
            """, options, transaction);
        var gone = (await connection.QueryAsync<Heard>(
            $"select run_id, worker, heartbeat_at from ops.run where state = 'running' and worker is not null and not {RunLock.IsHeld}",
            transaction: transaction))
            .Where(run => WorkerName.IsGone(run.Worker, run.HeartbeatAt)).ToList();
        var killed = (await connection.QueryAsync<Killed>(
            $"""
            update ops.run set state = 'queued', takeovers = takeovers + 1, not_before = least(not_before, @now)
            where state = 'running' and not {RunLock.IsHeld}
                and (heartbeat_at < clock_timestamp() - make_interval(secs => @quiet)
                    or (run_id, worker) in (select * from unnest(@runs::bigint[], @workers::text[])))
            returning run_id, attempt, worker
            """,
            new
            {
                now = clock.GetUtcNow(), quiet = 2 * options.HeartbeatSeconds,
                runs = gone.ConvertAll(run => run.RunId), workers = gone.ConvertAll(run => run.Worker),
            }, transaction)).AsList();
        foreach (var run in killed)
        {
            await RunJournal.EventAsync(connection, transaction, run.RunId, run.Attempt, "taken_over",
                Bilingual.Of(
                    $"原进程（{run.Worker}）被终止或与数据库断开",
                    $"the process that had it ({run.Worker}) was killed or lost the database"), worker, clock.GetUtcNow(), ct);
        }

        await transaction.CommitAsync(ct);
        return [.. killed.Select(run => run.RunId)];
    }

    // A run that counts as running though nobody holds its lock is released, at once where its process is known to be gone; else in a few
    // seconds, for a process that has just lost its lock must have noticed before another one continues.
    private async Task UntilNoneIsLeftBehindAsync(string which, object values, CancellationToken ct)
    {
        while (true)
        {
            await ReleaseKilledAsync(ct);
            if (!await database.FirstAsync<bool>(
                $"select exists (select from ops.run where {which} and state = 'running' and not {RunLock.IsHeld})", values, ct))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), ct);
        }
    }

    /// <summary>Says that the run is alive.</summary>
    /// <returns>Whether the claim still holds, and who asked to cancel, if anybody.</returns>
    public async Task<(bool IsOurs, string? CancelAskedBy)> BeatAsync(RunLock held, Run run, CancellationToken ct)
    {
        var row = await held.Connection.QueryFirstOrDefaultAsync<Beat>(new CommandDefinition(
            """
            update ops.run set heartbeat_at = clock_timestamp() where run_id = @RunId and attempt = @Attempt and state = 'running'
            returning cancel_asked_by
            """, new { run.RunId, run.Attempt }, commandTimeout: 10, cancellationToken: ct));
        return (row is not null, row?.CancelAskedBy);
    }

    /// <summary>Who asked to cancel a run; null where nobody did.</summary>
    public Task<string?> CancelAskedByAsync(long runId) =>
        database.FirstAsync<string?>("select cancel_asked_by from ops.run where run_id = @runId", new { runId }, CancellationToken.None);

    /// <summary>The final write of an attempt.</summary>
    /// <returns>False when the claim no longer holds; nothing was changed then.</returns>
    public async Task<bool> EndAsync(RunLock held, Run run, RunEnd end)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await held.Connection.BeginTransactionAsync();
        var moved = await held.Connection.ExecuteAsync(
            """
            update ops.run
            set state = @State, failures = failures + @Failures, error_kind = @ErrorKind, error = @Error, not_before = @notBefore,
                attempt = attempt - @HandedBack,
                finished_at = case when @State = 'queued' then null else @now end, worker = case when @State = 'queued' then null else worker end
            where run_id = @RunId and attempt = @Attempt and state = 'running'
            """,
            new
            {
                end.State, Failures = end.SpendsAttempt ? 1 : 0, end.ErrorKind, end.Error, notBefore = now + end.Wait, now, run.RunId,
                run.Attempt,
                HandedBack = end == RunEnd.HandedBack ? 1 : 0,
            }, transaction);
        if (moved == 0)
        {
            return false;
        }

        await RunJournal.EventAsync(held.Connection, transaction, run.RunId, run.Attempt, end.Event, end.Error, worker, now,
            CancellationToken.None);
        var subject = run.ChainId.Length == 0 ? run.Job : $"{run.Job} {run.ChainId}";
        if (end.State == "failed")
        {
            await Alerts.OpenAsync(held.Connection, "run_failed", subject,
                Bilingual.Of(language => language.Say(
                    $"运行 {run.RunId}（{subject}，{run.DateFrom:yyyy-MM-dd}）失败：", $"Run {run.RunId} ({subject}, {run.DateFrom:yyyy-MM-dd}) failed: ")
                    + Bilingual.In(end.Error, language)),
                now, transaction);
        }
        else if (end.State == "succeeded")
        {
            await Alerts.CloseAsync(held.Connection, "run_failed", subject, now, transaction);
        }

        await transaction.CommitAsync();
        return true;
    }

    /// <summary>How an attempt that threw continues: another attempt later, or failed for good.</summary>
    public RunEnd AfterError(Run run, Exception error)
    {
        var permanent = error as PermanentJobException;
        var kind = permanent?.Kind ?? (error is MissingCalendarYearException ? "calendar_missing" : error.GetType().Name);
        var mayRetry = permanent is null && error is not MissingCalendarYearException && run.Failures + 1 < options.Attempts;
        return mayRetry
            ? new RunEnd("queued", "attempt_failed", true, options.Backoff(run.Failures + 1), kind, error.Message)
            : new RunEnd("failed", "failed", true, TimeSpan.Zero, kind, error.Message);
    }

    private sealed record Beat
    {
        public string? CancelAskedBy { get; init; }
    }

    private sealed record Live(long RunId, string State, int Attempt, bool IsSame);

    private sealed record Heard
    {
        public long RunId { get; init; }

        public string Worker { get; init; } = "";

        public DateTimeOffset HeartbeatAt { get; init; }
    }

    private sealed record Killed
    {
        public long RunId { get; init; }

        public int Attempt { get; init; }

        public string? Worker { get; init; }
    }
}
