using Dapper;
using Npgsql;

namespace KaPipeline.Ingestion.Loading;

/// <summary>The server's statistics of tables that a load has changed much: without them it plans for empty tables, and questions seem to
/// hang.</summary>
internal static class Statistics
{
    private const int ManyRows = 1_000;

    /// <summary>Has the server count what the open transaction changed as soon as it is committed, instead of some seconds later.</summary>
    public static Task CountAtOnceAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition("select pg_stat_force_next_flush()", cancellationToken: ct));

    /// <summary>Renews those of tables that were never analysed, or of which a fifth has changed since.</summary>
    public static Task RenewAsync(NpgsqlConnection connection, CancellationToken ct) => connection.ExecuteAsync(new CommandDefinition(
        "select ops.renew_statistics(@ManyRows, false)", new { ManyRows }, commandTimeout: 0, cancellationToken: ct));

    /// <summary>Renews those of what the open transaction has filled: the server counts its rows only once it is committed.</summary>
    /// <param name="connection">The connection, with its transaction.</param>
    /// <param name="rows">Rows that it has loaded; few change nothing.</param>
    /// <param name="ct">Cancels the work.</param>
    public static Task RenewWithinAsync(NpgsqlConnection connection, long rows, CancellationToken ct) => rows < ManyRows
        ? Task.CompletedTask
        : connection.ExecuteAsync(new CommandDefinition("select ops.renew_statistics(@ManyRows, true)", new { ManyRows }, commandTimeout: 0,
        cancellationToken: ct));
}
