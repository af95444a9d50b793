namespace KaPipeline.Simulation;

/// <summary>Documents that come twice: the first edition says something else, the second is the truth.</summary>
internal static class Corrections
{
    public static void Plant(World world, SimulatedChain chain, Injections injections, Dice dice)
    {
        var orders = dice.Shuffled(world.GoodOrders.Where(order => order.Chain == chain && !order.IsCancelled && !order.WasCancelled));
        foreach (var order in orders.Take(injections.ResentOrders))
        {
            // Across a promotion's or a price list's first day, now and then.
            order.Before = new OrderEdition(order.OrderedOn.AddDays(-dice.Below(4)), order.RequestedOn.AddDays(dice.Between(-1, 6)),
                [.. order.Lines.Select(line => line.Quantity + dice.Below(3))]);
        }

        foreach (var note in dice.Shuffled(world.GoodNotes.Where(note => note.Chain == chain)).Take(injections.CorrectedNotes))
        {
            note.ReceivedBefore = [.. note.Lines.Select(line => Math.Max(0, line.Received - dice.Below(5)))];
        }

        foreach (var statement in dice.Shuffled(world.Statements.Where(one => one.Chain == chain && one.Lines.Count > 1))
            .Take(injections.CorrectedStatements))
        {
            statement.Before = new StatementEdition(
                statement.Lines.Count - dice.Below(2), dice.Pick([0m, 3.30m, -120m]), statement.StatedPayable + dice.Pick([0m, 55.50m]),
                statement.StatedInvoiceable);
        }
    }
}
