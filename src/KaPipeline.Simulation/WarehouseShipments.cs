namespace KaPipeline.Simulation;

/// <summary>What reached a warehouse of one order of a store for one product, free goods among it.</summary>
internal sealed record AtWarehouse(Store Store, string OrderNumber, Product Product, DateOnly ReceivedOn, decimal Received);

/// <summary>What the warehouse sent on of it, and what of that reached the store.</summary>
internal sealed record WarehouseShipment(string Number, AtWarehouse Of, decimal Sent, decimal Arrived);

/// <summary>Shipments of the chain whose goods go through its warehouses, of the last days: all that came is sent on the same day, but
/// something of three orders: of one nothing is sent, of one half, of one a case does not arrive.</summary>
internal static class WarehouseShipments
{
    /// <summary>Of how many days before the end.</summary>
    public const int Days = 10;

    /// <summary>What reached the chain's warehouses, from the first day on.</summary>
    public static IEnumerable<AtWarehouse> Received(World world, SimulatedChain chain) =>
        world.GoodNotes.Where(note => note.Chain == chain && !note.IsReturn && note.ReceivedOn >= world.AsOf.AddDays(-Days))
            .SelectMany(note => note.Lines).GroupBy(line => (line.Note.Store, line.OrderNumber, line.Product))
            .Select(one => new AtWarehouse(one.Key.Store, one.Key.OrderNumber, one.Key.Product, one.Min(line => line.Note.ReceivedOn),
                one.Sum(line => line.Received)))
            .Where(one => one.Received > 0)
            .OrderBy(one => one.ReceivedOn).ThenBy(one => one.Store.Id, StringComparer.Ordinal)
            .ThenBy(one => one.OrderNumber, StringComparer.Ordinal).ThenBy(one => one.Product.Id, StringComparer.Ordinal);

    /// <summary>What was sent on until the evening before the end.</summary>
    public static IEnumerable<WarehouseShipment> Of(World world, SimulatedChain chain) =>
        Received(world, chain).Where(one => one.ReceivedOn < world.AsOf).Select((one, n) =>
        {
            var sent = n switch { 3 => 0, 8 => Math.Floor(one.Received / 2), _ => one.Received };
            return new WarehouseShipment(Text.Of($"PS{one.ReceivedOn:yyMMdd}{one.Store.Id}"), one, sent,
                n == 13 ? Math.Max(0, sent - one.Product.PackSize) : sent);
        }).Where(one => one.Sent > 0);
}
