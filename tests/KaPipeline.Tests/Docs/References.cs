using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Docs;

/// <summary>What a text refers to, and what of it is not there: documents, their anchors, decisions by number, lessons by number.</summary>
internal static partial class References
{
    private static readonly ConcurrentDictionary<string, IReadOnlySet<string>> Anchors = new(StringComparer.Ordinal);

    private static readonly HashSet<string> Decisions =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "decisions"), "0*.md")
            .Select(file => Path.GetFileName(file)[..4]),
    ];

    private static readonly HashSet<int> Lessons =
    [
        .. LessonRow().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "lessons.md")))
            .Select(row => int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture)),
    ];

    /// <summary>References of a text that lead nowhere, each in words.</summary>
    /// <param name="path">Where the text stands, from the root of the repository.</param>
    /// <param name="text">The text.</param>
    public static IEnumerable<string> Dangling(string path, string text) =>
        Document().Matches(text).Where(named => Fault(path, named) is not null).Select(named => Fault(path, named)!)
            .Concat(OwnAnchor().Matches(text).Select(link => link.Groups[1].Value)
                .Where(anchor => path.EndsWith(".md", StringComparison.Ordinal) && !AnchorsOf(path).Contains(anchor))
                .Select(anchor => $"#{anchor}"))
            .Concat(Decision().Matches(text).Select(named => named.Groups[1].Value).Where(number => !Decisions.Contains(number))
                .Select(number => $"decision {number}"))
            .Concat(Lesson().Matches(text).Select(named => int.Parse(named.Groups[1].Value, CultureInfo.InvariantCulture))
                .Where(number => !Lessons.Contains(number)).Select(number => $"lesson {number}"))
            .Concat(Elsewhere().Matches(text).Select(named => named.Value)).Distinct();

    // A document is named from the root, from where the text stands, or, among decisions, by its name; as a string, by its name alone.
    private static string? Fault(string path, Match named)
    {
        var (name, anchor) = (named.Groups["name"].Value, named.Groups["anchor"].Value);
        var folder = Path.GetDirectoryName(path)!;
        var found = new[] { name, Path.Combine(folder, name), Path.Combine("docs", "decisions", name) }
            .FirstOrDefault(candidate => File.Exists(Path.Combine(Repository.Root, candidate)));
        return found is null ? named.Value : anchor.Length > 0 && !AnchorsOf(found).Contains(anchor) ? named.Value : null;
    }

    private static IReadOnlySet<string> AnchorsOf(string document) => Anchors.GetOrAdd(document, static document =>
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, document));
        return Id().Matches(text).Select(id => id.Groups[1].Value)
            .Concat(Heading().Matches(text)
                .Select(heading => NoWord().Replace(heading.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-')))
            .ToHashSet(StringComparer.Ordinal);
    });

    [GeneratedRegex(@"(?<![\w./*""\-])(?<name>(?:\.\./)*(?:[\w\-]+/)*[\w\-.]*\w\.md)\b(?:#(?<anchor>[\w\-]+))?")]
    private static partial Regex Document();

    [GeneratedRegex(@"\]\(#([\w\-]+)\)")]
    private static partial Regex OwnAnchor();

    [GeneratedRegex(@"(?:\b[Dd]ecisions?[ /]|\((?:0\d{3}, )*(?=0\d{3}[),;]))(0\d{3})\b")]
    private static partial Regex Decision();

    [GeneratedRegex(@"\b[Ll]esson[_ ](\d{1,2})(?!\d)")]
    private static partial Regex Lesson();

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex LessonRow();

    // Texts that the repository does not hold.
    [GeneratedRegex(@"(?<![\w./-])spec[/][\w-]*|\bmanual \d+\.\d+|\bthe specification\b")]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"<a id=""([\w\-]+)""></a>")]
    private static partial Regex Id();

    [GeneratedRegex(@"^#+ (.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoWord();
}
