using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Reconciliation;

/// <summary>The statements of some chains and periods with their breaks and deductions, read once for all the workbooks of a
/// transaction: files of one edition cannot disagree, and a past moment is computed once.</summary>
internal static class ReconciliationReading
{
    /// <summary>Reads them, unless this transaction has them already.</summary>
    /// <param name="connection">With a transaction in which the clocks are set; the tables end with it.</param>
    /// <param name="chains">Chains that any of the workbooks will ask for.</param>
    /// <param name="from">First period end.</param>
    /// <param name="to">Last period end.</param>
    /// <param name="ct">Stops the queries.</param>
    public static async Task EnsureAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> chains, DateOnly from, DateOnly to, CancellationToken ct)
    {
        var span = new { chains = chains.ToArray(), from, to };
        if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                "select to_regclass('pg_temp.read_span') is not null", cancellationToken: ct))
            && await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                "select chains @> @chains and first_end = @from and last_end = @to from pg_temp.read_span", span, cancellationToken: ct)))
        {
            return;
        }

        await connection.ExecuteAsync(new CommandDefinition(
            SqlFiles.Read("workbooks/reconciliation.sql"), span, commandTimeout: 0, cancellationToken: ct));
    }
}
