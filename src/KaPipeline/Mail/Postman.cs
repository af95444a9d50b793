namespace KaPipeline.Mail;

/// <summary>Sends what the ledger holds: claims one mail, sends it, records what the server said, and goes on with the next.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="transport">The way out.</param>
/// <param name="options">Rate, attempts, backoff.</param>
/// <param name="clock">Time.</param>
public sealed class Postman(DeliveryLedger ledger, IMailTransport transport, MailOptions options, TimeProvider clock)
{
    private static readonly string Worker = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>Sends everything that is due; what must wait for another try stays in the ledger for the next call.</summary>
    /// <param name="edition">One edition alone; null: all.</param>
    /// <param name="ct">Stops after the mail under way.</param>
    /// <returns>How many mails ended in each state of this round; <see cref="DeliveryState.Rendered"/> counts those put off.</returns>
    public Task<IReadOnlyDictionary<string, int>> DeliverAsync(long? edition = null, CancellationToken ct = default) => DeliverAsync(edition, false, ct);

    /// <summary>Tries again what is due of all editions and was certainly not accepted before; nothing that was never tried.</summary>
    /// <returns>As <see cref="DeliverAsync(long?, CancellationToken)"/>.</returns>
    public Task<IReadOnlyDictionary<string, int>> DeliverPutOffAsync(CancellationToken ct = default) => DeliverAsync(null, true, ct);

    /// <summary>Sends an edition to its end: waits for the moments at which what was put off may be tried again.</summary>
    /// <returns>How many mails ended in each state.</returns>
    public async Task<IReadOnlyDictionary<string, int>> DeliverToEndAsync(long edition, CancellationToken ct = default)
    {
        var all = new Dictionary<string, int>();
        while (true)
        {
            foreach (var (state, count) in (await DeliverAsync(edition, ct)).Where(ended => ended.Key != DeliveryState.Rendered))
            {
                all[state] = all.GetValueOrDefault(state) + count;
            }

            if (await ledger.NextTryAsync(edition, ct) is not { } next)
            {
                return all;
            }

            if (next - clock.GetUtcNow() is { Ticks: > 0 } pause)
            {
                await Task.Delay(pause, clock, ct);
            }
        }
    }

    private async Task<IReadOnlyDictionary<string, int>> DeliverAsync(long? edition, bool putOff, CancellationToken ct)
    {
        var ended = new Dictionary<string, int>();
        await ledger.ExpireClaimsAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            var (claim, wait) = await ledger.ClaimAsync(Worker, edition, Rate, Lease, putOff, ct);
            if (wait is { } pause)
            {
                await Task.Delay(pause, clock, ct);
                continue;
            }

            if (claim is null)
            {
                break;
            }

            var state = await SendAsync(claim, ct);
            ended[state] = ended.GetValueOrDefault(state) + 1;
        }

        return ended;
    }

    private int Rate => transport is PickupTransport ? int.MaxValue / 2 : options.Smtp.MailsPerMinute;

    private TimeSpan Lease => TimeSpan.FromSeconds(options.Smtp.TimeoutSeconds + 60);

    private async Task<string> SendAsync(Claim claim, CancellationToken ct)
    {
        var content = await ledger.ContentAsync(claim.ContentSha256, CancellationToken.None);
        var outcome = await transport.SendAsync(
            new Envelope(
                new Mailbox(options.FromName, options.From), new Mailbox(claim.RecipientName, claim.Address), claim.MessageId,
                claim.BusinessDate.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), content), ct);
        var (state, words) = outcome.Verdict switch
        {
            SendVerdict.Accepted => (DeliveryState.Accepted, outcome.Words),
            SendVerdict.Refused => (DeliveryState.Refused, outcome.Words),
            SendVerdict.NotNow when claim.Attempt >= options.Attempts =>
                (DeliveryState.Refused, $"given up after {claim.Attempt} attempts: {outcome.Words}"),
            SendVerdict.NotNow => (DeliveryState.Rendered, outcome.Words),
            _ => (DeliveryState.InDoubt, outcome.Words.Length > 0 ? outcome.Words : "the connection ended without an answer"),
        };
        var notBefore = state == DeliveryState.Rendered
            ? clock.GetUtcNow() + TimeSpan.FromSeconds(options.FirstRetrySeconds * Math.Pow(2, claim.Attempt - 1)) : (DateTimeOffset?)null;
        await ledger.EndAsync(claim, Worker, state, words, notBefore);
        return state;
    }
}
