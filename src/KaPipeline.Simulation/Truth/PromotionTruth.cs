namespace KaPipeline.Simulation.Truth;

/// <summary>A promotion that is late at the end of the world: filed too late or not at all, its shelf price kept, its result not told in
/// time.</summary>
/// <param name="NotRestoredDays">Days after the first on which its price should have been restored, and was not; 0 where all did.</param>
internal sealed record TruePromotion(string ChainId, string PromotionId, bool IsFiledLate, int NotRestoredDays, bool IsReportedLate);

/// <summary>Late promotions by the manual's terms (M6.2.2, M6.2.6), on weeks without holidays.</summary>
internal static class PromotionTruth
{
    public static IEnumerable<TruePromotion> Of(World world) => world.Promotions.DistinctBy(one => one.Id)
        .Select(one => new TruePromotion(one.ChainId, one.Id, IsFiledLate(world, one), NotRestoredDays(world, one),
            one.ReportedOn > one.RetailTo.AddDays(10)))
        .Where(one => one.IsFiledLate || one.NotRestoredDays > 0 || one.IsReportedLate);

    private static bool IsFiledLate(World world, Promotion promotion)
    {
        var filed = promotion.FiledOn is { } day && day <= world.AsOf ? day : world.AsOf;
        return filed > promotion.RetailFrom.AddDays(promotion.Kind == "poster" ? -60 : -30);
    }

    private static int NotRestoredDays(World world, Promotion promotion)
    {
        var kept = world.KeptShelves.Where(one => one.Promotion.Id == promotion.Id).ToList();
        var restoreBy = promotion.RetailTo.AddDays(1);
        while (restoreBy.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        {
            restoreBy = restoreBy.AddDays(1);
        }

        // The till was last seen on the day before the world's end.
        return kept.Count == 0 ? 0
            : Math.Max(0, kept.Max(one => one.Until < world.AsOf ? one.Until : world.AsOf.AddDays(-1)).DayNumber - restoreBy.DayNumber);
    }
}
