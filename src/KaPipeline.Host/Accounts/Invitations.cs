using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Accounts;

/// <summary>Accounts whose owner chooses the first password: by a link that is mailed, works once and not for long. The database knows the
/// link's token by its SHA-256 alone.</summary>
public sealed class Invitations(
    AccountStore accounts, NpgsqlDataSource database, InvitationMail mail, SendingGate gate, TimeProvider clock)
{
    /// <summary>How long a link works.</summary>
    public static TimeSpan Validity { get; } = TimeSpan.FromHours(72);

    /// <summary>What the settings lack for inviting somebody, for people; null when nothing.</summary>
    public string? Missing => mail.Missing;

    /// <summary>What is said of a link that opens nothing: wrong, used, expired or voided, and for whom, is not told.</summary>
    public static string Refusal { get; } = Bilingual.Of(
        "链接无效、已使用或已过期。已设过密码的请直接登录，否则请管理员重新邀请。",
        "This link is wrong, was used, or has expired. If you have chosen a password, sign in; else ask an admin to invite you again.");

    /// <summary>Invitations that nobody has accepted, by account.</summary>
    public Task<IReadOnlyList<Invitation>> ListAsync(CancellationToken ct) => database.ListAsync<Invitation>(
        "select account_name, address, valid_until from ops.invitation order by account_name", ct: ct);

    /// <summary>Makes an account that nobody can sign in to yet and mails its link; where the account is there and nobody has chosen its
    /// password, it gets what is said now and a new link. Where no mail goes, nothing is made or changed.</summary>
    /// <param name="who">Who invites.</param>
    /// <exception cref="ArgumentException">A bad name, role, person or address; the account is in use; or the mail did not go.</exception>
    public async Task<InvitationSent> InviteAsync(Invitee invitee, string who, CancellationToken ct)
    {
        if (Missing is { } missing)
        {
            throw new ArgumentException(missing);
        }

        if (await gate.AskAsync(ct) is { } held)
        {
            throw new ArgumentException(held);
        }

        var invited = await accounts.FindPersonAsync(invitee.Whom, ct);
        var personId = invitee.SeesAll ? null : invitee.PersonId ?? invited?.Id
            ?? throw new ArgumentException(Bilingual.Of("请写明范围：某人（--person）或全部（--all）。", "Give its scope: a person (--person), or all (--all)."));
        await accounts.CheckPersonAsync(personId, ct);
        AccountStore.CheckRole(invitee.Role);
        var person = invited ?? (personId is null ? null : await accounts.FindPersonAsync(personId, ct));
        var name = invited is null ? invitee.Whom : invited.Id.ToLowerInvariant();
        AccountStore.CheckName(name);
        var display = invitee.Display ?? person?.Mailbox.Name ?? name;
        var to = new Mailbox(display, invitee.Address ?? person?.Mailbox.Address ?? throw new ArgumentException(Bilingual.Of(
            "请写邮箱地址（--mail）。", "Give the mail address (--mail).")));
        if (to.Fault is { } fault)
        {
            throw new ArgumentException(Bilingual.Of($"邮箱地址不对：{fault}", fault));
        }

        var language = Language.Of(invitee.Language ?? person?.Language);
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = clock.GetUtcNow();
        var sent = new InvitationSent(name, to.Address, now + Validity, new(SendVerdict.NotNow, ""));
        await accounts.ChangeAsync(
            """
            with account as (
                insert into ops.account as kept
                    (account_name, display_name, role, person_id, sees_all, language, security_stamp, created_at)
                values (@name, @display, @role, @personId, @personId::text is null, @language, @stamp, @now)
                on conflict (account_name) do update set
                    display_name = excluded.display_name, role = excluded.role, person_id = excluded.person_id,
                    sees_all = excluded.sees_all, language = excluded.language, security_stamp = excluded.security_stamp
                where kept.password_hash is null and kept.external_id is null and not kept.is_disabled
                returning account_name
            )
            insert into ops.invitation (account_name, token_hash, address, invited_by, invited_at, valid_until)
            select account_name, @hash, @address, @who, @now, @validUntil from account
            on conflict (account_name) do update set
                token_hash = excluded.token_hash, address = excluded.address, invited_by = excluded.invited_by,
                invited_at = excluded.invited_at, valid_until = excluded.valid_until
            """,
            new
            {
                name, display, role = invitee.Role, personId, language = language == Language.English ? "en" : "zh",
                stamp = AccountStore.NewStamp(), now, hash = Hash(token), address = to.Address, who, validUntil = sent.ValidUntil,
            },
            "invite_account", name, who, Bilingual.Of(
                $"账号 {name} 已在使用或已停用，不能邀请。", $"The account {name} is in use or switched off; it cannot be invited."), ct,
            // Last, so that nothing is kept where nothing went; a link that went and is not kept opens nothing.
            async () =>
            {
                sent = sent with { Outcome = await mail.SendAsync(to, language, name, who, token, sent.ValidUntil, ct) };
                if (sent.Outcome.Verdict is not (SendVerdict.Accepted or SendVerdict.InDoubt))
                {
                    throw new ArgumentException(Bilingual.Of(
                        $"邀请邮件没有发出，账号未建立：{sent.Outcome.Words}", $"The invitation was not sent, and no account made: {sent.Outcome.Words}"));
                }
            });
        return sent;
    }

    /// <summary>Sends a new link to where the last one went; the last one opens nothing any more.</summary>
    /// <exception cref="ArgumentException">The account is not waiting for its owner, or the mail did not go.</exception>
    public async Task<InvitationSent> InviteAgainAsync(string name, string who, CancellationToken ct)
    {
        var account = await accounts.FindAsync(name, ct) ?? throw new ArgumentException(AccountStore.Missing(name));
        var last = (await ListAsync(ct)).SingleOrDefault(invitation => invitation.AccountName == name);
        return await InviteAsync(new Invitee(name, account.Role, account.PersonId is null, account.PersonId)
        {
            Display = account.DisplayName, Language = account.Language, Address = last?.Address,
        }, who, ct);
    }

    /// <summary>The account that a token opens; null where it opens none.</summary>
    public Task<string?> FindAsync(string token, CancellationToken ct) => database.FirstAsync<string?>(
        """
        select account_name from ops.invitation join ops.account using (account_name)
        where token_hash = @hash and valid_until > @now and password_hash is null and not is_disabled
        """, new { hash = Hash(token), now = clock.GetUtcNow() }, ct);

    /// <summary>Sets the password that the invited person chose; the link opens nothing from then on.</summary>
    /// <exception cref="ArgumentException">A bad password, or the token opens nothing.</exception>
    public async Task<Account> AcceptAsync(string token, string password, CancellationToken ct)
    {
        var name = await FindAsync(token, ct) ?? throw new ArgumentException(Refusal);
        await accounts.ChangeAsync(
            """
            with used as (delete from ops.invitation where token_hash = @hash and valid_until > @now returning account_name)
            update ops.account as kept set
                password_hash = @passwordHash, security_stamp = @stamp, failed_sign_ins = 0, locked_until = null
            from used where kept.account_name = used.account_name and kept.password_hash is null and not kept.is_disabled
            """,
            new
            {
                hash = Hash(token), now = clock.GetUtcNow(), passwordHash = AccountStore.HashOf(password, name),
                stamp = AccountStore.NewStamp(),
            },
            "accept_invitation", name, name, Refusal, ct);
        return (await accounts.FindAsync(name, ct))!;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
