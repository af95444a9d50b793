using System.Text.RegularExpressions;
using KaPipeline.Labels;

namespace KaPipeline.Digests.Facts;

/// <summary>Who bears an exposure, in words. Where master data name nobody the role is shown alone, never another person.</summary>
public static partial class ExposureWords
{
    /// <summary>What people call exposures: penalties by the manual's clauses, computed for a manager to decide on.</summary>
    public const string Both = "考核测算 Possible penalties";

    /// <summary>Who decides: nothing is charged by a computation.</summary>
    public const string Note =
        "按手册条款测算，是否考核由主管决定，本表不作任何扣款。 Computed by the manual's clauses; a manager decides, nothing is charged automatically.";

    /// <summary>The name in one language.</summary>
    public static string Name(Language language) => language.Say("考核测算", "Possible penalties");

    /// <summary>An amount with its name: <c>考核测算 1,200.00 元</c>.</summary>
    /// <param name="amount">RMB, formatted.</param>
    /// <param name="language">The reader's language.</param>
    public static string Amount(string amount, Language language) => language.Say($"考核测算 {amount} 元", $"possible penalties {amount} RMB");

    /// <summary>How an exposure comes about, in one language of the two that the warehouse writes it in.</summary>
    public static string Counting(string arithmetic, Language language)
    {
        var told = BothLanguages()
            .Replace(arithmetic, word => language.Say($"{word.Groups[1]}{word.Groups[2]}", word.Groups[1].Length > 0 ? $" ({word.Groups[3]}"
            : word.Groups[3].Value))
            .Replace("）", language.Say("）", ")"), StringComparison.Ordinal);
        // Of one thing the noun stands in the singular.
        return language == Language.English ? Singular().Replace(told, "1 $1") : told;
    }

    [GeneratedRegex("^1 ([a-z]+)s\\b")]
    private static partial Regex Singular();

    [GeneratedRegex("(（?)([\\u4e00-\\u9fff]+) ([a-z]+(?: [a-z]+)*)")]
    private static partial Regex BothLanguages();

    /// <summary>The person, the two people who bear it jointly, or the dealer.</summary>
    public static string Who(ExposureFact exposure, Names names, Language language) =>
        exposure.Dealer is { } dealer ? names.Area(dealer, language)
        : exposure.JointRole is { } joint ? language.Say(
            $"{One(exposure.Role, exposure.PersonId, names, language)}、{One(joint, exposure.JointPersonId, names, language)}（连带）",
            $"{One(exposure.Role, exposure.PersonId, names, language)} and {One(joint, exposure.JointPersonId, names, language)}, jointly")
        : exposure.PersonId is { } person ? names.Person(person, language) : One(exposure.Role, null, names, language);

    private static string One(string role, string? personId, Names names, Language language) => personId is not null
        ? names.Person(personId, language)
        : language.Say($"未指定（{Label.Role.Of(role, language)}）", $"not named ({Label.Role.Of(role, language)})");
}
