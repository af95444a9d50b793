using System.Reflection;
using KaPipeline.Simulation;

namespace KaPipeline.Tests.Reconciliation;

/// <summary>What a random world is made from: small enough to print, and to shrink.</summary>
/// <param name="Seed">Of the world.</param>
/// <param name="Chain">Which of the sample chains it imitates; beyond them, one whose habits are drawn from the seed.</param>
/// <param name="Days">Length in days from 2026-05-01.</param>
/// <param name="Faults">How often each kind of fault is planted.</param>
internal sealed record WorldRecipe(int Seed, int Chain, int Days, Injections Faults)
{
    private static readonly PropertyInfo[] Counts = [.. typeof(Injections).GetProperties().Where(one => one.PropertyType == typeof(int))];

    /// <summary>The name of the chain: no two worlds share one, so that many fit into one warehouse.</summary>
    public string ChainId => $"w{Seed}";

    public static WorldRecipe Random(int seed)
    {
        var dice = new Dice((ulong)seed);
        var faults = new Injections { MayOverlap = dice.Chance(300) };
        foreach (var count in Counts)
        {
            count.SetValue(faults, dice.Chance(500) ? dice.Below(4) : 0);
        }

        return new WorldRecipe(seed, dice.Below(2 * SampleChains.All.Count), dice.Chance(300) ? 31 : dice.Chance(500) ? 61 : 16, faults);
    }

    public World Build() => WorldBuilder.Build(
        Seed, [Habits with { Id = ChainId }], new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 1).AddDays(Days),
        new WorldShape { Scale = 0.34m, ProductsPerStore = Products }, Faults);

    private SimulatedChain Habits => Chain < SampleChains.All.Count ? SampleChains.All[Chain] : RandomHabits.Of(Seed);

    private string Name => Chain < SampleChains.All.Count ? Habits.Id : string.Join(' ', typeof(SimulatedChain).GetProperties()
        .Where(one => one.PropertyType.IsValueType).Select(one => $"{one.Name}={one.GetValue(Habits)}"));

    private int Products => Chain < SampleChains.All.Count ? 14 : 2 + (Seed % 9);

    /// <summary>Smaller worlds, the smallest first: no fault of a kind, half of them, fewer days, no overlap.</summary>
    public IEnumerable<WorldRecipe> Shrunk()
    {
        foreach (var count in Counts.Where(one => (int)one.GetValue(Faults)! > 0))
        {
            yield return this with { Faults = With(count, 0) };
            if ((int)count.GetValue(Faults)! > 1)
            {
                yield return this with { Faults = With(count, (int)count.GetValue(Faults)! / 2) };
            }
        }

        if (Faults.MayOverlap)
        {
            yield return this with { Faults = Faults with { MayOverlap = false } };
        }

        foreach (var days in new[] { 16, 31 }.Where(days => days < Days))
        {
            yield return this with { Days = days };
        }
    }

    public override string ToString() =>
        $"seed {Seed}, {Name}, {Products} products, {Days} days{(Faults.MayOverlap ? ", overlapping" : "")}: "
        + string.Join(", ", Counts.Where(one => (int)one.GetValue(Faults)! > 0).Select(one => $"{one.Name} = {one.GetValue(Faults)}"));

    private Injections With(PropertyInfo count, int value)
    {
        var copy = Faults with { };
        count.SetValue(copy, value);
        return copy;
    }
}
