using System.IO.Compression;
using System.Xml.Linq;
using ExcelDataReader;
using KaPipeline.Workbooks;
using OfficeOpenXml;

namespace KaPipeline.Tests.Workbooks;

public sealed class ReportWorkbookTests
{
    private static readonly DateTimeOffset ProducedAt = new(2026, 5, 31, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Detail_rows_come_back_as_they_were_written()
    {
        using var package = await WriteAsync(Sheet(2, 3.5m, async (rows, ct) =>
        {
            rows.Text("0012");
            rows.Number(1.25m);
            rows.Date(new DateOnly(2026, 5, 31));
            await rows.EndRowAsync(ct);
            rows.Text("纯牛奶 & <250ml>");
            rows.Number(2.25m);
            await rows.EndRowAsync(ct);
        }));

        var sheet = package.Workbook.Worksheets["明细"];
        Assert.Equal("0012", sheet.Cells["A6"].Value);
        Assert.Equal(1.25, sheet.Cells["B6"].Value);
        Assert.Equal(new DateTime(2026, 5, 31), sheet.Cells["C6"].GetValue<DateTime>());
        Assert.Equal("纯牛奶 & <250ml>", sheet.Cells["A7"].Value);
        Assert.Null(sheet.Cells["C7"].Value);
        Assert.Equal("#,##0.00", sheet.Cells["B7"].Style.Numberformat.Format);
        Assert.Equal("SUM('明细'!B6:B7)", sheet.Cells["B2"].Formula);
        Assert.Equal(3.5, sheet.Cells["B2"].Value);
    }

    /// <summary>Cells carry no reference: what is left out in the middle takes its place, and space at the ends of a text stays.</summary>
    [Fact]
    public async Task Cells_stay_in_their_columns_behind_empty_ones()
    {
        var file = await SaveAsync(Sheet(4, 3m, async (rows, ct) =>
        {
            rows.Text(null);
            rows.Number(1);
            await rows.EndRowAsync(ct);
            rows.Text("");
            rows.Number(null);
            rows.Date(new DateOnly(2026, 5, 31));
            await rows.EndRowAsync(ct);
            rows.Text(null);
            await rows.EndRowAsync(ct);
            rows.Text(" 前后 有空格 ");
            rows.Number(2);
            await rows.EndRowAsync(ct);
        }));
        object?[][] expected = [[null, 1.0, null], [null, null, 46173.0], [null, null, null], [" 前后 有空格 ", 2.0, null]];

        var package = new ExcelPackage(file);
        var sheet = package.Workbook.Worksheets["明细"];
        Assert.Equal(expected, Enumerable.Range(6, 4).Select(row => Enumerable.Range(1, 3).Select(column => sheet.Cells[row, column].Value
            is DateTime date ? date.ToOADate() : sheet.Cells[row, column].Value).ToArray()));
        file.Position = 0;
        using var second = ExcelReaderFactory.CreateOpenXmlReader(file);
        second.NextResult();
        var read = new List<object?[]>();
        while (second.Read())
        {
            read.Add([.. Enumerable.Range(0, 3).Select(column => second.GetValue(column) is DateTime date ? date.ToOADate()
                : second.GetValue(column))]);
        }

        Assert.Equal(expected, read.Skip(DetailSheet.HeaderRow));
    }

    [Theory]
    [InlineData("=cmd|'/c calc'!A1")]
    [InlineData("+1+1")]
    [InlineData("-2")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    public async Task Text_that_looks_like_a_formula_stays_text(string hostile)
    {
        using var package = await WriteAsync(Sheet(1, 0m, async (rows, ct) =>
        {
            rows.Text(hostile);
            rows.Number(0);
            await rows.EndRowAsync(ct);
        }));

        var cell = package.Workbook.Worksheets["明细"].Cells["A6"];
        Assert.Equal("", cell.Formula);
        Assert.Equal(hostile, cell.Value);
        Assert.True(cell.Style.QuotePrefix);
    }

    [Fact]
    public async Task Text_that_XML_cannot_hold_does_not_break_the_workbook()
    {
        using var package = await WriteAsync(Sheet(1, 0m, async (rows, ct) =>
        {
            rows.Text("a\u0001b\ud800c_x000D_d😀");
            rows.Number(0);
            await rows.EndRowAsync(ct);
        }));

        Assert.Equal(@"a\u0001b\uD800c_x000D_d😀", package.Workbook.Worksheets["明细"].Cells["A6"].Text);
    }

    [Fact]
    public async Task Text_longer_than_a_cell_holds_is_cut_and_says_so()
    {
        using var package = await WriteAsync(Sheet(1, 0m, async (rows, ct) =>
        {
            rows.Text(new string('长', 40_000));
            rows.Number(0);
            await rows.EndRowAsync(ct);
        }));

        var text = package.Workbook.Worksheets["明细"].Cells["A6"].Text;
        Assert.InRange(text.Length, 32_000, 32_767);
        Assert.EndsWith("（共 40000 字符，已截 cut）", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_beyond_one_sheet_go_on_in_the_next_and_totals_cover_both()
    {
        using var package = await WriteAsync(Sheet(5, 15m, async (rows, ct) =>
        {
            for (var i = 1; i <= 5; i++)
            {
                rows.Text($"r{i}");
                rows.Number(i);
                await rows.EndRowAsync(ct);
            }
        }) with
        { SheetLimit = 2 });

        Assert.Equal(["概览", "明细", "明细 (2)", "明细 (3)"], package.Workbook.Worksheets.Select(sheet => sheet.Name));
        Assert.Equal("r5", package.Workbook.Worksheets["明细 (3)"].Cells["A6"].Value);
        Assert.Equal("SUM('明细'!B6:B7)+SUM('明细 (2)'!B6:B7)+SUM('明细 (3)'!B6:B6)", package.Workbook.Worksheets["明细 (3)"].Cells["B2"].Formula);
    }

    [Fact]
    public async Task Rows_that_miss_the_control_total_stop_the_workbook()
    {
        var refusal = await Assert.ThrowsAsync<ControlTotalException>(() => WriteAsync(Sheet(1, 10m, async (rows, ct) =>
        {
            rows.Text("r");
            rows.Number(9.99m);
            await rows.EndRowAsync(ct);
        })));

        Assert.Contains("add up to 9.99, the warehouse says 10", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_too_few_stops_the_workbook() =>
        await Assert.ThrowsAsync<ControlTotalException>(() => WriteAsync(Sheet(2, null, async (rows, ct) => await rows.EndRowAsync(ct))));

    [Fact]
    public async Task A_refused_workbook_leaves_no_file()
    {
        var folder = Directory.CreateTempSubdirectory("ka-workbook-");
        var path = Path.Combine(folder.FullName, "对账.xlsx");
        var workbook = new ReportWorkbook("t", ProducedAt);
        workbook.AddFront("概览").Cells["A1"].Value = "x";
        workbook.AddDetail(Sheet(1, null, (_, _) => Task.CompletedTask));

        await Assert.ThrowsAsync<ControlTotalException>(() => workbook.SaveAsync(path, Stopping));

        Assert.Empty(folder.EnumerateFiles());
        folder.Delete(recursive: true);
    }

    /// <summary>2026-05-31 01:30 in Shanghai is the evening of the 30th by the clock of the file's properties.</summary>
    [Fact]
    public async Task The_files_properties_give_the_moment_in_UTC()
    {
        var workbook = new ReportWorkbook("t", new DateTimeOffset(2026, 5, 31, 1, 30, 0, TimeSpan.FromHours(8)));
        workbook.AddFront("概览").Cells["A1"].Value = "x";
        using var file = new MemoryStream();
        await workbook.SaveAsync(file, Stopping);

        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        await using var part = await zip.GetEntry("docProps/core.xml")!.OpenAsync(Stopping);
        var properties = await XDocument.LoadAsync(part, LoadOptions.None, Stopping);
        XNamespace terms = "http://purl.org/dc/terms/";
        Assert.Equal(["2026-05-30T17:30:00Z", "2026-05-30T17:30:00Z"],
            new[] { "created", "modified" }.Select(name => properties.Descendants(terms + name).Single().Value));
    }

    private static DetailSheet Sheet(long rows, decimal? total, Func<DetailRows, CancellationToken, Task> fill) => new(
        "明细", "每行一条 One row each",
        [new("编码 Code", ColumnKind.Text), new("金额 Amount", ColumnKind.Money, ControlTotal: total), new("日期 Date", ColumnKind.Date)], rows,
        fill);

    private static async Task<ExcelPackage> WriteAsync(DetailSheet detail) => new(await SaveAsync(detail));

    private static async Task<MemoryStream> SaveAsync(DetailSheet detail)
    {
        var workbook = new ReportWorkbook("测试", ProducedAt);
        workbook.AddFront("概览").Cells["A1"].Value = "概览";
        workbook.AddDetail(detail);
        var file = new MemoryStream();
        await workbook.SaveAsync(file);
        file.Position = 0;
        return file;
    }
}
