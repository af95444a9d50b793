using Dapper;
using Npgsql;

namespace KaPipeline.Mail;

/// <summary>Alerts that are open, as the mail to operations and the console tell them.</summary>
internal static class OpenAlerts
{
    private sealed record Row
    {
        public long AlertId { get; init; }
        public string Kind { get; init; } = "";
        public string Subject { get; init; } = "";
        public string Says { get; init; } = "";
        public DateTimeOffset OpenedAt { get; init; }
        public DateTimeOffset? ToldAt { get; init; }
        public string[]? ToldTo { get; init; }
        public string? DecidedBy { get; init; }
        public DateTimeOffset? DecidedAt { get; init; }
        public string? DecisionReason { get; init; }
        public DateOnly? SnoozedUntil { get; init; }
        public string? Chain { get; init; }
        public string? ChainEn { get; init; }
    }

    /// <summary>Condition on those that a mail tells: nobody was told, or what it was put off until has come.</summary>
    internal const string Due =
        """
        (alert.snoozed_until is null and alert.told_at is null or alert.snoozed_until <= @today
            and (alert.told_at is null or alert.told_at < alert.snoozed_until::timestamp at time zone 'Asia/Shanghai'))
        """;

    /// <summary>How many no mail tells of today, because somebody put them off.</summary>
    public static Task<int> SnoozedAsync(NpgsqlConnection connection, DateOnly today) => connection.ExecuteScalarAsync<int>(
        "select count(*)::integer from ops.alert where closed_at is null and snoozed_until > @today", new { today });

    /// <summary>Reads them, the oldest first.</summary>
    /// <param name="where">Condition on <c>alert</c>: which of the open ones.</param>
    /// <param name="today">The date that the condition names.</param>
    /// <param name="ct">Stops the question.</param>
    public static async Task<IReadOnlyList<AlarmLine>> ReadAsync(NpgsqlConnection connection, string where = "true",
        DateOnly? today = null, CancellationToken ct = default) =>
    [
        .. (await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            select alert.*, chain.name as chain, chain.name_en as chain_en
            from ops.alert as alert
            left join core.chain on alert.kind in ('feed_late', 'feed_thin') and chain_id = split_part(alert.subject, ' ', 1)
            where alert.closed_at is null and {where} order by alert.alert_id
            """, new { today }, cancellationToken: ct))).Select(row => new AlarmLine(row.Kind, row.Says, row.OpenedAt)
            {
                AlertId = row.AlertId, Subject = row.Subject, Chain = row.Chain, ChainEn = row.ChainEn, ToldAt = row.ToldAt,
                ToldTo = row.ToldTo ?? [], DecidedBy = row.DecidedBy, DecidedAt = row.DecidedAt, DecisionReason = row.DecisionReason,
                SnoozedUntil = row.SnoozedUntil,
            }),
    ];
}
