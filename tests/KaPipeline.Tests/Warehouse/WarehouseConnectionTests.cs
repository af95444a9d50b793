using Dapper;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Warehouse;

public sealed class WarehouseConnectionTests
{
    [Fact]
    public async Task Session_that_is_given_back_keeps_its_plans_and_nothing_else()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var opened = WarehouseConnection.Open(warehouse.ConnectionString, warehouse.ConnectionString);
        int session;
        await using (var first = await opened.DataSource.OpenConnectionAsync(Stopping))
        {
            session = first.ProcessID;
            await first.ExecuteAsync(
                "set ka.as_of = '2026-05-31'; create temp table mine (n integer); select pg_advisory_lock(4711)");
        }

        await using var again = await opened.DataSource.OpenConnectionAsync(Stopping);

        Assert.Equal(session, again.ProcessID);
        Assert.Equal(1, await again.ExecuteScalarAsync<long>("select count(*) from pg_prepared_statements"));
        Assert.Equal(0, await again.ExecuteScalarAsync<long>(
            "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"));
        Assert.Null(await again.ExecuteScalarAsync<string>("select to_regclass('pg_temp.mine')::text"));
        Assert.NotEqual("2026-05-31", await again.ExecuteScalarAsync<string>("select current_setting('ka.as_of', true)"));
    }

    [Theory]
    [InlineData("KA_DATABASE_OWNER")]
    [InlineData("KA_DATABASE_READ")]
    public void A_variable_that_says_more_of_a_server_that_is_not_named_is_refused(string alone)
    {
        var refused = Assert.Throws<WarehouseUnavailableException>(
            () => WarehouseConnection.RefuseAlone(name => name == alone ? "postgresql://ka_app@db-c/ka" : ""));

        Assert.Contains($"{alone} is set, KA_DATABASE is not.", refused.Message, StringComparison.Ordinal);
        WarehouseConnection.RefuseAlone(_ => null);
    }
}
