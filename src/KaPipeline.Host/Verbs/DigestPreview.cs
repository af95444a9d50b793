using System.Diagnostics;
using System.Globalization;
using KaPipeline.Digests.Editions;
using KaPipeline.Mail;

namespace KaPipeline.Host.Verbs;

/// <summary>Writes the mails of an edition that would go: the message itself, made by the same composer, and its parts to look
/// at.</summary>
internal static class DigestPreview
{
    /// <summary>Writes them into <c>outbox/preview</c>, and names those who would get none.</summary>
    /// <exception cref="UsageException">Nobody gets the digest.</exception>
    public static async Task<int> WriteAsync(DigestService digests, DigestRequest request, MailOptions options, KaHome home,
        CancellationToken ct)
    {
        var letters = await digests.PreviewAsync(request, ct);
        if (letters.Count == 0)
        {
            throw new UsageException(
                $"Nobody gets the digest \"{request.Digest}\" on {request.AsOf:yyyy-MM-dd}; see config/recipients.yaml and the responsibilities of the master data.");
        }

        var day = request.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var folder = Directory.CreateDirectory(Path.Combine(home.Outbox, "preview")).FullName;
        await using var outbox = await new PickupTransport(home.Outbox).ConnectAsync(ct);
        var mailed = letters.Where(letter => letter.Suppressed is null).ToList();
        foreach (var (recipient, content, _) in mailed)
        {
            var path = Path.Combine(folder, $"{request.Digest} {day} {recipient.Id}");
            await File.WriteAllTextAsync(path + ".html", content.Html, ct);
            await File.WriteAllTextAsync(path + ".txt", content.Text, ct);
            var claim = new Claim
            {
                RecipientName = recipient.Mailbox.Name, Address = recipient.Mailbox.Address, Language = recipient.Language,
                Digest = request.Digest,
                BusinessDate = request.AsOf, RenderedAt = TimeProvider.System.GetUtcNow(),
                MessageId = $"preview.{request.Digest}.{day}.{recipient.Id}@{options.From.Split('@')[^1]}",
            };
            var outcome = await outbox.SendAsync(Envelope.Of(options, claim, content) with { Folder = "preview" }, ct);
            if (outcome.Verdict != SendVerdict.Accepted)
            {
                await Console.Error.WriteLineAsync($"{recipient.Id} {recipient.Mailbox.Name} would get no mail: {outcome.Words}");
            }

            Console.WriteLine(path + ".html");
        }

        foreach (var letter in letters.Where(letter => letter.Suppressed is not null))
        {
            Console.WriteLine($"suppressed: {NotSent(letter)}");
        }

        Console.WriteLine(
            $"{SharedOptions.Count(mailed.Count, "mail")} would go, {letters.Count - mailed.Count} suppressed; written as .html, .txt and .eml to {folder}");
        if (mailed.Count == 1 && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 })
        {
            Process.Start(
                new ProcessStartInfo(Path.Combine(folder, $"{request.Digest} {day} {mailed[0].Recipient.Id}.html"))
                {
                    UseShellExecute = true
                });
        }

        return ExitCodes.Done;
    }

    /// <summary>Who gets no mail, and why.</summary>
    public static string NotSent(Rendered letter) => $"{letter.Recipient.Id} {letter.Recipient.Mailbox.Name} ({letter.Suppressed})";
}
