namespace KaPipeline.Mail;

/// <summary>Writes mails as .eml files, and their attachments beside them: for the demo and for servers that collect a folder.</summary>
/// <param name="folder">The outbox.</param>
public sealed class PickupTransport(string folder) : IMailTransport
{
    /// <inheritdoc/>
    public string Destination => folder;

    /// <inheritdoc/>
    public Task<IMailSession> ConnectAsync(CancellationToken ct = default) => Task.FromResult<IMailSession>(new Session(folder));

    private sealed class Session(string folder) : IMailSession
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public async Task<SendOutcome> SendAsync(Envelope envelope, CancellationToken ct = default)
        {
            var unfinished = Path.Combine(folder, ".unfinished", FileName(envelope));
            try
            {
                using var message = MailComposer.Compose(envelope);
                Directory.CreateDirectory(Path.GetDirectoryName(unfinished)!);
                await using (var file = File.Create(unfinished))
                {
                    message.Prepare(MimeKit.EncodingConstraint.SevenBit);
                    var format = MimeKit.FormatOptions.Default.Clone();
                    format.NewLineFormat = MimeKit.NewLineFormat.Dos;
                    format.International = envelope.To.NeedsUtf8 || envelope.From.NeedsUtf8;
                    await message.WriteToAsync(format, file, ct);
                }

                var target = Directory.CreateDirectory(Path.Combine(folder, envelope.Folder)).FullName;
                foreach (var attachment in envelope.Content.Attachments)
                {
                    await File.WriteAllBytesAsync(Path.Combine(target, Path.GetFileName(attachment.FileName)), attachment.Content, ct);
                }

                var path = Path.Combine(target, FileName(envelope));
                File.Move(unfinished, path, overwrite: true);
                return new(SendVerdict.Accepted, $"written to {path}");
            }
            catch (FormatException e)
            {
                return new(SendVerdict.Refused, e.Message);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or OperationCanceledException)
            {
                // The file appears by one rename at the end: before it, nothing was delivered.
                if (File.Exists(unfinished))
                {
                    File.Delete(unfinished);
                }

                return new(SendVerdict.NotNow, e.Message);
            }
        }

        private static string FileName(Envelope envelope) => string.Concat(
            $"{envelope.MessageId.Split('@')[0]} {envelope.To.Address}.eml".Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'
            or '_' or '@' or ' ' ? c : '_'));
    }
}
