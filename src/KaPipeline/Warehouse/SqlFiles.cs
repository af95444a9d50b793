using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace KaPipeline.Warehouse;

/// <summary>The SQL of the folder <c>sql/</c>, carried inside the library.</summary>
public static partial class SqlFiles
{
    private static readonly System.Reflection.Assembly Library = typeof(SqlFiles).Assembly;

    /// <summary>Text of one file, for example <c>merges/order_line.sql</c>, with the fragments that it includes: in place of the relation
    /// <c>fragment.NAME</c> stands the query of <c>sql/fragments/…/NAME.sql</c>, which may include others.</summary>
    /// <exception cref="FileNotFoundException">There is no such file in <c>sql/</c>.</exception>
    public static string Read(string path) => Fragment().Replace(
        Raw(path),
        match => match.Groups[1] is { Success: true, Value: var name } ? $"(\n{Read(FragmentPath(name))}) as {name}" : match.Value);

    private static string FragmentPath(string name) =>
        Library.GetManifestResourceNames()
            .FirstOrDefault(file => file.StartsWith("sql/fragments/", StringComparison.Ordinal)
                && file.EndsWith($"/{name}.sql", StringComparison.Ordinal))
            ?["sql/".Length..] ?? throw new FileNotFoundException($"sql/fragments has no {name}.sql.");

    private static string Raw(string path)
    {
        using var stream = Library.GetManifestResourceStream("sql/" + path)
            ?? throw new FileNotFoundException($"sql/{path} is not part of this build.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Names (paths below the folder, without extension) and texts of a folder's files, in name order.</summary>
    public static IReadOnlyList<(string Name, string Text)> Folder(string folder) =>
    [
        .. Library.GetManifestResourceNames()
            .Where(name => name.StartsWith($"sql/{folder}/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (name[$"sql/{folder}/".Length..^".sql".Length], Read(name["sql/".Length..]))),
    ];

    /// <summary>A hash over names and texts: it changes when any of them does.</summary>
    public static string Hash(IEnumerable<(string Name, string Text)> files) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Join('\u001e', files.Select(file => file.Name + '\u001f' + file.Text)))));

    // A comment may speak of a fragment without including it.
    [GeneratedRegex(@"--.*|\bfragment\.(\w+)")]
    private static partial Regex Fragment();
}
