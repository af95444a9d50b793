namespace KaPipeline.Mail;

/// <summary>At which step a mail server could not be used.</summary>
public enum MailServerFault
{
    /// <summary>The name is unknown, or nothing answers at the port.</summary>
    Unreachable,

    /// <summary>It answered, and then said nothing within the time allowed, or hung up.</summary>
    Silent,

    /// <summary>It greeted with a refusal.</summary>
    Greeting,

    /// <summary>The connection could not be encrypted, or the certificate was not trusted.</summary>
    Encryption,

    /// <summary>The sign-in was refused, or could not be tried.</summary>
    SignIn,

    /// <summary>The OAuth 2 token endpoint gave no token.</summary>
    Token,

    /// <summary>The server refused the sender's address, for whatever recipient.</summary>
    Sender,
}

/// <summary>The mail server's own trouble, before anything was said about a recipient: the batch waits, no mail is blamed.</summary>
/// <param name="fault">At which step.</param>
/// <param name="message">What went wrong, in words, with the server's own; never a secret.</param>
/// <param name="cause">What was thrown.</param>
public sealed class MailServerException(MailServerFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>At which step.</summary>
    public MailServerFault Fault { get; } = fault;
}
