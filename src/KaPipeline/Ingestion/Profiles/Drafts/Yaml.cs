using System.Text.RegularExpressions;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>Texts as YAML takes them.</summary>
internal static partial class Yaml
{
    private const int LongestComment = 180;

    /// <summary>The text, in quotes where YAML would read it as something else.</summary>
    public static string Quote(string text) => PlainText().IsMatch(text) && !Words().IsMatch(text) ? text : Text(text);

    /// <summary>The text in quotes.</summary>
    public static string Text(string text) => $"\"{string.Concat(text.Select(Escaped))}\"";

    /// <summary>A text within a comment: one line of it, not too long.</summary>
    public static string Comment(string text)
    {
        text = string.Concat(text.Select(one => char.IsControl(one) || one is '\u2028' or '\u2029' or '\u0085' ? ' ' : one)).Trim();
        return text.Length <= LongestComment ? text : text[..LongestComment] + "…";
    }

    private static string Escaped(char one) => one switch
    {
        '\\' => @"\\",
        '"' => "\\\"",
        '\n' => @"\n",
        _ when char.IsControl(one) || one is '\u2028' or '\u2029' or '\uFEFF' => $@"\u{(int)one:X4}",
        _ => one.ToString(),
    };

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_./()（）-]*( [\p{L}\p{N}(]+)?$")]
    private static partial Regex PlainText();

    // What YAML takes for true, false or nothing.
    [GeneratedRegex("^(y|yes|n|no|true|false|on|off|null)$", RegexOptions.IgnoreCase)]
    private static partial Regex Words();
}
