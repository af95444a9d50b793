using Dapper;
using Npgsql;

namespace KaPipeline.Digests.Facts;

/// <summary>One special fee with the steps of its claim (mart.special_fee_claim), amounts RMB.</summary>
public sealed record SpecialFee(
    string ChainId, string FeeNumber, DateOnly Month, string? PromotionId, string Purpose, string Step, DateOnly AppliedOn,
    decimal AppliedAmount, decimal? ApprovedAmount, decimal? SpentAmount, decimal? OverBudgetAmount, decimal? InvoicedAmount,
    decimal? WithoutInvoiceAmount, decimal? PaidAmount, decimal? UnpaidAmount)
{
    /// <summary>Those of a budget's month and later, of the month before, and what of earlier ones is not settled.</summary>
    /// <param name="month">First day of the month in which the budget is made.</param>
    public static async Task<IReadOnlyList<SpecialFee>> AroundAsync(NpgsqlConnection connection, DateOnly month, CancellationToken ct)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        return (await connection.QueryAsync<SpecialFee>(new CommandDefinition(
            """
            select chain_id, fee_number, month, promotion_id, purpose, step, applied_on, applied_amount, approved_amount, spent_amount,
                   over_budget_amount, invoiced_amount, without_invoice_amount, paid_amount, unpaid_amount
            from mart.special_fee_claim
            where month >= @month or step <> 'paid' or unpaid_amount > 0 or without_invoice_amount > 0
            order by month desc, chain_id, fee_number
            """, new { month }, cancellationToken: ct))).AsList();
    }
}
