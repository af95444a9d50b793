using System.Globalization;
using System.Xml;

namespace KaPipeline.Ingestion.Tables;

/// <summary>Collects the text of an element: its runs one after another, without phonetic readings, runs that are struck out and the
/// blanks between elements.</summary>
internal sealed class XlsxText
{
    private char[] buffer = new char[1024];
    private int length;
    private bool isStruck;
    private bool isRaised;
    private TextRunRule runs;

    /// <summary>Whether the last text may be another than the one that was meant.</summary>
    public bool IsUnclear { get; private set; }

    /// <summary>The text inside the current element of type <c>si</c>, <c>is</c> or <c>v</c>; the reader is then at its end.</summary>
    public ReadOnlySpan<char> Read(XmlReader reader)
    {
        length = 0;
        isStruck = isRaised = IsUnclear = false;
        runs = default;
        if (reader.IsEmptyElement)
        {
            return default;
        }

        var depth = reader.Depth;
        var hasRuns = reader.LocalName is "si" or "is";
        var isInText = !hasRuns;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Text or XmlNodeType.CDATA:
                case XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when isInText:
                    TakeRun(reader);
                    break;
                case XmlNodeType.EndElement when reader.Depth == depth:
                    return hasRuns ? Settled() : Decode();
                case XmlNodeType.EndElement when hasRuns:
                    isInText &= reader.LocalName != "t";
                    break;
                case XmlNodeType.Element when reader.IsShallow() && hasRuns:
                    isInText |= Format(reader);
                    break;
                default:
                    break;
            }
        }

        return Decode();
    }

    // How the text is to look that follows; true where it begins.
    private bool Format(XmlReader reader)
    {
        switch (reader.LocalName)
        {
            case "rPh":
                reader.Pass();
                break;
            case "r":
                isStruck = isRaised = false;
                break;
            case "strike":
                isStruck = reader.GetAttribute("val")?.Trim() is not ("0" or "false" or "off");
                break;
            case "vertAlign":
                isRaised = reader.GetAttribute("val") is "superscript" or "subscript";
                break;
            case "t":
                return !reader.IsEmptyElement;
            default:
                break;
        }

        return false;
    }

    private void TakeRun(XmlReader reader)
    {
        var from = length;
        Take(reader);
        if (isRaised)
        {
            runs.TakeRaised(buffer.AsSpan(from, length - from));
        }
        else if (isStruck)
        {
            runs.TakeStruck(buffer.AsSpan(from, length - from));
            length = from;
        }
    }

    private ReadOnlySpan<char> Settled()
    {
        var text = runs.Settle(Decode(), out var isUnclear);
        IsUnclear = isUnclear;
        return text;
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
