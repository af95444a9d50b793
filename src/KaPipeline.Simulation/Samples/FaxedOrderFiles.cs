using KaPipeline.Simulation.Files;
using KaPipeline.Simulation.Portals;

namespace KaPipeline.Simulation.Samples;

/// <summary>Orders that stores faxed, keyed into our own template in the evening (<c>ka template orders</c>).</summary>
internal static class FaxedOrderFiles
{
    public static IEnumerable<ArrivedFile> Of(World world) =>
        from order in world.FaxedOrders
        let sheet = SheetOf(world, order)
        let draft = new FileDraft(
            Text.Of($"手工订单_{order.Chain.Id}_{order.OrderedOn:yyyyMMdd}.xlsx"), "manual_orders", XlsxFile.Write(sheet), order.Lines.Count, [])
        select new ArrivedFile($"{order.Chain.Id}/{draft.Name}", draft, BusinessTime.At(order.OrderedOn, new TimeOnly(17, 40)));

    private static Sheet SheetOf(World world, Order order)
    {
        var sheet = new Sheet("手工订单");
        sheet.Add("手工订单 Manual orders");
        sheet.Add();
        sheet.Add("订单号 Order", "门店编号 Store", "货号 Item", "订货日期 Ordered on", "要求送货日期 Wanted on", "箱数 Cases", "散数 Units", "未税单价 Price");
        foreach (var line in order.Lines)
        {
            sheet.Add(order.Number, order.Store.Id, Portal.Item(world, order.Chain, line.Product), order.OrderedOn, order.RequestedOn,
                line.Quantity / line.Product.PackSize, null, line.PrintedPrice);
        }

        return sheet;
    }
}
