using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace KaPipeline.Mail;

/// <summary>Makes the MIME message: text first, HTML as the better alternative, then the files.</summary>
public static class MailComposer
{
    /// <summary>Composes; the caller disposes.</summary>
    /// <exception cref="FormatException">An address cannot be written to.</exception>
    public static MailMessage Compose(Envelope envelope)
    {
        var content = envelope.Content;
        var message = new MailMessage(envelope.From.ToMailAddress(), envelope.To.ToMailAddress())
        {
            Subject = Mailbox.Clean(content.Subject),
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        message.Headers.Add("Message-ID", $"<{Mailbox.Clean(envelope.MessageId)}>");

        // Tells mail programs and other robots not to answer with a notice of absence (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.AlternateViews.Add(Part(content.Text, MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(Part(content.Html, MediaTypeNames.Text.Html));
        foreach (var file in content.Attachments)
        {
            var attachment = new Attachment(new MemoryStream(file.Content, writable: false), Mailbox.Clean(file.FileName), file.MediaType)
            {
                NameEncoding = Encoding.UTF8,
                TransferEncoding = TransferEncoding.Base64,
            };
            attachment.ContentDisposition!.FileName = attachment.Name;
            message.Attachments.Add(attachment);
        }

        return message;
    }

    private static AlternateView Part(string text, string mediaType)
    {
        var view = AlternateView.CreateAlternateViewFromString(text, Encoding.UTF8, mediaType);
        view.TransferEncoding = TransferEncoding.Base64;
        return view;
    }
}
