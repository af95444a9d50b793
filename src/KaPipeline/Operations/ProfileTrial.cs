using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Profiles.Drafts;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Operations;

/// <summary>A draft and what reading its sample by it comes to.</summary>
/// <param name="Draft">The draft; null where the file can no longer be drafted.</param>
/// <param name="Profile">The whole profile as it would be saved.</param>
/// <param name="Report">The report that reads the sample; null where the profile cannot be used yet.</param>
/// <param name="Preview">What reading comes to; null likewise.</param>
/// <param name="Problems">Why it cannot be used yet, in Chinese and English.</param>
/// <param name="Version">Version of the chain's profile that it goes into; empty for a new chain.</param>
public sealed record ProfileTrial(
    ProfileSample Sample, ProfileDraft Draft, string Profile, ReportProfile? Report, FilePreview? Preview,
    IReadOnlyList<(string Chinese, string English)> Problems, string Version)
{
    /// <summary>Whether the chain's profile has a report of this name, which would be replaced.</summary>
    public bool Replaces => Draft.Own?.Reports.Any(report => report.Name == Draft.Report) == true;
}
