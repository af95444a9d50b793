using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>A real IMAP conversation (RFC 3501) over a socket on loopback: one folder whose mails are read by number.</summary>
public sealed partial class ImapTestServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;

    public ImapTestServer()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Mails of the folder by number.</summary>
    public ConcurrentDictionary<uint, string> Mails { get; } = [];

    public uint UidValidity { get; set; } = 4711;

    public string Password { get; set; } = "geheim";

    /// <summary>Every command line seen, without secrets.</summary>
    public ConcurrentQueue<string> Commands { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting.ContinueWith(_ => { }, TaskScheduler.Default);
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
                    catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
                    {
                        // The client hung up: the test looks at what it made of that.
                    }
                }
            });
        }
    }

    private async Task ConverseAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        Task SayAsync(string text) => stream.WriteAsync(Encoding.UTF8.GetBytes(text), stop.Token).AsTask();
        await SayAsync("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] test.example ready\r\n");
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            var (tag, command) = (line.Split(' ')[0], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            Commands.Enqueue(command);
            if (command.StartsWith("AUTHENTICATE", StringComparison.Ordinal))
            {
                await SayAsync("+ \r\n");
                var said = Encoding.UTF8.GetString(Convert.FromBase64String(await reader.ReadLineAsync(stop.Token) ?? "")).Split('\0');
                await SayAsync(said[^1] == Password ? $"{tag} OK signed in\r\n" : $"{tag} NO [AUTHENTICATIONFAILED] wrong password\r\n");
                continue;
            }

            await SayAsync(Answer(command) + $"{tag} {(command.StartsWith("EXAMINE", StringComparison.Ordinal) ? "OK [READ-ONLY]" : "OK")} done\r\n");
            if (command.StartsWith("LOGOUT", StringComparison.Ordinal))
            {
                return;
            }
        }
    }

    private string Answer(string command)
    {
        var numbers = Mails.Keys.Order().ToList();
        switch (command.Split(' ')[0])
        {
            case "CAPABILITY":
                return "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n";
            case "LIST" or "LSUB":
                return command.Contains("INBOX", StringComparison.Ordinal) ? "* LIST () \"/\" INBOX\r\n" : "* LIST (\\Noselect) \"/\" \"\"\r\n";
            case "EXAMINE":
                return $"* FLAGS (\\Seen)\r\n* {numbers.Count} EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY {UidValidity}] valid\r\n"
                    + $"* OK [UIDNEXT {numbers.LastOrDefault() + 1}] next\r\n";
            case "LOGOUT":
                return "* BYE\r\n";
            case "UID" when command.StartsWith("UID SEARCH", StringComparison.Ordinal):
                // A range that ends with * always holds the newest mail (RFC 3501, 6.4.8).
                var from = Range().Match(command) is { Success: true } range
                    ? uint.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
                return $"* SEARCH {string.Join(' ', numbers.Where(number => number >= from || number == numbers[^1]))}\r\n";
            case "UID" when command.StartsWith("UID FETCH", StringComparison.Ordinal):
                return string.Concat(Wanted(command, numbers).Select(number => Fetched(command, numbers.IndexOf(number) + 1, number)));
            default:
                return "";
        }
    }

    private string Fetched(string command, int place, uint number)
    {
        var text = Mails[number];
        var size = Encoding.UTF8.GetByteCount(text);
        return command.Contains("BODY.PEEK[]", StringComparison.Ordinal)
            ? $"* {place} FETCH (UID {number} BODY[] {{{size}}}\r\n{text})\r\n" : $"* {place} FETCH (UID {number} RFC822.SIZE {size})\r\n";
    }

    private static IEnumerable<uint> Wanted(string command, List<uint> numbers) => command.Split(' ')[2].Split(',').SelectMany(part =>
    {
        var ends = part.Split(':').Select(end => end == "*" ? uint.MaxValue : uint.Parse(end, CultureInfo.InvariantCulture)).ToList();
        return numbers.Where(number => number >= ends[0] && number <= ends[^1]);
    });

    [GeneratedRegex(@"UID (\d+):")]
    private static partial Regex Range();
}
