namespace KaPipeline.Simulation.Truth;

/// <summary>One thing that an inspection found wrong; an empty product is the store itself.</summary>
internal sealed record TrueFinding(
    StoreVisit Visit, string ProductId, string Finding, decimal? Found = null, decimal? Expected = null, string Detail = "");

/// <summary>What each inspection has to find by the manual's measures (M6.3), and the penalties that follow.</summary>
internal static class InspectionTruth
{
    private const int Measure = 96;
    private const int Stack = 14;

    public static IEnumerable<TrueFinding> Of(World world) =>
        StoreInspections.Of(world).SelectMany(visit => OfStore(visit).Concat(visit.Items.SelectMany(item => OfItem(visit, item))));

    private static IEnumerable<TrueFinding> OfStore(StoreVisit visit)
    {
        var compared = visit.Items.Where(item => (item.CompetitorFaces ?? visit.ShelfFaces) is not null).ToList();
        if (compared.Count > 0)
        {
            var (ours, theirs) = (compared.Average(item => (decimal)item.Faces),
                compared.Average(item => (decimal)(item.CompetitorFaces ?? visit.ShelfFaces)!));
            if (ours < theirs)
            {
                yield return new(visit, "", "display_below_competitor", Money.Round(ours), Money.Round(theirs));
            }
        }

        if (visit.Display is { } display && display.Cost > display.Standard)
        {
            yield return new(visit, "", "display_cost_high", display.Cost, display.Standard);
        }

        if (visit.Material != "good")
        {
            yield return new(visit, "", "material_bad", Detail: visit.Material);
        }

        if (visit.Gifts != "shown")
        {
            yield return new(visit, "", "gifts_not_shown", Detail: visit.Gifts);
        }

        if (visit.Promoters < 2 && visit.Store.Format == "hypermarket")
        {
            yield return new(visit, "", "promoters_missing", visit.Promoters, 2);
        }
    }

    private static IEnumerable<TrueFinding> OfItem(StoreVisit visit, SeenItem item)
    {
        TrueFinding Found(string finding, decimal? found = null, decimal? expected = null, string detail = "") =>
            new(visit, item.Product.Id, finding, found, expected, detail);
        if (item.Faces * item.Depth < Measure)
        {
            yield return Found("display_small", item.Faces * item.Depth, Measure);
        }

        if (item.StackCases < Stack && !item.IsSmallerStackApproved)
        {
            yield return Found("stack_missing", item.StackCases, Stack);
        }

        if (item.DamagedPacks > 0)
        {
            yield return Found("damaged_pack", item.DamagedPacks, 0);
        }

        if (item.DefacedCases > 0)
        {
            yield return Found("defaced_case", item.DefacedCases, 0);
        }

        if (item.Display != "full")
        {
            yield return Found("display_" + item.Display, detail: item.Cause);
        }

        // A third of the shelf life, the company's 33 %, rounded up to days.
        var (life, least) = (StoreInspections.ShelfLife(item.Product), Math.Ceiling(StoreInspections.ShelfLife(item.Product) * 0.33m));
        if (item.ProducedOn is { } produced && produced.AddDays(life).DayNumber - visit.Day.DayNumber is var left && left < least)
        {
            yield return Found(left < 0 ? "expired" : "stale", left, least);
        }

        if (item.ShelfPrice is { } price && price != Till.PlannedPrice(item.Product))
        {
            yield return Found("shelf_price", price, Till.PlannedPrice(item.Product));
        }
    }

    /// <summary>Who bears which amount: a store once a month, an item once, packs and cases each.</summary>
    public static IEnumerable<TruePenalty> Penalties(World world)
    {
        var findings = Of(world).ToList();
        var cases = findings.SelectMany(one => Cases(world, one))
            .DistinctBy(one => (one.Rule, one.Role, one.Store, one.Month, one.Once));
        return cases.GroupBy(one => (one.Rule, one.Role, one.Person, one.Each))
            .Select(group => new TruePenalty(group.Key.Rule, group.Key.Role, group.Key.Person, "", group.Sum(one => one.Count),
                group.Sum(one => one.Count) * group.Key.Each));
    }

    private sealed record Case(string Rule, string Role, string Person, decimal Each, int Count, Store Store, int Month, string Once);

    private static IEnumerable<Case> Cases(World world, TrueFinding one)
    {
        var store = one.Visit.Store;
        var representative = PenaltyTruth.Holder(world, "representative", region: store.Region, city: store.City);
        Case Of(string rule, string role, string person, decimal each, int count = 1, string once = "") =>
            new(rule, role, person, each, count, store, one.Visit.Day.Month, once);
        return one switch
        {
            { Finding: "display_below_competitor" } =>
            [
                Of(one.Finding, "representative", representative, 50m),
                Of(one.Finding, "area_manager", PenaltyTruth.Holder(world, "area_manager", region: store.Region), 25m),
            ],
            { Finding: "display_cost_high", Found: { } cost, Expected: { } standard } =>
            [
                Of(one.Finding, "region_manager", PenaltyTruth.Holder(world, "region_manager", region: store.Region), 100m,
                    (int)Math.Floor(((cost / standard) - 1) * 100)),
            ],
            { Finding: "stack_missing" or "material_bad" or "gifts_not_shown" } => [Of(one.Finding, "representative", representative, 50m)],
            { Finding: "damaged_pack" } =>
                [Of(one.Finding, "representative", representative, 5m, (int)one.Found!, one.Visit.Day + one.ProductId)],
            { Finding: "defaced_case" } =>
                [Of(one.Finding, "representative", representative, 100m, (int)one.Found!, one.Visit.Day + one.ProductId)],
            { Detail: "representative" } => [Of("display_empty_representative", "representative", representative, 500m, 1, one.ProductId)],
            { Detail: "promoter" } =>
                [Of("display_empty_promoter", "promoter",
                    PenaltyTruth.Holder(world, "promoter", chain: store.ChainId, store: store.Id), 100m, 1, one.ProductId)],
            _ => [],
        };
    }
}
