using System.Data;
using Dapper;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>A view of the warehouse in which every load is whole.</summary>
internal static class WholeLoads
{
    // The lock under which loads stand shared. It is held alone only while a snapshot is taken, so that each load is either in it or
    // recorded after all that is: whoever notes the latest moment of record in the snapshot has seen everything up to it.
    private const int LoadLock = 5_242_010;

    /// <summary>Begins such a transaction; loads continue meanwhile. Work of one kind on one chain waits for its own. The caller gives the
    /// locks up with <see cref="LeaveAsync"/>.</summary>
    /// <param name="connection">A connection without a transaction.</param>
    /// <param name="lockClass">The kind of work.</param>
    /// <param name="chains">The chains that it works on; one empty name where it is not done by chain.</param>
    public static async Task<NpgsqlTransaction> BeginAsync(
        NpgsqlConnection connection, int lockClass, IReadOnlyCollection<string> chains, CancellationToken ct)
    {
        // Everybody takes the locks in the order of their numbers, and the lock of the loads last, so nobody waits in a circle.
        foreach (var number in await connection.QueryAsync<int>(new CommandDefinition(
            "select distinct hashtext(chain_id) as number from unnest(@chains) as chain_id order by number",
            new { chains = chains.ToArray() },
            cancellationToken: ct)))
        {
            await LockAsync(lockClass, number);
        }

        await LockAsync(LoadLock, 0);
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await connection.ExecuteAsync($"select pg_advisory_unlock({LoadLock}, 0)", transaction: transaction);
        return transaction;

        Task LockAsync(int kind, int number) => connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_lock(@kind, @number)", new { kind, number }, commandTimeout: 0, cancellationToken: ct));
    }

    /// <summary>Gives up the locks; after a failure too.</summary>
    public static Task LeaveAsync(NpgsqlConnection connection) => connection.ExecuteAsync("select pg_advisory_unlock_all()");
}
