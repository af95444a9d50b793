namespace KaPipeline.Digests.Facts;

/// <summary>A penalty of the operating manual that is not computed, so that silence is not taken for nothing.</summary>
/// <param name="Title">Its name, Chinese.</param>
/// <param name="TitleEn">Its name, English.</param>
/// <param name="Clause">Clause of the manual.</param>
/// <param name="Amount">RMB a unit; null where our copy of the manual does not show it.</param>
/// <param name="Needs">Which data would decide it, Chinese.</param>
/// <param name="NeedsEn">The same, English.</param>
public sealed record UncomputedPenalty(string Title, string TitleEn, string Clause, decimal? Amount, string Needs, string NeedsEn);
