using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.SkuLocks;

/// <summary>How many known locks the stores' own stock would have announced: what <c>mart.stock_cover</c> and <c>mart.stock_out</c> said
/// on the evening before each, by what had arrived by then.</summary>
/// <param name="Foreseen">Each known lock of a chain that gives stock, with what stood on the evening before it.</param>
public sealed record StockForesight(IReadOnlyList<StockForesight.Sight> Foreseen)
{
    /// <summary>A known lock and what the stock said on the evening before.</summary>
    /// <param name="State"><c>out</c>, <c>below_safety</c>, <c>enough</c>, <c>no_demand</c>; null where no stock of the item was
    /// known.</param>
    /// <param name="OutSince">First evening of the stock-out that stood; null where some was left.</param>
    public sealed record Sight(LockBacktest.KnownLock Lock, string? State, DateOnly? OutSince)
    {
        /// <summary>Days from the first evening without stock to the first day of the lock; null where some was left.</summary>
        public int? LeadDays => OutSince is { } since ? Lock.LockedOn.DayNumber - since.DayNumber : null;
    }

    /// <summary>Locks whose item was out of stock before.</summary>
    public int Out => Foreseen.Count(sight => sight.OutSince is not null);

    /// <summary>Locks whose item had some left, but less than the safety stock.</summary>
    public int BelowSafety => Foreseen.Count(sight => sight.State == "below_safety");

    /// <summary>Median days of warning by stock-outs; null without any.</summary>
    public decimal? MedianLeadDays => BacktestResult.MedianOf([.. Foreseen.Where(sight => sight.LeadDays is not null)
        .Select(sight => sight.LeadDays!.Value).Order()]);

    /// <summary>Asks each evening before a known lock; chains without stock are left out.</summary>
    /// <param name="connection">An open connection without a transaction.</param>
    /// <param name="from">First day of the locks that count.</param>
    /// <param name="to">Last one.</param>
    /// <param name="known">The locks that really happened.</param>
    /// <param name="ct">Cancels the work.</param>
    public static async Task<StockForesight> RunAsync(
        NpgsqlConnection connection, DateOnly from, DateOnly to, IReadOnlyList<LockBacktest.KnownLock> known,
        CancellationToken ct = default)
    {
        var chains = (await connection.QueryAsync<string>(new CommandDefinition(
            "select chain_id from core.chain where exists (select from core.stock where stock.chain_id = chain.chain_id)",
            cancellationToken: ct))).ToHashSet(StringComparer.Ordinal);
        var sights = new List<Sight>();
        foreach (var day in known.Where(one => one.LockedOn >= from && one.LockedOn <= to && chains.Contains(one.ChainId))
            .GroupBy(one => one.LockedOn).OrderBy(day => day.Key))
        {
            await using var transaction = await ReportClock.EndOf(day.Key.AddDays(-1)).BeginAsync(connection, ct);
            var said = (await connection.QueryAsync<(string Chain, string Store, string Product, string State, DateTime? OutSince)>(
                new CommandDefinition(
                    """
                    select chain_id, store_id, product_id, cover.state, gone.out_since
                    from mart.stock_cover as cover
                    left join (select * from mart.stock_out where back_on is null) as gone using (chain_id, store_id, product_id)
                    """, transaction: transaction, commandTimeout: 0, cancellationToken: ct)))
                .ToDictionary(row => (row.Chain, row.Store, row.Product));
            sights.AddRange(day.Select(one => said.TryGetValue((one.ChainId, one.StoreId, one.ProductId), out var row)
                ? new Sight(one, row.State, row.OutSince is { } since ? DateOnly.FromDateTime(since) : null) : new Sight(one, null, null)));
        }

        return new StockForesight(sights);
    }
}
