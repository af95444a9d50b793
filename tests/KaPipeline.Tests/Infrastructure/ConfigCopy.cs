using System.Text.Json.Nodes;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>A copy of the folder <c>config/</c> that a test may change.</summary>
public static class ConfigCopy
{
    /// <summary>Copies it below a folder and sets one section of its settings.</summary>
    /// <returns>The copy.</returns>
    public static string Make(string folder, string section, JsonObject values)
    {
        var config = Path.Combine(folder, "config");
        var source = Path.Combine(Repository.Root, "config");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(config, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var settings = JsonNode.Parse(File.ReadAllText(Path.Combine(config, "appsettings.json")))!.AsObject();
        settings[section] = values;
        File.WriteAllText(Path.Combine(config, "appsettings.json"), settings.ToJsonString());
        return config;
    }

    /// <summary>Changes a text that stands in a file of the copy.</summary>
    public static void Change(string config, string file, string text, string instead)
    {
        var path = Path.Combine(config, file);
        var content = File.ReadAllText(path);
        Assert.Contains(text, content, StringComparison.Ordinal);
        File.WriteAllText(path, content.Replace(text, instead, StringComparison.Ordinal));
    }
}
