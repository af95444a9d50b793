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
            $"{line.ChainId} {line.OrderNumber} {line.StoreId} {line.ProductId} {workOn:yyyy-MM-dd}", note.Length > 0 ? note : null,
            after: photograph is null ? null : new { photograph = photograph.Sha256 }, ct: ct);
        await transaction.CommitAsync(ct);
    }
}
