using KaPipeline.Simulation.Files;

namespace KaPipeline.Simulation.Portals;

/// <summary>Workbooks with merged two-row headers and sheets that are not data; free goods are on the paid row.</summary>
internal sealed class WanjiaXlsx(World world, SimulatedChain chain) : IPortalFormat
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

        if (day >= world.AsOf.AddDays(-WarehouseShipments.Days)
            && WarehouseShipments.Of(world, chain).Where(one => one.Of.ReceivedOn == day).ToList() is { Count: > 0 } shipments)
        {
            yield return Shipments(day, shipments);
        }
    }

    public FileDraft Statement(Statement statement)
    {
        var head = new Sheet("汇总");
        head.Add("对账单号", statement.Number);
        head.Add("供应商编码", chain.SupplierCode);
        head.Add("账期开始", statement.From);
        head.Add("账期结束", statement.To);
        head.Add("账单日", statement.StatedOn);
        head.Add("应结算总金额", statement.StatedPayable);
        head.Add("应开票总金额", statement.StatedInvoiceable);
        head.Add("币种", "CNY");

        var sheet = new Sheet("明细");
        sheet.Merged.Add("A1:N1");
        sheet.Add("万嘉大卖场 供应商结算明细");
        sheet.AddGroupedHeader("行号", "类型", "单据/收货单号", "单据/门店", "商品/货号", "商品/品名", "数量", "含税单价", "税率", "含税金额", "赠品", "费用/项目", "费用/方式",
            "费用/发票号");
        foreach (var (line, n) in statement.Lines.Select((line, i) => (line, i + 1)))
        {
            if (line.Kind == "deduction")
            {
                sheet.Add(n, "费用", null, null, null, null, null, null, null, line.Amount, "否", line.FeeText, Portal.Mode(line.Mode),
                    line.InvoiceNumber);
            }
            else
            {
                sheet.Add(n, line.Kind == "return" ? "退货" : "进货", line.DeliveryNumber, line.Store!.Id,
                    Portal.Item(world, chain, line.Product!), line.Product!.Name,
                    line.Quantity, line.UnitPrice, Portal.Rate(line.VatRate), line.Amount, line.IsFree ? "是" : "否");
            }
        }

        sheet.Add("合计", null, null, null, null, null, null, null, null, statement.Lines.Sum(line => line.Amount));
        return new FileDraft($"万嘉结算单_{statement.Number}.xlsx", "statements", XlsxFile.Write(head, sheet, Remarks("说明", "本单据由系统生成")),
            statement.Lines.Count, []);
    }

    private FileDraft Orders(DateOnly day, IReadOnlyList<Order> orders)
    {
        var sheet = new Sheet("订单明细");
        var flaws = new List<FlawedRow>();
        sheet.Merged.Add("A1:N1");
        sheet.Add(Text.Of($"万嘉大卖场 订单明细 {day:yyyy-MM-dd}"));
        sheet.AddGroupedHeader("订单/单号", "订单/日期", "订单/交货日期", "门店/编码", "门店/名称", "商品/货号", "商品/条码", "商品/品名", "商品/箱规", "订货/箱数", "订货/零数",
            "订货/赠品数量", "未税单价", "未税金额");
        decimal cases = 0, loose = 0, amount = 0;
        var count = 0;
        foreach (var line in orders.SelectMany(order => order.Lines).Where(line => !line.IsFree))
        {
            var pack = line.Product.PackSize;
            var free = line.Order.Lines.Where(other => other.IsFree && other.Product == line.Product).Sum(other => other.Quantity);
            var (whole, rest, worth) =
                (Math.Floor(line.Quantity / pack), line.Quantity % pack, Money.Round(line.Quantity * line.PrintedPrice));
            var isFlawed = line.Order.Flaw == Flaw.InvalidDate;
            var row = sheet.Add(line.Order.Number, line.Order.OrderedOn, isFlawed ? Portal.InvalidDate : line.Order.RequestedOn,
                line.Order.Store.Id, line.Order.Store.Name,
                Portal.Item(world, chain, line.Product), line.Product.UnitBarcode, line.Product.Name, pack, whole, rest, free,
                line.PrintedPrice, worth);
            if (isFlawed)
            {
                flaws.Add(new FlawedRow(sheet.Name, row, "订单/交货日期", Portal.RuleOf(line.Order.Flaw), Portal.InvalidDate));
            }

            cases += whole;
            loose += rest;
            amount += worth;
            count++;
        }

        sheet.Add("合计", null, null, null, null, null, null, null, null, cases, loose, null, null, amount);
        return new FileDraft(Text.Of($"万嘉订单_{day:yyyyMMdd}.xlsx"), "orders", Wrap(sheet), count, flaws);
    }

    private FileDraft Deliveries(DateOnly day, IReadOnlyList<NoteEdition> notes)
    {
        var sheet = new Sheet("收货明细");
        sheet.Merged.Add("A1:M1");
        sheet.Add(Text.Of($"万嘉大卖场 收货明细 {day:yyyy-MM-dd}"));
        sheet.AddGroupedHeader("单据/收货单号", "单据/来源订单号", "门店/编码", "门店/名称", "日期/发货", "日期/收货", "商品/货号", "商品/品名", "商品/箱规", "数量/发货", "数量/实收",
            "赠品/发货", "赠品/实收");
        decimal shipped = 0, received = 0;
        var count = 0;
        foreach (var edition in notes)
        {
            foreach (var line in edition.Note.Lines.Where(line => !line.IsFree))
            {
                var sign = edition.Note.IsReturn ? -1 : 1;
                var free = edition.Note.Lines.Where(other => other.IsFree && other.Product == line.Product).ToList();
                var (sent, taken) = (sign * line.Shipped, sign * edition.Received(line));
                sheet.Add(edition.Note.Number, line.OrderNumber, edition.Note.Store.Id, edition.Note.Store.Name, edition.Note.ShippedOn,
                    edition.Note.ReceivedOn,
                    Portal.Item(world, chain, line.Product), line.Product.Name, line.Product.PackSize, sent, taken,
                    free.Sum(one => one.Shipped), free.Sum(edition.Received));
                shipped += sent;
                received += taken;
                count++;
            }
        }

        sheet.Add("合计", null, null, null, null, null, null, null, null, shipped, received);
        return new FileDraft(Text.Of($"万嘉收货_{day:yyyyMMdd}.xlsx"), "deliveries", Wrap(sheet), count, []);
    }

    private FileDraft Sales(DateOnly day, IReadOnlyList<TillDay> rows)
    {
        var sheet = new Sheet("销售库存");
        sheet.AddGroupedHeader("门店/编码", "门店/名称", "商品/货号", "商品/品名", "日期", "销售/数量", "销售/金额", "零售价", "库存数量");
        foreach (var one in rows)
        {
            sheet.Add(one.Store.Id, one.Store.Name, Portal.Item(world, chain, one.Product), one.Product.Name, one.Day, one.Sold, one.Amount,
                one.RetailPrice, one.Stock);
        }

        return new FileDraft(Text.Of($"万嘉销售库存_{day:yyyyMMdd}.xlsx"), "sales", Wrap(sheet), rows.Count, []);
    }

    private FileDraft Shipments(DateOnly day, List<WarehouseShipment> rows)
    {
        var sheet = new Sheet("配送明细");
        sheet.Add("配送单号", "订单号", "门店编码", "门店名称", "货号", "品名", "配送日期", "配送数量", "到店数量");
        foreach (var one in rows)
        {
            sheet.Add(one.Number, one.Of.OrderNumber, one.Of.Store.Id, one.Of.Store.Name, Portal.Item(world, chain, one.Of.Product),
                one.Of.Product.Name, one.Of.ReceivedOn, one.Sent, one.Arrived);
        }

        return new FileDraft(Text.Of($"万嘉配送_{day:yyyyMMdd}.xlsx"), "warehouse_shipments", Wrap(sheet), rows.Count, []);
    }

    private FileDraft ItemStatus(DateOnly day)
    {
        var sheet = new Sheet("商品状态");
        sheet.Add("门店编码", "货号", "品名", "生效日期", "状态", "原因");
        var rows = world.StatusChanges.Where(one => one.Store.ChainId == chain.Id && one.StatedOn == day).ToList();
        foreach (var one in rows)
        {
            sheet.Add(one.Store.Id, Portal.Item(world, chain, one.Product), one.Product.Name, day, one.Status == "locked" ? "锁码"
                : "正常", one.Reason);
        }

        return new FileDraft(Text.Of($"万嘉商品状态_{day:yyyyMMdd}.xlsx"), "item_status", Wrap(sheet), rows.Count, []);
    }

    private byte[] Wrap(Sheet sheet) =>
        XlsxFile.Write(Remarks("封面", $"{chain.Name} 供应商 {chain.SupplierCode}"), sheet, Remarks("字典", "箱规：每箱销售单位数"));

    private static Sheet Remarks(string name, string text)
    {
        var sheet = new Sheet(name);
        sheet.Add(text);
        return sheet;
    }
}
