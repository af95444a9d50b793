using System.Globalization;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.OpsConsole.Pages;

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

    /// <summary>One page of the entries that match, the newest first, and how many match.</summary>
    internal static async Task<(IReadOnlyList<AuditRow> Rows, long Total)> PageAsync(
        NpgsqlDataSource database, string? who, string? action, string? from, string? to, int skip, int take, CancellationToken ct)
    {
        const string Matching =
            """
            from ops.audit where (@who = '' or who = @who) and (@action = '' or action = replace(@action, ' ', '_'))
                and (@from::timestamptz is null or happened_at >= @from) and (@to::timestamptz is null or happened_at < @to)
            """;
        var values = new { who = who ?? "", action = action ?? "", from = Start(from, 0), to = Start(to, 1), skip, take };
        return (await database.ListAsync<AuditRow>(
            $"select happened_at, who, action, subject_kind, subject, reason, before::text as before, after::text as after {Matching} order by audit_id desc limit @take offset @skip", values, ct),
            await database.FirstAsync<long>($"select count(*) {Matching}", values, ct));
    }

    private static DateTimeOffset? Start(string? date, int days) =>
        DateOnly.TryParse(date, CultureInfo.InvariantCulture, out var day) ? BusinessTime.At(day.AddDays(days), TimeOnly.MinValue) : null;
}
