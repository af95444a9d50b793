using Dapper;
using Npgsql;

namespace KaPipeline.Digests.Facts;

/// <summary>One fee of one chain: what its contract terms allow next month, what was taken this month and this year.</summary>
/// <param name="FeeCode">Our code.</param>
/// <param name="FeeName">Name, Chinese.</param>
/// <param name="FeeNameEn">Name, English.</param>
/// <param name="Terms">Its terms, in words.</param>
/// <param name="NextMonth">RMB for next month by the contract: fixed per statement, percentages of last month's goods; null where no term
/// is known.</param>
/// <param name="MonthToDate">RMB taken on statements that ended this month.</param>
/// <param name="LastMonth">RMB taken the month before.</param>
/// <param name="YearToDate">RMB taken this year.</param>
public sealed record FeeFact(
    string ChainId, string FeeCode, string FeeName, string FeeNameEn, string Terms, decimal? NextMonth, decimal MonthToDate,
    decimal LastMonth, decimal YearToDate);

/// <summary>A promotion that must be filed or is not filed yet.</summary>
/// <param name="Kind">poster or in_store.</param>
/// <param name="RetailFrom">First day on the shelf.</param>
/// <param name="RetailTo">Last day on the shelf.</param>
/// <param name="FileBy">Last day to file it.</param>
/// <param name="FiledOn">Day it was filed.</param>
/// <param name="Products">How many products.</param>
public sealed record PromotionFact(
    string ChainId, string PromotionId, string Kind, DateOnly RetailFrom, DateOnly RetailTo, DateOnly FileBy, DateOnly? FiledOn,
    long Products);

/// <summary>Fees and promotions around a month.</summary>
/// <param name="Month">First day of the month in which the budget is made.</param>
/// <param name="Fees">Per chain and fee.</param>
/// <param name="Goods">Chain to goods less returns: this month, last month, RMB including VAT.</param>
/// <param name="Promotions">Promotions on the shelf from this month on.</param>
/// <param name="Control">Deductions of this month's statements, RMB, by another query than the fees.</param>
public sealed record FeeFacts(
    DateOnly Month, IReadOnlyList<FeeFact> Fees, IReadOnlyDictionary<string, (decimal Now, decimal Before)> Goods,
    IReadOnlyList<PromotionFact> Promotions,
    IReadOnlyDictionary<string, decimal> Control)
{
    /// <summary>Whether a statement of any chain, of this month or the last, is known.</summary>
    public bool HasData => Goods.Keys.Concat(Fees.Select(fee => fee.ChainId)).Any(IsSettled);

    /// <summary>What was taken, of all chains or one: zero only where a statement of this month or the last is known.</summary>
    public decimal? Taken(IReadOnlyCollection<FeeFact> of, Func<FeeFact, decimal> which)
    {
        var known = of.Where(fee => IsSettled(fee.ChainId)).ToList();
        return known.Count > 0 || (of.Count == 0 && HasData) ? known.Sum(which) : null;
    }

    private bool IsSettled(string chainId) => (Goods.TryGetValue(chainId, out var goods) && (goods.Now != 0 || goods.Before != 0))
        || Fees.Any(fee => fee.ChainId == chainId && (fee.MonthToDate != 0 || fee.LastMonth != 0));

    /// <summary>Reads them.</summary>
    /// <param name="connection">With a transaction in which the clocks are set.</param>
    /// <param name="month">First day of the month in which the budget is made.</param>
    /// <param name="ct">Stops the queries.</param>
    public static async Task<FeeFacts> LoadAsync(NpgsqlConnection connection, DateOnly month, CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var at = new { month, before = month.AddMonths(-1), next = month.AddMonths(1) };
        var goods = (await connection.QueryAsync<(string Chain, decimal Now, decimal Before)>(new CommandDefinition(
            """
            select chain_id, coalesce(max(goods_amount) filter (where month = @month), 0), coalesce(max(goods_amount) filter (where month = @before), 0)
            from mart.fee_ratio where month in (@month, @before) group by chain_id
            """, at, commandTimeout: 0, cancellationToken: ct))).ToDictionary(row => row.Chain, row => (row.Now, row.Before));
        var promotions = await connection.QueryAsync<PromotionFact>(new CommandDefinition(
            """
            select chain_id, promotion_id, kind, min(retail_from) as retail_from, max(retail_to) as retail_to, min(file_by) as file_by,
                   max(filed_on) as filed_on, count(*) as products
            from mart.promotion_deadline where retail_to >= @month group by chain_id, promotion_id, kind order by min(file_by), chain_id
            """, at, commandTimeout: 0, cancellationToken: ct));
        var control = await connection.QueryAsync<(string Chain, decimal Amount)>(new CommandDefinition(
            """
            select line.chain_id, -sum(line.amount) from core.statement_line as line
            join core.statement as head using (chain_id, statement_number)
            where line.kind = 'deduction' and head.period_to >= @month and head.period_to < @next and head.period_to <= core.as_of()
              and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
              and core.is_known(head.arrived_at, head.recorded_at, head.superseded_at, head.superseded_recorded_at)
            group by line.chain_id
            """, at, cancellationToken: ct));
        return new FeeFacts(month, await FeesAsync(connection, month, ct), goods, [.. promotions],
            control.ToDictionary(row => row.Chain, row => row.Amount));
    }

    /// <summary>The fees alone.</summary>
    public static async Task<IReadOnlyList<FeeFact>> FeesAsync(NpgsqlConnection connection, DateOnly month, CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        return (await connection.QueryAsync<FeeFact>(new CommandDefinition(
            FeeQuery, new { month }, commandTimeout: 0, cancellationToken: ct))).AsList();
    }

    private const string FeeQuery =
        """
        select chain_id, fee_code, coalesce(fee.name, '未知费用') as fee_name, coalesce(fee.name_en, 'unknown fee') as fee_name_en, terms,
               next_month_amount as next_month, month_amount as month_to_date, last_month_amount as last_month, year_amount as year_to_date
        from mart.fee_budget(@month) left join core.fee using (fee_code)
        order by chain_id, coalesce(next_month_amount, 0) desc, fee_code
        """;
}
