using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Mail;

/// <summary>
/// Claims deliveries and records what came of them. A claim is committed before the first byte leaves; whoever dies between claim
/// and record leaves the claim open, and it becomes a doubt for a person, never a second copy.
/// </summary>
public sealed class MailLedger(NpgsqlDataSource database, TimeProvider clock)
{
    internal const long RateLock = 5_242_060;

    static MailLedger() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    // First editions that are made only after sending was resumed, of the time of which a person said that its mails had gone.
    private const string CountedAsSent =
        """
        (edition_number = 1 and copy_number = 1 and attempt = 0
            and exists (select from ops.sending_hold as past where due_at between past.counted_from and past.counted_until and rendered_at > past.released_at))
        """;

    private const string OfItsWay = $"case when @Robot::text is null then address !~ '{Robot.Addresses}' else address = @Robot end";

    // The one place that says what may be sent: nothing of a held edition, and nothing at all while sending is held, whoever asks.
    private const string Due =
        $"""
        from ops.delivery join ops.edition using (edition_id)
        where state = 'rendered' and not_before <= @now and edition_state <> 'held' and {OfItsWay}
          and (@EditionId::bigint is null or edition_id = @EditionId) and (@DeliveryId::bigint is null or delivery_id = @DeliveryId)
          and (not @IsLeftOver or attempt > 0 or copy_number > 1 or edition_state = 'waiting')
          and not exists (select from ops.sending_hold where released_at is null) and not {CountedAsSent}
        """;

    /// <summary>Whether a mail of the scope may be sent now.</summary>
    public async Task<bool> IsDueAsync(SendScope scope, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition($"select exists (select {Due})",
            Values(scope, clock.GetUtcNow()), cancellationToken: ct));
    }

    /// <summary>Robots for which a card waits, by their addresses in the ledger.</summary>
    public async Task<IReadOnlyList<string>> RobotsAsync()
    {
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        return (await connection.QueryAsync<string>(
            $"select distinct address from ops.delivery where state = 'rendered' and address ~ '{Robot.Addresses}' order by 1")).AsList();
    }

    /// <summary>Whether the last that a webhook said for good was that it is gone (410).</summary>
    public async Task<bool> IsGoneAsync(string address, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            select coalesce((select state = 'refused' and words like '410 %' from ops.delivery
                             where address = @address and state in ('accepted', 'refused') order by ended_at desc, delivery_id desc limit 1), false)
            """, new { address }, cancellationToken: ct));
    }

    /// <summary>How many mails of an edition are in each state.</summary>
    public async Task<IReadOnlyDictionary<string, int>> StatesAsync(long edition, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<(string State, int Count)>(new CommandDefinition(
            "select state, count(*)::int from ops.delivery where edition_id = @edition group by state order by state", new { edition },
            cancellationToken: ct)))
            .ToDictionary(row => row.State, row => row.Count);
    }

    /// <summary>How often readers got mail of a digest's date: how many readers got so many editions, most first.</summary>
    /// <returns>Editions there are, and readers by how many of them they got.</returns>
    public async Task<(int Editions, IReadOnlyList<(int Received, int Readers)> Got)> ReceivedAsync(string digest, DateOnly businessDate,
        CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var editions = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "select count(*)::int from ops.edition where digest = @digest and business_date = @businessDate", new { digest, businessDate },
            cancellationToken: ct));
        var got = await connection.QueryAsync<(int, int)>(new CommandDefinition(
            """
            with reader as (
                select recipient_id, count(distinct edition_id)::int as received
                from ops.delivery join ops.edition using (edition_id)
                where digest = @digest and business_date = @businessDate and state in ('accepted', 'in_doubt')
                group by recipient_id
            )
            select received, count(*)::int from reader group by received order by received desc
            """, new { digest, businessDate }, cancellationToken: ct));
        return (editions, got.AsList());
    }

    /// <summary>Claims the next mail that is due.</summary>
    /// <param name="worker">Who claims: machine and process.</param>
    /// <param name="rate">What the server or robot may be given.</param>
    /// <param name="lease">How long a try may take; after that the claim is a doubt.</param>
    /// <param name="ct">Stops before claiming.</param>
    /// <returns>The claim, or how long to wait for the rate, or neither when nothing is due.</returns>
    public async Task<(ClaimedMail? Claim, TimeSpan? Wait)> ClaimAsync(
        string worker, SendScope scope, SendRate rate, TimeSpan lease, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        await connection.ExecuteAsync("select pg_advisory_xact_lock(@RateLock)", new { RateLock }, transaction);

        foreach (var (count, time) in rate.Limits)
        {
            // The mail that would have to be older than this time for one more to fit.
            var oldest = await connection.ExecuteScalarAsync<DateTime?>(
                $"select claimed_at from ops.delivery where claimed_at > @since and {OfItsWay} order by claimed_at desc offset @skip limit 1",
                new { scope.Robot, since = now - time, skip = count - 1 }, transaction);
            if (oldest is { } blocking)
            {
                var isDue = await connection.ExecuteScalarAsync<bool>($"select exists (select {Due})", Values(scope, now), transaction);
                return (null, isDue ? new DateTimeOffset(blocking, TimeSpan.Zero) + time - now : null);
            }
        }

        var values = Values(scope, now);
        values.Add("worker", worker);
        values.Add("expires", now + lease);
        var claim = await connection.QuerySingleOrDefaultAsync<ClaimedMail>(
            $"""
            with due as (
                select delivery_id {Due} order by delivery_id limit 1 for update of delivery skip locked
            ), claimed as (
                update ops.delivery set state = 'claimed', attempt = attempt + 1, claimed_at = @now, claimed_by = @worker, claim_expires_at = @expires
                from due where delivery.delivery_id = due.delivery_id and delivery.state = 'rendered'
                returning delivery.*
            )
            select delivery_id, edition_id, copy_number, attempt, failures, recipient_name, address, language, message_id, rendered_at,
                   content_sha256, digest, business_date
            from claimed join ops.edition using (edition_id)
            """, values, transaction);
        if (claim is not null)
        {
            await EventAsync(connection, claim.DeliveryId, now, MailState.Claimed, worker, null);
            try
            {
                await transaction.CommitConfirmedAsync(ct);
            }
            catch (StandbyUnconfirmedException e)
            {
                await GiveBackAsync(claim, worker, e.Message);
                throw;
            }
        }

        return (claim, null);
    }

    /// <summary>When the next mail of an edition that was put off may be tried; null when none waits, or the edition or all sending is
    /// held.</summary>
    /// <param name="except">Addresses that nobody waits for.</param>
    /// <param name="ct">Stops the query.</param>
    public async Task<DateTimeOffset?> NextTryAsync(long edition, string[] except, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<DateTime?>(new CommandDefinition(
            $"""
            select min(not_before) from ops.delivery join ops.edition using (edition_id)
            where edition_id = @edition and state = 'rendered' and edition_state <> 'held' and address <> all (@except)
              and not exists (select from ops.sending_hold where released_at is null) and not {CountedAsSent}
            """, new { edition, except }, cancellationToken: ct)) is { } next
            ? new DateTimeOffset(next, TimeSpan.Zero) : null;
    }

    /// <summary>Leaves what is left of an edition to the next rounds of <c>watch</c>: its sender gives up on a server in trouble. Changes
    /// nothing of an edition that is held.</summary>
    public async Task LeaveWaitingAsync(long edition)
    {
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        await connection.ExecuteAsync(
            "update ops.edition set edition_state = 'waiting' where edition_id = @edition and edition_state = 'open'", new { edition });
    }

    /// <summary>Content of a claimed mail.</summary>
    public async Task<MailContent> ContentAsync(string sha256, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var (subject, html, text) = await connection.QuerySingleAsync<(string, string, string)>(
            "select subject, html, plain_text from ops.mail_content where content_sha256 = @sha256", new { sha256 });
        var attachments = await connection.QueryAsync<MailAttachment>(
            "select file_name, media_type, content from ops.mail_attachment where content_sha256 = @sha256 order by position",
            new { sha256 });
        return new MailContent(subject, html, text, [.. attachments]);
    }

    /// <summary>Records what came of a try. When the claim has meanwhile been taken away, nothing changes.</summary>
    /// <param name="worker">Who tried.</param>
    /// <param name="state">State from now on; <see cref="MailState.Rendered"/> to try again.</param>
    /// <param name="words">What the server said, or why.</param>
    /// <param name="notBefore">When it may be tried again.</param>
    public async Task EndAsync(ClaimedMail claim, string worker, string state, string words, DateTimeOffset? notBefore = null)
    {
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
        var now = clock.GetUtcNow();
        var changed = await connection.ExecuteAsync(
            """
            update ops.delivery set state = @state, words = @words, not_before = coalesce(@notBefore, not_before), claim_expires_at = null,
                failures = failures + case when @state in ('rendered', 'refused') then 1 else 0 end,
                ended_at = case when @state in ('accepted', 'refused', 'suppressed') then @now end
            where delivery_id = @DeliveryId and attempt = @Attempt and state = 'claimed'
            """, new { claim.DeliveryId, claim.Attempt, state, words, notBefore, now }, transaction);
        if (changed == 1)
        {
            await EventAsync(connection, claim.DeliveryId, now, state, worker, words);
        }

        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>Gives a claim back because the server could not be used: the mail waits as before, and no failure of its own is
    /// counted.</summary>
    public async Task GiveBackAsync(ClaimedMail claim, string worker, string words)
    {
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
        if (await connection.ExecuteAsync(
            """
            update ops.delivery set state = 'rendered', claim_expires_at = null
            where delivery_id = @DeliveryId and attempt = @Attempt and state = 'claimed'
            """, new { claim.DeliveryId, claim.Attempt }, transaction) == 1)
        {
            await EventAsync(connection, claim.DeliveryId, clock.GetUtcNow(), MailState.Rendered, worker, words);
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

    /// <summary>Ends the mails of editions made since sending was resumed, of the time of which a person said that its mails had
    /// gone.</summary>
    /// <returns>How many.</returns>
    public async Task<int> CountAsSentAsync(CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await CountAsSentAsync(connection, CountedAsSent, "counts as sent before the restore", clock.GetUtcNow(),
            new DynamicParameters());
    }

    internal static Task<int> CountAsSentAsync(
        NpgsqlConnection connection, string which, string words, DateTimeOffset now, DynamicParameters values,
        NpgsqlTransaction? transaction = null)
    {
        values.Add("words", words);
        values.Add("now", now);
        return connection.ExecuteAsync(
            $"""
            with gone as (
                update ops.delivery set state = 'accepted', words = @words, ended_at = @now
                from ops.edition
                where edition.edition_id = delivery.edition_id and state = 'rendered' and {which}
                returning delivery_id, attempt
            )
            insert into ops.delivery_event (delivery_id, happened_at, state, attempt, who, words)
            select delivery_id, @now, 'accepted', attempt, 'restore', @words from gone
            """, values, transaction);
    }

    private static DynamicParameters Values(SendScope scope, DateTimeOffset now)
    {
        var values = new DynamicParameters(scope);
        values.Add("now", now);
        return values;
    }

    internal static Task EventAsync(NpgsqlConnection connection, long deliveryId, DateTimeOffset now, string state, string who,
        string? words) =>
        connection.ExecuteAsync(
            """
            insert into ops.delivery_event (delivery_id, happened_at, state, attempt, who, words)
            select delivery_id, @now, @state, attempt, @who, @words from ops.delivery where delivery_id = @deliveryId
            """, new { deliveryId, now, state, who, words });
}
