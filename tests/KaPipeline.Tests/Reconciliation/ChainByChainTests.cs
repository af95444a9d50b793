using Dapper;
using KaPipeline.Reconciliation;
using KaPipeline.Rules;
using KaPipeline.Sales;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Reconciliation;

/// <summary>Each chain is refreshed by itself, in any order and side by side, while loads go on; what is kept in the end is what one
/// refresh of everything keeps, and what the plain views say.</summary>
[Trait("Category", "Slow")]
public sealed class ChainByChainTests : IAsyncLifetime
{
    private static readonly string[] Kept =
    [
        "kept_settlement", "kept_statement", "kept_fulfilment", "kept_supply_line", "kept_item", "kept_outlet_month", "kept_product_month",
            "kept_price_finding", "kept_service_difference",
    ];

    private TestWarehouse warehouse = null!;
    private NpgsqlConnection connection = null!;

    /// <summary>Mornings that are tried; 200 with <c>KA_TEST_LONG=1</c>.</summary>
    private static int Mornings => LongRun.IsOn ? 200 : 6;

    public async ValueTask InitializeAsync()
    {
        warehouse = await TestWarehouse.CreateAsync();
        connection = await warehouse.DataSource.OpenConnectionAsync();
        await BusinessRulesSync.SyncAsync(
            connection, BusinessRules.Load(Path.Combine(Repository.Root, "config")), DateTimeOffset.Parse("2026-01-01T00:00:00Z", null));
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await warehouse.DisposeAsync();
    }

    [Theory]
    [InlineData(-1, "a | b | c")]
    [InlineData(100_000, "a,b,c")]
    public async Task Chains_that_were_never_refreshed_are_filled_each_by_itself_where_they_have_much(int manyLines, string passes)
    {
        await connection.ExecuteAsync(
            "insert into core.chain (chain_id, name, name_en) select chain, chain, chain from unnest(array['a', 'b', 'c']) as chain");

        var done = await new ChainRefresh(warehouse.DataSource, 1, "core.kept_state") { ManyLines = manyLines }.RunAsync(
            ["a", "b", "c"], (_, _, chains, since) => Task.FromResult((string.Join(',', chains), since)), Stopping);

        Assert.Equal(passes, string.Join(" | ", done.Select(pass => pass.Item1).Order(StringComparer.Ordinal)));
        Assert.All(done, pass => Assert.Equal(DateTime.MinValue, pass.since));
    }

    [Fact]
    public async Task Chains_refreshed_in_any_order_and_side_by_side_keep_what_one_refresh_keeps()
    {
        const int Seed = 31;
        var dice = new Random(Seed);
        var worlds = Enumerable.Range(Seed * 100, 4).Select(WorldRecipe.Random).Select(recipe => recipe.Build()).ToList();
        await WorldRows.InsertMasterDataAsync(connection, worlds);
        var chains = worlds.SelectMany(world => world.Chains).Select(chain => chain.Id).ToArray();
        Assert.True(chains.Length >= 4);
        var steps = new FactSteps(worlds, Seed, Mornings);
        await steps.HoldBackAsync(connection);

        for (var morning = 1; morning <= Mornings; morning++)
        {
            // The next morning's files come while this one is reconciled.
            dice.Shuffle(chains);
            await Task.WhenAll(chains.Select(chain => RefreshAsync(chain, dice.Next(40))).Append(LoadAsync(steps, morning)));
        }

        foreach (var chain in chains)
        {
            await RefreshAsync(chain, 0);
        }

        Assert.True(await IsKeptAsync());
        Assert.Equal("", await MaterialisedSettlementTests.DifferenceAsync(connection));
        var byChain = await RowsAsync();
        Assert.All(Kept, table => Assert.Contains(byChain, row => row.StartsWith(table + ' ', StringComparison.Ordinal)));

        // From nothing, all at once.
        await connection.ExecuteAsync(
            $"delete from core.kept_state; delete from core.kept_figures_state; {string.Concat(Kept.Select(table => $"delete from core.{table};"))}");
        await new MaterialisedSettlement(warehouse.DataSource).RefreshAsync(ct: Stopping);
        await new MaterialisedFigures(warehouse.DataSource).RefreshAsync(ct: Stopping);
        Assert.Equal(await RowsAsync(), byChain);
    }

    [Fact]
    public async Task Kept_form_answers_once_every_chain_that_something_came_for_is_refreshed()
    {
        var worlds = new[] { 41, 42 }.Select(WorldRecipe.Random).Select(recipe => recipe.Build()).ToList();
        await WorldRows.InsertMasterDataAsync(connection, worlds);
        await WorldRows.InsertFactsAsync(connection, worlds);
        var chains = worlds.SelectMany(world => world.Chains).Select(chain => chain.Id).ToArray();
        await ArriveAsync("", "2026-08-01");

        foreach (var chain in chains)
        {
            Assert.False(await IsKeptAsync());
            await RefreshAsync(chain, 0);
        }

        Assert.True(await IsKeptAsync());

        // A file of one chain: the others need no refresh.
        await ArriveAsync(chains[0], "2026-08-02");
        Assert.False(await IsKeptAsync());
        await RefreshAsync(chains[1], 0);
        Assert.False(await IsKeptAsync());
        await RefreshAsync(chains[0], 0);
        Assert.True(await IsKeptAsync());

        // A chain that is new is not kept, although nothing came for it.
        await connection.ExecuteAsync("insert into core.chain (chain_id, name, name_en) values ('new', '新系统', 'New')");
        Assert.False(await IsKeptAsync());
        await Assert.ThrowsAsync<ArgumentException>(() => new MaterialisedSettlement(warehouse.DataSource).RefreshAsync(["nowhere"], Stopping));
        await RefreshAsync("new", 0);
        Assert.True(await IsKeptAsync());
    }

    [Fact]
    public async Task A_refresh_of_one_chain_leaves_what_is_kept_of_the_others_alone()
    {
        var worlds = new[] { 51, 52 }.Select(WorldRecipe.Random).Select(recipe => recipe.Build()).ToList();
        await WorldRows.InsertMasterDataAsync(connection, worlds);
        await WorldRows.InsertFactsAsync(connection, worlds);
        await ArriveAsync("", "2026-08-01");
        var (one, other) = (worlds[0].Chains[0].Id, worlds[1].Chains[0].Id);

        await RefreshAsync(one, 0);

        Assert.Equal([one], (await RowsAsync("chain_id")).Distinct().Select(row => row.Split(' ')[1]).Distinct());
        await RefreshAsync(other, 0);
        Assert.Equal(new[] { one, other }.Order(StringComparer.Ordinal), (await RowsAsync("chain_id")).Select(row => row.Split(' ')[1])
            .Distinct().Order(StringComparer.Ordinal));
    }

    private async Task RefreshAsync(string chain, int delay)
    {
        await Task.Delay(delay, Stopping);
        await new MaterialisedSettlement(warehouse.DataSource).RefreshAsync([chain]);
        await new MaterialisedFigures(warehouse.DataSource).RefreshAsync([chain]);
    }

    // As a loader does it: under the loads' lock.
    private async Task LoadAsync(FactSteps steps, int step)
    {
        await connection.ExecuteAsync("select pg_advisory_lock_shared(5242010, 0)");
        await steps.TakeAsync(connection, step);
        await connection.ExecuteAsync("select pg_advisory_unlock_all()");
    }

    private Task<int> ArriveAsync(string chain, string at) => connection.ExecuteAsync(
        $"""
        insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state)
        values (@chain, 'all', @at, @at, 0, 'test', '{at}', '{at}', '', 'loaded')
        """, new { chain, at });

    private async Task<bool> IsKeptAsync()
    {
        await using var transaction =
            await new ReportClock(new DateOnly(2026, 12, 31), DateTimeOffset.Parse("2099-01-01T00:00:00Z", null)).BeginAsync(connection);
        var (settlement, figures) = await connection.QuerySingleAsync<(bool, bool)>("select mart.is_settlement_kept(), mart.is_figures_kept()");
        Assert.Equal(settlement, figures);
        return settlement;
    }

    private async Task<List<string>> RowsAsync(string what = "kept::text") =>
        [.. await connection.QueryAsync<string>(string.Join(" union all ",
        Kept.Select(table => $"select '{table} ' || {what} from {Of(table)} as kept")) + " order by 1")];

    // Sums that went up and came down again are 0.00, those that never were are 0.
    private static string Of(string table) => table != "kept_statement" ? $"core.{table}"
        : """
          (select chain_id, statement_number, trim_scale(entry_worth) as entry_worth, trim_scale(goods_amount) as goods_amount,
              trim_scale(deduction_amount) as deduction_amount, trim_scale(invoiceable_amount) as invoiceable_amount,
              trim_scale(payable_amount) as payable_amount
           from core.kept_statement)
          """;
}
