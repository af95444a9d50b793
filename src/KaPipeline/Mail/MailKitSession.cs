using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace KaPipeline.Mail;

/// <summary>One connection to an SMTP server, signed in.</summary>
/// <param name="client">The open connection.</param>
/// <param name="server">The server's settings.</param>
/// <param name="mechanism">How it signed in; null when it did not.</param>
internal sealed class MailKitSession(SubmissionClient client, SmtpOptions server, string? mechanism) : IMailSession
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    /// <summary>What is known of the connection, in words.</summary>
    public string Description => (client.IsSecure ? $"{client.SslProtocol} {client.SslCipherSuite}" : "not encrypted")
        + (mechanism is null ? ", no sign-in" : $", signed in as {server.User} by {mechanism}");

    /// <inheritdoc/>
    public async Task<SendOutcome> SendAsync(Envelope envelope, CancellationToken ct = default)
    {
        if (envelope.Fault is { } fault)
        {
            return new(SendVerdict.Refused, fault);
        }

        var needsUtf8 = envelope.To.NeedsUtf8 || envelope.From.NeedsUtf8;
        if (needsUtf8 && (client.Capabilities & SmtpCapabilities.UTF8) == 0)
        {
            return new(SendVerdict.Refused,
                $"\"{(envelope.To.NeedsUtf8 ? envelope.To : envelope.From).Address}\" has letters before the @ for which the mail server would have to offer SMTPUTF8, and it does not.");
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(TimeSpan.FromSeconds(server.TimeoutSeconds));
        try
        {
            using var message = MailComposer.Compose(envelope);
            var format = FormatOptions.Default.Clone();
            format.International = needsUtf8;
            return new(SendVerdict.Accepted, Mailbox.Clean(await client.SubmitAsync(format, message, timeout.Token)));
        }
        catch (SmtpCommandException e)
        {
            return SmtpVerdict.OfReply(e);
        }
        catch (ServiceNotAuthenticatedException e)
        {
            return SmtpVerdict.OfMissingSignIn(e);
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or ServiceNotConnectedException
            or OperationCanceledException or NotSupportedException)
        {
            return SmtpVerdict.OfBrokenConversation(
                client.IsSenderAccepted, client.IsWhole,
                e is OperationCanceledException && !ct.IsCancellationRequested ? $"no answer within {server.TimeoutSeconds} s"
                    : Mailbox.Clean(e.Message));
        }
    }

    /// <summary>Asks whether the server would take mails of the sender, and sends none.</summary>
    /// <exception cref="MailServerException">It would not, or does not answer.</exception>
    public async Task ProbeSenderAsync(string address, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(TimeSpan.FromSeconds(server.TimeoutSeconds));
        try
        {
            var answer = await client.SayAsync($"MAIL FROM:<{new Mailbox("", address).ToMailboxAddress().GetAddress(true)}>",
                timeout.Token);
            if ((int)answer.StatusCode >= 300)
            {
                throw new MailServerException(MailServerFault.Sender,
                    $"the sender {address} is refused: {(int)answer.StatusCode} {Mailbox.Clean(answer.Response)}");
            }

            await client.SayAsync("RSET", timeout.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or ServiceNotConnectedException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new MailServerException(MailServerFault.Silent,
                $"the connection ended when the sender {address} was named: {Mailbox.Clean(e.Message)}", e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using (client)
        {
            // What was accepted is accepted, however the conversation ends.
            using var timeout = new CancellationTokenSource(Goodbye);
            await client.DisconnectAsync(quit: true, timeout.Token);
        }
    }
}
