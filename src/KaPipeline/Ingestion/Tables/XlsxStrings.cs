using System.Xml;

namespace KaPipeline.Ingestion.Tables;

/// <summary>The shared texts of a workbook as UTF-8, one behind the other.</summary>
internal sealed class XlsxStrings
{
    private readonly RowCells texts = new();

    public ReadOnlySpan<byte> this[int index] => texts[index];

    public int Count => texts.Count;

    /// <summary>Reads them all; none where there is no such part.</summary>
    public static XlsxStrings Read(XmlReader? reader)
    {
        var strings = new XlsxStrings();
        if (reader is null)
        {
            return strings;
        }

        using (reader)
        {
            var text = new XlsxText();
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "si")
                {
                    strings.texts.Add(text.Read(reader));
                }
            }
        }

        return strings;
    }
}
