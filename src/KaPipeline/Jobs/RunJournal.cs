using Dapper;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>Writes what happens during a run: steps and events. Both are facts about the past, so they are kept whatever becomes of the
/// run.</summary>
/// <param name="database">Connections of the application role.</param>
public sealed class RunJournal(NpgsqlDataSource database)
{
    internal async Task StepAsync(Run run, RunStep step, string state, DateTimeOffset? finishedAt, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into ops.run_step (run_id, attempt, step_number, step_name, state, started_at, finished_at, rows_in, rows_out, says)
            values (@RunId, @Attempt, @Number, @Name, @state, @StartedAt, @finishedAt, @RowsIn, @RowsOut, @Message)
            on conflict (run_id, attempt, step_number) do update
            set state = excluded.state, finished_at = excluded.finished_at, rows_in = excluded.rows_in,
                rows_out = excluded.rows_out, says = excluded.says
            """,
            new
            {
                run.RunId, run.Attempt, step.Number, step.Name, state, step.StartedAt, finishedAt, step.RowsIn, step.RowsOut, step.Message,
            },
            cancellationToken: ct));
    }

    internal async Task<DateOnly?> LastDoneAsync(Run run, string step, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QueryFirstOrDefaultAsync<DateOnly?>(new CommandDefinition(
            """
            select date_to from ops.run as earlier
            where job = @Job and chain_id = @ChainId and date_to <= @DateTo and run_id <> @RunId
              and exists (select from ops.run_step where run_step.run_id = earlier.run_id and step_name = @step and state = 'succeeded')
            order by date_to desc limit 1
            """, new { run.Job, run.ChainId, run.DateTo, run.RunId, step }, cancellationToken: ct));
    }

    internal async Task EventAsync(long runId, int attempt, string kind, string? says, string? worker, DateTimeOffset at,
        CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await EventAsync(connection, null, runId, attempt, kind, says, worker, at, ct);
    }

    internal static Task EventAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction,
        long runId, int attempt, string kind, string? says, string? worker, DateTimeOffset at, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            "insert into ops.run_event (run_id, happened_at, attempt, kind, worker, says) values (@runId, @at, @attempt, @kind, @worker, @says)",
            new { runId, at, attempt, kind, worker, says }, transaction, cancellationToken: ct));
}
