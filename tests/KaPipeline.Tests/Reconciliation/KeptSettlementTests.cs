using Dapper;
using KaPipeline.Reconciliation;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Reconciliation;

/// <summary>The kept table says what the plain view says, after any sequence of files, corrections and deletions.</summary>
[Trait("Category", "Slow")]
public sealed class KeptSettlementTests
{
    private const int Steps = 8;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Table_equals_view_after_random_sequences_of_loads_corrections_and_deletions(int seed)
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        var kept = new KeptSettlement(warehouse.DataSource);
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        var worlds = Enumerable.Range(seed * 100, 6).Select(WorldRecipe.Random).Select(recipe => recipe.Build()).ToList();
        await WorldRows.InsertMasterDataAsync(connection, worlds);
        var steps = new FactSteps(worlds, seed, Steps);
        await steps.HoldBackAsync(connection);

        for (var step = 1; step <= Steps; step++)
        {
            await steps.TakeAsync(connection, step);
            Assert.True((await kept.RefreshAsync()).Computed > 0);
            Assert.Equal("", await DifferenceAsync(connection));
        }

        var again = await kept.RefreshAsync();
        Assert.Equal((0, 0, 0), (again.Documents, again.Changed, again.Vanished));
    }

    [Fact]
    public async Task Check_finds_a_kept_row_that_says_something_else()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await WorldRows.InsertAsync(connection, [WorldRecipe.Random(7).Build()]);
        await connection.ExecuteAsync(
            """
            insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state)
            values ('', 'all', 'all', 'all', 0, 'test', '2026-08-01', '2026-08-01', '', 'loaded')
            """);
        await new KeptSettlement(warehouse.DataSource).RefreshAsync();
        var clock = new ReportClock(new DateOnly(2026, 12, 31), DateTimeOffset.Parse("2099-01-01T00:00:00Z", null));
        Assert.Equal(0, await BadRowsAsync());

        await connection.ExecuteAsync("update core.kept_settlement set received_quantity = received_quantity + 1 where ctid = (select min(ctid) from core.kept_settlement)");

        Assert.Equal(2, await BadRowsAsync());

        async Task<long> BadRowsAsync() =>
            (await WarehouseChecks.RunAsync(warehouse.DataSource, clock)).Single(check => check.Name == "kept_equals_computed").BadRowCount;
    }

    private static async Task<string> DifferenceAsync(NpgsqlConnection connection)
    {
        await using var transaction = await new ReportClock(new DateOnly(2026, 12, 31), DateTimeOffset.Parse("2099-01-01T00:00:00Z", null)).BeginAsync(connection);
        Assert.True(await connection.ExecuteScalarAsync<bool>("select mart.is_kept()"));
        var columns = string.Join(", ", await connection.QueryAsync<string>(
            "select column_name from information_schema.columns where table_schema = 'mart' and table_name = 'computed_settlement' order by ordinal_position"));
        var rows = await connection.QueryAsync<string>(
            $"""
            with computed as materialized (select {columns} from mart.computed_settlement)
            (select 'not kept: ' || c::text from (select * from computed except all select {columns} from core.kept_settlement) c limit 5)
            union all
            (select 'not computed: ' || k::text from (select {columns} from core.kept_settlement except all select * from computed) k limit 5)
            """);
        return string.Join('\n', rows);
    }
}
