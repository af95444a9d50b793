using System.Globalization;
using System.Xml;

namespace KaPipeline.Ingestion.Tables;

/// <summary>
/// A workbook since Excel 2007, strict or transitional, read forward over the XML of its sheets; memory stays flat whatever a sheet
/// declares.
/// Cells are placed by their references, and by their order where they have none.
/// </summary>
internal sealed class XlsxTable : TableReader
{
    // A damaged or lying sheet declares tens of thousands of columns; no portal's table has a thousand.
    private const int MostColumns = 1024;

    private readonly FileStream file;
    private readonly XlsxPackage package;
    private readonly XlsxWorkbook workbook;
    private readonly RowCells cells = new();
    private readonly XlsxText text = new();
    private readonly int[] places = new int[MostColumns];
    private readonly Func<int, int> placeOf;
    private int sheet = -1;
    private XmlReader? reader;
    private MergedCells? merged;
    private int rowNumber;
    private int width;

    public XlsxTable(string path)
    {
        placeOf = column => places[column] - 1;
        file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 64 * 1024);
        try
        {
            package = new XlsxPackage(file);
            workbook = new XlsxWorkbook(package);
        }
        catch
        {
            package?.Dispose();
            file.Dispose();
            throw;
        }
    }

    public override string Sheet => workbook.Sheets[Math.Max(0, sheet)].Name;

    public override bool IsHidden => workbook.Sheets[Math.Max(0, sheet)].IsHidden;

    public override int RowNumber => rowNumber;

    public override int CellCount => width;

    public override bool NextSheet()
    {
        reader?.Dispose();
        reader = null;
        merged = null;
        Array.Clear(places, 0, width);
        rowNumber = width = 0;
        if (++sheet >= workbook.Sheets.Count)
        {
            sheet = workbook.Sheets.Count - 1;
            return false;
        }

        reader = package.Open(workbook.Sheets[sheet].Part);
        return true;
    }

    public override bool NextRow() => XlsxPackage.Guard(() =>
    {
        while (reader is not null && reader.Step())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "row")
            {
                merged ??= package.MergedOf(workbook.Sheets[sheet].Part, MostColumns);
                ReadRow(reader);
                merged.Hide(rowNumber - 1, cells, placeOf);
                return true;
            }

            if (reader.NodeType == XmlNodeType.EndElement && reader.LocalName == "sheetData")
            {
                return false;
            }
        }

        return false;
    });

    public override ReadOnlySpan<byte> Cell(int index) => (uint)index < (uint)width && places[index] is var place and > 0 ? cells[place - 1]
        : default;

    public override CellKind KindOf(int index) => (uint)index < (uint)width && places[index] is var place and > 0 ? cells.KindOf(place - 1)
        : CellKind.Text;

    public override ReadOnlySpan<byte> Shown(int index) => (uint)index < (uint)width ? cells.Shown(places[index] - 1) : default;

    protected override void Dispose(bool disposing)
    {
        reader?.Dispose();
        package.Dispose();
        file.Dispose();
    }

    private void ReadRow(XmlReader row)
    {
        rowNumber = int.TryParse(row.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > rowNumber ? number : rowNumber + 1;
        cells.Clear();
        Array.Clear(places, 0, width);
        width = 0;
        if (row.IsEmptyElement)
        {
            return;
        }

        var depth = row.Depth;
        var next = 0;
        while (row.Read())
        {
            if (row.NodeType == XmlNodeType.Element && row.IsShallow() && row.LocalName == "c")
            {
                next = ReadCell(row, next) + 1;
            }
            else if (row.NodeType == XmlNodeType.EndElement && row.Depth == depth)
            {
                return;
            }
        }
    }

    // The column of the cell, from 0.
    private int ReadCell(XmlReader cell, int next)
    {
        var (column, type, format) = (next, CellType.Number, 0);
        while (cell.MoveToNextAttribute())
        {
            switch (cell.LocalName)
            {
                case "r": column = ColumnOf(cell.Value, next); break;
                case "t": type = TypeOf(cell.Value); break;
                case "s": _ = int.TryParse(cell.Value, NumberStyles.None, CultureInfo.InvariantCulture, out format); break;
                default: break;
            }
        }

        cell.MoveToElement();
        var before = cells.Count;
        if (!cell.IsEmptyElement)
        {
            ReadContent(cell, type, format);
        }

        if (cells.Count > before && column < MostColumns)
        {
            places[column] = cells.Count;
            width = Math.Max(width, column + 1);
        }

        return column;
    }

    private void ReadContent(XmlReader cell, CellType type, int format)
    {
        var depth = cell.Depth;
        string? formula = null;
        var hasValue = false;
        while (cell.Read())
        {
            if (cell.NodeType == XmlNodeType.EndElement && cell.Depth == depth)
            {
                break;
            }

            if (cell.NodeType != XmlNodeType.Element || !cell.IsShallow())
            {
                continue;
            }

            switch (cell.LocalName)
            {
                case "f":
                    var written = text.Read(cell);
                    formula = "=" + written[..Math.Min(written.Length, 100)].ToString();
                    break;
                case "v" or "is" when !hasValue:
                    hasValue = true;
                    Add(text.Read(cell), type, format, formula);
                    break;
                default:
                    break;
            }
        }

        if (!hasValue && formula is not null)
        {
            cells.Add(formula, CellKind.Error);
        }
    }

    private void Add(ReadOnlySpan<char> value, CellType type, int format, string? formula)
    {
        switch (type)
        {
            case CellType.Shared:
                var index = int.TryParse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : -1;
                if ((uint)index >= (uint)workbook.Strings.Count)
                {
                    throw new UnreadableFileException("工作簿损坏：缺少共享文本 | the workbook is damaged: a shared text is missing");
                }

                cells.Add(workbook.Strings[index], workbook.Strings.IsUnclear(index) ? CellKind.Error : CellKind.Text);
                break;
            case CellType.Text:
                cells.Add(value, text.IsUnclear ? CellKind.Error : CellKind.Text);
                break;
            case CellType.Error:
                cells.Add(value.IsEmpty ? "#" : value, CellKind.Error);
                break;
            case CellType.Flag:
                cells.Add(value.Trim() is "1" or "true" ? "TRUE" : "FALSE");
                break;
            case CellType.Date when NumberFormat.Moment(value) is var (moment, shown):
                cells.AddMoment(moment, shown, !workbook.ShowsTime(format));
                break;
            default:
                AddNumber(value.Trim(), format, formula);
                break;
        }
    }

    private void AddNumber(ReadOnlySpan<char> value, int format, string? formula)
    {
        if (value.IsEmpty)
        {
            // A formula whose result was never stored.
            cells.Add(formula ?? "", formula is null ? CellKind.Text : CellKind.Error);
        }
        else if (workbook.IsDate(format) && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial)
            && NumberFormat.Moment(serial, workbook.Is1904) is var (moment, shown))
        {
            cells.AddMoment(moment, shown, !workbook.ShowsTime(format));
        }
        else if (workbook.CodeOf(format) is null && value.Length < 15 && !value.ContainsAnyExceptInRange('0', '9'))
        {
            cells.Add(value, CellKind.Number);
        }
        else if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            cells.AddNumber(number, workbook.CodeOf(format));
        }
        else
        {
            cells.Add(value);
        }
    }

    // BC7 is column 54, whatever the case of its letters; a reference that is none leaves the cell behind the one before it.
    private static int ColumnOf(string reference, int next)
    {
        var column = 0;
        foreach (var letter in reference)
        {
            if (char.IsAsciiLetter(letter) && column < 100_000)
            {
                column = (column * 26) + (letter & 0x1F);
            }
            else if (letter != '$')
            {
                break;
            }
        }

        return column == 0 ? next : column - 1;
    }

    private static CellType TypeOf(string type) => type switch
    {
        "s" => CellType.Shared,
        "str" or "inlineStr" => CellType.Text,
        "e" => CellType.Error,
        "b" => CellType.Flag,
        "d" => CellType.Date,
        _ => CellType.Number,
    };

    private enum CellType
    {
        Number,
        Shared,
        Text,
        Error,
        Flag,
        Date,
    }
}
