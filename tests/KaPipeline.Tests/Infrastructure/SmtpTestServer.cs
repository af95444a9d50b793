using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>A real SMTP conversation over a socket on loopback, whose server can be told to misbehave at any command.</summary>
public sealed class SmtpTestServer : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;
    private readonly TestCertificate? certificate;
    private readonly bool isImplicit;
    private int connections;
    private bool isDisposed;

    /// <param name="tls">Offers STARTTLS; with <paramref name="isImplicit"/> everything is encrypted from the first byte.</param>
    /// <param name="port">0 for any.</param>
    /// <param name="isImplicit">Whether TLS begins at once.</param>
    /// <param name="name">Name that its certificate is made out to.</param>
    public SmtpTestServer(bool tls = false, int port = 0, bool isImplicit = false, string name = "localhost")
    {
        listener = new(IPAddress.Loopback, port);
        this.isImplicit = isImplicit;
        certificate = tls || isImplicit ? new TestCertificate(name) : null;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Reply to a step: "greeting", "handshake", the first word of a command (EHLO, STARTTLS, AUTH, MAIL, DATA, QUIT, the whole
    /// line of RCPT), "." for the end of data; null: the usual one; "cut": the connection is closed instead of an answer; "silence": no
    /// answer ever.</summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    /// <summary>Ways to sign in that it offers.</summary>
    public string Mechanisms { get; set; } = "LOGIN";

    /// <summary>Further lines of its answer to EHLO, such as SMTPUTF8 or 8BITMIME.</summary>
    public IReadOnlyList<string> Extensions { get; set; } = [];

    /// <summary>The one password it takes, and without which it takes no mail; null: any, or none.</summary>
    public string? Password { get; set; }

    /// <summary>Who signed in last, and with what.</summary>
    public (string User, string Secret)? SignedIn { get; private set; }

    /// <summary>The authority that made its certificate, for a client that shall trust it; null without TLS.</summary>
    public string? CertificatePem => certificate?.AuthorityPem;

    /// <summary>Closes the connection after this many bytes of the message; null: reads it whole.</summary>
    public int? CutAfterBytes { get; set; }

    /// <summary>Reads no further after this many bytes of the message, and leaves the line open.</summary>
    public int? StallAfterBytes { get; set; }

    /// <summary>Closes each connection after so many mails, as many servers do.</summary>
    public int? MailsPerConnection { get; set; }

    /// <summary>How many connections were made.</summary>
    public int Connections => connections;

    /// <summary>Messages that were answered with 250, as recipient and whole text.</summary>
    public ConcurrentQueue<(string Recipient, string Message)> Accepted { get; } = [];

    /// <summary>Every command line seen.</summary>
    public ConcurrentQueue<string> Commands { get; } = [];

    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        await stop.CancelAsync();
        listener.Dispose();
        await accepting.ContinueWith(_ => { }, TaskScheduler.Default);
        certificate?.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token);
            Interlocked.Increment(ref connections);
            _ = Task.Run(async () =>
            {
                using (client)
                {
                    try
                    {
                        await ConverseAsync(client.GetStream());
                    }
                    catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException
                        or System.Security.Authentication.AuthenticationException)
                    {
                        // The client hung up: the test looks at what it made of that.
                    }
                }
            });
        }
    }

    private async Task ConverseAsync(Stream stream)
    {
        stream = isImplicit ? await EncryptAsync(stream) : stream;
        if (!await ReplyAsync(stream, Answer("greeting") ?? "220 test.example ESMTP"))
        {
            return;
        }

        var recipient = "";
        var mails = 0;
        while (await ReadLineAsync(stream) is { } line)
        {
            Commands.Enqueue(line);
            var command = line.Split(' ', ':')[0].ToUpperInvariant();
            if (command == "RCPT")
            {
                recipient = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.LastIndexOf('>')];
            }

            if (command == "MAIL" && mails >= MailsPerConnection)
            {
                await SayAsync(stream, "421 4.7.0 too many mails on this connection");
                return;
            }

            var given = Answer(command == "RCPT" ? line : command);
            if (!await ReplyAsync(stream, given
                ?? (command == "AUTH" ? await AuthenticateAsync(stream, line.Split(' ')) : Usual(command, stream))) || command == "QUIT")
            {
                return;
            }

            if (command == "STARTTLS" && given is null)
            {
                stream = await EncryptAsync(stream);
            }
            else if (command == "DATA" && given is null)
            {
                mails++;
                if (!await TakeAsync(stream, recipient))
                {
                    return;
                }
            }
        }
    }

    private async Task<bool> TakeAsync(Stream stream, string recipient)
    {
        if (await ReceiveAsync(stream) is not { } message)
        {
            return false;
        }

        var end = Answer(".") ?? "250 2.0.0 queued as 4711";
        if (end.StartsWith('2') || end == "cut-after-accepting")
        {
            Accepted.Enqueue((recipient, message));
        }

        return await ReplyAsync(stream, end);
    }

    private async Task<bool> ReplyAsync(Stream stream, string reply)
    {
        switch (reply)
        {
            case "cut" or "cut-after-accepting":
                return false;
            case "silence":
                await Task.Delay(Timeout.Infinite, stop.Token);
                return false;
            default:
                await SayAsync(stream, reply);
                return true;
        }
    }

    private async Task<Stream> EncryptAsync(Stream stream)
    {
        if (Answer("handshake") == "silence")
        {
            await Task.Delay(Timeout.Infinite, stop.Token);
        }

        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate!.Own, null, offline: true),
        });
        return secure;
    }

    /// <summary>AUTH LOGIN or PLAIN, with or without the name in the command, or AUTH XOAUTH2 with all of it.</summary>
    private async Task<string> AuthenticateAsync(Stream stream, string[] words)
    {
        async Task<string> AskAsync(string prompt)
        {
            await SayAsync(stream, "334 " + Convert.ToBase64String(Encoding.UTF8.GetBytes(prompt)));
            var answer = await ReadLineAsync(stream) ?? "";
            Commands.Enqueue(answer);
            return answer;
        }

        static string Plain(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));
        switch (words[1].ToUpperInvariant())
        {
            case "XOAUTH2":
                // user=NAME^Aauth=Bearer TOKEN^A^A
                var parts = Plain(words[2]).Split('\u0001');
                SignedIn = (parts[0]["user=".Length..], parts[1]["auth=".Length..]);
                break;
            case "PLAIN":
                var three = Plain(words.Length > 2 ? words[2] : await AskAsync("")).Split('\0');
                SignedIn = (three[1], three[2]);
                break;
            default:
                SignedIn = (Plain(words.Length > 2 ? words[2] : await AskAsync("Username:")), Plain(await AskAsync("Password:")));
                break;
        }

        return Password is null || SignedIn.Value.Secret == Password ? "235 2.7.0 authenticated" : "535 5.7.8 wrong name or password";
    }

    private async Task<string?> ReceiveAsync(Stream stream)
    {
        var text = new StringBuilder();
        while (await ReadLineAsync(stream) is { } line)
        {
            if (line == ".")
            {
                return text.ToString();
            }

            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
            if (text.Length > CutAfterBytes)
            {
                return null;
            }

            if (text.Length > StallAfterBytes)
            {
                await Task.Delay(Timeout.Infinite, stop.Token);
            }
        }

        return null;
    }

    private string Usual(string command, Stream stream) => command switch
    {
        "EHLO" => "250-test.example\r\n" + (certificate is not null && stream is not SslStream ? "250-STARTTLS\r\n" : "")
            + string.Concat(Extensions.Select(extension => $"250-{extension}\r\n")) + $"250-AUTH {Mechanisms}\r\n250 SIZE 20000000",
        "DATA" => "354 go ahead",
        "STARTTLS" => "220 ready",
        "QUIT" => "221 bye",
        "MAIL" when Password is not null && SignedIn?.Secret != Password => "530 5.7.0 authentication required",
        _ => "250 ok",
    };

    private static Task SayAsync(Stream stream, string line) => stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n")).AsTask();

    private async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, stop.Token) == 1)
        {
            if (one[0] == '\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(one[0]);
        }

        return null;
    }
}
