namespace KaPipeline.Simulation;

/// <summary>What the contract terms allow on a statement (reconciliation.md 5), taken exactly so.</summary>
internal static class Deductions
{
    /// <summary>Adds a deduction line per term that is expected on each statement.</summary>
    public static void Take(World world, Statement statement)
    {
        var goods = statement.Lines.Where(line => line.Kind is "goods" or "return").Sum(line => line.Amount);
        foreach (var term in world.Terms.Where(term => term.ChainId == statement.Chain.Id && term.Per == "statement" && term.From <= statement.To && statement.To <= term.To))
        {
            var amount = -(term.Amount ?? Worth.Round(goods * term.Pct!.Value / 100));
            if (amount >= 0)
            {
                continue;
            }

            statement.Lines.Add(new SettlementLine
            {
                Kind = "deduction", FeeText = term.Labels.Split('|')[0], Mode = term.Mode, Amount = amount, Agreed = amount, Term = term,
                InvoiceNumber = Text.Of($"FP{statement.StatedOn:yyMMdd}{statement.Chain.SupplierCode[^3..]}{term.Id}"),
            });
        }
    }
}
