namespace KaPipeline.Simulation.Truth;

/// <summary>One exposure that the manual asks for: who bears it, how often, RMB in all. Empty people are not named in the master
/// data.</summary>
internal sealed record TruePenalty(string RuleId, string Role, string PersonId, string JointPersonId, int Count, decimal Amount);

/// <summary>Penalties of planted locks, forgotten papers and shelves, and of what inspections found, by the manual's amounts (M6.1.7,
/// M6.2.3, M6.2.6, M6.3) and the master data's people.</summary>
internal static class PenaltyTruth
{
    public static IEnumerable<TruePenalty> Of(World world)
    {
        var locks = world.Planted.Where(one => one.Kind == "locked")
            .Select(one => world.Stores.First(store => store.ChainId == one.ChainId && store.Id == one.StoreId).Region);
        foreach (var region in locks.GroupBy(region => region).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            yield return new TruePenalty(
                "sku_lock", "region_manager", Holder(world, "region_manager", region: region.Key),
                Holder(world, "sales_region_manager", region: region.Key),
                region.Count(), 1000m * region.Count());
        }

        foreach (var penalty in Papers(world, "promotion_not_filed", 500m, promotion => promotion.FiledOn is null
            && promotion.RetailTo < world.AsOf)
            .Concat(Papers(world, "promotion_result_late", 50m, promotion => promotion.ReportedOn > promotion.RetailTo.AddDays(10))))
        {
            yield return penalty;
        }

        foreach (var bad in PromotionPlans.Planned(world).Where(one => PromotionPlans.IsBadlyPrepared(world, one)))
        {
            yield return new TruePenalty(
                "promotion_badly_prepared", "promotion_runner", Holder(world, "promotion_runner", bad.ChainId), "", 1, 500m);
        }

        foreach (var bad in PromotionPlans.Planned(world).Where(one => PromotionPlans.IsBadlyRun(world, one)
            && PromotionPlans.JudgedOn(one) <= world.AsOf))
        {
            yield return new TruePenalty("promotion_badly_run", "promotion_runner", Holder(world, "promotion_runner", bad.ChainId), "",
                (int)PromotionPlans.BadlyRun, PromotionPlans.BadlyRun);
        }

        foreach (var late in PromotionTruth.Of(world).Where(one => one.NotRestoredDays > 0))
        {
            var (runner, days) = (Holder(world, "promotion_runner", late.ChainId), late.NotRestoredDays - 1);
            yield return new TruePenalty("promotion_not_restored", "promotion_runner", runner, "", 1, 100m);
            if (days > 0)
            {
                yield return new TruePenalty("promotion_not_restored_day", "promotion_runner", runner, "", days, 50m * days);
            }
        }

        foreach (var seen in InspectionTruth.Penalties(world))
        {
            yield return seen;
        }
    }

    private static IEnumerable<TruePenalty> Papers(World world, string rule, decimal amount, Func<Promotion, bool> isLate) =>
        world.Promotions.Where(isLate).GroupBy(promotion => promotion.ChainId).Select(chain =>
        {
            var count = chain.Select(promotion => promotion.Id).Distinct().Count();
            return new TruePenalty(rule, "promotion_runner", Holder(world, "promotion_runner", chain.Key), "", count, amount * count);
        });

    /// <summary>Who holds a role there; empty: nobody is named.</summary>
    public static string Holder(World world, string role, string chain = "", string region = "", string city = "", string store = "") =>
        world.Responsibilities.Find(one => one.Role == role && one.ChainId == chain && one.Region == region && one.City == city
            && one.StoreId == store)?.PersonId ?? "";
}
