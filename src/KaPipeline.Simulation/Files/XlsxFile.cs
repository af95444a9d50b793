using System.IO.Compression;
using System.Security;
using System.Text;

namespace KaPipeline.Simulation.Files;

/// <summary>Writes an .xlsx whose bytes depend on its content alone: fixed times, inline strings.</summary>
internal static class XlsxFile
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    private static readonly DateTimeOffset Stamp = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Write(params Sheet[] sheets)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            var numbered = sheets.Select((sheet, i) => (sheet, n: i + 1)).ToList();
            Add(zip, "[Content_Types].xml",
                $"<Types xmlns=\"{Package}content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{Type}sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{Type}styles+xml\"/>"
                + string.Concat(numbered.Select(one =>
                Text.Of($"<Override PartName=\"/xl/worksheets/sheet{one.n}.xml\" ContentType=\"{Type}worksheet+xml\"/>"))) + "</Types>");
            Add(zip, "_rels/.rels",
                $"<Relationships xmlns=\"{Package}relationships\"><Relationship Id=\"rId1\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Add(zip, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets>"
                + string.Concat(numbered.Select(one =>
                Text.Of($"<sheet name=\"{one.sheet.Name}\" sheetId=\"{one.n}\" r:id=\"rId{one.n}\"/>"))) + "</sheets></workbook>");
            Add(zip, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{Package}relationships\">"
                + string.Concat(numbered.Select(one =>
                Text.Of($"<Relationship Id=\"rId{one.n}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{one.n}.xml\"/>")))
                + $"<Relationship Id=\"rIdS\" Type=\"{Office}/styles\" Target=\"styles.xml\"/></Relationships>");
            Add(zip, "xl/styles.xml",
                $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
                + "<fonts count=\"1\"><font><sz val=\"10\"/><name val=\"SimSun\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
                + "<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
                + "<cellXfs count=\"2\"><xf xfId=\"0\"/><xf numFmtId=\"164\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>");
            foreach (var (sheet, n) in numbered)
            {
                Add(zip, Text.Of($"xl/worksheets/sheet{n}.xml"), SheetXml(sheet));
            }
        }

        return stream.ToArray();
    }

    private static string SheetXml(Sheet sheet)
    {
        var xml = new StringBuilder($"<worksheet xmlns=\"{Main}\"><sheetData>");
        for (var r = 0; r < sheet.Rows.Count; r++)
        {
            xml.Append(Text.Of($"<row r=\"{r + 1}\">"));
            for (var c = 0; c < sheet.Rows[r].Length; c++)
            {
                var at = Text.Of($"{Sheet.Column(c)}{r + 1}");
                xml.Append(sheet.Rows[r][c] switch
                {
                    null or "" => "",
                    decimal number => Text.Of($"<c r=\"{at}\"><v>{number}</v></c>"),
                    int number => Text.Of($"<c r=\"{at}\"><v>{number}</v></c>"),
                    DateOnly day => Text.Of($"<c r=\"{at}\" s=\"1\"><v>{day.DayNumber - new DateOnly(1899, 12, 30).DayNumber}</v></c>"),
                    var text => $"<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text.ToString())}</t></is></c>",
                });
            }

            xml.Append("</row>");
        }

        xml.Append("</sheetData>");
        if (sheet.Merged.Count > 0)
        {
            xml.Append(Text.Of($"<mergeCells count=\"{sheet.Merged.Count}\">"))
                .AppendJoin("", sheet.Merged.Select(range => $"<mergeCell ref=\"{range}\"/>")).Append("</mergeCells>");
        }

        return xml.Append("</worksheet>").ToString();
    }

    private static void Add(ZipArchive zip, string name, string xml)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
        entry.LastWriteTime = Stamp;
        using var writer = new StreamWriter(entry.Open(), new UTF8Encoding(false));
        writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + xml);
    }
}
