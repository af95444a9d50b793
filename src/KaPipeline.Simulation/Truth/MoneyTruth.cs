namespace KaPipeline.Simulation.Truth;

/// <summary>Money breaks of every statement (docs/money.md#money-breaks), computed from the world's own links, statement by
/// statement.</summary>
internal static class MoneyTruth
{
    public static (List<TrueBreak> Breaks, List<TrueStatement> Statements) Of(World world)
    {
        var prices = new PriceList(world);
        var breaks = new List<TrueBreak>();
        var statements = new List<TrueStatement>();
        var fees = world.Chains.SelectMany(chain => DeductionTruth.Of(world, chain.Id).Fees).ToLookup(fee => fee.Statement);
        foreach (var account in world.Statements.GroupBy(statement => (statement.Chain, statement.AccountId)))
        {
            var lines = (account.Key.Chain.IsConsigned ? world.Sold : world.GoodNotes).Where(note => note.Chain == account.Key.Chain
                && account.Key.Chain.AccountOf(note.Store) == account.Key.AccountId)
                .SelectMany(note => note.Lines)
                .ToDictionary(line => line, line => new SettlementHistory(line, prices.InStatementBasis(line)));
            foreach (var statement in account.OrderBy(statement => statement.To)
                .ThenBy(statement => statement.Number, StringComparer.Ordinal))
            {
                var (found, expected) = Judge(statement, lines, fees[statement]);
                breaks.AddRange(found);
                statements.Add(new TrueStatement(statement.Chain.Id, statement.AccountId, statement.Number, expected,
                    statement.StatedPayable, found.Sum(one => one.Amount)));
            }
        }

        return (breaks, statements);
    }

    private static (List<TrueBreak> Breaks, decimal Expected) Judge(
        Statement statement, Dictionary<DeliveryLine, SettlementHistory> lines, IEnumerable<JudgedFee> fees)
    {
        var breaks = new List<TrueBreak>();
        var due = lines.Values
            .Where(history => history.Line.Note.ReceivedOn.AddDays(statement.Chain.CutoffDays) <= statement.To && !history.IsSettledInFull)
            .ToHashSet();
        foreach (var history in lines.Values)
        {
            history.Begin();
        }

        var expected = 0m;
        foreach (var (line, number) in statement.Lines.Select((line, i) => (line, i + 1)))
        {
            if (line.Kind == "deduction")
            {
                continue;
            }

            if (line.Settles.Count == 0)
            {
                breaks.Add(OfLine(statement, line, number, line.Kind == "return" ? "return_unmatched" : "settled_without_delivery",
                    -line.Amount));
            }
            else if (line.Product is null)
            {
                AddReceipt(breaks, statement, line, number, [.. line.Settles.Select(settled => lines[settled])]);
            }
            else
            {
                Share(line, number, [.. line.Settles.Select(settled => lines[settled])]);
            }
        }

        // The population: what the period should hold, and what the statement settles besides.
        foreach (var history in lines.Values.Where(history => history.IsTouched || due.Contains(history)))
        {
            expected += history.EntryAmount;
            breaks.AddRange(history.End(statement));
        }

        foreach (var fee in fees)
        {
            expected += fee.Expected;
            if (fee.Kind.Length > 0)
            {
                breaks.Add(new TrueBreak(statement.Chain.Id, fee.Kind, fee.Expected - fee.Stated, 0, statement.Number, fee.Line == 0 ? null
                    : fee.Line, "", "", "", "", false, false, statement.Number, fee.Fee));
            }
        }

        var totalOff = statement.Lines.Where(line => line.Mode != "paid_apart").Sum(line => line.Amount) - statement.StatedPayable;
        if (totalOff != 0)
        {
            breaks.Add(new TrueBreak(statement.Chain.Id, "statement_total_off", totalOff, 0, statement.Number, null, "", "", "", "", false,
                false, statement.Number));
        }

        return (breaks, expected);
    }

    /// <summary>A row that covers several deliveries is split: oldest first, the excess on the last, which takes the remaining cents;
    /// what is taken back comes off the newest first.</summary>
    private static void Share(SettlementLine line, int number, List<SettlementHistory> deliveries)
    {
        var ordered = deliveries.OrderBy(history => history.Line.Note.ReceivedOn)
            .ThenBy(history => history.Line.Note.Number, StringComparer.Ordinal).ToList();
        var takesBack = line.Quantity != 0 && line.Quantity > 0 == ordered[0].Line.Note.IsReturn;
        var shares = new Dictionary<SettlementHistory, decimal>();
        var left = line.Quantity;
        foreach (var history in takesBack ? ordered.AsEnumerable().Reverse().SkipLast(1) : ordered.SkipLast(1))
        {
            var room = Math.Min(Math.Abs(left), takesBack ? history.Taken : Math.Max(0, history.Open));
            if (room > 0)
            {
                shares[history] = Math.Sign(line.Quantity) * room;
                left -= shares[history];
            }
        }

        if (left != 0 || shares.Count == 0)
        {
            shares[takesBack ? ordered[0] : ordered[^1]] = left;
        }

        var amountLeft = line.Amount;
        var last = ordered.Last(shares.ContainsKey);
        foreach (var history in ordered.Where(shares.ContainsKey))
        {
            var amount = history == last ? amountLeft : Money.Round(line.Amount * shares[history] / line.Quantity);
            history.Settle(line, number, shares[history], amount);
            amountLeft -= amount;
        }
    }

    /// <summary>A line without product settles its whole receipt, or takes it back: one break, drilled down but not split.</summary>
    private static void AddReceipt(List<TrueBreak> breaks, Statement statement, SettlementLine line, int number,
        List<SettlementHistory> deliveries)
    {
        var takesBack = line.Amount > 0 == deliveries[0].Line.Note.IsReturn;
        var isDuplicate = takesBack ? deliveries.TrueForAll(history => history.HasDuplicate)
            : deliveries.TrueForAll(history => history.IsSettledInFull);
        var moved = deliveries.Sum(history => history.SettleWhole(takesBack, isDuplicate));
        if (moved != line.Amount)
        {
            breaks.Add(OfLine(statement, line, number, isDuplicate ? "duplicate_settlement" : "receipt_amount_difference",
                moved - line.Amount));
        }
    }

    private static TrueBreak OfLine(Statement statement, SettlementLine line, int number, string kind, decimal amount) => new(
        statement.Chain.Id, kind, amount, line.Quantity, statement.Number, number, line.OrderNumber, line.DeliveryNumber,
        line.Store?.Id ?? "", line.Product?.Id ?? "", line.IsFree, false, statement.Number);
}
