using System.Text;
using MimeKit;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>Reads a message the way a mail program does, with MimeKit.</summary>
public sealed class ReceivedMail
{
    private ReceivedMail(MimeMessage message, string raw) => (Message, Raw) = (message, raw);

    /// <summary>The parsed message.</summary>
    public MimeMessage Message { get; }

    /// <summary>As it came over the line.</summary>
    public string Raw { get; }

    public string Subject => Message.Subject!;

    public string Text => Message.TextBody!.ReplaceLineEndings("\n");

    public string Html => Message.HtmlBody!.ReplaceLineEndings("\n");

    /// <summary>The attached files: name and bytes.</summary>
    public IReadOnlyList<(string Name, byte[] Bytes)> Files =>
    [
        .. Message.Attachments.OfType<MimePart>().Select(part =>
        {
            using var bytes = new MemoryStream();
            part.Content!.DecodeTo(bytes);
            return (part.FileName!, bytes.ToArray());
        }),
    ];

    public static ReceivedMail Parse(string raw)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(raw));
        return new(MimeMessage.Load(stream), raw);
    }

    public static ReceivedMail Read(string path) => Parse(File.ReadAllText(path));
}
