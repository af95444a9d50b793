using System.Collections.Concurrent;
using Dapper;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>Brings something that is kept by chain up to date: some chains alone, or all of them at once. Chains never share a document, so
/// the refresh of one neither reads nor writes what belongs to another.</summary>
/// <param name="lockClass">First half of the advisory locks; each chain has one, so that it is refreshed by one at a time.</param>
/// <param name="stateTable">The table that says, chain by chain, up to what was refreshed.</param>
internal sealed class ChainRefresh(NpgsqlDataSource database, int lockClass, string stateTable)
{
    /// <summary>One pass over some chains, in a transaction of its own in which every load is whole.</summary>
    /// <param name="chains">The chains of the pass.</param>
    /// <param name="since">Up to what the one that lags most was refreshed; <see cref="DateTime.MinValue"/> where nothing is kept
    /// yet.</param>
    internal delegate Task<T> Pass<T>(NpgsqlConnection connection, NpgsqlTransaction transaction, string[] chains, DateTime since);

    /// <summary>Delivery lines of a warehouse from which on chains that were never refreshed are not filled in one pass.</summary>
    internal int ManyLines { get; init; } = 100_000;

    /// <summary>Runs the pass over chains that were refreshed before, and another over those that never were. Where those have much to
    /// fill it is one for each chain, two at a time: what is sorted and joined is smaller, and two processors work on it.</summary>
    /// <param name="only">The chains, or null for all.</param>
    /// <param name="ct">Stops between two statements; what was not committed is undone.</param>
    /// <returns>What each pass returned.</returns>
    /// <exception cref="ArgumentException">There is no such chain.</exception>
    public async Task<IReadOnlyList<T>> RunAsync<T>(IReadOnlyCollection<string>? only, Pass<T> pass, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var chains = (await connection.QueryAsync<(string ChainId, bool IsKept)>(new CommandDefinition(
            $"""
            select chain_id, exists (select from {stateTable} as state where state.chain_id = chain.chain_id)
            from core.chain where @only::text[] is null or chain_id = any (@only) order by chain_id
            """, new { only = only?.ToArray() }, cancellationToken: ct))).AsList();
        if (only?.FirstOrDefault(chain => chains.TrueForAll(known => known.ChainId != chain)) is { } unknown)
        {
            throw new ArgumentException($"There is no chain \"{unknown}\".", nameof(only));
        }

        var kept = chains.Where(chain => chain.IsKept).Select(chain => chain.ChainId).ToArray();
        var unkept = chains.Where(chain => !chain.IsKept).Select(chain => chain.ChainId).ToArray();
        var results = new ConcurrentQueue<T>();
        if (kept.Length > 0)
        {
            results.Enqueue(await PassAsync(connection, kept, pass, ct));
        }

        if (unkept.Length > 1 && await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            select coalesce(sum(greatest(reltuples, 0)), 0) > @many
            from pg_partition_tree('core.delivery_line') join pg_class on oid = relid
            """,
            new { many = ManyLines }, cancellationToken: ct)))
        {
            var two = new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = ct };
            await Parallel.ForEachAsync(unkept, two, async (chain, stop) =>
            {
                await using var own = await database.OpenConnectionAsync(stop);
                results.Enqueue(await PassAsync(own, [chain], pass, stop));
            });
        }
        else if (unkept.Length > 0)
        {
            results.Enqueue(await PassAsync(connection, unkept, pass, ct));
        }

        return [.. results];
    }

    private async Task<T> PassAsync<T>(NpgsqlConnection connection, string[] chains, Pass<T> pass, CancellationToken ct)
    {
        try
        {
            await using var transaction = await WholeLoads.BeginAsync(connection, lockClass, chains, ct);
            // Asked again behind the locks: another may have refreshed some of them meanwhile.
            var since = await connection.ExecuteScalarAsync<DateTime?>(new CommandDefinition(
                $"select min(recorded_to) from {stateTable} where chain_id = any (@chains) having count(*) = @count",
                new { chains, count = chains.Length }, transaction, cancellationToken: ct));
            var result = await pass(connection, transaction, chains, since ?? DateTime.MinValue);
            await transaction.CommitAsync(ct);
            return result;
        }
        finally
        {
            await WholeLoads.LeaveAsync(connection);
        }
    }
}
