using KaPipeline.Host.Doctor;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>Master data are judged as well: what cannot be right in them is said, and so is what hangs on it.</summary>
public sealed class MasterDataJudgedTests
{
    private const string Products =
        "product_id,valid_from,valid_to,name,name_en,category,assortment,pack_size,unit_volume_ml,unit_barcode,case_barcode,vat_rate,launched_on\n";
    private const string Barcode = "6901234000016";

    [Fact]
    public async Task Rows_that_name_a_barcode_of_two_products_say_so_and_are_replayed_once_it_is_corrected()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        Assert.Empty(await FindingsAsync(world));
        await world.LoadAsync(world.Write("products.csv", $"{Products}P999,2026-01-01,,新品,New,纯牛奶,other,24,250,{Barcode},,0.09,\n"));
        Assert.Equal(["shared_barcode product P999 6901234000016 P001"], await FindingsAsync(world));
        Assert.Contains("shared_barcode 1",
            (await Examination.MasterDataAsync(world.Warehouse.DataSource, TimeProvider.System, Stopping)).Message,
            StringComparison.Ordinal);

        var text = IngestWorld.OrderText(("D1", "", 5), ("D1", IngestWorld.OtherItem, 6))
            .Replace(",,,名", $",,{Barcode},名", StringComparison.Ordinal);
        var loaded = (await world.LoadAsync(world.Write("鼎丰_订单_20260501.csv", text)))[0];
        Assert.Equal((LoadState.Loaded, 1L, 1L), (loaded.State, loaded.RowsLoaded, loaded.RowsQuarantined));
        Assert.Equal([$"商品条码 shared_barcode {Barcode}"],
            await world.ListAsync("select concat_ws(' ', column_name, rule, found) from ops.quarantined_row where state = 'open'"));

        await world.LoadAsync(world.Write("products.csv", $"{Products}P999,2026-01-01,,新品,New,纯牛奶,other,24,250,6901234099999,,0.09,\n"));
        Assert.Empty(await FindingsAsync(world));
        Assert.Equal(["P001 5"],
            await world.ListAsync(
            "select concat_ws(' ', product_id, ordered_quantity::int) from core.order_line where order_number = 'D1' and product_id = 'P001'"));
    }

    [Fact]
    public async Task A_price_of_nought_is_set_aside_and_what_names_nothing_of_ours_is_found()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var prices = (
            await world.LoadAsync(world.Write("prices.csv",
            "chain_id,region,product_id,valid_from,valid_to,unit_price,basis\ndingfeng,,P001,2027-01-01,,0.0000,excluding\ndingfeng,,P002,2027-01-01,,2.5,excluding\n")))[0];
        Assert.Equal((1L, 1L), (prices.RowsLoaded, prices.RowsQuarantined));
        Assert.Equal(["unit_price price_positive"],
            await world.ListAsync("select concat_ws(' ', column_name, rule) from ops.quarantined_row where state = 'open'"));
        await world.LoadAsync(world.Write("chain_items.csv",
            "chain_id,item_number,product_id,pack_size,listed_on,delisted_on\ndingfeng,777777,P777,,,\n"));
        await world.LoadAsync(world.Write("stores.csv",
            "chain_id,store_id,valid_from,valid_to,name,region,city,area_m2,checkouts,store_format,delivery_mode,dealer,warehouse\n,9901,2026-01-01,,无主店,上海,上海,,,,direct,,\n"));
        Assert.Equal(["overlapping_period price dingfeng P002 2027-01-01 open", "unknown_chain store 9901",
            "unknown_product chain_item dingfeng 777777 P777"], await FindingsAsync(world));
    }

    private static async Task<List<string>> FindingsAsync(IngestWorld world) => [.. (await world.Warehouse.DataSource.ListAsync<string>(
        new ReportClock(new DateOnly(2027, 6, 1), DateTimeOffset.Parse("2027-06-01T00:00:00Z", null)),
        "select concat_ws(' ', kind, named_in, nullif(chain_id, ''), subject, nullif(found, ''), other) from mart.master_data_finding"))
        .Order(StringComparer.Ordinal)];
}
