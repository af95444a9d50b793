namespace KaPipeline.Ingestion.Loading;

/// <summary>What all merges of one file share.</summary>
/// <param name="LoadId">Number in <c>ops.load</c>.</param>
/// <param name="ChainId">Chain; empty for the company's own files.</param>
/// <param name="Report">Name of the report in the profile.</param>
/// <param name="Sha256">Hash of the content: files that arrived at the same moment are ordered by it.</param>
/// <param name="ArrivedAt">When the file arrived.</param>
/// <param name="RecordedAt">When it is recorded here: no two merges of a chain have the same.</param>
/// <param name="PriceBasis">Whether printed order prices are <c>including</c> or <c>excluding</c> VAT.</param>
/// <param name="IsWhole">Whether the file holds whole documents, which take back lines they no longer hold.</param>
/// <param name="Window">Order dates of which the file is a complete picture; null when it is none.</param>
/// <param name="IsPerStore">Whether numbers of orders and delivery notes are unique only with the store.</param>
public sealed record MergeContext(
    long LoadId, string ChainId, string Report, string Sha256, DateTimeOffset ArrivedAt, DateTimeOffset RecordedAt,
    string PriceBasis, bool IsWhole, (DateOnly From, DateOnly To)? Window, bool IsPerStore = false);
