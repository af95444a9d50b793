namespace KaPipeline.Simulation;

/// <summary>The months before the simulated time, as a company brings them along when it starts: one export of each report, statements,
/// invoices and payments. The same stores carry the same products; little goes wrong, and everything is settled within its month, so that
/// nothing of it reaches into the time that follows. The month before last is there to be ranked and compared with: a third of the
/// orders, each three times as large, and nothing wrong.</summary>
internal static class MonthBefore
{
    private static readonly Injections Faults = new()
    {
        NotDelivered = 2, ShortDelivered = 3, Rejected = 2, PriceDifference = 2, Returns = 3
    };

    /// <summary>Days for which a store has goods in the beginning: none of them sells out.</summary>
    private const int FullDaysInStock = 14;

    /// <summary>Makes them from the master data of <paramref name="world"/>; invoices and payments join those of the world.</summary>
    public static void Make(World world, WorldShape shape, int months, Func<SimulatedChain, Dice> diceOf)
    {
        var thin = shape with { OrderEveryDays = 3 * shape.OrderEveryDays, CasesTimes = 3 };
        var after = world;
        for (var n = 1; n <= months; n++)
        {
            after = after.Before = n == 1 ? Make(world, after.From, shape, Faults, diceOf)
                : Make(world, after.From, thin, new Injections { Returns = 1 }, diceOf);
            world.Invoices.AddRange(after.Invoices);
            world.Payments.AddRange(after.Payments);
        }
    }

    private static World Make(World world, DateOnly end, WorldShape shape, Injections faults, Func<SimulatedChain, Dice> diceOf)
    {
        var before = new World { From = end.AddMonths(-1), To = end.AddDays(-1), AsOf = world.AsOf, Chains = world.Chains };
        before.Items.AddRange(world.Items);
        before.Stores.AddRange(world.Stores);
        before.Prices.AddRange(world.Prices);
        before.Promotions.AddRange(world.Promotions);
        before.Contracts.AddRange(world.Contracts);
        before.Terms.AddRange(world.Terms);
        var prices = new PriceList(before);
        foreach (var chain in world.Chains.Where(chain => !chain.IsConsigned))
        {
            var dice = diceOf(chain).Fork(Text.Of($"before {before.From:yyyy-MM}"));
            Trading.Make(before, chain, prices, shape, faults, dice.Fork("trade"), assortment: diceOf(chain).Fork("trade"));
            EndWithTheMonth(before, chain);
            ServiceFaults.Plant(before, chain, faults, dice.Fork("service"));
            var tooMuch = faults == Faults && chain.Id == "yonghe" ? 1 : 0;
            Settling.Make(before, chain, prices, faults with { DeductionTooHigh = tooMuch }, dice.Fork("settle"));
            if (chain.TellsItemStatus && faults == Faults)
            {
                Till.Make(before, chain, end, FullDaysInStock, dice.Fork("till"));
            }
        }

        Receivables.Make(before);
        return before;
    }

    // What would come or be settled after the month is not ordered in it: the days before a holiday. Nor is what is launched later.
    private static void EndWithTheMonth(World before, SimulatedChain chain)
    {
        before.Orders.RemoveAll(order => order.Chain == chain && order.RequestedOn.AddDays(chain.CutoffDays) > before.To);
        before.Notes.RemoveAll(note => note.Chain == chain && note.ReceivedOn.AddDays(chain.CutoffDays) > before.To);
        before.Orders.ForEach(order => order.Lines.RemoveAll(line => line.Product.LaunchedOn > before.To));
        before.Notes.ForEach(note => note.Lines.RemoveAll(line => line.Product.LaunchedOn > before.To));
        before.Notes.RemoveAll(note => note.Lines.Count == 0);
    }
}
