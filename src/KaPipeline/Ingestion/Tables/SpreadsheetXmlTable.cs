using System.Globalization;
using System.Text;
using System.Xml;

namespace KaPipeline.Ingestion.Tables;

/// <summary>SpreadsheetML 2003, the XML that portals name <c>.xls</c>. Document type definitions, and with them entity bombs, are
/// refused.</summary>
internal sealed class SpreadsheetXmlTable : TableReader
{
    private const string Namespace = "urn:schemas-microsoft-com:office:spreadsheet";
    private const string Html = "http://www.w3.org/TR/REC-html40";
    private const int MostCells = 16384;

    private readonly List<bool> hidden = [];
    private readonly Dictionary<string, ShownCode> codes = new(StringComparer.Ordinal);
    private readonly XmlReader reader;
    private readonly RowCells cells = new();
    private string sheet = "";
    private int sheets;
    private int rowNumber;

    public SpreadsheetXmlTable(string path, Encoding encoding)
    {
        LookAhead(path, encoding);
        reader = Open(path, encoding);
    }

    public override string Sheet => sheet;

    public override bool IsHidden => sheets > 0 && sheets <= hidden.Count && hidden[sheets - 1];

    public override int RowNumber => rowNumber;

    public override int CellCount => cells.Count;

    public override bool NextSheet() => Guard(() =>
    {
        while (!IsAt("Worksheet"))
        {
            if (!reader.Step())
            {
                return false;
            }
        }

        sheet = reader.GetAttribute("Name", Namespace) ?? "";
        rowNumber = 0;
        sheets++;
        reader.Step();
        return true;
    });

    public override bool NextRow() => Guard(() =>
    {
        while (!IsAt("Row"))
        {
            if (IsAt("Worksheet") || !reader.Step())
            {
                return false;
            }
        }

        rowNumber = Attribute("Index") is > 0 and var index ? Math.Max(rowNumber + 1, index) : rowNumber + 1;
        cells.Clear();
        if (reader.IsEmptyElement)
        {
            return reader.Step();
        }

        var depth = reader.Depth;
        while (reader.Step() && reader.Depth > depth)
        {
            if (IsAt("Cell"))
            {
                ReadCell();
            }
        }

        return true;
    });

    public override ReadOnlySpan<byte> Cell(int index) => cells[index];

    public override CellKind KindOf(int index) => cells.KindOf(index);

    public override ReadOnlySpan<byte> Shown(int index) => cells.Shown(index);

    protected override void Dispose(bool disposing) => reader.Dispose();

    private static XmlReader Open(string path, Encoding encoding)
    {
        var text = new StreamReader(new TaggedStream(TableFile.OpenUtf8(path, encoding)), Encoding.UTF8);

        // Some portals write blank lines in front of the declaration.
        while (text.Peek() is ' ' or '\t' or '\r' or '\n' or '\uFEFF')
        {
            text.Read();
        }

        return XmlReader.Create(text, BoundedXml.Settings());
    }

    // Whether a sheet is hidden stands behind its rows; styles stand before them.
    private void LookAhead(string path, Encoding encoding)
    {
        using var ahead = Open(path, encoding);
        var style = "";
        try
        {
            while (ahead.Step())
            {
                if (ahead.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                if (ahead.LocalName == "Style" && ahead.NamespaceURI == Namespace)
                {
                    style = ahead.GetAttribute("ID", Namespace) ?? "";
                }
                else if (ahead.LocalName == "NumberFormat" && codes.Count < MostCells
                    && ahead.GetAttribute("Format", Namespace) is { } format && !NumberFormat.IsDate(format) && ShownCode.Of(format) is { } code)
                {
                    codes[style] = code;
                }
                else if (ahead.LocalName == "Worksheet" && ahead.NamespaceURI == Namespace)
                {
                    hidden.Add(false);
                }
                else if (ahead.LocalName == "Visible" && hidden.Count > 0)
                {
                    hidden[^1] = ahead.Step() && ahead.Value.Trim() is "SheetHidden" or "SheetVeryHidden";
                }
            }
        }
        catch (XmlException)
        {
            // A cut-off file is refused where it is read, with the place.
        }
    }

    private void ReadCell()
    {
        Pad(Attribute("Index") is > 0 and var index ? index - 1 : cells.Count);
        var merged = Attribute("MergeAcross") ?? 0;
        var formula = reader.GetAttribute("Formula", Namespace);
        var code = codes.Count == 0 ? null : codes.GetValueOrDefault(reader.GetAttribute("StyleID", Namespace) ?? "");
        var type = "";
        var text = new StringBuilder();
        var (runs, struckAt, raisedAt) = (new TextRunRule(), -1, -1);
        if (!reader.IsEmptyElement)
        {
            var depth = reader.Depth;
            while (reader.Step() && reader.Depth > depth)
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName is "Comment" or "PhoneticText")
                {
                    reader.Pass();
                }
                else if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "Data")
                {
                    type = reader.GetAttribute("Type", Namespace) ?? "";
                }
                else if (reader.NodeType == XmlNodeType.Element && reader.NamespaceURI == Html && !reader.IsEmptyElement)
                {
                    struckAt = struckAt < 0 && reader.LocalName == "S" ? reader.Depth : struckAt;
                    raisedAt = raisedAt < 0 && reader.LocalName is "Sup" or "Sub" ? reader.Depth : raisedAt;
                }
                else if (reader.NodeType == XmlNodeType.EndElement)
                {
                    struckAt = reader.Depth == struckAt ? -1 : struckAt;
                    raisedAt = reader.Depth == raisedAt ? -1 : raisedAt;
                }
                else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
                {
                    if (struckAt >= 0)
                    {
                        runs.TakeStruck(reader.Value);
                        continue;
                    }

                    if (raisedAt >= 0)
                    {
                        runs.TakeRaised(reader.Value);
                    }

                    text.Append(reader.Value);
                    if (text.Length > ReadingLimits.CellCharacters)
                    {
                        throw ReadingLimits.Beyond($"单元格超过 {ReadingLimits.CellCharacters} 个字符",
                            $"a cell of more than {ReadingLimits.CellCharacters} characters");
                    }
                }
            }
        }

        var shown = runs.Settle(text.ToString(), out var isUnclear);
        if (isUnclear)
        {
            cells.Add(shown, CellKind.Error);
        }
        else if (type == "Error" || (type.Length == 0 && formula is not null))
        {
            // An error, or a formula that was never calculated.
            cells.Add(text.Length > 0 ? text.ToString() : formula ?? "#", CellKind.Error);
        }
        else
        {
            Add(type, text.ToString(), code);
        }

        Pad(cells.Count + merged);
    }

    private void Add(string type, string text, ShownCode? code)
    {
        if (type == "DateTime" && NumberFormat.Moment(text) is var (moment, shown))
        {
            cells.AddMoment(moment, shown);
        }
        else if (type == "Number" && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            cells.AddNumber(number, code);
        }
        else
        {
            cells.Add(text);
        }
    }

    private void Pad(int count)
    {
        if (count > MostCells)
        {
            throw new UnreadableFileException($"第 {rowNumber} 行超过 {MostCells} 列 | row {rowNumber} has more than {MostCells} cells");
        }

        while (cells.Count < count)
        {
            cells.Add("");
        }
    }

    private bool IsAt(string name) => reader.NodeType == XmlNodeType.Element && reader.LocalName == name
        && reader.NamespaceURI == Namespace;

    private int? Attribute(string name) =>
        int.TryParse(reader.GetAttribute(name, Namespace), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException e)
        {
            throw BoundedXml.Broken(e, "XML 被截断或损坏 | the XML is cut off or damaged");
        }
    }
}
