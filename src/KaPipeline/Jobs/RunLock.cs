using Dapper;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>A session-level advisory lock on a run's business key (job, chain, dates). Whoever holds it may work on the run; when
/// its process is killed, the server lets it go with the connection, and another node sees that nobody holds it.</summary>
internal sealed class RunLock : IAsyncDisposable
{
    /// <summary>The lock's number, as an SQL expression over columns of a row of <c>ops.run</c>.</summary>
    public const string NumberOf = "hashtextextended(concat_ws('|', job, chain_id, date_from, date_to), 70)";

    /// <summary>The sessions of this database that hold the lock of the row <c>run</c>, as a query.</summary>
    public const string Holders =
        $"""
        select pid from pg_locks
        where locktype = 'advisory' and objsubid = 1 and granted
            and database = (select oid from pg_database where datname = current_database())
            and (classid::bigint << 32 | objid::bigint) = {NumberOf}
        """;

    /// <summary>Whether some session of this database holds the lock of the row <c>run</c>, as an SQL condition.</summary>
    public const string IsHeld = $"exists ({Holders})";

    private readonly NpgsqlDataSource database;
    private readonly long number;

    private RunLock(NpgsqlDataSource database, NpgsqlConnection connection, long number)
    {
        this.database = database;
        Connection = connection;
        this.number = number;
    }

    /// <summary>The session that holds the lock; all writes about the run's state go through it, so that a lost lock cannot
    /// write.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>Takes the lock of a run, or returns null where somebody holds it or there is no such run.</summary>
    public static async Task<RunLock?> TryTakeAsync(NpgsqlDataSource database, long runId, CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        try
        {
            var number = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
                $"select {NumberOf} from ops.run where run_id = @runId and state in ('queued', 'running')", new { runId },
                cancellationToken: ct));
            if (number is { } found
                && await connection.ExecuteScalarAsync<bool>(new CommandDefinition("select pg_try_advisory_lock(@found)", new { found },
                cancellationToken: ct)))
            {
                return new RunLock(database, connection, found);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Lets go. Pooled connections keep session locks, so the lock is let go by name. Where that fails, its session ends with
    /// the pool's generation: a data source's pool is not among those that <see cref="NpgsqlConnection.ClearPool"/> knows.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Connection.ExecuteAsync("select pg_advisory_unlock(@number)", new { number });
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or ObjectDisposedException)
        {
            database.Clear();
        }

        await Connection.DisposeAsync();
    }
}
