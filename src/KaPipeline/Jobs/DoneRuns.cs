using Dapper;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>A run that a process has done by itself, with what it measured.</summary>
/// <param name="Job">The job whose work it was.</param>
/// <param name="ChainId">Its chain; empty for the company's own.</param>
/// <param name="Date">Business date.</param>
/// <param name="Step">Name of its one step.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it was done.</param>
/// <param name="RowsIn">Rows read.</param>
/// <param name="RowsOut">Rows taken in.</param>
/// <param name="Message">What came of it, for people.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
public sealed record DoneRun(
    string Job, string ChainId, DateOnly Date, string Step, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, long RowsIn, long RowsOut,
    string Message, string? Error);

/// <summary>Enters work into the ledger that was done in one go for many dates, such as the files of a whole month: each chain and date a
/// run of its own, as the engine would have kept them, with the moments that were measured.</summary>
public static class DoneRuns
{
    /// <summary>Adds them, all or none.</summary>
    /// <param name="database">Connections of the application role.</param>
    /// <param name="runs">What was done; one run per job, chain and date.</param>
    /// <param name="who">Who asked for it.</param>
    /// <param name="ct">Stops before anything is added.</param>
    public static async Task AddAsync(NpgsqlDataSource database, IReadOnlyList<DoneRun> runs, string who, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            with done as (
                select * from unnest(@jobs, @chains, @dates, @steps, @starts, @ends, @rowsIn, @rowsOut, @says, @errors)
                    as done (job, chain_id, on_date, step_name, started_at, finished_at, rows_in, rows_out, says, error)
            ), run as (
                insert into ops.run (job, chain_id, date_from, date_to, cause, requested_by, state, attempt, failures, not_before,
                    queued_at, started_at, heartbeat_at, finished_at, worker, error_kind, error)
                select job, chain_id, on_date, on_date, 'command_line', @who, case when error is null then 'succeeded' else 'failed' end, 1,
                    case when error is null then 0 else 1 end, started_at, started_at, started_at, finished_at, finished_at, @worker,
                    case when error is not null then 'files_failed' end, error
                from done order by started_at
                returning run_id, job, chain_id, date_to, state, error
            ), step as (
                insert into ops.run_step (run_id, attempt, step_number, step_name, state, started_at, finished_at, rows_in, rows_out, says)
                select run_id, 1, 1, step_name, state, started_at, finished_at, rows_in, rows_out, says
                from run join done on (done.job, done.chain_id, done.on_date) = (run.job, run.chain_id, run.date_to)
            )
            insert into ops.run_event (run_id, happened_at, attempt, kind, worker, says)
            select run_id, event.happened_at, event.attempt, event.kind, @worker, event.says
            from run
            join done on (done.job, done.chain_id, done.on_date) = (run.job, run.chain_id, run.date_to)
            cross join lateral (values (1, started_at, 0, 'queued', null), (2, started_at, 1, 'started', null),
                (3, finished_at, 1, run.state, run.error)) as event (number, happened_at, attempt, kind, says)
            order by run_id, event.number
            """,
            new
            {
                who,
                worker = WorkerName.Own,
                jobs = runs.Select(run => run.Job).ToArray(),
                chains = runs.Select(run => run.ChainId).ToArray(),
                dates = runs.Select(run => run.Date).ToArray(),
                steps = runs.Select(run => run.Step).ToArray(),
                starts = runs.Select(run => run.StartedAt.UtcDateTime).ToArray(),
                ends = runs.Select(run => run.FinishedAt.UtcDateTime).ToArray(),
                rowsIn = runs.Select(run => run.RowsIn).ToArray(),
                rowsOut = runs.Select(run => run.RowsOut).ToArray(),
                says = runs.Select(run => run.Message).ToArray(),
                errors = runs.Select(run => run.Error).ToArray(),
            }, cancellationToken: ct));
    }
}
