namespace KaPipeline.Simulation;

/// <summary>A store that has sold out does not wait for its system's next order: it faxes one on the day before the world ends, for the
/// day after.</summary>
internal static class FaxedOrders
{
    private const int Cases = 10;

    public static void Make(World world)
    {
        if (world.Rushes.FirstOrDefault() is not { } first)
        {
            return;
        }

        var chain = world.Chains.First(one => one.Id == first.Store.ChainId);
        var prices = new PriceList(world);
        var day = world.AsOf.AddDays(-1);
        var order = new Order
        {
            Chain = chain, Number = Text.Of($"SG-{day:MMdd}-1"), Store = first.Store, OrderedOn = day, RequestedOn = world.AsOf,
        };
        order.Lines.AddRange(world.Rushes.Where(rush => rush.Store == first.Store).Select(rush => new OrderLine
        {
            Order = order, Product = rush.Product, Quantity = Cases * rush.Product.PackSize,
            PrintedPrice = prices.Listed(chain, rush.Store, rush.Product, day, including: false) ?? rush.Product.BasePrice,
        }));
        world.FaxedOrders.Add(order);
    }
}
