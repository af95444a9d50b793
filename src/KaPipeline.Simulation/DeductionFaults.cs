namespace KaPipeline.Simulation;

/// <summary>What goes wrong with deductions; one fault at most per fee and statement.</summary>
internal static class DeductionFaults
{
    public static void Plant(World world, SimulatedChain chain, List<Statement> statements, Injections injections, Dice dice)
    {
        var pool = dice.Shuffled(statements.SelectMany(statement => statement.Lines.Where(line => line.Term is not null)
            .Select(line => (Statement: statement, Line: line))));
        void On(string kind, int count, Action<Statement, SettlementLine> apply)
        {
            var drawn = pool.Take(count).ToList();
            pool.RemoveRange(0, drawn.Count);
            foreach (var (statement, line) in drawn)
            {
                apply(statement, line);
                world.Planted.Add(new Planted(kind, chain.Id, statement.Number, "", ""));
            }
        }

        On("deduction_over_contract", injections.DeductionTooHigh, (_, line) => line.Amount -= 37.50m);
        On("deduction_not_taken", injections.DeductionTooLow, (_, line) => line.Amount = Money.Round(line.Amount * 0.8m));
        On("deduction_not_taken", injections.DeductionNotTaken, (statement, line) => statement.Lines.Remove(line));
        On("deduction_over_contract", injections.DeductionTwice, (statement, line) => statement.Lines.Add(new SettlementLine
        {
            Kind = "deduction", FeeText = line.Term!.Labels.Split('|')[^1], Mode = line.Mode, Amount = line.Amount, Term = line.Term,
            InvoiceNumber = line.InvoiceNumber + "2",
        }));
        On("deduction_renamed", injections.DeductionRenamed, (_, line) => line.FeeText = line.Term!.Labels.Split('|')[^1]);
        On("deduction_not_in_contract", injections.DeductionUnknown, (statement, line) => statement.Lines.Add(new SettlementLine
        {
            Kind = "deduction", FeeText = "其他支持费", Mode = line.Mode, Amount = -88.80m, InvoiceNumber = line.InvoiceNumber + "9",
        }));
        On("deduction_without_invoice", injections.DeductionWithoutInvoice, (_, line) => line.InvoiceNumber = "");
        On("deduction_given_back", injections.DeductionGivenBack, (statement, line) => statement.Lines.Add(new SettlementLine
        {
            Kind = "deduction", FeeText = line.FeeText, Mode = line.Mode, Amount = dice.Pick([20m, 37.50m, 500m]), Term = line.Term,
            InvoiceNumber = line.InvoiceNumber + "8",
        }));
        On("fee_paid_apart", injections.FeePaidApart, (statement, _) => statement.Lines.Add(new SettlementLine
        {
            Kind = "deduction", FeeText = "转户费", Mode = "paid_apart", Amount = -120m,
        }));
        foreach (var statement in dice.Shuffled(statements).Take(injections.InvoiceTotalOff))
        {
            statement.StatedInvoiceable += 60m;
            world.Planted.Add(new Planted("invoice_total_off", chain.Id, statement.Number, "", ""));
        }
    }
}
