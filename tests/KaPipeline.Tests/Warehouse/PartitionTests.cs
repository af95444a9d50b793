using Dapper;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Warehouse;

public sealed class PartitionTests
{
    /// <summary>Two loads that make each other wait here stand in deadlock as soon as both need what the other has.</summary>
    [Fact]
    public async Task A_new_month_waits_for_no_load_that_is_under_way_and_holds_up_none()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var loading = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        await using var making = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        await loading.ExecuteAsync("select core.ensure_partitions(array[date '2026-05-01'])");
        await using var load = await loading.BeginTransactionAsync(Stopping);
        await loading.ExecuteAsync(
            "set local lock_timeout = '5s'; update core.delivery_line set received_quantity = 1; update core.statement_line set quantity = 1", transaction: load);

        await using var month = await making.BeginTransactionAsync(Stopping);
        await making.ExecuteAsync(
            "set local lock_timeout = '5s'; select core.ensure_partitions(array[date '2026-06-01', date '2026-07-01'])",
            transaction: month);
        await loading.ExecuteAsync("update core.order_line set ordered_quantity = 1", transaction: load);
        await load.CommitAsync(Stopping);
        var same = loading.ExecuteAsync("select core.ensure_partitions(array[date '2026-06-01'])");
        await Task.WhenAny(same, Task.Delay(TimeSpan.FromMilliseconds(200), Stopping));
        await month.CommitAsync(Stopping);
        await same;

        var parts = await making.QueryAsync<string>(
            """
            select c.relname || ' ' || (select count(*) from pg_index i where i.indrelid = c.oid)::text || ' ' || array_to_string(c.reloptions, ',')
            from pg_inherits h join pg_class c on c.oid = h.inhrelid where h.inhparent = 'core.order_line'::regclass order by 1
            """);
        var indexes = await making.ExecuteScalarAsync<long>("select count(*) from pg_index where indrelid = 'core.order_line'::regclass");
        Assert.Equal(new[] { "2026_05", "2026_06", "2026_07" }.Select(one => $"order_line_{one} {indexes} fillfactor=90"), parts);
    }
}
