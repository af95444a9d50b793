using Npgsql;

namespace KaPipeline.Rules;

/// <summary>Mirrors what <c>config/</c> says for everybody, the calendar and the rules, into the warehouse; quick when nothing
/// changed.</summary>
public static class SettingsSync
{
    /// <summary>Advisory lock of whoever mirrors: one at a time.</summary>
    public const int SettingsLock = 5_242_051;

    /// <summary>Brings the warehouse to the files of a configuration folder.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="configFolder">The folder <c>config</c>.</param>
    /// <param name="now">The moment of change, for what changed.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <exception cref="InvalidDataException">The calendar or the rules are not as described.</exception>
    public static Task SyncAsync(NpgsqlConnection connection, string configFolder, DateTimeOffset now, CancellationToken ct = default) =>
        SyncAsync(connection, WorkingCalendar.Load(configFolder), BusinessRules.Load(configFolder), now, ct);

    /// <summary>Brings the warehouse to the configuration.</summary>
    /// <param name="connection">An open connection; its transaction, if any, is used.</param>
    /// <param name="calendar">The working days.</param>
    /// <param name="now">The moment of change, for what changed.</param>
    /// <param name="ct">Cancels the work.</param>
    public static async Task SyncAsync(NpgsqlConnection connection, WorkingCalendar calendar, BusinessRules rules, DateTimeOffset now,
        CancellationToken ct = default)
    {
        await calendar.SyncAsync(connection, ct);
        await BusinessRulesSync.SyncAsync(connection, rules, now, ct);
    }
}
