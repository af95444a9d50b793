using System.Text.RegularExpressions;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Warehouse;

/// <summary>Fragments stand where they are named, and headers say which (decision 0491).</summary>
public sealed partial class SqlFilesTests
{
    private static readonly string Root = Path.Combine(Repository.Root, "sql");

    private static readonly Dictionary<string, string> Texts = Directory.EnumerateFiles(Root, "*.sql", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);

    [Fact]
    public void A_fragment_stands_in_brackets_under_its_name()
    {
        var fragment = Texts["fragments/orders/fulfilment.sql"];

        Assert.Contains(
            $"select * from (\n{fragment}) as fulfilment;",
            SqlFiles.Read("views/orders/mart.computed_fulfilment.sql"), StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_name_the_fragments_of_the_text() => Assert.All(Texts, file => Assert.Equal(
        Named(file.Value).Order(StringComparer.Ordinal), Header(file.Value, "Includes").Order(StringComparer.Ordinal)));

    [Fact]
    public void Fragments_name_the_files_that_include_them() => Assert.All(
        Texts.Where(file => file.Key.StartsWith("fragments/", StringComparison.Ordinal)),
        fragment => Assert.Equal(
            Texts.Where(file => Named(file.Value).Contains(fragment.Key)).Select(file => file.Key).Order(StringComparer.Ordinal),
            Header(fragment.Value, "Included by")));

    [Fact]
    public void Every_file_is_SQL_as_it_stands() => Assert.DoesNotContain(Texts, file => file.Value.Contains("{{", StringComparison.Ordinal));

    [Fact]
    public void Lines_fit_the_screen() => Assert.Empty(
        from file in Own
        from line in file.Value.Split('\n')
        where line.Length > 140
        select $"{file.Key}: {line}");

    [Fact]
    public void Every_step_of_a_query_says_what_it_is_for() => Assert.Empty(
        from file in Own
        from step in UncommentedStep().Matches(file.Value)
        select $"{file.Key}: {step.Groups[1].Value}");

    // Migrations are never edited, and the dump is not written by hand.
    private static IEnumerable<KeyValuePair<string, string>> Own => Texts.Where(file =>
        !file.Key.StartsWith("migrations/", StringComparison.Ordinal) && file.Key != "schema.sql");

    private static List<string> Named(string text) =>
    [
        .. Fragment().Matches(Comment().Replace(text, "")).Select(match => $"/{match.Groups[1].Value}.sql").Distinct()
            .Select(name => Texts.Keys.Single(file => file.StartsWith("fragments/", StringComparison.Ordinal)
                && file.EndsWith(name, StringComparison.Ordinal))),
    ];

    private static List<string> Header(string text, string word) =>
    [
        .. text.Split('\n').Where(line => line.StartsWith($"-- {word}: ", StringComparison.Ordinal))
            .SelectMany(line => line[(word.Length + 5)..].Split(',', StringSplitOptions.TrimEntries)),
    ];

    // Neither the line before nor the line after is a comment.
    [GeneratedRegex(
        @"(?<!^ *--.*\n)^ *(?:with |with recursive |\), )?(\w+)(?: \([\w, ]+\))? as (?:not )?(?:materialized )?\($(?!\n *--)",
        RegexOptions.Multiline)]
    private static partial Regex UncommentedStep();

    [GeneratedRegex("--.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bfragment\.(\w+)")]
    private static partial Regex Fragment();
}
