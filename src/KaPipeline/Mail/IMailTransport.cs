namespace KaPipeline.Mail;

/// <summary>A way for mails to leave: an SMTP server, or a pickup folder.</summary>
public interface IMailTransport
{
    /// <summary>Where mails go, for people: host and port, or folder.</summary>
    string Destination { get; }

    /// <summary>Tries once. Every failure is an outcome, never an exception; so is a stop in mid-sending.</summary>
    Task<SendOutcome> SendAsync(Envelope envelope, CancellationToken ct = default);
}
