namespace KaPipeline.Simulation.Truth;

/// <summary>An order price that differs from the supply price in force; prices per unit in the basis that the order prints.</summary>
internal sealed record TrueAnomaly(
    string ChainId, string Rule, string OrderNumber, string StoreId, string ProductId, decimal FoundPrice, decimal ExpectedPrice,
    string LikelyCause);

/// <summary>The three order-price rules (docs/domain.md#wrong-prices), the most specific one per line.</summary>
internal static class PriceTruth
{
    public static IEnumerable<TrueAnomaly> Of(World world)
    {
        var prices = new PriceList(world);
        foreach (var line in world.GoodOrders.SelectMany(order => order.Lines).Where(line => !line.IsFree))
        {
            var (chain, store, day) = (line.Order.Chain, line.Order.Store, line.Order.OrderedOn);
            if (prices.Listed(chain, store, line.Product, day, chain.PrintsIncluding) is not { } expected || expected == line.PrintedPrice)
            {
                continue;
            }

            var window = prices.PromotionOn(chain, line.Product, day);
            var expired = prices.PromotionBefore(chain, line.Product, day);
            var isNormal = line.PrintedPrice == prices.Contract(chain, store, line.Product, day, chain.PrintsIncluding);
            var isExpired = expired is not null
                && line.PrintedPrice == Money.InBasis(expired.SupplyPrice, expired.IsIncluding, chain.PrintsIncluding,
                line.Product.VatRate, 4);
            var ratio = line.PrintedPrice / expected;
            var rate = 1 + line.Product.VatRate;
            var rule = window is not null && isNormal ? "promotion_not_applied" : window is null && isExpired ? "promotion_not_restored"
                : "order_price_off_contract";
            var cause = rule == "promotion_not_restored" ? "expired_promotion"
                : Math.Abs(ratio - rate) < 0.001m || Math.Abs((1 / ratio) - rate) < 0.001m ? "tax_basis"
                : Math.Abs(ratio - line.Product.PackSize) < 0.01m ? "case_price"
                : "";
            yield return new TrueAnomaly(chain.Id, rule, line.Order.Number, store.Id, line.Product.Id, line.PrintedPrice, expected, cause);
        }
    }
}
