using Dapper;
using MailKit;
using MailKit.Search;
using Npgsql;

namespace KaPipeline.Mail;

/// <summary>Reads the return mailbox by IMAP, from where the last look ended, and records what came back. The mailbox stays as it
/// is.</summary>
/// <param name="database">The warehouse.</param>
/// <param name="mailbox">Its settings.</param>
/// <param name="clock">Time.</param>
public sealed class ReturnMailboxReader(NpgsqlDataSource database, ReturnMailboxOptions mailbox, TimeProvider clock)
{
    // Days back that a mailbox is read which was never read, or whose numbers hold no longer.
    private const int FirstDays = 7;
    private const int MostAtOnce = 500;
    private const uint LargestBytes = 20_000_000;

    /// <summary>What one look found.</summary>
    /// <param name="Read">Mails that were read.</param>
    /// <param name="Bounced">Deliveries that are known to have come back since.</param>
    /// <param name="Delayed">Deliveries that are late.</param>
    public sealed record Look(int Read, int Bounced, int Delayed);

    /// <summary>Takes one look.</summary>
    /// <exception cref="MailServerException">The mailbox cannot be read; the message says why, without a secret.</exception>
    /// <exception cref="NpgsqlException">The warehouse cannot be reached.</exception>
    public Task<Look> ReadAsync(CancellationToken ct = default) => new ReturnMailboxLine(mailbox, clock).ReadAsync(LookAsync, ct);

    // Oldest first, and how far it was read is kept with what was found: a look that is cut off goes on where it ended.
    private async Task<Look> LookAsync(IMailFolder folder, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var (validity, last) = await connection.QuerySingleOrDefaultAsync<(long, long)>(new CommandDefinition(
            "select uid_validity, last_uid from ops.return_mailbox where mailbox = @Name", mailbox, cancellationToken: ct));
        var isKnown = validity == folder.UidValidity;
        var found = await folder.SearchAsync(isKnown
            ? SearchQuery.Uids(new UniqueIdRange(new UniqueId((uint)last + 1), UniqueId.MaxValue))
            : SearchQuery.DeliveredAfter(clock.GetUtcNow().UtcDateTime.AddDays(-FirstDays)), ct);
        var fresh = found.Where(uid => !isKnown || uid.Id > last).OrderBy(uid => uid.Id).Take(MostAtOnce).ToList();
        var sizes = fresh.Count == 0 ? [] : (await folder.FetchAsync(fresh, MessageSummaryItems.UniqueId | MessageSummaryItems.Size, ct))
            .ToDictionary(summary => summary.UniqueId, summary => summary.Size ?? 0);
        var ledger = new BounceLedger(clock);
        var (bounced, delayed) = (0, 0);
        foreach (var uid in fresh)
        {
            var said = sizes.GetValueOrDefault(uid) > LargestBytes ? [] : await SaidAsync(folder, uid, ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            foreach (var returned in said)
            {
                var isNew = await ledger.RecordAsync(transaction, returned, ct);
                bounced += isNew && returned.IsFinal ? 1 : 0;
                delayed += isNew && !returned.IsFinal ? 1 : 0;
            }

            await KeepAsync(transaction, folder.UidValidity, uid.Id, ct);
            await transaction.CommitAsync(ct);
        }

        if (fresh.Count == 0)
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await KeepAsync(transaction, folder.UidValidity, isKnown ? last : 0, ct);
            await transaction.CommitAsync(ct);
        }

        return new Look(fresh.Count, bounced, delayed);
    }

    // A mail that is none keeps no other from being read.
    private static async Task<IReadOnlyList<ReturnedMail>> SaidAsync(IMailFolder folder, UniqueId uid, CancellationToken ct)
    {
        try
        {
            using var message = await folder.GetMessageAsync(uid, ct);
            return ReturnedMail.Read(message);
        }
        catch (Exception e) when (e is FormatException or MessageNotFoundException)
        {
            return [];
        }
    }

    private Task<int> KeepAsync(NpgsqlTransaction transaction, long validity, long last, CancellationToken ct) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into ops.return_mailbox (mailbox, uid_validity, last_uid, read_at) values (@Name, @validity, @last, @now)
            on conflict (mailbox) do update
                set uid_validity = excluded.uid_validity, last_uid = excluded.last_uid, read_at = excluded.read_at
            """, new { mailbox.Name, validity, last, now = clock.GetUtcNow() }, transaction, cancellationToken: ct));
}
