using Dapper;
using KaPipeline.Audit;
using KaPipeline.Labels;
using KaPipeline.Scopes;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Lists;

/// <summary>Which possible penalty is meant.</summary>
/// <param name="RuleId">Penalty of <c>config/rules.yaml</c>.</param>
/// <param name="Role">Role that would bear it.</param>
/// <param name="PersonId">Who; null for a dealer, or where nobody is named.</param>
/// <param name="JointPersonId">Who would bear it jointly.</param>
/// <param name="Dealer">Dealer.</param>
/// <param name="Month">First day of the month in which it arose.</param>
public sealed record ExposureKey(string RuleId, string Role, string? PersonId, string? JointPersonId, string? Dealer, DateOnly Month);

/// <summary>A possible penalty as somebody decides on it.</summary>
public sealed record ExposureToDecide
{
    /// <summary>Its name, Chinese.</summary>
    public string Title { get; init; } = "";

    /// <summary>Its name, English.</summary>
    public string TitleEn { get; init; } = "";

    /// <summary>Clause of the manual.</summary>
    public string Clause { get; init; } = "";

    /// <summary>RMB that it comes to.</summary>
    public decimal Amount { get; init; }

    /// <summary>How.</summary>
    public string Arithmetic { get; init; } = "";

    /// <summary>Chains concerned.</summary>
    public string[]? ChainIds { get; init; }

    /// <summary>What was decided; null: nothing yet.</summary>
    public string? Decision { get; init; }

    /// <summary>RMB that was decided.</summary>
    public decimal? DecidedAmount { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>By whom.</summary>
    public string? DecidedBy { get; init; }
}

/// <summary>What people decide about the possible penalties of the manual: nothing is charged by itself.</summary>
/// <param name="database">Connections of the application role.</param>
/// <param name="clock">The clock.</param>
public sealed class ExposureDecisions(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>The possible penalty as the list shows it, where the reader may see it; the audit tells of one that may not be
    /// seen.</summary>
    public static async Task<ExposureToDecide?> FindAsync(SeenRows seen, ExposureKey key, DateOnly asOf, CancellationToken ct = default) =>
        await seen.AddressedAsync<ExposureToDecide>(
            "exposure", $"{key.RuleId} {key.Role} {key.PersonId ?? key.Dealer} {key.Month:yyyy-MM}",
            ReportClock.AsTold(asOf).ForMonth(key.Month),
            """
            select figure.title, figure.title_en, figure.clause, figure.amount, figure.arithmetic, figure.chain_ids,
              made.decision, made.amount as decided_amount, made.reason, made.decided_by
            from seen.exposure as figure
            left join seen.exposure_decision as made on made.rule_id = figure.rule_id and made.role = figure.role and made.month = figure.month
              and made.person_id is not distinct from figure.person_id and made.dealer is not distinct from figure.dealer
              and made.joint_person_id is not distinct from figure.joint_person_id
            where figure.rule_id = @RuleId and figure.role = @Role and figure.month = @Month
              and figure.person_id is not distinct from @PersonId and figure.dealer is not distinct from @Dealer
              and figure.joint_person_id is not distinct from @JointPersonId
            """, key, ct) is [var found, ..] ? found : null;

    /// <summary>Records what was decided, with its entry in the audit.</summary>
    /// <param name="key">About what.</param>
    /// <param name="exposure">What it came to.</param>
    /// <param name="isCharged">Whether it is charged; else it is waived.</param>
    /// <param name="amount">RMB charged; null: all of it.</param>
    /// <param name="who">Who decides.</param>
    /// <param name="reason">Why.</param>
    /// <param name="ct">Stops it.</param>
    public async Task DecideAsync(ExposureKey key, ExposureToDecide exposure, bool isCharged, decimal? amount, string who, string reason,
        CancellationToken ct = default)
    {
        var decided = isCharged ? amount ?? exposure.Amount : 0;
        if (decided < 0 || decided > exposure.Amount)
        {
            throw new ArgumentException(Bilingual.Of(
                $"金额须在 0 至 {Language.Chinese.Money(exposure.Amount)} 之间。",
                $"The amount must be between 0 and {Language.English.Money(exposure.Amount)}."));
        }

        var decision = isCharged ? "charged" : "waived";
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var before = await DecidedBeforeAsync(connection, transaction, key, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into ops.exposure_decision (rule_id, role, person_id, joint_person_id, dealer, chain_ids, month, decision, amount,
              possible_amount, reason, decided_by, decided_at)
            values (@RuleId, @Role, @PersonId, @JointPersonId, @Dealer, @chains, @Month, @decision, @decided, @possible, @reason, @who, @at)
            on conflict on constraint exposure_decision_once do update set decision = excluded.decision, amount = excluded.amount,
              possible_amount = excluded.possible_amount, reason = excluded.reason, decided_by = excluded.decided_by,
              decided_at = excluded.decided_at, chain_ids = excluded.chain_ids
            """,
            new
            {
                key.RuleId, key.Role, key.PersonId, key.JointPersonId, key.Dealer, key.Month, chains = exposure.ChainIds ?? [], decision,
                decided, possible = exposure.Amount, reason, who, at = clock.GetUtcNow(),
            }, transaction, cancellationToken: ct));
        await AuditTrail.RecordAsync(transaction, clock.GetUtcNow(), who, "decide_exposure", "exposure",
            $"{key.RuleId} {key.Role} {key.PersonId ?? key.Dealer} {key.Month:yyyy-MM}", reason,
            before: before, after: new { decision, amount = decided }, ct: ct);
        await transaction.CommitAsync(ct);
    }

    // Who decides at the same moment waits, and finds what was decided meanwhile, not what his page showed.
    private static async Task<object?> DecidedBeforeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, ExposureKey key, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            "lock table ops.exposure_decision in share row exclusive mode", transaction: transaction, cancellationToken: ct));
        var made = await connection.QuerySingleOrDefaultAsync<(string Decision, decimal Amount, string Reason, string DecidedBy)?>(
            new CommandDefinition(
                """
                select decision, amount, reason, decided_by from ops.exposure_decision
                where rule_id = @RuleId and role = @Role and month = @Month and person_id is not distinct from @PersonId
                  and joint_person_id is not distinct from @JointPersonId and dealer is not distinct from @Dealer
                """, key, transaction, cancellationToken: ct));
        return made is { } row ? new { decision = row.Decision, amount = row.Amount, reason = row.Reason, who = row.DecidedBy } : null;
    }
}
