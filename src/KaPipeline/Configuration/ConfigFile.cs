using YamlDotNet.RepresentationModel;

namespace KaPipeline.Configuration;

/// <summary>Reads one file of <c>config/</c> whole: every mistake in it is named, not the first alone.</summary>
internal static class ConfigFile
{
    /// <summary>Reads and checks.</summary>
    /// <param name="what">What it holds, for messages.</param>
    /// <param name="begin">What to write into an empty file.</param>
    /// <param name="read">Takes the file's keys; whatever it leaves is unknown.</param>
    /// <exception cref="InvalidDataException">It is missing or has mistakes: one a line, as file:line: what is there; what to
    /// write.</exception>
    public static T Read<T>(string path, string what, string begin, Func<YamlSection, T> read)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"{name}: {path} is missing: it holds {what}; {begin}");
        }

        var errors = new List<string>();
        T? value = default;
        if (YamlText.Root(File.ReadAllText(path), name, begin, errors) is { } node)
        {
            var root = new YamlSection(name, node, name, errors);
            value = read(root);
            root.Finish();
        }

        return errors.Count == 0 ? value! : throw new InvalidDataException(string.Join(Environment.NewLine, errors.Distinct()));
    }

    /// <summary>Ids of the chains that have a profile.</summary>
    public static IReadOnlyList<string> ChainIds(string configFolder)
    {
        var folder = Path.Combine(configFolder, "chains");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml") : [];
        return [.. files.Order(StringComparer.Ordinal).Select(ChainId).OfType<string>()];
    }

    private static string? ChainId(string file) =>
        YamlText.Root(File.ReadAllText(file), file, "", []) is YamlMappingNode profile && profile.Children.TryGetValue("chain", out var id)
            ? (id as YamlScalarNode)?.Value : null;
}
