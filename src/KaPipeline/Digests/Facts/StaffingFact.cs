namespace KaPipeline.Digests.Facts;

/// <summary>One store, city, dealer or representative of dealers where the number of people does not fit the volume, or needs
/// approval.</summary>
/// <param name="Kind">promoter, representative, dealer, dealer_sales.</param>
/// <param name="Place">Store, where it is one.</param>
/// <param name="City">City, where it is one.</param>
/// <param name="Dealer">Dealer, where it is one.</param>
/// <param name="Measured">RMB of the month; for cities the number of stores; null where it is not known whole.</param>
/// <param name="Actual">People there are.</param>
/// <param name="Supported">People that the measure supports or asks for.</param>
/// <param name="Clause">Clause of the manual.</param>
/// <param name="PersonId">Representative, where the dealers of one are meant.</param>
/// <param name="Required">RMB that the measure has to reach, where it has to.</param>
/// <param name="NeedsApproval">Whether so many promoters need the approval of the city manager and of the regional KA manager.</param>
public sealed record StaffingFact(
    string Kind, Place? Place, string? City, string? Dealer, decimal? Measured, decimal? Actual, decimal Supported, string Clause,
    string? PersonId = null, decimal? Required = null, bool NeedsApproval = false);
