namespace KaPipeline.Simulation.Truth;

/// <summary>A lot in a store: received, left by first in, first out, and how fresh it is.</summary>
internal sealed record TrueLot(string ChainId, string StoreId, string ProductId, string Lot, decimal Received, decimal Left, string State);

/// <summary>Which stores hold which lots at the end.</summary>
internal static class LotTruth
{
    public static IEnumerable<TrueLot> Of(World world)
    {
        foreach (var item in world.Chains.Where(chain => chain.Id == "dingfeng").SelectMany(chain => Lots.Of(world, chain))
            .GroupBy(one => (one.Line.Note.Store, one.Line.Product)))
        {
            var (store, product) = item.Key;
            var rest = world.TillDays.Where(day => day.Store == store && day.Product == product).MaxBy(day => day.Day)!.Stock;
            foreach (var lot in item.GroupBy(one => (one.Lot, one.ProducedOn))
                .OrderByDescending(lot => lot.Max(one => one.Line.Note.ReceivedOn)))
            {
                var received = lot.Sum(one => one.Line.Received);
                var left = Math.Min(rest, received);
                rest -= left;
                var (life, age) = (StoreInspections.ShelfLife(product), world.AsOf.DayNumber - lot.Key.ProducedOn.DayNumber);
                yield return new TrueLot(store.ChainId, store.Id, product.Id, lot.Key.Lot, received, left,
                    age > life ? "expired" : life - age < Math.Ceiling(life * 0.33m) ? "stale" : "fresh");
            }
        }
    }
}
