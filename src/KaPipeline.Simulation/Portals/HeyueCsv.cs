using System.Globalization;
using System.Text;

namespace KaPipeline.Simulation.Portals;

/// <summary>UTF-8 CSV: sales and stock of each day, a file for each day on which goods were ordered or came, and the settlement of what was
/// sold, whose lines name no note.</summary>
internal sealed class HeyueCsv(World world, SimulatedChain chain) : IPortalFormat
{
    public IEnumerable<FileDraft> Day(
        DateOnly day, IReadOnlyList<Order> orders, IReadOnlyList<NoteEdition> notes, IReadOnlyList<TillDay> till)
    {
        if (orders.Count > 0)
        {
            yield return File(Text.Of($"和悦_补货单_{day:yyyyMMdd}.csv"), "orders",
                ["补货单号", "门店", "下单日", "到货日", "货号", "条码", "品名", "数量", "未税单价"],
                [.. orders.SelectMany(order => order.Lines).Select(line => new[]
                {
                    line.Order.Number, line.Order.Store.Id, Text.Of(line.Order.OrderedOn), Text.Of(line.Order.RequestedOn),
                    Portal.Item(world, chain, line.Product), line.Product.UnitBarcode, line.Product.Name, Text.Of(line.Quantity),
                    Portal.Price(line.PrintedPrice),
                })]);
        }

        if (notes.Count > 0)
        {
            yield return File(Text.Of($"和悦_到货单_{day:yyyyMMdd}.csv"), "deliveries",
                ["到货单号", "补货单号", "门店", "到货日", "货号", "品名", "送货数量", "实收数量"],
                [.. notes.SelectMany(edition => edition.Note.Lines).Select(line => new[]
                {
                    line.Note.Number, line.OrderNumber, line.Note.Store.Id, Text.Of(line.Note.ReceivedOn),
                    Portal.Item(world, chain, line.Product), line.Product.Name, Text.Of(line.Shipped), Text.Of(line.Received),
                })]);
        }

        if (till.Count > 0)
        {
            yield return File(Text.Of($"和悦_销售_{day:yyyyMMdd}.csv"), "sales",
                ["门店", "销售日", "货号", "品名", "销量", "销售额", "零售价", "库存"],
                [.. till.Select(one => new[]
                {
                    one.Store.Id, Text.Of(one.Day), Portal.Item(world, chain, one.Product), one.Product.Name, Text.Of(one.Sold),
                    Portal.Money(one.Amount), Portal.Price(one.RetailPrice, 2), Text.Of(one.Stock),
                })]);
        }
    }

    public FileDraft Statement(Statement statement) => File($"和悦_代销结算_{statement.Number}.csv", "statements",
        ["结算单号", "供应商", "期间起", "期间止", "出单日", "应付金额", "开票金额", "行号", "类型", "门店", "货号", "品名", "销量", "含税单价", "税率", "含税金额", "费用",
            "扣款方式", "发票号"],
        [.. statement.Lines.Select((line, i) => Cells(statement, line, i + 1))]);

    private string[] Cells(Statement statement, SettlementLine line, int number)
    {
        string[] head =
        [
            statement.Number, chain.SupplierCode, Text.Of(statement.From), Text.Of(statement.To), Text.Of(statement.StatedOn),
            Portal.Money(statement.StatedPayable), Portal.Money(statement.StatedInvoiceable), Text.Of($"{number}"),
        ];
        return line.Kind == "deduction"
            ? [.. head, "费用", "", "", "", "", "", "", Portal.Money(line.Amount), line.FeeText, Portal.Mode(line.Mode), line.InvoiceNumber]
            : [.. head, "销售", line.Store!.Id, Portal.Item(world, chain, line.Product!), line.Product!.Name, Text.Of(line.Quantity),
                Portal.Price(line.UnitPrice), Portal.Rate(line.VatRate), Portal.Money(line.Amount), "", "", ""];
    }

    private static FileDraft File(string name, string report, string[] header, List<string[]> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(header))
        {
            text.AppendJoin(',', row).Append(CultureInfo.InvariantCulture, $"\r\n");
        }

        byte[] content = [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text.ToString())];
        return new FileDraft(name, report, content, rows.Count, []);
    }
}
