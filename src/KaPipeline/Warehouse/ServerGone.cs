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
        NpgsqlException { InnerException: null, Message: NoPrimary } => true,
        AggregateException several => several.InnerExceptions.Any(IsSaidBy),
        _ => e.InnerException is { } inner && IsSaidBy(inner),
    };

    /// <summary>Whether none of several servers takes writes: the primary is gone, and no standby has taken its place yet.</summary>
    public static bool IsWithoutPrimary(NpgsqlException e) =>
        e is { InnerException: null, Message: NoPrimary } || (e.InnerException is AggregateException several && IsSaidBy(several));

    /// <summary>Whether it is a state of a server that stops, starts or recovers, or that is a standby.</summary>
    public static bool IsState(string? sqlState) => sqlState is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown
        or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.ReadOnlySqlTransaction;

    // All that the driver says where it reached servers and knows each of them as a standby, or as one that was away a moment ago.
    private const string NoPrimary = "No suitable host was found.";
}
