using System.Net.Sockets;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>Tells a server that went away, or is not there yet, from one that refuses what it was asked.</summary>
internal static class ServerGone
{
    /// <summary>Whether this says that the server, or the session with it, is gone. A question that took too long does not.</summary>
    public static bool IsSaidBy(Exception e) => e switch
    {
        PostgresException refused => IsState(refused.SqlState),
        NpgsqlException { InnerException: SocketException or IOException } => true,
        _ => e.InnerException is { } inner && IsSaidBy(inner),
    };

    /// <summary>Whether it is a state of a server that stops, starts or recovers.</summary>
    public static bool IsState(string? sqlState) =>
        sqlState is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown;
}
