namespace KaPipeline.Simulation;

/// <summary>Makes a world: master data, trade without faults, then faults, then what the chains state.</summary>
internal static class WorldBuilder
{
    /// <param name="seed">Same seed, same world.</param>
    /// <param name="chains">The chains that take part.</param>
    /// <param name="from">First order date.</param>
    /// <param name="to">Last order date and last possible period end.</param>
    /// <param name="shape">How large.</param>
    /// <param name="injections">Which faults, how many per chain.</param>
    public static World Build(int seed, IReadOnlyList<SimulatedChain> chains, DateOnly from, DateOnly to, WorldShape shape,
        Injections injections) =>
        Build(seed, chains, from, to, shape, _ => injections);

    /// <param name="seed">Same seed, same world.</param>
    /// <param name="chains">The chains that take part.</param>
    /// <param name="from">First order date.</param>
    /// <param name="to">Last order date and last possible period end.</param>
    /// <param name="shape">How large.</param>
    /// <param name="faultsOf">Which faults at a chain, and how many.</param>
    public static World Build(int seed, IReadOnlyList<SimulatedChain> chains, DateOnly from, DateOnly to, WorldShape shape,
        Func<SimulatedChain, Injections> faultsOf)
    {
        var world = new World { From = from, To = to, AsOf = to.AddDays(shape.DaysAfter), Chains = chains };
        foreach (var chain in chains)
        {
            var injections = faultsOf(chain);
            var dice = new Dice((ulong)seed).Fork(chain.Id);
            if (chain.IsConsigned)
            {
                Consignment.Make(world, chain, injections, dice);
                continue;
            }

            MasterDataMaker.Make(world, chain, shape.Scale, injections, dice.Fork("master"));
            var prices = new PriceList(world);
            Trading.Make(world, chain, prices, shape, injections, dice.Fork("trade"));
            PriceFaults.Plant(world, chain, prices, injections, dice.Fork("price"));
            ServiceFaults.Plant(world, chain, injections, dice.Fork("service"));
            Settling.Make(world, chain, prices, injections, dice.Fork("settle"));
            Corrections.Plant(world, chain, injections, dice.Fork("corrections"));
            if (chain.TellsItemStatus)
            {
                ShelfFaults.Plant(world, chain, injections);
                Till.Make(world, chain, world.AsOf, Till.DaysInStock, dice.Fork("till"));
            }

            if (injections.FeedFaults)
            {
                FeedFaults.Plant(world, chain, dice.Fork("feed"));
            }
        }

        FaxedOrders.Make(world);
        Receivables.Make(world);
        if (world.From.Day == 1)
        {
            MonthBefore.Make(world, shape, chains.Max(chain => faultsOf(chain).MonthsBefore),
                chain => new Dice((ulong)seed).Fork(chain.Id));
        }

        if (world.Before is not null)
        {
            world.MonthTotals.AddRange(chains.Where(chain => !chain.IsConsigned).SelectMany(chain =>
                LastYear.Of(world, chain, new Dice((ulong)seed).Fork(chain.Id).Fork("last year"))));
        }

        Organisation.Make(world);
        if (chains.Any(chain => faultsOf(chain).FeedFaults))
        {
            PaperFaults.Plant(world);
        }

        return world;
    }
}
