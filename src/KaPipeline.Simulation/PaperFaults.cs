namespace KaPipeline.Simulation;

/// <summary>What people forget: the first chain's first promotion reports its result late, the second chain's is never filed with
/// finance.</summary>
internal static class PaperFaults
{
    public static void Plant(World world)
    {
        Change(world, 0, promotion => promotion with { ReportedOn = promotion.RetailTo.AddDays(14) });
        Change(world, 1, promotion => promotion with { FiledOn = null });
    }

    private static void Change(World world, int chain, Func<Promotion, Promotion> change)
    {
        var id = chain < world.Chains.Count ? world.Promotions.Find(one => one.ChainId == world.Chains[chain].Id)?.Id : null;
        for (var i = 0; i < world.Promotions.Count; i++)
        {
            if (world.Promotions[i].Id == id)
            {
                world.Promotions[i] = change(world.Promotions[i]);
            }
        }
    }
}
