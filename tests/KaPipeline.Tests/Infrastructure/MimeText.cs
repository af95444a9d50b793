using System.Text;
using System.Text.RegularExpressions;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>Reads a message the way a mail program does: unfolds headers, decodes encoded words, opens the parts.</summary>
public sealed partial class MimeText
{
    private MimeText(string head, string body)
    {
        foreach (var line in UnfoldedLines().Replace(head, " ").Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            Headers.Add((line[..colon].ToLowerInvariant(), Decode(line[(colon + 1)..].Trim())));
        }

        var boundary = Boundary().Match(this["content-type"] ?? "").Groups[1].Value;
        if (boundary.Length > 0)
        {
            Parts = [.. body.Split($"--{boundary}").Skip(1).SkipLast(1).Select(part => Parse(part[2..]))];
        }
        else
        {
            Bytes = this["content-transfer-encoding"] switch
            {
                "base64" => Convert.FromBase64String(body),
                // The line's end before a boundary belongs to the boundary.
                "quoted-printable" => Quoted(body[..^(body.EndsWith("\r\n", StringComparison.Ordinal) ? 2 : 0)].Replace("=\r\n", "", StringComparison.Ordinal), '\0'),
                _ => Encoding.UTF8.GetBytes(body),
            };
        }
    }

    public List<(string Name, string Value)> Headers { get; } = [];

    public IReadOnlyList<MimeText> Parts { get; } = [];

    public byte[] Bytes { get; } = [];

    public string Text => Encoding.UTF8.GetString(Bytes);

    public string? this[string name] => Headers.FirstOrDefault(header => header.Name == name).Value;

    public static MimeText Parse(string message)
    {
        var gap = message.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return new MimeText(message[..gap], message[(gap + 4)..]);
    }

    /// <summary>The part of a media type, anywhere in the message.</summary>
    public MimeText Part(string mediaType) => All().First(part => (part["content-type"] ?? "").StartsWith(mediaType, StringComparison.OrdinalIgnoreCase));

    public IEnumerable<MimeText> All() => [this, .. Parts.SelectMany(part => part.All())];

    private static string Decode(string value) => EncodedWord().Replace(Gaps().Replace(value, "$1"), match =>
    {
        var bytes = match.Groups[1].Value is "B" or "b" ? Convert.FromBase64String(match.Groups[2].Value) : Quoted(match.Groups[2].Value, '_');
        return Encoding.UTF8.GetString(bytes);
    });

    private static byte[] Quoted(string text, char space)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i += text[i] == '=' ? 3 : 1)
        {
            bytes.Add(text[i] switch
            {
                '=' => Convert.ToByte(text.Substring(i + 1, 2), 16),
                var other when other == space => (byte)' ',
                var other => (byte)other,
            });
        }

        return [.. bytes];
    }

    [GeneratedRegex(@"\r\n[ \t]+")]
    private static partial Regex UnfoldedLines();

    [GeneratedRegex("boundary=\"?([^\";]+)")]
    private static partial Regex Boundary();

    [GeneratedRegex(@"=\?utf-8\?([BbQq])\?([^?]*)\?=", RegexOptions.IgnoreCase)]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"(\?=)\s+(?==\?)")]
    private static partial Regex Gaps();
}
