using KaPipeline.Digests.Facts;
using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Digests.Daily;

/// <summary>The sheets of the daily workbook. What goes on paper stands first, region and city after it for filters.</summary>
/// <param name="names">Names.</param>
/// <param name="language">Of names and evidence.</param>
internal sealed class DailySheets(Names names, Language language)
{
    /// <summary>Where the money of what is missing stands; what came beyond the order follows it.</summary>
    public const int MissingColumn = 13;

    /// <summary>Where possible penalties stand.</summary>
    public const int ExposureColumn = 11;

    /// <summary>Where the money of prices too low stands; that of prices too high follows it.</summary>
    public const int TooLowColumn = 11;

    /// <summary>Which product of which store; English names are the longer ones.</summary>
    public static DetailColumn[] What(Language language) =>
    [
        new("系统 Chain", ColumnKind.Text, language == Language.Chinese ? 13 : 23), new("门店编码 Store code", ColumnKind.Text, 10),
        new("门店 Store", ColumnKind.Text, 20), new("产品编码 Product code", ColumnKind.Text, 13),
        new("产品 Product", ColumnKind.Text, language == Language.Chinese ? 20 : 31), new("条码 Barcode", ColumnKind.Text, 15),
    ];

    /// <summary>Where it is, for filters.</summary>
    public static readonly DetailColumn[] Where =
        [new("区域 Region", ColumnKind.Text, 10), new("城市 City", ColumnKind.Text, 10)];

    /// <summary>Ordered against delivered.</summary>
    public DetailSheet Deliveries(IReadOnlyList<OpenItem> items, OpenTotal total) => Sheet(
        "送货差异 Deliveries", "每行一项送货差异，金额按约定价、不含税 One delivery break each, RMB at the agreed price, VAT excluded",
        [
            new("差异类型 Kind", ColumnKind.Text, 30), new("订单号 Order", ColumnKind.Text, 18), new("送货单号 Delivery note", ColumnKind.Text, 18),
            new("起始日 Since", ColumnKind.Date, 11),
            new("订货数量 Ordered", ColumnKind.Quantity, 10), new("发货数量 Shipped", ColumnKind.Quantity, 10),
            new("签收数量 Signed for", ColumnKind.Quantity, 12),
            new("缺货金额 Missing", ColumnKind.Money, 13, total.Positive), new("多送金额 Beyond order", ColumnKind.Money, 15, total.Negative),
            new("案件 Case", ColumnKind.Count, 7), new("负责人 Owner", ColumnKind.Text, 12),
        ],
        items,
        item =>
        {
            // What a chain turned away was shipped and not signed for; everything else was ordered and not shipped so.
            var (ours, theirs) = (item.Difference?.OurValue, item.Difference?.TheirValue);
            var isRejected = item.Rule == "rejected";
            return
            [
                Label.OpenRule.Both(item.Rule), item.Difference?.OrderNumber, item.Difference?.DeliveryNumber, item.SinceOn,
                isRejected ? null : ours, isRejected ? ours : theirs, isRejected ? theirs : null,
                Filled(item.Positive), Filled(item.Negative),
                (decimal?)item.Difference?.CaseId, names.Person(item.OwnerId, language),
            ];
        });

    /// <summary>Items locked, suspected, at risk.</summary>
    public DetailSheet Locks(IReadOnlyList<OpenItem> items, decimal exposed) => Sheet(
        "锁码 SKU locks", "每行一个门店的一个产品：已锁、疑似或有风险 One product of one store each: locked, suspected or at risk",
        [
            new("级别 Level", ColumnKind.Text, 24), new("起始日 Since", ColumnKind.Date, 11), new("天数 Days", ColumnKind.Count, 7),
            new("最近订货 Last order", ColumnKind.Date, 12), new("最近送达 Last delivery", ColumnKind.Date, 14),
            new(ExposureWords.Both, ColumnKind.Money, 19, exposed),
            new("申请期限 Apply by", ColumnKind.Date, 11), new("申请制作日 Prepared", ColumnKind.Date, 12),
            new("申请提交日 Handed in", ColumnKind.Date, 12), new("负责人 Owner", ColumnKind.Text, 12),
            new("依据 Evidence", ColumnKind.Text, 78), new("原因 Cause", ColumnKind.Text, 30), new("条款 Clause", ColumnKind.Text, 10),
        ],
        items,
        item =>
        [
            Label.OpenRule.Both(item.Rule), item.SinceOn, (decimal?)item.Lock?.DaysOpen, item.Lock?.LastOrderedOn,
            item.Lock?.LastDeliveredOn, Filled(item.Positive), item.Lock?.DueOn, item.Lock?.ApplicationPreparedOn,
            item.Lock?.ApplicationSubmittedOn, names.Person(item.OwnerId, language),
            language.Say(item.Lock?.Evidence ?? item.Evidence, item.Lock?.EvidenceEn ?? item.EvidenceEn),
            Label.KnownCause(item.Lock?.Cause) is { } cause ? Label.LockCause.Both(cause) : null, item.Lock?.Clause,
        ]);

    /// <summary>Prices that break a rule; what is only unusual is no claim and stands in the mail alone.</summary>
    public DetailSheet Prices(IReadOnlyList<OpenItem> items, OpenTotal total) => Sheet(
        "价格异常 Prices", "每行一处价格异常，不含税；结算已按应有价格的没有损失 One wrong price each, VAT excluded; what was settled at the right price cost nothing",
        [
            new("异常类型 Anomaly", ColumnKind.Text, 40), new("订单号 Order", ColumnKind.Text, 18), new("起始日 Since", ColumnKind.Date, 11),
            new("实际单价 Price found", ColumnKind.Price, 11), new("应有单价 Agreed price", ColumnKind.Price, 11),
            new("价格偏低 Too low", ColumnKind.Money, 13, total.Positive), new("价格偏高 Too high", ColumnKind.Money, 13, total.Negative),
            new("可能原因 Likely cause", ColumnKind.Text, 42), new("已按应有价结算 Settled right", ColumnKind.Text, 15),
            new("负责人 Owner", ColumnKind.Text, 12), new("对账单 Statement", ColumnKind.Text, 18),
            new("首见 First seen", ColumnKind.Date, 11), new("末见 Last seen", ColumnKind.Date, 11),
        ],
        items,
        item =>
        [
            Label.OpenRule.Both(item.Rule), item.Difference?.OrderNumber, item.SinceOn, item.Difference?.OurValue,
            item.Difference?.TheirValue, Filled(item.Positive), Filled(item.Negative),
            item.Difference?.LikelyCause is { } cause ? Label.PriceCause.Both(cause) : null,
            item.Difference?.IsSettledAsAgreed == true ? "是 yes" : null, names.Person(item.OwnerId, language),
            item.Difference?.StatementNumber, item.Difference?.FirstSeenOn, item.Difference?.LastSeenOn,
        ]);

    /// <summary>The values of <see cref="What"/>.</summary>
    public static object?[] WhatOf(Names names, Language language, Place place, string? productId) =>
    [
        names.Chain(place.ChainId, language), place.StoreId,
        place.StoreId.Length > 0 ? names.Store(place.ChainId, place.StoreId, language) : null,
        productId, names.Product(productId, language), names.Barcode(productId),
    ];

    // Of two columns for the two signs one stands empty, as on a clerk's own sheet.
    private static decimal? Filled(decimal amount) => amount == 0 ? null : amount;

    private DetailSheet Sheet(
        string name, string title, IReadOnlyList<DetailColumn> columns, IReadOnlyList<OpenItem> items,
        Func<OpenItem, object?[]> valuesOf) =>
        new(name, title, [.. What(language), .. columns, .. Where], items.Count, MemoryRows.Of(items.Select(item => (object?[])
        [
            .. WhatOf(names, language, item.Place, item.ProductId), .. valuesOf(item),
            names.Area(item.Place.Region, language), names.Area(item.Place.City, language),
        ])))
        {
            PrintedColumns = What(language).Length + columns.Count,
        };
}
