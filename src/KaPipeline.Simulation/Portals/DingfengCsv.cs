using System.Globalization;
using System.Text;

namespace KaPipeline.Simulation.Portals;

/// <summary>GB18030 CSV with title rows and a total row.</summary>
internal sealed class DingfengCsv(World world, SimulatedChain chain) : IPortalFormat
{
    public IEnumerable<FileDraft> Day(
        DateOnly day, IReadOnlyList<Order> orders, IReadOnlyList<NoteEdition> notes, IReadOnlyList<TillDay> till)
    {
        yield return Orders(day, orders);
        yield return Deliveries(day, notes);
        yield return Sales(day, till);
        if (world.StatusChanges.Exists(change => change.Store.ChainId == chain.Id && change.StatedOn == day))
        {
            yield return ItemStatus(day);
        }

        if (day == world.AsOf.AddDays(-1))
        {
            yield return DeliveredLots(day);
        }
    }

    // All that came since the simulated time began, asked for once.
    private FileDraft DeliveredLots(DateOnly day)
    {
        var csv = new Lines();
        csv.Add("鼎丰超市批次追溯", Text.Of(day));
        csv.Add("送货单号", "门店编号", "签收日期", "商品编码", "商品名称", "批号", "生产日期", "实收数量");
        var lots = Lots.Of(world, chain).ToList();
        foreach (var one in lots)
        {
            csv.Add(one.Line.Note.Number, one.Line.Note.Store.Id, Text.Of(one.Line.Note.ReceivedOn),
                Portal.Item(world, chain, one.Line.Product), one.Line.Product.Name, one.Lot,
                Text.Of(one.ProducedOn), Text.Of(one.Line.Received));
        }

        return new FileDraft(Text.Of($"鼎丰_批次_{day:yyyyMMdd}.csv"), "lots", csv.Bytes(), lots.Count, []);
    }

    public FileDraft Statement(Statement statement)
    {
        var csv = new Lines();
        csv.Add("鼎丰超市供应商对账单");
        csv.Add("对账单号", statement.Number, "供应商编码", chain.SupplierCode);
        csv.Add("结算周期", $"{Text.Of(statement.From)}至{Text.Of(statement.To)}", "账单日", Text.Of(statement.StatedOn));
        csv.Add("应结算总金额", Portal.Money(statement.StatedPayable), "应开票总金额", Portal.Money(statement.StatedInvoiceable));
        csv.Add("序号", "单据类型", "单据号", "门店编号", "商品编码", "商品名称", "数量", "未税单价", "税率", "价税合计", "费用项目", "扣款方式", "发票号");
        foreach (var (line, n) in statement.Lines.Select((line, i) => (line, Text.Of($"{i + 1}"))))
        {
            if (line.Kind == "deduction")
            {
                csv.Add(n, "扣款", "", "", "", "", "", "", "", Portal.Money(line.Amount), line.FeeText, Portal.Mode(line.Mode),
                    line.InvoiceNumber);
            }
            else
            {
                csv.Add(n, line.Kind == "return" ? "退货" : "进货", line.DeliveryNumber, line.Store!.Id,
                    Portal.Item(world, chain, line.Product!), line.Product!.Name,
                    Text.Of(line.Quantity), Portal.Price(line.UnitPrice), Portal.Rate(line.VatRate), Portal.Money(line.Amount), "", "", "");
            }
        }

        csv.Add("合计", "", "", "", "", "", "", "", "", Portal.Money(statement.Lines.Sum(line => line.Amount)), "", "", "");
        return new FileDraft($"鼎丰_对账单_{statement.Number}.csv", "statements", csv.Bytes(), statement.Lines.Count, []);
    }

    private FileDraft Orders(DateOnly day, IReadOnlyList<Order> orders)
    {
        var csv = new Lines();
        var flaws = new List<FlawedRow>();
        csv.Add("鼎丰超市供应商订单明细");
        csv.Add($"供应商：{chain.SupplierCode}", $"制表日期：{Text.Of(day)}");
        csv.Add("订单号", "门店编号", "门店名称", "订货日期", "要求送货日期", "商品编码", "商品条码", "商品名称", "规格", "箱入数", "订货数量", "订货单位", "未税进价", "未税金额");
        decimal quantity = 0, amount = 0;
        foreach (var line in orders.SelectMany(order => order.Lines))
        {
            var worth = Money.Round(line.Quantity * line.PrintedPrice);
            var cells = new[]
            {
                line.Order.Number, line.Order.Store.Id, line.Order.Store.Name, Text.Of(line.Order.OrderedOn),
                    Text.Of(line.Order.RequestedOn),
                Portal.Item(world, chain, line.Product), line.Product.UnitBarcode, line.Product.Name, Portal.Size(line.Product),
                Text.Of(line.Product.PackSize), Text.Of(line.Quantity), Portal.Unit(line.Product), Portal.Price(line.PrintedPrice),
                Portal.Money(worth),
            };
            if (line.Order.Flaw == Flaw.WrongColumnCount)
            {
                // A comma in the product's name that nobody quoted shifts what follows.
                cells[7] = $"{line.Product.Name},促销装";
                flaws.Add(new FlawedRow("", csv.AddUnquoted(cells), "", Portal.RuleOf(line.Order.Flaw), "15"));
                continue;
            }

            csv.Add(cells);
            quantity += line.Quantity;
            amount += worth;
        }

        csv.Add("合计", "", "", "", "", "", "", "", "", "", Portal.Thousands(quantity, "#,##0"), "", "", Portal.Thousands(amount));
        return new FileDraft(Text.Of($"鼎丰_订单_{day:yyyyMMdd}.csv"), "orders", csv.Bytes(), orders.Sum(order => order.Lines.Count), flaws);
    }

    private FileDraft Deliveries(DateOnly day, IReadOnlyList<NoteEdition> notes)
    {
        var csv = new Lines();
        csv.Add("鼎丰超市送货签收明细");
        csv.Add($"供应商：{chain.SupplierCode}", $"制表日期：{Text.Of(day)}");
        csv.Add("送货单号", "单据类型", "订单号", "门店编号", "门店名称", "送货日期", "签收日期", "商品编码", "商品名称", "箱入数", "送货数量", "实收数量", "单位");
        var lines = notes.SelectMany(edition => edition.Note.Lines.Select(line => (line, received: edition.Received(line)))).ToList();
        foreach (var (line, received) in lines)
        {
            csv.Add(line.Note.Number, line.Note.IsReturn ? "退货单" : "送货单", line.OrderNumber, line.Note.Store.Id, line.Note.Store.Name,
                Text.Of(line.Note.ShippedOn), Text.Of(line.Note.ReceivedOn), Portal.Item(world, chain, line.Product), line.Product.Name,
                Text.Of(line.Product.PackSize), Text.Of(line.Shipped), Text.Of(received), Portal.Unit(line.Product));
        }

        csv.Add("合计", "", "", "", "", "", "", "", "", "", Portal.Thousands(lines.Sum(pair => pair.line.Shipped), "#,##0"),
            Portal.Thousands(lines.Sum(pair => pair.received), "#,##0"), "");
        return new FileDraft(Text.Of($"鼎丰_送货_{day:yyyyMMdd}.csv"), "deliveries", csv.Bytes(), lines.Count, []);
    }

    private FileDraft Sales(DateOnly day, IReadOnlyList<TillDay> rows)
    {
        var csv = new Lines();
        csv.Add("鼎丰超市销售库存日报", Text.Of(day));
        csv.Add("门店编号", "商品编码", "商品名称", "销售日期", "销售数量", "销售金额", "零售价", "期末库存");
        foreach (var one in rows)
        {
            csv.Add(one.Store.Id, Portal.Item(world, chain, one.Product), one.Product.Name, Text.Of(one.Day), Text.Of(one.Sold),
                Portal.Money(one.Amount),
                Portal.Price(one.RetailPrice, 2), Text.Of(one.Stock));
        }

        return new FileDraft(Text.Of($"鼎丰_销售库存_{day:yyyyMMdd}.csv"), "sales", csv.Bytes(), rows.Count, []);
    }

    private FileDraft ItemStatus(DateOnly day)
    {
        var csv = new Lines();
        csv.Add("鼎丰超市商品状态变更", Text.Of(day));
        csv.Add("门店编号", "商品编码", "商品名称", "生效日期", "商品状态", "原因");
        var rows = world.StatusChanges.Where(one => one.Store.ChainId == chain.Id && one.StatedOn == day).ToList();
        foreach (var one in rows)
        {
            csv.Add(one.Store.Id, Portal.Item(world, chain, one.Product), one.Product.Name, Text.Of(day), one.Status == "locked" ? "锁码"
                : "正常", one.Reason);
        }

        return new FileDraft(Text.Of($"鼎丰_商品状态_{day:yyyyMMdd}.csv"), "item_status", csv.Bytes(), rows.Count, []);
    }

    private sealed class Lines
    {
        private readonly StringBuilder text = new();
        private int count;

        public int Add(params string[] cells) =>
            AddUnquoted([.. cells.Select(cell => cell.AsSpan().IndexOfAny(",\"\n") < 0 ? cell
            : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")]);

        public int AddUnquoted(string[] cells)
        {
            text.AppendJoin(',', cells).Append(CultureInfo.InvariantCulture, $"\r\n");
            return ++count;
        }

        public byte[] Bytes() => Portal.Gb18030.GetBytes(text.ToString());
    }
}
