using System.Net;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using Npgsql;

namespace KaPipeline.Mail;

/// <summary>The line to the return mailbox: connects, signs in, opens its folder to read, and says in words what stands in the
/// way.</summary>
/// <param name="mailbox">Its settings.</param>
/// <param name="clock">Time, for tokens that expire.</param>
public sealed class ReturnMailboxLine(ReturnMailboxOptions mailbox, TimeProvider clock)
{
    private static readonly string[] Mechanisms = ["PLAIN", "LOGIN"];

    /// <summary>How many mails lie in the folder; none of them is read.</summary>
    /// <exception cref="MailServerException">The mailbox cannot be read; the message says why, without a secret.</exception>
    public Task<int> CountAsync(CancellationToken ct = default) => ReadAsync((folder, _) => Task.FromResult(folder.Count), ct);

    /// <summary>Reads from the open folder, within the mailbox's time.</summary>
    /// <exception cref="MailServerException">The mailbox cannot be read; the message says why, without a secret.</exception>
    internal async Task<T> ReadAsync<T>(Func<IMailFolder, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(TimeSpan.FromSeconds(mailbox.TimeoutSeconds));
        var certificate = new ServerCertificate(new SmtpOptions { Host = mailbox.Host, CaFile = mailbox.CaFile });
        using var client = new ImapClient
        {
            ServerCertificateValidationCallback = certificate.IsTrusted,
            CheckCertificateRevocation = certificate.ChecksRevocation
        };
        try
        {
            await client.ConnectAsync(mailbox.Host, mailbox.PortInUse, Protection, timeout.Token);
            await client.AuthenticateAsync(await SignInAsync(client, timeout.Token), timeout.Token);
            var folder = string.Equals(mailbox.Folder, "INBOX", StringComparison.OrdinalIgnoreCase)
                ? client.Inbox : await client.GetFolderAsync(mailbox.Folder, timeout.Token);
            await folder.OpenAsync(FolderAccess.ReadOnly, timeout.Token);
            var found = await read(folder, timeout.Token);
            await client.DisconnectAsync(quit: true, timeout.Token);
            return found;
        }
        catch (Exception e) when (!ct.IsCancellationRequested && Trouble(e, certificate) is { } trouble)
        {
            throw trouble;
        }
    }

    private SecureSocketOptions Protection => mailbox.Security switch
    {
        SmtpOptions.ImplicitTls => SecureSocketOptions.SslOnConnect,
        SmtpOptions.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };

    private async Task<SaslMechanism> SignInAsync(ImapClient client, CancellationToken ct)
    {
        if (mailbox.OAuth.TokenEndpoint.Length > 0)
        {
            var (token, _) = await new OAuthTokenSource(mailbox.OAuth, clock).TokenAsync(ct);
            return SaslMechanism.Create("XOAUTH2", new NetworkCredential(mailbox.User, token))!;
        }

        var password = Environment.GetEnvironmentVariable(mailbox.PasswordVariable) is { Length: > 0 } given ? given
            : throw new MailServerException(MailServerFault.SignIn,
                $"sign-in as {mailbox.User} was not tried: the environment variable {mailbox.PasswordVariable} holds no password");
        var mechanism = Array.Find(Mechanisms, client.AuthenticationMechanisms.Contains) ?? Mechanisms[0];
        return SaslMechanism.Create(mechanism, new NetworkCredential(mailbox.User, password))!;
    }

    // Null: a fault of the program, or of the warehouse.
    private MailServerException? Trouble(Exception e, ServerCertificate certificate) => e switch
    {
        MailServerException known => known,
        AuthenticationException => new(MailServerFault.SignIn, $"{mailbox.Name} refused the sign-in: {Mailbox.Clean(e.Message)}", e),
        SslHandshakeException => new(MailServerFault.Encryption,
            $"{mailbox.Name}: {certificate.Problem ?? Mailbox.Clean((e.InnerException ?? e).Message)}", e),
        OperationCanceledException => new(MailServerFault.Silent, $"{mailbox.Name} was not read within {mailbox.TimeoutSeconds} s", e),
        SocketException => new(MailServerFault.Unreachable, $"{mailbox.Name} cannot be reached: {Mailbox.Clean(e.Message)}", e),
        NpgsqlException => null,
        IOException or ProtocolException or CommandException or ServiceNotConnectedException or ServiceNotAuthenticatedException
            or NotSupportedException or FolderNotFoundException =>
            new(MailServerFault.Silent, $"{mailbox.Name} could not be read: {Mailbox.Clean(e.Message)}", e),
        _ => null,
    };
}
