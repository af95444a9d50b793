using KaPipeline.Ingestion.Loading;
using KaPipeline.Lineage;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Lineage;

/// <summary>Row numbers count per sheet: a figure of a workbook leads to the sheet as well.</summary>
[Trait("Category", "Slow")]
public sealed class SheetLineageTests
{
    [Theory]
    [InlineData("statement_totals", "汇总", "对账单号 | WJ2605A")]
    [InlineData("deduction_review", "明细", "费用")]
    public async Task Head_and_lines_of_a_statement_are_found_on_their_own_sheets(string view, string sheet, string says)
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        await world.LoadAsync(Path.Combine(IngestWorld.Samples, "wanjia", "万嘉结算单_WJ2605A.xlsx"));
        var where = new Dictionary<string, string>(StringComparer.Ordinal) { ["statement_number"] = "WJ2605A" };

        var figures = await FigureLineage.TraceAsync(world.Warehouse.DataSource, view, where, ReportClock.EndOf(new DateOnly(2026, 5, 31)));

        Assert.NotEmpty(figures);
        foreach (var source in figures.Select(figure => Assert.Single(figure.Sources)))
        {
            Assert.Equal(sheet, source.Sheet);
            var report = world.Profiles.Find("wanjia")!.Reports.Single(one => one.Name == source.Report);
            var rows = ArchivedRows.Read(new FileArchive(world.Archive).PathOf(source.Sha256), report, [(source.Sheet, source.RowNumber)]);
            Assert.Contains(says, string.Join(" | ", rows[(source.Sheet, source.RowNumber)]), StringComparison.Ordinal);
        }
    }
}
