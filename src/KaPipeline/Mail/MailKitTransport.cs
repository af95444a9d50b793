using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace KaPipeline.Mail;

/// <summary>Sends with MailKit: implicit TLS on port 465, STARTTLS elsewhere; a password, or an OAuth 2 access token from the
/// environment variable <c>KA_SMTP_ACCESS_TOKEN</c>. The server's reply on acceptance is kept.</summary>
/// <param name="server">Where to.</param>
public sealed class MailKitTransport(SmtpServer server) : IMailTransport
{
    /// <inheritdoc/>
    public string Destination => $"{server.Host}:{server.Port}";

    /// <inheritdoc/>
    public async Task<SendOutcome> SendAsync(Envelope envelope, CancellationToken ct = default)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(TimeSpan.FromSeconds(server.TimeoutSeconds));
        var isSending = false;
        try
        {
            using var message = Compose(envelope);
            using var client = new SmtpClient();
            await client.ConnectAsync(server.Host, server.Port, Security, timeout.Token);
            await AuthenticateAsync(client, timeout.Token);
            isSending = true;
            // Accepted is accepted, however the conversation ends: the client says goodbye when it is disposed.
            return new(SendVerdict.Accepted, await client.SendAsync(message, timeout.Token));
        }
        catch (FormatException e)
        {
            return new(SendVerdict.Refused, e.Message);
        }
        catch (SmtpCommandException e)
        {
            return new((int)e.StatusCode >= 500 ? SendVerdict.Refused : SendVerdict.NotNow, $"{(int)e.StatusCode} {e.Message}");
        }
        catch (MailKit.ServiceNotAuthenticatedException e)
        {
            // Its own exception for a 530: the sender was refused.
            return new(SendVerdict.Refused, $"530 {e.Message}");
        }
        catch (MailKit.ServiceNotConnectedException e)
        {
            return new(SendVerdict.NotNow, e.Message);
        }
        catch (Exception e) when (e is IOException or SocketException or NotSupportedException or MailKit.ProtocolException or SslHandshakeException or System.Security.Authentication.AuthenticationException
            or MailKit.Security.AuthenticationException or OperationCanceledException)
        {
            // Before the message was handed over nothing can have been accepted; after it, perhaps.
            return new(isSending ? SendVerdict.InDoubt : SendVerdict.NotNow, e.Message);
        }
    }

    private SecureSocketOptions Security =>
        server.Port == 465 ? SecureSocketOptions.SslOnConnect : server.StartTls ? SecureSocketOptions.StartTls : SecureSocketOptions.None;

    private async Task AuthenticateAsync(SmtpClient client, CancellationToken ct)
    {
        if (server.User.Length == 0)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("KA_SMTP_ACCESS_TOKEN") is { Length: > 0 } token)
        {
            await client.AuthenticateAsync(new SaslMechanismOAuth2(server.User, token), ct);
        }
        else
        {
            await client.AuthenticateAsync(server.User, Environment.GetEnvironmentVariable(server.PasswordVariable) ?? "", ct);
        }
    }

    private static MimeMessage Compose(Envelope envelope)
    {
        foreach (var mailbox in new[] { envelope.From, envelope.To })
        {
            if (mailbox.Fault is { } fault)
            {
                throw new FormatException(fault);
            }
        }

        var body = new BodyBuilder { TextBody = envelope.Content.Text, HtmlBody = envelope.Content.Html };
        foreach (var file in envelope.Content.Attachments)
        {
            body.Attachments.Add(Mailbox.Clean(file.FileName), file.Content, ContentType.Parse(file.MediaType));
        }

        var message = new MimeMessage { Subject = Mailbox.Clean(envelope.Content.Subject), MessageId = Mailbox.Clean(envelope.MessageId), Body = body.ToMessageBody() };
        message.From.Add(new MailboxAddress(Mailbox.Clean(envelope.From.Name), envelope.From.Address));
        message.To.Add(new MailboxAddress(Mailbox.Clean(envelope.To.Name), envelope.To.Address));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }
}
