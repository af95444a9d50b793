namespace KaPipeline.Claims.Evidence;

/// <summary>A break of the calculation (a row of <c>sql/claims/evidence/breaks.sql</c>); amounts in RMB including VAT.
/// <see cref="Counts"/>: part of the claim or of the statement's difference, not shown for comparison or carried again.</summary>
public sealed record EvidenceBreak(
    string StatementNumber, int? LineNumber, string Kind, decimal Amount, decimal? Ours, decimal? Theirs, string? Rule,
    bool IsCarried, string? DeliveryNumber, string? OrderNumber, string? StoreId, string? ProductId, decimal? Quantity, string? FeeCode,
    string? FeeText,
    string? Formula, string? ClaimKey, bool Counts);

/// <summary>A row of a file that the calculation used (a row of <c>sql/claims/evidence/rows.sql</c>). <see cref="Message"/>: stored words and
/// free text, parted by the unit separator; <see cref="Fields"/>: the row as it was read, a JSON object, where its file is not the chain's
/// own.</summary>
public sealed record EvidenceRow(
    string Role, string? Document, DateOnly? OnDate, string? StoreId, string? ProductId, decimal? Quantity, decimal? UnitPrice,
    decimal? Amount,
    string Message, long LoadId, int RowNumber, string? Sheet, string? Fields);

/// <summary>A step of a case that both houses know: sent, agreed, refused, credited, or an invoice received.</summary>
/// <param name="HappenedAt">When.</param>
/// <param name="Action">The step.</param>
/// <param name="Amount">RMB of the step; null where it has none.</param>
public sealed record EvidenceStep(DateTime HappenedAt, string Action, decimal? Amount);

/// <summary>How the chain and the label name a product.</summary>
/// <param name="ItemNumber">The chain's own number; empty where it has none.</param>
/// <param name="UnitBarcode">Barcode of the sales unit.</param>
public sealed record EvidenceItem(string ItemNumber, string UnitBarcode, string CaseBarcode);

/// <summary>A file behind the pack: enclosed as it arrived where the whole of it is the chain's own, else as an extract of the rows
/// used.</summary>
public sealed record EvidenceFile
{
    /// <summary>Chain that it came from; empty for the company's own files, which hold other chains' rows too.</summary>
    public string ChainId { get; init; } = "";

    /// <summary>Number in <c>ops.load</c>.</summary>
    public long LoadId { get; init; }

    /// <summary>Report of the profile that read it.</summary>
    public string Report { get; init; } = "";

    /// <summary>Name under which it arrived.</summary>
    public string FileName { get; init; } = "";

    /// <summary>Hash of its content, lower-case hex.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Its size.</summary>
    public long ByteCount { get; init; }

    /// <summary>When it arrived at the portal.</summary>
    public DateTimeOffset ArrivedAt { get; init; }

    /// <summary>When it was recorded here.</summary>
    public DateTimeOffset RecordedAt { get; init; }
}

/// <summary>Expected against stated of one statement (docs/money.md#identity), RMB including VAT.</summary>
public sealed record EvidenceStatement(
    string StatementNumber, DateOnly PeriodFrom, DateOnly PeriodTo, decimal ExpectedGoods, decimal ExpectedDeductions,
    decimal ExpectedPayable,
    decimal StatedPayable, decimal Difference, decimal BreakTotal, decimal? Residual);
