using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Workbooks;

namespace KaPipeline.Items;

/// <summary>The regional item list (区域品项资料表, M6.1.2) as a living workbook: items of each chain and region, what changed since the
/// month before, gaps in the master data with who mends them, and the items of each store.</summary>
public static class ItemWorkbook
{
    /// <summary>Its name in <c>recipients.yaml</c>.</summary>
    public const string Workbook = "items";

    /// <summary>Writes it.</summary>
    /// <param name="scoped">What the reader may see.</param>
    /// <param name="asOf">Business date that it is about.</param>
    /// <param name="producedAt">When it is made.</param>
    /// <param name="target">Where to.</param>
    /// <param name="frontsOnly">Where the whole workbook lies when only front sheets are wanted.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task SaveAsync(
        Scoped<ItemFacts> scoped, DateOnly asOf, DateTimeOffset producedAt, Stream target, string? frontsOnly, CancellationToken ct)
    {
        var (facts, language) = (scoped.Facts, Language.Of(scoped.Reader.Language));
        var workbook = new ReportWorkbook($"KA 品项资料 Item list {asOf:yyyy-MM-dd}", producedAt) { FrontsOnly = frontsOnly };
        var (items, gaps, detail) = (Items(workbook, facts, asOf, language), Gaps(workbook, facts, language), Stores(facts, language));
        items.Write();
        Changes(workbook, facts, asOf, language).Write();
        gaps.Write();
        workbook.AddDetail(detail);
        new ControlSheet(workbook,
        [
            new("品项行数 Items", facts.Items.Count, items.Over(0, "COUNTA("), "mart.item_list", "行 rows"),
            new("资料缺口 Data gaps", facts.Gaps.Count, gaps.Over(0, "COUNTA("), "mart.data_gap", "项 gaps"),
            new("门店品项行数 Items of stores", facts.Stores.Count, detail.Formula(0, "COUNTA("), "mart.store_item", "行 rows"),
        ]).Write();
        await workbook.SaveAsync(target, ct);
    }

    private static SheetTable Items(ReportWorkbook workbook, ItemFacts facts, DateOnly asOf, Language language) => new(
        workbook, "品项 Items", $"区域品项资料表 Item list, {asOf:yyyy-MM-dd}",
        "每行一个系统在一个区域的一个产品（M6.1.2）；供货价为价格表，不含税。\nOne product of one chain in one region each; supply prices by the price list, VAT excluded.",
        [
            new("系统 Chain", Width: 16), new("区域 Region", Width: 10), new("产品 Product", Width: 24), new("货号 Item number", Width: 14),
            new("已开通 Listed", Width: 10), new("单包码 Unit barcode", Width: 16), new("整箱码 Case barcode", Width: 16),
            new("入数 Pack size", ColumnKind.Count, 9), new("供货价 Supply price", ColumnKind.Price, 12),
            new("税率 VAT", ColumnKind.Percent, 8), new("开通日 Listed on", ColumnKind.Date, 12),
            new("停售日 Delisted on", ColumnKind.Date, 12), new("品项组 Group", Width: 16),
        ],
        [.. facts.Items.Select(item => (object?[])
        [
            facts.Names.Chain(item.ChainId, language), facts.Names.Area(item.Region, language),
            facts.Names.Product(item.ProductId, language), item.ItemNumber,
            YesNo(item.IsListed), item.UnitBarcode, item.CaseBarcode, (decimal?)item.PackSize, item.SupplyPrice, item.VatRate,
            item.ListedOn, item.DelistedOn, Label.Assortment.Both(item.Assortment),
        ])]);

    private static SheetTable Changes(ReportWorkbook workbook, ItemFacts facts, DateOnly asOf, Language language) => new(
        workbook, "变化 Changes", $"{new DateOnly(asOf.Year, asOf.Month, 1).AddDays(-1):yyyy-MM-dd} 以来的变化 Changed since the month before",
        "与上月最后一天相比，按现在所知。\nCompared with the last day of the month before, by what is known now.",
        [
            new("系统 Chain", Width: 16), new("区域 Region", Width: 10), new("产品 Product", Width: 24), new("变化 What", Width: 22),
            new("原 Before", Width: 18), new("现 Now", Width: 18),
        ],
        [.. facts.Changes.Select(change => (object?[])
        [
            facts.Names.Chain(change.ChainId, language), facts.Names.Area(change.Region, language),
            facts.Names.Product(change.ProductId, language),
            Label.ItemField.Both(change.Field), change.ValueBefore, change.ValueNow,
        ])]);

    private static SheetTable Gaps(ReportWorkbook workbook, ItemFacts facts, Language language) => new(
        workbook, "资料缺口 Data gaps", "主数据缺口与负责人 Gaps in the master data, and who mends them",
        facts.Rules.In(
            "近 {figures.on_sale_days} 天受影响的订单行（隔离的为文件行）与供货额（不含税）；范围只含一部分的，不列数。\n"
            + "Order lines (rows of files, where they wait in quarantine) and supply of {figures.on_sale_days|day} that it touches; none where the reader sees a part."),
        [
            new("缺口 Gap", Width: 28), new("系统 Chain", Width: 16), new("门店 Store", Width: 20), new("产品 Product", Width: 22),
            new("对象 About", Width: 22), new("说明 Found", Width: 36), new("负责人 Who", Width: 14), new("角色 Role", Width: 22),
            new("行数 Lines", ColumnKind.Count, 10), new("供货额 Supply, RMB", ColumnKind.Money, 16),
            new("因此算不出 What it costs", Width: 60),
        ],
        [.. facts.Gaps.Select(gap => (object?[])
        [
            Label.DataGap.Both(gap.Kind), gap.ChainId.Length == 0 ? "" : facts.Names.Chain(gap.ChainId, language),
            gap.StoreId is { } store ? facts.Names.Store(gap.ChainId, store, language) : facts.Names.Area(gap.Region ?? "", language),
            facts.Names.Product(gap.ProductId, language), gap.Subject, Found(gap),
            facts.Names.Person(gap.OwnerPersonId, language) is { Length: > 0 } person ? person : "未指定 nobody named",
            Label.Role.Both(gap.OwnerRole), gap.LineCount, gap.SupplyAmount, Label.DataGapCost.Both(gap.Kind),
        ])]);

    private static DetailSheet Stores(ItemFacts facts, Language language) => new(
        "门店品项 Stores", "每行一个门店的一个产品 One product of one store each",
        [
            new("系统 Chain", ColumnKind.Text, 14), new("区域 Region", ColumnKind.Text, 10), new("城市 City", ColumnKind.Text, 10),
            new("门店 Store", ColumnKind.Text, 22), new("产品 Product", ColumnKind.Text, 24), new("货号 Item number", ColumnKind.Text, 14),
            new("已开通 Listed", ColumnKind.Text, 10), new("在售 On sale", ColumnKind.Count, 10, facts.Stores.Count(item => item.IsOnSale)),
            new("锁码自 Blocked since", ColumnKind.Date, 12), new("供货价 Supply price", ColumnKind.Price, 12),
            new("品项组 Group", ColumnKind.Text, 16),
        ],
        facts.Stores.Count,
        MemoryRows.Of(facts.Stores.Select(item =>
        {
            var place = facts.Names.Place(item.ChainId, item.StoreId);
            return (object?[])
            [
                facts.Names.Chain(item.ChainId, language), facts.Names.Area(place.Region, language),
                facts.Names.Area(place.City, language), facts.Names.Store(item.ChainId, item.StoreId, language),
                facts.Names.Product(item.ProductId, language), item.ItemNumber, YesNo(item.IsListed), item.IsOnSale ? 1m : 0m,
                item.BlockedSince, item.SupplyPrice, Label.Assortment.Both(item.Assortment),
            ];
        })));

    private static string YesNo(bool value) => value ? "是 yes" : "否 no";

    private static string Found(DataGap gap) => gap.Kind == "unknown_outlet_class"
        ? string.Join('、', gap.Found.Split('、').Select(attribute => Label.Column.Both(attribute))) : gap.Found == "row" ? "隔离行 in quarantine"
        : gap.Found;
}
