namespace KaPipeline.Digests.Facts;

/// <summary>One penalty of the operating manual as one person, two jointly, or a dealer is exposed to it for a month; for a person to
/// decide on, never a charge.</summary>
/// <param name="Title">Its name, Chinese.</param>
/// <param name="TitleEn">Its name, English.</param>
/// <param name="Clause">Clause of the manual.</param>
/// <param name="Role">Role that bears it.</param>
/// <param name="PersonId">Who; null for a dealer, and where nobody is named.</param>
/// <param name="Dealer">Dealer; null for a person.</param>
/// <param name="Amount">RMB; once, where two bear it jointly.</param>
/// <param name="Arithmetic">How it comes about.</param>
/// <param name="JointRole">Role that bears the same amount jointly; null: nobody.</param>
/// <param name="JointPersonId">Who holds that; null where nobody is named.</param>
/// <param name="ChainIds">Chains concerned.</param>
public sealed record ExposureFact(
    string Title, string TitleEn, string Clause, string Role, string? PersonId, string? Dealer, decimal Amount, string Arithmetic,
    string? JointRole = null, string? JointPersonId = null, IReadOnlyList<string>? ChainIds = null);
