namespace KaPipeline.Simulation;

/// <summary>One special fee with the steps of its claim; each has its day.</summary>
internal sealed record SpecialFee(
    Promotion Promotion, string Number, DateOnly Month, DateOnly AppliedOn, decimal Applied, DateOnly ApprovedOn, decimal Approved,
    DateOnly SpentOn, decimal Spent, string Invoice, DateOnly? InvoicedOn, DateOnly? PaidOn);

/// <summary>What people key in about promotions. Of the last chain's second promotion the goods came a day late; the fee of the first
/// chain's first promotion was overspent, that of the second chain's has no invoice.</summary>
internal static class PromotionPlans
{
    /// <summary>RMB of each promotion's budget, of which we bear six tenths.</summary>
    public const decimal Budget = 1500m;

    /// <summary>Promotions whose plans are known: those that begin within the simulated time, or soon after.</summary>
    public static IEnumerable<Promotion> Planned(World world) =>
        world.Promotions.Where(one => one.RetailFrom <= world.AsOf.AddDays(10)).DistinctBy(one => one.Id);

    /// <summary>Whether goods, people and material were ready only after the first day on the shelf.</summary>
    public static bool IsBadlyPrepared(World world, Promotion promotion) => IsOf(world, promotion, Buying(world).Count - 1, 1);

    /// <summary>RMB that the approval of one that was badly run charges.</summary>
    public const decimal BadlyRun = 300m;

    /// <summary>Whether its approval found it badly run: the second promotion of the chain before the last.</summary>
    public static bool IsBadlyRun(World world, Promotion promotion) => IsOf(world, promotion, Buying(world).Count - 2, 1);

    /// <summary>Day on which that was found.</summary>
    public static DateOnly JudgedOn(Promotion promotion) => promotion.RetailTo.AddDays(2);

    /// <summary>Day on which they were ready.</summary>
    public static DateOnly ReadyOn(World world, Promotion promotion) =>
        promotion.RetailFrom.AddDays(IsBadlyPrepared(world, promotion) ? 1 : -2);

    /// <summary>The special fees, one for each planned promotion.</summary>
    public static IEnumerable<SpecialFee> Fees(World world) => Planned(world).Select((one, n) =>
    {
        var month = new DateOnly(one.RetailFrom.Year, one.RetailFrom.Month, 1);
        var (applied, own) = (month.AddMonths(-1).AddDays(11), Budget * 0.6m);
        var isInvoiced = !IsOf(world, one, 1, 0);
        return new SpecialFee(one, Text.Of($"ZX-{one.Id}"), month, applied, own, applied.AddDays(6), own, one.RetailTo,
            own + (IsOf(world, one, 0, 0) ? 120m : 0), isInvoiced ? Text.Of($"FP{2026000 + n}") : "",
            isInvoiced ? one.RetailTo.AddDays(3) : null, isInvoiced ? one.RetailTo.AddDays(12) : null);
    });

    // On consignment nothing is promoted.
    private static List<SimulatedChain> Buying(World world) => [.. world.Chains.Where(chain => !chain.IsConsigned)];

    private static bool IsOf(World world, Promotion promotion, int chain, int place) => Buying(world) is var chains
        && chains.Count > Math.Max(chain, 1) && promotion.ChainId == chains[chain].Id
        && promotion.Id == Planned(world).Where(one => one.ChainId == promotion.ChainId).ElementAtOrDefault(place)?.Id;
}
