namespace KaPipeline.Simulation.Truth;

/// <summary>What was to be delivered on a morning, from the world's own links.</summary>
internal static class WorkTruth
{
    /// <summary>The evening after which the morning's list is judged: a day in the middle of the month.</summary>
    public static DateOnly Evening(World world) => world.From.AddDays(18);

    /// <summary>Lines wanted on the two days after the evening of which something is still to come.</summary>
    public static IEnumerable<(OrderLine Line, decimal Open, string StockState, string Promotion)> Of(World world)
    {
        var evening = Evening(world);
        var shortOf = StockTruth.Short(world, evening);
        var received = world.GoodNotes.Where(note => !note.IsReturn && note.ReceivedOn <= evening).SelectMany(note => note.Lines)
            .Where(line => line.OrderLine is not null).ToLookup(line => line.OrderLine!, line => line.Received);
        foreach (var line in world.GoodOrders.Where(order => order.OrderedOn <= evening && !order.IsCancelled
            && order.RequestedOn > evening && order.RequestedOn <= evening.AddDays(2)).SelectMany(order => order.Lines))
        {
            var open = line.Quantity - received[line].Sum();
            if (open > 0)
            {
                yield return (line, open, shortOf.GetValueOrDefault((line.Order.Store, line.Product), ""), Promotion(world, line));
            }
        }
    }

    private static string Promotion(World world, OrderLine line) => world.Promotions
        .Where(one => one.ChainId == line.Order.Chain.Id && one.ProductId == line.Product.Id && line.Order.RequestedOn <= one.RetailTo
            && line.Order.RequestedOn >= (one.PurchaseFrom < one.RetailFrom ? one.PurchaseFrom : one.RetailFrom))
        .OrderByDescending(one => one.RetailFrom).ThenBy(one => one.Id, StringComparer.Ordinal).FirstOrDefault()?.Id ?? "";
}
