using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;

namespace KaPipeline.Mail;

/// <summary>Sends through an SMTP server with System.Net.Mail: STARTTLS, user name and password. The server's words on acceptance
/// are not given by this transport (the MailKit adapter gives them); its refusals are.</summary>
/// <param name="server">Where to.</param>
public sealed class SmtpTransport(SmtpServer server) : IMailTransport
{
    // The framework's words when the server does not offer STARTTLS: the conversation ended before the sender was named. It has no other
    // mark; should the words change one day, the mail is in doubt again, which a test would show.
    private const string NoStartTls = "Server does not support secure connections.";

    /// <inheritdoc/>
    public string Destination => $"{server.Host}:{server.Port}";

    /// <inheritdoc/>
    public async Task<SendOutcome> SendAsync(Envelope envelope, CancellationToken ct = default)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(TimeSpan.FromSeconds(server.TimeoutSeconds));
        try
        {
            using var message = MailComposer.Compose(envelope);
            using var client = new SmtpClient(server.Host, server.Port) { EnableSsl = server.StartTls };
            if (server.User is { Length: > 0 } user)
            {
                client.Credentials = new NetworkCredential(user, server.Password);
            }

            await client.SendMailAsync(message, timeout.Token);
            return new(SendVerdict.Accepted, $"accepted by {Destination}");
        }
        catch (FormatException e)
        {
            return new(SendVerdict.Refused, e.Message);
        }
        catch (SmtpException e)
        {
            return Judge(e);
        }
        catch (OperationCanceledException)
        {
            return new(SendVerdict.InDoubt, ct.IsCancellationRequested
                ? "stopped while sending" : $"no answer from {Destination} within {server.TimeoutSeconds} s");
        }
    }

    /// <summary>Sorts a failure: a status of the server is certain, a server that was never reached too; the rest is in doubt.</summary>
    internal static SendOutcome Judge(SmtpException failure)
    {
        var words = string.Join(": ", Causes(failure).Select(cause => cause.Message).Distinct());
        var status = (int)failure.StatusCode;
        var verdict = status switch
        {
            >= 500 => SendVerdict.Refused,
            >= 400 => SendVerdict.NotNow,
            _ when Causes(failure).Any(NeverReached) || failure.Message == NoStartTls => SendVerdict.NotNow,
            _ => SendVerdict.InDoubt,
        };
        return new(verdict, status > 0 ? $"{status} {words}" : words);
    }

    private static bool NeverReached(Exception cause) => cause is AuthenticationException or SocketException
    {
        SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData
            or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.AddressNotAvailable,
    };

    private static IEnumerable<Exception> Causes(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            yield return failure;
        }
    }
}
