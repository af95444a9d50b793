using KaPipeline.Ingestion.Loading;
using KaPipeline.Lineage;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Tests.Ingestion.Quirks;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Lineage;

/// <summary>docs/quirks.md#the-table: row numbers count per sheet: a figure of a workbook leads to the sheet as well.</summary>
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

        var figures = await FigureLineage.TraceAsync(
            world.Warehouse.DataSource, view, where, ReportClock.EndOf(new DateOnly(2026, 5, 31)), ct: Stopping);

        Assert.NotEmpty(figures);
        foreach (var source in figures.Select(figure => Assert.Single(figure.Sources)))
        {
            Assert.Equal(sheet, source.Sheet);
            var report = world.Profiles.Find("wanjia")!.Reports.Single(one => one.Name == source.Report);
            var rows = ArchivedRows.Read(new FileArchive(world.Archive).PathOf(source.Sha256), report, [(source.Sheet, source.RowInSheet)]);
            Assert.Contains(says, string.Join(" | ", rows[(source.Sheet, source.RowInSheet)].Cells), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Rows_of_two_sheets_with_the_same_number_are_loaded_set_aside_and_traced_apart()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var products = await world.ListAsync("select distinct product_id from core.product order by 1 limit 2");
        await world.AddAsync("chains/liangye.yaml", """
            chain: liangye
            name: 两页
            name_en: Two sheets
            accounts:
              - {supplier_code: "7", statement_basis: excluding}
            reports:
              orders:
                files: ["ly_orders_*.xlsx"]
                sheet: "订单*"
                rows:
                  - into: order_line
                    fields: {order_number: 订单号, store_id: 门店, supplier_code: {constant: "7"}, item_number: 货号, ordered_on: 日期, requested_on: 日期, units: 数量}
            """);
        await world.LoadAsync(
            world.Write("stores.csv",
            "chain_id,store_id,valid_from,valid_to,name,region,city,area_m2,checkouts,store_format,delivery_mode,dealer,warehouse\nliangye,S01,2026-01-01,,A,sh,sh,,,,direct,,\n"),
            world.Write("chain_items.csv",
            $"chain_id,item_number,product_id,pack_size,listed_on,delisted_on\nliangye,x,{products[0]},,,\n"));

        // Row 2 of both sheets is good; row 3 is good on the first, unknown on the second; row 4 of the second has no quantity.
        var path = Path.Combine(world.Folder, "ly_orders_1.xlsx");
        await File.WriteAllBytesAsync(path, Portal.Workbook(book =>
        {
            book.Fill("说明", "订单两页");
            book.Fill("订单1", "订单号|门店|货号|日期|数量\nPO1|S01|x|2026-05-01|11\nPO2|S01|x|2026-05-01|12");
            book.Fill("订单2", "订单号|门店|货号|日期|数量\nPO3|S01|x|2026-05-01|13\nPO4|S01|y|2026-05-01|14\nPO5|S01|x|2026-05-01|");
        }), Stopping);
        var loaded = (await world.LoadAsync(path))[0];
        Assert.Equal((5, 3, 2, 0), (loaded.RowsIn, loaded.RowsLoaded, loaded.RowsQuarantined, loaded.RowsDuplicate));
        Assert.Equal(["PO1", "PO2", "PO3"], await world.ListAsync("select order_number from core.order_line where chain_id = 'liangye'"));
        Assert.Equal(
            ["订单2 3 unknown_product y PO4", "订单2 4 missing_value PO5"],
            await world.ListAsync(
            "select concat_ws(' ', sheet, row_number, rule, nullif(found, ''), document_number) from ops.quarantined_row"));

        // Replayed: the row of the second sheet is taken in, the first sheet's row 3 stays as it was.
        await world.LoadAsync(world.Write("chain_items.csv",
            $"chain_id,item_number,product_id,pack_size,listed_on,delisted_on\nliangye,y,{products[1]},,,\n"));
        Assert.Equal(["订单2 3 replayed", "订单2 4 open"],
            await world.ListAsync("select concat_ws(' ', sheet, row_number, state) from ops.quarantined_row"));

        var figures = await FigureLineage.TraceAsync(
            world.Warehouse.DataSource, "reconciliation_line", new Dictionary<string, string> { ["chain_id"] = "liangye" },
            ReportClock.EndOf(new DateOnly(2026, 5, 31)) with { KnownAt = DateTimeOffset.MaxValue }, ct: Stopping);
        var report = world.Profiles.Find("liangye")!.Reports[0];
        Assert.Equal(
            ["PO1 订单1 2 11", "PO2 订单1 3 12", "PO3 订单2 2 13", "PO4 订单2 3 14"],
            figures.Select(figure => (Order: figure.Figure["order_number"], Source: Assert.Single(figure.Sources)))
                .Select(one =>
                $"{one.Order} {one.Source.Sheet} {one.Source.RowInSheet} {ArchivedRows.Read(new FileArchive(world.Archive).PathOf(one.Source.Sha256), report, [(one.Source.Sheet, one.Source.RowInSheet)]).Values.Single().Cells[^1]}")
                .Order(StringComparer.Ordinal));
    }
}
