using System.Net;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace KaPipeline.Mail;

/// <summary>Sends to an SMTP server with MailKit.</summary>
/// <param name="server">Where to, how protected, as whom.</param>
/// <param name="clock">Time, for tokens that expire.</param>
public sealed class MailKitTransport(SmtpOptions server, TimeProvider clock) : IMailTransport
{
    // Behind TLS the plain ones are what every server has; the others serve those that offer nothing else. One is tried, once: each further
    // try with a wrong password brings the account nearer to being locked.
    private static readonly string[] PasswordMechanisms = ["PLAIN", "LOGIN", "SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5"];
    private static readonly string[] TokenMechanisms = ["XOAUTH2", "OAUTHBEARER"];

    private readonly OAuthTokenSource? tokens = server.OAuth.TokenEndpoint.Length > 0 ? new(server.OAuth, clock) : null;

    /// <inheritdoc/>
    public string Destination => $"{server.Host}:{server.PortInUse}";

    /// <inheritdoc/>
    public async Task<IMailSession> ConnectAsync(CancellationToken ct = default) => await OpenAsync(ct);

    /// <summary>As <see cref="ConnectAsync"/>, with what is known of the server.</summary>
    internal async Task<MailKitSession> OpenAsync(CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(TimeSpan.FromSeconds(server.TimeoutSeconds));
        var certificate = new ServerCertificate(server);
        var client = new SubmissionClient
        {
            ServerCertificateValidationCallback = certificate.IsTrusted,
            CheckCertificateRevocation = certificate.ChecksRevocation
        };
        var isConnected = false;
        try
        {
            await client.ConnectAsync(server.Host, server.PortInUse, Protection, timeout.Token);
            isConnected = true;
            var mechanism = server.User.Length > 0 ? await SignInAsync(client, timeout.Token) : null;
            return new MailKitSession(client, server, mechanism);
        }
        catch (Exception e)
        {
            client.Dispose();
            if (e is OperationCanceledException && ct.IsCancellationRequested)
            {
                throw;
            }

            throw Trouble(e, isConnected, certificate) ?? e;
        }
    }

    private SecureSocketOptions Protection => server.Security switch
    {
        SmtpOptions.StartTls => SecureSocketOptions.StartTls,
        SmtpOptions.ImplicitTls => SecureSocketOptions.SslOnConnect,
        SmtpOptions.NoTls or SmtpOptions.NoTlsEvenForThePassword => SecureSocketOptions.None,
        var other => throw new InvalidDataException($"Mail:Smtp:Security \"{other}\" is not known."),
    };

    private async Task<string> SignInAsync(SubmissionClient client, CancellationToken ct)
    {
        if (!client.IsSecure && server.Security != SmtpOptions.NoTlsEvenForThePassword)
        {
            throw new MailServerException(MailServerFault.SignIn,
                "the line is not encrypted, so the password was not sent: set Mail:Smtp:Security to start_tls or implicit_tls");
        }

        var known = tokens is null ? PasswordMechanisms : TokenMechanisms;
        var mechanism = known.FirstOrDefault(client.AuthenticationMechanisms.Contains)
            ?? throw new MailServerException(MailServerFault.SignIn,
            $"the server offers no way to sign in that is known here ({string.Join(", ", known)}): it offers {(client.AuthenticationMechanisms.Count == 0 ? "none" : string.Join(", ", client.AuthenticationMechanisms.Order(StringComparer.Ordinal)))}");
        if (tokens is null)
        {
            var password = Environment.GetEnvironmentVariable(server.PasswordVariable) is { Length: > 0 } given ? given
                : throw new MailServerException(MailServerFault.SignIn,
                $"sign-in as {server.User} was not tried: the environment variable {server.PasswordVariable} holds no password");
            await client.AuthenticateAsync(SaslMechanism.Create(mechanism, new NetworkCredential(server.User, password))!, ct);
            return mechanism;
        }

        var (token, isNew) = await tokens.TokenAsync(ct);
        try
        {
            await client.AuthenticateAsync(SaslMechanism.Create(mechanism, new NetworkCredential(server.User, token))!, ct);
        }
        catch (AuthenticationException) when (!isNew && client.IsConnected)
        {
            // Revoked before its time: another one, once.
            tokens.Forget();
            await client.AuthenticateAsync(SaslMechanism.Create(mechanism,
                new NetworkCredential(server.User, (await tokens.TokenAsync(ct)).Token))!, ct);
        }
        catch (AuthenticationException)
        {
            tokens.Forget();
            throw;
        }

        return mechanism;
    }

    // Whatever went wrong here, nothing was said about any recipient. Null: a fault of the program.
    private MailServerException? Trouble(Exception e, bool isConnected, ServerCertificate certificate)
    {
        var at = isConnected ? "while signing in" : "before its greeting and encryption were done";
        return e switch
        {
            MailServerException known => known,
            AuthenticationException => new(MailServerFault.SignIn, $"{Destination} refused the sign-in as {server.User}: {Clean(e)}", e),
            SmtpCommandException refused => new(isConnected ? MailServerFault.SignIn : MailServerFault.Greeting,
            $"{Destination} answered {(int)refused.StatusCode} {Clean(e)}, {at}", e),
            OperationCanceledException or SslHandshakeException { InnerException: OperationCanceledException } =>
                new(MailServerFault.Silent, $"{Destination} gave no answer within {server.TimeoutSeconds} s, {at}", e),
            SslHandshakeException => new(MailServerFault.Encryption, certificate.Problem is { } problem
            ? $"the certificate of {Destination} is not trusted: {problem}"
                : $"{Destination} does not speak TLS as Mail:Smtp:Security {server.Security} wants it: {Clean(e.InnerException ?? e)}", e),
            NotSupportedException => new(MailServerFault.Encryption,
            $"{Destination} offers no STARTTLS, so neither password nor mail was sent", e),
            SocketException => new(MailServerFault.Unreachable, $"{Destination} cannot be reached: {Clean(e)}", e),
            IOException or ProtocolException
            or ServiceNotConnectedException => new(MailServerFault.Silent, $"{Destination} broke the connection off, {at}: {Clean(e)}", e),
            _ => null,
        };
    }

    private static string Clean(Exception e) => Mailbox.Clean(e.Message);
}
