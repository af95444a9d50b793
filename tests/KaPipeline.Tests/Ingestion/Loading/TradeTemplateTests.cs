using Dapper;
using KaPipeline.Items;
using KaPipeline.Warehouse;
using OfficeOpenXml;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>The forms of the daily trade, from the template with what is known to what people see of it.</summary>
[Trait("Category", "Slow")]
public sealed class TradeTemplateTests
{
    private static readonly DateOnly Evening = new(2026, 6, 3);

    [Theory]
    [InlineData("promotions", "promotion_plans", 3,
        "select concat_ws(' ', purpose, goal_amount, prepared_on) from mart.promotion_sheet where promotion_id = 'RU-202605-02'",
        "店内堆头清库存 7777.00 2026-05-22")]
    [InlineData("budget", "special_fees", 9,
        "select concat_ws(' ', step, approved_amount, spent_amount) from mart.special_fee_claim where fee_number = 'ZX-HA-202605-01'",
        "spent 900.00 900.00")]
    [InlineData("plans", "improvement_plans", 40,
        "select concat_ws(' ', state, due_on, plan_text) from mart.improvement_plan where product_id = 'P010' and plan_text is not null",
        "running 2026-06-15 申请店内促销一档")]
    public async Task A_form_brings_what_is_known_and_is_loaded_again(string name, string report, int least, string sql, string expected)
    {
        var (world, _) = await SampleMonth.WorldAsync();
        await using var disposed = world;
        var form = TradeTemplate.All.Single(one => one.Name == name);
        var folder = Directory.CreateTempSubdirectory("ka-form-").FullName;
        await using var connection = await world.Warehouse.DataSource.OpenConnectionAsync(Stopping);
        int lines;
        await using (var transaction = await ReportClock.EndOf(Evening).BeginAsync(connection, Stopping))
        {
            using var content = new MemoryStream();
            lines = await form.SaveAsync(connection, ReportClock.EndOf(Evening).KnownAt, content, Stopping);
            using var package = new ExcelPackage(content);
            if (name == "promotions")
            {
                var sheet = package.Workbook.Worksheets[form.Title];
                var row = Enumerable.Range(5, lines).Single(at => sheet.Cells[at, 2].Text == "RU-202605-02");
                sheet.Cells[row, 6].Value = 7777m;
            }

            package.SaveAs(new FileInfo(Path.Combine(folder, form.FileName(Evening))));
        }

        var result = Assert.Single(await world.Ingest.RunAsync(world.Ingest.Find([folder]).Known, ct: Stopping));
        Directory.Delete(folder, recursive: true);

        Assert.True(lines >= least);
        Assert.Equal((report, 0L), (result.Report, result.RowsQuarantined));
        var clock = ReportClock.EndOf(Evening) with { KnownAt = TimeProvider.System.GetUtcNow().AddDays(1) };
        await using var asked = await clock.BeginAsync(connection, Stopping);
        Assert.Equal(expected, await connection.QuerySingleAsync<string>(sql, transaction: asked));
    }
}
