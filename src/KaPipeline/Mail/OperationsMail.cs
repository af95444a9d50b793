using Dapper;
using Npgsql;

namespace KaPipeline.Mail;

/// <summary>
/// Mails open alerts to operations, each once, and once more when the day has come until which somebody put it off: by the other server
/// where one is configured, since the first may be what fails, and by the ordinary way when the other one does not take it. An alert that
/// nobody took stays untold and is tried again at the next call.
/// </summary>
/// <param name="options">Addresses and servers.</param>
public sealed class OperationsMail(NpgsqlDataSource database, MailOptions options, TimeProvider clock)
{
    private const long TellingLock = 5_242_061;

    /// <summary>Mails what has not been told.</summary>
    /// <returns>How many alerts were told now.</returns>
    /// <exception cref="InvalidDataException">The ordinary transport is wanted and not whole; the message says what to set.</exception>
    public async Task<int> TellAsync(CancellationToken ct = default)
    {
        if (options.Operations.Count == 0)
        {
            return 0;
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (!await connection.ExecuteScalarAsync<bool>("select pg_try_advisory_xact_lock(@TellingLock)", new { TellingLock }, transaction))
        {
            return 0; // Another node is telling.
        }

        var today = BusinessTime.Today(clock);
        var alerts = await OpenAlerts.ReadAsync(connection, OpenAlerts.Due, today, ct);
        if (alerts.Count == 0 || await SendAsync(alerts, await OpenAlerts.SnoozedAsync(connection, today), ct) is not { Count: > 0 } told)
        {
            return 0;
        }

        await connection.ExecuteAsync(
            "update ops.alert set told_at = @now, told_to = @told where alert_id = any (@ids)",
            new { now = clock.GetUtcNow(), told = told.ToArray(), ids = alerts.Select(alert => alert.AlertId).ToArray() }, transaction);
        await transaction.CommitAsync(ct);
        return alerts.Count;
    }

    // The addresses that a server took it for.
    private async Task<IReadOnlyList<string>> SendAsync(IReadOnlyList<AlarmLine> alerts, int snoozed, CancellationToken ct)
    {
        var content = await AlarmLetter.WriteAsync(alerts, options.ConsoleAddress, snoozed);
        var left = options.Operations.Select((address, i) => Envelope(alerts[^1].AlertId, i, address, content)).ToList();
        if (options.AlarmSmtp.Host.Length > 0)
        {
            left = await SendAsync(new MailKitTransport(options.AlarmSmtp, clock), left, ct);
        }

        left = left.Count > 0 ? await SendAsync(options.CreateTransport(clock), left, ct) : left;
        return [.. options.Operations.Except(left.Select(envelope => envelope.To.Address))];
    }

    // What is in doubt was perhaps read: telling it again every few minutes would be a storm.
    private static async Task<List<Envelope>> SendAsync(IMailTransport transport, List<Envelope> envelopes, CancellationToken ct)
    {
        try
        {
            var left = new List<Envelope>();
            await using var session = await transport.ConnectAsync(ct);
            foreach (var envelope in envelopes)
            {
                if ((await session.SendAsync(envelope, ct)).Verdict is not (SendVerdict.Accepted or SendVerdict.InDoubt))
                {
                    left.Add(envelope);
                }
            }

            return left;
        }
        catch (MailServerException)
        {
            return envelopes;
        }
    }

    private Envelope Envelope(long lastAlert, int number, string address, MailContent content)
    {
        var now = clock.GetUtcNow();
        return new Envelope(
            new Mailbox(options.SenderName(SenderNames.Alarm, "zh-CN"), options.From), new Mailbox("", address),
            $"alarm.{lastAlert}.{now.ToUnixTimeMilliseconds()}.{number}@{options.From.Split('@')[^1]}", "alarm", content)
        {
            Date = now,
            List = SenderNames.Alarm,
        };
    }
}
