using KaPipeline.Simulation.Files;

namespace KaPipeline.Simulation.Portals;

/// <summary>BIFF8 workbooks, all cells text, a header twice, an unlabelled total row; statements repeat their head on every row.</summary>
internal sealed class JinlongXls(World world, SimulatedChain chain) : IPortalFormat
{
    public IEnumerable<FileDraft> Day(
        DateOnly day, IReadOnlyList<Order> orders, IReadOnlyList<NoteEdition> notes, IReadOnlyList<TillDay> till)
    {
        yield return Orders(day, orders);
        yield return Deliveries(day, notes);
    }

    public FileDraft Statement(Statement statement)
    {
        var sheet = new Sheet("对账单");
        sheet.Add("对账单号", "供应商编码", "结算区域", "起始日期", "截止日期", "账单日", "应结算总金额", "应开票总金额", "行号", "业务类型", "单据号",
            "机构编码", "商品编码", "商品名称", "数量", "未税单价", "税率", "价税合计", "费用项目", "扣款方式", "发票号");
        foreach (var (line, n) in statement.Lines.Select((line, i) => (line, Text.Of($"{i + 1}"))))
        {
            var sign = line.Kind == "goods" ? 1 : -1;
            string[] head =
            [
                statement.Number, chain.SupplierCode, statement.SettlementUnit, Date(statement.From), Date(statement.To),
                    Date(statement.StatedOn),
                Portal.Money(statement.StatedPayable), Portal.Money(statement.StatedInvoiceable), n,
            ];
            sheet.Add([.. head, .. line.Kind == "deduction"
                ? new[] { "0999", "", "", "", "", "", "", "", Portal.Money(-line.Amount), line.FeeText, Portal.Mode(line.Mode),
                line.InvoiceNumber }
                : [line.Kind == "return" ? "0903" : "0901", line.DeliveryNumber, line.Store!.Id, Portal.Item(world, chain, line.Product!),
                line.Product!.Name,
                    Text.Of(sign * line.Quantity), Portal.Price(line.UnitPrice), Portal.Rate(line.VatRate),
                    Portal.Money(sign * line.Amount), "", "", ""]]);
        }

        return new FileDraft($"JL_DZ_{statement.Number}.xls", "statements", Biff8File.Write(sheet), statement.Lines.Count, []);
    }

    private FileDraft Orders(DateOnly day, IReadOnlyList<Order> orders)
    {
        var sheet = new Sheet("订单");
        sheet.Add("BILLNO", "ORGCODE", "ORGNAME", "REGION", "BILLDATE", "ARRIVEDATE", "PLUCODE", "BARCODE", "PLUNAME", "", "PACK", "QTY",
            "WCOST", "TAXRATE", "SUPCODE");
        sheet.Add("单据号", "机构编码", "机构名称", "结算区域", "制单日期", "到货日期", "商品编码", "商品条码", "商品名称", "", "包装含量", "数量", "未税进价", "税率", "供应商编码");
        var lines = orders.SelectMany(order => order.Lines).ToList();
        foreach (var line in lines)
        {
            sheet.Add(line.Order.Number, line.Order.Store.Id, line.Order.Store.Name, line.Order.Store.Region, Date(line.Order.OrderedOn),
                Date(line.Order.RequestedOn),
                Portal.Item(world, chain, line.Product), line.Product.UnitBarcode, line.Product.Name, Portal.Unit(line.Product),
                Text.Of(line.Product.PackSize),
                Text.Of(line.Quantity), Portal.Price(line.PrintedPrice), Portal.Rate(line.Product.VatRate), chain.SupplierCode);
        }

        sheet.Add("", "", "", "", "", "", "", "", "", "", "", Text.Of(lines.Sum(line => line.Quantity)));
        return new FileDraft(Text.Of($"JL_PO_{day:yyyyMMdd}.xls"), "orders", Biff8File.Write(sheet, Notes()), lines.Count, []);
    }

    private FileDraft Deliveries(DateOnly day, IReadOnlyList<NoteEdition> notes)
    {
        var sheet = new Sheet("验收单");
        var flaws = new List<FlawedRow>();
        sheet.Add("BILLNO", "YWTYPE", "REFNO", "ORGCODE", "ORGNAME", "SENDDATE", "CHECKDATE", "PLUCODE", "PLUCODE", "PLUNAME", "UNIT",
            "PACK", "SENDQTY", "QTY", "SUPCODE");
        sheet.Add("验收单号", "业务类型", "订单号", "机构编码", "机构名称", "送货日期", "验收日期", "商品编码", "商品条码", "商品名称", "单位", "包装含量", "送货数量", "验收数量", "供应商编码");
        var lines = notes.SelectMany(edition => edition.Note.Lines.Select(line => (line, received: edition.Received(line)))).ToList();
        foreach (var (line, received) in lines)
        {
            var note = line.Note;
            var row = sheet.Add(note.Number, note.IsReturn ? "0903" : line.OrderNumber.Length == 0 ? "0906" : "0901", line.OrderNumber,
                note.Store.Id, note.Store.Name,
                Date(note.ShippedOn), Date(note.ReceivedOn), Portal.Item(world, chain, line.Product), line.Product.UnitBarcode,
                line.Product.Name, Portal.Unit(line.Product),
                Text.Of(line.Product.PackSize), Text.Of(line.Shipped), Text.Of(received), chain.SupplierCode);
            if (note.Flaw != Flaw.None)
            {
                flaws.Add(new FlawedRow("验收单", row, "ORGCODE", Portal.RuleOf(note.Flaw), note.Store.Id));
            }
        }

        sheet.Add("", "", "", "", "", "", "", "", "", "", "", "", Text.Of(lines.Sum(pair => pair.line.Shipped)),
            Text.Of(lines.Sum(pair => pair.received)));
        return new FileDraft(Text.Of($"JL_YS_{day:yyyyMMdd}.xls"), "deliveries", Biff8File.Write(sheet, Notes()), lines.Count, flaws);
    }

    private static string Date(DateOnly day) => Text.Of(day, "yyyyMMdd");

    private static Sheet Notes()
    {
        var sheet = new Sheet("说明");
        sheet.Add("YWTYPE", "0901 验收  0903 退货  0906 无订单验收");
        return sheet;
    }
}
