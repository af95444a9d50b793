namespace KaPipeline.Settlements.Evidence;

/// <summary>A break of the calculation (a row of <c>sql/evidence/breaks.sql</c>); amounts in RMB including VAT.
/// <see cref="Counts"/>: part of the claim or of the statement's difference, not shown for comparison or carried again.</summary>
public sealed record EvidenceBreak(
    string StatementNumber, int? LineNumber, string Kind, decimal Amount, decimal? Ours, decimal? Theirs, string? Rule, decimal? LimitValue,
    bool IsCarried, string? DeliveryNumber, string? OrderNumber, string? StoreId, string? ProductId, decimal? Quantity, string? Fee, string? Formula,
    string? ClaimKey, bool Counts);

/// <summary>A row of a file that the calculation used (a row of <c>sql/evidence/rows.sql</c>).</summary>
public sealed record EvidenceRow(
    string Role, string? Document, DateOnly? OnDate, string? StoreId, string? ProductId, decimal? Quantity, decimal? UnitPrice, decimal? Amount,
    string? Says, long LoadId, int RowNumber);

/// <summary>A file that the pack holds.</summary>
public sealed record EvidenceFile(
    long LoadId, string ChainId, string Report, string FileName, string Sha256, long ByteCount, DateTimeOffset ArrivedAt, DateTimeOffset RecordedAt);

/// <summary>Expected against stated of one statement (reconciliation.md 5), RMB including VAT.</summary>
public sealed record EvidenceStatement(
    string StatementNumber, DateOnly PeriodFrom, DateOnly PeriodTo, decimal ExpectedGoods, decimal ExpectedDeductions, decimal ExpectedPayable,
    decimal StatedPayable, decimal Difference, decimal BreakTotal, decimal? Residual);
