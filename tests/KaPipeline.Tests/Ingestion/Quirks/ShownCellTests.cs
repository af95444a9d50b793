using System.Text;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Tests.Ingestion.Quirks;

/// <summary>What cells of a workbook show and what they hold: codes under a number format, values under merged cells.</summary>
public sealed class ShownCellTests
{
    [Theory]
    [InlineData("000000", "52", "000052"), InlineData("0000", "901", "0901"), InlineData("000000", "1011", "001011")]
    [InlineData("0000", "12345", "12345"), InlineData("\"TH\"0000", "52", "TH0052"), InlineData("\"TH\"0", "52", "TH52")]
    [InlineData("\\T\\H0000", "52", "TH0052"), InlineData("000-000", "1011", "001-011"), InlineData("[$-804]0000;[Red]\\-0000", "52", "0052")]
    [InlineData("0000\"A\"", "52", "0052A"), InlineData("0\" days\"", "52", "52"), InlineData("0000\"号\"", "52", "0052"), InlineData("0\"箱\"", "52", "52")]
    [InlineData("0000_ ", "52", "0052"), InlineData("000000", "52.0", "000052")]
    [InlineData("0", "52", "52"), InlineData("0_ ", "52", "52"), InlineData("#,##0", "1011", "1011"), InlineData("0.00", "52", "52")]
    [InlineData("00%", "52", "52"), InlineData("[>0]00;0", "52", "52"), InlineData("[DBNum1]00", "52", "52"), InlineData("@", "52", "52")]
    [InlineData("0000", "-52", "-52"), InlineData("00000000000000000000", "52", "00000000000000000052")]
    public void A_code_that_a_number_format_fills_up_is_what_the_cell_shows(string format, string number, string code)
    {
        var book = new RawWorkbook { FormatCode = format, Sheets = [new("S", [Portal.Columns, $"PO1,S01,d:{number},2026-05-01,n:24"])] };
        Assert.Equal([code], StagedFile.Read(Portal.Orders(), book.Bytes()).Values("item_number"));
        if (number is not "52.0" and not "-52")
        {
            Assert.Equal([code], StagedFile.Read(Portal.Orders(), Biff(format, double.Parse(number, null))).Values("item_number"));
            Assert.Equal([code], StagedFile.Read(Portal.Orders(), Xml(format, number)).Values("item_number"));
        }
    }

    [Theory]
    [InlineData("0000", "24", "24"), InlineData("0\"箱\"", "24", "24"), InlineData("\"约\"000", "24", "24"), InlineData("000", "24.5", "24.5")]
    [InlineData("0000", "-24", "-24")]
    public void A_quantity_keeps_its_value(string format, string number, string units)
    {
        var book = new RawWorkbook { FormatCode = format, Sheets = [new("S", [Portal.Columns, $"PO1,S01,1,2026-05-01,d:{number}"])] };
        var file = StagedFile.Read(Portal.Orders("total: {label: 合计, sums: [数量]}"), book.Bytes());
        Assert.Equal(number[0] == '-' ? [] : [units], file.Values("units").Select(value => value!.TrimEnd('0').TrimEnd('.')));
    }

    [Fact]
    public void Conditions_words_and_cells_filled_down_are_of_what_is_shown()
    {
        var report = Portal.Report("", """
            - into: delivery_line
              when: {单号: {starts: [TH]}}
              fields:
                delivery_number: {column: 单号, fill_down: true}
                kind: {column: 单号, fill_down: true, take: first 2, values: {TH: return}, otherwise: delivery}
                store_id: 门店
                item_number: 货号
                received_on: 日期
                received_units: 数量
            """);
        string[] rows = ["单号,门店,货号,日期,数量", "d:52,S01,1,2026-05-01,n:5"];
        var book = new RawWorkbook { FormatCode = "\"TH\"0000", Sheets = [new("S", rows)] };
        var file = StagedFile.Read(report, book.Bytes());
        Assert.Equal(("TH0052", "return"), (file.Values("delivery_number", "delivery_line").Single(), file.Values("kind", "delivery_line").Single()));

        var filled = Portal.Report("", """
            - into: order_line
              fields: {order_number: {column: 订单号, fill_down: true}, store_id: 门店, item_number: 货号, ordered_on: 日期, requested_on: 日期, units: 数量}
            """);
        book = new RawWorkbook
        {
            FormatCode = "\"PO\"0000",
            Sheets = [new("S", [Portal.Columns, "d:52,S01,1,2026-05-01,n:5", ",S01,2,2026-05-01,n:6"])],
        };
        Assert.Equal(["PO0052", "PO0052"], StagedFile.Read(filled, book.Bytes()).Values("order_number"));
    }

    [Fact]
    public void A_value_under_merged_cells_that_is_not_the_one_shown_sets_its_row_aside()
    {
        string[] rows = [Portal.Columns, "PO1,S01,1,2026-05-01,n:1", "PO2,S01,2,2026-05-01,n:2", "PO1,S01,3,2026-05-01,n:3", "PO3,S01,4,2026-05-01,n:4"];
        var book = new RawWorkbook { Sheets = [new("S", rows) { Merged = ["D9:E9", "A2:A4"] }] };
        var file = StagedFile.Read(Portal.Orders(), book.Bytes());
        Assert.Equal(["1", "3", "4"], file.Values("item_number"));
        Assert.Equal([(RejectionRule.CellError, 3, "订单号", "PO2")],
            file.Outcome.Rejected.Select(row => (row.Rule, row.RowNumber, row.Column!, row.Found!)));

        byte[] merged = [0xE5, 0, 10, 0, 1, 0, 1, 0, 3, 0, 0, 0, 0, 0];
        byte[] wide = [0x10, 0, 0, 6, 0x10, 0, .. new byte[12]];
        var bytes = WorkbookKindTests.Bare(wide, [.. rows.Select(row => row.Replace("n:", "", StringComparison.Ordinal))]);
        Assert.Equal(["1", "3", "4"], StagedFile.Read(Portal.Orders(), [.. bytes[..^4], .. merged, .. bytes[^4..]]).Values("item_number"));
    }

    [Theory]
    [InlineData("A2:A3", "PO1", "PO1", 2), InlineData("A2:A3", "PO1", " PO1 ", 2), InlineData("A2:A3", "", "PO1", 0), InlineData("A2:B2", "PO1", "PO2", 1)]
    [InlineData("A1:E1", "PO1", "PO2", 2), InlineData("A2:A2", "PO1", "PO2", 2), InlineData("A3:A9", "PO1", "PO2", 2), InlineData("F2:G3", "PO1", "PO2", 2)]
    [InlineData("$A$2:$A$3", "PO1", "PO2", 1), InlineData("A2", "PO1", "PO2", 2), InlineData("C2:E3", "PO1", "PO2", 0)]
    public void Cells_under_a_merge_that_are_equal_blank_or_beside_it_are_fine(string area, string first, string second, int rows)
    {
        var book = new RawWorkbook
        {
            Sheets = [new("S", [Portal.Columns, $"{first},S01,1,2026-05-01,n:1", $"{second},S01,2,2026-05-01,n:2"]) { Merged = [area] }],
        };
        var file = StagedFile.Read(Portal.Orders(), book.Bytes());
        Assert.Equal(rows, file["order_line"].Count);
    }

    [Fact]
    public void Merged_cells_are_found_wherever_they_stand_in_a_long_sheet()
    {
        // The list of areas lies across the pieces in which a sheet is looked through.
        string[] rows = [Portal.Columns, .. Enumerable.Range(0, 3000).Select(at => $"PO{at / 2},S01,{at},2026-05-01,n:1")];
        var areas = Enumerable.Range(0, 1500).Select(at => $"A{(at * 2) + 2}:A{(at * 2) + 3}").ToArray();
        var book = new RawWorkbook { Sheets = [new("S", rows) { Merged = areas }] };
        Assert.Empty(StagedFile.Read(Portal.Orders(), book.Bytes()).Outcome.Rejected);
        rows = [Portal.Columns, .. Enumerable.Range(0, 3000).Select(at => $"PO{at},S01,{at},2026-05-01,n:1")];
        book = new RawWorkbook { Sheets = [new("S", rows) { Merged = areas }] };
        Assert.Equal(1500, StagedFile.Read(Portal.Orders(), book.Bytes()).Outcome.Rejected.Count);
    }

    // A bare sheet of Excel 97 whose item number is a number under a format of its own.
    private static byte[] Biff(string format, double number)
    {
        byte[] wide = [0x10, 0, 0, 6, 0x10, 0, .. new byte[12]];
        byte[] text = [164, 0, (byte)format.Length, 0, 1, .. Encoding.Unicode.GetBytes(format)];
        byte[] formats = [0x1E, 0x04, (byte)text.Length, 0, .. text, 0xE0, 0, 20, 0, 0, 0, 164, 0, .. new byte[16]];
        byte[] cell = [0x03, 0x02, 14, 0, 1, 0, 4, 0, 0, 0, .. BitConverter.GetBytes(number)];
        var bytes = WorkbookKindTests.Bare(wide, "订单号,门店,日期,数量,货号", "PO1,S01,2026-05-01,24");
        return [.. bytes[..20], .. formats, .. bytes[20..^4], .. cell, .. bytes[^4..]];
    }

    private static byte[] Xml(string format, string number) => Encoding.UTF8.GetBytes(Portal.SpreadsheetXml(["PO1,S01,N,2026-05-01,24"])
        .Replace("<Worksheet", $"<Styles><Style ss:ID=\"s1\"><NumberFormat ss:Format=\"{format.Replace("\"", "&quot;", StringComparison.Ordinal)}\"/></Style></Styles><Worksheet",
            StringComparison.Ordinal)
        .Replace("<Cell><Data ss:Type=\"String\">N<", $"<Cell ss:StyleID=\"s1\"><Data ss:Type=\"Number\">{number}<", StringComparison.Ordinal));
}
