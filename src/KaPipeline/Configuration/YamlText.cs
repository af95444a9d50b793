using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KaPipeline.Configuration;

/// <summary>Reads the text of a file of <c>config/</c> as YAML, and answers the usual slips of people who write it by hand.</summary>
internal static partial class YamlText
{
    /// <summary>The root of the text; null where it is no YAML, and then <paramref name="errors"/> have the line and what to write
    /// instead.</summary>
    /// <param name="name">Name of its file, for messages.</param>
    /// <param name="begin">What to write into an empty file.</param>
    /// <param name="errors">Takes the mistakes.</param>
    public static YamlNode? Root(string text, string name, string begin, List<string> errors)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        errors.AddRange(lines.SelectMany((line, at) => Slips(line).Select(slip => $"{name}:{at + 1}: {slip}")));
        if (errors.Count > 0)
        {
            return null;
        }

        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            // A text that begins with * is read as a name given elsewhere.
            errors.AddRange(lines.SelectMany((line, at) => BareStar().Match(line) is { Success: true } star
                && !text.Contains($"&{star.Groups[1].Value[1..]} ", StringComparison.Ordinal)
                ? [$"{name}:{at + 1}: {star.Groups[1].Value} begins with *; write it in quotes: \"{star.Groups[1].Value}\""]
                : Array.Empty<string>()));
            if (errors.Count == 0)
            {
                var at = (int)Math.Clamp(e.Start.Line, 1, lines.Length);
                errors.Add($"{name}:{at}: {Advice(e.Message)} (the line is: {lines[at - 1].Trim()})");
            }

            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Brackets that are never closed reach the library's stack before its own check.
            errors.Add($"{name}:1: this is not valid YAML; look for a bracket or quote that is not closed");
            return null;
        }

        if (stream.Documents.Count == 1)
        {
            return stream.Documents[0].RootNode;
        }

        errors.Add(stream.Documents.Count == 0 ? $"{name}:1: the file is empty; {begin}"
            : $"{name}:{stream.Documents[1].RootNode.Start.Line}: a second document begins above this line; take the \"---\" out");
        return null;
    }

    private static IEnumerable<string> Slips(string line)
    {
        if (line.Contains('\uFFFD', StringComparison.Ordinal))
        {
            yield return "the line is not UTF-8; save the file as UTF-8";
        }

        if (line.TrimStart(' ').StartsWith('\t') && line.Trim().Length > 0)
        {
            yield return "the line begins with a tab; write spaces instead, two per level";
        }

        if (FullWidthColon().Match(line) is { Success: true } key)
        {
            yield return $"\"{key.Groups[1].Value}：\" has a full-width colon; write \"{key.Groups[1].Value}: \", an ordinary colon and a blank";
        }
    }

    private static string Advice(string message) => message switch
    {
        _ when message.StartsWith("Duplicate key", StringComparison.Ordinal) =>
            $"{message.Replace("Duplicate key", "the name", StringComparison.Ordinal)} occurs twice on this level; give one of them another name",
        _ => $"{message} Write two spaces per level, \"- \" before each entry of a list, a blank after each colon, and texts with : # [ {{ % in quotes",
    };

    [GeneratedRegex(@"^\s*(?:- )?([A-Za-z_]+)：")]
    private static partial Regex FullWidthColon();

    [GeneratedRegex("""^[^"'#]*(?::\s|\[|,|- )\s*(\*[^\s,\]"']+)""")]
    private static partial Regex BareStar();
}
