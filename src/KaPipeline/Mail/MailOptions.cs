using System.ComponentModel.DataAnnotations;

namespace KaPipeline.Mail;

/// <summary>Section <c>Mail</c> of <c>config/appsettings.json</c>.</summary>
public sealed class MailOptions
{
    /// <summary><c>pickup</c> writes into the outbox; <c>smtp</c> sends.</summary>
    [RegularExpression("^(pickup|smtp)$", ErrorMessage = "Mail:Transport must be pickup or smtp")]
    public string Transport { get; set; } = "pickup";

    /// <summary>Whether this installation serves real readers: then a pickup folder is refused unless <see cref="PickupInProduction"/>.</summary>
    public bool Production { get; set; }

    /// <summary>Says that something really collects the outbox folder.</summary>
    public bool PickupInProduction { get; set; }

    /// <summary>Address that mails come from.</summary>
    [Required]
    public string From { get; set; } = "ka-pipeline@localhost.localdomain";

    /// <summary>Name beside it.</summary>
    public string FromName { get; set; } = "KaPipeline 重点客户日报";

    /// <summary>Server for <c>smtp</c>.</summary>
    public SmtpServer Smtp { get; set; } = new();

    /// <summary>Another server, for telling operations that the first one fails; none when its host is empty.</summary>
    public SmtpServer AlarmSmtp { get; set; } = new();

    /// <summary>Addresses of operations: who hears of failures.</summary>
    public List<string> Operations { get; set; } = [];

    /// <summary>Address of the console, for links in mails, for example <c>https://ka.example.com</c>; empty: mails carry no links.</summary>
    public string ConsoleAddress { get; set; } = "";

    /// <summary>Time of the send day, Asia/Shanghai, up to which an edition waits for late and held sources; then it goes, marked partial.</summary>
    public TimeOnly WaitForSourcesUntil { get; set; } = new(9, 20);

    /// <summary>Attempts until a mail that was certainly not accepted is given up.</summary>
    [Range(1, 20)]
    public int Attempts { get; set; } = 6;

    /// <summary>Seconds before the second attempt; each further one waits twice as long.</summary>
    [Range(1, 3600)]
    public int FirstRetrySeconds { get; set; } = 30;

    /// <summary>Attached files above this many mebibytes stay in the outbox, and the mail says where.</summary>
    [Range(1, 50)]
    public int AttachmentMebibytes { get; set; } = 8;

    /// <summary>Folder for <c>pickup</c>, and for workbooks too big for a mail; empty in the file: <see cref="KaHome.Outbox"/>.</summary>
    public string Outbox { get; set; } = "";

    /// <summary>The transport that these options name.</summary>
    /// <exception cref="InvalidDataException">It may not be used here, or is not whole; the message says what to set.</exception>
    public IMailTransport CreateTransport()
    {
        if (Transport == "smtp")
        {
            return Smtp.Host.Length > 0
                ? new MailKitTransport(Smtp)
                : throw new InvalidDataException("Mail:Transport is smtp, but Mail:Smtp:Host is empty: name the server in config/appsettings.json.");
        }

        return !Production || PickupInProduction
            ? new PickupTransport(Outbox)
            : throw new InvalidDataException(
                "Mail:Transport is pickup in production: nobody would get a mail. Set Mail:Transport to smtp, or Mail:PickupInProduction to true if something collects the outbox.");
    }
}
