namespace KaPipeline.Simulation;

/// <summary>The imitated chains of <c>samples/LAYOUTS.md</c>; all names and numbers are invented.</summary>
internal static class SampleChains
{
    /// <summary>The six that buy their goods.</summary>
    public static IReadOnlyList<SimulatedChain> All { get; } =
    [
        new()
        {
            Id = "dingfeng", Name = "鼎丰超市", NameEn = "Dingfeng Supermarkets", SupplierCode = "100387", TellsItemStatus = true,
                PaymentDays = "10|25",
            Places = [("上海", "上海", "曹杨"), ("上海", "上海", "五角场"), ("上海", "上海", "莘庄"), ("江苏", "苏州", "观前"), ("江苏", "无锡", "崇安"),
            ("浙江", "嘉兴", "南湖")],
            StoreId = n => Text.Of($"{100 + n:0000}"), ItemNumber = n => Text.Of($"{1000 + (n * 11):000000}"),
            OrderNumber = (day, n) => Text.Of($"DF{day:yyMMdd}{n:00000}"), NoteNumber = (day, n) => Text.Of($"SH{day:yyMMdd}{n:00000}"),
            ReturnNumber = (day, n) => Text.Of($"TH{day:yyMMdd}{n:00000}"), StatementNumber = (period, _) => $"DZ{period}-100387",
        },
        new()
        {
            Id = "haoyoulai", Name = "好邻来", NameEn = "Haoyoulai", SupplierCode = "300521", StatementIncluding = true, WholeCases = true,
                HasFreeGoods = true,
            Places = [("浙江", "杭州", "武林"), ("浙江", "杭州", "滨江"), ("浙江", "宁波", "天一"), ("浙江", "绍兴", "柯桥"), ("上海", "上海", "打浦桥"),
            ("浙江", "温州", "五马")],
            StoreId = n => Text.Of($"{200 + n}"), ItemNumber = n => Text.Of($"{30000 + (n * 7)}"),
            OrderNumber = (day, n) => Text.Of($"H{day:dd}X{(day.DayNumber % 1000 * 1000) + n:000000}"), NoteNumber = (day, n) =>
            Text.Of($"R{day:yyMMdd}{n:00000}"),
            ReturnNumber = (day, n) => Text.Of($"TH{day:yyMMdd}{n:0000}"), StatementNumber = (period, _) => $"HY{period}",
        },
        new()
        {
            Id = "jinlong", Name = "金隆百货", NameEn = "Jinlong Department Stores", SupplierCode = "660012", SettlesByRegion = true,
                TaxInOneStep = true,
            Places = [("江苏", "南京", "新街口"), ("江苏", "南京", "江宁"), ("江苏", "常州", "钟楼"), ("安徽", "合肥", "包河"), ("安徽", "芜湖", "镜湖"),
            ("安徽", "马鞍山", "花山")],
            StoreId = n => Text.Of($"J{10 + n:000}"), ItemNumber = n => Text.Of($"{1000400 + (n * 17)}"),
            OrderNumber = (day, n) => Text.Of($"PO{day:yyMMdd}{n:0000}"), NoteNumber = (day, n) => Text.Of($"YS{day:yyMMdd}{n:0000}"),
            ReturnNumber = (day, n) => Text.Of($"YT{day:yyMMdd}{n:0000}"), StatementNumber = (period, unit) =>
            $"JL{period}-{(unit == "江苏" ? "JS" : unit == "安徽" ? "AH" : unit)}",
        },
        new()
        {
            Id = "wanjia", Name = "万嘉大卖场", NameEn = "Wanjia Hypermarkets", SupplierCode = "8800061", StatementIncluding = true,
                StatementDecimals = 2,
            HasFreeGoods = true, LeadDays = 3, DeliveryMode = "warehouse", TellsItemStatus = true, SettlementMode = "monthly_days",
            Places = [("安徽", "合肥", "政务区"), ("江苏", "南京", "河西"), ("江苏", "南通", "崇川"), ("浙江", "杭州", "城西"), ("上海", "上海", "虹桥"),
            ("上海", "上海", "浦东")],
            StoreId = n => Text.Of($"W{n:00}"), ItemNumber = n => Text.Of($"{700100 + (n * 3)}"),
            OrderNumber = (day, n) => Text.Of($"WJ{day:yyMMdd}{n:0000}"), NoteNumber = (day, n) => Text.Of($"SJ{day:yyMMdd}{n:0000}"),
            ReturnNumber = (day, n) => Text.Of($"WT{day:yyMMdd}{n:0000}"), StatementNumber = (period, _) => $"WJ{period}",
        },
        new()
        {
            Id = "yonghe", Name = "永和联华", NameEn = "Yonghe Lianhua", SupplierCode = "Y20419", StatementIncluding = true,
                PriceListIncluding = true, PrintsIncluding = true,
            TermDays = 7, PaysLess = 300m,
            Places = [("上海", "上海", "成山路"), ("上海", "上海", "长寿路"), ("上海", "上海", "七宝"), ("浙江", "湖州", "吴兴"), ("江苏", "昆山", "玉山"),
            ("江苏", "苏州", "园区")],
            StoreId = n => Text.Of($"{5014 + n}"), ItemNumber = n => Text.Of($"{20817700 + (n * 6)}"),
            OrderNumber = (day, n) => Text.Of($"P{8000000000L + (day.DayNumber % 10000 * 1000L) + n}"), NoteNumber = (day, n) =>
            Text.Of($"S{9000000000L + (day.DayNumber % 10000 * 1000L) + n}"),
            ReturnNumber = (day, n) => Text.Of($"T{9500000000L + (day.DayNumber % 10000 * 1000L) + n}"), StatementNumber = (period, _) =>
            $"YH{period}",
        },
        new()
        {
            Id = "runda", Name = "润达超市", NameEn = "Runda Supermarkets", SupplierCode = "5076", Reference = SettlementReference.Order,
                OrderIsNote = true,
            SettlementMode = "goods_days", TermDays = 10, PaysDaysLate = 25,
            Places = [("上海", "上海", "大宁"), ("上海", "上海", "杨浦"), ("江苏", "扬州", "文昌"), ("浙江", "金华", "婺城"), ("安徽", "蚌埠", "淮上"),
            ("安徽", "合肥", "蜀山")],
            StoreId = n => Text.Of($"{1022 + n}"), ItemNumber = n => Text.Of($"{610200 + (n * 3)}"),
            OrderNumber = (day, n) => Text.Of($"402{day:yyMMdd}{n:000}"), NoteNumber = (day, n) => Text.Of($"402{day:yyMMdd}{n:000}"),
            ReturnNumber = (day, n) => Text.Of($"409{day:yyMMdd}{n:000}"), StatementNumber = (period, _) => $"RD{period}",
        },
    ];

    /// <summary>One store that takes goods on consignment, from the first day on.</summary>
    public static SimulatedChain Consigned { get; } = new()
    {
        Id = "heyue", Name = "和悦生活", NameEn = "Heyue Living", SupplierCode = "D7015", StatementIncluding = true, IsConsigned = true,
        TermDays = 15,
        Places = [("上海", "上海", "静安")],
        StoreId = n => Text.Of($"HE{n:00}"), ItemNumber = n => Text.Of($"{88000 + n}"),
        OrderNumber = (day, n) => Text.Of($"BH{day:yyMMdd}{n:00}"), NoteNumber = (day, n) => Text.Of($"DH{day:yyMMdd}{n:00}"),
        ReturnNumber = (day, n) => Text.Of($"TH{day:yyMMdd}{n:00}"), StatementNumber = (period, _) => $"DX{period}",
    };

    /// <summary>The chains of the checked-in month.</summary>
    public static IReadOnlyList<SimulatedChain> OfTheMonth { get; } = [.. All, Consigned];

    /// <summary>The faults of the checked-in month: trade's are alike everywhere, each chain deducts wrongly in its own way, so that every
    /// class occurs once or twice.</summary>
    public static Injections FaultsOf(SimulatedChain chain) => chain.Id switch
    {
        "dingfeng" => Injections.Sample with { DeductionTooHigh = 1, DeductionRenamed = 1, KeptShelves = 2 },
        "haoyoulai" => Injections.Sample with { DeductionNotTaken = 1, DeductionWithoutInvoice = 2 },
        "jinlong" => Injections.Sample with { DeductionTwice = 2, InvoiceTotalOff = 1, TieredRebate = true },
        "wanjia" => Injections.Sample with { LateSignature = 1 },
        "yonghe" => Injections.Sample with { DeductionUnknown = 1 },
        "heyue" => new Injections { Consigned = true },
        _ => Injections.Sample with { OtherBase = 1, DeductionTooLow = 1 },
    };
}
