using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>A real SMTP conversation over a socket on loopback, whose server can be told to misbehave at any command.</summary>
public sealed class SmtpTestServer : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;
    private readonly X509Certificate2? certificate;
    private readonly bool isImplicit;
    private bool isDisposed;

    /// <param name="tls">Offers STARTTLS; on port 465 everything is encrypted from the first byte.</param>
    /// <param name="port">0 for any.</param>
    public SmtpTestServer(bool tls = false, int port = 0)
    {
        listener = new(IPAddress.Loopback, port);
        isImplicit = port == 465;
        certificate = tls ? SelfSigned() : null;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Reply to the first line of a command (EHLO, AUTH, MAIL, RCPT, DATA, "." for the end of data); null: the usual one;
    /// "cut": the connection is closed instead of an answer; "silence": no answer ever.</summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    /// <summary>Ways to sign in that it offers: LOGIN or XOAUTH2.</summary>
    public string Mechanisms { get; set; } = "LOGIN";

    /// <summary>The one password it takes, and without which it takes no mail; null: any, or none.</summary>
    public string? Password { get; set; }

    /// <summary>Who signed in last, and with what.</summary>
    public (string User, string Secret)? SignedIn { get; private set; }

    /// <summary>Its certificate, for a client that shall trust it.</summary>
    public string CertificatePem => certificate!.ExportCertificatePem();

    /// <summary>Closes the connection after this many bytes of the message; null: reads it whole.</summary>
    public int? CutAfterBytes { get; set; }

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
            _ = Task.Run(async () =>
            {
                using (client)
                {
                    try
                    {
                        await ConverseAsync(client.GetStream());
                    }
                    catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
                    {
                        // The client hung up: the test looks at what it made of that.
                    }
                }
            });
        }
    }

    private async Task ConverseAsync(Stream stream)
    {
        if (isImplicit)
        {
            stream = await EncryptAsync(stream);
        }

        await SayAsync(stream, "220 test.example ESMTP");
        var recipient = "";
        while (await ReadLineAsync(stream) is { } line)
        {
            Commands.Enqueue(line);
            var command = line.Split(' ', ':')[0].ToUpperInvariant();
            if (command == "RCPT")
            {
                recipient = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.LastIndexOf('>')];
            }

            var given = Answer(command == "RCPT" ? line : command);
            switch (given ?? (command == "AUTH" ? await AuthenticateAsync(stream, line.Split(' ')) : Usual(command, stream)))
            {
                case "cut":
                    return;
                case "silence":
                    await Task.Delay(Timeout.Infinite, stop.Token);
                    return;
                case var reply:
                    await SayAsync(stream, reply);
                    break;
            }

            switch (command)
            {
                case "QUIT":
                    return;
                case "STARTTLS":
                    stream = await EncryptAsync(stream);
                    break;
                case "DATA" when given is null:
                    if (await ReceiveAsync(stream) is not { } message)
                    {
                        return;
                    }

                    var end = Answer(".") ?? "250 2.0.0 queued as 4711";
                    if (end == "cut-after-accepting")
                    {
                        Accepted.Enqueue((recipient, message));
                        return;
                    }

                    if (end == "cut")
                    {
                        return;
                    }

                    if (end.StartsWith('2'))
                    {
                        Accepted.Enqueue((recipient, message));
                    }

                    await SayAsync(stream, end);
                    break;
            }
        }
    }

    private async Task<Stream> EncryptAsync(Stream stream)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(certificate!);
        return secure;
    }

    /// <summary>AUTH LOGIN, with or without the name in the command, or AUTH XOAUTH2 with all of it.</summary>
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
        if (words[1].Equals("XOAUTH2", StringComparison.OrdinalIgnoreCase))
        {
            // user=NAME^Aauth=Bearer TOKEN^A^A
            var parts = Plain(words[2]).Split('\u0001');
            SignedIn = (parts[0]["user=".Length..], parts[1]["auth=".Length..]);
        }
        else
        {
            SignedIn = (Plain(words.Length > 2 ? words[2] : await AskAsync("Username:")), Plain(await AskAsync("Password:")));
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
        }

        return null;
    }

    private string Usual(string command, Stream stream) => command switch
    {
        "EHLO" => "250-test.example\r\n" + (certificate is not null && stream is not SslStream ? "250-STARTTLS\r\n" : "")
            + $"250-AUTH {Mechanisms}\r\n250 SIZE 20000000",
        "DATA" => "354 go ahead",
        "STARTTLS" => "220 ready",
        "QUIT" => "221 bye",
        "MAIL" when Password is not null && SignedIn?.Secret != Password => "530 5.7.0 authentication required",
        _ => "250 ok",
    };

    private static Task SayAsync(Stream stream, string line) => stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n")).AsTask();

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

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
