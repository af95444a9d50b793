using System.Data;
using Dapper;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>A view of the warehouse in which every load stands whole.</summary>
internal static class WholeLoads
{
    // The lock under which loads stand shared. It is held alone only while a snapshot is taken, so that each load is either in it or
    // recorded after all that is: whoever notes the latest moment of record in the snapshot has seen everything up to it.
    private const int LoadLock = 5_242_010;

    /// <summary>Begins such a transaction; loads go on meanwhile. Work of one kind waits for its own, under <paramref name="ownLock"/>.
    /// The caller gives the locks up with <see cref="LeaveAsync"/>.</summary>
    public static async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, int ownLock, CancellationToken ct)
    {
        foreach (var wait in (int[])[ownLock, LoadLock])
        {
            await connection.ExecuteAsync(new CommandDefinition($"select pg_advisory_lock({wait}, 0)", commandTimeout: 0, cancellationToken: ct));
        }

        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await connection.ExecuteAsync($"select pg_advisory_unlock({LoadLock}, 0)", transaction: transaction);
        return transaction;
    }

    /// <summary>Gives up the locks; after a failure too.</summary>
    public static Task LeaveAsync(NpgsqlConnection connection) => connection.ExecuteAsync("select pg_advisory_unlock_all()");
}
