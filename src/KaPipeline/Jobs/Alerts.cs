using Dapper;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>One alert per breach, closed when it has recovered: neither silence nor a storm.</summary>
public static class Alerts
{
    /// <summary>Opens an alert unless the same breach has one open.</summary>
    /// <returns>Whether it is new.</returns>
    public static async Task<bool> OpenAsync(
        NpgsqlConnection connection, string kind, string subject, string says, DateTimeOffset at, NpgsqlTransaction? transaction = null) =>
        await connection.ExecuteAsync(
            """
            insert into ops.alert (kind, subject, says, opened_at) values (@kind, @subject, @says, @at)
            on conflict (kind, subject) where closed_at is null do nothing
            """, new { kind, subject, says, at }, transaction) == 1;

    /// <summary>Closes the alert of a breach that has recovered, where one is open.</summary>
    public static Task CloseAsync(NpgsqlConnection connection, string kind, string subject, DateTimeOffset at,
        NpgsqlTransaction? transaction = null) =>
        connection.ExecuteAsync(
            "update ops.alert set closed_at = @at where kind = @kind and subject = @subject and closed_at is null",
            new { kind, subject, at }, transaction);
}
