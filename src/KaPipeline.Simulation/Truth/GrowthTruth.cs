namespace KaPipeline.Simulation.Truth;

/// <summary>What a store took in a month, and in the same month a year before; RMB without VAT.</summary>
internal sealed record TrueGrowth(string ChainId, string StoreId, DateOnly Month, decimal Amount, decimal LastYearAmount);

/// <summary>Supply less returns of each month by its documents, beside the totals of a year before.</summary>
internal static class GrowthTruth
{
    public static IEnumerable<TrueGrowth> Of(World world) =>
        from documents in world.WithBefore()
        let prices = new PriceList(documents)
        from store in documents.GoodNotes.Where(note => note.ReceivedOn <= documents.To).GroupBy(note => note.Store)
        orderby documents.From, store.Key.ChainId, store.Key.Id
        let before = world.MonthTotals.Where(total => total.Store == store.Key && total.Month == documents.From.AddYears(-1)).ToList()
        where before.Count > 0
        select new TrueGrowth(store.Key.ChainId, store.Key.Id, documents.From,
            store.SelectMany(note => note.Lines).Sum(line => Worth(prices, line)), before.Sum(total => total.Amount));

    private static decimal Worth(PriceList prices, DeliveryLine line)
    {
        var price = line.IsFree ? 0m
            : line.OrderLine is { Order.Flaw: Flaw.None } ordered ? prices.AgreedExcluding(ordered)
            : prices.Listed(line.Note.Chain, line.Note.Store, line.Product, line.Note.ReceivedOn, including: false) ?? 0m;
        var worth = Money.Round(line.Received * price);
        return line.Note.IsReturn ? -worth : worth;
    }
}
