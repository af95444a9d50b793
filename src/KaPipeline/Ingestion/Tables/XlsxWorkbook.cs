using System.Globalization;
using System.Xml;

namespace KaPipeline.Ingestion.Tables;

/// <summary>What a workbook says of itself: its sheets in order, where its parts are, which cell formats are dates or codes, from when it
/// counts days.</summary>
internal sealed class XlsxWorkbook
{
    private const int MostFormats = 200_000;

    private readonly XlsxPackage package;
    private readonly string? strings;
    private readonly Format[] formats;
    private XlsxStrings? shared;

    public XlsxWorkbook(XlsxPackage package)
    {
        this.package = package;
        var part = Main(package);
        var references = package.References(part);
        strings = references.FirstOrDefault(reference => reference.Kind == "sharedStrings").Part;
        formats = references.FirstOrDefault(reference => reference.Kind == "styles").Part is { } styles && package.Has(styles)
            ? Styles(styles) : [];
        using var reader = package.Open(part);
        XlsxPackage.Guard(() =>
        {
            while (reader.Step())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "workbookPr")
                {
                    Is1904 = reader.GetAttribute("date1904")?.Trim() is "1" or "true" or "on";
                }
                else if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "sheet")
                {
                    AddSheet(reader, references);
                }
            }

            return true;
        });
        if (Sheets.Count == 0)
        {
            throw new UnreadableFileException("工作簿没有工作表 | the workbook has no sheet");
        }
    }

    public List<(string Name, string Part, bool IsHidden)> Sheets { get; } = [];

    public bool Is1904 { get; private set; }

    /// <summary>Shared texts, read when the first one is asked for.</summary>
    public XlsxStrings Strings => shared ??= XlsxStrings.Read(strings is not null && package.Has(strings) ? package.Open(strings) : null);

    public bool IsDate(int format) => (uint)format < (uint)formats.Length && formats[format].IsDate;

    /// <summary>Whether a format shows a time of day.</summary>
    public bool ShowsTime(int format) => (uint)format < (uint)formats.Length && formats[format].ShowsTime;

    /// <summary>How a format shows a number as a code; null where it does not.</summary>
    public ShownCode? CodeOf(int format) => (uint)format < (uint)formats.Length ? formats[format].Code : null;

    private readonly record struct Format(bool IsDate, bool ShowsTime, ShownCode? Code = null);

    // Charts and macro sheets hold no cells to read.
    private void AddSheet(XmlReader reader, IReadOnlyList<(string Id, string Kind, string Part)> references)
    {
        var name = reader.GetAttribute("name") ?? "";
        var isHidden = reader.GetAttribute("state") is "hidden" or "veryHidden";
        string? id = null;
        while (reader.MoveToNextAttribute())
        {
            id = reader.LocalName == "id" && reader.NamespaceURI.Length > 0 ? reader.Value : id;
        }

        var (_, kind, part) = references.FirstOrDefault(reference => reference.Id == id);
        if (kind is null)
        {
            throw new UnreadableFileException($"工作簿损坏：找不到工作表 {name} | the workbook is damaged: its sheet {name} cannot be found");
        }

        if (kind == "worksheet")
        {
            Sheets.Add((name, part, isHidden));
            if (Sheets.Count > ReadingLimits.Sheets)
            {
                throw ReadingLimits.Beyond($"工作簿超过 {ReadingLimits.Sheets} 个工作表", $"a workbook of more than {ReadingLimits.Sheets} sheets");
            }
        }
    }

    // The part that the package names as its document, wherever it lies.
    private static string Main(XlsxPackage package)
    {
        var main = package.References("").FirstOrDefault(reference => reference.Kind == "officeDocument").Part
            ?? package.Names.FirstOrDefault(name => name.EndsWith("workbook.xml", StringComparison.OrdinalIgnoreCase));
        var names = package.Names.ToList();
        var other = names switch
        {
            _ when main?.EndsWith(".bin", StringComparison.OrdinalIgnoreCase) == true
                || names.Exists(name => name.EndsWith("workbook.bin", StringComparison.OrdinalIgnoreCase)) =>
                "二进制工作簿 (xlsb) | a binary workbook (xlsb)",
            _ when names.Contains("content.xml") && (names.Contains("mimetype") || names.Contains("META-INF/manifest.xml")) =>
            "OpenDocument 表格 (ods) | an OpenDocument workbook (ods)",
            _ when names.Exists(name => name.StartsWith("word/", StringComparison.OrdinalIgnoreCase)) =>
            "Word 文档 (docx) | a Word document (docx)",
            _ when names.Exists(name => name.EndsWith(".iwa", StringComparison.OrdinalIgnoreCase)) => "Numbers 表格 | a Numbers document",
            _ => null,
        };
        if (other is not null)
        {
            throw UnreadableFileException.Other(other);
        }

        return main is not null && package.Has(main) ? main
            : throw new UnreadableFileException(names.Count == 0
            ? "空压缩包；请重新从门户导出 | an empty zip archive: export it again from the portal"
            : "压缩包中没有工作簿；请解压后再提供其中的文件 | a zip archive without a workbook: unpack it and give the files in it");
    }

    private Format[] Styles(string part)
    {
        using var reader = package.Open(part);
        return XlsxPackage.Guard(() =>
        {
            var own = new Dictionary<int, Format>();
            var found = new List<Format>();
            var isInCells = false;
            while (reader.Step())
            {
                if (found.Count + own.Count > MostFormats)
                {
                    throw ReadingLimits.Beyond("工作簿单元格格式过多", $"a workbook of more than {MostFormats} cell formats");
                }

                switch (reader.LocalName)
                {
                    case "cellXfs":
                        isInCells = reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement;
                        break;
                    case "numFmt" when reader.NodeType == XmlNodeType.Element && Number(reader, "numFmtId") is { } id:
                        var code = reader.GetAttribute("formatCode") ?? "";
                        var isDate = NumberFormat.IsDate(code);
                        own.TryAdd(id, new Format(isDate, NumberFormat.ShowsTime(code), isDate ? null : ShownCode.Of(code)));
                        break;
                    case "xf" when isInCells && reader.NodeType == XmlNodeType.Element:
                        var format = Number(reader, "numFmtId") ?? 0;
                        found.Add(own.TryGetValue(format, out var known) ? known
                            : new Format(NumberFormat.IsDate(format), NumberFormat.ShowsTime(format)));
                        break;
                    default:
                        break;
                }
            }

            return found.ToArray();
        });
    }

    private static int? Number(XmlReader reader, string attribute) =>
        int.TryParse(reader.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
