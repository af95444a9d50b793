namespace KaPipeline.Simulation;

/// <summary>Till sales, shelf prices and stock of the chains that give them, from what was really received.</summary>
internal static class Till
{
    private const decimal Markup = 1.22m;

    /// <summary>Days before the world's end from which a sold-out item is asked for faster than it comes.</summary>
    private const int RushDays = 12;

    /// <summary>Days for which a store has goods in the beginning.</summary>
    public const int DaysInStock = 5;

    /// <param name="world">What is sold is added to it.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="end">The day before which the last one is told.</param>
    /// <param name="daysInStock">Days for which each store has goods in the beginning.</param>
    /// <param name="dice">Quantities.</param>
    public static void Make(World world, SimulatedChain chain, DateOnly end, int daysInStock, Dice dice)
    {
        var received = world.GoodNotes.Where(note => note.Chain == chain).SelectMany(note => note.Lines)
            .GroupBy(line => (line.Note.Store, line.Product))
            .OrderBy(group => group.Key.Store.Id, StringComparer.Ordinal).ThenBy(group => group.Key.Product.Id, StringComparer.Ordinal);
        var rushes = world.Rushes.Where(rush => rush.Store.ChainId == chain.Id).Select(rush => (rush.Store, rush.Product)).ToHashSet();
        var soldOut = new SoldOut(world);
        foreach (var item in received)
        {
            var (store, product) = item.Key;
            var own = dice.Fork(store.Id + product.Id);
            var perDay = item.Where(line => !line.Note.IsReturn).Sum(line => line.Received) / (end.DayNumber - world.From.DayNumber);
            var stock = Money.Round(perDay * daysInStock, 0);
            var arrivals = item.ToLookup(line => line.Note.ReceivedOn);
            for (var day = world.From; day < end; day = day.AddDays(1))
            {
                stock += arrivals[day].Sum(line => line.Note.IsReturn ? -line.Received : line.Received);
                var isWeekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
                var wanted = Money.Round(perDay * own.Between(isWeekend ? 100 : 60, isWeekend ? 170 : 120) / 100m, 0);
                if ((rushes.Contains(item.Key) && day >= world.AsOf.AddDays(-RushDays)) || soldOut.Covers(store, product, day))
                {
                    wanted = stock;
                }

                var sold = Math.Max(0, Math.Min(stock, wanted));
                stock -= sold;
                var price = RetailPrice(world, store, product, day);
                world.TillDays.Add(new TillDay(store, product, day, sold, sold * price, Math.Max(0, stock), price));
            }
        }
    }

    /// <summary>The planned shelf price outside promotions, RMB including VAT.</summary>
    public static decimal PlannedPrice(Product product) => Money.Round(product.BasePrice * (1 + product.VatRate) * Markup, 1);

    private static decimal RetailPrice(World world, Store store, Product product, DateOnly day) =>
        world.Promotions.FirstOrDefault(one => one.ChainId == store.ChainId && one.ProductId == product.Id && one.RetailFrom <= day
        && day <= LastOn(world, one, store))?.RetailPrice
        ?? PlannedPrice(product);

    private static DateOnly LastOn(World world, Promotion promotion, Store store) =>
        world.KeptShelves.Find(one => one.Promotion.Id == promotion.Id && one.Store == store)?.Until ?? promotion.RetailTo;
}
