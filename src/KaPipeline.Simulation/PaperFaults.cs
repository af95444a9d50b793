namespace KaPipeline.Simulation;

/// <summary>What people forget: the first chain's first promotion reports its result late, the second chain's is never filed with
/// finance; of the promotions of the coming month the third chain's is not filed yet, and the fourth's was filed three weeks ahead
/// only.</summary>
internal static class PaperFaults
{
    public static void Plant(World world)
    {
        Change(world, 0, world.From, promotion => promotion with { ReportedOn = promotion.RetailTo.AddDays(14) });
        Change(world, 1, world.From, promotion => promotion with { FiledOn = null });
        var next = world.To.AddDays(1);
        Change(world, 2, next, promotion => promotion with { FiledOn = null });
        Change(world, 3, next, promotion => promotion with { FiledOn = promotion.RetailFrom.AddDays(-21) });
    }

    /// <summary>When each supervisor hands in the fee budget of a month: the third always two days late.</summary>
    public static IEnumerable<(DateOnly Month, string PersonId, DateOnly Day)> Budgets(World world)
    {
        for (var month = new DateOnly(world.From.Year, world.From.Month, 1); month <= world.To; month = month.AddMonths(1))
        {
            foreach (var (one, i) in world.Responsibilities.Where(one => one.Role == "supervisor").Select((one, i) => (one, i)))
            {
                yield return (month, one.PersonId, month.AddDays(i == 2 ? 16 : 13));
            }
        }
    }

    private static void Change(World world, int chain, DateOnly from, Func<Promotion, Promotion> change)
    {
        var id = chain < world.Chains.Count
            ? world.Promotions.Find(one => one.ChainId == world.Chains[chain].Id && one.PurchaseFrom >= from)?.Id : null;
        for (var i = 0; i < world.Promotions.Count; i++)
        {
            if (world.Promotions[i].Id == id)
            {
                world.Promotions[i] = change(world.Promotions[i]);
            }
        }
    }
}
