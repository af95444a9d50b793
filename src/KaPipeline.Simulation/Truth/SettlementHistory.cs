namespace KaPipeline.Simulation.Truth;

/// <summary>What one delivery line went through on one statement after the other: the algebra of docs/money.md#steps.</summary>
/// <param name="line">Received r.</param>
/// <param name="price">Our price p in the statement basis.</param>
internal sealed class SettlementHistory(DeliveryLine line, decimal price)
{
    private const decimal RoundingTolerance = 0.02m;

    private readonly SimulatedChain chain = line.Note.Chain;
    private readonly decimal rate = line.Product.VatRate;
    private readonly int sign = line.Note.IsReturn ? -1 : 1;
    private readonly List<(string Kind, decimal Amount, decimal Quantity, int? Line)> found = [];

    private decimal accepted;
    private decimal duplicates;
    private bool wasNamed;
    private bool wasSettledBefore;
    private string firstOpen = "";

    private decimal acceptedAtBegin;
    private decimal worthAccepted;
    private bool acceptsHere;
    private bool reopensHere;

    public DeliveryLine Line => line;

    /// <summary>Received and not accepted yet.</summary>
    public decimal Open => line.Received - accepted;

    public bool IsSettledInFull => accepted >= line.Received;

    /// <summary>What could be taken back: accepted, and duplicates.</summary>
    public decimal Taken => Math.Max(0, accepted) + duplicates;

    /// <summary>Whether the statement in hand says anything about this line.</summary>
    public bool IsTouched { get; private set; }

    public bool HasDuplicate => duplicates > 0;

    /// <summary>E, signed: negative for returns.</summary>
    public decimal EntryAmount { get; private set; }

    public void Begin()
    {
        found.Clear();
        acceptedAtBegin = accepted;
        worthAccepted = 0;
        acceptsHere = reopensHere = IsTouched = false;
        EntryAmount = sign * (Ours(line.Received) - Ours(Math.Min(accepted, line.Received)));
    }

    /// <summary>A settlement line's share about this delivery, signed as stated.</summary>
    public void Settle(SettlementLine stated, int number, decimal statedQuantity, decimal statedAmount)
    {
        IsTouched = true;
        var quantity = sign * statedQuantity;
        var amount = sign * statedAmount;
        if (quantity == 0)
        {
            wasNamed = true;
            Add("amount_difference", -amount, 0, number);
            return;
        }

        var takes = Accept(quantity);
        if (takes != quantity)
        {
            var goesOn = Money.Round(amount * takes / quantity);
            Add("duplicate_settlement", -(amount - goesOn), takes - quantity, number);
            amount = goesOn;
        }

        MoveTo(accepted + takes);
        worthAccepted += Ours(takes);
        var atTheirPrice = Money.Of(takes, stated.UnitPrice, rate, chain.StatementIncluding);
        var atTheirRate = Money.Of(takes, stated.UnitPrice, stated.VatRate, chain.StatementIncluding);
        Add("price_difference", Ours(takes) - atTheirPrice, takes, number);
        Add("tax_difference", atTheirPrice - atTheirRate, takes, number);
        var rest = atTheirRate - amount;
        Add(Math.Abs(rest) > RoundingTolerance ? "amount_difference" : "rounding_difference", rest, 0, number);
    }

    /// <summary>Settles whatever is open, or takes all of it back, by a line about the whole receipt. Returns the signed worth that
    /// moved.</summary>
    public decimal SettleWhole(bool takesBack, bool isDuplicate)
    {
        IsTouched = wasNamed = true;
        if (isDuplicate)
        {
            duplicates += takesBack ? -line.Received : line.Received;
            return 0;
        }

        var before = accepted;
        MoveTo(takesBack ? 0 : Math.Max(accepted, line.Received));
        var worth = Ours(accepted) - Ours(before);
        worthAccepted += worth;
        return sign * worth;
    }

    /// <summary>The breaks of this line on the statement.</summary>
    public IEnumerable<TrueBreak> End(Statement statement)
    {
        // What stays open, and what was accepted beyond what was received.
        var received = Ours(line.Received);
        var open = received - Ours(Math.Min(accepted, line.Received));
        Add((acceptsHere && !wasSettledBefore && accepted != 0) || reopensHere ? "settled_short" : "unsettled", open,
            line.Received - accepted, null);
        Add("settled_over", Ours(Math.Max(acceptedAtBegin, line.Received)) - Ours(Math.Max(accepted, line.Received)),
            Math.Max(acceptedAtBegin, line.Received) - Math.Max(accepted, line.Received), null);
        Add("rounding_difference", Ours(accepted) - Ours(acceptedAtBegin) - worthAccepted, 0, null);

        wasSettledBefore |= acceptsHere;
        var first = firstOpen.Length > 0 && !reopensHere ? firstOpen : statement.Number;
        foreach (var group in found.GroupBy(one => one.Kind).Where(group => group.Sum(one => one.Amount) != 0))
        {
            var lines = group.Select(one => one.Line).Distinct().ToList();
            yield return new TrueBreak(
                chain.Id, group.Key, sign * group.Sum(one => one.Amount), group.Sum(one => one.Quantity), statement.Number, lines.Count == 1
                ? lines[0] : null,
                line.OrderNumber, line.Note.Number, line.Note.Store.Id, line.Product.Id, line.IsFree,
                group.Key == "unsettled" && first != statement.Number, group.Key == "unsettled" ? first : statement.Number);
        }

        firstOpen = IsSettledInFull ? "" : first;
    }

    private void MoveTo(decimal quantity)
    {
        reopensHere |= accepted >= line.Received && quantity < line.Received;
        acceptsHere |= quantity != accepted;
        accepted = quantity;
    }

    private decimal Accept(decimal quantity)
    {
        if (quantity > 0)
        {
            var takes = wasNamed ? Math.Min(quantity, Math.Max(0, Open)) : quantity;
            wasNamed = true;
            duplicates += quantity - takes;
            return takes;
        }

        wasNamed = true;
        var fromDuplicates = Math.Min(-quantity, duplicates);
        duplicates -= fromDuplicates;
        return quantity + fromDuplicates;
    }

    private decimal Ours(decimal quantity) => Money.Of(quantity, price, rate, chain.StatementIncluding);

    private void Add(string kind, decimal amount, decimal quantity, int? number)
    {
        if (amount != 0)
        {
            found.Add((kind, amount, quantity, number));
        }
    }
}
