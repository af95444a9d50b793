using KaPipeline.Ingestion.Loading;

namespace KaPipeline.Tests.Ingestion.Loading;

public sealed class FileLoaderTests
{
    private const string Kept =
        "select concat_ws(' ', order_number, product_id, ordered_quantity::float8) from core.order_line where superseded_at = 'infinity'";

    [Fact]
    public async Task A_corrected_document_counts_all_its_rows_as_loaded_and_an_unchanged_one_none()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var item = IngestWorld.Item;
        var first = await world.LoadAsync(world.Orders("鼎丰_订单_20260501.csv", ("D1", item, 5), ("D1", IngestWorld.OtherItem, 6),
            ("D2", item, 7)), 2);
        var second = await world.LoadAsync(world.Orders("鼎丰_订单_20260502.csv", ("D1", item, 5), ("D1", IngestWorld.OtherItem, 9),
            ("D2", item, 7)), 3);

        Assert.Equal((3, 3, 0, 0), (first.RowsIn, first.RowsLoaded, first.RowsQuarantined, first.RowsDuplicate));
        Assert.Equal((3, 2, 0, 1), (second.RowsIn, second.RowsLoaded, second.RowsQuarantined, second.RowsDuplicate));
        Assert.Equal(4, await world.ScalarAsync<int>("select count(*) from core.order_line"));
    }

    [Fact]
    public async Task The_same_content_under_another_name_is_all_duplicate()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        await world.LoadAsync(world.Orders("鼎丰_订单_20260501.csv", ("D1", IngestWorld.Item, 5)), 2);
        var copy = await world.LoadAsync(world.Orders("鼎丰_订单_20260501(1).csv", ("D1", IngestWorld.Item, 5)), 3);

        Assert.Equal((LoadState.Duplicate, 1, 1), (copy.State, copy.RowsIn, copy.RowsDuplicate));
        Assert.Single(Directory.GetFiles(world.Archive, "*", SearchOption.AllDirectories),
            file => !file.Contains("master", StringComparison.Ordinal)
            && File.ReadAllBytes(file).Length == new FileInfo(Path.Combine(world.Folder, "in", "鼎丰_订单_20260501.csv")).Length);
    }

    [Fact]
    public async Task The_same_content_that_turns_out_to_have_arrived_earlier_takes_over()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        await world.LoadAsync(world.Orders("鼎丰_订单_20260501(1).csv", ("D1", IngestWorld.Item, 5)), 9);
        await world.LoadAsync(world.Orders("鼎丰_订单_20260501.csv", ("D1", IngestWorld.Item, 5)), 2);

        Assert.Equal(
            ["鼎丰_订单_20260501(1).csv duplicate 1 0 0 1", "鼎丰_订单_20260501.csv loaded 1 1 0 0"],
            await world.ListAsync(
            "select concat_ws(' ', file_name, state, rows_in, rows_loaded, rows_quarantined, rows_duplicate) from ops.load where chain_id <> ''"));
        Assert.Equal(
            ["鼎丰_订单_20260501.csv 2026-05-02"],
            await world.ListAsync(
            "select concat_ws(' ', file_name, (o.arrived_at at time zone 'Asia/Shanghai')::date) from core.order_line o join ops.load using (load_id) where superseded_at = 'infinity'"));
    }

    [Fact]
    public async Task A_quarantined_row_is_kept_as_it_stands_and_replayed_when_its_product_becomes_known()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var loaded = await world.LoadAsync(world.Orders("鼎丰_订单_20260501.csv", ("D1", IngestWorld.Item, 5), ("D1", "999999", 6)), 2);
        Assert.Equal((2, 1, 1, 0), (loaded.RowsIn, loaded.RowsLoaded, loaded.RowsQuarantined, loaded.RowsDuplicate));
        Assert.Equal(
            ["5 商品编码 unknown_product 999999 order D1 999999"],
            await world.ListAsync(
            "select concat_ws(' ', row_number, column_name, rule, found, document_kind, document_number, raw ->> '商品编码') from ops.quarantined_row"));

        var items = world.Write("chain_items.csv", "chain_id,item_number,product_id,pack_size,listed_on,delisted_on\ndingfeng,999999,"
            + await world.ScalarAsync<string>("select max(product_id) from core.product") + ",,,\n");
        await world.LoadAsync([items]);

        Assert.Empty(await world.QuarantinedRowsAsync());
        Assert.Equal(["2 2 0 0"],
            await world.ListAsync(
            "select concat_ws(' ', rows_in, rows_loaded, rows_quarantined, rows_duplicate) from ops.load where chain_id <> ''"));
        Assert.Equal(["replayed"], await world.ListAsync("select state from ops.quarantined_row"));
        Assert.Equal(2, (await world.ListAsync(Kept)).Count);
    }

    [Fact]
    public async Task A_statement_whose_head_names_an_unknown_account_is_set_aside_with_its_lines_and_counted()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        string Of(string account) => "鼎丰超市供应商对账单\r\n对账单号,DZ1,供应商编码," + account + "\r\n结算周期,2026-05-01至2026-05-15,账单日,2026-05-17\r\n"
            + "应结算总金额,-5.00,应开票总金额,0.00\r\n序号,单据类型,单据号,门店编号,商品编码,商品名称,数量,未税单价,税率,价税合计,费用项目,扣款方式,发票号\r\n"
            + "1,扣款,,,,,,,,-5.00,新品费,账扣,\r\n合计,,,,,,,,,-5.00,,,\r\n";
        var path = world.Write("鼎丰_对账单_DZ1.csv", Of("777777"));
        var loaded = await world.LoadAsync(path, 18);

        Assert.Equal(loaded.RowsIn, loaded.RowsLoaded + loaded.RowsQuarantined + loaded.RowsDuplicate);
        Assert.Equal(0, await world.ScalarAsync<int>("select count(*) from core.statement_line"));
        Assert.Equal(
            ["2 unknown_account 777777 statement DZ1 777777", "6 unknown_statement statement DZ1"],
            await world.ListAsync(
            "select concat_ws(' ', row_number, rule, found, document_kind, document_number, raw ->> '供应商编码') from ops.quarantined_row"));
        Assert.Equal(loaded.RowsQuarantined, await world.ScalarAsync<int>("select count(*) from ops.quarantined_row where state = 'open'"));
    }

    [Fact]
    public async Task A_file_without_a_required_column_is_held_with_its_name_and_loads_once_the_profile_is_mended()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var path = world.Write("鼎丰_订单_20260501.csv", IngestWorld.OrderText(("D1", IngestWorld.Item, 5))
            .Replace("订货数量", "订购件数", StringComparison.Ordinal));
        var held = await world.LoadAsync(path, 2);
        Assert.Equal(LoadState.Held, held.State);
        Assert.Contains("订货数量", held.Finding, StringComparison.Ordinal);
        Assert.Empty(await world.ListAsync(Kept));
        Assert.Equal(LoadState.Known, (await world.LoadAsync(path, 2)).State);

        world.Change("chains/dingfeng.yaml", text => text.Replace("订货数量", "订购件数", StringComparison.Ordinal));
        Assert.Equal(LoadState.Loaded, (await world.LoadAsync(path, 4)).State);
        Assert.Single(await world.ListAsync(Kept));
        Assert.Equal(["2026-05-02"],
            await world.ListAsync("select (arrived_at at time zone 'Asia/Shanghai')::date::text from core.order_line"));
    }

    [Fact]
    public async Task A_cut_off_file_is_refused_and_the_whole_one_loads_normally()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var text = IngestWorld.OrderText(("D1", IngestWorld.Item, 5), ("D2", IngestWorld.Item, 5));
        var cut = await world.LoadAsync(world.Write("鼎丰_订单_20260501.csv", text[..text.IndexOf("合计", StringComparison.Ordinal)]), 2);
        Assert.Equal((LoadState.Refused, 0), (cut.State, cut.RowsIn));
        var whole = await world.LoadAsync(world.Write("鼎丰_订单_20260501.csv", text), 2);
        Assert.Equal((LoadState.Loaded, 2), (whole.State, whole.RowsLoaded));
    }

    [Fact]
    public async Task A_file_of_0_bytes_is_a_finding_and_no_failure()
    {
        await using var world = await IngestWorld.CreateAsync();
        var empty = await world.LoadAsync(world.Write("鼎丰_订单_20260501.csv", ""), 2);
        Assert.Equal((LoadState.Empty, 0), (empty.State, empty.RowsIn));
        Assert.NotNull(empty.Finding);
    }

    [Fact]
    public async Task An_added_column_is_noted_once()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        static string Wider(string text) => text.Replace("未税金额\r\n", "未税金额,促销档期\r\n", StringComparison.Ordinal)
            .Replace(".00\r\n", ".00,\r\n", StringComparison.Ordinal);
        await world.LoadAsync(world.Write("鼎丰_订单_20260501.csv", Wider(IngestWorld.OrderText(("D1", IngestWorld.Item, 5)))), 2);
        await world.LoadAsync(world.Write("鼎丰_订单_20260502.csv", Wider(IngestWorld.OrderText(("D2", IngestWorld.Item, 5)))), 3);

        Assert.Equal(["促销档期 鼎丰_订单_20260501.csv"],
            await world.ListAsync(
            "select concat_ws(' ', header, file_name) from ops.header_drift d join ops.load l on l.load_id = d.first_load_id"));
    }

    [Fact]
    public async Task Two_collectors_at_once_load_each_file_once()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var paths = Enumerable.Range(1, 6)
            .Select(n => world.Orders($"鼎丰_订单_2026050{n}.csv", ($"D{n}", IngestWorld.Item, n), ("D0", IngestWorld.Item, n))).ToArray();
        var both = await Task.WhenAll(world.LoadAsync(paths), world.LoadAsync(paths));

        Assert.Equal(6, both.SelectMany(results => results).Count(result => result.State == LoadState.Loaded));
        Assert.Equal(6, both.SelectMany(results => results).Count(result => result.State == LoadState.Known));
        Assert.Equal(7, (await world.ListAsync(Kept)).Count);
    }

    [Fact]
    public async Task Two_days_without_rows_have_both_arrived_though_their_files_are_the_same()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var first = await world.LoadAsync(world.Orders("鼎丰_订单_20260501.csv"), 2);
        var second = await world.LoadAsync(world.Orders("鼎丰_订单_20260502.csv"), 3);
        var copy = await world.LoadAsync(world.Orders("鼎丰_订单_20260502(1).csv"), 3);
        Assert.Equal((LoadState.Loaded, LoadState.Loaded, LoadState.Duplicate), (first.State, second.State, copy.State));
    }

    [Fact]
    public async Task A_file_that_was_removed_from_the_archive_is_named_and_comes_back_when_it_is_loaded_again()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var path = world.Orders("鼎丰_订单_20260501.csv", ("D1", IngestWorld.Item, 5), ("D1", "999999", 6));
        await world.LoadAsync(path, 2);
        var sha256 = (await world.ScalarAsync<string>("select sha256 from ops.load where chain_id <> ''"))!;
        File.Delete(new FileArchive(world.Archive).PathOf(sha256));
        var items = world.Write("chain_items.csv", "chain_id,item_number,product_id,pack_size,listed_on,delisted_on\ndingfeng,999999,"
            + await world.ScalarAsync<string>("select max(product_id) from core.product") + ",,,\n");
        var results = await world.LoadAsync([items]);
        Assert.Contains("ka ingest", results[^1].Finding, StringComparison.Ordinal);
        Assert.Single(await world.QuarantinedRowsAsync());

        Assert.Equal(LoadState.Known, (await world.LoadAsync(path, 2)).State);
        await world.Ingest.ReplayAsync(null, "the file is back", ct: Stopping);
        Assert.Empty(await world.QuarantinedRowsAsync());
    }
}
