using System.Text;

namespace KaPipeline.Ingestion.Rows;

/// <summary>How header texts, labels and words of a profile are compared: cleaned as cells are, after NFKC, without spaces, without regard
/// to case.</summary>
internal static class HeaderText
{
    public static string Normalise(string text)
    {
        text = Readable(Cells.Clean(Encoding.UTF8.GetBytes(text)));
        var builder = new StringBuilder(text.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormKC))
        {
            if (!char.IsWhiteSpace(character))
            {
                builder.Append(char.ToLowerInvariant(character));
            }
        }

        return builder.ToString();
    }

    /// <summary>The same for bytes that may be no valid text.</summary>
    public static string Normalise(ReadOnlySpan<byte> utf8) => Normalise(Readable(utf8));

    /// <summary>Bytes as a string; what is no text becomes the replacement character, U+FFFE too, which no normal form has.</summary>
    public static string Readable(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8).Replace('\uFFFE', '\uFFFD');
}
