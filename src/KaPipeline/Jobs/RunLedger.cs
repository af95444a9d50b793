using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>Moves runs from state to state. Each move is one statement that checks what it moves from, on the connection that holds
/// the run's lock, so a node that lost its lock changes nothing.</summary>
internal sealed class RunLedger(NpgsqlDataSource database, JobOptions options, TimeProvider clock, string worker)
{
    private const string Columns =
        "run_id, job, chain_id, date_from, date_to, scheduled_for, requested_by, arguments::text as arguments, sends_mail, attempt, failures, takeovers";

    /// <summary>Runs that some node should work on now: due and queued, or marked running while nobody holds their lock.</summary>
    public Task<IReadOnlyList<long>> DueAsync(CancellationToken ct) => database.ListAsync<long>(
        $"""
        select run_id from ops.run
        where (state = 'queued' and not_before <= @now) or (state = 'running' and not {RunLock.IsHeld})
        order by coalesce(scheduled_for, queued_at), run_id
        limit 500
        """, new { now = clock.GetUtcNow() }, ct);

    /// <summary>Adds a run that the command line starts at once.</summary>
    /// <exception cref="InvalidOperationException">The same work is queued or running already; the message names the run.</exception>
    public async Task<long> AddAsync(
        string job, string chain, DateOnly from, DateOnly to, string who, string? reason, string arguments, bool sendsMail, CancellationToken ct)
    {
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
        if (runId is not { } made)
        {
            var live = await connection.ExecuteScalarAsync<long>(
                """
                select run_id from ops.run
                where job = @job and chain_id = @chain and date_from = @from and date_to = @to and state in ('queued', 'running')
                """, values, transaction);
            throw new InvalidOperationException($"Run {live} does the same work already; see it with: ka serve, page /runs/{live}.");
        }

        await RunJournal.EventAsync(connection, transaction, made, 0, "queued", reason, worker, values.now, ct);
        await transaction.CommitAsync(ct);
        return made;
    }

    /// <summary>Claims a run whose lock is held here. Null when it is not due, waits for an earlier occurrence of its schedule, or its
    /// batch has as many under way as it may.</summary>
    public async Task<Run?> ClaimAsync(RunLock held, long runId, CancellationToken ct)
    {
        var connection = held.Connection;
        var now = clock.GetUtcNow();
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(
            "select pg_advisory_xact_lock(hashtextextended('batch ' || batch_id, 70)) from ops.run where run_id = @runId and batch_id is not null",
            new { runId }, transaction);
        var run = await connection.QueryFirstOrDefaultAsync<Run>(
            $"""
            with before as (
                select run_id as id, state as old_state from ops.run as r
                where run_id = @runId and (state = 'running' or (state = 'queued' and not_before <= @now))
                    -- Occurrences of one schedule are worked on in order.
                    and not exists (
                        select from ops.run as earlier
                        where r.state = 'queued' and earlier.schedule_name = r.schedule_name and earlier.chain_id = r.chain_id
                            and earlier.scheduled_for < r.scheduled_for and earlier.state in ('queued', 'running'))
                    -- A batch has at most its parallelism under way.
                    and (r.batch_id is null or r.state = 'running' or (
                        select count(*) from ops.run as beside where beside.batch_id = r.batch_id and beside.state = 'running')
                        < (select parallelism from ops.run_batch where batch_id = r.batch_id))
                for update
            )
            update ops.run
            set state = 'running', attempt = attempt + 1, takeovers = takeovers + (old_state = 'running')::int,
                worker = @worker, started_at = @now, heartbeat_at = @now
            from before where run_id = id
            returning old_state as state, {Columns}
            """, new { runId, now, worker }, transaction);
        if (run is not null)
        {
            await RunJournal.EventAsync(connection, transaction, runId, run.Attempt, run.State == "running" ? "taken_over" : "started",
                run.State == "running" ? "the process that had it was killed or lost the database" : null, worker, now, ct);
        }

        await transaction.CommitAsync(ct);
        return run;
    }

    /// <summary>Says that the run is alive.</summary>
    /// <returns>Whether the claim still stands, and who asked to cancel, if anybody.</returns>
    public async Task<(bool Stands, string? CancelAskedBy)> BeatAsync(RunLock held, Run run, CancellationToken ct)
    {
        var row = await held.Connection.QueryFirstOrDefaultAsync<Beat>(new CommandDefinition(
            """
            update ops.run set heartbeat_at = @now where run_id = @RunId and attempt = @Attempt and state = 'running'
            returning cancel_asked_by
            """, new { now = clock.GetUtcNow(), run.RunId, run.Attempt }, commandTimeout: 10, cancellationToken: ct));
        return (row is not null, row?.CancelAskedBy);
    }

    /// <summary>The final write of an attempt.</summary>
    /// <returns>False when the claim no longer stands; nothing was changed then.</returns>
    public async Task<bool> EndAsync(RunLock held, Run run, RunEnd end)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await held.Connection.BeginTransactionAsync();
        var moved = await held.Connection.ExecuteAsync(
            """
            update ops.run
            set state = @State, failures = failures + @Failures, error_kind = @ErrorKind, error = @Error, not_before = @notBefore,
                finished_at = case when @State = 'queued' then null else @now end, worker = case when @State = 'queued' then null else worker end
            where run_id = @RunId and attempt = @Attempt and state = 'running'
            """,
            new { end.State, Failures = end.SpendsAttempt ? 1 : 0, end.ErrorKind, end.Error, notBefore = now + end.Wait, now, run.RunId, run.Attempt }, transaction);
        if (moved == 0)
        {
            return false;
        }

        await RunJournal.EventAsync(held.Connection, transaction, run.RunId, run.Attempt, end.Event, end.Error, worker, now, CancellationToken.None);
        var subject = run.ChainId.Length == 0 ? run.Job : $"{run.Job} {run.ChainId}";
        if (end.State == "failed")
        {
            await Alerts.OpenAsync(held.Connection, "run_failed", subject, $"第 {run.RunId} 次运行（{subject}，{run.DateFrom:yyyy-MM-dd}）失败。 Run {run.RunId} ({subject}, {run.DateFrom:yyyy-MM-dd}) failed: {end.Error}", now, transaction);
        }
        else if (end.State == "succeeded")
        {
            await Alerts.CloseAsync(held.Connection, "run_failed", subject, now, transaction);
        }

        await transaction.CommitAsync();
        return true;
    }

    /// <summary>How an attempt that threw goes on: another attempt later, or failed for good.</summary>
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
}

/// <summary>How an attempt ends.</summary>
internal sealed record RunEnd(string State, string Event, bool SpendsAttempt, TimeSpan Wait, string? ErrorKind, string? Error)
{
    public static RunEnd Succeeded { get; } = new("succeeded", "succeeded", false, TimeSpan.Zero, null, null);

    public static RunEnd HandedBack { get; } = new("queued", "handed_back", false, TimeSpan.Zero, null, null);

    public static RunEnd Cancelled(string who) => new("cancelled", "cancelled", false, TimeSpan.Zero, "cancelled", $"cancelled by {who}");
}
