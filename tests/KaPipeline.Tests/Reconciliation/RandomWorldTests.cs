using System.Globalization;
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
    private const int Batch = 60;

    // Every class of docs/money.md#money-breaks but the one that must stay empty.
    private static readonly string[] AllKinds =
    [
        "amount_difference", "deduction_not_in_contract", "deduction_not_taken", "deduction_over_contract", "deduction_terms_changed",
            "deduction_without_invoice",
        "duplicate_settlement", "invoice_total_off", "not_delivered", "over_delivered", "price_difference", "receipt_amount_difference",
        "rejected", "return_unmatched", "rounding_difference",
        "settled_over", "settled_short", "settled_without_delivery", "short_delivered", "statement_total_off", "tax_difference",
        "unordered_delivery", "unsettled",
    ];

    /// <summary>The first sixty worlds; all three thousand with KA_TEST_LONG=1, or the seeds that KA_TEST_SEEDS names
    /// (<c>1-1000</c>).</summary>
    [Fact]
    public async Task Breaks_are_the_injected_ones_and_none_else()
    {
        var (from, to) = Seeds();
        for (var first = from; first <= to; first += Batch)
        {
            var recipes = Enumerable.Range(first, Batch).Select(WorldRecipe.Random).ToList();
            var worlds = recipes.ToDictionary(one => one, one => one.Build());
            var found = await ReconcileAsync(worlds.Values);
            Assert.Equal(AllKinds, found.SelectMany(chain => chain).Select(one => one.Kind).Distinct().Order(StringComparer.Ordinal));
            foreach (var recipe in recipes)
            {
                var difference = Finding.Difference(Finding.OfTruth(worlds[recipe]), found[recipe.ChainId]);
                Assert.True(difference.Length == 0, difference.Length == 0 ? "" : await ShrinkAsync(recipe, difference));
            }
        }
    }

    private static (int From, int To) Seeds() => Environment.GetEnvironmentVariable("KA_TEST_SEEDS")?.Split('-') is [var from, var to]
        ? (int.Parse(from, CultureInfo.InvariantCulture), int.Parse(to, CultureInfo.InvariantCulture))
        : (1, LongRun.IsOn ? 3000 : Batch);

    /// <summary>Also tests the identity, on every statement of every world.</summary>
    private async Task<ILookup<string, Finding>> ReconcileAsync(IReadOnlyCollection<World> worlds)
    {
        await using var connection = new NpgsqlConnection(shared.Warehouse.OwnerConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await WorldRows.InsertAsync(connection, worlds);
        await connection.ExecuteAsync(
            "analyze core.order_line, core.delivery_line, core.statement, core.statement_line, core.price, core.promotion");
        await new ReportClock(new DateOnly(2026, 12, 31), BusinessTime.At(new DateOnly(2027, 1, 1), TimeOnly.MinValue))
            .ApplyAsync(connection);
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
