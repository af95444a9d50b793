namespace KaPipeline.Simulation;

/// <summary>Decides which items of which stores are locked and when, before anything is ordered.</summary>
internal static class LockPlanner
{
    private const int WarmUpDays = 40;
    private const int FailuresBefore = 3;

    public static void Plan(World world, SimulatedChain chain, Dictionary<Store, List<Product>> carried, Injections injections, Dice dice)
    {
        // Promotions run on the first eight products: they stay.
        var items = carried.SelectMany(pair => pair.Value.Skip(8).Select(product => (Store: pair.Key, Product: product))).ToList();
        var free = dice.Shuffled(items);
        var middle = world.From.AddDays((world.To.DayNumber - world.From.DayNumber) / 2);
        foreach (var (store, product) in Draw(free, injections.Suspected))
        {
            Add(world, chain, new LockSpell(store, product, middle, null, "silent"), "suspected");
        }

        foreach (var (store, product) in Draw(free, chain.TellsItemStatus ? injections.LockedAtEnd : 0))
        {
            Add(world, chain, new LockSpell(store, product, middle.AddDays(5), null, "silent"), "locked");
        }

        var days = world.To.DayNumber - world.From.DayNumber - WarmUpDays - 20;
        foreach (var (store, product) in Draw(free, days > 0 ? injections.LockSpells : 0))
        {
            var begin = world.From.AddDays(WarmUpDays + dice.Below(days));
            var cause = dice.Below(5) switch { 0 or 1 => "failed_deliveries", 2 or 3 => "silence", _ => "silent" };
            var spell = new LockSpell(store, product, begin, begin.AddDays(dice.Between(14, 42)), cause)
            {
                NoticeDays = cause == "silence"
                ? dice.Between(12, 28) : 0
            };
            Add(world, chain, spell, "lock_spell");
        }
    }

    /// <summary>Takes the last three deliveries before each lock that they led to out of their notes.</summary>
    public static void FailDeliveries(World world, SimulatedChain chain)
    {
        foreach (var spell in world.LockSpells.Where(spell => spell.Store.ChainId == chain.Id && spell.Cause == "failed_deliveries"))
        {
            // The chain locks by what it has seen fail: what it waits for on the day of the lock is still under way.
            var last = world.GoodNotes.Where(note => note.Store == spell.Store && !note.IsReturn).SelectMany(note => note.Lines)
                .Where(line => line.Product == spell.Product && line.OrderLine?.Order.RequestedOn < spell.LockedOn)
                .GroupBy(line => line.OrderLine!.Order).OrderByDescending(lines => lines.Key.OrderedOn).Take(FailuresBefore)
                .SelectMany(lines => lines).ToList();
            foreach (var line in last)
            {
                line.Note.Lines.Remove(line);
                world.Planted.Add(new Planted("not_delivered", chain.Id, line.OrderNumber, spell.Store.Id, spell.Product.Id));
            }
        }

        world.Notes.RemoveAll(note => note.Lines.Count == 0);
    }

    private static List<(Store Store, Product Product)> Draw(List<(Store Store, Product Product)> free, int count)
    {
        var drawn = free.Take(count).ToList();
        free.RemoveRange(0, drawn.Count);
        return drawn;
    }

    private static void Add(World world, SimulatedChain chain, LockSpell spell, string kind)
    {
        world.LockSpells.Add(spell);
        world.Planted.Add(new Planted(kind, chain.Id, "", spell.Store.Id, spell.Product.Id));
        if (chain.TellsItemStatus && kind != "suspected")
        {
            world.StatusChanges.Add(new StatusChange(spell.Store, spell.Product, spell.LockedOn, "locked", spell.Cause == "silent" ? "缺货锁码"
                : "多次未到货锁码"));
            if (spell.ReopenedOn is { } again && again <= world.To)
            {
                world.StatusChanges.Add(new StatusChange(spell.Store, spell.Product, again, "active", "重新开通"));
            }
        }
    }
}
