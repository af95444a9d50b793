using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Profiles.Drafts;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion.Quirks;

/// <summary>docs/quirks.md#the-file: what a file is, in which encoding, and whether it is whole.</summary>
public sealed class ContainerTests
{
    private const string SpreadsheetXml = """
        <?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
        <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
        <Worksheet ss:Name="订单"><Table>
        <Row ss:Index="3"><Cell><Data ss:Type="String">订单号</Data></Cell><Cell><Data ss:Type="String">门店</Data></Cell><Cell><Data ss:Type="String">货号</Data></Cell><Cell><Data ss:Type="String">日期</Data></Cell><Cell><Data ss:Type="String">数量</Data></Cell></Row>
        <Row><Cell><Data ss:Type="String">PO1</Data></Cell><Cell><Data ss:Type="String">S01</Data></Cell><Cell><Data ss:Type="String">000123</Data></Cell><Cell><Data ss:Type="DateTime">2026-05-01T00:00:00.000</Data></Cell><Cell><Data ss:Type="Number">24</Data></Cell></Row>
        <Row><Cell><Data ss:Type="String">PO2</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">000123</Data></Cell><Cell><Data ss:Type="DateTime">2026-05-01T00:00:00.000</Data></Cell><Cell><Data ss:Type="Number">24</Data></Cell></Row>
        </Table></Worksheet></Workbook>
        """;

    [Fact]
    public void A_file_named_xls_is_read_as_what_its_bytes_are()
    {
        var biff = Directory.GetFiles(Path.Combine(Repository.Root, "samples", "jinlong"), "JL_PO_*.xls")[0];
        Assert.Equal(Container.Biff, FileNature.Of(biff).Container);
        AssertOneOrder(Portal.Orders().Read(Portal.Html(Portal.Columns, Portal.Row)));
        AssertOneOrder(Portal.Orders().Read($"{Portal.Columns}\n{Portal.Row}".Replace(',', '\t')));
        AssertOneOrder(StagedFile.Read(Portal.Orders(),
            Portal.Workbook(book => book.Fill("Sheet1", $"{Portal.Columns}\n{Portal.Row}".Replace(',', '|')))));
        var xml = Portal.Orders().Read(SpreadsheetXml);
        Assert.Equal(["PO1"], xml.Values("order_number"));
        Assert.Equal((RejectionRule.Missing, 5, "门店"), xml.Outcome.Rejected.Select(row => (row.Rule, row.RowNumber, row.Column)).Single());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(5000)]
    [InlineData(200_000)]
    public void Bytes_that_are_no_text_are_no_table_whatever_the_name_says(int length)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("ka-noise-").FullName, "订单_20260501.csv");
        for (var seed = 1; seed <= 20; seed++)
        {
            var noise = new byte[length];
            new Random(seed).NextBytes(noise);
            File.WriteAllBytes(path, noise);
            Assert.Equal((seed, Container.Unknown), (seed, FileNature.Of(path).Container));
            Assert.Contains("文件不是表格", Assert.Throws<UnreadableFileException>(() => ProfileDraft.Of(path, [], "new")).Message,
                StringComparison.Ordinal);
        }

        // A table in which bytes are damaged here and there is still one.
        var text = Encoding.UTF8.GetBytes($"{Portal.Columns}\n{string.Concat(Enumerable.Repeat(Portal.Row + "\n", 20))}");
        foreach (var at in (int[])[60, 61, 200, 300])
        {
            text[at] = 0x03;
        }

        File.WriteAllBytes(path, text);
        Assert.Equal(Container.Text, FileNature.Of(path).Container);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void A_file_name_in_capitals_matches_its_pattern() => Assert.True(FileNamePattern.Matches("订单_*.xlsx", "订单_20260501.XLSX"));

    [Fact]
    public void A_page_without_html_with_headers_in_td_and_a_decoration_table_behind_it_is_read()
    {
        var page = "<meta charset=gb2312><table>"
            + Portal.Html("订单明细", Portal.Columns, "PO1,S01,000123,2026-05-01,24", "A&B,S01,000124,2026-05-01,&nbsp;12&nbsp;")
            + "</table><table>" + Portal.Html("打印日期,2026-05-02", "第1页") + "</table>";
        var file = StagedFile.Read(Portal.Orders(), Portal.Gb18030(page));
        Assert.Equal(["PO1", "A&B"], file.Values("order_number"));
        Assert.Equal(["24", "12"], file.Values("units"));
        Assert.Equal(2, file.Outcome.RowsIn);
    }

    [Fact]
    public void A_layout_table_around_the_data_and_unclosed_cells_do_no_harm()
    {
        var page = "<html><body><table><tr><td>菜单<td><table><tr><td>订单号<td>门店<td>货号<td>日期<td>数量<tr><td>PO1<td>S01<td>000123<td>2026-05-01<td>2<br>4</table></table></body></html>";
        Assert.Equal(RejectionRule.InvalidNumber, Portal.Orders().Read(page).Outcome.Rejected.Single().Rule);
        AssertOneOrder(Portal.Orders().Read(page.Replace("2<br>4", "24", StringComparison.Ordinal)));
    }

    public static TheoryData<string> Encodings => new("utf-8", "utf-8 with mark", "utf-16", "utf-16BE", "gb18030", "gbk",
        "utf-16 without mark");

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Text_is_read_in_every_encoding_that_portals_use(string encoding)
    {
        var text = $"{Portal.Columns}\r\n{Portal.Row}\r\nPO2,上海曹杨店,000123,2026-05-01,24\r\n";
        byte[] bytes = encoding switch
        {
            "utf-8" => Encoding.UTF8.GetBytes(text),
            "utf-8 with mark" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            "utf-16BE" => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)],
            "utf-16 without mark" => Encoding.Unicode.GetBytes(text),
            _ => Portal.Gb18030(text),
        };
        var file = StagedFile.Read(Portal.Orders(), bytes);
        Assert.Equal(["S01", "上海曹杨店"], file.Values("store_id"));
    }

    [Fact]
    public void Characters_of_four_bytes_that_gbk_lacks_are_read()
    {
        var bytes = Portal.Gb18030($"{Portal.Columns}\nPO1,㐂寿𠮷店,000123,2026-05-01,24\n");
        Assert.NotEqual(-1, bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x81, 0x39, 0xEF, 0x31]));
        Assert.Equal(["㐂寿𠮷店"], StagedFile.Read(Portal.Orders(), bytes).Values("store_id"));
    }

    [Fact]
    public void A_wrong_declared_charset_is_not_believed()
    {
        var page = "<html><meta charset=gb2312><body><table>" + Portal.Html(Portal.Columns, "PO1,上海曹杨店,000123,2026-05-01,24")
            + "</table></body></html>";
        Assert.Equal(["上海曹杨店"], StagedFile.Read(Portal.Orders(), Encoding.UTF8.GetBytes(page)).Values("store_id"));
        Assert.Equal(["上海曹杨店"], StagedFile.Read(Portal.Orders(), Portal.Gb18030(page.Replace("gb2312", "utf-8", StringComparison.Ordinal)))
            .Values("store_id"));
    }

    [Fact]
    public void Bytes_that_are_no_text_quarantine_their_row_alone()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes($"{Portal.Columns}\n{Portal.Row}\nPO2,"), 0xC3, 0x28,
            .. Encoding.UTF8.GetBytes(",1,2026-05-01,1\nPO3,S\0S,1,2026-05-01,1\nPO4,S01,1,2026-05-01,1\n")];
        var file = StagedFile.Read(Portal.Orders(), bytes);
        Assert.Equal(["PO1", "PO4"], file.Values("order_number"));
        Assert.All(file.Outcome.Rejected, row => Assert.Equal(RejectionRule.UnreadableText, row.Rule));
        Assert.Equal([3, 4], file.Outcome.Rejected.Select(row => row.RowNumber));
    }

    [Theory]
    [InlineData("\n"), InlineData("\r\n"), InlineData("\r"), InlineData("\r\r\n"), InlineData("\n\n")]
    public void Every_line_end_is_a_line_end(string end) =>
        AssertOneOrder(Portal.Orders().Read($"订单明细{end}{Portal.Columns}{end}{Portal.Row}{end}"));

    [Fact]
    public void Doubled_tabs_are_empty_columns() =>
        AssertOneOrder(Portal.Orders().Read($"{Portal.Columns}\n{Portal.Row}\n".Replace(",", "\t\t", StringComparison.Ordinal)));

    [Fact]
    public void Line_breaks_commas_and_quotes_inside_quotes_belong_to_the_cell()
    {
        var file = Portal.Orders(fields: "origin: {constant: electronic}\nsupplier_code: 备注")
            .Read($"{Portal.Columns},备注\nPO1,S01,000123,2026-05-01,24,\"a,\"\"b\"\"\"\nPO2,\"S\n02\",1,2026-05-01,1,\n");
        Assert.Equal(["a,\"b\""], file.Values("supplier_code"));
        Assert.Equal("S\n02", file.Outcome.Rejected.Single().Found);
    }

    [Fact]
    public void A_quote_that_is_never_closed_costs_its_own_row_alone()
    {
        var rows = string.Concat(Enumerable.Range(2, 500).Select(number => $"PO{number},S01,1,2026-05-01,1\n"));
        var file = Portal.Orders().Read($"{Portal.Columns}\nPO1,\"S01,1,2026-05-01,1\n{rows}");
        Assert.Equal(501, file.Outcome.RowsIn);
        Assert.Equal(500, file["order_line"].Count);
        Assert.Equal("2", file.Outcome.Rejected.Single().RowNumber.ToString());
    }

    [Fact]
    public void An_empty_file_is_a_finding()
    {
        Assert.Equal(ReadState.Empty, StagedFile.Read(Portal.Orders(), []).Outcome.State);
        Assert.Equal(ReadState.Empty, StagedFile.Read(Portal.Orders(), "\uFEFF \r\n\r\n"u8.ToArray()).Outcome.State);
    }

    [Fact]
    public void Files_of_another_kind_are_refused_and_say_so()
    {
        Assert.Contains("not a table", Refused([.. "%PDF-1.7\n"u8, 1, 2, 3]), StringComparison.Ordinal);
        Assert.Contains("without a workbook", Refused(Zip(("orders.csv", Encoding.UTF8.GetBytes(Portal.Columns)))),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"/>", "OpenDocument"),
        InlineData("ID;PWXL;N;E\r\nC;Y1;X1;K\"订单号\"\r\nE\r\n", "SYLK"), InlineData("TABLE\r\n0,1\r\n\"EXCEL\"\r\nVECTORS\r\n0,5\r\n\"\"\r\n", "DIF")]
    public void Texts_that_only_spreadsheet_programs_read_are_refused_by_name_with_what_to_do(string text, string name)
    {
        var finding = Refused(Portal.Gb18030(text));
        Assert.Contains(name, finding, StringComparison.Ordinal);
        Assert.Contains(".xlsx", finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PO1,S01,000123,2026-05-01,24", "mark"), InlineData("PO1,S01,000123,2026-05-01,24", "padded"),
        InlineData("PO1,S01,000123,2026-05-01,24", "block")]
    public void Zero_bytes_and_a_mark_do_not_make_gbk_another_encoding(string row, string kind)
    {
        var lines = new[] { Portal.Columns, row, row.Replace("S01", "上海曹杨店", StringComparison.Ordinal) };
        byte[] bytes = kind switch
        {
            "mark" => [0xFF, 0xFE, .. Portal.Gb18030(string.Join('\n', lines))],
            "padded" => Portal.Gb18030(string.Join('\n', lines.Select(line => string.Join(',', line.Split(',')
                .Select(cell => cell + new string('\0', 16 - FileNature.Gb18030.GetByteCount(cell))))))),
            _ => Portal.Gb18030($"{lines[0]}\n{lines[1]}\n{new string('\0', 4096)}{lines[2]}\n"),
        };
        Assert.Equal(["S01", "上海曹杨店"], StagedFile.Read(Portal.Orders(), bytes).Values("store_id"));
    }

    [Fact]
    public void Text_that_is_utf8_in_one_part_and_gbk_in_another_is_refused_and_says_so()
    {
        var rows = string.Concat(Enumerable.Repeat("PO1,上海曹杨店,000123,2026-05-01,24\n", 10));
        byte[] bytes = [.. Encoding.UTF8.GetBytes($"{Portal.Columns}\n{rows}"), .. Portal.Gb18030(rows)];
        Assert.Contains("UTF-8", Refused(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_off_workbook_page_or_text_is_never_taken_for_whole()
    {
        var workbook = Portal.Workbook(book => book.Fill("Sheet1", $"{Portal.Columns}\n{Portal.Row}".Replace(',', '|')));
        Assert.Contains("cut off", Refused(workbook[..(workbook.Length / 2)]), StringComparison.Ordinal);
        Assert.Contains("cut off", Refused(Encoding.UTF8.GetBytes("<table>" + Portal.Html(Portal.Columns, Portal.Row))),
            StringComparison.Ordinal);
        Assert.Contains("cut off", Refused(Encoding.UTF8.GetBytes(SpreadsheetXml[..^60])), StringComparison.Ordinal);
        var text = Portal.Orders("total: {label: 合计, sums: [数量], required: true}").Read($"{Portal.Columns}\n{Portal.Row}\nPO2,S0");
        Assert.Equal((ReadState.Refused, 0L), (text.Outcome.State, text.Outcome.RowsIn));
    }

    [Fact]
    public void A_password_protected_workbook_is_refused_and_says_so()
    {
        var package = new OfficeOpenXml.ExcelPackage();
        package.Fill("Sheet1", Portal.Columns);
        Assert.Contains("password", Refused(package.GetAsByteArray("secret")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{\"订单号\": \"PO1\", \"门店\": \"S01\"}]", "JSON"), InlineData("{\"订单号\": \"PO1\"}\n{\"订单号\": \"PO2\"}\n", "JSON")]
    [InlineData("[\n  [\"订单号\", \"门店\"],\n  [\"PO1\", \"S01\"]\n]", "JSON"), InlineData("callback([{\"订单号\": \"PO1\"}]);", "JSON")]
    [InlineData("{\"code\": 0, \"csv\": \"订单号,门店,货号,日期,数量\\r\\nPO1,S01,1,2026-05-01,5\"}", "JSON"), InlineData("{\"code\":401,\"msg\":\"未登录\"}", "JSON")]
    [InlineData("<?xml version=\"1.0\"?>\n<ROWDATA><ROW><订单号>PO1</订单号></ROW></ROWDATA>", "XML"), InlineData("<rows><row 订单号=\"PO1\"/></rows>", "XML")]
    [InlineData("<html><frameset cols=\"20%,80%\"><frame src=\"sheet001.htm\"></frameset></html>", "frame")]
    [InlineData("<!DOCTYPE html><html><head><title>登录</title></head><body><div>会话超时，请重新登录</div></body></html>", "no table")]
    [InlineData("<html><body><form><input name=u><input type=password></form></body></html>", "no table")]
    public void What_is_no_table_is_called_what_it_is(string text, string name)
    {
        var outcome = Portal.Orders().Read(text).Outcome;
        Assert.Equal(ReadState.Refused, outcome.State);
        Assert.Contains(name, outcome.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[订单],[门店]\n"), InlineData("{订单},说明\n"), InlineData("<送货单>\n"), InlineData("<订单>,<门店>\n"), InlineData("订单(\"A\")\n"), InlineData("[1],[2]\n"), InlineData("<X1> <Y2>\n")]
    public void Titles_in_brackets_make_no_other_file_of_a_table(string title) =>
        Assert.Equal(["24"], Portal.Orders().Read($"{title}{Portal.Columns}\n{Portal.Row}\n").Values("units"));

    [Fact]
    public void A_zip_archive_with_a_password_and_an_empty_one_are_called_so()
    {
        Assert.Contains("empty", Refused(Zip()), StringComparison.Ordinal);
        var locked = Zip(("f.csv", [1, 2, 3]));
        foreach (var at in new[] { locked.AsSpan().IndexOf("PK\u0003\u0004"u8) + 6, locked.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8 })
        {
            locked[at] |= 1;
        }

        Assert.Contains("password", Refused(locked), StringComparison.Ordinal);
        Assert.Contains("without a workbook", Refused(Zip(("f.csv", [1, 2, 3]))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_fills_the_memory()
    {
        var zeros = new byte[100_000_000];
        Assert.Contains("zip bomb", Refused(Zip(("xl/workbook.xml", "<workbook/>"u8.ToArray()), ("xl/worksheets/sheet1.xml", zeros))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_bomb_that_states_a_small_size_is_unpacked_no_further_than_that_and_refused()
    {
        var whole = Portal.Workbook(book => book.Fill("Sheet1", $"{Portal.Columns}\n{Portal.Row}".Replace(',', '|')));
        var blanks = new string(' ', 5_000_000);
        var parts = new List<(string Name, byte[] Content)>();
        using (var archive = new System.IO.Compression.ZipArchive(new MemoryStream(whole)))
        {
            foreach (var entry in archive.Entries)
            {
                using var reader = new StreamReader(entry.Open());
                parts.Add((entry.FullName,
                    Encoding.UTF8.GetBytes(reader.ReadToEnd().Replace("</sheetData>", blanks + "</sheetData>", StringComparison.Ordinal))));
            }
        }

        var honest = Zip([.. parts]);
        Assert.Equal(1L, StagedFile.Read(Portal.Orders(), honest).Outcome.RowsIn);
        var stated = BitConverter.GetBytes(parts.Max(part => part.Content.Length));
        var lying = honest.ToArray();
        for (var found = lying.AsSpan().IndexOf(stated); found >= 0; found = lying.AsSpan().IndexOf(stated))
        {
            BitConverter.TryWriteBytes(lying.AsSpan(found), 1_000_000);
        }

        Assert.Contains("damaged", Refused(lying), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entity_bomb_is_refused()
    {
        var bomb = SpreadsheetXml.Replace("<Workbook",
            "<!DOCTYPE b [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><Workbook", StringComparison.Ordinal);
        var refused = Refused(Encoding.UTF8.GetBytes(bomb));
        Assert.Contains("never read", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("DtdProcessing", refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<<<送货明细>>>,,,,"), InlineData("<鼎丰>,,,,"), InlineData("<Tropicana>,,,,"), InlineData("标题<trans>,,,,"), InlineData("<tracking>,,,,")]
    public void Text_with_words_between_angles_is_text(string title) =>
        Assert.Equal(["<Tropicana>"], Portal.Orders().Read($"{title}\n{Portal.Columns}\nPO1,S01,<Tropicana>,2026-05-01,24\n")
            .Values("item_number"));

    [Theory]
    [InlineData("<ss:Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">"), InlineData("\r\n\r\n<?xml version=\"1.0\"?>"
        + "<ss:Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">"), InlineData("<!-- exported 2026 -->\n"
        + "<ss:Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">")]
    public void A_workbook_in_xml_is_read_with_a_prefix_without_a_declaration_and_behind_blank_lines(string head)
    {
        static string Row(string cells) => "<ss:Row>" + string.Concat(cells.Split(',')
            .Select(cell => $"<ss:Cell><ss:Data ss:Type=\"String\">{cell}</ss:Data></ss:Cell>")) + "</ss:Row>";
        Assert.Equal(["24"], Portal.Orders().Read($"{head}<ss:Worksheet ss:Name=\"1\"><ss:Table>{Row(Portal.Columns)}{Row(Portal.Row)}"
            + "</ss:Table></ss:Worksheet></ss:Workbook>").Values("units"));
    }

    [Fact]
    public void Text_that_changes_its_encoding_far_down_is_refused_and_says_so()
    {
        var rows = string.Concat(Enumerable.Repeat("PO1,上海曹杨店,000123,2026-05-01,24\n", 4000));
        byte[] head = Encoding.UTF8.GetBytes($"{Portal.Columns}\n{rows}"), wide = Portal.Gb18030($"{Portal.Columns}\n{rows}");
        Assert.Contains("GBK", Refused([.. head, .. Portal.Gb18030(rows)]), StringComparison.Ordinal);
        Assert.Contains("GBK", Refused([.. wide, .. Encoding.UTF8.GetBytes(rows)]), StringComparison.Ordinal);
    }

    private static string Refused(byte[] bytes)
    {
        var file = StagedFile.Read(Portal.Orders(), bytes);
        Assert.Equal((ReadState.Refused, 0L), (file.Outcome.State, file.Outcome.RowsIn));
        return file.Outcome.Finding!;
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        var stream = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Create))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static void AssertOneOrder(StagedFile file)
    {
        Assert.True(file.Outcome is { State: ReadState.Read, RowsIn: 1, Rejected.Count: 0 }, file.Outcome.ToString());
        var row = Assert.Single(file["order_line"]);
        Assert.Equal(("PO1", "S01", "000123", "2026-05-01", "24"),
            (row["order_number"], row["store_id"], row["item_number"], row["ordered_on"], row["units"]));
    }
}
