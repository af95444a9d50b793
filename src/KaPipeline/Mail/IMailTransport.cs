namespace KaPipeline.Mail;

/// <summary>A way for letters to leave: an SMTP server, a pickup folder, or a group's robot.</summary>
public interface IMailTransport
{
    /// <summary>Where mails go, for people and as the key of the ledger of servers: host and port, folder, or the robot's
    /// address.</summary>
    string Destination { get; }

    /// <summary>Opens the way for a batch of mails: connects, encrypts and signs in.</summary>
    /// <exception cref="MailServerException">The server's trouble: nothing was said about any recipient.</exception>
    Task<IMailSession> ConnectAsync(CancellationToken ct = default);
}

/// <summary>One open connection, for one batch, one mail after the other. Disposing says goodbye.</summary>
public interface IMailSession : IAsyncDisposable
{
    /// <summary>Tries one mail once. Every failure is an outcome, never an exception.</summary>
    Task<SendOutcome> SendAsync(Envelope envelope, CancellationToken ct = default);
}

/// <summary>Sending one mail over a connection of its own.</summary>
public static class MailTransportExtensions
{
    /// <summary>Connects, tries once, and says goodbye.</summary>
    public static async Task<SendOutcome> SendAsync(this IMailTransport transport, Envelope envelope, CancellationToken ct = default)
    {
        try
        {
            await using var session = await transport.ConnectAsync(ct);
            return await session.SendAsync(envelope, ct);
        }
        catch (MailServerException e)
        {
            return new(SendVerdict.ServerTrouble, e.Message);
        }
    }
}
