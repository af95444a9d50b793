using System.IO.Compression;
using System.Xml.Linq;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Workbooks;

namespace KaPipeline.Tests.Workbooks;

public sealed class BarChartTests
{
    private static readonly XNamespace C = "http://schemas.openxmlformats.org/drawingml/2006/chart";

    [Fact]
    public async Task A_chart_is_valid_by_the_schema()
    {
        using var file = await SaveAsync();

        Assert.Equal([], WorkbookSchema.Faults(file));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("outbox")]
    public async Task A_chart_brings_the_values_that_it_points_to_also_those_of_formulas(string? frontsOnly)
    {
        var chart = await ChartAsync(frontsOnly);

        Assert.Equal(["差额\nDifference"], Points(chart, "tx", "strCache"));
        Assert.Equal(["鼎丰", "永和"], Points(chart, "cat", "strCache"));
        Assert.Equal(["-2.5", "7"], Points(chart, "val", "numCache"));
        Assert.All(chart.Descendants(C + "f"), formula => Assert.StartsWith("'差额 Differences'!$", formula.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dates_below_bars_stay_dates()
    {
        var chart = await ChartAsync(first: [new DateOnly(2026, 5, 31), 1m, 3.5m, -2.5m], second: [new DateOnly(2026, 6, 1), 9m, 2m, 7m]);

        Assert.Equal(["46173", "46174"], Points(chart, "cat", "numCache"));
        Assert.Equal("yyyy-mm-dd", chart.Descendants(C + "cat").Single().Descendants(C + "formatCode").Single().Value);
    }

    [Fact]
    public async Task Labels_stand_clear_of_bars_below_nought() =>
        Assert.Equal("low", (string?)(await ChartAsync()).Descendants(C + "catAx").Single().Element(C + "tickLblPos")!.Attribute("val"));

    private static IEnumerable<string> Points(XDocument chart, string part, string cache) =>
        chart.Descendants(C + part).Last().Descendants(C + cache).Single().Elements(C + "pt").Select(point => point.Element(C + "v")!.Value);

    private static async Task<XDocument> ChartAsync(string? frontsOnly = null, object?[]? first = null, object?[]? second = null)
    {
        using var file = await SaveAsync(frontsOnly, first, second);
        using var zip = new ZipArchive(file);
        await using var part = await zip.GetEntry("xl/charts/chart1.xml")!.OpenAsync(Stopping);
        return await XDocument.LoadAsync(part, LoadOptions.PreserveWhitespace, Stopping);
    }

    private static async Task<MemoryStream> SaveAsync(string? frontsOnly = null, object?[]? first = null, object?[]? second = null)
    {
        var workbook = new ReportWorkbook("测试", new DateTimeOffset(2026, 5, 31, 0, 0, 0, TimeSpan.Zero))
        {
            FrontsOnly = frontsOnly,
        };
        new SheetTable(workbook, "差额 Differences", "差额", "",
            [
                new("系统 Chain", first is null ? ColumnKind.Text : ColumnKind.Date), new("我方 Ours", ColumnKind.Money),
                new("对方 Theirs", ColumnKind.Money), new("差额 Difference", ColumnKind.Money, Formula: "B{0}-C{0}"),
            ],
            [first ?? ["鼎丰", 1m, 3.5m, -2.5m], second ?? ["永和", 9m, 2m, 7m]])
        {
            Chart = (0, 3),
        }.Write();
        var file = new MemoryStream();
        await workbook.SaveAsync(file, Stopping);
        file.Position = 0;
        return file;
    }
}
