using System.Net.Mail;

namespace KaPipeline.Mail;

/// <summary>Writes mails as .eml files, and their attachments beside them: for the demo and for servers that collect a folder.</summary>
/// <param name="folder">The outbox.</param>
public sealed class PickupTransport(string folder) : IMailTransport
{
    /// <inheritdoc/>
    public string Destination => folder;

    /// <inheritdoc/>
    public async Task<SendOutcome> SendAsync(Envelope envelope, CancellationToken ct = default)
    {
        var unfinished = Path.Combine(folder, ".unfinished", envelope.MessageId);
        try
        {
            Directory.CreateDirectory(unfinished);
            using (var message = MailComposer.Compose(envelope))
            using (var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = unfinished })
            {
                await client.SendMailAsync(message, ct);
            }

            var target = Directory.CreateDirectory(Path.Combine(folder, envelope.Folder)).FullName;
            foreach (var attachment in envelope.Content.Attachments)
            {
                await File.WriteAllBytesAsync(Path.Combine(target, Path.GetFileName(attachment.FileName)), attachment.Content, ct);
            }

            var path = Path.Combine(target, FileName(envelope));
            File.Move(Directory.GetFiles(unfinished, "*.eml").Single(), path, overwrite: true);
            return new(SendVerdict.Accepted, $"written to {path}");
        }
        catch (FormatException e)
        {
            return new(SendVerdict.Refused, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SmtpException or OperationCanceledException)
        {
            // The file appears by one rename at the end: before it, nothing was delivered.
            return new(SendVerdict.NotNow, e.Message);
        }
        finally
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }
        }
    }

    private static string FileName(Envelope envelope) => string.Concat(
        $"{envelope.MessageId.Split('@')[0]} {envelope.To.Address}.eml".Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or ' ' ? c : '_'));
}
