using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Docs;

/// <summary>Nothing cites what is not there: documents, anchors, decisions and lessons that code, SQL, tests and documents name
/// exist.</summary>
public sealed class ReferenceTests
{
    // The first migration that this holds for: one that has landed is never edited, not even its comments.
    private const string FirstMigration = "0481";

    private static readonly string[] Folders = ["src", "sql", "tests", "docs", "config", "deploy"];

    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal)
    {
        ".cs", ".csproj", ".css", ".js", ".json", ".jsonc", ".md", ".razor", ".service", ".sh", ".sql", ".yaml",
    };

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var files = Folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories))
            .Concat(["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md"])
            .Select(file => Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, file)).Replace('\\', '/'))
            .Where(file => Kinds.Contains(Path.GetExtension(file)) && !IsLanded(file)).ToList();
        var dangling = files.SelectMany(file => References.Dangling(file, File.ReadAllText(Path.Combine(Repository.Root, file)))
            .Select(reference => $"{file}: {reference}")).ToList();

        Assert.True(files.Count > 500, $"Only {files.Count} files were looked at.");
        Assert.True(dangling.Count == 0, string.Join('\n', dangling));
    }

    [Theory]
    [InlineData("src/A.cs", "as domain" + ".md 9 says", "domain" + ".md")]
    [InlineData("src/A.cs", "(docs/mon" + "ey.md#nowhere)", "docs/mon" + "ey.md#nowhere")]
    [InlineData("docs/a.md", "[there](no" + "where.md)", "no" + "where.md")]
    [InlineData("docs/money.md", "[there](#no" + "where)", "#no" + "where")]
    [InlineData("sql/a.sql", "(decision" + " 0009)", "decision" + " 0009")]
    [InlineData("docs/decisions/a.md", "as ever (0003, " + "0009)", "decision" + " 0009")]
    [InlineData("tests/ATests.cs", "void Les" + "son_25_is_none()", "les" + "son 25")]
    [InlineData("docs/a.md", "see sp" + "ec/design", "sp" + "ec/design")]
    public void A_reference_that_leads_nowhere_is_found(string path, string text, string found) =>
        Assert.Equal([found], References.Dangling(path, text));

    [Theory]
    [InlineData("src/A.cs", "(docs/money.md#rounding), docs/quirks.md#the-cell, decision 0041")]
    [InlineData("docs/decisions/a.md", "`0003-two-supersession-moments.md` (0003), [index](README.md), [money](../money.md#tolerances)")]
    [InlineData("tests/ATests.cs", "Lesson_24_is_one, \"anything.md\", 0002(世纪联华)")]
    public void A_reference_that_leads_somewhere_is_not(string path, string text) => Assert.Empty(References.Dangling(path, text));

    private static bool IsLanded(string file) => file.StartsWith("sql/migrations/", StringComparison.Ordinal)
        && string.CompareOrdinal(Path.GetFileName(file), FirstMigration) < 0;
}
