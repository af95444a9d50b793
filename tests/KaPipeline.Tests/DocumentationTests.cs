using System.Reflection;
using System.Text.RegularExpressions;
using KaPipeline.Host.Verbs;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests;

/// <summary>Documents name files; a file that moved or went leaves a false sentence behind.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Documents =>
    [
        "README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md",
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file)),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_file_a_document_names_exists(string document)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, document));
        var named = InBackticks().Matches(text).Select(match => match.Groups[1].Value)
            .Concat(Links().Matches(text).Select(match => Path.Combine(Path.GetDirectoryName(document)!, match.Groups[1].Value)));

        Assert.DoesNotMatch(MergeMarks(), text);
        var missing = named.Where(path => !Path.Exists(Path.Combine(Repository.Root, path))).Distinct().ToList();

        Assert.True(missing.Count == 0, $"{document} names what does not exist: {string.Join(", ", missing)}");
    }

    [Fact]
    public void The_index_lists_each_document()
    {
        var index = File.ReadAllText(Path.Combine(Repository.Root, "docs", "README.md"));
        var pages = Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(Path.GetFileName)
            .Where(name => name != "README.md");

        Assert.All(pages, name => Assert.Contains($"| [{name}]({name}) |", index, StringComparison.Ordinal));
    }

    [Fact]
    public void The_program_calls_itself_by_the_newest_heading_of_the_changelog()
    {
        var headings = Versions().Matches(File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md")))
            .Select(match => Version.Parse(match.Groups[1].Value)).ToList();
        var own = typeof(KaCommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

        Assert.Equal(headings[0].ToString(), own.Split('+')[0]);
        Assert.Equal(headings.OrderDescending(), headings);
    }

    [Fact]
    public void Contributing_says_what_each_file_at_the_root_is()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "CONTRIBUTING.md"));

        Assert.All(RootFiles(), name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
    }

    // What the folder of a clone holds beside the files that .gitignore passes over.
    private static IEnumerable<string> RootFiles()
    {
        var ignored = File.ReadAllLines(Path.Combine(Repository.Root, ".gitignore")).Select(line => line.Trim('/')).ToHashSet();
        return Directory.EnumerateFiles(Repository.Root).Select(Path.GetFileName).OfType<string>()
            .Where(name => name != ".git" && !ignored.Contains(name));
    }

    [GeneratedRegex(@"^## (\d+\.\d+\.\d+) — (?:unreleased|\d{4}-\d\d-\d\d)\r?$", RegexOptions.Multiline)]
    private static partial Regex Versions();

    [GeneratedRegex(@"`((?:src|sql|tests|config|docs|samples|deploy)/[\w./\-]*)`")]
    private static partial Regex InBackticks();

    [GeneratedRegex(@"^(<{7}|={7}|>{7})( |\r?$)", RegexOptions.Multiline)]
    private static partial Regex MergeMarks();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)\s#]+)")]
    private static partial Regex Links();
}
