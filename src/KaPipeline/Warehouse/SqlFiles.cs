using System.Security.Cryptography;
using System.Text;

namespace KaPipeline.Warehouse;

/// <summary>The SQL of the folder <c>sql/</c>, carried inside the library.</summary>
public static class SqlFiles
{
    private static readonly System.Reflection.Assembly Library = typeof(SqlFiles).Assembly;

    /// <summary>Text of one file, for example <c>merges/order_line.sql</c>.</summary>
    /// <exception cref="FileNotFoundException">There is no such file in <c>sql/</c>.</exception>
    public static string Read(string path)
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
}
