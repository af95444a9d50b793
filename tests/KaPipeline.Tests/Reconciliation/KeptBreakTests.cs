using Dapper;
using KaPipeline.Reconciliation;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Reconciliation;

/// <summary>The money breaks that a reconciliation keeps say what is judged when nothing is kept, and answer until something
/// changed.</summary>
public sealed class KeptBreakTests
{
    private const int Steps = 3;

    private static readonly ReportClock End = new(new DateOnly(2026, 12, 31), DateTimeOffset.Parse("2099-01-01T00:00:00Z", null));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Kept_breaks_are_the_judged_ones_and_answer_until_what_they_stand_on_changes(int seed)
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        var settlement = new MaterialisedSettlement(warehouse.DataSource);
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        var steps = await FactSteps.BeginAsync(connection, seed * 100, 3, seed, Steps);

        for (var step = 1; step <= Steps; step++)
        {
            await steps.TakeAsync(connection, step);
            Assert.False(await IsKeptAsync(connection));
            await settlement.RefreshAsync(ct: Stopping);
            Assert.False(await IsKeptAsync(connection));
            await KeepAsync();
        }

        await connection.ExecuteAsync(
            """
            insert into core.tolerance (chain_id, measure, valid_from, valid_to, lower_absolute, upper_absolute, arrived_at, recorded_at)
            select min(chain_id), 'line_amount', '2026-01-01', 'infinity', -5, 5, '2026-09-01', '2026-09-01' from core.chain
            """);
        Assert.False(await IsKeptAsync(connection));
        await KeepAsync();
        Assert.NotEmpty(await RowsAsync(connection, "core.kept_break"));
        Assert.NotEmpty(await RowsAsync(connection, "core.kept_break_sum"));

        // Nothing came: the settlement stays as it is, and so do the breaks.
        await settlement.RefreshAsync(ct: Stopping);
        Assert.True(await IsKeptAsync(connection));

        // A version whose views judge otherwise.
        await using (var owner = new NpgsqlConnection(warehouse.OwnerConnectionString))
        {
            await owner.OpenAsync(Stopping);
            await owner.ExecuteAsync("update ops.view_build set hash = 'of another version'");
        }

        Assert.True((await KaPipeline.Host.Warehouse.ReadyWarehouse.MigrateAsync(warehouse.OwnerConnectionString, Stopping)).ViewsRebuilt);
        Assert.False(await IsKeptAsync(connection));

        async Task KeepAsync()
        {
            await KeptBreaks.KeepAsync(warehouse.DataSource, Stopping);
            Assert.True(await IsKeptAsync(connection));
            Assert.Equal(await RowsAsync(connection, "mart.computed_counted_break"), await RowsAsync(connection, "core.kept_break"));
            Assert.Equal(
                await RowsAsync(connection, "mart.computed_money_difference_sum"), await RowsAsync(connection, "core.kept_break_sum"));
        }
    }

    [Theory]
    [InlineData("core.kept_break", "kept_breaks_equal_computed")]
    [InlineData("core.kept_break_sum", "kept_difference_sums_equal_computed")]
    public async Task Check_finds_what_is_kept_and_says_something_else(string table, string check)
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        await (await FactSteps.BeginAsync(connection, 100, 3, 1, Steps)).TakeAsync(connection, 1);
        await new MaterialisedSettlement(warehouse.DataSource).RefreshAsync(ct: Stopping);
        Assert.NotEqual(0, await KeptBreaks.KeepAsync(warehouse.DataSource, Stopping));
        Assert.Equal(0, await BadRowsAsync());

        await connection.ExecuteAsync(
            $"update {table} set amount = amount + 0.01 where ctid = (select min(ctid) from {table})");
        Assert.Equal(2, await BadRowsAsync());

        async Task<long> BadRowsAsync() =>
            (await WarehouseChecks.RunAsync(warehouse.DataSource, End)).Single(one => one.Name == check).BadRowCount;
    }

    private static async Task<bool> IsKeptAsync(NpgsqlConnection connection)
    {
        await using var transaction = await End.BeginAsync(connection, Stopping);
        return await connection.ExecuteScalarAsync<bool>("select mart.is_break_kept()");
    }

    private static async Task<List<string>> RowsAsync(NpgsqlConnection connection, string source)
    {
        await using var transaction = await End.BeginAsync(connection, Stopping);
        return [.. await connection.QueryAsync<string>($"select b::text from {source} as b order by b::text")];
    }
}
