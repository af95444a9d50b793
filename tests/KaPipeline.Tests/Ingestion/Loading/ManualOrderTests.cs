using Dapper;
using KaPipeline.Items;
using KaPipeline.Warehouse;
using OfficeOpenXml;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>An order that a store faxes, from the template to the morning's work list.</summary>
[Trait("Category", "Slow")]
public sealed class ManualOrderTests
{
    private static readonly DateOnly Evening = new(2026, 5, 19);

    [Fact]
    public async Task A_filled_template_is_loaded_like_any_order_and_stands_in_the_work_list()
    {
        var (world, _) = await SampleMonth.WorldAsync();
        await using var disposed = world;
        var folder = Directory.CreateTempSubdirectory("ka-manual-").FullName;
        var path = Path.Combine(folder, ManualOrderTemplate.FileName("dingfeng", Evening));
        await using var connection = await world.Warehouse.DataSource.OpenConnectionAsync(Stopping);
        await using (var transaction = await ReportClock.EndOf(Evening).BeginAsync(connection, Stopping))
        {
            using var content = new MemoryStream();
            var (stores, items) = await ManualOrderTemplate.SaveAsync(
                connection, "dingfeng", ReportClock.EndOf(Evening).KnownAt, content, Stopping);
            Assert.Equal(6, stores);
            Assert.True(items > 30);
            Fill(content, path);
        }

        var result = Assert.Single(await world.Ingest.RunAsync(world.Ingest.Find([folder]).Known, ct: Stopping));
        Directory.Delete(folder, recursive: true);

        Assert.Equal(("manual_orders", 2L, 0L), (result.Report, result.RowsLoaded, result.RowsQuarantined));
        var clock = ReportClock.EndOf(Evening) with { KnownAt = TimeProvider.System.GetUtcNow().AddDays(1) };
        await using var asked = await clock.BeginAsync(connection, Stopping);
        var lines = await connection.QueryAsync<string>(
            """
            select concat_ws(' ', store_id, product_id, origin, due, trim_scale(open_quantity), open_cases)
            from mart.work_list where order_number = 'SG-0520-1' order by product_id
            """, transaction: asked);
        Assert.Equal(["0101 P001 manual today 77 3.21", "0101 P004 manual today 24 2.00"], lines);
    }

    // Three cases and five units of one item, two cases of another.
    private static void Fill(MemoryStream content, string path)
    {
        var package = new ExcelPackage(content);
        var sheet = package.Workbook.Worksheets["手工订单"];
        object?[][] rows =
        [
            ["SG-0520-1", "0101", "001011", Evening.ToDateTime(TimeOnly.MinValue), Evening.AddDays(1).ToDateTime(TimeOnly.MinValue), 3, 5, null],
            ["SG-0520-1", "0101", "001044", Evening.ToDateTime(TimeOnly.MinValue), Evening.AddDays(1).ToDateTime(TimeOnly.MinValue), 2, null,
            8.0584],
        ];
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < rows[row].Length; column++)
            {
                sheet.Cells[row + 5, column + 1].Value = rows[row][column];
            }
        }

        package.SaveAs(new FileInfo(path));
    }
}
