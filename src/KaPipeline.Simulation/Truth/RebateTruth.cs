namespace KaPipeline.Simulation.Truth;

/// <summary>A tiered rebate at the end of the world, RMB.</summary>
/// <param name="NextFrom">Sales at which the next tier begins; null at the highest.</param>
internal sealed record TrueRebate(string ChainId, string ContractId, decimal Sales, decimal ReachedPct, decimal Accrued, decimal? NextFrom);

/// <summary>Tiered rebates of contracts that run: the tier that the year's sales so far have reached takes all of them.</summary>
internal static class RebateTruth
{
    public static IEnumerable<TrueRebate> Of(World world)
    {
        var bases = new FeeBase(world);
        foreach (var term in world.Terms.Where(one => one.Tiers.Count > 0))
        {
            var sales = bases.Of(term, world.Statements
                .Where(one => one.Chain.Id == term.ChainId && term.From <= one.To && one.To <= term.To));
            var reached = term.Tiers.LastOrDefault(tier => tier.From <= sales);
            decimal? next = term.Tiers.Any(tier => tier.From > sales) ? term.Tiers.First(tier => tier.From > sales).From : null;
            yield return new TrueRebate(term.ChainId, term.ContractId, sales, reached.Pct, Money.Round(sales * reached.Pct / 100), next);
        }
    }
}
