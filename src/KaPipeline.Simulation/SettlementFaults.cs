namespace KaPipeline.Simulation;

/// <summary>What goes wrong on statements.</summary>
internal static class SettlementFaults
{
    public static void Plant(World world, SimulatedChain chain, List<Statement> statements, Injections injections, Dice dice)
    {
        var planter = new FaultPlanter(world, chain, injections.MayOverlap, dice);
        var entries =
            statements.SelectMany(statement => statement.Lines.Select(line => new Entry(statement, line, NextOf(statement, statements))))
            .Where(entry => !entry.Line.IsFree).ToList();
        var goods = entries.Where(entry => entry.Line is { Kind: "goods", Product: not null }).ToList();
        var wholes = entries.Where(entry => entry.Line.Kind == "goods").ToList();
        void On(string kind, int count, Func<Entry, bool> apply, List<Entry>? pool = null) =>
            planter.Plant(kind, count, pool ?? goods, apply, KeysOf);
        decimal Part(Entry entry) => dice.Between(1, Math.Max(1, (int)(entry.Line.Quantity / 2)));

        On("unsettled", injections.Unsettled, entry => entry.Statement.Lines.Remove(entry.Line), entries);
        On("settled_late", injections.SettledLate, entry => entry.Next is not null && entry.Statement.Lines.Remove(entry.Line)
            && Add(entry.Next, entry.Line), wholes);
        On("settled_short", injections.SettledShort, entry => Restate(entry, entry.Line.Quantity - Part(entry)));
        On("settled_in_parts", injections.SettledInParts, entry =>
        {
            var later = Part(entry);
            return entry.Next is not null && Restate(entry, entry.Line.Quantity - later) && Add(entry.Next, Copy(chain, entry.Line, later));
        });
        On("settled_over", injections.SettledOver, entry => Restate(entry, entry.Line.Quantity + Part(entry)));
        On("duplicate_settlement", injections.DuplicateOnSameStatement, entry =>
            Add(entry.Statement, Copy(chain, entry.Line, entry.Line.Quantity)), wholes);
        On("duplicate_settlement", injections.DuplicateOnNextStatement, entry => entry.Next is not null
            && Add(entry.Next, Copy(chain, entry.Line, entry.Line.Quantity)), wholes);
        On("taken_back", injections.TakenBack, entry => entry.Next is not null
            && Add(entry.Next, Copy(chain, entry.Line, -entry.Line.Quantity, takesBack: true)), wholes);
        On("price_difference", injections.PriceDifference, entry =>
        {
            entry.Line.UnitPrice = Money.Round(entry.Line.UnitPrice * (dice.Chance(700) ? 0.97m : 1.02m), chain.StatementDecimals);
            return Restate(entry, entry.Line.Quantity);
        });
        On("tax_difference", injections.TaxDifference, entry =>
        {
            entry.Line.VatRate = entry.Line.VatRate == 0.13m ? 0.09m : 0.13m;
            return Restate(entry, entry.Line.Quantity);
        });
        On("rounding_difference", injections.RoundingDifference, entry => Shift(entry, dice.Chance(500) ? 0.01m : -0.01m), entries);
        On("amount_difference", injections.AmountDifference, entry => Shift(entry, dice.Chance(500) ? 5.37m : -12.40m), entries);
        On("amount_without_quantity", injections.AmountWithoutQuantity, entry =>
        {
            var line = Copy(chain, entry.Line, 0);
            line.Amount = -8.80m;
            return Add(entry.Statement, line);
        });
        planter.Plant("settled_in_two_rows", injections.SettledInTwoRows, injections.SettledInTwoRows > 0 ? goods : [], entry =>
        {
            var rest = Part(entry);
            return entry.Line.Quantity > rest && Restate(entry, entry.Line.Quantity - rest)
                && Add(entry.Statement, Copy(chain, entry.Line, rest));
        }, KeysOf);
        PlantUnmatched(chain, statements, world, injections, dice);
        foreach (var statement in dice.Shuffled(statements).Take(injections.StatementTotalOff))
        {
            statement.StatedPayable -= 100m;
            statement.StatedInvoiceable -= 100m;
            world.Planted.Add(new Planted("statement_total_off", chain.Id, statement.Number, "", ""));
        }
    }

    private sealed record Entry(Statement Statement, SettlementLine Line, Statement? Next);

    private static (string, string, string) KeysOf(Entry entry) =>
        (entry.Line.DeliveryNumber.Length > 0 ? entry.Line.DeliveryNumber : entry.Line.OrderNumber, entry.Line.Store!.Id,
        entry.Line.Product?.Id ?? "");

    private static Statement? NextOf(Statement statement, List<Statement> statements) =>
        statements.Where(other => other.AccountId == statement.AccountId && other.To > statement.To).MinBy(other => other.To);

    private static bool Add(Statement statement, SettlementLine line)
    {
        statement.Lines.Add(line);
        return true;
    }

    private static bool Restate(Entry entry, decimal quantity)
    {
        entry.Line.Quantity = quantity;
        entry.Line.Amount = entry.Statement.Chain.AmountOf(quantity, entry.Line.UnitPrice, entry.Line.VatRate);
        return true;
    }

    private static bool Shift(Entry entry, decimal by)
    {
        entry.Line.Amount += by;
        return true;
    }

    private static SettlementLine Copy(SimulatedChain chain, SettlementLine line, decimal quantity, bool takesBack = false) => new()
    {
        Kind = line.Kind, DeliveryNumber = line.DeliveryNumber, OrderNumber = line.OrderNumber, Store = line.Store, Product = line.Product,
        IsFree = line.IsFree,
        Quantity = quantity, UnitPrice = line.UnitPrice, VatRate = line.VatRate,
        Amount = line.Product is not null ? chain.AmountOf(quantity, line.UnitPrice, line.VatRate) : takesBack ? -line.Amount
        : line.Amount, Settles = line.Settles,
    };

    /// <summary>Goods and returns whose note number nobody signed.</summary>
    private static void PlantUnmatched(SimulatedChain chain, List<Statement> statements, World world, Injections injections, Dice dice)
    {
        if (statements.Count == 0)
        {
            return;
        }

        for (var i = 0; i < injections.SettledWithoutDelivery + injections.ReturnUnmatched; i++)
        {
            var isReturn = i >= injections.SettledWithoutDelivery;
            var statement = dice.Pick(statements);
            var like = statement.Lines.FirstOrDefault(line => line is { Kind: "goods", Product: not null, IsFree: false }
                && line.Quantity > 0);
            if (like is null)
            {
                continue;
            }

            var namesOrder = chain.NamesOrders;
            var number = isReturn ? chain.ReturnNumber(statement.From, 990 + i) : chain.NoteNumber(statement.From, 990 + i);
            var quantity = isReturn ? -like.Product!.PackSize : 2 * like.Product!.PackSize;
            statement.Lines.Add(new SettlementLine
            {
                Kind = isReturn ? "return" : "goods", Store = like.Store, Product = like.Product, Quantity = quantity,
                UnitPrice = like.UnitPrice, VatRate = like.VatRate,
                Amount = chain.AmountOf(quantity, like.UnitPrice, like.VatRate),
                DeliveryNumber = namesOrder ? "" : number, OrderNumber = namesOrder ? number : "",
            });
            world.Planted.Add(new Planted(isReturn ? "return_unmatched" : "settled_without_delivery", chain.Id, number, like.Store!.Id,
                like.Product.Id));
        }
    }
}
