using Dapper;
using KaPipeline.Jobs;
using Npgsql;

namespace KaPipeline.Mail;

/// <summary>What only a person may decide about a delivery; each is kept in the audit with its reason.</summary>
/// <param name="database">The warehouse.</param>
/// <param name="clock">Time.</param>
public sealed class DeliveryDecisions(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Ends a doubt: the reader has the mail.</summary>
    /// <exception cref="InvalidOperationException">The delivery is not in doubt.</exception>
    public Task ConfirmAsync(long deliveryId, string who, string reason, CancellationToken ct = default) => DecideAsync(
        deliveryId, who, reason, "confirm_delivery", DeliveryState.Accepted,
        "update ops.delivery set state = 'accepted', words = @reason, ended_at = @now where delivery_id = @deliveryId and state = 'in_doubt'", ct);

    /// <summary>Ends a doubt: the reader does not have the mail, so it may be sent again.</summary>
    /// <exception cref="InvalidOperationException">The delivery is not in doubt.</exception>
    public Task SendAgainAsync(long deliveryId, string who, string reason, CancellationToken ct = default) => DecideAsync(
        deliveryId, who, reason, "send_again", DeliveryState.Rendered,
        "update ops.delivery set state = 'rendered', words = @reason, not_before = @now where delivery_id = @deliveryId and state = 'in_doubt'", ct);

    /// <summary>Sends a further copy of a mail whose delivery has ended, to the same reader or to an address that was put right.</summary>
    /// <returns>Id of the new delivery.</returns>
    /// <exception cref="InvalidOperationException">The delivery has not ended yet.</exception>
    public async Task<long> CopyAsync(long deliveryId, string? address, string who, string reason, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var copy = await connection.QuerySingleOrDefaultAsync<long?>(
            """
            insert into ops.delivery (edition_id, recipient_id, recipient_name, address, language, copy_number, content_sha256, message_id, state, not_before, rendered_at, requested_by, reason)
            select edition_id, recipient_id, recipient_name, coalesce(@address, address), language,
                   (select max(copy_number) + 1 from ops.delivery as other where other.edition_id = delivery.edition_id and other.recipient_id = delivery.recipient_id),
                   content_sha256, 'copy' || (select max(copy_number) + 1 from ops.delivery as other where other.edition_id = delivery.edition_id and other.recipient_id = delivery.recipient_id) || '.' || message_id,
                   'rendered', @now, @now, @who, @reason
            from ops.delivery where delivery_id = @deliveryId and state in ('accepted', 'refused', 'suppressed')
            returning delivery_id
            """, new { deliveryId, address, who, reason, now }, transaction)
            ?? throw new InvalidOperationException($"Delivery {deliveryId} has not ended: decide its doubt, or wait.");
        await DeliveryLedger.EventAsync(connection, copy, now, DeliveryState.Rendered, who, reason);
        await AuditTrail.RecordAsync(transaction, now, who, "copy_delivery", "delivery", $"{deliveryId}", reason, after: new { copy }, ct: ct);
        await transaction.CommitAsync(ct);
        return copy;
    }

    private async Task DecideAsync(long deliveryId, string who, string reason, string action, string state, string update, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        if (await connection.ExecuteAsync(update, new { deliveryId, reason, now }, transaction) != 1)
        {
            throw new InvalidOperationException($"Delivery {deliveryId} is not in doubt: there is nothing to decide.");
        }

        await DeliveryLedger.EventAsync(connection, deliveryId, now, state, who, reason);
        await AuditTrail.RecordAsync(transaction, now, who, action, "delivery", $"{deliveryId}", reason, new { state = "in_doubt" }, new { state }, ct);
        await transaction.CommitAsync(ct);
    }
}
