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
        public string? Chain { get; init; }
        public string? ChainEn { get; init; }
    }

    /// <summary>Reads them, the oldest first.</summary>
    /// <param name="where">Condition on <c>alert</c>: which of the open ones.</param>
    public static async Task<IReadOnlyList<AlarmLine>> ReadAsync(NpgsqlConnection connection, string where = "true",
        CancellationToken ct = default) =>
    [
        .. (await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            select alert.*, chain.name as chain, chain.name_en as chain_en
            from ops.alert as alert
            left join core.chain on alert.kind in ('feed_late', 'feed_thin') and chain_id = split_part(alert.subject, ' ', 1)
            where alert.closed_at is null and {where} order by alert.alert_id
            """, cancellationToken: ct))).Select(row => new AlarmLine(row.Kind, row.Says, row.OpenedAt)
            {
                AlertId = row.AlertId, Subject = row.Subject, Chain = row.Chain, ChainEn = row.ChainEn, ToldAt = row.ToldAt,
                ToldTo = row.ToldTo ?? [],
            }),
    ];
}
