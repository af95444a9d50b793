using System.Globalization;
using System.Security.Cryptography;
using KaPipeline.Digests.Design;
using KaPipeline.Labels;

namespace KaPipeline.Mail;

/// <summary>The mail that invites somebody to the console, by the way that every mail goes. Neither ledger nor <c>ops.mail_content</c>
/// keeps it: whoever reads its link can take the account (<c>docs/decisions/0696-invited-by-mail.md</c>).</summary>
/// <param name="options">Addresses and servers.</param>
public sealed class InvitationMail(MailOptions options, TimeProvider clock)
{
    /// <summary>Folder of the outbox, and what the identity of the message begins with.</summary>
    public const string Folder = "invitation";

    /// <summary>Path of the console's page below which the token stands.</summary>
    public const string Path = "/invitation";

    /// <summary>Whether mails are written into a folder instead of being sent.</summary>
    public bool IsPickup => options.Transport == "pickup";

    /// <summary>What the settings lack for an invitation, for people; null when nothing.</summary>
    public string? Missing
    {
        get
        {
            if (options.ConsoleAddress.Length == 0)
            {
                return Bilingual.Of(
                    "尚未设置 Mail:ConsoleAddress（例如 https://ka.example.com），邮件中没有链接可写，不能邀请。",
                    "Mail:ConsoleAddress is not set (for example https://ka.example.com): a mail would have no link, so nobody can be invited.");
            }

            try
            {
                _ = options.CreateTransport(clock);
                return null;
            }
            catch (InvalidDataException e)
            {
                return Bilingual.Of($"邮件设置不完整，不能邀请：{e.Message}", $"The mail settings are not whole, so nobody can be invited: {e.Message}");
            }
        }
    }

    /// <summary>Sends it, once.</summary>
    /// <param name="to">Who is invited.</param>
    /// <param name="language">Theirs.</param>
    /// <param name="account">Name of the account.</param>
    /// <param name="invitedBy">Who invites.</param>
    /// <param name="token">What the link ends with.</param>
    /// <param name="validUntil">Until when the link works.</param>
    /// <exception cref="InvalidDataException">Something is <see cref="Missing"/>.</exception>
    public async Task<SendOutcome> SendAsync(Mailbox to, Language language, string account, string invitedBy, string token,
        DateTimeOffset validUntil, CancellationToken ct = default)
    {
        if (Missing is { } missing)
        {
            throw new InvalidDataException(missing);
        }

        var now = clock.GetUtcNow();
        var content = await WriteAsync(language, account, invitedBy, $"{options.ConsoleAddress.TrimEnd('/')}{Path}/{token}", validUntil);
        var number = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        return await options.CreateTransport(clock).SendAsync(new Envelope(
            new Mailbox(options.SenderName(Folder, language.Code), options.From), to,
            string.Create(CultureInfo.InvariantCulture, $"{Folder}.{now.ToUnixTimeMilliseconds()}.{number}@{options.From.Split('@')[^1]}"),
            Folder, content)
        {
            Date = now,
            ReplyTo = options.ReplyTo.Length > 0 ? options.ReplyTo : null,
            Language = language.Code,
        }, ct);
    }

    private static async Task<MailContent> WriteAsync(Language language, string account, string invitedBy, string link,
        DateTimeOffset validUntil)
    {
        var until = language.Moment(validUntil);
        var document = new Document(
            language, language.Say("KaPipeline 控制台邀请", "Your account for KaPipeline"),
            language.Say($"{invitedBy} 为您开通了账号 {account}", $"{invitedBy} has made the account {account} for you"),
            language.Say("打开链接，设置密码，即可登录", "Open the link and choose a password to sign in"),
            [
                new Grid(
                    [new(language.Say("链接", "Link"))],
                    [new Row(new Cell(language.Say("设置密码并登录", "Choose a password and sign in"), link, Link: link))]),
                new Notice(Tone.Plain, language.Say(
                    $"链接只能使用一次，{until} 前有效。请勿转发：得到链接的人可以使用您的账号。",
                    $"The link works once, until {until}. Do not forward it: whoever has it can take your account.")),
            ],
            [
                language.Say(
                    $"以后登录时使用账号 {account} 和您设置的密码。链接过期时，请管理员重新邀请。",
                    $"From then on you sign in as {account} with your password. If the link has expired, ask an admin to invite you again."),
                language.Say("如果您不认识此系统，可不理会本邮件。", "If this means nothing to you, you need not do anything."),
            ]);
        await using var html = new DocumentHtml();
        return new MailContent(document.Title, await html.RenderAsync(document, Medium.Mail), DocumentText.Of(document), []);
    }
}
