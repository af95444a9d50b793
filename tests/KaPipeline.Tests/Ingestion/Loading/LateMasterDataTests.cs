namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>Master data may come after the rows that need them.</summary>
public sealed class LateMasterDataTests
{
    private const string Stores =
        "chain_id,store_id,valid_from,valid_to,name,region,city,area_m2,checkouts,store_format,delivery_mode,dealer,warehouse\n";
    private const string Items = "chain_id,item_number,product_id,pack_size,listed_on,delisted_on\n";
    private const string Lines =
        "select concat_ws(' ', order_number, product_id, ordered_quantity::float8) from core.order_line where superseded_at = 'infinity'";

    [Fact]
    public async Task Rows_of_an_unknown_store_wait_and_are_replayed_when_the_store_becomes_known()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var text = IngestWorld.OrderText(("D1", IngestWorld.Item, 5), ("D2", IngestWorld.Item, 6))
            .Replace($"D2,{IngestWorld.Store}", "D2,9999", StringComparison.Ordinal);
        await world.LoadAsync(world.Write("鼎丰_订单_20260501.csv", text), 2);
        Assert.EndsWith("|unknown_store", Assert.Single(await world.QuarantinedRowsAsync()), StringComparison.Ordinal);

        await world.LoadAsync([world.Write("stores.csv", Stores + "dingfeng,9999,2026-01-01,,new,sh,sh,,,,direct,,\n")]);
        Assert.Empty(await world.QuarantinedRowsAsync());
        Assert.Equal(2, await world.ScalarAsync<int>("select count(*) from core.order_line where superseded_at = 'infinity'"));
    }

    [Fact]
    public async Task A_mapping_that_turns_out_to_have_been_another_resolves_loaded_rows_anew()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        await world.LoadAsync(world.Write("chain_items.csv", Items + $"dingfeng,777001,{await Product(world, 0)},,,\n"), 1);
        await world.LoadAsync(world.Orders("鼎丰_订单_20260501.csv", ("D1", "777001", 5), ("D1", IngestWorld.Item, 1)), 3);
        var before = await world.ListAsync(Lines);

        // It arrived before the order did, and comes only now.
        await world.LoadAsync(world.Write("chain_items.csv", Items + $"dingfeng,777001,{await Product(world, 1)},,,\n"), 2);
        var after = await world.ListAsync(Lines);
        Assert.Contains($"D1 {await Product(world, 0)} 5", before);
        Assert.Contains($"D1 {await Product(world, 1)} 5", after);
        Assert.Equal(2, after.Count);
        Assert.Equal(1, await world.ScalarAsync<int>("select count(*) from core.order_line where superseded_at = '-infinity'"));
    }

    [Fact]
    public async Task A_mapping_that_changes_later_leaves_earlier_rows_as_they_were()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        await world.LoadAsync(world.Write("chain_items.csv", Items + $"dingfeng,777001,{await Product(world, 0)},,,\n"), 1);
        await world.LoadAsync(world.Orders("鼎丰_订单_20260501.csv", ("D1", "777001", 5)), 3);
        await world.LoadAsync(world.Write("chain_items.csv", Items + $"dingfeng,777001,{await Product(world, 1)},,,\n"), 4);
        await world.LoadAsync(world.Orders("鼎丰_订单_20260502.csv", ("D2", "777001", 5)), 5);
        Assert.Equal([$"D1 {await Product(world, 0)} 5", $"D2 {await Product(world, 1)} 5"], await world.ListAsync(Lines));
    }

    // Products that no other row of these files names.
    private static async Task<string> Product(IngestWorld world, int place) =>
        (await world.ListAsync("select distinct product_id from core.product order by product_id desc limit 2"))[place];
}
