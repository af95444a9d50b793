using Dapper;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Reconciliation;
using KaPipeline.Rules;
using KaPipeline.Simulation;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Reconciliation;

/// <summary>Random worlds go through the real loader: whatever the order and the batches, whatever comes late or comes again, the
/// warehouse ends the same, and says what the simulator knows.</summary>
[Trait("Category", "Slow")]
public sealed class LoadedWorldTests : IDisposable
{
    private const int Worlds = 2;

    private readonly string home = Directory.CreateTempSubdirectory("ka-worlds-").FullName;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, LongRun.IsOn ? 25 : 1)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Any_order_and_any_batches_end_in_the_same_state_and_that_is_the_truth(int seed)
    {
        var dice = new Dice((ulong)seed).Fork("loading");
        var worlds = Enumerable.Range(10_000 + ((seed - 1) * Worlds), Worlds).Select(one => Loadable(WorldRecipe.Random(one)).Build())
            .ToList();
        foreach (var world in worlds)
        {
            new WorldFiles(world, dice).Write(home);
        }

        File.Copy(Path.Combine(Repository.Root, "config", "master-data.yaml"), Path.Combine(home, "config", "master-data.yaml"),
            overwrite: true);
        await using var inOrder = await TestWarehouse.CreateAsync();
        await LoadAsync(inOrder, items => [items]);
        await using var atRandom = await TestWarehouse.CreateAsync();
        var kept = new MaterialisedSettlement(atRandom.DataSource);
        await LoadAsync(atRandom, items => Batches(items, dice), kept);

        Assert.Equal(await CoreHashes.OfAsync(inOrder.DataSource), await CoreHashes.OfAsync(atRandom.DataSource));
        foreach (var warehouse in new[] { inOrder, atRandom })
        {
            await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
            Assert.Empty(
                await connection.QueryAsync<string>(
                "select q.rule || ' ' || l.file_name || ' ' || q.row_number from ops.quarantined_row q join ops.load l using (load_id)"));
            await using var transaction = await new ReportClock(new DateOnly(2026, 12, 31),
                DateTimeOffset.Parse("2099-01-01T00:00:00Z", null)).BeginAsync(connection, Stopping);
            Assert.Equal(warehouse == atRandom, await connection.ExecuteScalarAsync<bool>("select mart.is_settlement_kept()"));
            var found = await Finding.OfViewsAsync(connection);
            Assert.Equal("", string.Join('\n', worlds.Select(world => Finding.Difference(Finding.OfTruth(world), found[world.Chains[0].Id]))
                .Where(difference => difference.Length > 0)));
            Assert.Empty(await connection.QueryAsync(SqlFiles.Read("checks/statement_identity.sql")));
        }
    }

    public void Dispose() => Directory.Delete(home, recursive: true);

    // An export shows that an order was dropped only if it reaches beyond the order's date.
    private static WorldRecipe Loadable(WorldRecipe recipe)
    {
        var orders = recipe.Build().GoodOrders.ToList();
        var left = orders.Where(order => !order.IsCancelled && !order.WasCancelled).Select(order => order.OrderedOn).ToList();
        return orders.Where(order => order.IsCancelled || order.WasCancelled)
            .All(order => left.Count > 0 && left.Min() <= order.OrderedOn && order.OrderedOn <= left.Max())
            ? recipe
            : recipe with { Faults = recipe.Faults with { Cancelled = 0, ReopenedOrders = 0 } };
    }

    private async Task LoadAsync(TestWarehouse warehouse, Func<IReadOnlyList<Ingest.Item>, IEnumerable<IReadOnlyList<Ingest.Item>>> batches,
        MaterialisedSettlement? kept = null)
    {
        var profiles = ProfileCatalog.Load(Path.Combine(home, "config"));
        await using (var connection = await warehouse.DataSource.OpenConnectionAsync())
        {
            var config = Path.Combine(Repository.Root, "config");
            await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(config), DateTimeOffset.UnixEpoch);
            await WorkingCalendar.Load(config).SyncAsync(connection);
            await ProfileSync.SyncAsync(connection, profiles.Chains, DateTimeOffset.UnixEpoch);
        }

        var archive = Directory.CreateDirectory(Path.Combine(home, kept is null ? "archive1" : "archive2")).FullName;
        var ingest = new Ingest(warehouse.DataSource, new FileArchive(archive), profiles, TimeProvider.System);
        foreach (var batch in batches(ingest.Find([Path.Combine(home, "files")]).Known))
        {
            await ingest.RunAsync(batch);
            if (kept is not null)
            {
                await kept.RefreshAsync();
            }
        }
    }

    /// <summary>Products, stores and items first, since rows without them wait in quarantine; all else in any order, one to nine files at a
    /// time.</summary>
    private static IEnumerable<IReadOnlyList<Ingest.Item>> Batches(IReadOnlyList<Ingest.Item> items, Dice dice)
    {
        string[] first = ["products", "stores", "chain_items"];
        yield return [.. items.Where(item => first.Contains(item.Report.Name))];
        var rest = dice.Shuffled(items.Where(item => !first.Contains(item.Report.Name)));
        for (var from = 0; from < rest.Count;)
        {
            var batch = rest.Skip(from).Take(dice.Between(1, 9)).ToList();
            from += batch.Count;
            yield return batch;
        }
    }
}
