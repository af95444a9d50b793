using System.CommandLine;
using KaPipeline.Host.Warehouse;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Operations;
using KaPipeline.Warehouse;
using Spectre.Console;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka delivery …</c>: what became of each mail, and what a person decides about it.</summary>
internal static class DeliveryVerb
{
    private static readonly Argument<long> Delivery = new("DELIVERY") { Description = "Number of the delivery, from ka delivery list" };

    private static readonly Argument<long> Edition = new("EDITION") { Description = "Number of the edition, from ka delivery list" };

    private sealed record Row
    {
        public long DeliveryId { get; init; }

        public long EditionId { get; init; }

        public string EditionState { get; init; } = "";

        public string Digest { get; init; } = "";

        public DateOnly BusinessDate { get; init; }

        public string RecipientId { get; init; } = "";

        public string RecipientName { get; init; } = "";

        public string Address { get; init; } = "";

        public int CopyNumber { get; init; }

        public string State { get; init; } = "";

        public string? Words { get; init; }
    }

    public static Command Create() => new("delivery",
        "Manage single mails: list them, resolve doubtful ones, resend one, hold and release an edition.")
    {
        List(),
        Act("confirm", "Resolve a doubtful mail: the reader has received it.", Delivery, (operations, id, reason, ct) =>
        operations.ConfirmAsync(id, CommandUser.Name, reason, ct)),
        Again(),
        Resend(),
        Act("hold", "Hold an edition: none of its mails goes out until it is released.", Edition,
            (operations, id, reason, ct) => operations.HoldAsync(id, CommandUser.Name, reason, ct)),
        Release(),
        Send(),
        Resume(),
    };

    private static Command List()
    {
        var state = new Option<string?>("--state")
        {
            Description = $"{string.Join(", ", MailState.All)} or held; default in_doubt, refused and rendered",
            HelpName = "STATE",
        };
        state.AcceptOnlyFromAmong([.. MailState.All, EditionState.Held]);
        var (digest, asOf, json) = (new Option<string?>("--digest") { Description = "One digest", HelpName = "NAME" }, SharedOptions.AsOf(),
            SharedOptions.Json());
        asOf.Description = "Only editions of this business date";
        var most = new Option<int>("--most") { Description = "At most this many, newest first", DefaultValueFactory = _ => 100 };
        var command = new Command("list", "Mails that wait, were refused or are in doubt, with the mail server's words.") { state, digest,
            asOf, most, json };
        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            var rows = await warehouse.DataSource.ListAsync<Row>(
                """
                select delivery_id, edition_id, edition_state, digest, business_date, recipient_id, recipient_name, address, copy_number, state, words
                from ops.delivery join ops.edition using (edition_id)
                where case when @state::text is null then state in ('in_doubt', 'refused', 'rendered', 'claimed') when @state = 'held' then edition_state = 'held' and state = 'rendered'
                           else state = @state end
                  and (@digest::text is null or digest = @digest) and (@day::date is null or business_date = @day)
                order by delivery_id desc limit @most
                """, new { state = parsed.GetValue(state), digest = parsed.GetValue(digest), day = parsed.GetValue(asOf), most = parsed.GetValue(most) }, ct);
            if (parsed.GetValue(json))
            {
                JsonText.Print(rows);
                return ExitCodes.Done;
            }

            foreach (var row in rows)
            {
                Terminal.Out.WriteLine(
                    $"{row.DeliveryId}  edition {row.EditionId}{(row.EditionState == EditionState.Open ? "" : $" {row.EditionState}")}  {row.Digest} {row.BusinessDate:yyyy-MM-dd}  "
                    + $"{row.RecipientId} {row.RecipientName} <{row.Address}>{(row.CopyNumber > 1 ? $" copy {row.CopyNumber}" : "")}  {row.State.Replace('_', ' ')}{(row.Words is null ? "" : ": " + row.Words)}");
            }

            foreach (var trouble in await new MailServerLedger(warehouse.DataSource, TimeProvider.System).TroublesAsync(ct))
            {
                Terminal.Out.WriteLine($"{trouble.Destination} is not usable: {trouble.Words}");
            }

            await TellHoldAsync(warehouse, home, ct);
            Terminal.Out.WriteLine(rows.Count == 0 ? "没有这样的邮件 No such mail." : $"{rows.Count} 封 mails");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Again() =>
        Sending("again", "Resolve a doubtful mail: the reader has not received it, so send the same mail again.", Delivery,
        async (operations, id, reason, ct) =>
        {
            await operations.SendAgainAsync(id, CommandUser.Name, reason, ct);
            return new SendScope(DeliveryId: id);
        });

    private static Command Resend()
    {
        var address = new Option<string?>("--address")
        {
            Description = "Send to this address; default: the original one",
            HelpName = "ADDRESS"
        };
        var reason = SharedOptions.Reason();
        var command = new Command("resend",
            "Send another copy of one mail that was accepted, refused or suppressed; other mails are not affected.") { Delivery,
            address, reason };
        command.SetAction((parsed, ct) => RunAsync(async (warehouse, options) =>
        {
            var copy = await new MailOperations(warehouse.DataSource, TimeProvider.System)
                .ResendAsync(parsed.GetValue(Delivery), parsed.GetValue(address), CommandUser.Name,
                SharedOptions.Why(parsed.GetValue(reason)), ct);
            return await SendAsync(warehouse, options, new SendScope(DeliveryId: copy), ct);
        }, ct));
        return command;
    }

    private static Command Release() =>
        Sending("release", "Release a held edition and send its remaining mails.", Edition, async (operations, id, reason, ct) =>
    {
        await operations.ReleaseAsync(id, CommandUser.Name, reason, ct);
        return new SendScope(EditionId: id);
    });

    private static Command Send()
    {
        var command = new Command("send",
            "Send what is waiting now: postponed mails, requested copies, editions that wait for the mail server.");
        command.SetAction((_, ct) =>
            RunAsync((warehouse, options) => SendAsync(warehouse, options, new SendScope(IsLeftOver: true), ct), ct));
        return command;
    }

    private static Command Resume()
    {
        var reason = SharedOptions.Reason();
        var (from, until) = (SharedOptions.Moment("--sent-from", "Mails of editions due from this time count as sent and are not sent"),
            SharedOptions.Moment("--sent-until", "Mails of editions due until this time count as sent"));
        var command = new Command("resume",
            "Resume sending after a restore: send all that is due, or count a period as sent.") { reason, from, until };
        command.SetAction((parsed, ct) => RunAsync(async (warehouse, _) =>
        {
            var counted = await new SendingOperations(warehouse.DataSource, TimeProvider.System).ResumeAsync(
                parsed.GetValue(from), parsed.GetValue(until), CommandUser.Name, SharedOptions.Why(parsed.GetValue(reason)), ct);
            Terminal.Out.WriteLine(
                $"发送已恢复 sending resumed; {counted} 封计为已发 mails count as sent; ./ka delivery send, or a running ./ka serve, sends what waits");
            return ExitCodes.Done;
        }, ct));
        return command;
    }

    // What a person must see before they let mails go again.
    private static async Task TellHoldAsync(WarehouseConnection warehouse, KaHome home, CancellationToken ct)
    {
        var gate = SendingGate.For(warehouse.DataSource, home);
        if (await gate.AskAsync(ct) is not { } says)
        {
            return;
        }

        Terminal.Out.WriteLine(Bilingual.Both(says));
        if (await gate.OpenHoldAsync(ct) is { } hold)
        {
            foreach (var edition in await gate.WaitingAsync(hold, ct))
            {
                Terminal.Out.WriteLine(
                    $"edition {edition.EditionId}  {edition.Digest} {edition.BusinessDate:yyyy-MM-dd}  due {TimeZoneInfo.ConvertTime(edition.DueAt, BusinessTime.Zone):yyyy-MM-dd HH:mm}  "
                    + $"{edition.Mails} {(edition.MayHaveGone ? "可能已发 may have gone" : "待发 wait")}");
            }
        }
    }

    private static Command Sending(string name, string says, Argument<long> subject,
        Func<MailOperations, long, string, CancellationToken, Task<SendScope>> act)
    {
        var reason = SharedOptions.Reason();
        var command = new Command(name, says) { subject, reason };
        command.SetAction((parsed, ct) => RunAsync(async (warehouse, options) => await SendAsync(
            warehouse, options, await act(new MailOperations(warehouse.DataSource, TimeProvider.System), parsed.GetValue(subject),
            SharedOptions.Why(parsed.GetValue(reason)), ct), ct), ct));
        return command;
    }

    private static Command Act(string name, string says, Argument<long> subject,
        Func<MailOperations, long, string, CancellationToken, Task> act)
    {
        var reason = SharedOptions.Reason();
        var command = new Command(name, says) { subject, reason };
        command.SetAction((parsed, ct) => RunAsync(async (warehouse, _) =>
        {
            await act(new MailOperations(warehouse.DataSource, TimeProvider.System), parsed.GetValue(subject),
                SharedOptions.Why(parsed.GetValue(reason)), ct);
            Terminal.Out.WriteLine($"{subject.Name.ToLowerInvariant()} {parsed.GetValue(subject)}: {name} 已记录 recorded");
            return ExitCodes.Done;
        }, ct));
        return command;
    }

    private static async Task<int> SendAsync(WarehouseConnection warehouse, MailOptions options, SendScope scope, CancellationToken ct)
    {
        var postman = Postman.For(warehouse.DataSource, options, KaHome.FromEnvironment());
        var report = await postman.DeliverAsync(scope, isAsked: true, ct);
        Terminal.Out.WriteLine(report.Count + report.Robots.Count == 0 && report.Trouble is null && report.Held is null
            ? "没有可发的邮件 Nothing waits."
            : $"{report.Count} 封已处理 mails tried");
        return await MailText.TellAsync(postman.Destination, report);
    }

    private static async Task<int> RunAsync(Func<WarehouseConnection, MailOptions, Task<int>> work, CancellationToken ct)
    {
        var home = KaHome.FromEnvironment();
        var options = MailSettings.Load(home);
        await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
        return await work(warehouse, options);
    }
}
