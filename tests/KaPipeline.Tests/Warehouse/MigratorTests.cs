using Dapper;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Warehouse;

public sealed class MigratorTests
{
    [Fact]
    public async Task Second_run_changes_nothing()
    {
        await using var warehouse = await TestWarehouse.CreateAsync(migrated: false);
        var migrator = new Migrator(warehouse.OwnerConnectionString);

        var first = await migrator.MigrateAsync(Stopping);
        var second = await migrator.MigrateAsync(Stopping);

        Assert.Equal(SqlFiles.Folder("migrations").Select(file => file.Name), first.Applied);
        Assert.True(first.ViewsRebuilt);
        Assert.Empty(second.Applied);
        Assert.False(second.ViewsRebuilt);
    }

    [Fact]
    public async Task Concurrent_runs_apply_each_migration_once()
    {
        await using var warehouse = await TestWarehouse.CreateAsync(migrated: false);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new Migrator(warehouse.OwnerConnectionString).MigrateAsync()));

        Assert.Equal(
            SqlFiles.Folder("migrations").Select(file => file.Name),
            outcomes.SelectMany(outcome => outcome.Applied).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Database_of_a_newer_version_is_refused_by_name()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var owner = new NpgsqlConnection(warehouse.OwnerConnectionString);
        await owner.ExecuteAsync("insert into ops.migration (name) values ('9999_from_the_future')");

        var refusal = await Assert.ThrowsAsync<NewerDatabaseException>(() =>
            new Migrator(warehouse.OwnerConnectionString).MigrateAsync(Stopping));

        Assert.Contains("9999_from_the_future", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Views_are_made_anew_over_those_that_are_there_unless_something_else_depends_on_one()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var owner = new NpgsqlConnection(warehouse.OwnerConnectionString);
        await owner.ExecuteAsync("update ops.view_build set hash = 'of an earlier version'");

        Assert.True((await new Migrator(warehouse.OwnerConnectionString).MigrateAsync(Stopping)).ViewsRebuilt);

        await owner.ExecuteAsync(
            "update ops.view_build set hash = 'of an earlier version'; create view core.of_somebody as select * from mart.newest_case");
        var refusal = await Assert.ThrowsAsync<PostgresException>(() =>
            new Migrator(warehouse.OwnerConnectionString).MigrateAsync(Stopping));

        Assert.Equal(PostgresErrorCodes.DependentObjectsStillExist, refusal.SqlState);
        Assert.Equal(0, await owner.ExecuteScalarAsync<long>("select count(*) from mart.open_difference where false"));
    }
}
