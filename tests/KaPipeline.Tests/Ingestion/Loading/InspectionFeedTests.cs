namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>The export of a field-force app, by a profile of its own.</summary>
public sealed class InspectionFeedTests
{
    [Fact]
    public async Task An_export_names_items_by_number_or_barcode_and_what_nobody_knows_is_set_aside()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        world.Change("chains/dingfeng.yaml", text => text.ReplaceLineEndings("\n") +
            """

              inspections:
                files: ["visit_*.csv"]
                dates: yyyy-MM-dd
                rows:
                  - into: inspection
                    fields: {store_id: shop, inspected_on: day, item_number: sku, barcode: ean, faces: faces, material_state: posm}

            """);
        var result = await world.LoadAsync(world.Write("visit_1.csv",
            $"""
            shop,day,sku,ean,faces,posm
            {IngestWorld.Store},2026-05-20,{IngestWorld.Item},,8,
            {IngestWorld.Store},2026-05-20,,6901234000023,7,
            {IngestWorld.Store},2026-05-20,,,,dirty
            {IngestWorld.Store},2026-05-20,999,,9,
            nowhere,2026-05-20,{IngestWorld.Item},,9,

            """), 20);

        Assert.Equal((3L, 2L), (result.RowsLoaded, result.RowsQuarantined));
        Assert.Equal(["P001 8", "P002 7", "dirty"],
            await world.ListAsync(
                $"select concat_ws(' ', nullif(product_id, ''), faces, material_state) from core.inspection where load_id = {result.LoadId} order by row_number"));
        Assert.Equal(["5 unknown_product", "6 unknown_store"],
            await world.ListAsync("select concat_ws(' ', row_number, rule) from ops.quarantined_row order by row_number"));
    }
}
