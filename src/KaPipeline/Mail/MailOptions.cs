using System.ComponentModel.DataAnnotations;

namespace KaPipeline.Mail;

/// <summary>Section <c>Mail</c> of <c>config/appsettings.json</c>; <c>docs/mail.md</c> shows each setting in use.</summary>
public sealed class MailOptions : IValidatableObject
{
    private static readonly string[] Languages = ["zh-CN", "en"];

    /// <summary><c>pickup</c> writes into the outbox; <c>smtp</c> sends.</summary>
    [RegularExpression("^(pickup|smtp)$", ErrorMessage = "Transport must be pickup or smtp")]
    public string Transport { get; set; } = "pickup";

    /// <summary>Whether this installation serves real readers: then a pickup folder is refused unless
    /// <see cref="PickupInProduction"/>.</summary>
    public bool Production { get; set; }

    /// <summary>Says that something really collects the outbox folder.</summary>
    public bool PickupInProduction { get; set; }

    /// <summary>Address that mails come from.</summary>
    public string From { get; set; } = "ka-pipeline@localhost.localdomain";

    /// <summary>Names beside it: by digest (and <c>alarm</c>), then by language; what is not named has a name of its own.</summary>
    public Dictionary<string, Dictionary<string, string>> SenderNames { get; set; } = [];

    /// <summary>Address for answers; empty: the sender's.</summary>
    public string ReplyTo { get; set; } = "";

    /// <summary>Server for <c>smtp</c>.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>Another server, for telling operations that the first one fails; none when its host is empty.</summary>
    public SmtpOptions AlarmSmtp { get; set; } = new();

    /// <summary>The mailbox to which undeliverable mails come back; not read when its host is empty.</summary>
    public ReturnMailboxOptions Returns { get; set; } = new();

    /// <summary>Addresses of operations: who hears of failures.</summary>
    public List<string> Operations { get; set; } = [];

    /// <summary>Address of the console, for links in mails, for example <c>https://ka.example.com</c>; empty: mails carry no
    /// links.</summary>
    public string ConsoleAddress { get; set; } = "";

    /// <summary>Time of the send day, Asia/Shanghai, up to which an edition waits for late and held sources; then it goes, marked
    /// partial.</summary>
    public TimeOnly WaitForSourcesUntil { get; set; } = new(9, 20);

    /// <summary>Minutes for which a scheduled run waits for a mail server that cannot be used; then it has failed, and <c>watch</c> sends
    /// what is left of the edition once the server answers.</summary>
    [Range(0, 1440, ErrorMessage = "WaitForServerMinutes must be between 0 and 1440")]
    public int WaitForServerMinutes { get; set; } = 60;

    /// <summary>Attempts until a mail that was certainly not accepted is given up. Trouble of the server itself is not counted.</summary>
    [Range(1, 20, ErrorMessage = "Attempts must be between 1 and 20")]
    public int Attempts { get; set; } = 6;

    /// <summary>Seconds before the second attempt; each further one waits twice as long.</summary>
    [Range(1, 3600, ErrorMessage = "FirstRetrySeconds must be between 1 and 3600")]
    public int FirstRetrySeconds { get; set; } = 30;

    /// <summary>Attached files above this many mebibytes stay in the outbox, and the mail says where.</summary>
    [Range(1, 50, ErrorMessage = "AttachmentMebibytes must be between 1 and 50")]
    public int AttachmentMebibytes { get; set; } = 8;

    /// <summary>The shadow month: letters are rendered and kept, and go to nobody but <see cref="ShadowReaders"/>. Mails to operations go
    /// as ever.</summary>
    public bool Shadow { get; set; }

    /// <summary>Who gets letters in the shadow month: persons of the master data or addresses.</summary>
    public List<string> ShadowReaders { get; set; } = [];

    /// <summary>Folder for <c>pickup</c>, and for workbooks too big for a mail; empty in the file: <see cref="KaHome.Outbox"/>.</summary>
    public string Outbox { get; set; } = "";

    /// <summary>The name beside the sender's address.</summary>
    /// <param name="digest">The digest, or <c>alarm</c>.</param>
    /// <param name="language"><c>zh-CN</c> or <c>en</c>.</param>
    public string SenderName(string digest, string language) =>
        SenderNames.GetValueOrDefault(digest)?.GetValueOrDefault(language) ?? Mail.SenderNames.Of(digest, language);

    /// <summary>Why a reader gets no letter for now; null when letters go.</summary>
    public string? KeptBack(Recipient recipient) => Shadow && !recipient.IsAmong(ShadowReaders)
        ? "影子月：只生成不发送 shadow month: rendered, not sent" : null;

    /// <summary>The transport that these options name.</summary>
    /// <param name="clock">Time, for tokens that expire.</param>
    /// <exception cref="InvalidDataException">It may not be used here, or is not whole; the message says what to set.</exception>
    public IMailTransport CreateTransport(TimeProvider clock)
    {
        if (Transport == "smtp")
        {
            return Smtp.Host.Length > 0
                ? new MailKitTransport(Smtp, clock)
                : throw new InvalidDataException(
                "Mail:Transport is smtp, but Mail:Smtp:Host is empty: name the server in config/appsettings.json.");
        }

        return !Production || PickupInProduction
            ? new PickupTransport(Outbox)
            : throw new InvalidDataException(
                "Mail:Transport is pickup in production: nobody would get a mail. Set Mail:Transport to smtp, or Mail:PickupInProduction to true if something collects the outbox.");
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (setting, place, address) in Operations.Select((address, at) => ("Operations", $"Operations:{at}", address))
            .Prepend(("From", "From", From))
            .Concat(ReplyTo.Length > 0 ? [("ReplyTo", "ReplyTo", ReplyTo)] : []))
        {
            if (new Mailbox("", address).Fault is { } fault)
            {
                yield return new ValidationResult($"{setting}: {fault}", [place]);
            }
        }

        if (ConsoleAddress.Length > 0
            && !(Uri.TryCreate(ConsoleAddress, UriKind.Absolute, out var page) && page.Scheme is "http" or "https"))
        {
            yield return new ValidationResult(
                $"ConsoleAddress: \"{ConsoleAddress}\" is no address of a page; write for example https://ka.example.com");
        }

        foreach (var (digest, names) in SenderNames)
        {
            if (!Mail.SenderNames.Known.Contains(digest))
            {
                yield return new ValidationResult(
                    $"SenderNames: there is no digest \"{digest}\"; there are {string.Join(", ", Mail.SenderNames.Known)}",
                    [$"SenderNames:{digest}"]);
            }

            foreach (var language in names.Keys.Where(language => !Languages.Contains(language)))
            {
                yield return new ValidationResult(
                    $"SenderNames:{digest}: there is no language \"{language}\"; there are {string.Join(", ", Languages)}",
                    [$"SenderNames:{digest}:{language}"]);
            }
        }
    }
}
