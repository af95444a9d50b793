namespace KaPipeline.Digests.Facts;

/// <summary>A yearly rebate of a contract: what its sales have reached, and the next tier.</summary>
/// <param name="Place">Chain, or the region that the contract's account settles for.</param>
/// <param name="Kind">Kind of its clause.</param>
/// <param name="FeeCode">Our fee.</param>
/// <param name="Sales">RMB of the contract's year so far, as the clause counts them.</param>
/// <param name="ReachedPct">Per cent reached.</param>
/// <param name="Accrued">RMB to be accrued.</param>
/// <param name="Taken">RMB that statements took already.</param>
/// <param name="Open">RMB still to be accrued.</param>
/// <param name="NextFrom">RMB of sales from which the next tier holds; null on the last.</param>
/// <param name="NextPct">Its per cent.</param>
/// <param name="ToNext">RMB of sales missing to it.</param>
/// <param name="NextAmount">RMB of rebate once it is reached.</param>
public sealed record RebateFact(
    Place Place, string ContractId, string Clause, string Kind, string FeeCode, decimal Sales, decimal ReachedPct, decimal Accrued,
    decimal Taken, decimal Open, decimal? NextFrom, decimal? NextPct, decimal? ToNext, decimal? NextAmount);
