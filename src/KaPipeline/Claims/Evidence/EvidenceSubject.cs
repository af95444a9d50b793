namespace KaPipeline.Claims.Evidence;

/// <summary>What an evidence pack is about: one case, or one statement.</summary>
/// <param name="CaseId">Number of the case; null for a statement.</param>
/// <param name="ClaimKey">Source row of the case; null for a statement.</param>
/// <param name="StatementNumber">The statement, or the one on which the case was first seen.</param>
public sealed record EvidenceSubject(string ChainId, long? CaseId, string? ClaimKey, string StatementNumber)
{
    /// <summary>Key in <c>ops.evidence_pack</c>: <c>case/12</c> or <c>statement/CHAIN/NUMBER</c>.</summary>
    public string Key => CaseId is { } id ? $"case/{id}" : $"statement/{ChainId}/{StatementNumber}";

    /// <summary>Name for people.</summary>
    /// <param name="chain">The chain's name.</param>
    public string Title(string chain) => CaseId is { } id
        ? $"案件 Case {id} · {chain} · {StatementNumber}"
        : $"对账单 Statement {StatementNumber} · {chain}";
}
