using System.Security.Cryptography;
using System.Text;
using MimeKit;

namespace KaPipeline.Mail;

/// <summary>Makes the MIME message, the same one for a server, the outbox and a preview: text first, HTML as the better alternative, then
/// the files. Every part is base64, so that no server, with 8BITMIME or without, has a reason to touch it, and no line is longer than 76.
/// The same envelope gives the same bytes.</summary>
public static class MailComposer
{
    // A line with encoded words has at most 76 characters (RFC 2047); MimeKit does not count the header's name.
    private static readonly FormatOptions ShortLines = Short();

    /// <summary>Composes; the caller disposes.</summary>
    /// <exception cref="FormatException">An address cannot be written to; the message says why.</exception>
    public static MimeMessage Compose(Envelope envelope)
    {
        if (envelope.Fault is { } fault)
        {
            throw new FormatException(fault);
        }

        var message = new MimeMessage
        {
            MessageId = Mailbox.Clean(envelope.MessageId),
            Date = envelope.Date.ToOffset(BusinessTime.Zone.GetUtcOffset(envelope.Date))
        };
        message.From.Add(envelope.From.ToMailboxAddress());
        message.To.Add(envelope.To.ToMailboxAddress());
        if (envelope.ReplyTo is { } reply)
        {
            message.ReplyTo.Add(new Mailbox("", reply).ToMailboxAddress());
        }

        var subject = new Header(HeaderId.Subject, "");
        subject.SetValue(ShortLines, Encoding.UTF8, Mailbox.Clean(envelope.Content.Subject));
        message.Headers.Replace(subject);

        // Tell mail programs and other robots not to answer with a notice of absence: RFC 3834, and Exchange's own header.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        if (envelope.List is { } list)
        {
            message.Headers.Add(HeaderId.ListId,
                $"KaPipeline {list} <{list}.ka-pipeline.{new Mailbox("", envelope.From.Address).ToMailboxAddress().GetAddress(true).Split('@')[^1]}>");
        }

        message.Body = Body(envelope);
        return message;
    }

    private static MimeEntity Body(Envelope envelope)
    {
        var content = envelope.Content;
        var letter = new MultipartAlternative { Text("plain", content.Text), Text("html", content.Html) };
        letter.Boundary = Boundary(envelope, "letter");
        if (content.Attachments.Count == 0)
        {
            return letter;
        }

        var whole = new Multipart("mixed") { letter };
        whole.Boundary = Boundary(envelope, "whole");
        foreach (var file in content.Attachments)
        {
            whole.Add(Attachment(file));
        }

        return whole;
    }

    private static TextPart Text(string kind, string text)
    {
        var part = new TextPart(kind);
        part.SetText(Encoding.UTF8, text);
        part.ContentTransferEncoding = ContentEncoding.Base64;
        return part;
    }

    // Gmail and the standards read filename* (RFC 2231); Outlook shows "Untitled attachment" unless name= is there as encoded words (RFC
    // 2047).
    private static MimePart Attachment(MailAttachment file)
    {
        var name = Mailbox.Clean(file.FileName);
        var part = new MimePart(ContentType.Parse(file.MediaType))
        {
            Content = new MimeContent(new MemoryStream(file.Content, writable: false)),
            ContentTransferEncoding = ContentEncoding.Base64,
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
        };
        Name(part.ContentDisposition.Parameters, "filename", name, ParameterEncodingMethod.Rfc2231);
        Name(part.ContentType.Parameters, "name", name, ParameterEncodingMethod.Rfc2047);
        return part;
    }

    private static void Name(ParameterList parameters, string parameter, string name, ParameterEncodingMethod method) =>
        parameters.Add(new Parameter(Encoding.UTF8, parameter, name) { EncodingMethod = method });

    private static FormatOptions Short()
    {
        var format = FormatOptions.Default.Clone();
        format.MaxLineLength = 64;
        return format;
    }

    private static string Boundary(Envelope envelope, string which) =>
        "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{which} {envelope.MessageId}")))[..32];
}
