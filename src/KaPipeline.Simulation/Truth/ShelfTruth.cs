namespace KaPipeline.Simulation.Truth;

/// <summary>An item on a shelf as it was last seen: sold out, or at another price than the plan's.</summary>
internal sealed record TrueShelf(string ChainId, string StoreId, string ProductId, bool IsSoldOut, decimal FoundPrice,
    decimal PlannedPrice);

/// <summary>What the last evening of the till shows, and who looked at the shelf then.</summary>
internal static class ShelfTruth
{
    public static IEnumerable<TrueShelf> Of(World world) => world.TillDays
        .GroupBy(one => (one.Store, one.Product)).Select(group => group.MaxBy(one => one.Day)!)
        .Select(one => new TrueShelf(one.Store.ChainId, one.Store.Id, one.Product.Id, one.Stock == 0,
            Inspected(world, one) ?? one.RetailPrice, Till.PlannedPrice(one.Product)))
        .Where(one => one.IsSoldOut || one.FoundPrice != one.PlannedPrice);

    // What a person saw on the last evening or after it.
    private static decimal? Inspected(World world, TillDay last) =>
        StoreInspections.Of(world).Where(visit => visit.Store == last.Store && visit.Day >= last.Day).SelectMany(visit => visit.Items)
            .FirstOrDefault(item => item.Product == last.Product)?.ShelfPrice;
}
