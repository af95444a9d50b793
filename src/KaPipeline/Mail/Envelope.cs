using System.Globalization;

namespace KaPipeline.Mail;

/// <summary>What a transport needs to carry one mail to one recipient.</summary>
/// <param name="From">Who it comes from.</param>
/// <param name="To">The one recipient.</param>
/// <param name="MessageId">From the ledger, without angle brackets: the same at every attempt, so that a server which saw it twice can
/// tell.</param>
/// <param name="Folder">Folder below the outbox, for a pickup: the digest's business date.</param>
public sealed record Envelope(Mailbox From, Mailbox To, string MessageId, string Folder, MailContent Content)
{
    /// <summary>When the mail was made: the same at every attempt.</summary>
    public DateTimeOffset Date { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Address for answers; null: the sender's.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>What the mail is one of, for the reader's filters: <c>daily</c>; null: nothing regular.</summary>
    public string? List { get; init; }

    /// <summary><c>zh-CN</c> or <c>en</c>.</summary>
    public string Language { get; init; } = "zh-CN";

    /// <summary>The console's page of the edition; null where the console's address is not known, or the edition not recorded.</summary>
    public string? Link { get; init; }

    /// <summary>Why one of its addresses cannot be written to, in words; null when all can.</summary>
    public string? Fault => From.Fault ?? To.Fault ?? (ReplyTo is null ? null : new Mailbox("", ReplyTo).Fault);

    /// <summary>The envelope of a claimed mail, with the sender's name and the addresses of the settings.</summary>
    public static Envelope Of(MailOptions options, ClaimedMail claim, MailContent content) =>
        new(new Mailbox(options.SenderName(claim.Digest, claim.Language), options.From), new Mailbox(claim.RecipientName, claim.Address),
        claim.MessageId,
            claim.BusinessDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), content)
        {
            Date = claim.RenderedAt,
            ReplyTo = options.ReplyTo.Length > 0 ? options.ReplyTo : null,
            List = claim.Digest,
            Language = claim.Language,
            Link = options.ConsoleAddress.Length > 0 && claim.EditionId > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{options.ConsoleAddress.TrimEnd('/')}/deliveries?edition={claim.EditionId}")
                : null,
        };
}
