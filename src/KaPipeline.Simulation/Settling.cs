namespace KaPipeline.Simulation;

/// <summary>Half-month statements per settlement account: goods and returns received in the period, faults, deductions, totals.</summary>
internal static class Settling
{
    public static void Make(World world, SimulatedChain chain, PriceList prices, Injections injections, Dice dice)
    {
        var made = new List<Statement>();
        var notes = world.GoodNotes.Where(note => note.Chain == chain)
            .OrderBy(note => note.ReceivedOn).ThenBy(note => note.Number, StringComparer.Ordinal).ToList();
        var ofOrder = notes.SelectMany(note => note.Lines)
            .ToLookup(line => (line.OrderNumber, line.Note.Store, line.Product, line.IsFree, line.Note.IsReturn));
        var units = chain.SettlesByRegion
            ? world.Stores.Where(store => store.ChainId == chain.Id).Select(store => store.Region).Distinct().Order(StringComparer.Ordinal)
            .ToList()
            : [""];
        foreach (var (from, to, name) in Periods(world.From, world.To))
        {
            foreach (var unit in units)
            {
                var statement = new Statement
                {
                    Chain = chain, AccountId = unit.Length > 0 ? $"{chain.SupplierCode}/{unit}" : chain.SupplierCode, SettlementUnit = unit,
                    Number = chain.StatementNumber(name, unit), From = from, To = to, StatedOn = to.AddDays(2),
                    ArrivedAt = BusinessTime.At(to.AddDays(3), new TimeOnly(10, 0)),
                };
                foreach (var note in notes.Where(note => from <= note.ReceivedOn.AddDays(chain.CutoffDays)
                    && note.ReceivedOn.AddDays(chain.CutoffDays) <= to && chain.AccountOf(note.Store) == statement.AccountId))
                {
                    statement.Lines.AddRange(LinesOf(note, prices, ofOrder));
                }

                MergeReceipts(statement);
                SettleTogether(statement, ofOrder, injections.SettledTogether, dice.Fork("together" + statement.Number));
                made.Add(statement);
            }
        }

        world.Statements.AddRange(made);
        SettlementFaults.Plant(world, chain, made, injections, dice);
        Deductions.Take(world, chain, made, injections, dice.Fork("fees"));
        DeductionFaults.Plant(world, chain, made, injections, dice.Fork("deductions"));
        made.ForEach(AddUp);
    }

    /// <summary>What a statement says it pays, and what is to be invoiced.</summary>
    public static void AddUp(Statement statement)
    {
        var goods = statement.Lines.Where(line => line.Mode != "paid_apart").Sum(line => line.Amount);
        statement.StatedPayable += goods;
        statement.StatedInvoiceable += goods - statement.Lines.Where(line => line.Mode == "on_account").Sum(line => line.Amount);
    }

    /// <summary>Lines that name a whole order occur once per statement.</summary>
    private static void MergeReceipts(Statement statement)
    {
        foreach (var group in statement.Lines.Where(line => line.Product is null && line.OrderNumber.Length > 0)
            .GroupBy(line => (line.OrderNumber, line.Store, line.Kind)).ToList())
        {
            group.First().Amount = group.Sum(line => line.Amount);
            statement.Lines.RemoveAll(line => group.Skip(1).Contains(line));
        }
    }

    /// <summary>Rows about the same order line become one that names the order alone: n deliveries, one row.</summary>
    private static void SettleTogether(Statement statement, ILookup<(string, Store, Product, bool, bool), DeliveryLine> ofOrder, int count,
        Dice dice)
    {
        var groups = statement.Lines.Where(line => line is { Kind: "goods", Product: not null, IsFree: false })
            .GroupBy(line => (line.Settles[0].OrderNumber, line.Store!, line.Product!, line.IsFree, false))
            .Where(group => group.Key.OrderNumber.Length > 0 && group.Count() > 1 && group.Count() == ofOrder[group.Key].Count()
                && group.Select(line => line.UnitPrice).Distinct().Count() == 1);
        foreach (var group in dice.Shuffled(groups).Take(count))
        {
            var first = group.First();
            var quantity = group.Sum(line => line.Quantity);
            statement.Lines[statement.Lines.IndexOf(first)] = new SettlementLine
            {
                Kind = first.Kind, OrderNumber = group.Key.OrderNumber, Store = first.Store, Product = first.Product, Quantity = quantity,
                UnitPrice = first.UnitPrice,
                VatRate = first.VatRate, Amount = statement.Chain.AmountOf(quantity, first.UnitPrice, first.VatRate),
                Settles = [.. ofOrder[group.Key]],
            };
            statement.Lines.RemoveAll(line => group.Skip(1).Contains(line));
        }
    }

    /// <summary>The half months that lie whole in a time.</summary>
    public static IEnumerable<(DateOnly From, DateOnly To, string Name)> Periods(DateOnly from, DateOnly to)
    {
        for (var month = new DateOnly(from.Year, from.Month, 1); month <= to; month = month.AddMonths(1))
        {
            foreach (var (begin, end, letter) in new[] { (month, month.AddDays(14), "A"),
                (month.AddDays(15), month.AddMonths(1).AddDays(-1), "B") })
            {
                if (end >= from && end <= to)
                {
                    yield return (begin, end, Text.Of($"{month:yyMM}{letter}"));
                }
            }
        }
    }

    private static IEnumerable<SettlementLine> LinesOf(
        DeliveryNote note, PriceList prices, ILookup<(string, Store, Product, bool, bool), DeliveryLine> ofOrder)
    {
        var chain = note.Chain;
        var sign = note.IsReturn ? -1 : 1;
        var lines = note.Lines.Where(line => line.Received != 0).ToList();
        if (chain.Reference == SettlementReference.WholeOrder)
        {
            foreach (var group in lines.GroupBy(line => line.OrderNumber))
            {
                yield return new SettlementLine
                {
                    Kind = note.IsReturn ? "return" : "goods", OrderNumber = group.Key, Store = note.Store,
                    Settles = [.. ofOrder.Where(one => one.Key.Item1 == group.Key && one.Key.Item2 == note.Store
                    && one.Key.Item5 == note.IsReturn).SelectMany(one => one)],
                    Amount = sign * group.Sum(line => chain.AmountOf(line.Received, ChainsPrice(line, prices), line.Product.VatRate)),
                };
            }

            yield break;
        }

        if (chain.Reference == SettlementReference.Receipt && lines.Count > 0)
        {
            yield return new SettlementLine
            {
                Kind = note.IsReturn ? "return" : "goods", DeliveryNumber = note.Number, Store = note.Store, Settles = note.Lines,
                Amount = sign * lines.Sum(line => chain.AmountOf(line.Received, ChainsPrice(line, prices), line.Product.VatRate)),
            };
            yield break;
        }

        foreach (var line in lines)
        {
            var price = ChainsPrice(line, prices);
            yield return new SettlementLine
            {
                Kind = note.IsReturn ? "return" : "goods",
                DeliveryNumber = chain.Reference == SettlementReference.Note ? note.Number : "",
                OrderNumber = chain.Reference == SettlementReference.Order ? line.OrderNumber : "",
                Store = note.Store, Product = line.Product, IsFree = line.IsFree, Quantity = sign * line.Received, UnitPrice = price,
                VatRate = line.Product.VatRate, Amount = sign * chain.AmountOf(line.Received, price, line.Product.VatRate),
                Settles = chain.Reference == SettlementReference.Order
                ? [.. ofOrder[(line.OrderNumber, note.Store, line.Product, line.IsFree, note.IsReturn)]] : [line],
            };
        }
    }

    /// <summary>The chain settles at its own order's price, unless that was absurd.</summary>
    private static decimal ChainsPrice(DeliveryLine line, PriceList prices)
    {
        var chain = line.Note.Chain;
        var ours = prices.InStatementBasis(line);
        if (line.IsFree || line.OrderLine is not { } ordered || chain.PricesByOrder
            || ordered.PrintedPrice == prices.Listed(chain, line.Note.Store, line.Product, ordered.Order.OrderedOn, chain.PrintsIncluding))
        {
            return ours;
        }

        var printed = Money.InBasis(ordered.PrintedPrice, chain.PrintsIncluding, chain.StatementIncluding, line.Product.VatRate,
            chain.StatementDecimals);
        return printed > 3 * ours ? ours : printed;
    }
}
