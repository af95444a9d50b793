using Dapper;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Reports.Editions;

/// <summary>A digest that should have gone and did not, or a mail that ended badly.</summary>
/// <param name="Kind"><c>digest_missing</c> or <c>delivery_refused</c>, as <c>ops.alert</c> names them.</param>
/// <param name="Subject">Which: stable, so that one breach is told once.</param>
/// <param name="Says">In words.</param>
public sealed record Breach(string Kind, string Subject, string Says);

/// <summary>Looks for digests that should have gone, for refused and doubtful mails; opens one alert per breach and closes it when it has recovered.</summary>
/// <param name="database">The warehouse.</param>
/// <param name="calendar">Working days.</param>
/// <param name="clock">Time.</param>
public sealed class Watchdog(NpgsqlDataSource database, WorkingCalendar calendar, TimeProvider clock)
{
    private static readonly string[] Digests = ["daily", "weekly", "close", "budget", "plan"];

    /// <summary>How long after its time a digest may be under way before it counts as missing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(3);

    /// <summary>Breaches standing now, of digests due in the last <paramref name="days"/> days.</summary>
    /// <param name="since">Digests due before this date are not asked for: when mailing began.</param>
    /// <param name="days">How far back to look.</param>
    /// <param name="ct">Stops the queries.</param>
    public async Task<IReadOnlyList<Breach>> LookAsync(DateOnly since, int days = 7, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var now = clock.GetUtcNow();
        var today = BusinessTime.DateOf(now);
        var made = (await connection.QueryAsync<(string, DateOnly)>(new CommandDefinition(
            """
            select distinct digest, business_date from ops.edition join ops.delivery using (edition_id)
            where state in ('accepted', 'suppressed') and business_date >= @from
            """, new { from = today.AddDays(-days - 1) }, cancellationToken: ct))).ToHashSet();
        var missing =
            from back in Enumerable.Range(0, days)
            let day = today.AddDays(-back)
            where day >= since && BusinessTime.At(day, DigestCalendar.SendTime) + Patience <= now
            from digest in Digests
            where DigestCalendar.GoesOn(digest, day, calendar) && !made.Contains((digest, day.AddDays(-1)))
            select new Breach("digest_missing", $"{digest} {day:yyyy-MM-dd}",
                $"The digest \"{digest}\" of {day:yyyy-MM-dd} should have gone at {DigestCalendar.SendTime:HH\\:mm} {BusinessTime.ZoneName}; no mail of it was accepted.");
        var bad = await connection.QueryAsync<(long Id, string Digest, DateOnly Date, string Address, string State, string Words)>(new CommandDefinition(
            """
            select delivery_id, digest, business_date, address, state, words from ops.delivery join ops.edition using (edition_id)
            where state in ('refused', 'in_doubt') and produced_at >= @from
              and not exists (select from ops.delivery as copy where copy.edition_id = delivery.edition_id and copy.recipient_id = delivery.recipient_id
                              and copy.copy_number > delivery.copy_number and copy.state = 'accepted')
            order by delivery_id
            """, new { from = now.AddDays(-days) }, cancellationToken: ct));
        return [.. missing, .. bad.Select(row => new Breach("delivery_refused", $"delivery {row.Id}",
            $"{row.Digest} of {row.Date:yyyy-MM-dd} to {row.Address} is {row.State.Replace('_', ' ')}: {row.Words}"))];
    }

    /// <summary>Opens and closes alerts by what stands now; one that is open already is not opened again.</summary>
    /// <returns>Breaches that were not known before.</returns>
    public async Task<IReadOnlyList<Breach>> RecordAsync(IReadOnlyList<Breach> standing, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var values = new { kinds = standing.Select(breach => breach.Kind).ToArray(), subjects = standing.Select(breach => breach.Subject).ToArray(), says = standing.Select(breach => breach.Says).ToArray(), now };
        await connection.ExecuteAsync(
            """
            update ops.alert set closed_at = @now
            where closed_at is null and kind in ('digest_missing', 'delivery_refused')
              and (kind, subject) not in (select * from unnest(@kinds::text[], @subjects::text[]))
            """, values, transaction);
        var opened = (await connection.QueryAsync<(string, string)>(
            """
            insert into ops.alert (kind, subject, says, opened_at)
            select kind, subject, says, @now from unnest(@kinds::text[], @subjects::text[], @says::text[]) as given (kind, subject, says)
            on conflict (kind, subject) where closed_at is null do nothing returning kind, subject
            """, values, transaction)).ToHashSet();
        await transaction.CommitAsync(ct);
        return [.. standing.Where(breach => opened.Contains((breach.Kind, breach.Subject)))];
    }

    /// <summary>Tells operations, by the other server where one is configured.</summary>
    /// <returns>What became of each mail.</returns>
    public static async Task<IReadOnlyList<SendOutcome>> TellAsync(IReadOnlyList<Breach> breaches, MailOptions options, DateTimeOffset now, CancellationToken ct = default)
    {
        if (breaches.Count == 0)
        {
            return [];
        }

        var transport = options.AlarmSmtp.Host.Length > 0 ? MailOptions.SmtpTransportOf(options.AlarmSmtp) : options.CreateTransport();
        var text = string.Join("\n", breaches.Select(breach => $"- {breach.Says}"));
        var html = $"<html><body><ul>{string.Concat(breaches.Select(breach => $"<li>{System.Net.WebUtility.HtmlEncode(breach.Says)}</li>"))}</ul></body></html>";
        var outcomes = new List<SendOutcome>();
        foreach (var address in options.Operations)
        {
            outcomes.Add(await transport.SendAsync(
                new Envelope(
                    new Mailbox(options.FromName, options.From), new Mailbox("", address),
                    $"alarm.{now.ToUnixTimeMilliseconds()}.{outcomes.Count}@{options.From.Split('@')[^1]}", "alarm",
                    new MailContent($"KaPipeline 告警 alarm: {breaches.Count}", html, text, [])), ct));
        }

        return outcomes;
    }
}
