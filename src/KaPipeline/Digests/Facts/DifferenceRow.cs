namespace KaPipeline.Digests.Facts;

/// <summary>An open difference as <c>mart.open_difference</c> gives it, or the sum of those of one kind and place.</summary>
public sealed record DifferenceRow(
    bool IsSum, string ChainId, string Family, string Rule, string DifferenceKey, string StoreId, string? SettlementUnit,
    string? ProductId,
    string? StatementNumber, string? OrderNumber, string? DeliveryNumber, DateOnly? SinceOn, decimal PositiveAmount,
    decimal NegativeAmount,
    bool IsListed, decimal? OurValue, decimal? TheirValue, string? FeeText, string? FeeCode, string? LikelyCause,
    bool IsSettledAsAgreed,
    DateOnly? FirstSeenOn, DateOnly? LastSeenOn, DateOnly? DisputeUntil, decimal AtStakeAmount, long? CaseId, string? CaseOwner,
    string? RepresentativeId, string? SupervisorId, long Listed, long Gaps, long Older, long Minor);

/// <summary>An item of a store that is locked, suspected or at risk, as <c>mart.sku_lock_alert</c> gives it.</summary>
public sealed record LockRow(
    string ChainId, string StoreId, string ProductId, string Level, DateOnly SinceOn, string Evidence, string EvidenceEn,
    string? OwnerPersonId,
    decimal ExposureAmount, DateOnly? DueOn, string Cause, string? Clause, DateOnly ExposureIfOpenOn, decimal? ExposureIfOpenAmount,
    DateOnly? ApplicationPreparedOn, DateOnly? ApplicationSubmittedOn, DateOnly? LastOrderedOn, DateOnly? LastDeliveredOn, int DaysOpen);
