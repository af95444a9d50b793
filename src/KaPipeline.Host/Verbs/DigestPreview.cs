using System.Diagnostics;
using System.Globalization;
using KaPipeline.Digests.Editions;
using KaPipeline.Labels;
using KaPipeline.Mail;

namespace KaPipeline.Host.Verbs;

/// <summary>Writes the mails and cards of an edition that would go: the message itself, made by the same composer, and its parts to look
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
        var robots = RecipientRules.Load(home.Config).Robots;
        var mailed = letters.Where(letter => letter.Suppressed is null).ToList();
        foreach (var (recipient, content, _) in mailed)
        {
            var path = Path.Combine(folder, NameOf(request, day, recipient));
            await File.WriteAllTextAsync(path + ".html", content.Html, ct);
            await File.WriteAllTextAsync(path + ".txt", content.Text, ct);
            var claim = new ClaimedMail
            {
                RecipientName = recipient.Mailbox.Name, Address = recipient.Mailbox.Address, Language = recipient.Language,
                Digest = request.Digest,
                BusinessDate = request.AsOf, RenderedAt = TimeProvider.System.GetUtcNow(),
                MessageId = $"preview.{request.Digest}.{day}.{recipient.Id}@{options.From.Split('@')[^1]}",
            };
            var envelope = Envelope.Of(options, claim, content);
            if (robots.SingleOrDefault(robot => robot.Address == recipient.Id) is { } robot)
            {
                await File.WriteAllBytesAsync(path + ".json", new RobotCard(robot, envelope).Body(new Dictionary<string, string>()), ct);
            }
            else if (await outbox.SendAsync(envelope with { Folder = "preview" }, ct) is { Verdict: not SendVerdict.Accepted } outcome)
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
            $"{Language.Counted(mailed.Count, "mail")} would go, {letters.Count - mailed.Count} suppressed; written as .html, .txt and .eml to {folder}");
        if (mailed.Count == 1 && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 })
        {
            Process.Start(
                new ProcessStartInfo(Path.Combine(folder, $"{NameOf(request, day, mailed[0].Recipient)}.html"))
                {
                    UseShellExecute = true
                });
        }

        return ExitCodes.Done;
    }

    // Some file systems know no colon in names.
    private static string NameOf(DigestRequest request, string day, Recipient recipient) =>
        $"{request.Digest} {day} {recipient.Id.Replace(':', '-')}";

    /// <summary>Who gets no mail, and why.</summary>
    public static string NotSent(Rendered letter) => $"{letter.Recipient.Id} {letter.Recipient.Mailbox.Name} ({letter.Suppressed})";
}
