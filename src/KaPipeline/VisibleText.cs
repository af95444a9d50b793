using System.Buffers;
using System.Globalization;
using System.Text;

namespace KaPipeline;

/// <summary>Text from outside as people may see it: what moves a cursor, ends a line or turns the direction of writing around is shown
/// as \u202E, so that no name of a file can look like another text, or command a terminal.</summary>
public static class VisibleText
{
    // Control characters, marks and overrides of direction, separators of lines, halves of pairs.
    private static readonly SearchValues<char> Unseen = SearchValues.Create(
        [.. Enumerable.Range(0, 0x10000).Where(IsUnseen).Select(code => (char)code)]);

    /// <summary>Whether a character may not occur in a text that people see.</summary>
    public static bool IsUnseen(int character) => character is < 0x20 or (>= 0x7F and <= 0x9F) or 0x061C or 0x200E or 0x200F
        or (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069) or (>= 0xD800 and <= 0xDFFF);

    /// <summary>For one line, such as a name.</summary>
    public static string Line(string text) => Shown(text, "");

    /// <summary>For a text of several lines: tabs and ends of lines stay.</summary>
    public static string Lines(string text) => Shown(text, "\t\n");

    /// <summary>One character, shown.</summary>
    public static string Of(int character) => string.Create(CultureInfo.InvariantCulture, $"\\u{character:X4}");

    private static string Shown(string text, string kept)
    {
        if (text.AsSpan().IndexOfAny(Unseen) < 0)
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length; at++)
        {
            var isEnd = kept.Length > 0 && text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n';
            if (char.IsSurrogatePair(text, at))
            {
                shown.Append(text, at++, 2);
            }
            else if (Unseen.Contains(text[at]) && !isEnd && !kept.Contains(text[at], StringComparison.Ordinal))
            {
                shown.Append(Of(text[at]));
            }
            else
            {
                shown.Append(text[at]);
            }
        }

        return shown.ToString();
    }
}
