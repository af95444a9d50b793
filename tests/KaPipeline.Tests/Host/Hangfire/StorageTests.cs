using KaPipeline.Host.Hangfire;
using KaPipeline.Host.Warehouse;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Host.Hangfire;

/// <summary>Hangfire's tables: the owner makes them, the application may only use them.</summary>
public sealed class StorageTests
{
    [Fact]
    public async Task The_owner_makes_the_tables_and_the_application_cannot_change_them()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        // Twice, and by several at once.
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ReadyWarehouse.MigrateAsync(warehouse.OwnerConnectionString)));

        await HangfireStorage.AskAsync(warehouse.DataSource, Stopping);
        var refused =
            await Assert.ThrowsAsync<PostgresException>(() => warehouse.DataSource.DoAsync("create table hangfire.mine (id int)", ct: Stopping));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Equal(0, await warehouse.DataSource.FirstAsync<int>("select count(*)::int from pg_namespace where nspname = 'quartz'", ct: Stopping));
    }

    [Fact]
    public async Task A_storage_that_is_not_there_stops_the_start_with_words()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var owner = NpgsqlDataSource.Create(warehouse.OwnerConnectionString);
        await owner.DoAsync("drop table hangfire.job cascade", ct: Stopping);

        var said = await Assert.ThrowsAsync<WarehouseUnavailableException>(() => HangfireStorage.AskAsync(warehouse.DataSource, Stopping));

        Assert.Contains("ka migrate", said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_run_in_utc_whatever_the_server_or_the_database_says()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var owner = NpgsqlDataSource.Create(warehouse.OwnerConnectionString);
        await owner.DoAsync(
            "do $$ begin execute format('alter database %I set timezone = %L', current_database(), 'Asia/Shanghai'); end $$", ct: Stopping);

        await using var plain = NpgsqlDataSource.Create(warehouse.ConnectionString);
        var said = await Assert.ThrowsAsync<WarehouseUnavailableException>(() => HangfireStorage.AskAsync(plain, Stopping));
        Assert.Contains("Asia/Shanghai", said.Message, StringComparison.Ordinal);
        await using var ours = WarehouseConnection.Open(warehouse.ConnectionString, warehouse.OwnerConnectionString);
        await HangfireStorage.AskAsync(ours.DataSource, Stopping);
    }
}
