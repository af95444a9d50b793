using Dapper;
using Npgsql;

namespace KaPipeline.Digests.Facts;

/// <summary>One fee of one chain: what its contract terms allow next month, what was taken this month and this year.</summary>
/// <param name="ChainId">Chain.</param>
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
/// <param name="ChainId">Chain.</param>
/// <param name="PromotionId">Promotion.</param>
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
            FeeQuery, new { month, before = month.AddMonths(-1), next = month.AddMonths(1), year = new DateOnly(month.Year, 1, 1) },
            commandTimeout: 0, cancellationToken: ct))).AsList();
    }

    // Terms in force next month. In the middle of a month its own statements are half of it, so the last whole month is the measure: a
    // fixed fee per statement counts for each statement that it brought (where none did: this month's so far, at least two); per month or
    // year its amount once; a percentage is taken of its goods, this month's so far where there are none.
    private const string FeeQuery =
        """
        with contract as (
            -- Last year's terms hold until a new contract is signed; their windows move on with the years.
            select distinct on (chain_id) chain_id, contract_id, mart.years_held(valid_from, valid_to, @next::date) as years from core.contract
            where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and signed_on <= core.as_of() and valid_from <= @next
            order by chain_id, (@next between valid_from and valid_to) desc, valid_from desc
        ), head as (
            select chain_id, coalesce(nullif(count(*) filter (where period_to >= @before and period_to < @month), 0),
                       greatest(count(*) filter (where period_to >= @month and period_to < @next), 2)) as statements
            from core.statement
            where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and period_to <= core.as_of() group by chain_id
        ), taken as (
            select chain_id, fee_code, coalesce(sum(fee_amount) filter (where month = @month), 0) as month_to_date,
                   coalesce(sum(fee_amount) filter (where month = @before), 0) as last_month, sum(fee_amount) as year_to_date
            from mart.fee_ratio where month between @year and @month group by chain_id, fee_code
        ), goods as (
            select distinct on (chain_id) chain_id, sum(goods_amount) as goods, sum(return_amount) as returned, sum(net_goods_amount) as net_goods,
                   sum(net_return_amount) as net_returned
            from mart.statement_goods where period_to >= @before and period_to < @next and period_to <= core.as_of()
            group by chain_id, date_trunc('month', period_to) order by chain_id, date_trunc('month', period_to)
        ), allowed as (
            select term.chain_id, term.fee_code, string_agg(concat_ws(' ', term.clause,
                       case when term.kind = 'fixed' then term.amount::text || ' / ' || term.per || case when term.times > 1 then ' × ' || term.times else '' end
                            when term.pct is not null then trim_scale(term.pct)::text || '%' || case term.basis when 'excluding' then ' 不含税 excl. VAT' else '' end else 'tiers' end), '; ' order by term.term_id) as terms,
                   sum(case when term.kind = 'fixed' and term.per = 'statement' then term.amount * coalesce(head.statements, 2)
                            when term.kind = 'fixed' and term.per = 'month' then term.amount * term.times
                            when term.kind = 'fixed' then 0
                            else round(mart.fee_base(term.base, term.basis, goods.goods, goods.returned, goods.net_goods, goods.net_returned) * term.pct / 100, 2) end) as next_month
            from core.contract_term as term
            join contract using (chain_id, contract_id)
            left join head on head.chain_id = term.chain_id
            left join goods on goods.chain_id = term.chain_id
            where core.is_known(term.arrived_at, term.recorded_at, term.superseded_at, term.superseded_recorded_at)
              and term.valid_from + contract.years <= @next::date + interval '1 month - 1 day' and term.valid_to + contract.years >= @next
            group by term.chain_id, term.fee_code
        )
        select chain_id, fee_code, coalesce(fee.name, '未知费用') as fee_name, coalesce(fee.name_en, 'unknown fee') as fee_name_en,
               coalesce(terms, '') as terms, next_month, coalesce(month_to_date, 0) as month_to_date, coalesce(last_month, 0) as last_month,
               coalesce(year_to_date, 0) as year_to_date
        from allowed full join taken using (chain_id, fee_code) left join core.fee using (fee_code)
        order by chain_id, coalesce(next_month, 0) desc, fee_code
        """;
}
