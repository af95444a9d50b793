using System.IO.Compression;
using System.Security;
using System.Text;

namespace KaPipeline.Tests.Ingestion.Quirks;

/// <summary>An xlsx written part by part, to vary what libraries write in one way only.</summary>
internal sealed record RawWorkbook
{
    public IReadOnlyList<Sheet> Sheets { get; init; } = [];

    /// <summary>Where the workbook's part lies.</summary>
    public string Part { get; init; } = "xl/workbook.xml";

    /// <summary>What stands before a target in the workbook's relations: nothing, "./", "/xl/".</summary>
    public string Before { get; init; } = "";

    /// <summary>What stands before the name of each entry of the archive.</summary>
    public string Entry { get; init; } = "";

    public bool IsStrict { get; init; }

    public bool HasSmallReferences { get; init; }

    /// <summary>Value of date1904; null leaves it out.</summary>
    public string? Date1904 { get; init; }

    /// <summary>Built-in number format of dates.</summary>
    public int Format { get; init; } = 14;

    /// <summary>Number format of the file's own, instead of <see cref="Format"/>.</summary>
    public string? FormatCode { get; init; }

    /// <summary>A sheet; a cell is text, or d:46143 a date by its format, t:2026-05-01T08:00:00 an ISO date, n:5 a number, e:#REF! an
    /// error, f:A1*2 a formula that was never calculated, r:ab|cd a rich text of two runs on lines of their own, a run with ~ in front
    /// struck out and one with ^ raised.</summary>
    public sealed record Sheet(string Name, string[] Rows, string State = "visible")
    {
        /// <summary>The rows' cells, where commas may stand in them.</summary>
        public IReadOnlyList<string[]> Cells { get; init; } = [.. Rows.Select(row => row.Split(','))];

        /// <summary>Areas of merged cells, such as A4:A6.</summary>
        public IReadOnlyList<string> Merged { get; init; } = [];
    }

    public byte[] Bytes()
    {
        var folder = Part.Contains('/', StringComparison.Ordinal) ? Part[..(Part.LastIndexOf('/') + 1)] : "";
        var name = Part[folder.Length..];
        var office = IsStrict ? "http://purl.oclc.org/ooxml/officeDocument/relationships"
            : "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        var main = IsStrict ? "http://purl.oclc.org/ooxml/spreadsheetml/main" : "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Write(string part, string xml)
            {
                using var writer = new StreamWriter(archive.CreateEntry(Entry + part).Open(), new UTF8Encoding(false));
                writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml);
            }

            string Relation(string id, string kind, string target) =>
                $"<Relationship Id=\"{id}\" Type=\"{office}/{kind}\" Target=\"{target}\"/>";
            string Relations(IEnumerable<string> all) =>
                $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(all)}</Relationships>";
            Write("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
            Write("_rels/.rels", Relations([Relation("rId1", "officeDocument", Part)]));
            Write(Part, $"<workbook xmlns=\"{main}\" xmlns:r=\"{office}\">{(Date1904 is null ? "" : $"<workbookPr date1904=\"{Date1904}\"/>")}<sheets>"
                + string.Concat(
                Sheets.Select((sheet, at) =>
                $"<sheet name=\"{sheet.Name}\" sheetId=\"{at + 1}\" state=\"{sheet.State}\" r:id=\"rId{at + 1}\"/>"))
                + "</sheets></workbook>");
            Write($"{folder}_rels/{name}.rels",
                Relations(Sheets.Select((_, at) => Relation($"rId{at + 1}", "worksheet", $"{Before}worksheets/s{at + 1}.xml"))
                .Append(Relation("rIdS", "styles", $"{Before}styles.xml"))));
            Write($"{folder}styles.xml",
                $"<styleSheet xmlns=\"{main}\">{(FormatCode is null ? "" : $"<numFmts><numFmt numFmtId=\"164\" formatCode=\"{FormatCode.Replace("\"", "&quot;", StringComparison.Ordinal)}\"/></numFmts>")}"
                + $"<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"{(FormatCode is null ? Format : 164)}\"/></cellXfs></styleSheet>");
            for (var at = 0; at < Sheets.Count; at++)
            {
                Write($"{folder}worksheets/s{at + 1}.xml",
                    $"<worksheet xmlns=\"{main}\"><sheetData>{string.Concat(Sheets[at].Cells.Select((row, number) => Row(row, number + 1)))}</sheetData>"
                    + (Sheets[at].Merged.Count == 0 ? "" : $"<mergeCells count=\"{Sheets[at].Merged.Count}\">{Merged(Sheets[at])}</mergeCells>")
                    + "</worksheet>");
            }
        }

        return stream.ToArray();
    }

    private static string Merged(Sheet sheet) => string.Concat(sheet.Merged.Select(area => $"<mergeCell ref=\"{area}\"/>"));

    private string Row(string[] cells, int number) =>
        $"<row r=\"{number}\">{string.Concat(cells.Select((cell, at) => Cell(cell, Reference(at, number))))}</row>";

    private string Reference(int column, int row) => (HasSmallReferences ? (char)('a' + column) : (char)('A' + column)).ToString() + row;

    private static string Cell(string cell, string place) => cell switch
    {
        "" => "",
        ['d', ':', ..] => $"<c r=\"{place}\" s=\"1\"><v>{cell[2..]}</v></c>",
        ['t', ':', ..] => $"<c r=\"{place}\" t=\"d\"><v>{cell[2..]}</v></c>",
        ['n', ':', ..] => $"<c r=\"{place}\"><v>{cell[2..]}</v></c>",
        ['e', ':', ..] => $"<c r=\"{place}\" t=\"e\"><v>{cell[2..]}</v></c>",
        ['f', ':', ..] => $"<c r=\"{place}\"><f>{cell[2..]}</f></c>",
        ['r', ':', ..] =>
        $"<c r=\"{place}\" t=\"inlineStr\"><is>{string.Concat(cell[2..].Split('|').Select(Run))}<rPh sb=\"0\" eb=\"1\"><t>kana</t></rPh></is></c>",
        _ => $"<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(cell)}</t></is></c>",
    };

    private static string Run(string run) => "\n  <r>\n    " + run[0] switch
    {
        '~' => "<rPr><strike/></rPr>",
        '^' => "<rPr><vertAlign val=\"superscript\"/></rPr>",
        _ => "<rPr><strike val=\"0\"/></rPr>",
    } + $"\n    <t xml:space=\"preserve\">{SecurityElement.Escape(run.TrimStart('~', '^'))}</t>\n  </r>\n";
}
