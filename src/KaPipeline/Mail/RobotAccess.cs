using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KaPipeline.Configuration;

namespace KaPipeline.Mail;

/// <summary>Where a robot's cards are posted to and what signs them, read anew for each batch; neither is ever shown.</summary>
/// <param name="robot">Which robot.</param>
/// <param name="address">Its address, which holds its key.</param>
/// <param name="secret">What it signs with; null: nothing.</param>
internal sealed class RobotAccess(Robot robot, Uri address, string? secret)
{
    private const int LeastLengthOfAKey = 8;
    private const string Prefix = "whsec_";

    /// <summary>Reads both from where the configuration says they are.</summary>
    /// <exception cref="InvalidDataException">One is missing, or the address is none; the message says what to do, without it.</exception>
    public static RobotAccess Read(Robot robot)
    {
        var text = NamedSecret.Read(robot.Place);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address)
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            throw new InvalidDataException($"What {robot.Place} holds is no address that begins with https://.");
        }

        var secret = robot.SecretPlace is { } place ? NamedSecret.Read(place) : null;
        return robot.Kind != Robot.Webhook || KeyOf(secret ?? "") is { Length: > 0 } ? new(robot, address, secret)
            : throw new InvalidDataException($"What {robot.SecretPlace} holds begins with {Prefix}, and what follows is not Base64.");
    }

    /// <summary>The address at a moment, signed where the kind signs it.</summary>
    public Uri Address(DateTimeOffset now)
    {
        if (robot.Kind != Robot.DingTalk || secret is null)
        {
            return address;
        }

        var timestamp = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var sign = Uri.EscapeDataString(Hmac(Encoding.UTF8.GetBytes(secret), $"{timestamp}\n{secret}"));
        return new Uri($"{address.AbsoluteUri}{(address.Query.Length > 0 ? '&' : '?')}timestamp={timestamp}&sign={sign}");
    }

    /// <summary>What signs a body from within.</summary>
    public IReadOnlyDictionary<string, string> Fields(DateTimeOffset now)
    {
        if (robot.Kind != Robot.Feishu || secret is null)
        {
            return new Dictionary<string, string>();
        }

        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            ["timestamp"] = timestamp, ["sign"] = Hmac(Encoding.UTF8.GetBytes($"{timestamp}\n{secret}"), ""),
        };
    }

    /// <summary>Headers of a webhook (Standard Webhooks): the number is the same at every attempt, so that a receiver which saw it twice
    /// can tell.</summary>
    public IEnumerable<(string Name, string Value)> Headers(string messageId, byte[] body, DateTimeOffset now)
    {
        if (robot.Kind != Robot.Webhook)
        {
            return [];
        }

        // The dot parts what is signed, so the number has none.
        var id = "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)))[..32];
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return
        [
            ("webhook-id", id), ("webhook-timestamp", timestamp),
            ("webhook-signature", "v1," + Hmac(KeyOf(secret!), $"{id}.{timestamp}.{Encoding.UTF8.GetString(body)}")),
        ];
    }

    /// <summary>Words without what must not be seen, whoever repeats it.</summary>
    public string Hide(string words) => Secrets().Where(part => part.Length >= LeastLengthOfAKey)
        .Aggregate(Mailbox.Clean(words), (text, part) => text.Replace(part, "***", StringComparison.Ordinal));

    // Secrets of Standard Webhooks begin so, and are Base64; any other text is taken as it is. Empty: it cannot be read.
    private static byte[] KeyOf(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(secret);
        }

        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) ? key[..length] : [];
    }

    private IEnumerable<string> Secrets() =>
    [
        address.OriginalString, address.AbsoluteUri, address.PathAndQuery, secret ?? "",
        .. address.Query.TrimStart('?').Split('&').Select(part => part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]),
        address.Segments[^1],
    ];

    private static string Hmac(byte[] key, string data) => Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(data)));
}
