using System.ComponentModel.DataAnnotations;

namespace KaPipeline.Mail;

/// <summary>The mailbox to which undeliverable mails come back: that of <see cref="MailOptions.From"/>. It is read by IMAP, and nothing in
/// it is changed.</summary>
public sealed class ReturnMailboxOptions : IValidatableObject
{
    /// <summary>Host name; empty: nobody reads it, and what bounces stays unknown.</summary>
    public string Host { get; set; } = "";

    /// <summary>TCP port; 0: 993 with <c>implicit_tls</c>, else 143.</summary>
    [Range(0, 65535, ErrorMessage = "Port must be between 0 and 65535")]
    public int Port { get; set; }

    /// <summary>How the line is protected: as of <see cref="SmtpOptions"/>.</summary>
    public string Security { get; set; } = SmtpOptions.ImplicitTls;

    /// <summary>PEM file with the certificates of a private authority; empty: those that this machine trusts.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>User name.</summary>
    public string User { get; set; } = "";

    /// <summary>Name of the environment variable that holds the password; the password itself never stands in a file.</summary>
    [RegularExpression("^[A-Za-z_][A-Za-z0-9_]*$", ErrorMessage = "PasswordVariable must be the name of an environment variable")]
    public string PasswordVariable { get; set; } = "KA_IMAP_PASSWORD";

    /// <summary>Sign-in by OAuth 2 in place of a password; used where its token endpoint is given.</summary>
    public OAuthOptions OAuth { get; set; } = new();

    /// <summary>Folder that the returned mails are in.</summary>
    public string Folder { get; set; } = "INBOX";

    /// <summary>Seconds for all of one look.</summary>
    [Range(1, 600, ErrorMessage = "TimeoutSeconds must be between 1 and 600")]
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>The port that is really used.</summary>
    public int PortInUse => Port > 0 ? Port : Security == SmtpOptions.ImplicitTls ? 993 : 143;

    /// <summary>What it is called where it is told of: <c>ka@example.com at imap.example.com:993, INBOX</c>.</summary>
    public string Name => $"{User} at {Host}:{PortInUse}, {Folder}";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string[] known = [SmtpOptions.StartTls, SmtpOptions.ImplicitTls, SmtpOptions.NoTlsEvenForThePassword];
        if (!known.Contains(Security))
        {
            yield return new ValidationResult($"Security must be one of {string.Join(", ", known)}, but is \"{Security}\"");
        }

        if (Host.Length > 0 && Uri.CheckHostName(Host) == UriHostNameType.Unknown)
        {
            yield return new ValidationResult($"Host \"{Host}\" is no name of a server: write for example imap.example.com");
        }

        if (Host.Length > 0 && User.Length == 0)
        {
            yield return new ValidationResult("Returns needs User: the mailbox to which mails come back");
        }

        if (CaFile.Length > 0 && !File.Exists(CaFile))
        {
            yield return new ValidationResult($"CaFile {CaFile} was not found");
        }
    }
}
