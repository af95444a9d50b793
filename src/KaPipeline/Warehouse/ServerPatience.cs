using System.Net.Sockets;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>Waits for a server that is about to be there: one that starts, recovers after a power cut, or is being restarted, or that takes
/// the place of another.</summary>
/// <param name="Recovery">How long it may say that it is starting up, and several servers that none of them takes writes.</param>
/// <param name="Refusal">How long it may refuse the connection.</param>
public sealed record ServerPatience(TimeSpan Recovery, TimeSpan Refusal)
{
    /// <summary>Two minutes for a recovery, ten seconds for a restart.</summary>
    public static ServerPatience Usual { get; } = new(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(10));

    /// <summary>Returns when the server takes connections.</summary>
    /// <param name="database">Its connections.</param>
    /// <param name="tell">Told once that it is waited for, and why.</param>
    /// <exception cref="NpgsqlException">It did not come while it was waited for, or it refuses for another reason: a password, a database that is not
    /// there.</exception>
    public async Task WaitAsync(NpgsqlDataSource database, Action<string>? tell, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var told = false; ; told = true)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(ct);
                return;
            }
            catch (NpgsqlException e) when (TimeProvider.System.GetElapsedTime(began) < For(e))
            {
                if (!told)
                {
                    tell?.Invoke($"等待数据库 waiting for the database: {e.Message}");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(250), ct);
            }
        }
    }

    private TimeSpan For(NpgsqlException e) => e switch
    {
        _ when ServerGone.IsState(e.SqlState) || ServerGone.IsWithoutPrimary(e) => Recovery,
        { InnerException: SocketException } => Refusal,
        _ => TimeSpan.Zero,
    };
}
