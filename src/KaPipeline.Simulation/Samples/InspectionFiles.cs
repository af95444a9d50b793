namespace KaPipeline.Simulation.Samples;

/// <summary>Inspections of stores (巡店) with the columns of our own template: a file on the evening of each day on which somebody
/// inspected.</summary>
internal static class InspectionFiles
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["full"] = "饱满 full", ["not_full"] = "不饱满 not full", ["empty"] = "空缺 empty", ["representative"] = "业务 representative",
        ["promoter"] = "导购 promoter", ["dealer"] = "经销商 dealer", ["good"] = "完好 good", ["dirty"] = "脏污 dirty", ["shown"] = "已陈列 shown",
        ["not_announced"] = "未告知 not announced", [""] = "",
    };

    public static IEnumerable<(string Name, DateOnly Day, string Content)> Of(World world) =>
        StoreInspections.Of(world).GroupBy(visit => visit.Day).OrderBy(group => group.Key).Select(day => (
            Text.Of($"master/巡店_{day.Key:yyyyMMdd}.csv"), day.Key, CsvText.Of(
            [
                "系统编号 Chain", "门店编号 Store", "巡店日期 Date", "巡店人 Inspector", "产品编号 Product", "陈列面 Faces", "每面包数 Depth",
                "竞品陈列面 Competitor", "堆头箱数 Stack cases", "堆头已批 Smaller approved", "货架价 Shelf price", "最早生产日期 Produced",
                "破损包数 Damaged packs", "污损箱数 Defaced cases", "陈列 Display", "原因 Cause", "在岗导购 Promoters", "物料 Material",
                "赠品 Gifts", "照片 Photos", "陈列费用 Display cost", "区域标准 Standard",
            ], day.SelectMany(Lines))));

    private static IEnumerable<string[]> Lines(StoreVisit visit)
    {
        string[] head = [visit.Store.ChainId, visit.Store.Id, Text.Of(visit.Day), visit.Inspector];
        yield return
        [
            .. head, "", "", "", Count(visit.ShelfFaces), "", "", "", "", "", "", "", "", Count(visit.Promoters), Words[visit.Material],
            Words[visit.Gifts], Text.Of($"{visit.Store.ChainId}-{visit.Store.Id}-{visit.Day:yyyyMMdd}.jpg"),
            visit.Display is { } paid ? Text.Of(paid.Cost, "0.00") : "", visit.Display is { } set ? Text.Of(set.Standard, "0.00") : "",
        ];
        foreach (var item in visit.Items)
        {
            yield return
            [
                .. head, item.Product.Id, Text.Of(item.Faces), Text.Of(item.Depth), Count(item.CompetitorFaces), Count(item.StackCases),
                item.IsSmallerStackApproved ? "是" : "", item.ShelfPrice is { } price ? Text.Of(price, "0.00") : "", Text.Of(item.ProducedOn),
                Text.Of(item.DamagedPacks), Text.Of(item.DefacedCases), Words[item.Display], Words[item.Cause], "", "", "", "", "", "",
            ];
        }
    }

    private static string Count(int? number) => number is { } n ? Text.Of(n) : "";
}
