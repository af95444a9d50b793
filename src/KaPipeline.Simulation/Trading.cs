namespace KaPipeline.Simulation;

/// <summary>Orders every third day, delivered in full, and signed returns; nothing wrong yet.</summary>
internal static class Trading
{
    /// <param name="world">What is traded is added to it.</param>
    /// <param name="chain">The chain that orders.</param>
    /// <param name="prices">What its orders print.</param>
    /// <param name="shape">How many products a store carries, and how often it orders.</param>
    /// <param name="injections">Locks and returns.</param>
    /// <param name="dice">Quantities.</param>
    /// <param name="assortment">Which products a store carries; null: by the same dice.</param>
    public static void Make(World world, SimulatedChain chain, PriceList prices, WorldShape shape, Injections injections, Dice dice,
        Dice? assortment = null)
    {
        var stores = world.Stores.Where(store => store.ChainId == chain.Id).ToList();
        var listed = world.Items.Where(item => item.ChainId == chain.Id).Select(item => item.Product).ToList();
        var carried = stores.ToDictionary(store => store, store => listed.Take(Math.Min(8, shape.ProductsPerStore))
            .Concat((assortment ?? dice).Fork(store.Id).Shuffled(listed.Skip(8)).Take(Math.Max(0, shape.ProductsPerStore - 8)))
            .OrderBy(product => product.Id, StringComparer.Ordinal).ToList());
        LockPlanner.Plan(world, chain, carried, injections, dice.Fork("locks"));
        var locks = world.LockSpells.Where(spell => spell.Store.ChainId == chain.Id).ToLookup(spell => (spell.Store, spell.Product));
        var perDay = new Dictionary<DateOnly, int>();
        for (var day = world.From; day <= world.To; day = day.AddDays(1))
        {
            var n = 0;
            foreach (var (store, i) in stores.Select((store, i) => (store, i))
                .Where(pair => (day.DayNumber + pair.i) % shape.OrderEveryDays == 0))
            {
                var order = MakeOrder(chain, store, day, ++n, carried[store]
                    .Where(product => !locks[(store, product)].Any(spell => spell.Covers(day))), prices, shape, dice);
                world.Orders.Add(order);
                Deliver(world, order, perDay);
            }
        }

        LockPlanner.FailDeliveries(world, chain);
        for (var i = 0; i < injections.Returns; i++)
        {
            var store = dice.Pick(stores);
            var day = world.From.AddDays(5 + dice.Below(Math.Max(1, world.To.DayNumber - world.From.DayNumber - 6)));
            var note = new DeliveryNote
            {
                Chain = chain, Number = chain.ReturnNumber(day, i + 1), Store = store, IsReturn = true,
                ShippedOn = day, ReceivedOn = day
            };
            var product = dice.Pick(carried[store]);
            decimal quantity = chain.WholeCases ? product.PackSize : dice.Between(2, 11);
            note.Lines.Add(new DeliveryLine
            {
                Note = note, OrderNumber = chain.NamesOrders ? note.Number : "", Product = product,
                Shipped = quantity, Received = quantity
            });
            world.Notes.Add(note);
        }
    }

    private static Order MakeOrder(SimulatedChain chain, Store store, DateOnly day, int n, IEnumerable<Product> products, PriceList prices,
        WorldShape shape, Dice dice)
    {
        var order = new Order
        {
            Chain = chain, Number = chain.OrderNumber(day, n), Store = store, OrderedOn = day,
            RequestedOn = day.AddDays(chain.LeadDays)
        };
        foreach (var product in products)
        {
            var cases = dice.Between(2, 9);
            var loose = chain is { WholeCases: false, HasFreeGoods: true } && dice.Chance(200) ? dice.Between(1, product.PackSize - 1) : 0;
            order.Lines.Add(new OrderLine
            {
                Order = order, Product = product, Quantity = (cases * shape.CasesTimes * product.PackSize) + loose,
                PrintedPrice = prices.Listed(chain, store, product, day, chain.PrintsIncluding)
                ?? Money.InBasis(product.BasePrice, false, chain.PrintsIncluding, product.VatRate, 4),
            });
            if (chain.HasFreeGoods && cases == 9 && dice.Chance(400))
            {
                order.Lines.Add(new OrderLine
                {
                    Order = order, Product = product, IsFree = true, Quantity = product.PackSize,
                    PrintedPrice = 0m
                });
            }
        }

        return order;
    }

    private static void Deliver(World world, Order order, Dictionary<DateOnly, int> perDay)
    {
        var chain = order.Chain;
        var day = order.RequestedOn;
        var n = perDay[day] = perDay.GetValueOrDefault(day) + 1;
        var note = new DeliveryNote
        {
            Chain = chain, Number = chain.OrderIsNote ? order.Number : chain.NoteNumber(day, n), Store = order.Store,
            ShippedOn = chain.DeliveryMode == "warehouse" ? day.AddDays(-1) : day, ReceivedOn = day,
        };
        note.Lines.AddRange(order.Lines.Select(line => new DeliveryLine
        {
            Note = note, OrderNumber = order.Number, OrderLine = line, Product = line.Product, IsFree = line.IsFree,
            Shipped = line.Quantity, Received = line.Quantity,
        }));
        world.Notes.Add(note);
    }
}
