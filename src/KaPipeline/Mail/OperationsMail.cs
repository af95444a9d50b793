using System.Net;
using Dapper;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Mail;

/// <summary>
/// Mails open alerts to operations, each once: by the other server where one is configured, since the first may be what fails, and by the
/// ordinary way when the other one does not take it. An alert that nobody took stays untold and is tried again at the next call.
/// </summary>
/// <param name="database">The warehouse.</param>
/// <param name="options">Addresses and servers.</param>
/// <param name="clock">Time.</param>
public sealed class OperationsMail(NpgsqlDataSource database, MailOptions options, TimeProvider clock)
{
    private const long TellingLock = 5_242_061;

    private sealed record Alert(long AlertId, string Kind, string Says, DateTime OpenedAt);

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

        var alerts = (await connection.QueryAsync<Alert>(
            "select alert_id, kind, says, opened_at from ops.alert where told_at is null and closed_at is null order by alert_id",
            transaction: transaction)).AsList();
        if (alerts.Count == 0 || !await SendAsync(alerts, ct))
        {
            return 0;
        }

        await connection.ExecuteAsync(
            "update ops.alert set told_at = @now where alert_id = any (@ids)",
            new { now = clock.GetUtcNow(), ids = alerts.Select(alert => alert.AlertId).ToArray() }, transaction);
        await transaction.CommitAsync(ct);
        return alerts.Count;
    }

    private async Task<bool> SendAsync(List<Alert> alerts, CancellationToken ct)
    {
        var content = Content(alerts);
        var left = options.Operations.Select((address, i) => Envelope(alerts[^1].AlertId, i, address, content)).ToList();
        var told = left.Count;
        if (options.AlarmSmtp.Host.Length > 0)
        {
            left = await SendAsync(new MailKitTransport(options.AlarmSmtp, clock), left, ct);
        }

        left = left.Count > 0 ? await SendAsync(options.CreateTransport(clock), left, ct) : left;
        return left.Count < told;
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

    private MailContent Content(List<Alert> alerts)
    {
        string At(Alert alert) => TimeZoneInfo.ConvertTime(new DateTimeOffset(alert.OpenedAt, TimeSpan.Zero), BusinessTime.Zone)
            .ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        var console = options.ConsoleAddress.Length > 0 ? options.ConsoleAddress.TrimEnd('/') + "/now" : null;
        var lines = alerts.Select(alert => (Kind: Label.Alert.Both(alert.Kind), At: At(alert), alert.Says)).ToList();
        var text = string.Join("\n", lines.Select(line => $"- {line.Kind}  {line.At}\n  {line.Says}"))
            + $"\n\n{BusinessTime.ZoneName}{(console is null ? "" : "\n" + console)}\n";
        const string cell = "style=\"padding:6px 10px;border-bottom:1px solid #8886;text-align:left;vertical-align:top\"";
        var rows = string.Concat(lines.Select(line =>
            $"<tr><td {cell}><b>{WebUtility.HtmlEncode(line.Kind)}</b><br><span style=\"white-space:nowrap\">{line.At}</span></td><td {cell}>{WebUtility.HtmlEncode(line.Says)}</td></tr>"));
        var link = console is null ? "" : $"<p><a href=\"{WebUtility.HtmlEncode(console)}\">控制台 Console</a></p>";
        var html = "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
            + "<meta name=\"color-scheme\" content=\"light dark\"></head><body style=\"margin:16px;font:15px/1.5 -apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',sans-serif\">"
            + $"<h1 style=\"font-size:20px\">告警 Alerts: {alerts.Count}</h1><table style=\"border-collapse:collapse\">{rows}</table><p>{BusinessTime.ZoneName}</p>{link}</body></html>";
        return new MailContent(
            $"KaPipeline 告警 alert: {string.Join(", ", lines.GroupBy(line => line.Kind).Select(kind => $"{kind.Key} {kind.Count()}"))}",
            html, text, []);
    }
}
