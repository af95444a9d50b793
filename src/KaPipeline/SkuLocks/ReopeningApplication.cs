using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.SkuLocks;

/// <summary>Writes the application to reopen a chain's locked items, and follows it until it is handed in and granted.</summary>
public static class ReopeningApplication
{
    /// <summary>Writes the workbook for every locked or suspected item in the scope and records that it was prepared.</summary>
    /// <param name="connection">An open connection without a transaction.</param>
    /// <param name="clock">The evening it is about.</param>
    /// <param name="producedAt">Moment written into the file.</param>
    /// <param name="path">File to write.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <returns>The items it applies for; without any, no file is written.</returns>
    public static async Task<IReadOnlyList<ReopenableItem>> PrepareAsync(
        NpgsqlConnection connection, ReopeningScope scope, ReportClock clock, DateTimeOffset producedAt, string path,
        CancellationToken ct = default)
    {
        await using var transaction = await clock.BeginAsync(connection, ct);
        var items = await ReopenableItems.LoadAsync(connection, scope);
        if (items.Count == 0)
        {
            return items;
        }

        using var workbook = ReopeningWorkbook.Build(items, clock.AsOf, producedAt);
        await workbook.SaveAsync(path, ct);

        // A lock that has its application keeps it: printing it again, or the portal's confirming a suspicion, makes no second one.
        await connection.ExecuteAsync(
            """
            insert into core.reopening_application (chain_id, store_id, product_id, since_on, due_on, prepared_on)
            values (@ChainId, @StoreId, @ProductId, @SinceOn, @DueOn, @AsOf) on conflict do nothing
            """, items.Where(item => item.PreparedOn is null).Select(item => new { scope.ChainId, item.StoreId, item.ProductId, item.SinceOn, item.DueOn, clock.AsOf }), transaction);
        await transaction.CommitAsync(ct);
        return items;
    }

    /// <summary>Records that prepared applications went to the chain, or that the chain reopened the items.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="scope">Which applications.</param>
    /// <param name="isReopened">True when the chain granted them, which only what was handed in can be; else they were handed in.</param>
    /// <param name="on">Business date of it, not before the day they were prepared (or handed in).</param>
    /// <returns>How many applications moved on.</returns>
    public static async Task<int> RecordAsync(NpgsqlConnection connection, ReopeningScope scope, bool isReopened, DateOnly on)
    {
        await using var transaction = await ReportClock.EndOf(on).BeginAsync(connection);
        // Only applications about what is locked on that evening: an older one of the same item is over, and must not lift the lock of
        // today.
        var moved = await connection.ExecuteAsync(
            $"""
            update core.reopening_application as made
            set {(isReopened ? "reopened_on" : "submitted_on")} = @on
            from mart.sku_lock_alert as alert
            where made.chain_id = @ChainId and (@StoreId::text is null or made.store_id = @StoreId) and (@ProductId::text is null or made.product_id = @ProductId)
              and alert.chain_id = made.chain_id and alert.store_id = made.store_id and alert.product_id = made.product_id
              and alert.application_prepared_on = made.prepared_on
              and {(isReopened ? "made.reopened_on is null and made.submitted_on <= @on" : "made.submitted_on is null and made.reopened_on is null")}
            """, new { scope.ChainId, scope.StoreId, scope.ProductId, on }, transaction, commandTimeout: 0);
        await transaction.CommitAsync();
        return moved;
    }
}
