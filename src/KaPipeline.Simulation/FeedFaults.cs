namespace KaPipeline.Simulation;

/// <summary>Flawed rows for the reader, which must be quarantined and touch nothing else, and one corrected note.</summary>
internal static class FeedFaults
{
    public static void Plant(World world, SimulatedChain chain, Dice dice)
    {
        var (flaw, inOrders) = chain.Id switch
        {
            "dingfeng" => (Flaw.WrongColumnCount, true),
            "haoyoulai" => (Flaw.UnknownProduct, true),
            "jinlong" => (Flaw.UnknownStore, false),
            "wanjia" => (Flaw.InvalidDate, true),
            "yonghe" => (Flaw.InvalidNumber, true),
            _ => (Flaw.InvalidDate, true),
        };
        AddFlawed(world, chain, flaw, inOrders, 8, dice);
        if (chain.WholeCases)
        {
            AddFlawed(world, chain, Flaw.NonIntegerCases, true, 15, dice);
            var corrected =
                world.GoodNotes.First(note => note.Chain == chain && !note.IsReturn && note.ReceivedOn == world.From.AddDays(8));
            corrected.ReceivedBefore =
                [.. corrected.Lines.Select((line, i) => i == 0 ? line.Received - line.Product.PackSize : line.Received)];
        }
    }

    private static void AddFlawed(World world, SimulatedChain chain, Flaw flaw, bool inOrders, int dayOffset, Dice dice)
    {
        var day = world.From.AddDays(dayOffset);
        var model = dice.Pick(world.GoodOrders.Where(order => order.Chain == chain && order.OrderedOn <= day).ToList());
        var store = flaw == Flaw.UnknownStore ? model.Store with { Id = "J099", Name = "上海新天地店" } : model.Store;
        var product = flaw == Flaw.UnknownProduct ? model.Lines[0].Product with { Id = "", Name = "无糖酸奶", UnitBarcode = "6901234090019" }
            : model.Lines[0].Product;
        var quantity = 3 * product.PackSize;
        if (inOrders)
        {
            var order = new Order
            {
                Chain = chain, Number = chain.OrderNumber(day, 88), Store = store, OrderedOn = day,
                RequestedOn = day.AddDays(2), Flaw = flaw
            };
            order.Lines.Add(new OrderLine
            {
                Order = order, Product = product, Quantity = quantity,
                PrintedPrice = model.Lines[0].PrintedPrice
            });
            world.Orders.Add(order);
        }
        else
        {
            var note = new DeliveryNote
            {
                Chain = chain, Number = chain.NoteNumber(day, 888), Store = store, ShippedOn = day,
                ReceivedOn = day, Flaw = flaw
            };
            note.Lines.Add(new DeliveryLine
            {
                Note = note, OrderNumber = model.Number, Product = product, Shipped = quantity,
                Received = quantity
            });
            world.Notes.Add(note);
        }
    }
}
