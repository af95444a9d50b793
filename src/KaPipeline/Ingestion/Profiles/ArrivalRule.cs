namespace KaPipeline.Ingestion.Profiles;

/// <summary>How to tell when a file arrived (docs/money.md#clocks); a file's modification time is never used.</summary>
/// <param name="Listing">Name of a CSV file <c>path,arrived_at</c> in the file's folder or one above it; null where there is none.</param>
/// <param name="Date">Date in the file name; null where there is none.</param>
/// <param name="At">Time of day, Asia/Shanghai, that goes with <paramref name="Date"/>.</param>
public sealed record ArrivalRule(string? Listing, FileNameDate? Date, TimeOnly At);
