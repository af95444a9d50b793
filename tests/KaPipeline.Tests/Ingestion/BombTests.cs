using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;

namespace KaPipeline.Tests.Ingestion;

/// <summary>Whatever a file holds, the program stays below 300 MB, refuses what is beyond its limits in clear words, and loads the file
/// behind it. Some of the files are tried each time, all of them in a long run.</summary>
[Trait("Category", "Slow")]
public sealed class BombTests
{
    private const int MostMegabytes = 300;

    [Fact]
    public async Task No_file_takes_more_memory_than_promised_and_none_stops_the_next()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var folder = Path.GetDirectoryName(world.Orders("鼎丰_订单_20260531.csv", ("GOOD", IngestWorld.Item, 5)))!;
        List<(string Name, Action<Stream> Write)> bombs =
        [
            .. LongRun.Drawn(Bombs(), 2), .. LongRun.Drawn([.. PageBombs(), .. OldBombs()], 1),
        ];
        foreach (var (at, bomb) in bombs.Index())
        {
            await using var file = new FileStream(Path.Combine(folder, $"鼎丰_订单_{new DateOnly(2025, 1, 1).AddDays(at):yyyyMMdd}.csv"),
                FileMode.Create);
            bomb.Write(file);
        }

        var peaks = new List<(string Name, long Megabytes)>();
        foreach (var (at, bomb) in bombs.Index())
        {
            var path = Path.Combine(folder, $"鼎丰_订单_{new DateOnly(2025, 1, 1).AddDays(at):yyyyMMdd}.csv");
            var (code, peak, output) = await IngestAsync(world, path);
            peaks.Add((bomb.Name, peak));
            Assert.True(code == 3, $"{bomb.Name}: {code}: {output}");
            File.Delete(path);
        }

        var said = string.Join(", ", peaks.Select(peak => $"{peak.Name} {peak.Megabytes} MB"));
        await File.WriteAllTextAsync(Path.Combine(Repository.Root, "artifacts", "bombs.txt"),
            said.Replace(", ", "\n", StringComparison.Ordinal), Stopping);
        Assert.True(peaks.TrueForAll(peak => peak.Megabytes is > 0 and <= MostMegabytes), $"Seed {LongRun.Seed}: {said}");
        Assert.Equal(0, (await IngestAsync(world, folder)).Code);
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from core.order_line where order_number = 'GOOD'"));
    }

    private static IEnumerable<(string Name, Action<Stream> Write)> Bombs()
    {
        yield return ("shared texts", stream =>
            Workbook(stream, sheet: "<row><c t=\"s\"><v>0</v></c></row>", sharedTexts: 700, sharedText: new string('x', 1_000_000)));
        yield return ("empty shared texts", stream => Workbook(stream, sheet: "<row><c t=\"s\"><v>0</v></c></row>", sharedTexts: 30_000,
            sharedText: string.Concat(Enumerable.Repeat("</t></si><si><t>", 1000))));
        yield return ("one cell of a workbook", stream =>
            Workbook(stream, sheet: $"<row><c t=\"inlineStr\"><is><t>{new string('x', 200_000_000)}</t></is></c></row>"));
        yield return ("one attribute", stream => Workbook(stream, sheet: $"<row r=\"{new string('1', 200_000_000)}\"/>"));
        yield return ("one row", stream =>
            Workbook(stream, sheet: $"<row>{string.Concat(Enumerable.Repeat("<c><v>1</v></c>", 10_000_000))}</row>"));
        yield return ("names of elements", stream =>
            Workbook(stream,
            sheet: string.Concat(Enumerable.Range(0, 8_000_000).Select(at => string.Create(CultureInfo.InvariantCulture, $"<n{at}/>")))));
        yield return ("depth", stream => Workbook(stream, sheet: string.Concat(Enumerable.Repeat("<a>", 20_000_000))));
        yield return ("list of an archive", Archive);
        yield return ("cell of a page", stream => Text(stream, "<table><tr><td>", "x", 115_000_000, "</td></tr></table>"));
        yield return ("cell of a smaller page", stream => Text(stream, "<table><tr><td>", "x", 20_000_000, "</td></tr></table>"));
        yield return ("comment of a page", stream => Text(stream, "<table><tr><td><!-- ", "<b>", 7_000_000, "--></td></tr></table>"));
        yield return ("tables of a page", stream => Text(stream, "<html>", "<table><tr><td>x</td></tr></table>", 600_000, ""));
        yield return ("cell of XML", stream => Text(stream, SpreadsheetHead, "x", 200_000_000, SpreadsheetTail));
        yield return ("parts of a web page", stream =>
            Text(stream, "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n", "--b\n\n", 4_000_000, "--b--"));
        yield return ("headers of a web page", stream => Text(stream, "MIME-Version: 1.0\n", "a:b\n", 4_000_000, "\n"));
        yield return ("row of text", stream => Text(stream, "订单号,门店编号\r\n", "x,", 60_000_000, "\r\n"));
        yield return ("cell of text", stream => Text(stream, "订单号,门店编号\r\n\"", "x", 150_000_000, "\r\n"));
    }

    // Pages just below their limit.
    private static IEnumerable<(string Name, Action<Stream> Write)> PageBombs()
    {
        yield return ("attributes of a page at the limit", stream => Text(stream, "<table><tr><td ", "a ", 8_300_000, ">x"));
        yield return ("cell of a page at the limit", stream => Text(stream, "<table><tr><td>", "x", 16_700_000, "</td></tr></table>"));
        yield return ("comment of a page at the limit", stream =>
            Text(stream, "<table><tr><td><!-- ", "<b>", 5_560_000, "--></td></tr></table>"));
        yield return ("tables of a page at the limit", stream => Text(stream, "<html>", "<table><tr><td>x</td></tr></table>", 490_000, ""));
        yield return ("cells of a page at the limit", stream => Text(stream, "<table>", "<tr><td>", 2_090_000, "</table>"));
        yield return ("levels of a page at the limit", stream => Text(stream, "<table><tr><td>", "<b>", 5_560_000, ""));
        yield return ("entities of a page at the limit", stream => Text(stream, "<table><tr><td>", "&lt;", 4_170_000, ""));
    }

    // Workbooks of Excel 97–2003.
    private static IEnumerable<(string Name, Action<Stream> Write)> OldBombs()
    {
        yield return ("old cells", stream => OldWorkbook(stream, sharedTexts: 0, sharedLength: 0, cells: 2_200_000, textLength: 0));
        yield return ("old shared texts", stream => OldWorkbook(stream, sharedTexts: 12_000_000, sharedLength: 1, cells: 1, textLength: 0));
        yield return ("old texts and cells below their limits", stream =>
            OldWorkbook(stream, sharedTexts: 45_000, sharedLength: 1000, cells: 2_050_000, textLength: 14));
        yield return ("old sheets in one place", stream =>
            OldWorkbook(stream, sharedTexts: 0, sharedLength: 0, cells: 1_000_000, textLength: 0, sheets: 9_000));
        yield return ("old pieces of nothing", stream =>
            OldWorkbook(stream, sharedTexts: -1, sharedLength: 6_000_000, cells: 1, textLength: 0));
        yield return ("old cells far apart", stream =>
            OldWorkbook(stream, sharedTexts: 0, sharedLength: 0, cells: 65_536, textLength: 0, column: 255));
        yield return ("old list of sectors in a circle", Circle);
    }

    private static void OldWorkbook(Stream stream, int sharedTexts, int sharedLength, int cells, int textLength, int sheets = 1,
        int? column = null)
    {
        using var writer = new BinaryWriter(new BufferedStream(stream, 1 << 20), Encoding.Latin1, leaveOpen: true);
        void Begin(short kind)
        {
            Record(0x809, 8);
            writer.Write((short)0x600);
            writer.Write(kind);
            writer.Write(0);
        }

        void Record(int id, int length)
        {
            writer.Write((ushort)id);
            writer.Write((ushort)length);
        }

        void SharedTexts()
        {
            // It says that it holds four thousand million.
            Record(0xFC, 8);
            writer.Write(-1);
            writer.Write(-1);
            for (var at = 0; sharedTexts < 0 && at < sharedLength; at++)
            {
                Record(0x3C, 0);
            }

            var texts = Math.Max(1, 8000 / (3 + sharedLength));
            for (var at = 0; at < sharedTexts; at += texts)
            {
                Record(0x3C, texts * (3 + sharedLength));
                for (var text = 0; text < texts; text++)
                {
                    writer.Write((ushort)sharedLength);
                    writer.Write((byte)0);
                    writer.Write(new string('x', sharedLength).ToCharArray());
                }
            }
        }

        Begin(5);
        var globals = 12 + (sheets * 13) + 4;
        for (var sheet = 0; sheet < sheets; sheet++)
        {
            Record(0x85, 9);
            writer.Write(globals);
            writer.Write((short)0);
            writer.Write((byte)1);
            writer.Write((byte)0);
            writer.Write((byte)'a');
        }

        // The place of the shared texts matters to nobody, so they stand behind the list of the sheets, whose place is known by then.
        if (sharedTexts != 0)
        {
            SharedTexts();
            writer.Flush();
            var end = (int)stream.Position + 4;
            for (var sheet = 0; sheet < sheets; sheet++)
            {
                stream.Position = 12 + (sheet * 13) + 4;
                stream.Write(BitConverter.GetBytes(end));
            }

            stream.Position = end - 4;
        }

        Record(0x0A, 0);
        Begin(0x10);
        for (var at = 0; at < cells; at++)
        {
            // Rows from below, so that they are to be put in order.
            var row = 65_535 - (column is null ? at / 32 : at);
            Record(textLength > 0 ? 0x204 : 0x203, textLength > 0 ? 9 + textLength : 14);
            writer.Write((ushort)row);
            writer.Write((ushort)(column ?? at % 32));
            writer.Write((short)0);
            if (textLength > 0)
            {
                writer.Write((ushort)textLength);
                writer.Write((byte)0);
                writer.Write(new string('y', textLength).ToCharArray());
            }
            else
            {
                writer.Write(1.5);
            }
        }

        Record(0x0A, 0);
    }

    // A compound file whose list of the sectors of its table leads to itself.
    private static void Circle(Stream stream)
    {
        var header = new byte[512];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(header, 0);
        header[30] = 9;
        header.AsSpan(76).Fill(0xFF);
        stream.Write(header);
        // The first sector: it goes on in itself, as the table begins in it.
        var sector = new byte[512];
        stream.Write(sector);
        stream.SetLength(200_000_000);
        stream.Position = stream.Length;
    }

    private const string SpreadsheetHead =
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">"
        + "<Worksheet ss:Name=\"a\"><Table><Row><Cell><Data ss:Type=\"String\">";

    private const string SpreadsheetTail = "</Data></Cell></Row></Table></Worksheet></Workbook>";

    private static void Text(Stream stream, string head, string repeated, int times, string tail)
    {
        var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, 10_000)));
        stream.Write(Encoding.UTF8.GetBytes(head));
        for (var written = 0; written < times; written += 10_000)
        {
            stream.Write(block);
        }

        stream.Write(Encoding.UTF8.GetBytes(tail));
    }

    private static void Workbook(Stream stream, string sheet, int sharedTexts = 0, string sharedText = "")
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        void Part(string name, params IEnumerable<string> texts)
        {
            using var part = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
            foreach (var text in texts)
            {
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        const string Relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
        Part("_rels/.rels",
            $"{Relations}<Relationship Id=\"r1\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        Part("xl/workbook.xml",
            $"<workbook {Main} xmlns:r=\"{Office}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
        Part("xl/_rels/workbook.xml.rels",
            $"{Relations}<Relationship Id=\"r1\" Type=\"{Office}/worksheet\" Target=\"sheet.xml\"/><Relationship Id=\"r2\" Type=\"{Office}/sharedStrings\" Target=\"s.xml\"/></Relationships>");
        Part("xl/s.xml", Enumerable.Repeat($"<si><t>{sharedText}</t></si>", sharedTexts).Prepend($"<sst {Main}>").Append("</sst>"));
        Part("xl/sheet.xml", $"<worksheet {Main}><sheetData>", sheet, "</sheetData></worksheet>");
    }

    private static void Archive(Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        for (var at = 0; at < 60_000; at++)
        {
            zip.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"{at}"));
        }
    }

    // Loads in a process of its own and watches its memory.
    private static async Task<(int Code, long PeakMegabytes, string Output)> IngestAsync(IngestWorld world, string path)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "ka.dll"), "ingest", path])
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["KA_DATABASE"] = world.Warehouse.ConnectionString;
        start.Environment["KA_DATABASE_OWNER"] = world.Warehouse.OwnerConnectionString;
        start.Environment["KA_HOME"] = world.Folder;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var peak = 0L;
        while (!process.HasExited)
        {
            try
            {
                var line = (await File.ReadAllLinesAsync($"/proc/{process.Id}/status"))
                    .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                peak = line is null ? peak
                    : Math.Max(peak,
                    long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024);
            }
            catch (IOException)
            {
                // It has just ended.
            }

            await Task.Delay(10, Stopping);
        }

        return (process.ExitCode, peak, await output + await error);
    }
}
