using KaPipeline.Digests.Facts;
using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Digests.Daily;

/// <summary>The morning's sheets of the daily workbook: all lines to deliver, in the order of the lists, and all that runs out. The letter
/// shows the first of both.</summary>
/// <param name="work">What the reader may see.</param>
/// <param name="names">Names.</param>
/// <param name="language">Of names and reasons.</param>
internal sealed class WorkListSheets(WorkFacts work, Names names, Language language)
{
    /// <summary>Where the worth of what is to be delivered stands.</summary>
    public const int OpenAmountColumn = 11;

    /// <summary>Where the worth of the suggested orders stands.</summary>
    public int SuggestedAmountColumn => 13 + WarehouseColumns;

    /// <summary>Where the estimate of what was not supplied stands.</summary>
    public int LostColumn => 15 + WarehouseColumns;

    // What lies in a chain's warehouse for a store, and since when; no columns where no warehouse has anything.
    private bool HasWarehouse { get; } = work.Stock.Any(alert => alert.InWarehouseQuantity != 0);

    private int WarehouseColumns => HasWarehouse ? 2 : 0;

    /// <summary>Worth of all lines to deliver.</summary>
    public decimal OpenAmount { get; } = work.Lines.Sum(line => line.OpenAmount ?? 0);

    /// <summary>Worth of all suggested orders.</summary>
    public decimal SuggestedAmount { get; } = work.Stock.Sum(alert => alert.SuggestedAmount ?? 0);

    /// <summary>What all stock-outs that last have cost so far.</summary>
    public decimal LostAmount { get; } = work.Stock.Sum(alert => alert.LostAmount ?? 0);

    /// <summary>What to deliver today and tomorrow: first the representative's first store, and in it what goes first.</summary>
    public DetailSheet Deliver() => new(
        "先送 Deliver first",
        "每行一条今明两天要送的订单行，按业务代表、门店先后、店内先后排列；金额不含税，赠品为零 "
        + "One order line to deliver today or tomorrow each, in the order of each representative's list; VAT excluded, free goods at nought",
        [
            new("负责人 Owner", ColumnKind.Text, 12), .. DailySheets.What(language),
            new("送货 Goes", ColumnKind.Text, 27), new("要货日 Wanted", ColumnKind.Date, 11), new("未送数量 To deliver", ColumnKind.Quantity, 10),
            new("箱数 Cases", ColumnKind.Quantity, 9), new("未送金额 Worth", ColumnKind.Money, 13, OpenAmount),
            new("重点店 Key store", ColumnKind.Text, 11), new("优先 Priority", ColumnKind.Count, 8),
            new("先送原因 Why first", ColumnKind.Text, 32), new("可售天数 Days of cover", ColumnKind.Quantity, 14),
            new("订单号 Order", ColumnKind.Text, 18), new("备注 Remark", ColumnKind.Text, 30), .. DailySheets.Where,
        ],
        work.Lines.Count,
        MemoryRows.Of(work.Lines.Select(line => (object?[])
        [
            Owner(line.RepresentativeId), .. What(line.Place, line.ProductId),
            Label.WorkDue.Both(line.Due), line.RequestedOn, line.OpenQuantity, line.OpenCases, line.OpenAmount,
            line.IsKeyStore ? Yes : null, (decimal)line.Priority, line.Why(language), line.DaysOfCover,
            line.OrderNumber, Remark(line), .. Where(line.Place),
        ])))
    {
        PrintedColumns = 18,
    };

    /// <summary>What is out of stock or below the safety stock, with what to order.</summary>
    public DetailSheet Stock() => new(
        "断货与低库存 Stock",
        "每行一个门店的一个产品：断货或低于安全库存；金额不含税，少供金额为估计 "
        + "One product of one store each: out of stock or below the safety stock; VAT excluded, what was not supplied is an estimate",
        [
            .. DailySheets.What(language),
            new("库存状态 Stock state", ColumnKind.Text, 30), new("库存日 Counted on", ColumnKind.Date, 11), new("库存 Stock", ColumnKind.Quantity, 9),
            new("日均销量 Sold a day", ColumnKind.Quantity, 10), new("可售天数 Days of cover", ColumnKind.Quantity, 14),
            new("在途数量 On order", ColumnKind.Quantity, 10),
            .. HasWarehouse ? (DetailColumn[])[new("大仓未发 In warehouse", ColumnKind.Quantity, 13), new("到大仓日 There since", ColumnKind.Date, 12)] : [],
            new("建议箱数 Cases to order", ColumnKind.Quantity, 15),
            new("建议金额 Order worth", ColumnKind.Money, 13, SuggestedAmount), new("断货起始日 Out since", ColumnKind.Date, 11),
            new("约少供金额 Not supplied, about", ColumnKind.Money, 20, LostAmount), new("断货日损失 A day costs", ColumnKind.Money, 12),
            new("门户锁码日 Blocked since", ColumnKind.Date, 14), new("断货致锁码日 Led to lock on", ColumnKind.Date, 16),
            new("负责人 Owner", ColumnKind.Text, 12), .. DailySheets.Where,
        ],
        work.Stock.Count,
        MemoryRows.Of(work.Stock.Select(alert => (object?[])
        [
            .. What(alert.Place, alert.ProductId),
            Label.StockState.Both(alert.State), alert.StockOn, alert.StockQuantity, alert.DailyQuantity, alert.DaysOfCover,
            alert.OnOrderQuantity,
            .. HasWarehouse ? (object?[])[alert.InWarehouseQuantity == 0 ? null : alert.InWarehouseQuantity, alert.InWarehouseSince] : [],
            alert.SuggestedCases, alert.SuggestedAmount, alert.OutSince, alert.LostAmount, alert.DailyAmount,
            alert.BlockedSince, alert.LockedOn, Owner(alert.RepresentativeId), .. Where(alert.Place),
        ])))
    {
        PrintedColumns = 20 + WarehouseColumns,
    };

    /// <summary>What does not come on from a chain's warehouse.</summary>
    public DetailSheet HeldUp() => new(
        "大仓未到店 Warehouse",
        "每行一家门店一张订单的一个产品：大仓已签收，滞留未发或配送途中短少；照常结算，催大仓配送 "
        + "One item of one order of one store each: signed for by the warehouse and not sent on, or lost on the way to the store",
        [
            .. DailySheets.What(language), new("大仓 Warehouse", ColumnKind.Text, 16), new("订单号 Order", ColumnKind.Text, 18),
            new("大仓签收日 Came on", ColumnKind.Date, 12), new("大仓签收数量 Signed for", ColumnKind.Quantity, 14),
            new("滞留数量 Waiting", ColumnKind.Quantity, 10), new("滞留天数 Days", ColumnKind.Count, 9),
            new("途中短少 Lost", ColumnKind.Quantity, 10), new("库存状态 Stock state", ColumnKind.Text, 30),
            new("负责人 Owner", ColumnKind.Text, 12), .. DailySheets.Where,
        ],
        work.HeldUp.Count,
        MemoryRows.Of(work.HeldUp.Select(one => (object?[])
        [
            .. What(one.Place, one.ProductId), names.Area(one.Warehouse, language), one.OrderNumber, one.ReceivedOn, one.ReceivedQuantity,
            one.WaitingQuantity == 0 ? null : one.WaitingQuantity, (decimal?)one.WaitingDays,
            one.LostQuantity == 0 ? null : one.LostQuantity,
            one.StockState is null ? null : Label.StockState.Both(one.StockState), Owner(one.RepresentativeId), .. Where(one.Place),
        ])))
    {
        PrintedColumns = 15,
    };

    private static string Yes => Label.YesNo.Both("yes");

    private string? Owner(string? person) => person is null ? null : names.Person(person, language);

    private object?[] What(Place place, string product) => DailySheets.WhatOf(names, language, place, product);

    private object?[] Where(Place place) => [names.Area(place.Region, language), names.Area(place.City, language)];

    // What changes how a line is loaded.
    private string? Remark(WorkLine line) => language.List(new[]
    {
        line.IsFree ? language.Say("赠品", "free of charge") : "",
        line.DeliveryMode == "warehouse" ? Label.DeliveryMode.Of("warehouse", language) : "",
        line.Origin == "manual" ? Label.Origin.Of("manual", language) : "",
        line.InWarehouseSince is { } since ? language.Say(
            $"{language.Date(since)} 起在大仓 {language.Count(line.InWarehouseQuantity)} 件",
            $"{Language.Counted(line.InWarehouseQuantity ?? 0, "unit")} in the warehouse since {language.Date(since)}") : "",
    }.Where(part => part.Length > 0)) is { Length: > 0 } remark ? remark : null;
}
