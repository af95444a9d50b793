namespace KaPipeline.Simulation;

/// <summary>Wrong prices printed on orders; the chain settles at what its order printed.</summary>
internal static class PriceFaults
{
    private const int DaysAfterWindow = 6;

    public static void Plant(World world, SimulatedChain chain, PriceList prices, Injections injections, Dice dice)
    {
        var planter = new FaultPlanter(world, chain, injections.MayOverlap, dice);
        var lines = world.GoodOrders.Where(order => order.Chain == chain).SelectMany(order => order.Lines).Where(line => !line.IsFree)
            .ToList();
        static (string, string, string) Keys(OrderLine line) => (line.Order.Number, line.Order.Store.Id, line.Product.Id);

        planter.Plant("promotion_not_applied", injections.PromotionNotApplied, lines, line =>
        {
            if (prices.PromotionOn(chain, line.Product, line.Order.OrderedOn) is null
                || prices.Contract(chain, line.Order.Store, line.Product, line.Order.OrderedOn, chain.PrintsIncluding) is not { } normal)
            {
                return false;
            }

            line.PrintedPrice = normal;
            return true;
        }, Keys);
        planter.Plant("promotion_not_restored", injections.PromotionNotRestored, lines, line =>
        {
            if (prices.PromotionOn(chain, line.Product, line.Order.OrderedOn) is not null
                || prices.PromotionBefore(chain, line.Product, line.Order.OrderedOn) is not { } old
                || old.PurchaseTo.AddDays(DaysAfterWindow) < line.Order.OrderedOn)
            {
                return false;
            }

            line.PrintedPrice = Money.InBasis(old.SupplyPrice, old.IsIncluding, chain.PrintsIncluding, line.Product.VatRate, 4);
            return true;
        }, Keys);
        var n = 0;
        planter.Plant("order_price_off_contract", injections.OrderPriceOff, lines, line =>
        {
            if (prices.PromotionOn(chain, line.Product, line.Order.OrderedOn) is not null)
            {
                return false;
            }

            line.PrintedPrice = (n++ % 3) switch
            {
                0 => Money.Round(line.PrintedPrice * 0.94m, 4),
                1 when !chain.PrintsIncluding => Money.Round(line.PrintedPrice * (1 + line.Product.VatRate), 4),
                1 => Money.Round(line.PrintedPrice / (1 + line.Product.VatRate), 4),
                _ => Money.Round(line.PrintedPrice * line.Product.PackSize, 4),
            };
            return true;
        }, Keys);
    }
}
