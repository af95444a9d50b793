using Dapper;
using KaPipeline.Simulation;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Reconciliation;

/// <summary>Random worlds, reconciled, say what the simulator knows, row for row: nothing less, nothing else.</summary>
[Trait("Category", "Slow")]
public sealed class RandomWorldTests(SharedWarehouse shared) : IClassFixture<SharedWarehouse>
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("KA_TEST_LONG") == "1";

    [Fact]
    public async Task Breaks_are_the_injected_ones_and_none_else()
    {
        const int Batch = 60;
        for (var first = 1; first <= (IsLong ? 3000 : Batch); first += Batch)
        {
            var recipes = Enumerable.Range(first, Batch).Select(WorldRecipe.Random).ToList();
            var worlds = recipes.ToDictionary(one => one, one => one.Build());
            var found = await ReconcileAsync(worlds.Values);
            Assert.True(found.SelectMany(chain => chain).Select(one => one.Kind).Distinct().Count() >= 15, "The worlds hold too few kinds of breaks to prove anything.");
            foreach (var recipe in recipes)
            {
                var difference = Finding.Difference(Finding.OfTruth(worlds[recipe]), found[recipe.ChainId]);
                Assert.True(difference.Length == 0, difference.Length == 0 ? "" : await ShrinkAsync(recipe, difference));
            }
        }
    }

    /// <summary>Also tests the identity, on every statement of every world.</summary>
    private async Task<ILookup<string, Finding>> ReconcileAsync(IReadOnlyCollection<World> worlds)
    {
        await using var connection = new NpgsqlConnection(shared.Warehouse.OwnerConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await WorldRows.InsertAsync(connection, worlds);
        await connection.ExecuteAsync("analyze core.order_line, core.delivery_line, core.statement, core.statement_line, core.price, core.promotion");
        await new ReportClock(new DateOnly(2026, 12, 31), BusinessTime.At(new DateOnly(2027, 1, 1), TimeOnly.MinValue)).ApplyAsync(connection);
        Assert.Empty(await connection.QueryAsync(SqlFiles.Read("checks/statement_identity.sql"), commandTimeout: 0));
        return await Finding.OfViewsAsync(connection);
    }

    private async Task<string> ShrinkAsync(WorldRecipe recipe, string difference)
    {
        for (var shrinking = true; shrinking;)
        {
            shrinking = false;
            foreach (var smaller in recipe.Shrunk())
            {
                var world = smaller.Build();
                var found = await ReconcileAsync([world]);
                if (Finding.Difference(Finding.OfTruth(world), found[smaller.ChainId]) is { Length: > 0 } still)
                {
                    (recipe, difference, shrinking) = (smaller, still, true);
                    break;
                }
            }
        }

        return $"{recipe}\n{difference}";
    }
}
