namespace KaPipeline.Simulation;

/// <summary>What goes wrong between order and delivery.</summary>
internal static class ServiceFaults
{
    public static void Plant(World world, SimulatedChain chain, Injections injections, Dice dice)
    {
        var planter = new FaultPlanter(world, chain, injections.MayOverlap, dice);
        var notes = world.GoodNotes.Where(note => note.Chain == chain && !note.IsReturn).ToList();
        var withFree = notes.SelectMany(note => note.Lines).Where(line => line.IsFree).Select(line => (line.OrderNumber, line.Product))
            .ToHashSet();
        var lines = notes.SelectMany(note => note.Lines).Where(line => !line.IsFree && !withFree.Contains((line.OrderNumber, line.Product)))
            .ToList();
        static (string, string, string) Keys(DeliveryLine line) => (line.OrderNumber, line.Note.Store.Id, line.Product.Id);
        decimal Part(DeliveryLine line, int cases) => chain.WholeCases ? cases * line.Product.PackSize
            : dice.Between(2, line.Product.PackSize - 1);

        PlantAtRisk(world, chain, notes, planter, injections.AtRisk, dice);
        PlantUndelivered(world, chain, injections, dice.Fork("cancelled"));
        planter.Plant("not_delivered", injections.NotDelivered, lines, line => line.Note.Lines.Count > 1 && line.Note.Lines.Remove(line),
            Keys);
        planter.Plant("short_delivered", injections.ShortDelivered, lines, line =>
        {
            line.Shipped = line.Received -= Part(line, 1);
            return true;
        }, Keys);
        planter.Plant("over_delivered", injections.OverDelivered, lines, line =>
        {
            line.Shipped = line.Received += Part(line, 1);
            return true;
        }, Keys);
        if (!chain.OrderIsNote)
        {
            planter.Plant("rejected", injections.Rejected, lines, line =>
            {
                line.Received -= Part(line, 1);
                return line.Received >= 0;
            }, Keys);
            planter.Plant("split_delivery", injections.SplitDelivery, lines, line => Split(world, line), Keys);
            planter.Plant("unordered_delivery", injections.UnorderedDelivery, lines, line => AddUnordered(world, line),
                line => ("", line.Note.Store.Id, line.Product.Id));
        }
    }

    /// <summary>Two of the store's last three orders of a product fail.</summary>
    private static void PlantAtRisk(World world, SimulatedChain chain, List<DeliveryNote> notes, FaultPlanter planter, int count, Dice dice)
    {
        var stopped = world.LockSpells.Where(spell => spell.Store.ChainId == chain.Id).Select(spell => (spell.Store.Id, spell.Product.Id))
            .ToHashSet();
        var groups = notes.SelectMany(note => note.Lines)
            .GroupBy(line => (StoreId: line.Note.Store.Id, ProductId: line.Product.Id))
            .Where(group => !stopped.Contains(group.Key) && group.All(line => !line.IsFree) && group.Count() >= 4);
        foreach (var group in dice.Shuffled(groups).Take(count))
        {
            foreach (var line in group.OrderByDescending(line => line.Note.ReceivedOn).Take(3))
            {
                planter.Reserve(line);
            }

            foreach (var line in group.OrderByDescending(line => line.Note.ReceivedOn).Take(2))
            {
                line.Note.Lines.Remove(line);
                world.Planted.Add(new Planted("not_delivered", chain.Id, line.OrderNumber, line.Note.Store.Id, line.Product.Id));
            }

            world.Planted.Add(new Planted("at_risk", chain.Id, "", group.Key.StoreId, group.Key.ProductId));
        }
    }

    /// <summary>Orders of which nothing comes: the chain drops them, and takes some of them up again.</summary>
    private static void PlantUndelivered(World world, SimulatedChain chain, Injections injections, Dice dice)
    {
        foreach (var (order, i) in dice.Shuffled(world.GoodOrders.Where(order => order.Chain == chain))
            .Take(injections.Cancelled + injections.ReopenedOrders).Select((order, i) => (order, i)))
        {
            (order.IsCancelled, order.WasCancelled) = (i < injections.Cancelled, i >= injections.Cancelled);
            world.Notes.RemoveAll(note => note.Lines.Exists(line => line.OrderLine?.Order == order));
            world.Planted.Add(new Planted(order.IsCancelled ? "cancelled" : "reopened", chain.Id, order.Number, order.Store.Id, ""));
        }
    }

    /// <summary>The rest of a line comes two days later, on a note of its own.</summary>
    private static bool Split(World world, DeliveryLine line)
    {
        var later = line.Product.PackSize;
        if (line.Received <= later || line.Received != line.Shipped || line.Note.ReceivedOn.AddDays(2) >= world.AsOf)
        {
            return false;
        }

        line.Shipped = line.Received -= later;
        var note = NewNote(world, line, line.Note.ReceivedOn.AddDays(2));
        note.Lines.Add(new DeliveryLine
        {
            Note = note, OrderNumber = line.OrderNumber, OrderLine = line.OrderLine, Product = line.Product, Shipped = later,
            Received = later,
        });
        return true;
    }

    private static bool AddUnordered(World world, DeliveryLine line)
    {
        var note = NewNote(world, line, line.Note.ReceivedOn);
        var quantity = 2 * line.Product.PackSize;
        note.Lines.Add(new DeliveryLine
        {
            Note = note, OrderNumber = line.Note.Chain.NamesOrders ? $"M{note.Number}"
            : "", Product = line.Product, Shipped = quantity, Received = quantity
        });
        return true;
    }

    private static DeliveryNote NewNote(World world, DeliveryLine line, DateOnly day)
    {
        var chain = line.Note.Chain;
        var number = 500 + world.Notes.Count(note => note.Chain == chain && note.ReceivedOn == day);
        var note = new DeliveryNote
        {
            Chain = chain, Number = chain.NoteNumber(day, number), Store = line.Note.Store,
            ShippedOn = chain.DeliveryMode == "warehouse" ? day.AddDays(-1) : day, ReceivedOn = day,
        };
        world.Notes.Add(note);
        return note;
    }
}
