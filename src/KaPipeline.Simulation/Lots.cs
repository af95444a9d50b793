namespace KaPipeline.Simulation;

/// <summary>One lot of a delivery line: the week's production, four weeks before it was received.</summary>
internal sealed record DeliveredLot(DeliveryLine Line, string Lot, DateOnly ProducedOn);

/// <summary>Lots of the chain that names them, of its first products; what the first store got of the second product comes from an old
/// production.</summary>
internal static class Lots
{
    private const int Products = 3;

    /// <summary>Lots of what was received in a time.</summary>
    public static IEnumerable<DeliveredLot> Of(World world, SimulatedChain chain)
    {
        var old = world.Stores.First(store => store.ChainId == chain.Id);
        var products = world.Products.Take(Products).ToList();
        return world.GoodNotes.Where(note => note.Chain == chain && !note.IsReturn).SelectMany(note => note.Lines)
            .Where(line => products.Contains(line.Product) && !line.IsFree && line.Received > 0).Select(line =>
            {
                var age = line.Note.Store == old && line.Product == products[1] ? 130 : 28;
                var day = line.Note.ReceivedOn.AddDays(-age);
                var produced = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
                return new DeliveredLot(line, Text.Of($"L{produced:yyMMdd}"), produced);
            });
    }
}
