using Dapper;
using KaPipeline.Reconciliation;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Reconciliation;

/// <summary>The kept table says what the plain view says, after any sequence of files, corrections and deletions.</summary>
[Trait("Category", "Slow")]
public sealed class MaterialisedSettlementTests
{
    // What comes in the last steps makes the table of the last; all kinds of changes come within four.
    private static readonly int Steps = LongRun.IsOn ? 8 : 5;

    public static TheoryData<int> Seeds => [.. LongRun.Drawn([1, 2], 1)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Table_equals_view_after_random_sequences_of_loads_corrections_and_deletions(int seed)
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        var kept = new MaterialisedSettlement(warehouse.DataSource);
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        var steps = await FactSteps.BeginAsync(connection, seed * 100, LongRun.IsOn ? 6 : 4, seed, Steps);

        for (var step = 1; step <= Steps; step++)
        {
            await steps.TakeAsync(connection, step);
            Assert.True((await kept.RefreshAsync(ct: Stopping)).Computed > 0);
            Assert.Equal("", await DifferenceAsync(connection));
            Assert.Equal(0, await BadSumsAsync(connection));
        }

        foreach (var asOf in LongRun.Drawn<DateOnly>([new(2026, 5, 20), new(2026, 6, 5), new(2026, 12, 31)], 1))
        {
            var read = await ReadAsync(connection, asOf, isPlain: false);
            Assert.NotEmpty(read);
            Assert.Equal(await ReadAsync(connection, asOf, isPlain: true), read);
        }

        var again = await kept.RefreshAsync(ct: Stopping);
        Assert.Equal((0, 0, 0), (again.Documents, again.Changed, again.Vanished));
    }

    [Fact]
    public async Task Loads_go_on_while_the_table_is_filled_and_the_next_refresh_reads_them()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        var kept = new MaterialisedSettlement(warehouse.DataSource);
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        var worlds = new[] { WorldRecipe.Random(11).Build() };
        await WorldRows.InsertMasterDataAsync(connection, worlds);
        var steps = new FactSteps(worlds, 11, 2);
        await steps.HoldBackAsync(connection);
        await steps.TakeAsync(connection, 1);

        // Somebody reads the table's row slowly enough that the refresh stands still in the middle of its work.
        await using var other = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        await using var standstill = await other.BeginTransactionAsync(Stopping);
        await other.ExecuteAsync("lock table core.kept_statement in share mode");
        var filling = kept.RefreshAsync(ct: Stopping);
        while (!await other.ExecuteScalarAsync<bool>(
            "select exists (select from pg_locks where not granted and relation = 'core.kept_statement'::regclass)"))
        {
            Assert.False(filling.IsCompleted);
            await Task.Delay(20, Stopping);
        }

        Assert.True(await connection.ExecuteScalarAsync<bool>("select pg_try_advisory_lock_shared(5242010, 0)"));
        await steps.TakeAsync(connection, 2);
        await connection.ExecuteAsync("select pg_advisory_unlock_all()");
        await standstill.CommitAsync(Stopping);
        await filling;

        Assert.False(await IsKeptAsync(connection));
        Assert.True((await kept.RefreshAsync(ct: Stopping)).Computed > 0);
        Assert.True(await IsKeptAsync(connection));
        Assert.Equal("", await DifferenceAsync(connection));
    }

    [Fact]
    public async Task Check_finds_a_kept_row_that_says_something_else()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(Path.Combine(Repository.Root, "config")),
            DateTimeOffset.Parse("2026-01-01T00:00:00Z", null), Stopping);
        await WorldRows.InsertAsync(connection, [WorldRecipe.Random(7).Build()]);
        await connection.ExecuteAsync(
            """
            insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state)
            values ('', 'all', 'all', 'all', 0, 'test', '2026-08-01', '2026-08-01', '', 'loaded')
            """);
        await new MaterialisedSettlement(warehouse.DataSource).RefreshAsync(ct: Stopping);
        Assert.Equal((0, 0), await BadRowsAsync(warehouse));

        await connection.ExecuteAsync(
            "update core.kept_settlement set received_quantity = received_quantity + 1 where ctid = (select min(ctid) from core.kept_settlement where is_matched)");
        await connection.ExecuteAsync(
            "update core.kept_statement set entry_worth = entry_worth + 0.01 where ctid = (select min(ctid) from core.kept_statement)");

        Assert.Equal((2, 2), await BadRowsAsync(warehouse));
    }

    // That check alone, as often as there are steps.
    private static async Task<int> BadSumsAsync(NpgsqlConnection connection)
    {
        await using var transaction = await new ReportClock(new DateOnly(2026, 12, 31), Late).BeginAsync(connection);
        return (await connection.QueryAsync(SqlFiles.Read("checks/kept_sums_equal_computed.sql"), transaction: transaction)).Count();
    }

    private static readonly DateTimeOffset Late = DateTimeOffset.Parse("2099-01-01T00:00:00Z", null);

    private static async Task<(long Rows, long Sums)> BadRowsAsync(TestWarehouse warehouse)
    {
        var found = (await WarehouseChecks.RunAsync(warehouse.DataSource, new ReportClock(new DateOnly(2026, 12, 31), Late)))
            .ToDictionary(check => check.Name, check => check.BadRowCount);
        return (found["kept_equals_computed"], found["kept_sums_equal_computed"]);
    }

    private static async Task<bool> IsKeptAsync(NpgsqlConnection connection)
    {
        await using var transaction = await new ReportClock(new DateOnly(2026, 12, 31), Late).BeginAsync(connection);
        return await connection.ExecuteScalarAsync<bool>("select mart.is_settlement_kept()");
    }

    /// <summary>What people read of it, as text: every break, statement and order line.</summary>
    internal static async Task<List<string>> ReadAsync(NpgsqlConnection connection, DateOnly asOf, bool isPlain)
    {
        await using var transaction = await new ReportClock(asOf, Late).BeginAsync(connection);
        await connection.ExecuteAsync(isPlain ? "delete from core.kept_state" : "select 1");
        Assert.Equal(isPlain, await connection.ExecuteScalarAsync<bool>("select mart.must_compute_settlement()"));
        return await RowsAsync(connection);
    }

    /// <summary>The same for the clocks that are set.</summary>
    internal static async Task<List<string>> RowsAsync(NpgsqlConnection connection) =>
    [
        .. await connection.QueryAsync<string>(
            """
            select 'break ' || b::text from mart.reconciliation_break b
            union all
            select 'statement ' || s::text from mart.statement_reconciliation s
            union all
            select 'line ' || l::text from mart.reconciliation_line l
            order by 1
            """),
    ];

    internal static async Task<string> DifferenceAsync(NpgsqlConnection connection)
    {
        await using var transaction = await new ReportClock(new DateOnly(2026, 12, 31), DateTimeOffset.Parse("2099-01-01T00:00:00Z", null))
            .BeginAsync(connection);
        Assert.True(await connection.ExecuteScalarAsync<bool>("select mart.is_settlement_kept()"));
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
