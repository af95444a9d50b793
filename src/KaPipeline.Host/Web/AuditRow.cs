using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Web;

/// <summary>An entry of the audit as the page and the export show it.</summary>
public sealed record AuditRow
{
    /// <summary>When.</summary>
    public DateTimeOffset HappenedAt { get; init; }

    /// <summary>Who.</summary>
    public string Who { get; init; } = "";

    /// <summary>What.</summary>
    public string Action { get; init; } = "";

    /// <summary>To what kind of thing.</summary>
    public string SubjectKind { get; init; } = "";

    /// <summary>Which one.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Before, as JSON.</summary>
    public string? Before { get; init; }

    /// <summary>After, as JSON.</summary>
    public string? After { get; init; }

    /// <summary>Number: the order in which entries were written.</summary>
    public long AuditId { get; init; }

    /// <summary>Which entries are asked for.</summary>
    /// <exception cref="OddRequestException">A date is none.</exception>
    internal sealed class Filter(string? who, string? action, string? from, string? to)
    {
        private const string Matching =
            """
            from ops.audit where (@Who = '' or who = @Who) and (@Action = '' or action = replace(@Action, ' ', '_'))
                and (@From::timestamptz is null or happened_at >= @From) and (@To::timestamptz is null or happened_at < @To)
            """;

        private const string Columns =
            "select audit_id, happened_at, who, action, subject_kind, subject, reason, before::text as before, after::text as after";

        private string Who { get; } = who ?? "";

        private string Action { get; } = action ?? "";

        private DateTimeOffset? From { get; } = Start("from", from, 0);

        private DateTimeOffset? To { get; } = Start("to", to, 1);

        /// <summary>One page of them, the newest first, and how many there are.</summary>
        public async Task<(IReadOnlyList<AuditRow> Rows, long Total)> PageAsync(NpgsqlDataSource database, int skip, int take,
            CancellationToken ct)
        {
            var values = new { Who, Action, From, To, skip, take };
            return (await database.ListAsync<AuditRow>($"{Columns} {Matching} order by audit_id desc limit @take offset @skip", values, ct),
                await database.FirstAsync<long>($"select count(*) {Matching}", values, ct));
        }

        /// <summary>Those written before an entry, the newest first.</summary>
        public Task<IReadOnlyList<AuditRow>> BeforeAsync(NpgsqlDataSource database, long auditId, int take, CancellationToken ct) =>
            database.ListAsync<AuditRow>(
            $"{Columns} {Matching} and audit_id < @auditId order by audit_id desc limit @take",
            new { Who, Action, From, To, auditId, take }, ct);

        private static DateTimeOffset? Start(string name, string? date, int days) =>
            AskedValues.Date(name, date) is { } day ? BusinessTime.At(day.AddDays(days), TimeOnly.MinValue) : null;
    }
}
