using System.Text.RegularExpressions;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>Texts as YAML takes them.</summary>
internal static partial class Yaml
{
    /// <summary>The text, in quotes where YAML would read it as something else.</summary>
    public static string Quote(string text) =>
        PlainText().IsMatch(text) ? text : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_./()（）-]*( [\p{L}\p{N}(]+)?$")]
    private static partial Regex PlainText();
}
