using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KaPipeline.Ingestion.Profiles;

/// <summary>Reads a profile's text as YAML, and answers the usual slips of people who write it by hand.</summary>
internal static partial class YamlText
{
    /// <summary>The root of the text.</summary>
    /// <param name="text">The profile.</param>
    /// <param name="name">Name of its file, for messages.</param>
    /// <exception cref="ProfileException">It is no YAML; the message has the line and what to write instead.</exception>
    public static YamlNode Root(string text, string name)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var slips = lines.SelectMany((line, at) => Slips(line).Select(slip => $"{name}:{at + 1}: {slip}")).ToList();
        if (slips.Count > 0)
        {
            throw new ProfileException(slips);
        }

        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            var at = (int)Math.Clamp(e.Start.Line, 1, lines.Length);
            throw new ProfileException([$"{name}:{at}: {Advice(e.Message)} (the line is: {lines[at - 1].Trim()})"]);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Brackets that are never closed reach the library's stack before its own check.
            throw new ProfileException([$"{name}:1: this is no valid YAML; look for a bracket or quote that is not closed"]);
        }

        return stream.Documents.Count > 0 ? stream.Documents[0].RootNode
            : throw new ProfileException([$"{name}:1: the profile is empty; begin with \"chain:\", or make one with: ka profile draft FILE"]);
    }

    private static IEnumerable<string> Slips(string line)
    {
        if (line.TrimStart(' ').StartsWith('\t') && line.Trim().Length > 0)
        {
            yield return "a tab stands at the beginning of the line; write spaces instead, two per level";
        }

        if (FullWidthColon().Match(line) is { Success: true } key)
        {
            yield return $"\"{key.Groups[1].Value}：\" has a full-width colon; write \"{key.Groups[1].Value}: \", an ordinary colon and a blank";
        }

        if (BareStar().Match(line) is { Success: true } star)
        {
            yield return $"{star.Groups[1].Value} begins with *; write it in quotes: \"{star.Groups[1].Value}\"";
        }
    }

    private static string Advice(string message) => message switch
    {
        _ when message.StartsWith("Duplicate key", StringComparison.Ordinal) => $"{message.Replace("Duplicate key", "the name", StringComparison.Ordinal)} stands twice on this level; give one of them another name",
        _ => $"{message} Write two spaces per level, \"- \" before each entry of a list, a blank after each colon, and texts with : # [ {{ % in quotes",
    };

    [GeneratedRegex(@"^\s*(?:- )?([A-Za-z_]+)：")]
    private static partial Regex FullWidthColon();

    [GeneratedRegex("""^[^"'#]*(?::\s|\[|,|- )\s*(\*[^\s,\]"']+)""")]
    private static partial Regex BareStar();
}
