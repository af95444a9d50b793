using System.CommandLine;
using KaPipeline.Digests.Calendar;
using KaPipeline.Digests.Editions;
using KaPipeline.Host.Warehouse;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka digest NAME</c>: makes an edition and sends it; with <c>--preview</c> it shows one and sends nothing.</summary>
internal static class DigestVerb
{
    private sealed record Options(bool Hold, bool Yes);

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "daily, weekly, close (5th), budget (15th), plan (25th)", HelpName = "NAME" };
        name.CompletionSources.Add([.. DigestDays.Digests]);
        var asOf = SharedOptions.AsOf();
        asOf.Description = "Business date, the last day covered (Asia/Shanghai); default: yesterday, as in this morning's mail";
        var to = new Option<string[]>("--to") { Description = "Only these recipients: person id or address", HelpName = "RECIPIENT" };
        var preview = new Option<bool>("--preview")
        {
            Description = "Write each mail exactly as it would be sent to outbox/preview; record and send nothing"
        };
        var hold = new Option<bool>("--hold")
        {
            Description = "Make and record the edition, and hold it: no mail goes out until ka delivery release"
        };
        var another = new Option<bool>("--new-edition")
        {
            Description = "Another edition for a date that has one, sent to every reader again; asks for confirmation, needs --reason"
        };
        var yes = new Option<bool>("--yes") { Description = "Do not ask for confirmation (for scripts)" };
        var reason = SharedOptions.Reason();
        var command = new Command("digest", "Make the edition of a digest for a business date and send it to its recipients.") { name, asOf,
            to, preview, hold, another, yes, reason };
        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            var options = MailSettings.Load(home);
            var request = new DigestRequest(parsed.GetValue(name)!, parsed.GetValue(asOf) ?? BusinessTime.Today(TimeProvider.System)
                .AddDays(-1), "command line")
            {
                IsNewEdition = parsed.GetValue(another),
                IsHeld = parsed.GetValue(hold),
                RequestedBy = CommandUser.Name,
                Reason = parsed.GetValue(reason),
                Only = parsed.GetValue(to) is { Length: > 0 } given ? given : null,
            };
            if (DigestService.AllDigests.All(digest => digest.Name != request.Digest))
            {
                throw new UsageException(
                    $"There is no digest \"{request.Digest}\"; there are {string.Join(", ", DigestService.AllDigests.Select(digest => digest.Name))}.");
            }

            if (request.IsNewEdition && string.IsNullOrWhiteSpace(request.Reason))
            {
                throw new UsageException("--new-edition sends every reader another mail: say why with --reason; it is kept in the audit.");
            }

            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            var calendar = DigestSchedules.LoadCalendar(home.Config, options.WaitForSourcesUntil);
            var digests = new DigestService(
                warehouse.DataSource, DigestService.AllDigests, new RecipientList(RecipientRules.Load(home.Config)), calendar, options,
                TimeProvider.System);
            if (!DigestDays.GoesOn(request.Digest, request.AsOf.AddDays(1), calendar.WorkingDays))
            {
                await Console.Error.WriteLineAsync(
                    $"Note: {request.AsOf.AddDays(1):yyyy-MM-dd} is not a day on which \"{request.Digest}\" goes by the calendar: no schedule would send this edition.");
            }

            try
            {
                return parsed.GetValue(preview) ? await DigestPreview.WriteAsync(digests, request, options, home, ct)
                    : await SendAsync(new Options(parsed.GetValue(hold), parsed.GetValue(yes)), digests, request, home,
                        warehouse.DataSource,
                    options, ct);
            }
            catch (UnknownRecipientException e)
            {
                throw new UsageException(e.Message);
            }
        });
        return command;
    }

    private static async Task<int> SendAsync(Options asked, DigestService digests, DigestRequest request, KaHome home,
        NpgsqlDataSource database, MailOptions options, CancellationToken ct)
    {
        // A transport that may not be used is told before anything is made.
        var postman = Postman.For(database, options, home);
        var ledger = new MailLedger(database, TimeProvider.System);
        if (request.IsNewEdition)
        {
            await ConfirmAsync(ledger, request, asked.Yes, ct);
        }

        var (edition, letters) = await digests.ProduceAsync(request, ct);
        Console.WriteLine(letters.Count > 0
            ? $"edition {edition}: {Language.Counted(letters.Count, "letter")} rendered, {letters.Count(letter => letter.Suppressed is null)} to send{Suppressed(letters)}"
            : Made(edition, await ledger.StatesAsync(edition, ct)));
        if (await EditionLedger.ExistingAsync(database, request.Digest, request.AsOf, ct) is { IsHeld: true })
        {
            Console.WriteLine($"edition {edition} is held: no mail goes out until ./ka delivery release {edition} --reason TEXT");
            return asked.Hold ? ExitCodes.Done : ExitCodes.DoneWithFindings;
        }

        return await MailText.TellAsync(postman.Destination,
            await postman.DeliverToEndAsync(edition, TimeSpan.Zero, isAsked: true, ct));
    }

    private static async Task ConfirmAsync(MailLedger ledger, DigestRequest request, bool isSure, CancellationToken ct)
    {
        var (editions, got) = await ledger.ReceivedAsync(request.Digest, request.AsOf, ct);
        var readers = got.Sum(group => group.Readers);
        Console.WriteLine(
            $"\"{request.Digest}\" of {request.AsOf:yyyy-MM-dd} has {Language.Counted(editions, "edition")}; {Language.Counted(readers, "reader")} received mails of it"
            + (got.Count == 0 ? "." : $": {string.Join(", ", got.Select(group => $"{group.Readers} got {group.Received}"))}."));
        if (isSure)
        {
            return;
        }

        if (Console.IsInputRedirected)
        {
            throw new UsageException("Nothing was made: --new-edition asks for confirmation; in a script add --yes.");
        }

        Console.Write($"Make edition {editions + 1} and send it? [y/N] ");
        if ((Console.ReadLine() ?? "").Trim() is not ("y" or "Y" or "yes"))
        {
            throw new UsageException("Nothing was made.");
        }
    }

    private static string Suppressed(IReadOnlyList<Rendered> letters)
    {
        var kept = letters.Where(letter => letter.Suppressed is not null).ToList();
        return kept.Count == 0 ? "" : $", {kept.Count} suppressed: {string.Join("; ", kept.Select(DigestPreview.NotSent))}";
    }

    // A mail that waits is sent now: another edition would go to those as well who have theirs.
    private static string Made(long edition, IReadOnlyDictionary<string, int> states) =>
        $"edition {edition}: every requested reader has a letter of it: {States(states)}; "
        + (states.TryGetValue(MailState.Rendered, out var waiting) ? $"sending the {waiting} that wait{(waiting == 1 ? "s" : "")}"
        : "--new-edition makes another");

    private static string States(IReadOnlyDictionary<string, int> states) =>
        string.Join(", ",
        states.Select(state => $"{state.Value} {(state.Key == MailState.Rendered ? "waiting" : state.Key.Replace('_', ' '))}"));
}
