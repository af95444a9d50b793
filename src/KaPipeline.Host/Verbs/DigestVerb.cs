using System.CommandLine;
using System.Diagnostics;
using KaPipeline.Jobs;
using KaPipeline.Mail;
using KaPipeline.Reports.Editions;
using Npgsql;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka digest NAME</c>: makes an edition and sends it; with <c>--preview</c> it shows one and sends nothing.</summary>
internal static class DigestVerb
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "daily, weekly, close (5th), budget (15th), plan (25th)" };
        var asOf = SharedOptions.AsOf();
        var to = new Option<string[]>("--to") { Description = "Only these recipients: person id or address", HelpName = "RECIPIENT" };
        var preview = new Option<bool>("--preview") { Description = "Write the HTML into the outbox and open it; record and send nothing" };
        var hold = new Option<bool>("--hold") { Description = "Make and record the edition, but leave the mails in the ledger unsent" };
        var reason = SharedOptions.Reason();
        var command = new Command("digest", "Make the edition of a digest for a business date and send it to its recipients.") { name, asOf, to, preview, hold, reason };
        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            var options = MailSettings.Load(home);
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            var calendar = DigestSchedules.LoadCalendar(home.Config, options.WaitForSourcesUntil);
            var desk = new DigestDesk(
                warehouse.DataSource, DigestDesk.AllDigests, new RecipientList(RecipientRules.Load(home.Config)), calendar, options, TimeProvider.System);
            var request = new DigestRequest(
                parsed.GetValue(name)!, parsed.GetValue(asOf) ?? BusinessTime.Today(TimeProvider.System).AddDays(-1), "command line")
            {
                Again = parsed.GetValue(reason),
                Only = parsed.GetValue(to) is { Length: > 0 } given ? given : null,
            };
            if (DigestDesk.AllDigests.All(digest => digest.Name != request.Digest))
            {
                throw new UsageException($"There is no digest \"{request.Digest}\"; there are {string.Join(", ", DigestDesk.AllDigests.Select(digest => digest.Name))}.");
            }

            try
            {
                return await RunAsync(parsed.GetValue(preview), parsed.GetValue(hold), desk, request, warehouse.DataSource, options, home, ct);
            }
            catch (UnknownRecipientException e)
            {
                throw new UsageException(e.Message);
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(
        bool preview, bool hold, DigestDesk desk, DigestRequest request, NpgsqlDataSource database, MailOptions options, KaHome home, CancellationToken ct)
    {
        if (preview)
        {
            return await PreviewAsync(desk, request, home, ct);
        }

        var (edition, letters) = await desk.ProduceAsync(request, ct);
        Console.WriteLine(letters.Count > 0 ? $"edition {edition}: {letters.Count} letters rendered"
            : $"edition {edition}: nothing to render, everybody asked for has a letter of it; --reason TEXT makes another edition");
        if (hold)
        {
            return ExitCodes.Done;
        }

        var transport = options.CreateTransport();
        var ended = await new Postman(new DeliveryLedger(database, TimeProvider.System), transport, options, TimeProvider.System).DeliverAsync(edition, ct);
        if (ended.Count > 0)
        {
            Console.WriteLine($"{transport.Destination}: {string.Join(", ", ended.Select(state => $"{state.Value} {state.Key}"))}");
        }

        return ended.Keys.All(state => state == DeliveryState.Accepted) ? ExitCodes.Done : ExitCodes.DoneWithFindings;
    }

    private static async Task<int> PreviewAsync(DigestDesk desk, DigestRequest request, KaHome home, CancellationToken ct)
    {
        var letters = await desk.PreviewAsync(request, ct);
        if (letters.Count == 0)
        {
            throw new UsageException($"Nobody gets the digest \"{request.Digest}\" on {request.AsOf:yyyy-MM-dd}; see config/recipients.yaml and the responsibilities of the master data.");
        }

        var folder = Directory.CreateDirectory(Path.Combine(home.Outbox, "preview")).FullName;
        foreach (var (recipient, content) in letters)
        {
            var path = Path.Combine(folder, $"{request.Digest} {request.AsOf:yyyy-MM-dd} {recipient.Id}");
            await File.WriteAllTextAsync(path + ".html", content.Html, ct);
            await File.WriteAllTextAsync(path + ".txt", content.Text, ct);
            foreach (var attachment in content.Attachments)
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, attachment.FileName), attachment.Content, ct);
            }

            Console.WriteLine(path + ".html");
        }

        if (letters.Count == 1 && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 })
        {
            Process.Start(new ProcessStartInfo(Path.Combine(folder, $"{request.Digest} {request.AsOf:yyyy-MM-dd} {letters[0].Recipient.Id}.html")) { UseShellExecute = true });
        }

        return ExitCodes.Done;
    }
}
