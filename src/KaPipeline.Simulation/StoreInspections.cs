namespace KaPipeline.Simulation;

/// <summary>What was seen of an item at an inspection; nothing where nobody looked.</summary>
internal sealed record SeenItem(Product Product, int Faces, int Depth)
{
    public int? CompetitorFaces { get; init; }
    public int? StackCases { get; init; }
    public bool IsSmallerStackApproved { get; init; }
    public decimal? ShelfPrice { get; init; }
    public DateOnly? ProducedOn { get; init; }
    public int DamagedPacks { get; init; }
    public int DefacedCases { get; init; }
    public string Display { get; init; } = "full";
    public string Cause { get; init; } = "";
}

/// <summary>One inspection of a store.</summary>
internal sealed record StoreVisit(Store Store, DateOnly Day, string Inspector, IReadOnlyList<SeenItem> Items)
{
    public int? ShelfFaces { get; init; }
    public int? Promoters { get; init; }
    public string Material { get; init; } = "good";
    public string Gifts { get; init; } = "shown";

    /// <summary>What the display costs a month, and its region's standard.</summary>
    public (decimal Cost, decimal Standard)? Display { get; init; }
}

/// <summary>Four inspections: the first hypermarket with gaps, damage, a small stack and a promoter missing; a store whose display is below
/// the competitor's and costs too much, with dirty material and gifts that nobody announces; one where all is well; and, at the end, one
/// of the first chain with a wrong price and old goods.</summary>
internal static class StoreInspections
{
    /// <summary>Days that an item keeps.</summary>
    public static int ShelfLife(Product product) => product.VatRate < 0.1m ? 180 : 240;

    public static IReadOnlyList<StoreVisit> Of(World world)
    {
        if (world.Before is null || world.Chains.Count < 3 || world.Stores.Find(store => store.Format == "hypermarket") is not { } largest)
        {
            return [];
        }

        Store StoreOf(int chain) => world.Stores.First(store => store.ChainId == world.Chains[chain].Id && store != largest);
        string Inspector(Store store) =>
            world.Responsibilities.Find(one => one.Role == "city_manager" && one.Region == store.Region)?.PersonId ?? "";
        var (gaps, low, well, old) = (world.From.AddDays(19), world.From.AddDays(26), world.From.AddDays(26), world.AsOf.AddDays(-1));
        var products = world.Products;
        return
        [
            new(largest, gaps, Inspector(largest),
            [
                new(products[0], 10, 12) { StackCases = 14 },
                new(products[1], 10, 12) { StackCases = 7, Display = "not_full", Cause = "promoter" },
                new(products[2], 9, 12) { StackCases = 7, IsSmallerStackApproved = true, Display = "empty", Cause = "representative" },
                new(products[3], 8, 12) { Display = "empty", Cause = "dealer" },
                new(products[4], 8, 12) { DamagedPacks = 3, DefacedCases = 1 },
            ]) { ShelfFaces = 6, Promoters = 1 },
            new(StoreOf(1), low, Inspector(StoreOf(1)),
            [
                new(products[0], 8, 12) { CompetitorFaces = 9 }, new(products[1], 8, 12) { CompetitorFaces = 10 }, new(products[6], 4, 12),
            ]) { ShelfFaces = 8, Material = "dirty", Gifts = "not_announced", Display = (845m, 800m) },
            new(StoreOf(2), well, Inspector(StoreOf(2)), [new(products[0], 12, 12) { CompetitorFaces = 12, StackCases = 14 }])
            {
                Promoters = 1, Display = (600m, 600m),
            },
            new(StoreOf(0), old, Inspector(StoreOf(0)),
            [
                new(products[0], 9, 12) { ProducedOn = old.AddDays(-150) }, new(products[1], 9, 12) { ProducedOn = old.AddDays(-185) },
                new(products[2], 9, 12) { ProducedOn = old.AddDays(-30), ShelfPrice = Till.PlannedPrice(products[2]) },
                new(products[9], 9, 12) { ShelfPrice = Till.PlannedPrice(products[9]) + 0.4m },
            ]),
        ];
    }
}
