using Dapper;
using KaPipeline.Audit;
using KaPipeline.Labels;
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

        var workbook = ReopeningWorkbook.Build(items, clock.AsOf, producedAt);
        await workbook.SaveAsync(path, ct);

        await NoteAsync(transaction, scope, items, clock.AsOf);
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
        var moved = await MoveAsync(transaction, scope, isReopened ? ReopeningStep.Granted : ReopeningStep.HandedIn, on);
        await transaction.CommitAsync();
        return moved;
    }

    /// <summary>The same by somebody at the console, with an entry in the audit. What is handed in was made: the console's download
    /// records nothing, so what has no application yet gets it of that day.</summary>
    /// <param name="database">Connections of the application role.</param>
    /// <param name="scope">Which applications.</param>
    /// <param name="step">One of <see cref="ReopeningStep"/>.</param>
    /// <param name="on">Business date of it.</param>
    /// <param name="who">Who records it.</param>
    /// <param name="reason">What the chain said, or why.</param>
    /// <param name="at">When it is recorded.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <returns>How many applications moved on.</returns>
    public static async Task<int> RecordAsync(NpgsqlDataSource database, ReopeningScope scope, string step, DateOnly on, string who,
        string reason, DateTimeOffset at, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await ReportClock.AsTold(on).BeginAsync(connection, ct);
        if (step == ReopeningStep.HandedIn)
        {
            await NoteAsync(transaction, scope, await ReopenableItems.LoadAsync(connection, scope), on);
        }

        var moved = await MoveAsync(transaction, scope, step, on);
        if (moved > 0)
        {
            await AuditTrail.RecordAsync(transaction, at, who, "record_reopening", "reopening_application", string.Join('/', scope.Parts),
                reason, after: new { step, on, moved }, ct: ct);
        }

        await transaction.CommitAsync(ct);
        return moved;
    }

    // A lock that has its application keeps it: printing it again, or the portal's confirming a suspicion, makes no second one.
    private static Task<int> NoteAsync(
        NpgsqlTransaction transaction, ReopeningScope scope, IReadOnlyList<ReopenableItem> items, DateOnly on) =>
        transaction.Connection!.ExecuteAsync(
            """
            insert into core.reopening_application (chain_id, store_id, product_id, since_on, due_on, prepared_on)
            values (@ChainId, @StoreId, @ProductId, @SinceOn, @DueOn, @on) on conflict do nothing
            """, items.Where(item => item.PreparedOn is null)
                .Select(item => new { scope.ChainId, item.StoreId, item.ProductId, item.SinceOn, item.DueOn, on }), transaction);

    // Only applications about what is locked on that evening: an older one of the same item is over, and must not lift the lock of today.
    // What was refused can be handed in again; its first day stays, for the penalty counts from there.
    private static Task<int> MoveAsync(NpgsqlTransaction transaction, ReopeningScope scope, string step, DateOnly on)
    {
        var (set, condition) = step switch
        {
            ReopeningStep.HandedIn => ("submitted_on = coalesce(made.submitted_on, @on), refused_on = null",
                "(made.submitted_on is null or made.refused_on <= @on) and made.reopened_on is null"),
            ReopeningStep.Granted => ("reopened_on = @on", "made.reopened_on is null and made.submitted_on <= @on"),
            ReopeningStep.Refused => ("refused_on = @on",
                "made.refused_on is null and made.reopened_on is null and made.submitted_on <= @on"),
            _ => throw new ArgumentException(Bilingual.Of("没有这一步。", $"There is no step {step}.")),
        };
        return transaction.Connection!.ExecuteAsync(
            $"""
            update core.reopening_application as made
            set {set}
            from mart.sku_lock_alert as alert
            where made.chain_id = @ChainId and (@StoreId::text is null or made.store_id = @StoreId)
              and (@ProductId::text is null or made.product_id = @ProductId)
              and alert.chain_id = made.chain_id and alert.store_id = made.store_id and alert.product_id = made.product_id
              and alert.application_prepared_on = made.prepared_on and {condition}
            """, new { scope.ChainId, scope.StoreId, scope.ProductId, on }, transaction, commandTimeout: 0);
    }
}

/// <summary>What becomes of an application to reopen an item.</summary>
public static class ReopeningStep
{
    /// <summary>It went to the chain.</summary>
    public const string HandedIn = "handed_in";

    /// <summary>The chain reopened the item.</summary>
    public const string Granted = "granted";

    /// <summary>The chain refused.</summary>
    public const string Refused = "refused";
}
