namespace KaPipeline.Ingestion.Profiles;

/// <summary>One thing that a row says: a canonical record and where each of its fields comes from.</summary>
/// <param name="Into">What it becomes; null for a row that only sets values for the rows below it.</param>
/// <param name="When">All must hold for a row to say this.</param>
/// <param name="Fields">Canonical field to its source.</param>
public sealed record RecordMapping(
    StagingTable? Into, IReadOnlyList<RowCondition> When, IReadOnlyDictionary<string, FieldMapping> Fields);
