using KaPipeline.Simulation.Files;

namespace KaPipeline.Simulation.Portals;

/// <summary>Order and receipt in one row; statements name the order number only.</summary>
internal sealed class RundaXlsx(World world, SimulatedChain chain) : IPortalFormat
{
    private static readonly DateOnly None = new(2099, 12, 31);

    public IEnumerable<FileDraft> Day(
        DateOnly day, IReadOnlyList<Order> orders, IReadOnlyList<NoteEdition> notes, IReadOnlyList<TillDay> till)
    {
        var sheet = new Sheet("Sheet1");
        var flaws = new List<FlawedRow>();
        sheet.Add("门店", "采购单号", "采购单类型", "采购单状态", "货号", "品名", "规格", "订购数量", "订购单位", "订购箱数", "箱入数", "买价", "促销期数", "创单日期", "已收货数量", "预计到货日",
            "实际收货日");
        foreach (var line in orders.SelectMany(order => order.Lines))
        {
            var isFlawed = line.Order.Flaw == Flaw.InvalidDate;
            var row = AddRow(sheet, line.Order.Store, line.Order.Number, "采购", "待收货", line.Product, line.Quantity, line.PrintedPrice,
                line.Order.OrderedOn, 0,
                isFlawed ? "2026/02/30" : Date(line.Order.RequestedOn), None);
            if (isFlawed)
            {
                flaws.Add(new FlawedRow(sheet.Name, row, "预计到货日", Portal.RuleOf(line.Order.Flaw), "2026/02/30"));
            }
        }

        foreach (var edition in notes)
        {
            foreach (var line in edition.Note.Lines)
            {
                var ordered = line.OrderLine;
                AddRow(sheet, edition.Note.Store, edition.Note.Number, edition.Note.IsReturn ? "退单" : "采购", edition.Note.IsReturn ? "已完成"
                    : "已收货", line.Product,
                    ordered?.Quantity ?? 0, ordered?.PrintedPrice ?? 0, ordered?.Order.OrderedOn ?? edition.Note.ReceivedOn,
                    edition.Received(line),
                    Date(ordered?.Order.RequestedOn ?? edition.Note.ReceivedOn), edition.Note.ReceivedOn);
            }
        }

        yield return new FileDraft(Text.Of($"待收订单_{day:yyyyMMdd}.xlsx"), "orders+deliveries", XlsxFile.Write(sheet), sheet.Rows.Count - 1,
            flaws);
    }

    public FileDraft Statement(Statement statement)
    {
        var sheet = new Sheet("结算单");
        sheet.Add("润达超市供应商结算单");
        sheet.Add("对账单号", statement.Number, "供应商编码", chain.SupplierCode);
        sheet.Add("结算开始", Date(statement.From), "结算结束", Date(statement.To), "账单日", Date(statement.StatedOn));
        sheet.Add("应结算总金额", statement.StatedPayable, "应开票总金额", statement.StatedInvoiceable);
        sheet.Add("序号", "业务类型", "采购单号", "门店", "货号", "品名", "数量", "未税单价", "税率", "含税金额", "费用项目", "扣款方式", "发票号");
        foreach (var (line, n) in statement.Lines.Select((line, i) => (line, i + 1)))
        {
            if (line.Kind == "deduction")
            {
                sheet.Add(n, "费用", null, null, null, null, null, null, null, line.Amount, line.FeeText, Portal.Mode(line.Mode),
                    line.InvoiceNumber);
            }
            else
            {
                sheet.Add(n, line.Kind == "return" ? "退货" : "进货", line.OrderNumber, line.Store!.Id + line.Store.Name,
                    Portal.Item(world, chain, line.Product!), line.Product!.Name,
                    line.Quantity, line.UnitPrice, Portal.Rate(line.VatRate), line.Amount);
            }
        }

        sheet.Add("合计", null, null, null, null, null, null, null, null, statement.Lines.Sum(line => line.Amount));
        return new FileDraft($"润达结算单_{statement.Number}.xlsx", "statements", XlsxFile.Write(sheet), statement.Lines.Count, []);
    }

    private int AddRow(
        Sheet sheet, Store store, string number, string type, string state, Product product, decimal quantity, decimal price, DateOnly made,
        decimal received,
        string expected, DateOnly receivedOn) => sheet.Add(
            store.Id + store.Name, number, type, state, Portal.Item(world, chain, product), product.Name, Text.Of($"{product.VolumeMl}ml"),
            quantity, Portal.Unit(product),
            Money.Round(quantity / product.PackSize), product.PackSize, price, null, Date(made), received, expected, Date(receivedOn));

    private static string Date(DateOnly day) => Text.Of(day, "yyyy/MM/dd");
}
