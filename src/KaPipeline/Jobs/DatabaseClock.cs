using Dapper;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>The database's clock as this process knows it: measured, then carried on by a counter that no leap of the machine's clock
/// moves. What several nodes compare goes by it.</summary>
/// <param name="own">The machine's clock.</param>
/// <param name="tolerance">How far the machine's clock may be away from it.</param>
public sealed class DatabaseClock(NpgsqlDataSource database, TimeProvider own, TimeSpan tolerance) : TimeProvider
{
    /// <summary>One with the tolerance that the settings name.</summary>
    public static DatabaseClock For(NpgsqlDataSource database, KaHome home, TimeProvider own) =>
        new(database, own, JobOptions.Load(home).ClockTolerance);

    private sealed record Measured(DateTimeOffset Moment, long Counter);

    private Measured? last;

    /// <summary>How far the machine's clock is ahead of the database's; negative when it is behind.</summary>
    public TimeSpan Ahead => own.GetUtcNow() - GetUtcNow();

    /// <summary>Whether this machine's clock may be trusted: nothing is planned or sent by one that is off.</summary>
    public bool Agrees => Ahead.Duration() <= tolerance;

    /// <summary>Asks the database.</summary>
    public async Task MeasureAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var moment = await connection.ExecuteScalarAsync<DateTime>(new CommandDefinition("select clock_timestamp()",
            cancellationToken: ct));
        last = new Measured(new DateTimeOffset(moment, TimeSpan.Zero), System.GetTimestamp());
    }

    /// <summary>Asks the database, and opens or closes this machine's alert.</summary>
    /// <returns>What this machine's clock showed before it was compared, where it may be trusted; null where it may not. Whoever continues
    /// by that moment is not moved by a leap that comes after.</returns>
    public async Task<DateTimeOffset?> CompareAsync(CancellationToken ct)
    {
        var shown = own.GetUtcNow();
        await MeasureAsync(ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        if (Agrees)
        {
            await Alerts.CloseAsync(connection, "clock_off", Environment.MachineName, GetUtcNow());
            return shown;
        }

        await Alerts.OpenAsync(connection, "clock_off", Environment.MachineName, Message, GetUtcNow());
        return null;
    }

    /// <summary>What is wrong, for people.</summary>
    public string Message
    {
        get
        {
            var (far, isAhead) = (Ahead.Duration(), Ahead > TimeSpan.Zero);
            var text = far.TotalDays >= 1 ? FormattableString.Invariant($"{far.TotalDays:0.#} d")
                : FormattableString.Invariant($"{far.TotalMinutes:0.#} min");
            return Bilingual.Of(
                $"{Environment.MachineName} 的时钟比数据库{(isAhead ? "快" : "慢")} {text}：校准之前，本节点不排期也不发信。",
                $"The clock of {Environment.MachineName} is {text} {(isAhead ? "ahead of" : "behind")} the database's: this node plans and sends nothing until they agree.");
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => last is { } known ? known.Moment + System.GetElapsedTime(known.Counter) : own.GetUtcNow();
}
