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

    [Fact]
    public void Computed_penalties_are_those_of_the_view() => Assert.Equal(
        Penalty().Matches(SqlFiles.Read("views/penalties/mart.penalty_case.sql")).Select(match => match.Groups[1].Value)
        .Order(StringComparer.Ordinal),
        BusinessRules.ComputedPenalties.Order(StringComparer.Ordinal));

    private static IEnumerable<string> Constraint(string name) =>
        Word().Matches(Schema.Split('\n').First(line => line.Contains($"CONSTRAINT {name} CHECK", StringComparison.Ordinal)))
            .Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);

    [GeneratedRegex("'([a-z_]+)'")]
    private static partial Regex Word();

    [GeneratedRegex("select '([a-z_]+)'")]
    private static partial Regex Penalty();
}
