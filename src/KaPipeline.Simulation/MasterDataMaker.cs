namespace KaPipeline.Simulation;

/// <summary>Stores, items, prices, promotions and the contract of one chain.</summary>
internal static class MasterDataMaker
{
    private static readonly string[] Dealers = ["", "", "苏杭食品经营部", "皖江商贸"];

    public static void Make(World world, SimulatedChain chain, decimal scale, Injections injections, Dice dice)
    {
        var count = Math.Max(1, (int)Money.Round(chain.Places.Count * scale, 0));
        for (var i = 0; i < count; i++)
        {
            var (region, city, place) = chain.Places[i % chain.Places.Count];
            var round = i / chain.Places.Count;
            var isLarge = chain.Id == "wanjia" || dice.Chance(250);
            var hasAttributes = i % 6 != 5;
            world.Stores.Add(new Store(
                chain.Id, chain.StoreId(i + 1),
                Text.Of($"{city}{place}{(round == 0 ? "" : (round + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))}店"),
                region, city, hasAttributes ? dice.Between(isLarge ? 60 : 8, isLarge ? 120 : 45) * 100 : null,
                hasAttributes ? dice.Between(isLarge ? 30 : 4, isLarge ? 48 : 18) : null,
                chain.Id == "jinlong" ? "department_store" : isLarge ? "hypermarket" : "supermarket",
                chain.DeliveryMode, chain.DeliveryMode == "warehouse" ? "" : Dealers[dice.Below(Dealers.Length)],
                chain.DeliveryMode == "warehouse" ? Text.Of($"{chain.Name[..2]}{region}大仓") : ""));
        }

        var listed = dice.Shuffled(world.Products.Skip(8)).Take(26).Concat(world.Products.Take(8))
            .OrderBy(product => product.Id, StringComparer.Ordinal).ToList();
        foreach (var product in listed)
        {
            var number = world.Products.Select((one, i) => (one, i)).First(pair => pair.one == product).i + 1;
            world.Items.Add(new ChainItem(chain.Id, chain.ItemNumber(number), product, new DateOnly(2025, 3, 1)));
            var price = Money.Round(product.BasePrice * (970 + dice.Below(60)) / 1000m, 4);
            if (listed.IndexOf(product) >= injections.UnpricedProducts)
            {
                AddPrices(world, chain, product, number, price);
            }
        }

        AddPromotions(world, chain, injections, dice);
        ContractMaker.Make(world, chain, injections, dice.Fork("contract"));
    }

    private static void AddPrices(World world, SimulatedChain chain, Product product, int number, decimal excluding)
    {
        var stated = Money.InBasis(excluding, false, chain.PriceListIncluding, product.VatRate, 4);
        var begin = new DateOnly(world.From.Year, 1, 1);
        if (number is not (3 or 4))
        {
            world.Prices.Add(new PriceEntry(chain.Id, "", product.Id, begin, null, stated, chain.PriceListIncluding));
            return;
        }

        // Two products change their price in mid-time, as agreed and documented: nothing to find.
        var change = world.From.AddDays((world.To.DayNumber - world.From.DayNumber) / 2);
        world.Prices.Add(new PriceEntry(chain.Id, "", product.Id, begin, change.AddDays(-1), stated, chain.PriceListIncluding));
        world.Prices.Add(new PriceEntry(chain.Id, "", product.Id, change, null, Money.Round(stated * 1.03m, 4), chain.PriceListIncluding));
    }

    private static void AddPromotions(World world, SimulatedChain chain, Injections injections, Dice dice)
    {
        // Products 1 to 8 are carried by every store. Months of thirty days, two windows in each.
        var n = 0;
        for (var begin = world.From.AddDays(3); begin < world.To.AddDays(30 * injections.MonthsPlanned); begin = begin.AddDays(15))
        {
            var id = Text.Of($"{chain.Id.ToUpperInvariant()[..2]}-{begin:yyyyMM}-{++n:00}");
            foreach (var product in world.Products.Skip(n % 2 == 0 ? 4 : 6).Take(2))
            {
                if (world.Prices.Where(price => price.ChainId == chain.Id && price.ProductId == product.Id)
                    .MaxBy(price => price.From) is not { } list)
                {
                    continue;
                }

                var supply = Money.Round(list.UnitPrice * (860 + dice.Below(40)) / 1000m, 4);
                var retail = Money.Round(product.BasePrice * (1 + product.VatRate) * 1.12m, 1);
                world.Promotions.Add(new Promotion(
                    chain.Id, id, product.Id, n % 2 == 0 ? "in_store" : "poster", begin, begin.AddDays(8), begin.AddDays(2),
                    begin.AddDays(9), supply,
                    list.IsIncluding, retail, begin.AddDays(n % 2 == 0 ? -35 : -65), begin.AddDays(14)));
            }
        }
    }
}
