using KaPipeline.Ingestion.Loading;
using KaPipeline.Tests.Ingestion.Quirks;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>What a load records of the file beside its rows, and what it leaves behind.</summary>
public sealed class LoadContentsTests
{
    private const string Parts =
        "select string_agg(concat_ws(' ', part ->> 'sheet', part ->> 'rows', coalesce(part ->> 'reason', '')), '; ' order by place) "
        + "from ops.load, jsonb_array_elements(contents) with ordinality as parts (part, place) ";

    [Fact]
    public async Task The_load_says_what_became_of_every_sheet_also_where_the_file_is_held()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        await world.LoadAsync(Path.Combine(IngestWorld.Samples, "wanjia", "万嘉收货_20260508.xlsx"));
        Assert.Equal(
            ["封面 0 配置未指名 not named by the profile's sheet; 收货明细 29 ; 字典 0 配置未指名 not named by the profile's sheet"],
            await world.ListAsync(Parts + "where file_name like '万嘉收货%' group by load_id"));

        await world.AddAsync("chains/liangye.yaml", """
            chain: liangye
            name: 两页
            name_en: Two sheets
            accounts: [{supplier_code: "7", statement_basis: excluding}]
            reports:
              orders:
                files: ["两页_*.xlsx"]
                sheet: "订单*"
                rows:
                  - into: order_line
                    fields: {order_number: 订单号, store_id: 门店, item_number: 货号, ordered_on: 日期, requested_on: 日期, units: 数量}
            """);
        var path = Path.Combine(world.Folder, "两页_1.xlsx");
        await File.WriteAllBytesAsync(path,
            new RawWorkbook
            {
                Sheets =
                [
                    new("订单1", [Portal.Columns, "PO1,S01,1,2026-05-01,n:24"]),
                    new("订单2", ["订单号,门店,货号,日期,数量（盒）", "PO2,S01,1,2026-05-01,n:12"]),
                ],
            }.Bytes(), Stopping);
        await world.LoadAsync(path);
        Assert.Equal(
            ["订单1 1 ; 订单2 0 缺列 lacks columns"],
            await world.ListAsync(Parts + "where file_name = '两页_1.xlsx' and state = 'held' group by load_id"));
    }

    [Fact]
    public async Task Tables_that_a_load_filled_are_analysed()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var item = IngestWorld.Item;
        await world.LoadAsync(world.Orders("鼎丰_订单_20260501.csv", [.. Enumerable.Range(1, 1500).Select(number => ($"D{number}", item, 5))]),
            2);
        await world.ListAsync("select ops.renew_statistics(1000, false)::text");
        Assert.True(await world.ScalarAsync<int>(
            "select reltuples::int from pg_class where oid = 'core.order_line_2026_05'::regclass") >= 1500);
    }

    [Fact]
    public async Task What_a_killed_copy_left_is_tidied_and_a_copy_under_way_is_not()
    {
        var folder = Directory.CreateTempSubdirectory("ka-archive-").FullName;
        var (left, underWay, source) =
            (Path.Combine(folder, ".arriving-1-x"), Path.Combine(folder, ".arriving-2-y"), Path.Combine(folder, "file.csv"));
        foreach (var path in new[] { left, underWay, source })
        {
            await File.WriteAllTextAsync(path, "a", Stopping);
        }

        File.SetLastWriteTimeUtc(left, File.GetLastWriteTimeUtc(source).AddHours(-2));
        await new FileArchive(folder).KeepAsync(source, Stopping);
        Assert.Equal((false, true), (File.Exists(left), File.Exists(underWay)));
        Directory.Delete(folder, true);
    }
}
