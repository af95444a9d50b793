using System.Text.RegularExpressions;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Docs;

/// <summary>Decisions have one form, and docs/decisions/README.md lists them with their titles and states.</summary>
public sealed partial class DecisionsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "decisions");

    private static readonly string[] Names =
    [
        .. Directory.EnumerateFiles(Folder, "*.md").Select(file => Path.GetFileName(file)).Where(name => name != "README.md")
            .Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Files => [.. Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_decision_has_number_title_status_context_decision_consequences(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name));

        Assert.StartsWith($"# {name[..4]} ", text, StringComparison.Ordinal);
        Assert.Matches(Head(), text);
        Assert.InRange(
            text.IndexOf("\n**Decision.**", StringComparison.Ordinal), 1, text.IndexOf("\n**Consequences.**", StringComparison.Ordinal));
        Assert.All(
            Number().Matches(text.Split('\n')[2]),
            later => Assert.Contains(Names, file => file.StartsWith(later.Value, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_list_is_that_of_the_files()
    {
        var expected = Names.Select(name =>
        {
            var lines = File.ReadAllLines(Path.Combine(Folder, name));
            return $"| [{name[..4]}]({name}) | {lines[0][7..]} | {lines[2]["Status: ".Length..].TrimEnd('.')} |";
        });

        Assert.Equal(
            expected, File.ReadLines(Path.Combine(Folder, "README.md")).Where(line => line.StartsWith("| [", StringComparison.Ordinal)));
    }

    [GeneratedRegex(
        @"\A# \d{4} [^\n]+\n\nStatus: (accepted|superseded by \d{4}), \d{4}-\d\d-\d\d(; amended by [^\n]+)?\.\n\n\*\*Context\.\*\*")]
    private static partial Regex Head();

    [GeneratedRegex(@"\b0\d{3}\b")]
    private static partial Regex Number();
}
