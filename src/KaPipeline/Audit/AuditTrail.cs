using System.Text.Json;
using Dapper;
using Npgsql;

namespace KaPipeline.Audit;

/// <summary>Records what a person did, in the transaction that does it: both are kept, or neither.</summary>
public static class AuditTrail
{
    /// <summary>Adds one entry.</summary>
    /// <param name="transaction">The transaction of the action itself.</param>
    /// <param name="at">When, by the injected clock.</param>
    /// <param name="who">Account that signed in, or the operating-system account on the command line.</param>
    /// <param name="action">Stable verb phrase in lower case: <c>cancel_run</c>.</param>
    /// <param name="subjectKind">What kind of thing: <c>run</c>, <c>schedule</c>, <c>account</c>, <c>case</c>, …</param>
    /// <param name="subject">Which one.</param>
    /// <param name="reason">Why, where a reason is asked for.</param>
    /// <param name="before">The state before, as an object to write as JSON; null where there was none.</param>
    /// <param name="after">What is so now, likewise.</param>
    public static Task RecordAsync(
        NpgsqlTransaction transaction, DateTimeOffset at, string who, string action, string subjectKind, string subject,
        string? reason = null, object? before = null, object? after = null, CancellationToken ct = default) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into ops.audit (happened_at, who, action, subject_kind, subject, reason, before, after)
            values (@at, @who, @action, @subjectKind, @subject, @reason, @before::jsonb, @after::jsonb)
            """,
            new { at, who, action, subjectKind, subject, reason, before = Json(before), after = Json(after) },
            transaction, cancellationToken: ct));

    private static string? Json(object? value) => value is null ? null : JsonSerializer.Serialize(value);
}
