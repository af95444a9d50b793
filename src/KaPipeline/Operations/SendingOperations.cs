using Dapper;
using KaPipeline.Audit;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Operations;

/// <summary>Ends a hold of all sending: a person has seen what may have gone, and says what of it counts as sent.</summary>
public sealed class SendingOperations(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Lets mails go again.</summary>
    /// <param name="sentFrom">Mails of editions due from here on count as sent; null: whatever is due goes.</param>
    /// <param name="sentUntil">The last such moment.</param>
    /// <param name="who">Who says so.</param>
    /// <param name="ct">Stops before anything is changed.</param>
    /// <returns>How many mails that waited count as sent. Editions of that time that are made later count likewise.</returns>
    /// <exception cref="OperationRefusedException">Sending is not held, one moment alone or the later one first is given, or no
    /// reason.</exception>
    public async Task<int> ResumeAsync(DateTimeOffset? sentFrom, DateTimeOffset? sentUntil, string who, string reason,
        CancellationToken ct = default)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new OperationRefusedException(Bilingual.Of("请写明原因。", "A reason is needed."));
        }

        if (sentFrom is null != sentUntil is null || sentFrom > sentUntil)
        {
            throw new OperationRefusedException(Bilingual.Of("请给出两个时刻，先早后晚。", "Give both moments, the earlier one first."));
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // A claim takes the same lock: none goes between the release and the count.
        await connection.ExecuteAsync("select pg_advisory_xact_lock(@lockId)", new { lockId = MailLedger.RateLock }, transaction);
        var now = clock.GetUtcNow();
        var (from, until) = (sentFrom?.ToUniversalTime(), sentUntil?.ToUniversalTime());
        var hold = await connection.QuerySingleOrDefaultAsync<long?>(
            """
            update ops.sending_hold set released_at = @now, released_by = @who, reason = @reason, counted_from = @from, counted_until = @until
            where released_at is null returning hold_id
            """, new { now, who, reason, from, until }, transaction)
            ?? throw new OperationRefusedException(Bilingual.Of("发送没有被暂停。", "Sending is not held."));
        var counted = await MailLedger.CountAsSentAsync(
            connection, "due_at between @from and @until", $"{who}: {reason}", now, new DynamicParameters(new { from, until }),
            transaction);
        await Alerts.CloseAsync(connection, SendingGate.Kind, SendingGate.Subject, now, transaction);
        await AuditTrail.RecordAsync(transaction, now, who, "resume_sending", "sending_hold", $"{hold}", reason,
            after: new { from, until, counted }, ct: ct);
        await transaction.CommitAsync(ct);
        return counted;
    }
}
