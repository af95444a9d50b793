using System.Text.RegularExpressions;
using KaPipeline.Digests.Editions;
using KaPipeline.Mail;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Configuration;

/// <summary>What the readers of <c>config/</c> know is what the warehouse and the digests know.</summary>
public sealed partial class RolesTests
{
    private static readonly string Schema = File.ReadAllText(Path.Combine(Repository.Root, "sql", "schema.sql"));

    [Fact]
    public void Roles_are_those_of_the_warehouse()
    {
        Assert.Equal(Constraint("responsibility_role_known"), Roles.OfPeople.Order(StringComparer.Ordinal));
        Assert.Equal(Constraint("penalty_share_role_known"), Roles.BearingPenalties.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Workbooks_are_those_of_the_digests() => Assert.Equal(
        DigestService.AllDigests.SelectMany(digest => digest.Workbooks).Distinct().Order(StringComparer.Ordinal),
        RecipientRules.KnownWorkbooks.Order(StringComparer.Ordinal));

    // Of an inspection the view of its findings names the penalty, of a monthly paper its kind does.
    [Fact]
    public void Computed_penalties_are_those_of_the_views()
    {
        var cases = SqlFiles.Read("views/penalties/mart.penalty_case.sql");
        var findings = SqlFiles.Read("views/inspections/mart.inspection_finding.sql");
        Assert.Equal(
            Penalty().Matches(cases).Select(match => match.Groups[1].Value)
                .Concat(Word().Matches(Papers().Match(cases).Groups[1].Value).Select(match => $"{match.Groups[1].Value}_late"))
                .Concat(OfFinding().Matches(findings).Select(match => match.Groups[1].Value))
                .Concat(["display_empty_representative", "display_empty_promoter", "display_empty_dealer"])
                .Distinct().Order(StringComparer.Ordinal),
            BusinessRules.ComputedPenalties.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Constraint(string name) =>
        Word().Matches(Schema.Split('\n').First(line => line.Contains($"CONSTRAINT {name} CHECK", StringComparison.Ordinal)))
            .Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);

    [GeneratedRegex("'([a-z_]+)'")]
    private static partial Regex Word();

    [GeneratedRegex("select '([a-z_]+)'")]
    private static partial Regex Penalty();

    [GeneratedRegex(@"where kind in \(([^)]+)\)")]
    private static partial Regex Papers();

    [GeneratedRegex(@"'([a-z_]+)'(?:::text as finding)?,\s*'\1'")]
    private static partial Regex OfFinding();
}
