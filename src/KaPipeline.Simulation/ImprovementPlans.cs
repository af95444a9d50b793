namespace KaPipeline.Simulation;

/// <summary>One plan of improvement; an empty store or product is not what it is about.</summary>
internal sealed record ImprovementPlan(
    string ChainId, string StoreId, string ProductId, DateOnly Month, string Text, string Owner, DateOnly DueOn, DateOnly? DoneOn,
    string Result)
{
    /// <summary>How far it is on a day.</summary>
    public string StateOn(DateOnly day) => DoneOn <= day ? "done" : DueOn < day ? "late" : "running";
}

/// <summary>Plans for the month before the last whole one of the world: one done in time, one overdue, one that runs.</summary>
internal static class ImprovementPlans
{
    public static IEnumerable<ImprovementPlan> Of(World world)
    {
        var chain = world.Chains[0].Id;
        var stores = world.Stores.Where(store => store.ChainId == chain).Take(2).ToList();
        if (stores.Count < 2 || world.Before is null)
        {
            yield break;
        }

        var month = new DateOnly(world.From.Year, world.From.Month, 1).AddMonths(-1);
        string Owner(Store store) => world.Responsibilities.Find(one => one.Role == "representative"
            && one.StoreId is "" or null && one.City == store.City)?.PersonId ?? "";
        yield return new ImprovementPlan(chain, stores[0].Id, "", month, "加订畅销品，补一个端架", Owner(stores[0]), world.AsOf.AddDays(-14),
            world.AsOf.AddDays(-15), "端架已上，周订货增加");
        yield return new ImprovementPlan(chain, stores[1].Id, "", month, "与课长商定补货日，减少断货", Owner(stores[1]), world.AsOf.AddDays(-6),
            null, "");
        yield return new ImprovementPlan(chain, "", world.Products[9].Id, month, "申请店内促销一档", "", world.AsOf.AddDays(10), null, "");
    }
}
