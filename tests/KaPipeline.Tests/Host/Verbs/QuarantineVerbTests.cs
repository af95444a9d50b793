using System.Text.Json;
using KaPipeline.Tests.Ingestion.Loading;

namespace KaPipeline.Tests.Host.Verbs;

/// <summary>What a person does about rows that were set aside, by the verb, against a real database.</summary>
[Trait("Category", "Slow")]
public sealed class QuarantineVerbTests : IAsyncLifetime
{
    private IngestWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        // Row 5 names an unknown product, row 6 a quantity that is none.
        world = await IngestWorld.CreateAsync(withMasterData: true);
        var text = IngestWorld.OrderText(("D1", IngestWorld.Item, 5), ("D3", "999999", 6), ("D2", IngestWorld.Item, 7))
            .Replace(",7,盒", ",七,盒", StringComparison.Ordinal);
        await world.LoadAsync(world.Write("鼎丰_订单_20260501.csv", text), 2);
    }

    public async ValueTask DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task List_names_file_row_column_rule_found_and_expected_and_filters()
    {
        var (code, output, _) = await RunAsync("list");
        Assert.Equal(0, code);
        Assert.Contains("dingfeng/orders  鼎丰_订单_20260501.csv", output, StringComparison.Ordinal);
        Assert.Contains("row 5  unknown_product  商品编码: 999999  expected an item number", output, StringComparison.Ordinal);
        Assert.Contains("row 6  invalid_number  订货数量: 七  expected 数字 a number", output, StringComparison.Ordinal);
        Assert.Contains("2 行 rows", output, StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await RunAsync("list", "--rule", "invalid_number", "--json")).Output);
        var row = json.RootElement.EnumerateArray().Single();
        Assert.Equal(6, row.GetProperty("row_number").GetInt32());
        Assert.Equal("数字 a number", row.GetProperty("expected").GetString());
        Assert.Contains("No quarantined rows", (await RunAsync("list", "--chain", "runda")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_takes_in_what_a_mended_profile_reads_and_says_who_and_why()
    {
        Assert.Equal((2, true),
            ((await RunAsync("replay")) is var refused ? refused.Code : 0, refused.Error.Contains("--reason", StringComparison.Ordinal)));

        // Nothing is mended yet; then the profile learns that 七 means nothing and the row takes its quantity from another column.
        Assert.Contains("0 个文件", (await RunAsync("replay", "--reason", "try")).Output, StringComparison.Ordinal);
        world.Change("chains/dingfeng.yaml", text => text.Replace("units: 订货数量", "units: 箱入数", StringComparison.Ordinal));
        var (code, output, _) = await RunAsync("replay", "--chain", "dingfeng", "--reason", "口径已修正", "--json");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        var file = json.RootElement.GetProperty("files").EnumerateArray().Single();
        Assert.Equal((2, 1), (file.GetProperty("rows_loaded").GetInt32(), file.GetProperty("rows_quarantined").GetInt32()));
        Assert.Equal(["5 open", "6 replayed"], await world.ListAsync("select concat_ws(' ', row_number, state) from ops.quarantined_row"));
        Assert.Equal(["D1 5", "D2 24"],
            await world.ListAsync(
            "select concat_ws(' ', order_number, ordered_quantity::float8) from core.order_line where chain_id = 'dingfeng' and superseded_at = 'infinity'"));
        Assert.Equal(["口径已修正", "try"], (await world.ListAsync("select reason from ops.audit where action = 'replay_quarantine'"))
            .OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Release_gives_a_row_up_with_a_reason_and_keeps_it()
    {
        var load = (await world.ScalarAsync<long>("select load_id from ops.load where chain_id = 'dingfeng'"))
            .ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(2, (await RunAsync("release", load)).Code);
        Assert.Contains("1 行已剔除", (await RunAsync("release", load, "--row", "6", "--reason", "portal error")).Output,
            StringComparison.Ordinal);
        Assert.Equal(["5 open ", "6 released portal error"],
            await world.ListAsync("select row_number || ' ' || state || ' ' || coalesce(closed_reason, '') from ops.quarantined_row"));
        Assert.Equal(1,
            await world.ScalarAsync<long>("select count(*) from ops.audit where action = 'release_row' and reason = 'portal error'"));
        Assert.Equal(["3 1 2 0"],
            await world.ListAsync(
            "select concat_ws(' ', rows_in, rows_loaded, rows_quarantined, rows_duplicate) from ops.load where chain_id = 'dingfeng'"));

        // A row number that is open on two sheets releases neither until one is named.
        await world.ScalarAsync<int>(
            "with two as (insert into ops.quarantined_row (load_id, row_number, sheet, rule, raw) select load_id, 6, sheet, 'invalid_number', '{}' from ops.load, unnest(array['退货', '订单']) as sheet where chain_id = 'dingfeng' returning 1) select 1");
        var (twice, _, why) = await RunAsync("release", load, "--row", "6", "--reason", "which");
        Assert.Equal((1, true), (twice, why.Contains("Row 6 is open on several sheets, name one: 订单, 退货", StringComparison.Ordinal)));
        Assert.Contains("1 行已剔除", (await RunAsync("release", load, "--row", "6", "--sheet", "退货", "--reason", "that one")).Output,
            StringComparison.Ordinal);
        Assert.Equal(["订单"], await world.ListAsync("select sheet from ops.quarantined_row where row_number = 6 and state = 'open'"));
        Assert.Contains("1 行已剔除", (await RunAsync("release", load, "--row", "6", "--reason", "the other")).Output,
            StringComparison.Ordinal);

        // Nothing is left of it to release; all others of the load go without --row.
        Assert.Equal(1, (await RunAsync("release", load, "--row", "6", "--reason", "again")).Code);
        Assert.Contains("1 行已剔除", (await RunAsync("release", load, "--reason", "never ours")).Output, StringComparison.Ordinal);
        Assert.Empty(await world.QuarantinedRowsAsync());
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_read_or_removed_and_does_nothing()
    {
        var load = (await world.ScalarAsync<long>("select load_id from ops.load where chain_id = 'dingfeng'"))
            .ToString(System.Globalization.CultureInfo.InvariantCulture);

        var (code, output, _) = await RunAsync("replay", "--rule", "invalid_number", "--dry-run", "--json");
        using var json = JsonDocument.Parse(output);
        Assert.Equal((0, 2), (code, json.RootElement.GetProperty("files").EnumerateArray().Single().GetProperty("open_rows").GetInt32()));
        Assert.Contains("将重读 0 个文件", (await RunAsync("replay", "--rule", "no_such", "--dry-run")).Output, StringComparison.Ordinal);
        Assert.Contains("将剔除 2 行", (await RunAsync("release", load, "--dry-run")).Output, StringComparison.Ordinal);
        Assert.Contains("将剔除 1 行", (await RunAsync("release", load, "--row", "5", "--dry-run")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("release", load, "--row", "9", "--dry-run")).Code);

        Assert.Equal(["5 open", "6 open"], await world.ListAsync("select concat_ws(' ', row_number, state) from ops.quarantined_row order by 1"));
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from ops.audit where action in ('release_row', 'replay_quarantine')"));
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => KaProcess.RunAsync(
        world.Warehouse, world.Folder, Directory.Exists(Path.Combine(world.Folder, "config", "calendar"))
        ? Path.Combine(world.Folder, "config") : null, ["quarantine", .. arguments]);
}
