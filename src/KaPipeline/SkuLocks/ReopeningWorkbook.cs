using KaPipeline.Digests.Facts;
using KaPipeline.Labels;
using KaPipeline.Workbooks;
using OfficeOpenXml;
using OfficeOpenXml.Style;

namespace KaPipeline.SkuLocks;

/// <summary>
/// The application to reopen locked items (产品锁码再开通申请) of a chain with its assessment notice (考核通报), ready to sign: a list,
/// a form per store, and the notice. What the warehouse does not know is marked <see cref="FrontTable.Blank"/> for a person.
/// </summary>
public static class ReopeningWorkbook
{
    /// <summary>Builds the workbook.</summary>
    /// <param name="items">Items of one chain, at least one.</param>
    /// <param name="asOf">Business date of the application.</param>
    /// <param name="producedAt">Moment written into the file.</param>
    public static ReportWorkbook Build(IReadOnlyList<ReopenableItem> items, DateOnly asOf, DateTimeOffset producedAt)
    {
        var workbook = new ReportWorkbook($"产品锁码再开通申请 {items[0].ChainName} {asOf:yyyy-MM-dd}", producedAt);
        WriteList(workbook, items, asOf);
        foreach (var store in items.GroupBy(item => item.StoreId))
        {
            WriteForm(workbook, [.. store], asOf);
        }

        AssessmentNotice.Write(workbook, items, asOf);
        return workbook;
    }

    private static void WriteList(ReportWorkbook workbook, IReadOnlyList<ReopenableItem> items, DateOnly asOf)
    {
        var sheet = workbook.AddFront("汇总 Summary");
        sheet.Cells[1, 1].Value = $"{items[0].ChainName} 产品锁码再开通申请汇总";
        SheetLook.Title(sheet.Cells[1, 1]);
        sheet.Cells[2, 1].Value =
            $"Applications to reopen locked items · 截至 as of {asOf:yyyy-MM-dd} · {items.Count} 项 items, {items.Select(item => item.StoreId).Distinct().Count()} 家门店 stores";
        SheetLook.Note(sheet.Cells[2, 1]);
        Widths(sheet, 10, 22, 10, 22, 10, 12, 12, 12, 8, 14);
        FrontTable.Write(workbook, sheet, 4,
        [
            new("门店 Store", ColumnKind.Text), new("名称 Name", ColumnKind.Text), new("产品 Product", ColumnKind.Text),
                new("品名 Name", ColumnKind.Text),
            new("级别 Level", ColumnKind.Text), new("起始日 Since", ColumnKind.Date), new("最后订货 Last order", ColumnKind.Date),
            new("申请截止 Due", ColumnKind.Date), new("逾期天 Days late", ColumnKind.Count),
            new(ExposureWords.Both, ColumnKind.Money, ControlTotal: items.Sum(item => item.ExposureAmount)),
        ],
        [
            .. items.Select(item => new object?[]
            {
                item.StoreId, item.StoreName ?? FrontTable.Blank, item.ProductId, item.ProductName ?? FrontTable.Blank,
                    LevelWord(item.Level),
                item.SinceOn, (object?)item.LastOrderedOn ?? FrontTable.Blank, (object?)item.DueOn ?? FrontTable.Blank, item.LateDays,
                item.ExposureAmount,
            }),
        ]);
    }

    private static void WriteForm(ReportWorkbook workbook, IReadOnlyList<ReopenableItem> items, DateOnly asOf)
    {
        var first = items[0];
        var sheet = workbook.AddFront($"申请 {first.StoreId}");
        Widths(sheet, 14, 24, 17, 10, 13, 13, 13, 44, 20, 20, 14);
        sheet.Cells[1, 1].Value = "产品锁码再开通申请";
        SheetLook.Title(sheet.Cells[1, 1]);
        sheet.Cells[2, 1].Value = "Application to reopen locked items";
        SheetLook.Note(sheet.Cells[2, 1]);
        Field(sheet, 4, 1, "系统 Chain", first.ChainName);
        Field(sheet, 4, 4, "供应商编码 Supplier code", first.SupplierCode);
        Field(sheet, 4, 7, "申请日期 Date", asOf.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Field(sheet, 5, 1, "门店 Store", first.StoreName is null ? null : $"{first.StoreId} {first.StoreName}");
        Field(sheet, 5, 4, "区域 / 城市 Region, city", first.Region is null ? null : $"{first.Region} / {first.City}");
        Field(sheet, 5, 7, "供货 Supply", first.Dealer ?? "直营 direct");
        var row = FrontTable.Write(workbook, sheet, 7,
        [
            new("货号 Item no.", ColumnKind.Text), new("品名 Product", ColumnKind.Text), new("条码 Barcode", ColumnKind.Text),
                new("级别 Level", ColumnKind.Text),
            new("起始日 Since", ColumnKind.Date), new("最后订货 Last order", ColumnKind.Date), new("最后送达 Last receipt", ColumnKind.Date),
            new("依据 Evidence", ColumnKind.Text), new("原因 Cause", ColumnKind.Text), new("整改措施 Remedy", ColumnKind.Text),
            new("拟恢复日 Reopen on", ColumnKind.Text),
        ],
        [
            .. items.Select(item => new object?[]
            {
                item.ItemNumber ?? FrontTable.Blank, item.ProductName is null ? item.ProductId : $"{item.ProductId} {item.ProductName}",
                    item.Barcode ?? FrontTable.Blank,
                LevelWord(item.Level), item.SinceOn, (object?)item.LastOrderedOn ?? FrontTable.Blank, (object?)item.LastDeliveredOn
                ?? FrontTable.Blank,
                item.Evidence, CauseWord(item) ?? FrontTable.Blank, FrontTable.Blank, FrontTable.Blank,
            }),
        ]);
        sheet.Cells[row + 1, 1].Value =
            $"以上品项请予恢复订货。本申请应于 {items.Min(item => item.DueOn)?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? FrontTable.Blank} 前提交（{first.Clause ?? FrontTable.Blank}）。标黄处由业务代表填写。 Please reopen these items; yellow cells are for the representative.";
        SheetLook.Note(sheet.Cells[row + 1, 1]);
        Signatures(sheet, row + 3, ("业务代表 Representative", first.Representative), ("城市经理 City manager", first.CityManager),
            ("系统主管 Supervisor", first.Supervisor), ("系统采购 Chain's buyer", null));
    }

    internal static void Signatures(ExcelWorksheet sheet, int row, params (string Role, string? Name)[] signers)
    {
        int[] columns = [1, 3, 6, 8];
        foreach (var ((role, name), column) in signers.Zip(columns))
        {
            sheet.Cells[row, column].Value = role;
            SheetLook.Note(sheet.Cells[row, column]);
            sheet.Cells[row + 1, column].Value = name ?? FrontTable.Blank;
            if (name is null)
            {
                FrontTable.MarkBlank(sheet.Cells[row + 1, column]);
            }

            sheet.Cells[row + 3, column].Value = "签字 / 日期 Signed, date";
            SheetLook.Note(sheet.Cells[row + 3, column]);
            sheet.Cells[row + 3, column].Style.Border.Top.Style = ExcelBorderStyle.Thin;
        }
    }

    internal static void Widths(ExcelWorksheet sheet, params double[] widths)
    {
        for (var i = 0; i < widths.Length; i++)
        {
            sheet.Column(i + 1).Width = widths[i];
        }
    }

    internal static string LevelWord(string level) => Label.LockLevel.Both(level);

    private static string? CauseWord(ReopenableItem item) => item.Cause == "portal_reason" ? item.PortalReason
        : Label.KnownCause(item.Cause) is { } cause ? Label.LockCause.Both(cause) : null;

    private static void Field(ExcelWorksheet sheet, int row, int column, string label, string? value)
    {
        sheet.Cells[row, column].Value = label;
        SheetLook.Note(sheet.Cells[row, column]);
        var cell = sheet.Cells[row, column switch { 1 => 2, 4 => 6, _ => 8 }];
        cell.Value = value;
        cell.Style.Font.Bold = true;
        if (value is null)
        {
            FrontTable.MarkBlank(cell);
        }
    }
}
