using Dapper;
using Npgsql;

namespace KaPipeline.Mail;

/// <summary>Records of our deliveries what the return mailbox says of them.</summary>
/// <param name="clock">Time.</param>
public sealed class BounceLedger(TimeProvider clock)
{
    private const string Who = "return mailbox";

    /// <summary>An address whose newest mails came back.</summary>
    /// <param name="Address">The address.</param>
    /// <param name="Name">Whose it is.</param>
    /// <param name="Words">The server's words about the newest.</param>
    /// <param name="InARow">How many came back since the last that did not.</param>
    public sealed record BouncedAddress(string Address, string Name, string Words, int InARow);

    /// <summary>Records one: given up, the delivery is <c>bounced</c>; late, its history notes it.</summary>
    /// <returns>Whether it was one of ours and not known yet.</returns>
    public async Task<bool> RecordAsync(NpgsqlTransaction transaction, ReturnedMail returned, CancellationToken ct = default)
    {
        var connection = transaction.Connection!;
        var now = clock.GetUtcNow();
        var delivery = await FindAsync(connection, returned, now, ct);
        if (delivery is null)
        {
            return false;
        }

        var words = returned.Words.Length > 0 ? returned.Words : "came back";
        if (returned.IsFinal)
        {
            var moved = await connection.ExecuteAsync(new CommandDefinition(
                """
                update ops.delivery set state = 'bounced', words = @words, ended_at = @now
                where delivery_id = @delivery and state in ('accepted', 'in_doubt')
                """, new { delivery, words, now }, transaction, cancellationToken: ct));
            if (moved == 1)
            {
                await MailLedger.EventAsync(connection, delivery.Value, now, MailState.Bounced, Who, words);
            }

            return moved == 1;
        }

        return await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into ops.delivery_event (delivery_id, happened_at, state, attempt, who, words)
            select delivery_id, @now, state, attempt, @Who, @late from ops.delivery
            where delivery_id = @delivery and not exists (
                select from ops.delivery_event as known where known.delivery_id = @delivery and known.who = @Who and known.words = @late)
            """, new { delivery, now, Who, late = $"delayed: {words}" }, transaction, cancellationToken: ct)) == 1;
    }

    /// <summary>Addresses whose newest mails came back within a month, as long as their reader has no other by now. A mail that was
    /// accepted counts as arrived after a day without a word.</summary>
    public async Task<IReadOnlyList<BouncedAddress>> AddressesAsync(NpgsqlConnection connection, CancellationToken ct = default) =>
    [
        .. await connection.QueryAsync<BouncedAddress>(new CommandDefinition(
            """
            with arrived as (
                select address, max(delivery_id) as delivery_id from ops.delivery
                where state = 'accepted' and ended_at < @now - interval '1 day' and address in (
                    select address from ops.delivery where state = 'bounced' and ended_at > @now - interval '30 days')
                group by address
            ), back as (
                select *, row_number() over (partition by address order by delivery_id desc) as place,
                    count(*) over (partition by address) as in_a_row
                from ops.delivery left join (select address, delivery_id as arrived_id from arrived) as arrived using (address)
                where state = 'bounced' and ended_at > @now - interval '30 days' and delivery_id > coalesce(arrived_id, 0)
            )
            select address as "Address", recipient_name as "Name", words as "Words", in_a_row::integer as "InARow"
            from back
            where place = 1 and not exists (
                select from ops.delivery as other
                where other.recipient_id = back.recipient_id and other.delivery_id > back.delivery_id and other.address <> back.address)
            order by address
            """, new { now = clock.GetUtcNow() }, cancellationToken: ct)),
    ];

    // By its Message-ID; where a server on the way gave it another, by its list and reader, the newest of a week.
    private static Task<long?> FindAsync(NpgsqlConnection connection, ReturnedMail returned, DateTimeOffset now, CancellationToken ct) =>
        connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            """
            select coalesce(
                (select delivery_id from ops.delivery where message_id = any (@ids) order by delivery_id desc limit 1),
                (select delivery_id from ops.delivery join ops.edition using (edition_id)
                 where digest = @List and lower(address) = lower(@Recipient) and state in ('accepted', 'in_doubt', 'bounced')
                   and rendered_at > @now - interval '7 days'
                 order by delivery_id desc limit 1))
            """, new { ids = returned.MessageIds.ToArray(), returned.List, returned.Recipient, now }, cancellationToken: ct));
}
