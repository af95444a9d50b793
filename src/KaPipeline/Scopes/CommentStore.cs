using Dapper;
using KaPipeline.Audit;
using Npgsql;

namespace KaPipeline.Scopes;

/// <summary>What something is that people talk about, and where it belongs.</summary>
/// <param name="Kind">claim, alert or figure.</param>
/// <param name="Subject">Which one.</param>
/// <param name="ChainId">Its chain; empty for an alert.</param>
/// <param name="StoreId">Its store; empty where it has none.</param>
/// <param name="AccountId">Its settlement account; empty where it has none.</param>
public sealed record CommentSubject(string Kind, string Subject, string ChainId = "", string StoreId = "", string AccountId = "")
{
    /// <summary>A difference, and the case about it.</summary>
    public static CommentSubject Claim(string chainId, string claimKey, string? storeId, string? accountId) =>
        new("claim", $"{chainId}|{claimKey}", chainId, storeId ?? "", accountId ?? "");

    /// <summary>A figure: a row of a view by its keys. A difference is its claim, whichever view shows it.</summary>
    public static CommentSubject Figure(
        string view, IEnumerable<KeyValuePair<string, string>> where, IReadOnlyDictionary<string, object?> row)
    {
        string Of(string column) => row.GetValueOrDefault(column) as string ?? "";
        var key = Of(view == "open_difference" ? "difference_key" : "claim_key");
        return view is "reconciliation_break" or "open_difference" && key.Length > 0
            ? Claim(Of("chain_id"), key, Of("store_id"), Of("account_id"))
            : new("figure", view + "?" + string.Join('&', where.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => $"{pair.Key}={pair.Value}")), Of("chain_id"), Of("store_id"), Of("account_id"));
    }

    /// <summary>An alert.</summary>
    public static CommentSubject Alert(string kind, string subject) => new("alert", $"{kind} {subject}");
}

/// <summary>What somebody said.</summary>
public sealed record Comment
{
    /// <summary>What it is about.</summary>
    public string Subject { get; init; } = "";

    /// <summary>What was said.</summary>
    public string Said { get; init; } = "";

    /// <summary>Who said it.</summary>
    public string SaidBy { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset SaidAt { get; init; }
}

/// <summary>Writes down what people say; what was said is never changed.</summary>
/// <param name="database">Connections of the application role.</param>
public sealed class CommentStore(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Adds a comment.</summary>
    public async Task AddAsync(CommentSubject about, string said, string who, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into ops.comment (subject_kind, subject, chain_id, store_id, account_id, said, said_by, said_at)
            values (@Kind, @Subject, @ChainId, @StoreId, @AccountId, @said, @who, @now)
            """, new { about.Kind, about.Subject, about.ChainId, about.StoreId, about.AccountId, said, who, now }, transaction,
            cancellationToken: ct));
        await AuditTrail.RecordAsync(transaction, now, who, "comment", about.Kind, about.Subject, said, ct: ct);
        await transaction.CommitAsync(ct);
    }
}
