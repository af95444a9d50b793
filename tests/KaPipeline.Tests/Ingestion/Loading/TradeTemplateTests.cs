using Dapper;
using KaPipeline.Items;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using OfficeOpenXml;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>The forms of the daily trade, from the template with what is known to what people see of it.</summary>
[Trait("Category", "Slow")]
public sealed class TradeTemplateTests
{
    private static readonly DateOnly Evening = new(2026, 6, 3);

    /// <summary>Three of the forms, others in each run; all of them in a long run.</summary>
    public static TheoryData<string, string, int, string, string> Forms =>
    [
        .. LongRun.Drawn<(string, string, int, string, string)>(
        [
            ("promotions", "promotion_plans", 3,
            "select concat_ws(' ', purpose, goal_amount, prepared_on) from mart.promotion_sheet where promotion_id = 'RU-202605-02'",
            "店内堆头清库存 7777.00 2026-05-22"),
            ("budget", "special_fees", 9,
            "select concat_ws(' ', step, approved_amount, spent_amount) from mart.special_fee_claim where fee_number = 'ZX-HA-202605-01'",
            "spent 900.00 900.00"),
            ("plans", "improvement_plans", 40,
            "select concat_ws(' ', state, due_on, plan_text) from mart.improvement_plan where product_id = 'P010' and plan_text is not null",
            "running 2026-06-15 申请店内促销一档"),
            ("surveys", "surveys", 36,
            "select concat_ws(' ', store_id, kind, name, sales_amount, own_amount > 0) from mart.store_survey where month = '2026-05-01' and name like '%乙%'",
            "0101 competitor 竞品乙优酸乳 250ml 900.00 t"),
            ("summaries", "work_summaries", 15,
            "select concat_ws(' ', person_id, sales_amount, own_sales_amount > 0) from mart.work_summary where month = '2026-05-01'", "E005 5000.00 t"),
            ("shipments", "warehouse_shipments", 2,
            "select string_agg(concat_ws(' ', trim_scale(sent_quantity), trim_scale(arrived_quantity), failed_leg), ', ') from mart.warehouse_leg "
            + "where exists (select from core.warehouse_shipment as sent where sent.shipment_number = 'PS-X' and sent.order_number = warehouse_leg.order_number and sent.product_id = warehouse_leg.product_id)",
            "7 5 to_store"),
            ("inspections", "inspections", 300,
            "select string_agg(concat_ws(' ', store_id, nullif(product_id, ''), finding, trim_scale(found), detail), ', ' order by product_id, finding) "
            + "from mart.inspection_finding where inspected_on = '2026-06-03'",
            "0101 material_bad damaged, 0101 P001 damaged_pack 2, 0101 P001 display_small 60"),
        ], 3),
    ];

    [Theory]
    [MemberData(nameof(Forms))]
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
            var package = new ExcelPackage(content);
            if (name == "promotions")
            {
                var sheet = package.Workbook.Worksheets[form.Title];
                var row = Enumerable.Range(5, lines).Single(at => sheet.Cells[at, 2].Text == "RU-202605-02");
                sheet.Cells[row, 6].Value = 7777m;
            }

            else if (name == "inspections")
            {
                var sheet = package.Workbook.Worksheets[form.Title];
                var row = Enumerable.Range(5, lines).First(at => sheet.Cells[at, 3].Text == "0101");
                for (var at = row; at < row + 2; at++)
                {
                    sheet.Cells[at, 5].Value = Evening.ToDateTime(TimeOnly.MinValue);
                }

                (sheet.Cells[row, 21].Value, sheet.Cells[row + 1, 9].Value, sheet.Cells[row + 1, 10].Value,
                    sheet.Cells[row + 1, 16].Value) = ("破损 damaged", 5, 12, 2);
            }

            else if (name == "surveys")
            {
                var sheet = package.Workbook.Worksheets[form.Title];
                var row = Enumerable.Range(5, lines).Single(at => sheet.Cells[at, 3].Text == "0101" && sheet.Cells[at, 7].Text.Contains('乙'));
                (sheet.Cells[row, 5].Value, sheet.Cells[row, 12].Value) = (new DateTime(2026, 5, 1), 900m);
            }
            else if (name == "shipments")
            {
                // Of what the warehouse never sends by itself: 7, of which 5 arrive.
                var sheet = package.Workbook.Worksheets[form.Title];
                var row = Enumerable.Range(5, lines).First(at => (sheet.Cells[at, 5].Text, sheet.Cells[at, 6].Text) == ("WJ2605230001", "P004"));
                (sheet.Cells[row, 10].Value, sheet.Cells[row, 11].Value) = ("PS-X", Evening.ToDateTime(TimeOnly.MinValue));
                (sheet.Cells[row, 12].Value, sheet.Cells[row, 13].Value) = (7, 5);
            }
            else if (name == "summaries")
            {
                var sheet = package.Workbook.Worksheets[form.Title];
                var row = Enumerable.Range(5, lines).Single(at => sheet.Cells[at, 1].Text == "E005");
                (sheet.Cells[row, 3].Value, sheet.Cells[row, 4].Value) = (new DateTime(2026, 5, 1), 5000m);
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
