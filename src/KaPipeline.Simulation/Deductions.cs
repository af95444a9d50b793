namespace KaPipeline.Simulation;

/// <summary>What a chain takes: the fees that are due on each statement exactly by the contract it holds to be in force; fees that
/// are counted or settled by the year now and then, by the clause or not. What it was allowed is computed by the truth, not here.</summary>
internal static class Deductions
{
    public static void Take(World world, SimulatedChain chain, IReadOnlyList<Statement> statements, Injections injections, Dice dice)
    {
        var bases = new FeeBase(world);
        foreach (var statement in statements)
        {
            foreach (var term in InForce(world, statement).Where(term => term.Per == "statement"))
            {
                var amount = -Math.Min(term.Amount ?? Money.Round(bases.Of(term, statement) * term.Pct!.Value / 100), term.Cap
                    ?? decimal.MaxValue);
                if (amount < 0)
                {
                    Add(statement, term, 0, amount);
                }
            }
        }

        var places = statements.SelectMany(statement => InForce(world, statement).Concat(Ended(world, statement)).Distinct()
            .Where(term => term.Per != "statement").Select(term => (Statement: statement, Term: term))).ToList();
        foreach (var (statement, term) in dice.Shuffled(places)
            .Take(2 * Math.Max(Math.Max(injections.CountedFee, injections.YearEndRebate), injections.OtherBase)))
        {
            var amount = Money.Round((term.Amount ?? bases.Of(term, term.Kind == "tiered_rebate" ? statements : [statement]) * (term.Pct
                ?? term.Tiers[^1].Pct) / 100) * dice.Pick([1m, 1m, 0.5m, 1.2m]));
            if (amount > 0)
            {
                Add(statement, term, dice.Below(2), -amount);
            }
        }
    }

    private static void Add(Statement statement, ContractTerm term, int label, decimal amount)
    {
        var labels = term.Labels.Split('|');
        statement.Lines.Add(new SettlementLine
        {
            Kind = "deduction", FeeText = labels[label % labels.Length], Mode = term.Mode == "paid_apart" ? "on_account"
                : term.Mode, Amount = amount, Term = term,
            InvoiceNumber = Text.Of($"FP{statement.StatedOn:yyMMdd}{statement.Chain.SupplierCode[^3..]}{term.Id}"),
        });
    }

    /// <summary>Clauses of the contract that the chain goes by: the one signed by the day its statement came, else any that covers the
    /// period.</summary>
    private static IEnumerable<ContractTerm> InForce(World world, Statement statement)
    {
        var begun = world.Contracts.Where(one => one.ChainId == statement.Chain.Id && one.From <= statement.To).ToList();
        var contract = begun.Where(one => one.IsKnownAt(statement.ArrivedAt)).DefaultIfEmpty(begun.MaxBy(one => one.From))
            .MaxBy(one => one!.To);
        return world.Terms.Where(term => term.ChainId == contract?.ChainId && term.ContractId == contract.Id);
    }

    private static IEnumerable<ContractTerm> Ended(World world, Statement statement) =>
        world.Terms.Where(term => term.Kind == "tiered_rebate"
        && world.Contracts.Any(one => one.ChainId == statement.Chain.Id && one.ChainId == term.ChainId && one.Id == term.ContractId
        && one.To <= statement.To));
}
