using System.Text.RegularExpressions;
using Dapper;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Claims;

/// <summary>The claims on the chains: listed, shown, and moved step by step. Which steps are allowed is in <c>ops.case_step</c>,
/// and the database refuses the others.</summary>
/// <param name="database">Connections of the application role.</param>
/// <param name="clock">Tells when a step happens.</param>
public sealed partial class CaseStore(NpgsqlDataSource database, TimeProvider clock)
{
    private const string Columns =
        """
        c.case_id, c.chain_id, c.claim_key, c.kinds, c.account_id, c.statement_number, c.delivery_number, c.order_number, c.store_id, c.product_id,
        c.fee_code, c.fee_text, c.found_on, c.dispute_until, (u.working_number - a.working_number)::integer as dispute_days_left, c.claimed_amount,
        c.at_stake_amount, c.owed_amount, c.agreed_amount, c.credited_amount, c.written_off_amount, c.state, c.owner
        """;

    private const string From =
        """
        from ops."case" c
        left join core.calendar_day u on u.day = c.dispute_until
        left join core.calendar_day a on a.day = @asOf
        """;

    /// <summary>The order of cases wherever they are listed: those whose window closes first, then those about most.</summary>
    public const string Order = "dispute_until nulls last, concerned_amount desc, case_id";

    static CaseStore() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>Cases, those whose dispute window closes first at the top.</summary>
    /// <param name="asOf">Business date from which the days left are counted.</param>
    /// <param name="chain">One chain, or all.</param>
    /// <param name="state">One state; <c>live</c> for all that still wait for something; null for all.</param>
    /// <param name="statement">One statement on which they were first seen, or all.</param>
    /// <param name="ct">Cancels the question.</param>
    public async Task<IReadOnlyList<ClaimCase>> ListAsync(
        DateOnly asOf, string? chain = null, string? state = null, string? statement = null, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. await connection.QueryAsync<ClaimCase>(new CommandDefinition(
            $"""
            select {Columns} {From}
            where (@chain::text is null or c.chain_id = @chain)
              and (@state::text is null or c.state = @state or (@state = 'live' and c.state in ('open', 'sent', 'agreed', 'refused')))
              and (@statement::text is null or c.statement_number = @statement)
            order by {Order}
            """, new { asOf, chain, state, statement }, cancellationToken: ct))];
    }

    /// <summary>One case with its appearances and its history; null when there is none of that number.</summary>
    public async Task<(ClaimCase Case, IReadOnlyList<CaseAppearance> Appearances, IReadOnlyList<CaseHistory> History)?> ShowAsync(
        long caseId, DateOnly asOf, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QuerySingleOrDefaultAsync<ClaimCase>(new CommandDefinition(
            $"select {Columns} {From} where c.case_id = @caseId", new { caseId, asOf }, cancellationToken: ct));
        if (found is null)
        {
            return null;
        }

        var appearances = await connection.QueryAsync<CaseAppearance>(new CommandDefinition(
            """
            select statement_number, kind, amount, at_stake_amount, is_carried, counts
            from ops.case_appearance where case_id = @caseId order by statement_number, kind, claim_key
            """, new { caseId }, cancellationToken: ct));
        var history = await connection.QueryAsync<CaseHistory>(new CommandDefinition(
            "select happened_at, action, actor, amount, approver, note, from_state, to_state from ops.case_event where case_id = @caseId order by event_id",
            new { caseId }, cancellationToken: ct));
        return (found, [.. appearances], [.. history]);
    }

    /// <summary>Takes one step and writes it into the history.</summary>
    /// <param name="action">Step of <c>ops.case_step</c>.</param>
    /// <param name="amount">RMB, for steps that need it.</param>
    /// <param name="note">Reason, reference or remark, for steps that need it.</param>
    /// <param name="approver">Who approved, for write-offs above the limit.</param>
    /// <param name="ct">Cancels the step.</param>
    /// <returns>The state after it.</returns>
    /// <exception cref="CaseStepRefusedException">The case does not exist, the step is not allowed now, or something it needs is
    /// missing.</exception>
    public async Task<string> StepAsync(
        long caseId, string action, string actor, decimal? amount = null, string? note = null, string? approver = null,
        CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        try
        {
            return (await connection.ExecuteScalarAsync<string>(new CommandDefinition(
                """
                insert into ops.case_event (case_id, happened_at, action, actor, amount, note, approver)
                values (@caseId, @now, @action, @actor, @amount, @note, @approver) returning to_state
                """,
                new { caseId, now = clock.GetUtcNow(), action, actor, amount, note, approver }, cancellationToken: ct)))!;
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("KA", StringComparison.Ordinal)
            || e.SqlState == PostgresErrorCodes.CheckViolation)
        {
            throw new CaseStepRefusedException(e.ConstraintName == "case_event_amount_positive"
                ? Bilingual.Of("金额须大于 0", "the amount must be above 0") : InWords(e.MessageText), e);
        }
    }

    // The database names steps and states by their codes, which commands are given in as well; in Chinese they are told by their labels.
    private static string InWords(string refusal) => Bilingual.In(refusal, Language.English) is { } english && english != refusal
        ? Bilingual.Of(Codes().Replace(Bilingual.In(refusal, Language.Chinese)!, match => string.Join("、", match.Groups[1].Value.Split(", ")
            .Select(code => (Label.CaseState.Has(code) ? Label.CaseState : Label.CaseStep).Of(code, Language.Chinese)))), english)
        : refusal;

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Codes();
}
