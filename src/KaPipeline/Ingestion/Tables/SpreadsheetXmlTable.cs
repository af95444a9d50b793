using System.Globalization;
using System.Text;
using System.Xml;

namespace KaPipeline.Ingestion.Tables;

/// <summary>SpreadsheetML 2003, the XML that portals name <c>.xls</c>. Document type definitions, and with them entity bombs, are
/// refused.</summary>
internal sealed class SpreadsheetXmlTable : TableReader
{
    private const string Namespace = "urn:schemas-microsoft-com:office:spreadsheet";
    private const int MostCells = 16384;

    private readonly XmlReader reader;
    private readonly RowCells cells = new();
    private string sheet = "";
    private int rowNumber;

    public SpreadsheetXmlTable(string path, Encoding encoding) => reader = XmlReader.Create(
        new StreamReader(new TaggedStream(TableFile.OpenUtf8(path, encoding)), Encoding.UTF8), BoundedXml.Settings());

    public override string Sheet => sheet;

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

    protected override void Dispose(bool disposing) => reader.Dispose();

    private void ReadCell()
    {
        Pad(Attribute("Index") is > 0 and var index ? index - 1 : cells.Count);
        var merged = Attribute("MergeAcross") ?? 0;
        var formula = reader.GetAttribute("Formula", Namespace);
        var type = "";
        var text = new StringBuilder();
        if (!reader.IsEmptyElement)
        {
            var depth = reader.Depth;
            while (reader.Step() && reader.Depth > depth)
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "Data")
                {
                    type = reader.GetAttribute("Type", Namespace) ?? "";
                }
                else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
                {
                    text.Append(reader.Value);
                    if (text.Length > ReadingLimits.CellCharacters)
                    {
                        throw ReadingLimits.Beyond($"单元格超过 {ReadingLimits.CellCharacters} 个字符",
                            $"a cell of more than {ReadingLimits.CellCharacters} characters");
                    }
                }
            }
        }

        if (type == "Error" || (type.Length == 0 && formula is not null))
        {
            // An error, or a formula that was never calculated.
            cells.Add(text.Length > 0 ? text.ToString() : formula ?? "#", CellKind.Error);
        }
        else
        {
            Add(type, text.ToString());
        }

        Pad(cells.Count + merged);
    }

    private void Add(string type, string text)
    {
        if (type == "DateTime" && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            cells.Add(moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss",
                CultureInfo.InvariantCulture), CellKind.Date);
        }
        else if (type == "Number" && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            cells.Add(number.ToString("G15", CultureInfo.InvariantCulture), CellKind.Number);
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
            throw new UnreadableFileException($"XML 被截断或损坏 | the XML is cut off or damaged: {e.Message}", e);
        }
    }
}
