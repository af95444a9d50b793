using System.Diagnostics;
using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Reconciliation;

/// <summary>Keeps <c>core.kept_settlement</c> equal to what <c>mart.computed_settlement</c> says of all that is known now, by
/// computing touched documents anew and nothing else (docs/benchmarks.md#reconciliation). View and refresh include the same fragment,
/// <c>sql/fragments/reconciliation/settlement.sql</c>; only its sources differ.</summary>
public sealed class MaterialisedSettlement(NpgsqlDataSource database)
{
    // One refresh of a chain at a time.
    private const int RefreshLock = 5_242_012;

    /// <summary>What one refresh did.</summary>
    /// <param name="Documents">Orders and notes touched; all of a chain at its first fill.</param>
    /// <param name="Computed">Rows computed for them.</param>
    /// <param name="Changed">Rows written because they were new or said something else.</param>
    /// <param name="Vanished">Rows deleted.</param>
    /// <param name="Elapsed">Time taken, the wait for running loads included.</param>
    public sealed record Outcome(long Documents, long Computed, long Changed, long Vanished, TimeSpan Elapsed);

    /// <summary>Brings the table up to all that had been recorded when it began; loads go on meanwhile. A second call in a row changes
    /// nothing.</summary>
    /// <param name="only">The chains that are refreshed alone; null for all.</param>
    /// <param name="ct">Undoes what was not finished.</param>
    /// <exception cref="ArgumentException">There is no such chain.</exception>
    public async Task<Outcome> RefreshAsync(IReadOnlyCollection<string>? only = null, CancellationToken ct = default)
    {
        var watch = Stopwatch.StartNew();
        var passes = await new ChainRefresh(database, RefreshLock, "core.kept_state").RunAsync(
            only, (connection, transaction, chains, since) => RefreshAsync(connection, transaction, chains, since, ct), ct);
        return new Outcome(
            passes.Sum(pass => pass.Documents), passes.Sum(pass => pass.Computed), passes.Sum(pass => pass.Changed),
            passes.Sum(pass => pass.Vanished),
            watch.Elapsed);
    }

    private static async Task<(long Documents, long Computed, long Changed, long Vanished)> RefreshAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string[] chains, DateTime recordedTo, CancellationToken ct)
    {
        Task<int> DoAsync(string sql, object? parameters = null) =>
            connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, commandTimeout: 0, cancellationToken: ct));
        Task<T?> AskAsync<T>(string sql, object? parameters = null) =>
            connection.ExecuteScalarAsync<T>(new CommandDefinition(sql, parameters, transaction, commandTimeout: 0, cancellationToken: ct));

        await DoAsync(
            $"select set_config('ka.as_of', '9999-12-31', true), set_config('ka.known_at', '9999-12-31', true), set_config('ka.knowledge', 'arrived', true), {ReportClock.Planning}");
        var since = new { chains, since = recordedTo };
        var (documents, computed, changed, vanished) = (0L, 0L, 0L, 0L);
        if (since.since == DateTime.MinValue)
        {
            await DoAsync(SqlFiles.Read("refresh/settlement/fill.sql"), since);
            documents = await AskAsync<long>(
                "select count(*) from (select distinct chain_id, order_number, delivery_number from filled) document");
            computed = await AskAsync<long>("select count(*) from filled");
            changed = computed;
        }
        else
        {
            await DoAsync(SqlFiles.Read("refresh/settlement/1_touched.sql"), since);
            for (var step = 1; await AskAsync<long>(SqlFiles.Read("refresh/settlement/2_closure.sql"), new { step }) > 0; step++)
            {
            }

            documents = await AskAsync<long>("select (select count(*) from touched_order) + (select count(*) from touched_note)");
            if (documents + await AskAsync<long>("select count(*) from touched_statement") > 0)
            {
                await DoAsync(SqlFiles.Read("refresh/settlement/3_sources.sql"));
                await DoAsync(SqlFiles.Read("refresh/settlement/4_computed.sql"), since);
                await DoAsync(SqlFiles.Read("refresh/settlement/5_written.sql"));
                computed = await AskAsync<long>("select count(*) from fresh");
                changed = await AskAsync<long>("select count(fresh_place) from different");
                vanished = await AskAsync<long>("select count(*) from different where fresh_place is null");
            }

            await DoAsync(SqlFiles.Read("refresh/settlement/6_listed.sql"), since);
        }

        await DoAsync(SqlFiles.Read("refresh/settlement/7_state.sql"), since);
        return (documents, computed, changed, vanished);
    }
}
