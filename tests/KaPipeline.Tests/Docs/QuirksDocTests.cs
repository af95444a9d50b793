using System.Reflection;
using System.Text.RegularExpressions;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Docs;

/// <summary>docs/quirks.md names a test for every habit, docs/lessons.md one for every complaint; each of them exists.</summary>
public sealed partial class QuirksDocTests
{
    private static readonly string[] Rows =
    [
        .. new[] { "quirks.md", "lessons.md" }.SelectMany(doc => File.ReadLines(Path.Combine(Repository.Root, "docs", doc)))
            .Where(line => line.StartsWith('|') && !line.StartsWith("| ---", StringComparison.Ordinal)
            && !line.EndsWith("| test |", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        var tests = Assembly.GetExecutingAssembly().GetTypes()
            .SelectMany(type => type.GetMethods().Where(method => method.GetCustomAttributes<FactAttribute>().Any())
            .Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet(StringComparer.Ordinal);
        var missing = Rows.SelectMany(Named).Where(name => name.StartsWith("tests/", StringComparison.Ordinal)
            ? !Directory.Exists(Path.Combine(Repository.Root, name)) : !tests.Contains(name)).ToList();
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_habit_has_a_test()
    {
        Assert.InRange(Rows.Length, 60, 400);
        Assert.All(Rows, row => Assert.NotEmpty(Named(row)));
    }

    private static IEnumerable<string> Named(string row) => InBackticks().Matches(row.Split('|')[^2])
        .Select(match => match.Groups[1].Value);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InBackticks();
}
