using Dapper;
using Npgsql;

namespace KaPipeline.Digests.Facts;

/// <summary>The result sheet of one promotion (mart.promotion_sheet), amounts RMB.</summary>
public sealed record PromotionResult(
    string ChainId, string PromotionId, string Kind, DateOnly FromOn, DateOnly RetailTo, string? Purpose, string? Strength, int? StoreCount,
    DateOnly ReportBy, DateOnly? ReportedOn, decimal? GoalAmount, decimal? GoalShare, decimal? BeforeAmount, decimal? DuringAmount,
    decimal? GrowthPct, decimal? AfterAmount, decimal? LastYearAmount, decimal? YearGrowthPct, decimal? BudgetAmount,
    decimal? OurSharePct, decimal? ChainSharePct, decimal? DealerSharePct, decimal? ApprovedFeeAmount, decimal? SpentAmount,
    decimal? GivenUpAmount, decimal? ExtraAmount, decimal? ReturnRatio)
{
    /// <summary>The sheets of the promotions whose five working days for the result run on the morning after a business date: from the
    /// first of them on the sheet goes out by itself (M6.2.6).</summary>
    public static async Task<IReadOnlyList<PromotionResult>> DueAsync(
        NpgsqlConnection connection, DateOnly businessDate, CancellationToken ct)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        // Five working days are never farther apart than twenty days: few sheets are computed.
        return (await connection.QueryAsync<PromotionResult>(new CommandDefinition(
            """
            select chain_id, promotion_id, kind, from_on, retail_to, purpose, strength, store_count, report_by, reported_on, goal_amount,
                   goal_share, before_amount, during_amount, growth_pct, after_amount, last_year_amount, year_growth_pct, budget_amount,
                   our_share_pct, chain_share_pct, dealer_share_pct, approved_fee_amount, spent_amount, given_up_amount, extra_amount,
                   return_ratio
            from mart.promotion_sheet
            where retail_to between @day - 20 and @day and report_by > @day
            order by report_by, chain_id, promotion_id
            """, new { day = businessDate }, commandTimeout: 0, cancellationToken: ct))).AsList();
    }
}
