using System.Globalization;
using KaPipeline.Workbooks;

namespace KaPipeline.SkuLocks;

/// <summary>The assessment notice (考核通报) that goes with an application (M6.1.7): who bears a lock, jointly, and who a late application,
/// with the arithmetic and the clause. A suspected item is no lock and costs none. It proposes; a person signs and decides, the system
/// charges nobody.</summary>
internal static class AssessmentNotice
{
    private sealed record Line(string Role, string? Who, string What, int Count, decimal Each, string Unit)
    {
        public decimal Amount => Count * Each;
    }

    public static void Write(ReportWorkbook workbook, IReadOnlyList<ReopenableItem> items, DateOnly asOf)
    {
        var sheet = workbook.AddFront("考核通报 Notice");
        ReopeningWorkbook.Widths(sheet, 34, 26, 26, 12, 14, 14, 50);
        sheet.Cells[1, 1].Value = "考核通报";
        SheetLook.Title(sheet.Cells[1, 1]);
        sheet.Cells[2, 1].Value =
            $"Assessment notice · {items[0].ChainName} · 截至 as of {asOf:yyyy-MM-dd} · 依据 clause {items[0].Clause ?? FrontTable.Blank}";
        SheetLook.Note(sheet.Cells[2, 1]);
        var lines = Lines(items).ToList();
        var row = FrontTable.Write(workbook, sheet, 4,
        [
            new("角色 Role", ColumnKind.Text), new("责任人 Person", ColumnKind.Text), new("事项 What", ColumnKind.Text),
            new("数量 Count", ColumnKind.Count), new("金额 Amount", ColumnKind.Money, ControlTotal: lines.Sum(line => line.Amount)),
            new("拟考核 Decided", ColumnKind.Text), new("算式 Arithmetic", ColumnKind.Text),
        ],
        [
            .. lines.Select(line => new object?[]
            {
                line.Role, line.Who ?? FrontTable.Blank, line.What, line.Count, line.Amount, FrontTable.Blank, Arithmetic(line),
            }),
        ]);
        var suspected = items.Count(item => item.Level != "locked");
        sheet.Cells[row + 1, 1].Value =
            $"锁码由区域KA经理与区域经理连带承担，只计一次；疑似锁码 {suspected} 项不计锁码金额。 A lock is borne jointly and counted once; {suspected} suspected items do not count as locks.";
        SheetLook.Note(sheet.Cells[row + 1, 1]);
        sheet.Cells[row + 2, 1].Value =
            "本表为按制度测算的考核金额，供主管核定；本表不作任何扣款。 Possible penalties, computed for a manager to decide on; nothing is charged by this.";
        SheetLook.Note(sheet.Cells[row + 2, 1]);
        ReopeningWorkbook.Signatures(sheet, row + 4, ("拟稿 Drafted by", null),
            ("区域KA经理 Regional KA manager", OnlyOne(items.Select(item => item.RegionManager))),
            ("系统主管 Supervisor", OnlyOne(items.Select(item => item.Supervisor))), ("批准 Approved", null));
    }

    private static IEnumerable<Line> Lines(IReadOnlyList<ReopenableItem> items)
    {
        var locks = items.Where(item => item.Level == "locked").GroupBy(item => (item.RegionManager, item.SalesRegionManager))
            .OrderBy(group => group.Key.RegionManager, StringComparer.Ordinal)
            .ThenBy(group => group.Key.SalesRegionManager, StringComparer.Ordinal);
        foreach (var group in locks)
        {
            yield return new Line(
                "区域KA经理、区域经理（连带） regional KA manager, sales region manager, jointly",
                group.Key is (null, null) ? null
                : $"{group.Key.RegionManager ?? FrontTable.Blank}、{group.Key.SalesRegionManager ?? FrontTable.Blank}",
                "锁码品项 items locked", group.Count(), group.First().LockAmount, "");
        }

        foreach (var group in items.Where(item => item.LateDays > 0).GroupBy(item => item.Representative)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            yield return new Line(
                "业务代表（申请人） representative, who applies", group.Key, "申请逾期天数 days late", group.Sum(item => item.LateDays),
                group.First().LateAmount, " 天");
        }
    }

    // A notice over several regions has several managers: nobody is named in their place.
    private static string? OnlyOne(IEnumerable<string?> names) => names.Distinct().ToList() is [var one] ? one : null;

    private static string Arithmetic(Line line) =>
        string.Create(CultureInfo.InvariantCulture, $"{line.Count}{line.Unit} × {line.Each:0.00} = {line.Amount:0.00}");
}
