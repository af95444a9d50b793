using System.Globalization;
using KaPipeline.Workbooks;

namespace KaPipeline.SkuLocks;

/// <summary>The assessment notice (考核通报) that goes with an application: per person the items, the arithmetic and the clause. It
/// proposes; a person signs and decides, the system charges nobody.</summary>
internal static class AssessmentNotice
{
    public static void Write(ReportWorkbook workbook, IReadOnlyList<LockedItem> items, DateOnly asOf)
    {
        var sheet = workbook.AddFront("考核通报 Notice");
        ReopeningWorkbook.Widths(sheet, 16, 12, 14, 14, 12, 14, 14, 60);
        sheet.Cells[1, 1].Value = "考核通报";
        SheetLook.Title(sheet.Cells[1, 1]);
        sheet.Cells[2, 1].Value = $"Assessment notice · {items[0].ChainName} · 截至 as of {asOf:yyyy-MM-dd} · 依据 clause {items[0].Clause ?? FrontTable.Blank}";
        SheetLook.Note(sheet.Cells[2, 1]);
        var row = FrontTable.Write(workbook, sheet, 4,
        [
            new("责任人 Person", ColumnKind.Text), new("锁码品项 Items", ColumnKind.Count, ControlTotal: items.Count),
            new("锁码金额 Locks", ColumnKind.Money, ControlTotal: items.Sum(Locks)), new("逾期天数 Days late", ColumnKind.Count, ControlTotal: items.Sum(item => item.LateDays)),
            new("逾期金额 Lateness", ColumnKind.Money, ControlTotal: items.Sum(Lateness)), new("合计 Total", ColumnKind.Money, ControlTotal: items.Sum(item => item.ExposureAmount)),
            new("拟考核 Decided", ColumnKind.Text), new("算式 Arithmetic", ColumnKind.Text),
        ],
        [
            .. items.GroupBy(item => item.Representative).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new object?[]
            {
                group.Key ?? FrontTable.Blank, group.Count(), group.Sum(Locks), group.Sum(item => item.LateDays), group.Sum(Lateness),
                group.Sum(item => item.ExposureAmount), FrontTable.Blank, Arithmetic([.. group]),
            }),
        ]);
        sheet.Cells[row + 1, 1].Value = "本表为系统按制度测算的风险金额，供主管核定；系统不作任何扣款。 Computed exposure for a manager to decide on; nothing is charged by the system.";
        SheetLook.Note(sheet.Cells[row + 1, 1]);
        ReopeningWorkbook.Signatures(sheet, row + 3, ("拟稿 Drafted by", null), ("城市经理 City manager", OnlyOne(items.Select(item => item.CityManager))),
            ("系统主管 Supervisor", OnlyOne(items.Select(item => item.Supervisor))), ("批准 Approved", null));
    }

    // A notice over several cities has several managers: nobody is named in their place.
    private static string? OnlyOne(IEnumerable<string?> names) => names.Distinct().ToList() is [var one] ? one : null;

    private static decimal Lateness(LockedItem item) => item.LateDays * item.LateAmount;

    private static decimal Locks(LockedItem item) => item.LockAmount;

    private static string Arithmetic(IReadOnlyList<LockedItem> items) => string.Create(CultureInfo.InvariantCulture,
        $"{items.Count} × {items[0].LockAmount:0.00} + {items.Sum(item => item.LateDays)} 天 × {items[0].LateAmount:0.00} = {items.Sum(item => item.ExposureAmount):0.00}");
}
