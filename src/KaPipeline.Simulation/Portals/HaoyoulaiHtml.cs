using System.Text;

namespace KaPipeline.Simulation.Portals;

/// <summary>HTML tables named .xls, in GBK, without an html element; orders and deliveries in cases.</summary>
internal sealed class HaoyoulaiHtml(World world, SimulatedChain chain) : IPortalFormat
{
    public IEnumerable<FileDraft> Day(
        DateOnly day, IReadOnlyList<Order> orders, IReadOnlyList<NoteEdition> notes, IReadOnlyList<TillDay> till)
    {
        yield return Orders(day, orders);
        yield return Deliveries(day, notes);
    }

    public FileDraft Statement(Statement statement)
    {
        var table = new Table("好邻来 供应商结算单", 13);
        table.Add($"结算单号：{statement.Number}", $"供应商：{chain.SupplierCode}", $"结算期间：{Date(statement.From)}-{Date(statement.To)}",
            $"出单日：{Date(statement.StatedOn)}");
        table.Add($"应付金额：{Portal.Thousands(statement.StatedPayable)}", $"开票金额：{Portal.Thousands(statement.StatedInvoiceable)}");
        table.Add("行号", "收货单号", "店号", "商品代码", "商品名称", "数量(盒)", "含税单价", "税率", "含税金额", "赠品", "费用名称", "扣款方式", "发票号码");
        foreach (var (line, n) in statement.Lines.Select((line, i) => (line, Text.Of($"{i + 1}"))))
        {
            if (line.Kind == "deduction")
            {
                table.Add(n, "", "", "", "", "", "", "", Portal.Money(line.Amount), "", line.FeeText, Portal.Mode(line.Mode),
                    line.InvoiceNumber);
            }
            else
            {
                table.Add(n, line.DeliveryNumber, line.Store!.Id, Portal.Item(world, chain, line.Product!), line.Product!.Name,
                    Text.Of(line.Quantity),
                    Portal.Price(line.UnitPrice), Portal.Rate(line.VatRate), Portal.Money(line.Amount), line.IsFree ? "是"
                    : "否", "", "", "");
            }
        }

        table.Add("合计", "", "", "", "", "", "", "", Portal.Money(statement.Lines.Sum(line => line.Amount)), "", "", "", "");
        return new FileDraft($"HYL_STATEMENT_{statement.Number}.xls", "statements", table.Bytes(statement.StatedOn),
            statement.Lines.Count, []);
    }

    private FileDraft Orders(DateOnly day, IReadOnlyList<Order> orders)
    {
        var table = new Table("好邻来 供应商订货单", 12);
        var flaws = new List<FlawedRow>();
        table.Add("订单编号", "店号", "店名", "订单日期", "送货日期", "商品代码", "国际条码", "商品名称", "箱装数", "订货箱数", "赠品", "未税箱价");
        decimal sum = 0;
        foreach (var line in orders.SelectMany(order => order.Lines))
        {
            var flaw = line.Order.Flaw;
            var cases = flaw == Flaw.NonIntegerCases ? 2.5m : line.Quantity / line.Product.PackSize;
            var item = Portal.Item(world, chain, line.Product);
            var row = table.Add(line.Order.Number, line.Order.Store.Id, line.Order.Store.Name, Date(line.Order.OrderedOn),
                Date(line.Order.RequestedOn),
                item, line.Product.UnitBarcode, line.Product.Name, Text.Of(line.Product.PackSize), Text.Of(cases), line.IsFree ? "是" : "否",
                Portal.Price(line.PrintedPrice * line.Product.PackSize));
            sum += cases;
            if (flaw != Flaw.None)
            {
                flaws.Add(flaw == Flaw.NonIntegerCases
                    ? new FlawedRow("", row, "订货箱数", Portal.RuleOf(flaw), Text.Of(cases))
                    : new FlawedRow("", row, "商品代码", Portal.RuleOf(flaw), item));
            }
        }

        table.Add("合计", "", "", "", "", "", "", "", "", Text.Of(sum), "", "");
        return new FileDraft(Text.Of($"HYL_ORDER_{day:yyyyMMdd}.xls"), "orders", table.Bytes(day), orders.Sum(order => order.Lines.Count),
            flaws);
    }

    private FileDraft Deliveries(DateOnly day, IReadOnlyList<NoteEdition> notes)
    {
        var table = new Table("好邻来 收货单", 10);
        table.Add("收货单号", "订单编号", "店号", "收货日期", "商品代码", "商品名称", "箱装数", "送货箱数", "实收箱数", "赠品");
        decimal shipped = 0, taken = 0;
        var count = 0;
        foreach (var edition in notes)
        {
            foreach (var line in edition.Note.Lines)
            {
                var (sent, received) = (line.Shipped / line.Product.PackSize, edition.Received(line) / line.Product.PackSize);
                table.Add(edition.Note.Number, line.OrderNumber, edition.Note.Store.Id, Date(edition.Note.ReceivedOn),
                    Portal.Item(world, chain, line.Product), line.Product.Name,
                    Text.Of(line.Product.PackSize), Text.Of(sent), Text.Of(received), line.IsFree ? "是" : "否");
                shipped += sent;
                taken += received;
                count++;
            }
        }

        table.Add("合计", "", "", "", "", "", "", Text.Of(shipped), Text.Of(taken), "");
        return new FileDraft(Text.Of($"HYL_RECEIPT_{day:yyyyMMdd}.xls"), "deliveries", table.Bytes(day), count, []);
    }

    private static string Date(DateOnly day) => Text.Of(day, "dd/MM/yyyy");

    private sealed class Table
    {
        private readonly StringBuilder html = new(
            "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\">\r\n<table border=1>\r\n");
        private int rows = 1;

        public Table(string title, int columns) => html.Append(Text.Of($"<tr><td colspan={columns}>{title}</td></tr>\r\n"));

        public int Add(params string[] cells)
        {
            html.Append("<tr>").AppendJoin("", cells.Select(cell => cell.Length == 0 ? "<td>&nbsp;</td>" : $"<td>{cell}</td>"))
                .Append("</tr>\r\n");
            return ++rows;
        }

        /// <summary>Closes the table and adds the decoration, with its unescaped ampersand.</summary>
        public byte[] Bytes(DateOnly day) => Portal.Gbk.GetBytes(
            html + Text.Of($"</table>\r\n<table><tr><td>打印日期 {day:yyyy-MM-dd}</td><td>第1页 A&B 好邻来信息中心</td></tr></table>\r\n"));
    }
}
