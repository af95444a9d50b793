using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Reconciliation;

/// <summary>Keeps the money breaks that totals count (<c>core.kept_break</c>), so that pages about what is open read them and need not
/// judge them anew (decision 0745).</summary>
public static class KeptBreaks
{
    private const long AdvisoryLock = 5_242_045;

    /// <summary>Judges them, unless what they stand on is still the same, or the settlement of some chain is not kept.</summary>
    /// <param name="database">Connections of the application role.</param>
    /// <param name="ct">Undoes what was not finished.</param>
    /// <returns>How many are kept now; 0 where pages judge for themselves.</returns>
    public static async Task<int> KeepAsync(NpgsqlDataSource database, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(@AdvisoryLock), set_config('ka.as_of', '9999-12-31', true), "
            + $"set_config('ka.known_at', '9999-12-31', true), set_config('ka.knowledge', 'arrived', true), {ReportClock.Planning}",
            new { AdvisoryLock }, transaction, cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            SqlFiles.Read("refresh/breaks.sql"), transaction: transaction, commandTimeout: 0, cancellationToken: ct));
        var kept = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "select count(*)::integer from core.kept_break where exists (select from core.kept_break_state)", transaction: transaction,
            cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return kept;
    }
}
