using System.Text.RegularExpressions;

namespace KaPipeline.Warehouse;

/// <summary>The files of <c>sql/views</c>, each with what it creates and what its header says it depends on.</summary>
public static partial class ViewFiles
{
    /// <summary>All files, each behind those that it depends on.</summary>
    public static IReadOnlyList<(string Name, string Text)> InOrder() => Sort(SqlFiles.Folder("views"));

    /// <summary>Sorts files so that each comes after those that it depends on, and otherwise in the order given.</summary>
    /// <exception cref="InvalidDataException">A file depends on what no file creates, or files depend on each other.</exception>
    public static IReadOnlyList<(string Name, string Text)> Sort(IReadOnlyList<(string Name, string Text)> files)
    {
        var creators = files.SelectMany(file => Creates(file.Text).Select(name => (name, file)))
            .ToDictionary(pair => pair.name, pair => pair.file);
        var sorted = new List<(string, string)>();
        var path = new List<string>();
        foreach (var file in files)
        {
            Add(file);
        }

        return sorted;

        void Add((string Name, string Text) file)
        {
            if (sorted.Contains(file))
            {
                return;
            }

            if (path.Contains(file.Name))
            {
                var circle = string.Join(" → ", path.SkipWhile(name => name != file.Name));
                throw new InvalidDataException($"Files of sql/views depend on each other: {circle} → {file.Name}.");
            }

            path.Add(file.Name);
            foreach (var name in DependsOn(file.Text))
            {
                Add(creators.TryGetValue(name, out var creator)
                    ? creator
                    : throw new InvalidDataException($"sql/views/{file.Name}.sql depends on {name}, which no file of sql/views creates."));
            }

            path.RemoveAt(path.Count - 1);
            sorted.Add(file);
        }
    }

    /// <summary>Names of the views, functions and aggregates that a file creates.</summary>
    public static IEnumerable<string> Creates(string text) => Created().Matches(text).Select(match => match.Groups[1].Value);

    /// <summary>Names behind <c>-- Depends on:</c> in a file's header.</summary>
    public static IEnumerable<string> DependsOn(string text) =>
        Declared().Matches(text).SelectMany(match => match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries));

    [GeneratedRegex(@"^create (?:view|function|aggregate) (mart\.\w+)", RegexOptions.Multiline)]
    private static partial Regex Created();

    [GeneratedRegex(@"^-- Depends on: (.+?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Declared();
}
