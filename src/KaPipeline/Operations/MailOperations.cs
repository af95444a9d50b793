using Dapper;
using KaPipeline.Audit;
using KaPipeline.Labels;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Operations;

/// <summary>What a person may decide about a mail or an edition. Each is one statement that names the state it moves from, with its entry
/// in the audit in the same transaction.</summary>
public sealed class MailOperations(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Ends a doubt: the reader has the mail.</summary>
    /// <exception cref="OperationRefusedException">The delivery is not in doubt, or no reason is given.</exception>
    public Task ConfirmAsync(long deliveryId, string who, string reason, CancellationToken ct = default) => DecideAsync(
        deliveryId, who, reason, "confirm_delivery", MailState.Accepted,
        "update ops.delivery set state = 'accepted', words = @reason, ended_at = @now where delivery_id = @deliveryId and state = 'in_doubt' returning edition_id", ct);

    /// <summary>Ends a doubt: the reader does not have the mail, so it is sent again, as the same mail.</summary>
    /// <exception cref="OperationRefusedException">The delivery is not in doubt, its edition is held, or no reason is given.</exception>
    public Task SendAgainAsync(long deliveryId, string who, string reason, CancellationToken ct = default) => DecideAsync(
        deliveryId, who, reason, "send_again", MailState.Rendered,
        """
        update ops.delivery set state = 'rendered', words = @reason, not_before = @now
        from ops.edition
        where delivery_id = @deliveryId and state = 'in_doubt' and edition.edition_id = delivery.edition_id and edition_state <> 'held'
        returning delivery.edition_id
        """, ct);

    /// <summary>Makes a further copy of a mail whose delivery has ended, to the same reader or to an address that was put right. It alone
    /// is sent; nothing else of its edition moves.</summary>
    /// <param name="address">Another address; null: the same.</param>
    /// <param name="ct">Stops before anything is changed.</param>
    /// <returns>Id of the new delivery.</returns>
    /// <exception cref="OperationRefusedException">The delivery has not ended, a copy of it is under way already, its edition is held, the
    /// address is none, or no reason is given.</exception>
    public async Task<long> ResendAsync(long deliveryId, string? address, string who, string reason, CancellationToken ct = default)
    {
        RequireReason(reason);
        if (address is not null && new Mailbox("", address).Fault is { } fault)
        {
            throw new OperationRefusedException(Bilingual.Of($"地址不对：{fault}", $"The address is wrong: {fault}"));
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var copy = await connection.QuerySingleOrDefaultAsync<long?>(
            """
            with source as (
                select delivery.*, (select max(copy_number) + 1 from ops.delivery as beside
                                    where beside.edition_id = delivery.edition_id and beside.recipient_id = delivery.recipient_id) as next
                from ops.delivery join ops.edition using (edition_id)
                where delivery_id = @deliveryId and state in ('accepted', 'refused', 'suppressed', 'bounced') and edition_state <> 'held'
                  and not exists (select from ops.delivery as beside where beside.edition_id = delivery.edition_id
                                  and beside.recipient_id = delivery.recipient_id and beside.state in ('rendered', 'claimed', 'in_doubt'))
                for update of delivery
            )
            insert into ops.delivery (edition_id, recipient_id, recipient_name, address, language, copy_number, content_sha256, message_id, state,
                                      not_before, rendered_at, requested_by, reason)
            select edition_id, recipient_id, recipient_name, coalesce(@address, address), language, next, content_sha256,
                   regexp_replace(message_id, '(\.copy[0-9]+)?@', '.copy' || next || '@'), 'rendered', @now, @now, @who, @reason
            from source
            on conflict do nothing
            returning delivery_id
            """, new { deliveryId, address, who, reason, now }, transaction)
            ?? throw await RefusedAsync(connection, deliveryId, Asked.Resend, ct);
        await MailLedger.EventAsync(connection, copy, now, MailState.Rendered, who, reason);
        await AuditTrail.RecordAsync(transaction, now, who, "resend_digest", "delivery", $"{deliveryId}", reason,
            after: new { copy, address }, ct: ct);
        await transaction.CommitAsync(ct);
        return copy;
    }

    /// <summary>Holds an edition: none of its mails goes, whoever asks, until it is released.</summary>
    /// <exception cref="OperationRefusedException">There is no such edition, it is held already, or no reason is given.</exception>
    public Task HoldAsync(long editionId, string who, string reason, CancellationToken ct = default) => MoveAsync(
        editionId, who, reason, "hold_edition", EditionState.Held,
        "update ops.edition set edition_state = 'held' where edition_id = @editionId and edition_state in ('open', 'waiting')", ct);

    /// <summary>Releases an edition that is held: what is left of it goes with the next round of <c>watch</c>, or when it is sent by
    /// hand.</summary>
    /// <exception cref="OperationRefusedException">The edition is not held, or no reason is given.</exception>
    public Task ReleaseAsync(long editionId, string who, string reason, CancellationToken ct = default) => MoveAsync(
        editionId, who, reason, "release_edition", EditionState.Waiting,
        "update ops.edition set edition_state = 'waiting' where edition_id = @editionId and edition_state = 'held'", ct);

    private async Task DecideAsync(long deliveryId, string who, string reason, string action, string state, string update,
        CancellationToken ct)
    {
        RequireReason(reason);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        if (await connection.QuerySingleOrDefaultAsync<long?>(update, new { deliveryId, reason, now }, transaction) is null)
        {
            throw await RefusedAsync(connection, deliveryId, action == "send_again" ? Asked.SendAgain : Asked.Confirm, ct);
        }

        await MailLedger.EventAsync(connection, deliveryId, now, state, who, reason);
        await AuditTrail.RecordAsync(transaction, now, who, action, "delivery", $"{deliveryId}", reason,
            new { state = MailState.InDoubt }, new { state }, ct);
        await transaction.CommitAsync(ct);
    }

    private async Task MoveAsync(long editionId, string who, string reason, string action, string state, string update,
        CancellationToken ct)
    {
        RequireReason(reason);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await connection.ExecuteAsync(update, new { editionId }, transaction) != 1)
        {
            var stands = await connection.ExecuteScalarAsync<string?>("select edition_state from ops.edition where edition_id = @editionId",
                new { editionId }, transaction);
            throw new OperationRefusedException(stands is null ? Bilingual.Of($"没有版本 {editionId}。", $"There is no edition {editionId}.")
                : state == EditionState.Held ? Bilingual.Of($"版本 {editionId} 已经是暂缓状态。", $"Edition {editionId} is held already.")
                : Bilingual.Of($"版本 {editionId} 没有暂缓。", $"Edition {editionId} is not held."));
        }

        await AuditTrail.RecordAsync(transaction, clock.GetUtcNow(), who, action, "edition", $"{editionId}", reason, after: new { state },
            ct: ct);
        await transaction.CommitAsync(ct);
    }

    // Looked up only for the words: the statement before has decided.
    private static async Task<OperationRefusedException> RefusedAsync(NpgsqlConnection connection, long deliveryId, Asked asked,
        CancellationToken ct)
    {
        var stands = await connection.QuerySingleOrDefaultAsync<(string State, string Edition, long EditionId)?>(new CommandDefinition(
            "select state, edition_state, edition_id from ops.delivery join ops.edition using (edition_id) where delivery_id = @deliveryId",
            new { deliveryId }, cancellationToken: ct));
        return new OperationRefusedException(stands switch
        {
            null => Bilingual.Of($"没有邮件 {deliveryId}。", $"There is no mail {deliveryId}."),
            { Edition: EditionState.Held } held =>
            Bilingual.Of($"版本 {held.EditionId} 已暂缓，请先放行。", $"Edition {held.EditionId} is held: release it first."),
            { State: MailState.Accepted or MailState.Refused or MailState.Suppressed or MailState.Bounced }
                when asked == Asked.Resend =>
                Bilingual.Of("此人已有一份尚未结束。", "Another copy for this reader has not ended yet."),
            { State: var state } => Bilingual.Of(
                $"邮件 {deliveryId} {Label.MailState.Of(state, Language.Chinese)}，不能"
                + (asked == Asked.Resend ? "再发。" : asked == Asked.SendAgain ? "重试。" : "确认。"),
                $"Mail {deliveryId} is {Label.MailState.Of(state, Language.English)}."),
        });
    }

    private enum Asked
    {
        Resend,
        SendAgain,
        Confirm,
    }

    private static void RequireReason(string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new OperationRefusedException(Bilingual.Of("请写明原因。", "A reason is needed."));
        }
    }
}
