using Dapper;
using Npgsql;

namespace KaPipeline.Mail;

/// <summary>
/// Claims deliveries and records what came of them. A claim is committed before the first byte leaves; whoever dies between claim
/// and record leaves the claim open, and it becomes a doubt for a person, never a second copy.
/// </summary>
/// <param name="database">The warehouse.</param>
/// <param name="clock">Time.</param>
public sealed class DeliveryLedger(NpgsqlDataSource database, TimeProvider clock)
{
    private const long RateLock = 5_242_060;

    static DeliveryLedger() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>Claims the next mail that is due.</summary>
    /// <param name="worker">Who claims: machine and process.</param>
    /// <param name="edition">One edition alone; null: any.</param>
    /// <param name="mailsPerMinute">What the server may be given in a minute, by all processes together.</param>
    /// <param name="lease">How long a try may take; after that the claim is a doubt.</param>
    /// <param name="putOff">Only what was tried before and certainly not accepted.</param>
    /// <param name="ct">Stops before claiming.</param>
    /// <returns>The claim, or how long to wait for the rate, or neither when nothing is due.</returns>
    public async Task<(Claim? Claim, TimeSpan? Wait)> ClaimAsync(
        string worker, long? edition, int mailsPerMinute, TimeSpan lease, bool putOff = false, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        await connection.ExecuteAsync("select pg_advisory_xact_lock(@RateLock)", new { RateLock }, transaction);

        // The mail that would have to be older than a minute for one more to fit.
        var oldest = await connection.ExecuteScalarAsync<DateTime?>(
            "select claimed_at from ops.delivery where claimed_at > @since order by claimed_at desc offset @skip limit 1",
            new { since = now.AddMinutes(-1), skip = mailsPerMinute - 1 }, transaction);
        var claim = await connection.QuerySingleOrDefaultAsync<Claim>(
            $"""
            with due as (
                select delivery_id from ops.delivery
                where state = 'rendered' and not_before <= @now and (@edition::bigint is null or edition_id = @edition) and (not @putOff or attempt > 0)
                order by delivery_id limit 1 for update skip locked
            ), claimed as (
                update ops.delivery set state = 'claimed', attempt = attempt + 1, claimed_at = @now, claimed_by = @worker, claim_expires_at = @expires
                from due where delivery.delivery_id = due.delivery_id and {(oldest is null ? "true" : "false")}
                returning delivery.*
            )
            select delivery_id, attempt, recipient_name, address, message_id, content_sha256, digest, business_date
            from claimed join ops.edition using (edition_id)
            """, new { now, edition, putOff, worker, expires = now + lease }, transaction);
        if (claim is null)
        {
            var waiting = oldest is not null && await connection.ExecuteScalarAsync<bool>(
                "select exists (select from ops.delivery where state = 'rendered' and not_before <= @now and (@edition::bigint is null or edition_id = @edition) and (not @putOff or attempt > 0))",
                new { now, edition, putOff }, transaction);
            return (null, waiting ? new DateTimeOffset(oldest!.Value, TimeSpan.Zero).AddMinutes(1) - now : null);
        }

        await EventAsync(connection, claim.DeliveryId, now, DeliveryState.Claimed, worker, null);
        await transaction.CommitAsync(ct);
        return (claim, null);
    }

    /// <summary>When the next mail of an edition that was put off may be tried; null when none waits.</summary>
    public async Task<DateTimeOffset?> NextTryAsync(long edition, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<DateTime?>(new CommandDefinition(
            "select min(not_before) from ops.delivery where edition_id = @edition and state = 'rendered'", new { edition }, cancellationToken: ct)) is { } next
            ? new DateTimeOffset(next, TimeSpan.Zero) : null;
    }

    /// <summary>Content of a claimed mail.</summary>
    public async Task<MailContent> ContentAsync(string sha256, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var (subject, html, text) = await connection.QuerySingleAsync<(string, string, string)>(
            "select subject, html, plain_text from ops.mail_content where content_sha256 = @sha256", new { sha256 });
        var attachments = await connection.QueryAsync<MailAttachment>(
            "select file_name, media_type, content from ops.mail_attachment where content_sha256 = @sha256 order by position", new { sha256 });
        return new MailContent(subject, html, text, [.. attachments]);
    }

    /// <summary>Records what came of a try. When the claim has meanwhile been taken away, nothing changes.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="worker">Who tried.</param>
    /// <param name="state">State from now on; <see cref="DeliveryState.Rendered"/> to try again.</param>
    /// <param name="words">What the server said, or why.</param>
    /// <param name="notBefore">When it may be tried again.</param>
    public async Task EndAsync(Claim claim, string worker, string state, string words, DateTimeOffset? notBefore = null)
    {
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
        var now = clock.GetUtcNow();
        var changed = await connection.ExecuteAsync(
            """
            update ops.delivery set state = @state, words = @words, not_before = coalesce(@notBefore, not_before), claim_expires_at = null,
                ended_at = case when @state in ('accepted', 'refused', 'suppressed') then @now end
            where delivery_id = @DeliveryId and attempt = @Attempt and state = 'claimed'
            """, new { claim.DeliveryId, claim.Attempt, state, words, notBefore, now }, transaction);
        if (changed == 1)
        {
            await EventAsync(connection, claim.DeliveryId, now, state, worker, words);
        }

        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>Makes claims whose time is over doubts: their process was stopped while sending.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ExpireClaimsAsync(CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            with expired as (
                update ops.delivery set state = 'in_doubt', words = 'the process ' || claimed_by || ' stopped while sending', claim_expires_at = null
                where state = 'claimed' and claim_expires_at <= @now
                returning delivery_id, attempt, words
            )
            insert into ops.delivery_event (delivery_id, happened_at, state, attempt, who, words)
            select delivery_id, @now, 'in_doubt', attempt, 'lease', words from expired
            """, new { now = clock.GetUtcNow() }, cancellationToken: ct));
    }

    internal static Task EventAsync(NpgsqlConnection connection, long deliveryId, DateTimeOffset now, string state, string who, string? words) =>
        connection.ExecuteAsync(
            """
            insert into ops.delivery_event (delivery_id, happened_at, state, attempt, who, words)
            select delivery_id, @now, @state, attempt, @who, @words from ops.delivery where delivery_id = @deliveryId
            """, new { deliveryId, now, state, who, words });
}
