using KaPipeline.Jobs;
using Npgsql;

namespace KaPipeline.Mail;

/// <summary>Sends what the ledger holds, mails over one connection a batch, then cards robot by robot: claims one, sends it, records what
/// the server said, and continues with the next. When the server itself cannot be used, the batch waits: nothing is claimed, refused, in
/// doubt or counted as a try.</summary>
/// <param name="servers">Which servers are in trouble.</param>
/// <param name="transport">The way out.</param>
/// <param name="gate">Whether mails may go at all.</param>
/// <param name="options">Rate, attempts, backoff.</param>
/// <param name="robots">The robots there are.</param>
public sealed class Postman(MailLedger ledger, MailServerLedger servers, IMailTransport transport, SendingGate gate,
    MailOptions options, IReadOnlyList<Robot> robots, TimeProvider clock)
{
    /// <summary>One for the transport that the settings name.</summary>
    /// <exception cref="InvalidDataException">The transport may not be used, or is not whole, or <c>recipients.yaml</c> has mistakes; the message
    /// says what to set.</exception>
    public static Postman For(NpgsqlDataSource database, MailOptions options, KaHome home)
    {
        var clock = DatabaseClock.For(database, home, TimeProvider.System);
        return new(new MailLedger(database, clock), new MailServerLedger(database, clock), options.CreateTransport(TimeProvider.System),
            new SendingGate(database, home.SendMark, clock), options, RecipientRules.Load(home.Config).Robots, clock);
    }

    /// <summary>Where mails go, for people: host and port, or folder.</summary>
    public string Destination => transport.Destination;

    /// <summary>Sends everything of a scope that is due; what must wait for another try stays in the ledger for the next call.</summary>
    /// <param name="isAsked">A person asks for it now: a server that is known to be in trouble is tried all the same.</param>
    /// <param name="ct">Stops after the mail under way.</param>
    public async Task<SendReport> DeliverAsync(SendScope scope, bool isAsked = false, CancellationToken ct = default)
    {
        var report = new SendReport { Held = await gate.AskAsync(ct) };
        await ledger.ExpireClaimsAsync(ct);
        await ledger.CountAsSentAsync(ct);
        if (report.Held is not null)
        {
            return report;
        }

        await RunAsync(transport, MailRate, Lease(options.Smtp.TimeoutSeconds), scope, isAsked, report, ct);
        foreach (var address in await ledger.RobotsAsync())
        {
            var way = new RobotTransport(address, robots.SingleOrDefault(robot => robot.Address == address), clock);
            await RunAsync(way, way.Rate, Lease(way.TimeoutSeconds), scope with { Robot = address }, isAsked, report, ct);
        }

        // Held while it was sending: whoever waits for the rest must not think it done.
        report.Held = ct.IsCancellationRequested ? null : await gate.AskAsync(ct);
        return report;
    }

    // One way's letters over one connection.
    private async Task RunAsync(IMailTransport way, SendRate rate, TimeSpan lease, SendScope scope, bool isAsked, SendReport report,
        CancellationToken ct)
    {
        IMailSession? session = null;
        try
        {
            for (var sent = 0; !ct.IsCancellationRequested && gate.ClockAgrees && await ledger.IsDueAsync(scope, ct);)
            {
                if (session is null)
                {
                    sent = 0;
                    var trouble = isAsked ? null : await servers.PauseAsync(way.Destination, ct);
                    if (trouble is not null)
                    {
                        report.Add(trouble);
                    }

                    session = trouble is null ? await ConnectAsync(way, report, ct) : null;
                    if (session is null)
                    {
                        break;
                    }
                }

                var (claim, wait) = await ledger.ClaimAsync(WorkerName.Own, scope, rate, lease, ct);
                if (wait is { } pause)
                {
                    await Task.Delay(pause, clock, ct);
                }

                if (claim is null)
                {
                    continue;
                }

                await gate.MarkAsync(claim);
                var outcome = await SendAsync(session, claim);
                if (outcome.Verdict != SendVerdict.ServerTrouble)
                {
                    await EndAsync(claim, outcome, report);
                    if (sent++ == 0)
                    {
                        await servers.AnsweredAsync(way.Destination);
                    }

                    continue;
                }

                await ledger.GiveBackAsync(claim, WorkerName.Own, $"the mail server could not be used: {outcome.Words}");
                await session.DisposeAsync();
                session = null;

                // A connection that was used is broken off for many reasons, such as so many mails each; a fresh one tells what the server
                // is like.
                if (sent == 0)
                {
                    report.Add(await servers.FailedAsync(way.Destination, outcome.Words, options.FirstRetrySeconds));
                    break;
                }
            }
        }
        finally
        {
            await (session?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    /// <summary>Sends an edition to its end: waits for the moments at which what was put off may be tried again, and for a server in
    /// trouble as long as it may, and for no robot in trouble. What is left then is <c>watch</c>'s.</summary>
    /// <param name="patience">How long it waits for a server in trouble.</param>
    /// <param name="isAsked">As in <see cref="DeliverAsync"/>.</param>
    /// <param name="ct">Stops after the mail under way.</param>
    public async Task<SendReport> DeliverToEndAsync(long edition, TimeSpan patience, bool isAsked = false, CancellationToken ct = default)
    {
        var began = clock.GetUtcNow();
        var all = new SendReport();
        while (true)
        {
            all.Add(await DeliverAsync(new SendScope(edition), isAsked, ct));
            if (all.Held is not null || (all.Trouble is not null && clock.GetUtcNow() - began >= patience))
            {
                await ledger.LeaveWaitingAsync(edition);
                return all;
            }

            var robots = all.Robots.Select(robot => robot.Destination).ToArray();
            if ((all.Trouble?.NotBefore ?? await ledger.NextTryAsync(edition, robots, ct)) is not { } next)
            {
                if (robots.Length > 0)
                {
                    await ledger.LeaveWaitingAsync(edition);
                }

                return all;
            }

            if (next - clock.GetUtcNow() is { Ticks: > 0 } pause)
            {
                await Task.Delay(pause, clock, ct);
            }
        }
    }

    private SendRate MailRate => transport is PickupTransport ? SendRate.Unlimited : new(options.Smtp.MailsPerMinute);

    private static TimeSpan Lease(int timeoutSeconds) => TimeSpan.FromSeconds(timeoutSeconds + 60);

    private async Task<IMailSession?> ConnectAsync(IMailTransport way, SendReport report, CancellationToken ct)
    {
        try
        {
            return await way.ConnectAsync(ct);
        }
        catch (MailServerException e)
        {
            report.Add(await servers.FailedAsync(way.Destination, e.Message, options.FirstRetrySeconds));
            return null;
        }
    }

    // A mail under way is sent to its end even at a stop: breaking it off would leave a doubt. The time allowed for it bounds the wait.
    // What said that it is gone is left alone until a person's copy is accepted.
    private async Task<SendOutcome> SendAsync(IMailSession session, ClaimedMail claim) =>
        claim.CopyNumber == 1 && claim.Address.StartsWith(Robot.Webhook + ":", StringComparison.Ordinal) && await ledger.IsGoneAsync(claim.Address)
        ? new(SendVerdict.Refused, "410 was the last answer, so it was not asked; a copy that you resend is tried")
        : await session.SendAsync(Envelope.Of(options, claim, await ledger.ContentAsync(claim.ContentSha256)), CancellationToken.None);

    private async Task EndAsync(ClaimedMail claim, SendOutcome outcome, SendReport report)
    {
        var (state, words) = outcome.Verdict switch
        {
            SendVerdict.Accepted => (MailState.Accepted, outcome.Words),
            SendVerdict.Refused => (MailState.Refused, outcome.Words),
            SendVerdict.NotNow when claim.Failures + 1 >= options.Attempts =>
                (MailState.Refused, $"given up after {claim.Failures + 1} attempts: {outcome.Words}"),
            SendVerdict.NotNow => (MailState.Rendered, outcome.Words),
            _ => (MailState.InDoubt, outcome.Words.Length > 0 ? outcome.Words : "the connection ended without an answer"),
        };
        var pause = TimeSpan.FromSeconds(options.FirstRetrySeconds * Math.Pow(2, claim.Failures));
        var notBefore = state == MailState.Rendered
            ? clock.GetUtcNow() + (outcome.Pause > pause ? outcome.Pause.Value : pause) : (DateTimeOffset?)null;
        await ledger.EndAsync(claim, WorkerName.Own, state, words, notBefore);
        report.Add(claim, state, words);
    }
}
