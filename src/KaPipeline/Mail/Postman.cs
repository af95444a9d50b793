using KaPipeline.Jobs;
using Npgsql;

namespace KaPipeline.Mail;

/// <summary>Sends what the ledger holds over one connection a batch: claims one mail, sends it, records what the server said, and continues
/// with the next. When the server itself cannot be used, the batch waits: nothing is claimed, refused, in doubt or counted as a
/// try.</summary>
/// <param name="servers">Which servers are in trouble.</param>
/// <param name="transport">The way out.</param>
/// <param name="gate">Whether mails may go at all.</param>
/// <param name="options">Rate, attempts, backoff.</param>
public sealed class Postman(DeliveryLedger ledger, MailServerLedger servers, IMailTransport transport, SendingGate gate,
    MailOptions options, TimeProvider clock)
{
    /// <summary>One for the transport that the settings name.</summary>
    /// <exception cref="InvalidDataException">The transport may not be used, or is not whole; the message says what to set.</exception>
    public static Postman For(NpgsqlDataSource database, MailOptions options, KaHome home)
    {
        var clock = DatabaseClock.For(database, home, TimeProvider.System);
        return new(new DeliveryLedger(database, clock), new MailServerLedger(database, clock), options.CreateTransport(TimeProvider.System),
            new SendingGate(database, home.SendMark, clock), options, clock);
    }

    /// <summary>Where mails go, for people: host and port, or folder.</summary>
    public string Destination => transport.Destination;

    /// <summary>Sends everything of a scope that is due; what must wait for another try stays in the ledger for the next call.</summary>
    /// <param name="isAsked">A person asks for it now: a server that is known to be in trouble is tried all the same.</param>
    /// <param name="ct">Stops after the mail under way.</param>
    public async Task<SendReport> DeliverAsync(ClaimScope scope, bool isAsked = false, CancellationToken ct = default)
    {
        var report = new SendReport { Held = await gate.AskAsync(ct) };
        await ledger.ExpireClaimsAsync(ct);
        await ledger.CountAsSentAsync(ct);
        if (report.Held is not null)
        {
            return report;
        }

        IMailSession? session = null;
        try
        {
            for (var sent = 0; !ct.IsCancellationRequested && gate.ClockAgrees && await ledger.IsDueAsync(scope, ct);)
            {
                if (session is null)
                {
                    sent = 0;
                    report.Trouble = isAsked ? null : await servers.PauseAsync(transport.Destination, ct);
                    session = report.Trouble is null ? await ConnectAsync(report, ct) : null;
                    if (session is null)
                    {
                        break;
                    }
                }

                var (claim, wait) = await ledger.ClaimAsync(WorkerName.Own, scope, Rate, Lease, ct);
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
                        await servers.AnsweredAsync(transport.Destination);
                    }

                    continue;
                }

                await ledger.GiveBackAsync(claim, WorkerName.Own, outcome.Words);
                await session.DisposeAsync();
                session = null;

                // A connection that was used is broken off for many reasons, such as so many mails each; a fresh one tells what the server
                // is like.
                if (sent == 0)
                {
                    report.Trouble = await servers.FailedAsync(transport.Destination, outcome.Words, options.FirstRetrySeconds);
                    break;
                }
            }
        }
        finally
        {
            await (session?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        // Held while it was sending: whoever waits for the rest must not think it done.
        report.Held = ct.IsCancellationRequested ? null : await gate.AskAsync(ct);
        return report;
    }

    /// <summary>Sends an edition to its end: waits for the moments at which what was put off may be tried again, and for a server in
    /// trouble as long as it may. What is left then is <c>watch</c>'s.</summary>
    /// <param name="patience">How long it waits for a server in trouble.</param>
    /// <param name="isAsked">As in <see cref="DeliverAsync"/>.</param>
    /// <param name="ct">Stops after the mail under way.</param>
    public async Task<SendReport> DeliverToEndAsync(long edition, TimeSpan patience, bool isAsked = false, CancellationToken ct = default)
    {
        var began = clock.GetUtcNow();
        var all = new SendReport();
        while (true)
        {
            all.Add(await DeliverAsync(new ClaimScope(edition), isAsked, ct));
            if (all.Held is not null || (all.Trouble is not null && clock.GetUtcNow() - began >= patience))
            {
                await ledger.LeaveWaitingAsync(edition);
                return all;
            }

            if ((all.Trouble?.NotBefore ?? await ledger.NextTryAsync(edition, ct)) is not { } next)
            {
                return all;
            }

            if (next - clock.GetUtcNow() is { Ticks: > 0 } pause)
            {
                await Task.Delay(pause, clock, ct);
            }
        }
    }

    private int Rate => transport is PickupTransport ? int.MaxValue / 2 : options.Smtp.MailsPerMinute;

    private TimeSpan Lease => TimeSpan.FromSeconds(options.Smtp.TimeoutSeconds + 60);

    private async Task<IMailSession?> ConnectAsync(SendReport report, CancellationToken ct)
    {
        try
        {
            return await transport.ConnectAsync(ct);
        }
        catch (MailServerException e)
        {
            report.Trouble = await servers.FailedAsync(transport.Destination, e.Message, options.FirstRetrySeconds);
            return null;
        }
    }

    // A mail under way is sent to its end even at a stop: breaking it off would leave a doubt. The time allowed for it bounds the wait.
    private async Task<SendOutcome> SendAsync(IMailSession session, Claim claim) =>
        await session.SendAsync(Envelope.Of(options, claim, await ledger.ContentAsync(claim.ContentSha256)), CancellationToken.None);

    private async Task EndAsync(Claim claim, SendOutcome outcome, SendReport report)
    {
        var (state, words) = outcome.Verdict switch
        {
            SendVerdict.Accepted => (DeliveryState.Accepted, outcome.Words),
            SendVerdict.Refused => (DeliveryState.Refused, outcome.Words),
            SendVerdict.NotNow when claim.Failures + 1 >= options.Attempts =>
                (DeliveryState.Refused, $"given up after {claim.Failures + 1} attempts: {outcome.Words}"),
            SendVerdict.NotNow => (DeliveryState.Rendered, outcome.Words),
            _ => (DeliveryState.InDoubt, outcome.Words.Length > 0 ? outcome.Words : "the connection ended without an answer"),
        };
        var notBefore = state == DeliveryState.Rendered
            ? clock.GetUtcNow() + TimeSpan.FromSeconds(options.FirstRetrySeconds * Math.Pow(2, claim.Failures)) : (DateTimeOffset?)null;
        await ledger.EndAsync(claim, WorkerName.Own, state, words, notBefore);
        report.Add(claim, state, words);
    }
}
