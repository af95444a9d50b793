namespace KaPipeline.Ingestion.Profiles;

/// <summary>A settlement account as a profile states it; mirrored to <c>core.settlement_account</c>.</summary>
/// <param name="AccountId">Its id: the supplier code, with <c>/unit</c> where the chain settles by region, store or warehouse.</param>
/// <param name="SupplierCode">供应商编码.</param>
/// <param name="SettlementUnit">Region, store or warehouse; empty when the chain settles per supplier code.</param>
/// <param name="StatementBasis">Whether its statements' unit prices are <c>including</c> or <c>excluding</c> VAT.</param>
/// <param name="PriceDecimals">Decimals of those prices. Null, as for the three that follow: the default of
/// <c>mart.account_terms</c>.</param>
/// <param name="CutoffDays">A statement holds what was received up to period end minus these days.</param>
/// <param name="RoundingTolerance">RMB per line up to which an amount difference counts as rounding.</param>
/// <param name="GraceDays">Working days after the requested date until a delivery is due.</param>
public sealed record AccountSetting(
    string AccountId, string SupplierCode, string SettlementUnit, string StatementBasis, int? PriceDecimals,
    int? CutoffDays, decimal? RoundingTolerance, int? GraceDays)
{
    /// <summary>Our code at the chain, where a draft's sample did not tell it: an account that nobody has named yet.</summary>
    public const string OpenSupplier = "000000";
}
