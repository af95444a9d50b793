namespace KaPipeline.Simulation.Truth;

/// <summary>An order line that did not reach its store whole because of the warehouse.</summary>
internal sealed record TrueWarehouseGap(
    string ChainId, string StoreId, string OrderNumber, string ProductId, decimal Received, decimal Waiting, decimal Lost);

/// <summary>What lay in warehouses at the end, or got lost on the way to the store.</summary>
internal static class WarehouseTruth
{
    public static IEnumerable<TrueWarehouseGap> Of(World world)
    {
        foreach (var chain in world.Chains.Where(chain => chain.Id == "wanjia"))
        {
            var sent = WarehouseShipments.Of(world, chain).ToDictionary(one => one.Of);
            foreach (var one in WarehouseShipments.Received(world, chain))
            {
                var shipment = sent.GetValueOrDefault(one);
                var gap = new TrueWarehouseGap(chain.Id, one.Store.Id, one.OrderNumber, one.Product.Id, one.Received,
                    one.Received - (shipment?.Sent ?? 0), (shipment?.Sent ?? 0) - (shipment?.Arrived ?? 0));
                if (gap.Waiting + gap.Lost > 0)
                {
                    yield return gap;
                }
            }
        }
    }
}
