namespace KaPipeline.Ingestion.Profiles;

/// <summary>How to know the total row, and what it must add up to.</summary>
/// <param name="Labels">Texts of which one is in a cell of it, such as 合计; empty for an unlabelled one.</param>
/// <param name="Blank">Columns that are blank in an unlabelled total row and in no data row.</param>
/// <param name="Sums">Columns whose total is compared with the sum over all data rows.</param>
/// <param name="IsRequired">A file without it was cut off and is refused.</param>
public sealed record TotalRow(IReadOnlyList<string> Labels, IReadOnlyList<string> Blank, IReadOnlyList<string> Sums, bool IsRequired);
