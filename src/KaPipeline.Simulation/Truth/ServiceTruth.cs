namespace KaPipeline.Simulation.Truth;

/// <summary>Service breaks (docs/money.md#service-breaks) from the world's own links; everything is taken to be due.</summary>
internal static class ServiceTruth
{
    public static IEnumerable<TrueBreak> Of(World world)
    {
        var prices = new PriceList(world);
        var delivered = world.GoodNotes.Where(note => !note.IsReturn).SelectMany(note => note.Lines).ToList();
        var byOrderLine = delivered.Where(line => line.OrderLine is not null).ToLookup(line => line.OrderLine!);
        foreach (var line in world.GoodOrders.SelectMany(order => order.Lines))
        {
            var price = prices.AgreedExcluding(line);
            var missing = line.Quantity - byOrderLine[line].Sum(part => part.Shipped);
            var kind = missing == 0 ? null : missing < 0 ? "over_delivered" : missing == line.Quantity ? "not_delivered"
                : "short_delivered";
            if (kind is not null && !(line.Order.IsCancelled && kind == "not_delivered"))
            {
                yield return Break(kind, missing, price, line.Order.Chain, line.Order.Number, "", line.Order.Store, line.Product,
                    line.IsFree);
            }

            foreach (var part in byOrderLine[line].Where(part => part.Shipped != part.Received))
            {
                yield return Break("rejected", part.Shipped - part.Received, price, part.Note.Chain, line.Order.Number, part.Note.Number,
                    part.Note.Store, part.Product, part.IsFree);
            }
        }

        foreach (var line in delivered.Where(line => line.OrderLine is null))
        {
            var price = prices.Listed(line.Note.Chain, line.Note.Store, line.Product, line.Note.ReceivedOn, including: false) ?? 0m;
            yield return Break("unordered_delivery", -line.Shipped, price, line.Note.Chain, line.OrderNumber, line.Note.Number,
                line.Note.Store, line.Product, line.IsFree);
        }
    }

    private static TrueBreak Break(string kind, decimal quantity, decimal price, SimulatedChain chain, string order, string note,
        Store store, Product product, bool isFree) =>
        new(chain.Id, kind, Money.Round(quantity * price), quantity, "", null, order, note, store.Id, product.Id, isFree, false, "");
}
