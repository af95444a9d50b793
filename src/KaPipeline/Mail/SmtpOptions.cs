using System.ComponentModel.DataAnnotations;

namespace KaPipeline.Mail;

/// <summary>An SMTP server and how to speak to it.</summary>
public sealed class SmtpOptions : IValidatableObject
{
    /// <summary>The conversation becomes encrypted by STARTTLS before anything else; a server without it is refused.</summary>
    public const string StartTls = "start_tls";

    /// <summary>Encrypted from the first byte, on whatever port.</summary>
    public const string ImplicitTls = "implicit_tls";

    /// <summary>No encryption, and therefore no sign-in: for a relay in the same house.</summary>
    public const string NoTls = "none";

    /// <summary>No encryption, and yet a password: whoever sees the line can read it.</summary>
    public const string NoTlsEvenForThePassword = "none_and_everybody_on_the_line_can_read_the_password";

    /// <summary>Host name; empty means there is no server.</summary>
    public string Host { get; set; } = "";

    /// <summary>TCP port; 0: 587 with <c>start_tls</c>, 465 with <c>implicit_tls</c>, else 25.</summary>
    [Range(0, 65535, ErrorMessage = "Port must be between 0 and 65535")]
    public int Port { get; set; }

    /// <summary>How the line is protected: one of the constants of this class.</summary>
    public string Security { get; set; } = StartTls;

    /// <summary>PEM file with the certificates of a private authority that signs the server's; empty: those that this machine
    /// trusts.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>Whether the server's certificate is looked up in its authority's list of revoked ones, which this machine must reach; not
    /// given: yes, except with <see cref="CaFile"/>.</summary>
    public bool? CheckRevocation { get; set; }

    /// <summary>User name; empty means no sign-in.</summary>
    public string User { get; set; } = "";

    /// <summary>Name of the environment variable that holds the password; the password itself is never in a file.</summary>
    [RegularExpression("^[A-Za-z_][A-Za-z0-9_]*$", ErrorMessage = "PasswordVariable must be the name of an environment variable")]
    public string PasswordVariable { get; set; } = "KA_SMTP_PASSWORD";

    /// <summary>Sign-in by OAuth 2 in place of a password; used where its token endpoint is given.</summary>
    public OAuthOptions OAuth { get; set; } = new();

    /// <summary>Seconds for connecting, encrypting and signing in, and again for each mail from the first byte to the server's last answer;
    /// then it is given up.</summary>
    [Range(1, 600, ErrorMessage = "TimeoutSeconds must be between 1 and 600")]
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>Mails that the server may be given in a minute, by all nodes together.</summary>
    [Range(1, 10_000, ErrorMessage = "MailsPerMinute must be between 1 and 10000")]
    public int MailsPerMinute { get; set; } = 120;

    /// <summary>The port that is really used.</summary>
    public int PortInUse => Port > 0 ? Port : Security switch { StartTls => 587, ImplicitTls => 465, _ => 25 };

    /// <summary>Whether the line is encrypted.</summary>
    public bool IsEncrypted => Security is StartTls or ImplicitTls;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string[] known = [StartTls, ImplicitTls, NoTls, NoTlsEvenForThePassword];
        if (!known.Contains(Security))
        {
            yield return new ValidationResult($"Security must be one of {string.Join(", ", known)}, but is \"{Security}\"");
        }

        if (Host.Length > 0 && Uri.CheckHostName(Host) == UriHostNameType.Unknown)
        {
            yield return new ValidationResult($"Host \"{Host}\" is not a server name: write for example smtp.example.com");
        }

        if (User.Length > 0 && Security == NoTls)
        {
            yield return new ValidationResult(
                $"Security is none, so there can be no sign-in, but User is \"{User}\": set Security to start_tls or implicit_tls (or to {NoTlsEvenForThePassword})");
        }

        if (CaFile.Length > 0 && !File.Exists(CaFile))
        {
            yield return new ValidationResult($"CaFile {CaFile} was not found");
        }

        if (OAuth.TokenEndpoint.Length > 0 && User.Length == 0)
        {
            yield return new ValidationResult("OAuth needs User: the mailbox that sends");
        }
    }
}
