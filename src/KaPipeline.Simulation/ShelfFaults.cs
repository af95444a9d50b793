namespace KaPipeline.Simulation;

/// <summary>What goes wrong on the shelf of a chain that gives till prices and stock: a promotion's price that stays, and items that sell
/// out.</summary>
internal static class ShelfFaults
{
    private const int DaysKept = 6;

    public static void Plant(World world, SimulatedChain chain, Injections injections)
    {
        var stores = world.Stores.Where(store => store.ChainId == chain.Id).ToList();
        if (injections.KeptShelves > 0 && world.Promotions.Find(one => one.ChainId == chain.Id) is { } first)
        {
            // The first store notices after some days, the others never.
            world.KeptShelves.AddRange(stores.Take(injections.KeptShelves).Select((store, i) =>
                new KeptShelf(first, store, i == 0 ? first.RetailTo.AddDays(DaysKept) : world.AsOf)));
        }

        // The first products are carried by every store and never locked.
        world.Rushes.AddRange(stores.TakeLast(1).SelectMany(store =>
            world.Products.Take(injections.SoldOut).Select(product => new Rush(store, product))));
    }
}
