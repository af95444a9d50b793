namespace KaPipeline.Simulation;

/// <summary>The supply price in force: promotion inside its purchase window, else contract list (docs/money.md#prices).</summary>
internal sealed class PriceList(World world)
{
    private readonly ILookup<(string, string), PriceEntry> prices = world.Prices.ToLookup(price => (price.ChainId, price.ProductId));
    private readonly ILookup<(string, string), Promotion> promotions =
        world.Promotions.ToLookup(promotion => (promotion.ChainId, promotion.ProductId));

    /// <summary>The promotion whose purchase window holds the day, if any.</summary>
    public Promotion? PromotionOn(SimulatedChain chain, Product product, DateOnly day) =>
        promotions[(chain.Id, product.Id)].FirstOrDefault(promotion => promotion.PurchaseFrom <= day && day <= promotion.PurchaseTo);

    /// <summary>The newest promotion whose window had closed by the day, if any.</summary>
    public Promotion? PromotionBefore(SimulatedChain chain, Product product, DateOnly day) =>
        promotions[(chain.Id, product.Id)].Where(promotion => promotion.PurchaseTo < day).MaxBy(promotion => promotion.PurchaseTo);

    /// <summary>List price per unit in the wanted basis, promotions apart; null without an entry.</summary>
    public decimal? Contract(SimulatedChain chain, Store store, Product product, DateOnly day, bool including, int decimals = 4)
    {
        var entry = prices[(chain.Id, product.Id)]
            .Where(price => price.From <= day && (price.To is null || day <= price.To)
            && (price.Region.Length == 0 || price.Region == store.Region))
            .OrderByDescending(price => price.Region.Length > 0).ThenByDescending(price => price.From).FirstOrDefault();
        return entry is null ? null : Money.InBasis(entry.UnitPrice, entry.IsIncluding, including, product.VatRate, decimals);
    }

    /// <summary>Promotion or list price per unit in the wanted basis; null where neither has one.</summary>
    public decimal? Listed(SimulatedChain chain, Store store, Product product, DateOnly day, bool including, int decimals = 4) =>
        PromotionOn(chain, product, day) is { } promotion
            ? Money.InBasis(promotion.SupplyPrice, promotion.IsIncluding, including, product.VatRate, decimals)
            : Contract(chain, store, product, day, including, decimals);

    /// <summary>Agreed price of an order line, VAT excluded; its own printed price where nothing else is known; 0 for free goods.</summary>
    public decimal AgreedExcluding(OrderLine line) => Price(line, including: false, decimals: 4);

    /// <summary>Our price of a delivery line in its chain's statement basis: of the order's date, else of the note's.</summary>
    public decimal InStatementBasis(DeliveryLine line)
    {
        var chain = line.Note.Chain;
        return line.IsFree ? 0m
            : line.OrderLine is { } ordered ? Price(ordered, chain.StatementIncluding, chain.StatementDecimals)
            : Listed(chain, line.Note.Store, line.Product, line.Note.ReceivedOn, chain.StatementIncluding, chain.StatementDecimals) ?? 0m;
    }

    private decimal Price(OrderLine line, bool including, int decimals)
    {
        var order = line.Order;
        return line.IsFree ? 0m
            : (order.Chain.PricesByOrder ? null : Listed(order.Chain, order.Store, line.Product, order.OrderedOn, including, decimals))
                ?? Money.Round(Money.InBasis(line.PrintedPrice, order.Chain.PrintsIncluding, including, line.Product.VatRate, decimals),
                including ? decimals : Math.Min(4, decimals));
    }
}
