using System.Security.Cryptography;
using Dapper;
using KaPipeline.Ingestion.Loading;
using Npgsql;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>What the ledger says of each file, and what it refuses to say.</summary>
public sealed class LoadLedgerTests
{
    [Fact]
    public async Task Each_file_stands_with_source_hash_times_profile_version_and_business_date()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var path = world.Orders("鼎丰_订单_20260501.csv", ("D1", IngestWorld.Item, 5));
        await world.LoadAsync(path, 2);
        var profile = world.Profiles.Find("dingfeng")!;
        Assert.Equal(
            [$"{Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path, Stopping)))} {new FileInfo(path).Length} {profile.Version} 2026-05-01 2026-05-02 06:00 t"],
            await world.ListAsync(
                """
                select concat_ws(' ', sha256, byte_count, profile_version, business_date, to_char(arrived_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'),
                    source <> '' and recorded_at > arrived_at)
                from ops.load where chain_id = 'dingfeng'
                """));
    }

    [Fact]
    public async Task Counts_that_do_not_add_up_are_refused_by_a_named_constraint()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        await world.LoadAsync(world.Orders("鼎丰_订单_20260501.csv", ("D1", IngestWorld.Item, 5)), 2);
        await using var connection = await world.Warehouse.DataSource.OpenConnectionAsync(Stopping);
        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            connection.ExecuteAsync("update ops.load set rows_in = rows_in + 1 where chain_id = 'dingfeng'"));
        Assert.Equal("load_rows_add_up", error.ConstraintName);
    }

    [Fact]
    public async Task A_file_that_is_held_leaves_what_was_loaded_before_as_it_is()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        await world.LoadAsync(world.Orders("鼎丰_订单_20260501.csv", ("D1", IngestWorld.Item, 5)), 2);
        var before = await world.ListAsync(
            "select order_number || ' ' || ordered_quantity::float8 || ' ' || superseded_at from core.order_line");
        var renamed = IngestWorld.OrderText(("D1", IngestWorld.Item, 9)).Replace("订货数量", "订购件数", StringComparison.Ordinal);
        var held = await world.LoadAsync(world.Write("鼎丰_订单_20260502.csv", renamed), 3);
        Assert.Equal((LoadState.Held, 0), (held.State, held.RowsIn));
        Assert.Equal(before,
            await world.ListAsync("select order_number || ' ' || ordered_quantity::float8 || ' ' || superseded_at from core.order_line"));
    }

    [Fact]
    public async Task The_version_before_a_correction_stays_readable()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        await world.LoadAsync(world.Orders("鼎丰_订单_20260501.csv", ("D1", IngestWorld.Item, 5)), 2);
        await world.LoadAsync(world.Orders("鼎丰_订单_20260502.csv", ("D1", IngestWorld.Item, 7)), 4);
        const string Known =
            "set ka.known_at = '2026-05-0{0} 12:00+08'; set ka.knowledge = 'arrived'; select ordered_quantity::float8::text from core.order_line where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)";
        Assert.Equal(["5"], await world.ListAsync(Known.Replace("{0}", "3", StringComparison.Ordinal)));
        Assert.Equal(["7"], await world.ListAsync(Known.Replace("{0}", "4", StringComparison.Ordinal)));
    }
}
