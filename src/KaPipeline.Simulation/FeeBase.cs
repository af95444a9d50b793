namespace KaPipeline.Simulation;

/// <summary>What a clause takes its per cent of (docs/money.md#deductions): goods as statements state them, less returns unless it says
/// otherwise, with VAT or without. Without: each line's amount ÷ (1 + rate), rounded; a line for a whole receipt or order mixes rates as
/// our delivery lines do, at list price.</summary>
internal sealed class FeeBase(World world)
{
    private readonly PriceList prices = new(world);

    /// <summary>RMB; negative where more came back than was bought.</summary>
    public decimal Of(ContractTerm term, params IEnumerable<Statement> statements) => statements
        .SelectMany(statement => statement.Lines)
        .Where(line => line.Kind == "goods" || (line.Kind == "return" && term.Base == "goods_less_returns"))
        .Sum(line => term.ExcludesVat ? Net(line) : line.Amount);

    private decimal Net(SettlementLine line)
    {
        if (line.Product is not null)
        {
            return Money.Round(line.Amount / (1 + line.VatRate));
        }

        var net = line.Settles.Select(delivery => (Gross: Listed(delivery), Rate: delivery.Product.VatRate)).ToList();
        var gross = net.Sum(one => one.Gross * (1 + one.Rate));
        return gross > 0 ? Money.Round(line.Amount * net.Sum(one => one.Gross) / gross) : line.Amount;
    }

    private decimal Listed(DeliveryLine line) => line.IsFree ? 0
        : line.Received * (prices.Listed(line.Note.Chain, line.Note.Store, line.Product, line.Note.ReceivedOn, including: false) ?? 1m);
}
