namespace KaPipeline.Ingestion.Profiles;

/// <summary>When a report is expected for a business date.</summary>
/// <param name="Every"><c>day</c>, <c>working_day</c>, <c>half_month</c> or <c>month</c>: the business dates (or period ends) that have a
/// file.</param>
/// <param name="AfterDays">Days after the business date on which it is due.</param>
/// <param name="By">Time of that day, Asia/Shanghai.</param>
public sealed record ExpectedArrival(string Every, int AfterDays, TimeOnly By);
