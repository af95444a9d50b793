using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.SkuLocks;

/// <summary>Writes a chain's application to reopen its locked items, and follows it until it is handed in and granted.</summary>
public static class ReopeningApplication
{
    /// <summary>Writes the workbook for every locked or suspected item of a chain and records that it was prepared.</summary>
    /// <param name="connection">An open connection without a transaction.</param>
    /// <param name="chainId">The chain.</param>
    /// <param name="clock">The evening it is about.</param>
    /// <param name="producedAt">Moment written into the file.</param>
    /// <param name="path">File to write.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <returns>How many items it applies for; 0 writes no file.</returns>
    public static async Task<int> PrepareAsync(
        NpgsqlConnection connection, string chainId, ReportClock clock, DateTimeOffset producedAt, string path, CancellationToken ct = default)
    {
        await using var transaction = await clock.BeginAsync(connection, ct);
        var items = await LockedItem.OfChainAsync(connection, chainId);
        if (items.Count == 0)
        {
            return 0;
        }

        using var workbook = ReopeningWorkbook.Build(items, clock.AsOf, producedAt);
        await workbook.SaveAsync(path, ct);
        await connection.ExecuteAsync(
            """
            insert into core.reopening_application (chain_id, store_id, product_id, since_on, due_on, prepared_on)
            values (@chainId, @StoreId, @ProductId, @SinceOn, @DueOn, @AsOf) on conflict do nothing
            """, items.Select(item => new { chainId, item.StoreId, item.ProductId, item.SinceOn, item.DueOn, clock.AsOf }), transaction);
        await transaction.CommitAsync(ct);
        return items.Count;
    }

    /// <summary>Records that prepared applications went to the chain, or that the chain reopened the items.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="chainId">The chain.</param>
    /// <param name="storeId">One store, or null for all of the chain.</param>
    /// <param name="isReopened">True when the chain granted them; else they were handed in.</param>
    /// <param name="on">Business date of it.</param>
    /// <returns>How many applications moved on.</returns>
    public static async Task<int> RecordAsync(NpgsqlConnection connection, string chainId, string? storeId, bool isReopened, DateOnly on) =>
        await connection.ExecuteAsync(
            $"""
            update core.reopening_application
            set {(isReopened ? "reopened_on" : "submitted_on")} = @on
            where chain_id = @chainId and (@storeId::text is null or store_id = @storeId) and prepared_on <= @on
              and {(isReopened ? "reopened_on is null and submitted_on <= @on" : "submitted_on is null and reopened_on is null")}
            """, new { chainId, storeId, on });
}
