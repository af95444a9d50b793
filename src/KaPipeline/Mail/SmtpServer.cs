using System.ComponentModel.DataAnnotations;

namespace KaPipeline.Mail;

/// <summary>An SMTP server and how to speak to it.</summary>
public sealed class SmtpServer
{
    /// <summary>Host name; empty means there is no server.</summary>
    public string Host { get; set; } = "";

    /// <summary>TCP port: 587 for submission with STARTTLS, 25 for a relay.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>Whether the conversation must become encrypted by STARTTLS before anything else; a server without it is refused.</summary>
    public bool StartTls { get; set; } = true;

    /// <summary>User name; empty means no authentication.</summary>
    public string User { get; set; } = "";

    /// <summary>Name of the environment variable that holds the password; the password itself never stands in a file.</summary>
    public string PasswordVariable { get; set; } = "KA_SMTP_PASSWORD";

    /// <summary>Seconds from the first byte to the last after which an attempt is given up.</summary>
    [Range(1, 600)]
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>Mails that the server may be given in a minute, by all nodes together.</summary>
    [Range(1, 10_000)]
    public int MailsPerMinute { get; set; } = 120;

    internal string Password => Environment.GetEnvironmentVariable(PasswordVariable) ?? "";
}
