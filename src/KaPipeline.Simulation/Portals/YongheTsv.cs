using System.Text;

namespace KaPipeline.Simulation.Portals;

/// <summary>UTF-16 tab-separated text with composite cells and prices including VAT; statements of mixed grain.</summary>
internal sealed class YongheTsv(World world, SimulatedChain chain) : IPortalFormat
{
    private static readonly string[] OrderHeader = ["采购单号", "部门", "单据日期", "到货日期", "商品", "条码", "订货数量", "含税进价", "含税金额"];
    private static readonly string[] DeliveryHeader = ["送货单号", "采购单号", "单据类型", "部门", "发货日期", "验收日期", "商品", "发货数量", "验收数量"];
    private static readonly string[] StatementHeader =
    [
        "行类型", "结算单号", "供应商", "账期起", "账期止", "出单日期", "应付金额", "开票金额", "送货单号", "部门", "商品", "数量", "含税单价", "税率", "含税金额", "费用项目", "扣款方式", "发票号",
    ];

    public IEnumerable<FileDraft> Day(
        DateOnly day, IReadOnlyList<Order> orders, IReadOnlyList<NoteEdition> notes, IReadOnlyList<TillDay> till)
    {
        yield return Orders(day, orders);
        yield return Deliveries(day, notes);
    }

    public FileDraft Statement(Statement statement)
    {
        var rows = new List<string[]>
        {
            StatementHeader,
            new[]
            {
                "单头", statement.Number, chain.SupplierCode, Date(statement.From), Date(statement.To), Date(statement.StatedOn),
                Portal.Thousands(statement.StatedPayable), Portal.Thousands(statement.StatedInvoiceable), "", "", "", "", "", "", "", "",
                "", "",
            },
        };
        rows.AddRange(statement.Lines.Select(line => line.Kind == "deduction"
            ? new[] { "费用", statement.Number, "", "", "", "", "", "", "", "", "", "", "", "", Signed(line.Amount), line.FeeText,
            Portal.Mode(line.Mode), line.InvoiceNumber }
            : new[]
            {
                "明细", statement.Number, "", "", "", "", "", "", line.DeliveryNumber, Department(line.Store!), Article(line.Product!),
                    Signed(line.Quantity, "0"),
                Portal.Price(line.UnitPrice), Portal.Rate(line.VatRate), Signed(line.Amount), "", "", "",
            }));
        return new FileDraft($"yonghe_statement_{statement.Number}.txt", "statements", Bytes(rows), statement.Lines.Count + 1, []);
    }

    private FileDraft Orders(DateOnly day, IReadOnlyList<Order> orders)
    {
        var rows = new List<string[]> { OrderHeader };
        var flaws = new List<FlawedRow>();
        decimal sum = 0;
        foreach (var line in orders.SelectMany(order => order.Lines))
        {
            var worth = Money.Round(line.Quantity * line.PrintedPrice);
            var quantity = Quantity(line.Quantity, line.Product);
            if (line.Order.Flaw == Flaw.InvalidNumber)
            {
                quantity = "12O(5)";
                flaws.Add(new FlawedRow("", rows.Count + 1, "订货数量", Portal.RuleOf(line.Order.Flaw), quantity));
            }

            rows.Add([line.Order.Number, Department(line.Order.Store), Date(line.Order.OrderedOn), Date(line.Order.RequestedOn),
                Article(line.Product), line.Product.UnitBarcode,
                quantity, Portal.Price(line.PrintedPrice), Portal.Thousands(worth)]);
            sum += worth;
        }

        rows.Add(["总计", "", "", "", "", "", "", "", Portal.Thousands(sum)]);
        return new FileDraft(Text.Of($"yonghe_orders_{day:yyyyMMdd}.txt"), "orders", Bytes(rows), rows.Count - 2, flaws);
    }

    private FileDraft Deliveries(DateOnly day, IReadOnlyList<NoteEdition> notes)
    {
        var rows = new List<string[]> { DeliveryHeader };
        rows.AddRange(notes.SelectMany(edition => edition.Note.Lines.Select(line => new[]
        {
            edition.Note.Number, line.OrderNumber, edition.Note.IsReturn ? "退货" : "送货", Department(edition.Note.Store),
                Date(edition.Note.ShippedOn), Date(edition.Note.ReceivedOn),
            Article(line.Product), Quantity(line.Shipped, line.Product), Quantity(edition.Received(line), line.Product),
        })));
        return new FileDraft(Text.Of($"yonghe_receipts_{day:yyyyMMdd}.txt"), "deliveries", Bytes(rows), rows.Count - 1, []);
    }

    private string Article(Product product) => $"{Portal.Item(world, chain, product)} {product.Name}";

    private static string Department(Store store) => $"{store.Id}({store.Name})";

    /// <summary>Units, with the cases they make in brackets.</summary>
    private static string Quantity(decimal units, Product product) => $"{Text.Of(units)}({Text.Of(Money.Round(units / product.PackSize))})";

    private static string Date(DateOnly day) => Text.Of(day, "yyyy/M/d");

    private static string Signed(decimal value, string format = "#,##0.00") => value < 0 ? $"({Portal.Thousands(-value, format)})"
        : Portal.Thousands(value, format);

    private static byte[] Bytes(IEnumerable<string[]> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.AppendJoin('\t', row.Select(cell => cell.Length == 0 ? "-" : cell)).Append("\r\n");
        }

        return [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text.ToString())];
    }
}
