using Dapper;
using KaPipeline.Jobs;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Host.OpsConsole;

/// <summary>Sends one recipient's copy again: a new delivery of the same content, with who asked and why, that goes the way of all mail.</summary>
internal sealed class Resending(NpgsqlDataSource database, Func<Postman> postman, TimeProvider clock, ILogger<Resending> log)
{
    /// <summary>Queues a copy and tries to send it.</summary>
    /// <returns>The new delivery.</returns>
    /// <exception cref="ArgumentException">There is no such delivery.</exception>
    public async Task<long> AgainAsync(long deliveryId, string who, string reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var copy = await connection.QueryFirstOrDefaultAsync<Copy>(
            """
            insert into ops.delivery (edition_id, recipient_id, recipient_name, address, language, copy_number, content_sha256, message_id, state, not_before, rendered_at, requested_by, reason)
            select edition_id, recipient_id, recipient_name, address, language, next.copy_number, content_sha256,
                regexp_replace(message_id, '(\.copy[0-9]+)?@', '.copy' || next.copy_number || '@'), 'rendered', @now, @now, @who, @reason
            from ops.delivery
            cross join lateral (select max(copy_number) + 1 as copy_number from ops.delivery as beside
                where beside.edition_id = delivery.edition_id and beside.recipient_id = delivery.recipient_id) as next
            where delivery_id = @deliveryId
            returning delivery_id, edition_id
            """, new { deliveryId, now, who, reason }, transaction)
            ?? throw new ArgumentException("没有这次投递 (there is no such delivery).");
        await connection.ExecuteAsync(
            "insert into ops.delivery_event (delivery_id, happened_at, state, attempt, who, words) values (@DeliveryId, @now, 'rendered', 0, @who, @reason)",
            new { copy.DeliveryId, now, who, reason }, transaction);
        await AuditTrail.RecordAsync(transaction, now, who, "resend_digest", "delivery", $"{deliveryId}", reason, after: new { copy = copy.DeliveryId }, ct: ct);
        await transaction.CommitAsync(ct);
        try
        {
            await postman().DeliverAsync(copy.EditionId, ct);
        }
        catch (IOException e)
        {
            log.LogWarning(e, "Delivery {delivery_id} waits for the next round of the mail", copy.DeliveryId);
        }

        return copy.DeliveryId;
    }

    private sealed record Copy
    {
        public long DeliveryId { get; init; }

        public long EditionId { get; init; }
    }
}
