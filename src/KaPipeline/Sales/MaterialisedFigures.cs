using System.Diagnostics;
using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Sales;

/// <summary>Keeps what alerts and figures read every morning (<c>core.kept_fulfilment</c>, <c>kept_supply_line</c>, <c>kept_item</c>,
/// <c>kept_outlet_month</c>, <c>kept_product_month</c>, <c>kept_price_finding</c>) equal to what the plain views say of all that is known
/// now, by computing touched documents anew and nothing else. View and refresh include the same fragments (<c>sql/fragments</c>); only
/// their sources differ.</summary>
public sealed class MaterialisedFigures(NpgsqlDataSource database)
{
    // One refresh of a chain's figures at a time.
    private const int RefreshLock = 5_242_031;

    /// <summary>What one refresh did.</summary>
    /// <param name="Documents">Orders and notes touched.</param>
    /// <param name="Changed">Rows written because they were new or said something else, sums included.</param>
    /// <param name="Vanished">Rows deleted.</param>
    /// <param name="Elapsed">Time taken, the wait for running loads included.</param>
    public sealed record Outcome(long Documents, long Changed, long Vanished, TimeSpan Elapsed);

    /// <summary>Brings the tables up to all that had been recorded when it began; loads go on meanwhile. A second call in a row changes
    /// nothing.</summary>
    /// <param name="only">The chains that are refreshed alone; null for all.</param>
    /// <param name="ct">Undoes what was not finished.</param>
    /// <exception cref="ArgumentException">There is no such chain.</exception>
    public async Task<Outcome> RefreshAsync(IReadOnlyCollection<string>? only = null, CancellationToken ct = default)
    {
        var watch = Stopwatch.StartNew();
        var passes = await new ChainRefresh(database, RefreshLock, "core.kept_figures_state").RunAsync(
            only, (connection, transaction, chains, since) => RefreshAsync(connection, transaction, chains, since, ct), ct);
        return new Outcome(passes.Sum(pass => pass.Documents), passes.Sum(pass => pass.Changed), passes.Sum(pass => pass.Vanished),
            watch.Elapsed);
    }

    private static async Task<(long Documents, long Changed, long Vanished)> RefreshAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string[] chains, DateTime recordedTo, CancellationToken ct)
    {
        Task<int> DoAsync(string sql, object? parameters = null) =>
            connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, commandTimeout: 0, cancellationToken: ct));
        Task<T?> AskAsync<T>(string sql) =>
            connection.ExecuteScalarAsync<T>(new CommandDefinition(sql, null, transaction, commandTimeout: 0, cancellationToken: ct));

        // Few documents of a long history are looked up by key: the planner's default price of a random page would read whole tables
        // instead.
        await DoAsync(
            "select set_config('ka.as_of', '9999-12-31', true), set_config('ka.known_at', '9999-12-31', true), set_config('ka.knowledge', 'arrived', true), set_config('jit', 'off', true), set_config('random_page_cost', '1.1', true)");
        var since = new { chains, since = recordedTo };
        await DoAsync(SqlFiles.Read("refresh/figures/1_touched.sql"), since);
        var documents = await AskAsync<long>("select (select count(*) from touched_order) + (select count(*) from touched_note)");
        var (changed, vanished) = (0L, 0L);
        if (documents > 0)
        {
            await DoAsync(SqlFiles.Read("refresh/figures/2_sources.sql"));
            await DoAsync(SqlFiles.Read("refresh/figures/3_computed.sql"));
            vanished += await DoAsync(SqlFiles.Read("refresh/figures/4_vanished.sql"));
            changed += await DoAsync(SqlFiles.Read("refresh/figures/5_written.sql"));
            vanished += await DoAsync(SqlFiles.Read("refresh/figures/6_sums.sql"), since);
            changed += await DoAsync(SqlFiles.Read("refresh/figures/7_sums_written.sql"));
        }

        await DoAsync(SqlFiles.Read("refresh/figures/8_state.sql"), since);
        return (documents, changed, vanished);
    }
}
