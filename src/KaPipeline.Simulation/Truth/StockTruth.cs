namespace KaPipeline.Simulation.Truth;

/// <summary>A stock-out as it really was.</summary>
/// <param name="OutSince">First evening with nothing left.</param>
/// <param name="BackOn">First later evening with something left; null while it lasts.</param>
/// <param name="Evenings">How many evenings.</param>
/// <param name="LostQuantity">Units that would have been sold from the second evening on, and were not.</param>
/// <param name="LockedOn">The lock that it led to; null where none.</param>
/// <param name="WasLocked">Whether a lock came first.</param>
internal sealed record TrueStockOut(
    Store Store, Product Product, DateOnly OutSince, DateOnly? BackOn, int Evenings, decimal LostQuantity, DateOnly? LockedOn,
    bool WasLocked);

/// <summary>Stock-outs and nearly empty shelves, from what the tills of the world really sold.</summary>
internal static class StockTruth
{
    private const int AverageDays = 28;
    private const int LockDays = 7;
    private const int SafetyDays = 3;

    public static IEnumerable<TrueStockOut> StockOuts(World world)
    {
        foreach (var item in Items(world))
        {
            var days = item.ToList();
            for (var i = 0; i < days.Count; i++)
            {
                var first = i;
                while (i < days.Count && days[i].Stock <= 0)
                {
                    i++;
                }

                if (i > first)
                {
                    yield return Of(world, days, first, i);
                }
            }
        }
    }

    /// <summary><c>out</c> or <c>below_safety</c> of each item in the evening of a day that is either.</summary>
    public static Dictionary<(Store Store, Product Product), string> Short(World world, DateOnly day)
    {
        var found = new Dictionary<(Store, Product), string>();
        foreach (var item in Items(world))
        {
            var days = item.Where(one => one.Day <= day && one.Day > day.AddDays(-AverageDays)).ToList();
            var usual = Usual(days);
            if (days.Count > 0 && usual > 0 && days[^1].Stock < SafetyDays * usual)
            {
                found[item.Key] = days[^1].Stock <= 0 ? "out" : "below_safety";
            }
        }

        return found;
    }

    private static IEnumerable<IGrouping<(Store Store, Product Product), TillDay>> Items(World world) =>
        world.WithBefore().SelectMany(one => one.TillDays).OrderBy(one => one.Day).GroupBy(one => (one.Store, one.Product));

    private static TrueStockOut Of(World world, List<TillDay> days, int first, int end)
    {
        var (store, product, since) = (days[first].Store, days[first].Product, days[first].Day);
        var usual = Usual([.. days.Where(one => one.Day < since && one.Day >= since.AddDays(-AverageDays))]);
        var lost = days.Skip(first + 1).Take(end - first - 1).Sum(one => Math.Max(usual - one.Sold, 0));
        DateOnly? back = end < days.Count ? days[end].Day : null;
        var changes = world.StatusChanges.Where(one => one.Store == store && one.Product == product).OrderBy(one => one.StatedOn).ToList();
        var wasLocked = changes.LastOrDefault(one => one.StatedOn < since)?.Status == "locked";
        var locked = wasLocked ? null : changes.FirstOrDefault(one => one.Status == "locked" && one.StatedOn >= since
            && one.StatedOn <= (back ?? world.AsOf).AddDays(LockDays));
        return new TrueStockOut(store, product, since, back, end - first, Money.Round(lost, 2), locked?.StatedOn, wasLocked);
    }

    // Over the days on which there was something to sell.
    private static decimal Usual(IReadOnlyCollection<TillDay> days)
    {
        var open = days.Count(one => one.Sold > 0 || one.Stock > 0);
        return open == 0 ? 0 : days.Sum(one => one.Sold) / open;
    }
}
