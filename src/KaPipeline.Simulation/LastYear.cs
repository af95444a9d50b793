namespace KaPipeline.Simulation;

/// <summary>What a store took of a product in a month before our time, as finance kept it: RMB without VAT, units.</summary>
internal sealed record MonthTotal(Store Store, Product Product, DateOnly Month, decimal Amount, decimal Quantity);

/// <summary>Monthly totals of before our time, where months come along: of each month a year ago, of the month after the last one a year
/// ago, and of the month before the first. About as much of everything that was on the market then, by the prices of then.</summary>
internal static class LastYear
{
    public static IEnumerable<MonthTotal> Of(World world, SimulatedChain chain, Dice dice)
    {
        var prices = new PriceList(world);
        foreach (var (month, documents) in Months(world))
        {
            var own = dice.Fork(Text.Of(month));
            var taken = documents.GoodNotes.Where(note => note.Chain == chain && note.ReceivedOn <= documents.To)
                .SelectMany(note => note.Lines).Where(line => line.Product.LaunchedOn is null && !line.IsFree)
                .GroupBy(line => (line.Note.Store, line.Product))
                .OrderBy(group => group.Key.Store.Id, StringComparer.Ordinal).ThenBy(group => group.Key.Product.Id, StringComparer.Ordinal);
            foreach (var item in taken)
            {
                var (store, product) = item.Key;
                var later = item.Sum(line => line.Note.IsReturn ? -line.Received : line.Received);
                var quantity = Money.Round(later * own.Between(950, 1150) / 1000, 0);
                var price = prices.Contract(chain, store, product, documents.To, including: false) ?? product.BasePrice;
                yield return new MonthTotal(store, product, month, Money.Round(quantity * Money.Round(price * 0.97m, 4)), quantity);
            }
        }
    }

    private static IEnumerable<(DateOnly Month, World Documents)> Months(World world)
    {
        var worlds = world.WithBefore().ToList();
        foreach (var documents in worlds)
        {
            yield return (documents.From.AddYears(-1), documents);
        }

        yield return (world.From.AddMonths(1).AddYears(-1), world);
        yield return (worlds[0].From.AddMonths(-1), worlds[0]);
    }
}
