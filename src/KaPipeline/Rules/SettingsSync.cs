using Npgsql;

namespace KaPipeline.Rules;

/// <summary>Mirrors what <c>config/</c> says for everybody, the calendar and the rules, into the warehouse; quick when nothing changed.</summary>
public static class SettingsSync
{
    /// <summary>Brings the warehouse to the configuration.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="configFolder">The folder <c>config</c>.</param>
    /// <param name="now">The moment of change, for what changed.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <exception cref="InvalidDataException">The calendar or the rules are not as described.</exception>
    public static async Task SyncAsync(NpgsqlConnection connection, string configFolder, DateTimeOffset now, CancellationToken ct = default)
    {
        await WorkingCalendar.Load(configFolder).SyncAsync(connection, ct);
        await RuleBookSync.SyncAsync(connection, RuleBook.Load(configFolder), now, ct);
    }
}
