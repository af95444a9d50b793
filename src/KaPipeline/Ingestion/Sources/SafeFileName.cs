using System.Text;

namespace KaPipeline.Ingestion.Sources;

/// <summary>File names from outside, made safe to write: no folders, nothing unseen, never hidden, at most 200 bytes.</summary>
internal static class SafeFileName
{
    private const int MostBytes = 200;

    /// <summary>The name to write under.</summary>
    public static string Of(string given)
    {
        var name = given[(given.LastIndexOfAny(['/', '\\']) + 1)..];
        var safe = new StringBuilder();
        var bytes = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            var kept = VisibleText.IsUnseen(rune.Value)
                || rune.Value is ':' or '*' or '?' or '"' or '<' or '>' or '|' ? new Rune('_') : rune;
            bytes += kept.Utf8SequenceLength;
            if (bytes > MostBytes)
            {
                break;
            }

            safe.Append(kept);
        }

        var text = safe.ToString().Trim();
        return text.Length == 0 ? "unnamed" : text.StartsWith('.') ? "_" + text[1..] : text;
    }
}
