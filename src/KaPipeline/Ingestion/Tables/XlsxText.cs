using System.Globalization;
using System.Xml;

namespace KaPipeline.Ingestion.Tables;

/// <summary>Collects the text of an element: its runs one after another, phonetic readings left out.</summary>
internal sealed class XlsxText
{
    private char[] buffer = new char[1024];
    private int length;

    /// <summary>The text inside the current element of type <c>si</c>, <c>is</c> or <c>v</c>; the reader is then at its end.</summary>
    public ReadOnlySpan<char> Read(XmlReader reader)
    {
        length = 0;
        if (reader.IsEmptyElement)
        {
            return default;
        }

        var depth = reader.Depth;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    Take(reader);
                    break;
                case XmlNodeType.EndElement when reader.Depth == depth:
                    return Decode();
                case XmlNodeType.Element when reader.IsShallow() && reader.LocalName == "rPh":
                    Pass(reader);
                    break;
                default:
                    break;
            }
        }

        return Decode();
    }

    // To the end of the current element.
    private static void Pass(XmlReader reader)
    {
        var depth = reader.Depth;
        while (!reader.IsEmptyElement && reader.Step() && reader.Depth > depth)
        {
        }
    }

    private void Take(XmlReader reader)
    {
        for (int read; (read = reader.ReadValueChunk(buffer, length, buffer.Length - length)) > 0;)
        {
            length += read;
            if (length > ReadingLimits.CellCharacters)
            {
                throw ReadingLimits.Beyond($"单元格超过 {ReadingLimits.CellCharacters} 个字符",
                    $"a cell of more than {ReadingLimits.CellCharacters} characters");
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    // _x000D_ stands for a character that XML cannot hold, _x005F_ for an underline in front of one.
    private ReadOnlySpan<char> Decode()
    {
        var text = buffer.AsSpan(0, length);
        var kept = text.IndexOf("_x", StringComparison.Ordinal);
        if (kept < 0)
        {
            return text;
        }

        for (var at = kept; at < text.Length;)
        {
            if (text[at] == '_' && at + 7 <= text.Length && text[at + 1] == 'x' && text[at + 6] == '_'
                && ushort.TryParse(text.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                text[kept++] = (char)code;
                at += 7;
            }
            else
            {
                text[kept++] = text[at++];
            }
        }

        return text[..kept];
    }
}
