using Dapper;
using KaPipeline.Audit;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Operations;

/// <summary>A line of the work list.</summary>
/// <param name="ChainId">Chain.</param>
/// <param name="OrderNumber">Order.</param>
/// <param name="StoreId">Store, within the chain.</param>
/// <param name="ProductId">Our product.</param>
/// <param name="IsFree">Whether it is free of charge.</param>
public sealed record WorkLine(string ChainId, string OrderNumber, string StoreId, string ProductId, bool IsFree);

/// <summary>Keeps what people tick off their work lists.</summary>
/// <param name="database">Connections of the application role.</param>
public sealed class WorkDoneStore(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>The ticks beside the lines of a question: the list of a day is asked for as of the day before, and ticks hold for that
    /// day.</summary>
    /// <param name="line">Alias of the lines; the ticks are <c>done</c>.</param>
    public static string Beside(string line) =>
        $"""
        left join seen.work_done as done on done.work_on = core.as_of() + 1 and done.chain_id = {line}.chain_id
          and done.order_number = {line}.order_number and done.store_id = {line}.store_id and done.product_id = {line}.product_id
          and done.is_free = {line}.is_free
        """;

    /// <summary>Characters that a note may have.</summary>
    public const int LongestNote = 1000;

    /// <summary>Ticks a line off.</summary>
    /// <param name="line">Which.</param>
    /// <param name="workOn">Day of the list.</param>
    /// <param name="note">What is said about it; empty: nothing.</param>
    /// <param name="photograph">What it looked like; null: no photograph.</param>
    /// <param name="who">Account.</param>
    /// <param name="ct">Stops the queries.</param>
    /// <exception cref="ArgumentException">The note is too long, or somebody has ticked the line off already.</exception>
    public async Task AddAsync(
        WorkLine line, DateOnly workOn, string note, Photograph? photograph, string who, CancellationToken ct = default)
    {
        if (note.Length > LongestNote)
        {
            throw new ArgumentException(Bilingual.Of(
                $"备注最多 {LongestNote} 个字，现有 {note.Length} 个。",
                $"Found a note of {note.Length} characters, expected at most {LongestNote}."));
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var id = await connection.QueryFirstOrDefaultAsync<long?>(new CommandDefinition(
            """
            insert into ops.work_done (work_on, chain_id, order_number, store_id, product_id, is_free, note, photograph_sha256, done_by,
              done_at)
            values (@workOn, @ChainId, @OrderNumber, @StoreId, @ProductId, @IsFree, @note, @sha256, @who, @now)
            on conflict on constraint work_done_once do nothing returning work_done_id
            """,
            new
            {
                line.ChainId, line.OrderNumber, line.StoreId, line.ProductId, line.IsFree, workOn, note, sha256 = photograph?.Sha256, who,
                now,
            },
            transaction, cancellationToken: ct)) ?? throw new ArgumentException(Bilingual.Of(
                "这一行已登记完成。", "This line is ticked off already."));
        if (photograph is not null)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "insert into ops.work_photograph (work_done_id, content) values (@id, @Content)", new { id, photograph.Content },
                transaction, cancellationToken: ct));
        }

        await AuditTrail.RecordAsync(transaction, now, who, "tick_work", "work_line",
            Subject(line.ChainId, line.OrderNumber, line.StoreId, line.ProductId, workOn), note.Length > 0 ? note : null,
            after: photograph is null ? null : new { photograph = photograph.Sha256 }, ct: ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Takes back a tick, with its photograph: one's own, on the day on which it was made. The audit keeps what it said.</summary>
    /// <param name="id">Which.</param>
    /// <param name="who">Account.</param>
    /// <param name="ct">Stops the queries.</param>
    /// <returns>Day of the list.</returns>
    /// <exception cref="ArgumentException">It is another's, of another day, or taken back already.</exception>
    public async Task<DateOnly> RemoveAsync(long id, string who, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var tick = await connection.QueryFirstOrDefaultAsync<Tick>(new CommandDefinition(
            """
            select work_on, chain_id, order_number, store_id, product_id, note, photograph_sha256 from ops.work_done
            where work_done_id = @id and done_by = @who and done_at >= @midnight for update
            """, new { id, who, midnight = BusinessTime.At(BusinessTime.Today(clock), TimeOnly.MinValue) }, transaction,
            cancellationToken: ct)) ?? throw new ArgumentException(Bilingual.Of(
                "只能撤销自己当天的登记。", "Only your own ticks of today can be taken back."));
        await connection.ExecuteAsync(new CommandDefinition(
            "delete from ops.work_photograph where work_done_id = @id; delete from ops.work_done where work_done_id = @id", new { id },
            transaction, cancellationToken: ct));
        await AuditTrail.RecordAsync(transaction, now, who, "untick_work", "work_line",
            Subject(tick.ChainId, tick.OrderNumber, tick.StoreId, tick.ProductId, tick.WorkOn),
            before: new { note = tick.Note, photograph = tick.PhotographSha256 }, ct: ct);
        await transaction.CommitAsync(ct);
        return tick.WorkOn;
    }

    private static string Subject(string chain, string order, string store, string product, DateOnly workOn) =>
        $"{chain} {order} {store} {product} {workOn:yyyy-MM-dd}";

    private sealed record Tick
    {
        public DateOnly WorkOn { get; init; }
        public string ChainId { get; init; } = "";
        public string OrderNumber { get; init; } = "";
        public string StoreId { get; init; } = "";
        public string ProductId { get; init; } = "";
        public string Note { get; init; } = "";
        public string? PhotographSha256 { get; init; }
    }
}
