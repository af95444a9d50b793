using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Claims;

/// <summary>Brings the cases in line with what reconciliation shows: opens new claims, joins later appearances, clears what the data
/// settles, books fees and cash given back, reopens what was taken again (docs/money.md#cases). Also keeps what the statements' figures
/// were and are, so that a figure that a later load alters is restated with its file (<c>mart.restatement</c>).</summary>
public static class CaseSync
{
    private const long AdvisoryLock = 5_242_041;

    /// <summary>What one run did, in numbers of cases.</summary>
    public sealed record Outcome(int Opened, int Cleared, int Reopened, int Credited, int Adjusted);

    /// <summary>Runs once, in one transaction; a second run on the same data changes nothing. Claims go forward alone: a run of an earlier
    /// day than was followed already, a rerun say, follows that newest day again, with what came since. By what was known on the earlier
    /// day, later claims would look settled.</summary>
    /// <param name="database">Connections of the application role.</param>
    /// <param name="clock">The two clocks by which the breaks are asked for.</param>
    /// <param name="now">The moment that the steps are booked with.</param>
    /// <param name="ct">Cancels the work.</param>
    public static async Task<Outcome> RunAsync(NpgsqlDataSource database, ReportClock clock, DateTimeOffset now,
        CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(@AdvisoryLock)", new { AdvisoryLock }, transaction, cancellationToken: ct));
        var followed = await connection.ExecuteScalarAsync<DateOnly?>(new CommandDefinition(
            "select as_of from core.settlement_figure_run where as_of between @AsOf and @today",
            new { clock.AsOf, today = BusinessTime.DateOf(now) }, transaction, cancellationToken: ct));
        var newest = followed > clock.AsOf ? clock with { AsOf = followed.Value, KnownAt = ReportClock.EndOf(followed.Value).KnownAt }
            : clock;
        await newest.ApplyAsync(connection, ct);
        var before = await connection.ExecuteScalarAsync<long>(
            new CommandDefinition("select coalesce(max(event_id), 0) from ops.case_event", transaction: transaction,
            cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            SqlFiles.Read("claims/sync.sql"), new { now, found_on = newest.AsOf }, transaction, commandTimeout: 0, cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            SqlFiles.Read("restatement/month_figures.sql") + SqlFiles.Read("restatement/statement_figures.sql"), new { now }, transaction,
            commandTimeout: 0, cancellationToken: ct));
        var steps = (await connection.QueryAsync<(string Action, int Count)>(new CommandDefinition(
                "select action, count(*)::integer from ops.case_event where event_id > @before group by action",
                new { before }, transaction, cancellationToken: ct)))
            .ToDictionary(step => step.Action, step => step.Count, StringComparer.Ordinal);
        await transaction.CommitAsync(ct);
        return new Outcome(
            steps.GetValueOrDefault("open"), steps.GetValueOrDefault("clear"), steps.GetValueOrDefault("reopen"),
            steps.GetValueOrDefault("credit"), steps.GetValueOrDefault("adjust"));
    }
}
