using KaPipeline.Ingestion.Rows;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Tests.Ingestion.Quirks;

/// <summary>What writers of xlsx do: sheets, dates, errors, parts of the package. Whatever of it is not read is said.</summary>
public sealed class WorkbookKindTests
{
    private const string Dated = "PO1,S01,000123,d:46143,n:24";

    [Fact]
    public void Rows_spread_over_several_sheets_are_all_read_and_sheets_that_are_not_are_named()
    {
        var file = Read(new RawWorkbook
        {
            Sheets =
            [
                new("空白", []), new("旧", [Portal.Columns, "OLD,S01,1,2026-05-01,1"], "hidden"),
                    new("Sheet1", [Portal.Columns, "PO1,S01,000123,2026-05-01,24"]),
                new("说明", ["代码,含义", "1,一"]), new("Sheet2", [Portal.Columns, "PO2,S01,000123,2026-05-01,24"]),
            ],
        });
        Assert.Equal(["PO1", "PO2"], file.Values("order_number"));
        Assert.Equal(
            [("空白", 0L, "空 empty"), ("旧", 0L, "隐藏 hidden"), ("Sheet1", 1L, null), ("说明", 0L, "没有表头 no header row"), ("Sheet2", 1L, null)],
            file.Outcome.Parts.Select(part => (part.Sheet, part.Rows, part.Reason)));
    }

    [Fact]
    public void A_further_sheet_that_goes_on_without_a_header_holds_the_file()
    {
        var file = Read(
            new RawWorkbook
            {
                Sheets = [new("Sheet1", [Portal.Columns, "PO1,S01,1,2026-05-01,24"]),
            new("Sheet2", ["PO2,S01,1,2026-05-01,24", "PO3,S01,1,2026-05-01,24"])]
            });
        Assert.Equal((ReadState.Held, 0L), (file.Outcome.State, file.Outcome.RowsIn));
        Assert.Contains("Sheet2", file.Outcome.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Sheet2,Sheet1"), InlineData("sheet: Sheet1", "Sheet1,Sheet2"), InlineData("sheet: Sheet1", "Sheet2,Sheet1")]
    public void A_sheet_that_goes_on_without_a_header_holds_the_file_wherever_it_stands_and_whatever_its_name(string setting, string order)
    {
        RawWorkbook.Sheet Of(string name) => new(name, name == "Sheet1" ? [Portal.Columns, Portal.Row] : ["PO2,S01,1,2026-05-01,24"]);
        var file = StagedFile.Read(Portal.Orders(setting), new RawWorkbook { Sheets = [.. order.Split(',').Select(Of)] }.Bytes());
        Assert.Equal((ReadState.Held, 0L), (file.Outcome.State, file.Outcome.RowsIn));
        Assert.Contains("Sheet2", file.Outcome.Finding, StringComparison.Ordinal);
        Assert.Contains(file.Outcome.Parts, part => part.Sheet == "Sheet2" && part.Reason == "1 行没有表头 rows without a header");
    }

    [Fact]
    public void Labels_with_their_values_on_a_sheet_before_the_table_are_no_rows_of_it()
    {
        var report = Portal.Report("", """
            - into: statement
              fields: {statement_number: {head: 对账单号}, supplier_code: {constant: S}, period_from: {constant: "2026-05-01"}, period_to: {constant: "2026-05-15"}, stated_payable: {head: 应付}}
            - into: statement_line
              fields: {statement_number: {head: 对账单号}, kind: {constant: goods}, delivery_number: 单号, amount: 金额}
            """);
        var file = StagedFile.Read(report,
            new RawWorkbook { Sheets = [new("汇总", ["对账单号,RD1", "应付,n:4", "开票：,n:4"]), new("明细", ["单号,金额", "R1,n:4"])] }.Bytes());
        Assert.Equal((ReadState.Read, 1L, "4"), (file.Outcome.State, file.Outcome.RowsIn, file.Values("stated_payable", "statement").Single()));
    }

    [Fact]
    public void A_header_far_down_a_sheet_is_found()
    {
        var file = Read(new RawWorkbook
        {
            Sheets = [new("Sheet1", [Portal.Columns, Portal.Row]),
                new("Sheet2", [.. Enumerable.Range(1, 300).Select(row => $"说明 {row}"), Portal.Columns, "PO2,S01,1,2026-05-01,24"])],
        });
        Assert.Equal(["PO1", "PO2"], file.Values("order_number"));
    }

    [Theory]
    [InlineData("sheet: 订单*"), InlineData("")]
    public void A_further_sheet_without_a_required_column_holds_the_file(string sheet)
    {
        var report = Portal.Orders(sheet);
        var file = StagedFile.Read(report, new RawWorkbook
        {
            Sheets = [new("订单1", [Portal.Columns, "PO1,S01,1,2026-05-01,24"]),
                new("订单2", ["订单号,门店,货号,日期,数量（盒）", "PO2,S01,1,2026-05-01,24"])],
        }.Bytes());
        Assert.Equal((ReadState.Held, 0L), (file.Outcome.State, file.Outcome.RowsIn));
        Assert.Equal(["数量"], file.Outcome.MissingColumns);
        Assert.Contains("订单2", file.Outcome.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1"), InlineData("true"), InlineData(" true "), InlineData("\n1")]
    public void Dates_counted_from_1904_are_read_however_the_flag_is_written(string flag) =>
        Assert.Equal(["2026-05-01"], Read(Orders("PO1,S01,1,d:44681,n:24") with { Date1904 = flag }).Values("ordered_on"));

    [Theory]
    [InlineData(27), InlineData(28), InlineData(30), InlineData(31), InlineData(36), InlineData(50), InlineData(57), InlineData(58),
        InlineData(14), InlineData(22)]
    public void East_asian_date_formats_are_dates(int format) =>
        Assert.Equal(["2026-05-01"], Read(Orders(Dated) with { Format = format }).Values("ordered_on"));

    [Theory]
    [InlineData("yyyy年m月d日"), InlineData("yyyy\"年\"m\"月\"d\"日\""), InlineData("yyyy/m/d\\ aaaa"), InlineData("[$-804]yyyy/m/d\\ 上午/下午h:mm"),
        InlineData("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy")]
    [InlineData("yyyy-mm-dd;@"), InlineData("[DBNum1][$-804]yyyy年m月d日"), InlineData("m月d日"), InlineData("e年m月d日"),
        InlineData("dd/mm/yyyy hh:mm:ss.000"), InlineData("yyyy/m/d;General"), InlineData("yyyy-mm-dd 00:00:00"),
        InlineData("yyyy-mm-dd 00:00;@")]
    public void Date_formats_of_the_file_s_own_are_dates(string code) =>
        Assert.Equal(["2026-05-01"], Read(Orders(Dated) with { FormatCode = code }).Values("ordered_on"));

    [Theory]
    [InlineData("0.00"), InlineData("#,##0.00\\ \"元\""), InlineData("General"), InlineData("[Red]0.00E+00"), InlineData("¥#,##0"),
        InlineData("0\" days\""), InlineData("@"), InlineData("0.00;yyyy"), InlineData("[Red]General;yyyy/m/d")]
    public void Formats_of_numbers_are_no_dates(string code) =>
        Assert.Equal(["46143"], Read(Orders("PO1,S01,d:46143,2026-05-01,n:24") with { FormatCode = code }).Values("item_number"));

    [Theory]
    [InlineData("t:2026-05-01T00:00:00"), InlineData("t:2026-05-01"), InlineData("t:2026-05-01T08:30:00Z"),
        InlineData("t:2026-05-01T00:00:00+08:00"), InlineData("d:46143.354166"), InlineData("d:46143.9999999999")]
    public void Iso_dates_and_times_are_dates(string cell)
    {
        var file = Read(Orders($"PO1,S01,1,{cell},n:24"));
        Assert.Equal([cell.EndsWith("999", StringComparison.Ordinal) ? "2026-05-02" : "2026-05-01"], file.Values("ordered_on"));
    }

    [Theory]
    [InlineData("d:46143.99999998843"), InlineData("d:46143.9999999653"), InlineData("d:46143.99999653"), InlineData("d:46143.9999942")]
    public void The_last_moment_of_a_day_is_of_that_day(string cell) =>
        Assert.Equal(["2026-05-01"], Read(Orders($"PO1,S01,1,{cell},n:24") with { Format = 22 }).Values("ordered_on"));

    [Theory]
    [InlineData("d:46143.99950231481"), InlineData("t:2026-05-01T23:59:17")]
    public void A_date_that_lost_43_seconds_sets_its_row_aside_and_says_so(string cell)
    {
        var bad = Assert.Single(Read(Orders($"PO1,S01,1,{cell},n:24")).Outcome.Rejected);
        Assert.Equal((RejectionRule.CellError, "日期"), (bad.Rule, bad.Column));
        Assert.Contains("43 seconds before 2026-05-02", bad.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("e:#REF!"), InlineData("e:#DIV/0!"), InlineData("f:VLOOKUP(A1;B:C;2)"), InlineData("#N/A"), InlineData("#####")]
    public void Errors_and_formulas_that_were_never_calculated_are_not_blank(string cell)
    {
        var report = Portal.Orders(fields: "barcode: 条码");
        var file = StagedFile.Read(report,
            new RawWorkbook
            {
                Sheets =
            [new("Sheet1", [$"{Portal.Columns},条码,备注", $"PO1,S01,1,2026-05-01,n:24,{cell},", $"PO2,S01,1,2026-05-01,n:24,,{cell}"])]
            }
            .Bytes());
        Assert.Equal([null, null], file.Values("barcode"));
        Assert.Contains("1 个条码", file.Outcome.Finding, StringComparison.Ordinal);
        var price = Portal.Orders(fields: "unit_price: 单价");
        file = StagedFile.Read(price,
            new RawWorkbook
            {
                Sheets =
            [new("Sheet1", [$"{Portal.Columns},单价", $"PO1,S01,1,2026-05-01,n:24,{cell}", "PO2,S01,1,2026-05-01,n:24,"])]
            }.Bytes());
        Assert.Equal(["PO2"], file.Values("order_number"));
        Assert.Equal((RejectionRule.CellError, "单价"), file.Outcome.Rejected.Select(row => (row.Rule, row.Column)).Single());
    }

    [Fact]
    public void A_condition_on_an_error_or_on_no_number_sets_the_row_aside()
    {
        var report = Portal.Orders(
            rows: "- into: order_line\n  when: {赠: {positive: true}}\n  fields: {order_number: 订单号, store_id: 门店, item_number: 货号, ordered_on: 日期, requested_on: 日期, units: 赠}");
        var file = StagedFile.Read(report, new RawWorkbook
        {
            Sheets = [new("Sheet1", [$"{Portal.Columns},赠", "PO1,S01,1,2026-05-01,n:24,e:#REF!", "PO2,S01,1,2026-05-01,n:24,1O",
                "PO3,S01,1,2026-05-01,n:24,"])],
        }.Bytes());
        Assert.Equal(["PO3"], file.Values("order_number"));
        Assert.Equal([RejectionRule.CellError, RejectionRule.InvalidNumber], file.Outcome.Rejected.Select(row => row.Rule));
    }

    [Fact]
    public void Strict_workbooks_are_read() =>
        Assert.Equal(["2026-05-01"], Read(Orders(Dated) with { IsStrict = true }).Values("ordered_on"));

    [Theory]
    [InlineData("xl/workbook.xml", "./", ""), InlineData("xl/workbook2.xml", "", ""), InlineData("workbook.xml", "", ""),
        InlineData("xl/workbook.xml", "/xl/", ""), InlineData("xl/workbook.xml", "../xl/", ""), InlineData("xl/workbook.xml", "", "/"),
        InlineData("a/b/Book.XML", "./x/../", "./")]
    public void Parts_are_found_wherever_they_lie_and_however_they_are_named(string part, string before, string entry) =>
        Assert.Equal(["2026-05-01"], Read(Orders(Dated) with { Part = part, Before = before, Entry = entry }).Values("ordered_on"));

    [Fact]
    public void Small_letters_in_cell_references_are_the_same() =>
        Assert.Equal(["24"], Read(Orders(Dated) with { HasSmallReferences = true }).Values("units"));

    [Fact]
    public void Runs_of_a_rich_text_are_one_text_and_its_reading_is_none_of_it() =>
        Assert.Equal(["PO1"], Read(Orders("r:P|O1,S01,1,2026-05-01,n:24")).Values("order_number"));

    [Theory]
    [InlineData("r:~8|24", "24"), InlineData("r:2|4", "24")]
    public void A_run_that_is_struck_out_beside_a_value_is_no_part_of_it(string cell, string units) =>
        Assert.Equal([units], Read(Orders($"PO1,S01,1,2026-05-01,{cell}")).Values("units"));

    [Theory]
    [InlineData("r:24|^1"), InlineData("r:~24")]
    public void A_raised_run_beside_digits_or_a_text_that_is_all_struck_out_sets_its_row_aside(string cell) =>
        Assert.Equal((RejectionRule.CellError, "数量"), Read(Orders($"PO1,S01,1,2026-05-01,{cell}")).Outcome.Rejected
            .Select(row => (row.Rule, row.Column)).Single());

    [Theory]
    [InlineData("<Comment ss:Author=\"李\"><ss:Data xmlns=\"http://www.w3.org/TR/REC-html40\"><B>9</B></ss:Data></Comment>"),
        InlineData("<PhoneticText xmlns=\"urn:schemas-microsoft-com:office:excel\">9</PhoneticText>")]
    public void A_note_or_a_reading_of_a_cell_of_an_xml_workbook_is_no_part_of_it(string behind) =>
        Assert.Equal(["24"], Portal.Orders().Read(Xml("", Data("2026-05-01"), $"<Data ss:Type=\"Number\">24</Data>{behind}"))
            .Values("units"));

    [Theory]
    [InlineData("<S>8</S>24", "24"), InlineData("<B>2</B><I>4</I>", "24"), InlineData("24<Sup>1</Sup>", null), InlineData("<S>24</S>", null)]
    public void Runs_of_an_xml_workbook_are_read_as_those_of_any_other(string runs, string? units)
    {
        var file = Portal.Orders().Read(Xml("", Data("2026-05-01"),
            $"<ss:Data ss:Type=\"String\" xmlns=\"http://www.w3.org/TR/REC-html40\">{runs}</ss:Data>"));
        Assert.Equal(units is null ? [] : [units], file.Values("units"));
        Assert.Equal(units is null ? [RejectionRule.CellError] : [], file.Outcome.Rejected.Select(row => row.Rule));
    }

    [Theory]
    [InlineData("2026-05-01T00:00:00.000"), InlineData("2026-05-01T00:00:00+08:00"), InlineData("2026-04-30T23:30:00-08:00"),
        InlineData("2026-05-01T00:00:00Z"), InlineData("2026-04-30T23:30:00Z"), InlineData("2026-05-01T23:30:00")]
    public void The_day_of_an_xml_workbook_is_the_one_in_china(string moment) =>
        Assert.Equal(["2026-05-01"], Portal.Orders().Read(Xml("", Data(moment, "DateTime"), Data("24"))).Values("ordered_on"));

    [Theory]
    [InlineData("SheetHidden"), InlineData("SheetVeryHidden")]
    public void A_hidden_sheet_of_an_xml_workbook_is_named_and_not_read(string visible)
    {
        var hidden = Xml($"<WorksheetOptions xmlns=\"urn:schemas-microsoft-com:office:excel\"><Visible>{visible}</Visible></WorksheetOptions>",
            Data("2026-05-01"), Data("7"));
        var shown = Xml("<WorksheetOptions xmlns=\"urn:schemas-microsoft-com:office:excel\"/>", Data("2026-05-01"), Data("24"));
        var sheet = hidden[hidden.IndexOf("<Worksheet ", StringComparison.Ordinal)..hidden.IndexOf("</Workbook>", StringComparison.Ordinal)];
        var file = Portal.Orders().Read(shown.Replace("<Worksheet ", sheet.Replace("\"订单\"", "\"旧\"", StringComparison.Ordinal)
            + "<Worksheet ", StringComparison.Ordinal));
        Assert.Equal(["24"], file.Values("units"));
        Assert.Equal([("旧", 0L, "隐藏 hidden"), ("订单", 1L, null)],
            file.Outcome.Parts.Select(part => (part.Sheet, part.Rows, part.Reason)));
    }

    [Fact]
    public void A_small_workbook_in_a_zip64_archive_is_read()
    {
        var bytes = Orders(Dated).Bytes();
        var end = bytes.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        var count = (long)BitConverter.ToUInt16(bytes, end + 10);
        var (size, start) = ((long)BitConverter.ToUInt32(bytes, end + 12), (long)BitConverter.ToUInt32(bytes, end + 16));
        byte[] zip64 =
        [
            .. bytes[..end], .. "PK\u0006\u0006"u8, .. BitConverter.GetBytes(44L), 45, 0, 45, 0, .. new byte[8],
            .. BitConverter.GetBytes(count), .. BitConverter.GetBytes(count), .. BitConverter.GetBytes(size),
            .. BitConverter.GetBytes(start), .. "PK\u0006\u0007"u8, .. new byte[4], .. BitConverter.GetBytes((long)end), 1, 0, 0, 0,
            .. "PK\u0005\u0006"u8, 0, 0, 0, 0, .. Enumerable.Repeat((byte)0xFF, 12), 0, 0,
        ];
        Assert.Equal(["24"], StagedFile.Read(Portal.Orders(), zip64).Values("units"));
    }

    [Fact]
    public void Characters_that_xml_cannot_hold_are_written_out_and_read() =>
        Assert.Equal(["PO1"], Read(Orders("PO1_x000D_,S01,1,2026-05-01,n:24")).Values("order_number"));

    [Theory]
    [InlineData("content.xml", "META-INF/manifest.xml", "OpenDocument"), InlineData("xl/workbook.bin", "xl/worksheets/sheet1.bin", "xlsb"),
        InlineData("word/document.xml", "_rels/.rels", "Word")]
    public void Other_packages_are_refused_by_name_with_what_to_do(string first, string second, string name)
    {
        var stream = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Create))
        {
            foreach (var part in new[] { first, second })
            {
                using var writer = new StreamWriter(archive.CreateEntry(part).Open());
                writer.Write("<a/>");
            }
        }

        var outcome = StagedFile.Read(Portal.Orders(), stream.ToArray()).Outcome;
        Assert.Equal(ReadState.Refused, outcome.State);
        Assert.Contains(name, outcome.Finding, StringComparison.Ordinal);
        Assert.Contains("save it as .xlsx", outcome.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bare_worksheet_stream_shorter_than_a_sector_is_read()
    {
        var report = Portal.Report("encoding: gb18030", """
            - into: order_line
              fields: {order_number: {constant: PO1}, store_id: 店号, item_number: 货号, ordered_on: 日期, requested_on: 日期, units: 数量}
            """);
        var bytes = Bare([0x08, 0, 0, 0, 0x10, 0, 0, 0, 0, 0], "店号,货号,日期,数量", "0101,001011,2026-05-08,96");
        Assert.InRange(bytes.Length, 100, 511);
        Assert.Equal(["001011"], StagedFile.Read(report, bytes).Values("item_number"));
    }

    [Fact]
    public void A_bare_stream_of_excel_97_is_read()
    {
        byte[] wide = [0x10, 0, 0, 6, 0x10, 0, .. new byte[12]];
        Assert.Equal(["000123"], StagedFile.Read(Portal.Orders(), Bare(wide, Portal.Columns, Portal.Row)).Values("item_number"));
    }

    [Theory]
    [InlineData(3, 2, false), InlineData(3, 1, false), InlineData(0, 0, false), InlineData(3, 0, true)]
    public void A_formula_that_a_writer_left_to_be_calculated_is_not_blank(byte kind, byte flags, bool isBlank)
    {
        byte[] wide = [0x10, 0, 0, 6, 0x10, 0, .. new byte[12]];
        byte[] formula = [0x06, 0, 22, 0, 1, 0, 5, 0, 0, 0, kind, 0, 0, 0, 0, 0, 0xFF, 0xFF, flags, 0, .. new byte[6]];
        var bytes = Bare(wide, $"{Portal.Columns},单价", Portal.Row);
        var file = StagedFile.Read(Portal.Orders(fields: "unit_price: 单价"), [.. bytes[..^4], .. formula, .. bytes[^4..]]);
        Assert.Equal(isBlank ? ["PO1"] : [], file.Values("order_number"));
        Assert.Equal(isBlank ? [] : [RejectionRule.CellError], file.Outcome.Rejected.Select(row => row.Rule));
    }

    [Theory]
    [InlineData("824", "0:0 1:2", "24"), InlineData("248", "2:0", "24"), InlineData("241", "2:1", null), InlineData("24", "0:0", null),
        InlineData("24", "1:2", "24")]
    public void Runs_of_a_shared_text_of_excel_97_are_read_as_those_of_any_other(string text, string runs, string? units)
    {
        byte[] begin = [0x10, 0, 0, 6, 0x10, 0, .. new byte[12]];
        byte[][] fonts = [[220, 0, 8, 0, 0, 0, 0, 0, 0, 0, .. new byte[6]], [220, 0, 0, 0, 0, 0, 0, 0, 1, 0, .. new byte[6]],
            [220, 0, .. new byte[14]]];
        byte[] formats = [.. runs.Split(' ').SelectMany(run => run.Split(':')).SelectMany(one => new[] { (byte)(one[0] - '0'), (byte)0 })];
        byte[] shared = [1, 0, 0, 0, 1, 0, 0, 0, (byte)text.Length, 0, 8, (byte)(formats.Length / 4), 0,
            .. System.Text.Encoding.ASCII.GetBytes(text), .. formats];
        var bytes = Bare(begin, Portal.Columns, "PO1,S01,000123,2026-05-01");
        var file = StagedFile.Read(Portal.Orders(), [.. bytes[..20], .. fonts.SelectMany(font => (byte[])[0x31, 0, 16, 0, .. font]),
            0xFC, 0, (byte)shared.Length, 0, .. shared, .. bytes[20..^4], 0xFD, 0, 10, 0, 1, 0, 4, 0, 0, 0, 0, 0, 0, 0, .. bytes[^4..]]);
        Assert.Equal(units is null ? [] : [units], file.Values("units"));
        Assert.Equal(units is null ? [RejectionRule.CellError] : [], file.Outcome.Rejected.Select(row => row.Rule));
    }

    // A sheet's stream without a compound file: its beginning as given, a label for each cell, its end.
    internal static byte[] Bare(byte[] begin, params string[] rows)
    {
        var isWide = begin[3] == 6;
        var bytes = new List<byte>([0x09, 0x08, .. begin]);
        for (var row = 0; row < rows.Length; row++)
        {
            foreach (var (cell, column) in rows[row].Split(',').Select((cell, column) => (cell, column)))
            {
                byte[] text = isWide ? [(byte)cell.Length, 0, 1, .. System.Text.Encoding.Unicode.GetBytes(cell)]
                    : [(byte)FileNature.Gb18030.GetByteCount(cell), 0, .. FileNature.Gb18030.GetBytes(cell)];
                bytes.AddRange([0x04, 0x02, (byte)(6 + text.Length), 0, (byte)row, 0, (byte)column, 0, 0, 0, .. text]);
            }
        }

        return [.. bytes, 0x0A, 0, 0, 0];
    }

    private static string Data(string value, string type = "String") => $"<Data ss:Type=\"{type}\">{value}</Data>";

    // An order in SpreadsheetML 2003, what is in its last two cells as given, and what stands behind its rows.
    private static string Xml(string behind, string date, string units) => Portal.SpreadsheetXml(["PO1,S01,000123,D,Q"])
        .Replace(Data("D"), date, StringComparison.Ordinal).Replace(Data("Q"), units, StringComparison.Ordinal)
        .Replace("</Worksheet>", behind + "</Worksheet>", StringComparison.Ordinal);

    private static RawWorkbook Orders(string row) => new() { Sheets = [new("Sheet1", [Portal.Columns, row])] };

    private static StagedFile Read(RawWorkbook workbook) => StagedFile.Read(Portal.Orders(), workbook.Bytes());

    // Blank cells of the next sheet's first row took what stood in that place of the sheet before.
    [Fact]
    public void A_sheet_says_nothing_that_stood_on_the_sheet_before()
    {
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, new RawWorkbook { Sheets = [new("一", ["a,b,c,d", "1,2,3,4"]), new("二", ["x,,,y"])] }.Bytes());
        using var table = TableFile.Open(file, FileNature.Of(file));
        Assert.True(table.NextSheet() && table.NextRow() && table.NextSheet() && table.NextRow());

        Assert.Equal(["x", "", "", "y"], Enumerable.Range(0, table.CellCount).Select(table.Text));
        File.Delete(file);
    }

    [Fact]
    public void A_sheet_with_the_header_and_rows_that_the_profile_does_not_name_holds_the_file_unless_it_is_to_be_skipped()
    {
        var book = new RawWorkbook
        {
            Sheets = [new("订单", [Portal.Columns, Portal.Row]),
            new("订单(2)", [Portal.Columns, Portal.Row.Replace("PO1", "PO2", StringComparison.Ordinal)])]
        }.Bytes();

        var held = StagedFile.Read(Portal.Orders("sheet: 订单"), book).Outcome;
        Assert.Equal(ReadState.Held, held.State);
        Assert.Contains("订单(2)", held.Finding, StringComparison.Ordinal);
        Assert.Equal(["PO1"], StagedFile.Read(Portal.Orders("sheet: 订单\nskip_sheets: [订单(*]"), book).Values("order_number"));
        Assert.Equal(["PO1", "PO2"], StagedFile.Read(Portal.Orders("sheet: 订单*"), book).Values("order_number"));
    }
}
