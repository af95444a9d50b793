using Dapper;
using KaPipeline.Audit;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Operations;

/// <summary>What operators decide about open alerts: that they know of them, or that no mail shall tell of them until a day.</summary>
/// <param name="database">Connections of the application role.</param>
public sealed class AlertOperations(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>As long as an alert may be put off at once.</summary>
    public const int MostDays = 92;

    /// <summary>Acknowledges alerts, or snoozes them; those that have recovered meanwhile are left out.</summary>
    /// <param name="alerts">Their numbers.</param>
    /// <param name="until">Business date from which mails tell of them again; null: they are only acknowledged.</param>
    /// <returns>How many.</returns>
    /// <exception cref="OperationRefusedException">No reason is given, the day is past or too far, or none of them is open.</exception>
    public async Task<int> DecideAsync(
        IReadOnlyCollection<long> alerts, DateOnly? until, string who, string reason, CancellationToken ct = default)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new OperationRefusedException(Bilingual.Of("请写明原因。", "A reason is needed."));
        }

        var (now, today) = (clock.GetUtcNow(), BusinessTime.Today(clock));
        if (until <= today || until > today.AddDays(MostDays))
        {
            throw new OperationRefusedException(Bilingual.Of(
                $"静默到的日期须在明天至 {MostDays} 天之内。", $"An alert is snoozed until tomorrow or later, {MostDays} days at most."));
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var decided = (await connection.QueryAsync<(string Kind, string Subject)>(new CommandDefinition(
            """
            update ops.alert set decided_by = @who, decided_at = @now, decision_reason = @reason, snoozed_until = @until
            where alert_id = any (@ids) and closed_at is null returning kind, subject
            """, new { who, now, reason, until, ids = alerts.ToArray() }, transaction, cancellationToken: ct))).AsList();
        if (decided.Count == 0)
        {
            throw new OperationRefusedException(Bilingual.Of("这些告警已经恢复。", "These alerts have recovered."));
        }

        foreach (var (kind, subject) in decided)
        {
            await AuditTrail.RecordAsync(transaction, now, who, until is null ? "acknowledge_alert" : "snooze_alert", "alert",
                $"{kind} {subject}", reason, after: until is null ? null : new { until = $"{until:yyyy-MM-dd}" }, ct: ct);
        }

        await transaction.CommitAsync(ct);
        return decided.Count;
    }
}
