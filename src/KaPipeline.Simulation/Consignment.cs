namespace KaPipeline.Simulation;

/// <summary>A chain that takes goods on consignment (代销) from the first day on: it orders each week what we bring in full, and settles what
/// its tills sold. It carries everything, and nothing but its statements is ever wrong.</summary>
internal static class Consignment
{
    private const int OrderEveryDays = 7;
    private const int LeadDays = 2;

    public static void Make(World world, SimulatedChain chain, Injections injections, Dice dice)
    {
        var stores = chain.Places.Select((place, i) => new Store(chain.Id, chain.StoreId(i + 1), Text.Of($"{place.City}{place.Place}店"),
            place.Region, place.City, 800, 4, "supermarket", chain.DeliveryMode, "", "")).ToList();
        world.Stores.AddRange(stores);
        foreach (var (product, i) in world.Products.Select((product, i) => (product, i)))
        {
            world.Items.Add(new ChainItem(chain.Id, chain.ItemNumber(i + 1), product, world.From));
            world.Prices.Add(new PriceEntry(chain.Id, "", product.Id, world.From, null, Money.Round(product.BasePrice * 1.01m, 4), false));
        }

        AddContract(world, chain);
        foreach (var store in stores)
        {
            Trade(world, chain, store, dice.Fork(store.Id));
        }

        Settle(world, chain, injections, dice.Fork("fees"));
    }

    private static void AddContract(World world, SimulatedChain chain)
    {
        var (id, to) = (Text.Of($"{chain.Id}-{world.From.Year}"), new DateOnly(world.To.Year, 12, 31));
        world.Contracts.Add(new Contract(chain.Id, id, world.From.Year, "consignment", world.From.AddDays(-11), world.From, to,
            chain.SettlementMode, chain.TermDays, chain.PaymentDays, 3, 8, 15));
        world.Terms.Add(new ContractTerm(chain.Id, id, "1", "monthly_rebate", "销售扣点|月返", "percentage", "on_invoice", 3m, null, "statement", 1,
            world.From, to, "合同4.1"));
    }

    // Orders, each delivered whole, and what the till sells of it from the evening of the first delivery on.
    private static void Trade(World world, SimulatedChain chain, Store store, Dice dice)
    {
        var prices = new PriceList(world);
        var items = world.Products.Select(product => (Product: product, PerDay: dice.Between(2, 5))).ToList();
        for (var day = world.From; day <= world.To; day = day.AddDays(OrderEveryDays))
        {
            var order = new Order
            {
                Chain = chain, Number = chain.OrderNumber(day, 1), Store = store, OrderedOn = day, RequestedOn = day.AddDays(LeadDays),
            };
            var note = new DeliveryNote
            {
                Chain = chain, Number = chain.NoteNumber(order.RequestedOn, 1), Store = store, ShippedOn = order.RequestedOn,
                ReceivedOn = order.RequestedOn,
            };
            foreach (var (product, perDay) in items)
            {
                var days = OrderEveryDays * (day == world.From ? 2 : 1);
                var quantity = Math.Ceiling((decimal)perDay * days / product.PackSize) * product.PackSize;
                var line = new OrderLine
                {
                    Order = order, Product = product, Quantity = quantity,
                    PrintedPrice = prices.Listed(chain, store, product, day, chain.PrintsIncluding)!.Value,
                };
                order.Lines.Add(line);
                note.Lines.Add(new DeliveryLine
                {
                    Note = note, OrderNumber = order.Number, OrderLine = line, Product = product, Shipped = quantity, Received = quantity,
                });
            }

            world.Orders.Add(order);
            world.Notes.Add(note);
        }

        foreach (var (product, perDay) in items)
        {
            var (own, price, stock) = (dice.Fork(product.Id), Till.PlannedPrice(product), 0m);
            var arrivals = world.Notes.Where(note => note.Chain == chain && note.Store == store).SelectMany(note => note.Lines)
                .Where(line => line.Product == product).ToLookup(line => line.Note.ReceivedOn, line => line.Received);
            for (var day = world.From.AddDays(LeadDays); day < world.AsOf; day = day.AddDays(1))
            {
                stock += arrivals[day].Sum();
                var sold = Math.Min(stock, Money.Round(perDay * own.Between(70, 120) / 100m, 0));
                stock -= sold;
                world.TillDays.Add(new TillDay(store, product, day, sold, sold * price, stock, price));
            }
        }
    }

    // Each period's sales, one line a store and item.
    private static void Settle(World world, SimulatedChain chain, Injections injections, Dice dice)
    {
        var prices = new PriceList(world);
        var made = new List<Statement>();
        var begin = world.From;
        foreach (var (from, to, name) in Settling.Periods(world.From, world.To))
        {
            var statement = new Statement
            {
                Chain = chain, AccountId = chain.SupplierCode, SettlementUnit = "", Number = chain.StatementNumber(name, ""), From = from,
                To = to, StatedOn = to.AddDays(2), ArrivedAt = BusinessTime.At(to.AddDays(3), new TimeOnly(10, 0)),
            };
            foreach (var store in world.TillDays.Where(one => one.Store.ChainId == chain.Id && begin <= one.Day && one.Day <= to)
                .GroupBy(one => one.Store))
            {
                var note = new DeliveryNote
                {
                    Chain = chain, Number = Text.Of($"SOLD-{begin:yyyyMMdd}"), Store = store.Key, ShippedOn = to, ReceivedOn = to,
                };
                foreach (var item in store.GroupBy(one => one.Product))
                {
                    var sold = item.Sum(one => one.Sold);
                    note.Lines.Add(new DeliveryLine { Note = note, OrderNumber = "", Product = item.Key, Shipped = sold, Received = sold });
                }

                world.Sold.Add(note);
                statement.Lines.AddRange(note.Lines.Select(line => Line(chain, prices.InStatementBasis(line), line.Received, line)));
            }

            made.Add(statement);
            begin = to.AddDays(1);
        }

        world.Statements.AddRange(made);
        if (injections.Consigned && made.Count > 1)
        {
            Spoil(world, chain, made[0], made[1]);
        }

        Deductions.Take(world, chain, made, injections, dice);
        made.ForEach(Settling.AddUp);
    }

    // In the first period one item is settled short and one left out for good; one more is left out, and settled with the second's, in
    // which another is settled at a lower price.
    private static void Spoil(World world, SimulatedChain chain, Statement first, Statement second)
    {
        var (shorted, late, left) = (first.Lines[1], first.Lines[3], first.Lines[5]);
        Restate(shorted, shorted.Quantity - 12, shorted.UnitPrice);
        first.Lines.Remove(late);
        first.Lines.Remove(left);
        var own = second.Lines.First(line => line.Store == late.Store && line.Product == late.Product);
        second.Lines[second.Lines.IndexOf(own)] = Line(chain, own.UnitPrice, own.Quantity + late.Quantity, late.Settles[0], own.Settles[0]);
        var cheap = second.Lines[0];
        Restate(cheap, cheap.Quantity, Money.Round(cheap.UnitPrice * 0.97m, 4));
        void Planted(string kind, SettlementLine line) =>
            world.Planted.Add(new Planted(kind, chain.Id, line.Settles[0].Note.Number, line.Store!.Id, line.Product!.Id));
        Planted("settled_short", shorted);
        Planted("unsettled", left);
        Planted("price_difference", cheap);

        void Restate(SettlementLine line, decimal quantity, decimal price)
        {
            (line.Quantity, line.UnitPrice) = (quantity, price);
            line.Amount = chain.AmountOf(quantity, price, line.VatRate);
        }
    }

    private static SettlementLine Line(SimulatedChain chain, decimal price, decimal quantity, params DeliveryLine[] settles) => new()
    {
        Kind = "goods", Store = settles[0].Note.Store, Product = settles[0].Product, Quantity = quantity, UnitPrice = price,
        VatRate = settles[0].Product.VatRate, Amount = chain.AmountOf(quantity, price, settles[0].Product.VatRate), Settles = settles,
    };
}
