using Dapper;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Digests.Facts;

/// <summary>A statement and how its difference is explained.</summary>
/// <param name="Place">Its chain, or the region that its account settles for.</param>
/// <param name="AccountId">Settlement account.</param>
/// <param name="PeriodFrom">First day of its period.</param>
/// <param name="PeriodTo">Last day of its period.</param>
/// <param name="Expected">RMB that our books say it should pay.</param>
/// <param name="Stated">RMB that it says it pays.</param>
/// <param name="BreakTotal">RMB, sum of its breaks.</param>
/// <param name="IsComplete">Whether no row of it waits in quarantine.</param>
public sealed record StatementFact(
    Place Place, string AccountId, string Number, DateOnly PeriodFrom, DateOnly PeriodTo, decimal Expected, decimal Stated,
    decimal BreakTotal, bool IsComplete)
{
    /// <summary>RMB, expected less stated.</summary>
    public decimal Difference => Expected - Stated;

    /// <summary>RMB, those of its breaks that an earlier statement left open and that it shows again.</summary>
    public decimal Carried { get; init; }

    /// <summary>RMB, those of its breaks that count in a total over several statements: all but the open rests of deliveries, unless it is
    /// its account's newest statement (docs/money.md#cases).</summary>
    public decimal Counted { get; init; }

    /// <summary>RMB of its open differences that are ours to claim (<c>mart.open_difference</c>).</summary>
    public decimal Positive { get; init; }

    /// <summary>RMB of its open differences that are theirs to claim, positive.</summary>
    public decimal Negative { get; init; }

    /// <summary>RMB of <see cref="Positive"/> that an earlier statement left open.</summary>
    public decimal PositiveCarried { get; init; }
}

/// <summary>A deduction's verdict, summed over the statements of one account.</summary>
/// <param name="Place">Chain, or the region that the account settles for.</param>
/// <param name="Verdict"><c>as_agreed</c>, <c>not_judged</c> or the kind of break.</param>
/// <param name="Lines">Deduction lines.</param>
/// <param name="Stated">RMB taken, negative.</param>
/// <param name="Positive">RMB ours to claim.</param>
/// <param name="Negative">RMB theirs to claim, positive.</param>
/// <param name="AtStake">RMB taken without an invoice: nothing to claim yet.</param>
public sealed record DeductionFact(Place Place, string Verdict, long Lines, decimal Stated, decimal Positive, decimal Negative,
    decimal AtStake);

/// <summary>What a contract signed late changes about the fees of a statement that had closed, of either sign; outside the statement's own
/// sums.</summary>
/// <param name="Place">Chain, or the region that the account settles for.</param>
/// <param name="Contract">Contract that changes it.</param>
/// <param name="Before">RMB that the terms of the day let it take, negative.</param>
/// <param name="Now">RMB by the terms known now, negative.</param>
/// <param name="Amount">RMB, now less before: positive is ours to reclaim, negative is owed to the chain.</param>
public sealed record TermsChangedFact(Place Place, string Statement, string FeeCode, string Contract, decimal Before, decimal Now,
    decimal Amount);

/// <summary>Statements, deductions and receivables at the report's clocks.</summary>
/// <param name="Statements">Statements whose period ended in the range.</param>
/// <param name="Deductions">Verdicts on their deductions.</param>
/// <param name="Receivables">Everything open.</param>
/// <param name="Grades">Chain to credit grade, days sales outstanding, and why.</param>
public sealed record MoneyFacts(
    IReadOnlyList<StatementFact> Statements, IReadOnlyList<DeductionFact> Deductions, IReadOnlyList<ReceivableFact> Receivables,
    IReadOnlyDictionary<string, (string Grade, decimal? DsoDays, string Reasons, string ReasonsEn)> Grades) : ICutToReader<MoneyFacts>
{
    /// <summary>What contracts signed late change, unless its case is closed.</summary>
    public IReadOnlyList<TermsChangedFact> TermsChanged { get; init; } = [];

    /// <summary>Yearly rebates of contracts that have begun.</summary>
    public IReadOnlyList<RebateFact> Rebates { get; init; } = [];

    private sealed record RebateLine(
        string ChainId, string? SettlementUnit, string ContractId, string? Clause, string Kind, string? FeeCode, decimal SalesAmount,
        decimal ReachedPct, decimal AccruedAmount, decimal TakenAmount, decimal OpenAmount, decimal? NextTierFrom, decimal? NextTierPct,
        decimal? SalesToNextTier, decimal? NextTierAmount);

    private sealed record TermsChangedLine(
        string ChainId, string? SettlementUnit, string StatementNumber, string? FeeCode, string? NewContractId, decimal OldAmount,
        decimal NewAmount, decimal Amount);

    /// <summary>What a reader may see: accounts in the scope, and the grades of chains that have one there.</summary>
    public MoneyFacts CutTo(Recipient reader)
    {
        List<ReceivableFact> receivables = [.. Receivables.Where(row => row.Place.In(reader.Scope))];
        return new MoneyFacts(
            [.. Statements.Where(row => row.Place.In(reader.Scope))], [.. Deductions.Where(row => row.Place.In(reader.Scope))], receivables,
            Grades.Where(grade => receivables.Exists(row => row.Place.ChainId == grade.Key)).ToDictionary())
        {
            TermsChanged = [.. TermsChanged.Where(row => row.Place.In(reader.Scope))],
            Rebates = [.. Rebates.Where(row => row.Place.In(reader.Scope))],
        };
    }

    private sealed record StatementLine(
        string ChainId, string? SettlementUnit, string AccountId, string StatementNumber, DateOnly PeriodFrom, DateOnly PeriodTo,
        decimal ExpectedPayable,
        decimal StatedPayable, decimal BreakTotal, bool IsComplete);

    private sealed record CountedLine(
        string ChainId, string StatementNumber, decimal Carried, decimal Counted, decimal Positive, decimal Negative,
        decimal PositiveCarried);

    private sealed record DeductionLine(
        string ChainId, string? SettlementUnit, string Verdict, long Lines, decimal Stated, decimal Positive, decimal Negative,
        decimal AtStake);

    private sealed record ReceivableLine(
        string ChainId, string? SettlementUnit, string Bucket, string Stage, string StatementNumber, string? InvoiceNumber, decimal Amount,
        decimal PaidAmount,
        decimal OpenAmount, DateOnly? PayableOn, int? DaysOverdue, string? Source, DateOnly PeriodTo,
        bool WaitsForUs, DateOnly? PayableWeek, DateOnly? NextOn);

    /// <summary>Joins to a row <c>found</c> what its account settles, as <c>settlement_unit</c>.</summary>
    internal const string Account =
        """
        left join lateral (
            select settlement_unit from core.settlement_account as account
            where account.chain_id = found.chain_id and account.account_id = found.account_id
              and core.is_known(account.arrived_at, account.recorded_at, account.superseded_at, account.superseded_recorded_at) limit 1) as account on true
        """;

    /// <summary>Reads them.</summary>
    public static async Task<MoneyFacts> LoadAsync(NpgsqlConnection connection, Names names, DateOnly from, DateOnly to,
        CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var range = new { from, to };
        var deductions = await QueryAsync<DeductionLine>(connection,
            $"""
            select found.chain_id, settlement_unit, verdict, count(*) as lines, sum(stated_amount) as stated, coalesce(sum(greatest(difference, 0)), 0) as positive,
                   coalesce(sum(greatest(-difference, 0)), 0) as negative, coalesce(sum(at_stake_amount) filter (where difference = 0), 0) as at_stake
            from (select review.chain_id, review.verdict, review.stated_amount, review.difference, review.at_stake_amount, statement.account_id from mart.deduction_review as review
                  join core.statement as statement on statement.chain_id = review.chain_id and statement.statement_number = review.statement_number
                      and core.is_known(statement.arrived_at, statement.recorded_at, statement.superseded_at, statement.superseded_recorded_at)
                  where statement.period_to between @from and @to) as found {Account}
            group by found.chain_id, settlement_unit, verdict order by sum(difference) desc nulls last
            """, range, ct);
        var grades = await connection.QueryAsync<(string Chain, string Grade, decimal? Dso, string Reasons, string ReasonsEn)>(
            new CommandDefinition(
            "select chain_id, coalesce(grade, '—'), dso_days, reasons, reasons_en from mart.credit_standing", commandTimeout: 0,
            cancellationToken: ct));
        return new MoneyFacts(
            await CountedAsync(connection, await StatementsAsync(connection, names, from, to, ct), range, ct),
            [.. deductions.Select(row => new DeductionFact(names.Place(row.ChainId, null, row.SettlementUnit), row.Verdict, row.Lines,
            row.Stated, row.Positive, row.Negative, row.AtStake))],
            await ReceivablesAsync(connection, names, ct),
            grades.ToDictionary(row => row.Chain, row => (row.Grade, row.Dso, row.Reasons, row.ReasonsEn)))
        {
            TermsChanged = await TermsChangedAsync(connection, names, ct),
            Rebates = await RebatesAsync(connection, names, ct),
        };
    }

    private static async Task<IReadOnlyList<RebateFact>> RebatesAsync(NpgsqlConnection connection, Names names, CancellationToken ct) =>
    [
        .. (await QueryAsync<RebateLine>(connection,
            $"""
            select found.chain_id, settlement_unit, found.contract_id, clause, found.kind, fee_code, sales_amount, reached_pct, accrued_amount, taken_amount,
                   open_amount, next_tier_from, next_tier_pct, sales_to_next_tier, next_tier_amount
            from (select accrual.*, contract.account_id from mart.rebate_accrual as accrual
                  join core.contract on contract.chain_id = accrual.chain_id and contract.contract_id = accrual.contract_id
                      and core.is_known(contract.arrived_at, contract.recorded_at, contract.superseded_at, contract.superseded_recorded_at)) as found {Account}
            order by found.chain_id, found.contract_id, clause
            """, new { }, ct)).Select(row => new RebateFact(
                names.Place(row.ChainId, null, row.SettlementUnit), row.ContractId, row.Clause ?? "", row.Kind, row.FeeCode ?? "", row.SalesAmount,
                row.ReachedPct, row.AccruedAmount, row.TakenAmount, row.OpenAmount, row.NextTierFrom, row.NextTierPct, row.SalesToNextTier,
                row.NextTierAmount)),
    ];

    // Whatever the statement's month: it stands until its case is closed.
    private static async Task<IReadOnlyList<TermsChangedFact>> TermsChangedAsync(NpgsqlConnection connection, Names names,
        CancellationToken ct) =>
    [
        .. (await QueryAsync<TermsChangedLine>(connection,
            $"""
            select found.chain_id, settlement_unit, found.statement_number, found.fee_code, found.new_contract_id, found.old_amount, found.new_amount, found.amount
            from (select changed.*, head.account_id from mart.deduction_terms_changed as changed
                  join core.statement as head on head.chain_id = changed.chain_id and head.statement_number = changed.statement_number and head.period_to <= core.as_of()
                      and core.is_known(head.arrived_at, head.recorded_at, head.superseded_at, head.superseded_recorded_at)) as found {Account}
            where not exists (
                select from ops."case" as claim join ops.case_appearance as seen using (case_id)
                where claim.chain_id = found.chain_id and seen.kind = found.kind and seen.statement_number = found.statement_number and claim.fee_code = found.fee_code
                  and claim.state in ('credited', 'written_off', 'cleared'))
            order by found.chain_id, found.statement_number, found.fee_code
            """, new { }, ct)).Select(row => new TermsChangedFact(
                names.Place(row.ChainId, null, row.SettlementUnit), row.StatementNumber, row.FeeCode ?? "", row.NewContractId
                ?? "", row.OldAmount, row.NewAmount, row.Amount)),
    ];

    /// <summary>Statements whose period ended in a range of dates.</summary>
    public static async Task<IReadOnlyList<StatementFact>> StatementsAsync(NpgsqlConnection connection, Names names, DateOnly from,
        DateOnly to, CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        return
        [
            .. (await QueryAsync<StatementLine>(connection,
                $"""
                select found.chain_id, settlement_unit, found.account_id, statement_number, period_from, period_to, expected_payable, stated_payable, break_total, is_complete
                from mart.statement_reconciliation as found {Account}
                where period_to between @from and @to order by found.chain_id, found.account_id, period_to
                """, new { from, to }, ct)).Select(row => new StatementFact(
                    names.Place(row.ChainId, null, row.SettlementUnit), row.AccountId, row.StatementNumber, row.PeriodFrom, row.PeriodTo,
                    row.ExpectedPayable, row.StatedPayable, row.BreakTotal, row.IsComplete)),
        ];
    }

    private static async Task<IReadOnlyList<StatementFact>> CountedAsync(NpgsqlConnection connection,
        IReadOnlyList<StatementFact> statements, object range, CancellationToken ct)
    {
        var counted = (await QueryAsync<CountedLine>(connection,
            """
            with head as (
                select chain_id, statement_number from core.statement
                where period_to between @from and @to and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
            ), shown as (
                select chain_id, statement_number, sum(amount) filter (where is_carried) as carried, sum(amount) filter (where counts_in_totals) as counted
                from mart.statement_break join head using (chain_id, statement_number) group by chain_id, statement_number
            ), open as (
                select chain_id, statement_number, sum(positive_amount) as positive, sum(negative_amount) as negative,
                       sum(positive_amount) filter (where is_carried) as positive_carried
                from mart.open_difference join head using (chain_id, statement_number) where family = 'statement' group by chain_id, statement_number
            )
            select chain_id, statement_number, coalesce(carried, 0) as carried, coalesce(counted, 0) as counted, coalesce(positive, 0) as positive,
                   coalesce(negative, 0) as negative, coalesce(positive_carried, 0) as positive_carried
            from shown left join open using (chain_id, statement_number)
            """, range, ct)).ToDictionary(row => (row.ChainId, row.StatementNumber));
        return
        [
            .. statements.Select(statement => counted.TryGetValue((statement.Place.ChainId, statement.Number), out var row)
                ? statement with
            {
                Carried = row.Carried, Counted = row.Counted, Positive = row.Positive, Negative = row.Negative,
                    PositiveCarried = row.PositiveCarried,
            } : statement),
        ];
    }

    /// <summary>Everything open.</summary>
    public static async Task<IReadOnlyList<ReceivableFact>> ReceivablesAsync(NpgsqlConnection connection, Names names,
        CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        return
        [
            .. (await QueryAsync<ReceivableLine>(connection,
                $"""
                select found.chain_id, settlement_unit, bucket, stage, found.statement_number, found.invoice_number, amount, paid_amount, open_amount,
                       payable_on, days_overdue::integer as days_overdue, 
                       case when is_opening then '期初 opening: ' else '' end || load.file_name || ' #' || found.row_number as source, period_to,
                       waits_for_us, payable_week, step.next_on
                from mart.receivable_ageing as found {Account} left join ops.load on load.load_id = found.load_id
                left join (
                    select chain_id, statement_number, invoice_number, min(next_on) as next_on from mart.receivable_next_step
                    where kind <> 'reconciliation' group by chain_id, statement_number, invoice_number) as step
                    on step.chain_id = found.chain_id and step.statement_number = found.statement_number
                    and step.invoice_number is not distinct from found.invoice_number
                order by found.chain_id, payable_on nulls last, found.statement_number, found.invoice_number
                """, new { }, ct)).Select(row => new ReceivableFact(
                    names.Place(row.ChainId, null, row.SettlementUnit), row.Bucket, row.Stage, row.StatementNumber, row.InvoiceNumber
                    ?? "", row.Amount,
                    row.PaidAmount, row.OpenAmount, row.PayableOn, row.DaysOverdue, row.Source ?? "")
                {
                    PeriodTo = row.PeriodTo, WaitsForUs = row.WaitsForUs, PayableWeek = row.PayableWeek, NextOn = row.NextOn,
                }),
        ];
    }

    private static Task<IEnumerable<T>> QueryAsync<T>(NpgsqlConnection connection, string sql, object range, CancellationToken ct) =>
        connection.QueryAsync<T>(new CommandDefinition(sql, range, commandTimeout: 0, cancellationToken: ct));
}
