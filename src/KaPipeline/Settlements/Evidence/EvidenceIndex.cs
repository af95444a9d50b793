using System.Globalization;
using KaPipeline.Warehouse;
using KaPipeline.Workbooks;

namespace KaPipeline.Settlements.Evidence;

/// <summary>The index workbook of a pack: what it proves, the calculation, the rows with file, sheet and row number, the files with their hashes.</summary>
internal static class EvidenceIndex
{
    public static async Task<byte[]> WriteAsync(EvidenceSubject subject, int edition, ReportClock clock, EvidenceFacts facts, CancellationToken ct)
    {
        using var workbook = new ReportWorkbook(subject.Title, clock.KnownAt);
        Front(workbook, subject, edition, clock, facts);
        workbook.AddDetail(Calculation(facts.Breaks));
        workbook.AddDetail(Sources(facts));
        workbook.AddDetail(Files(facts.Files));
        if (facts.History.Count > 0)
        {
            workbook.AddDetail(Steps(facts.History));
        }

        using var bytes = new MemoryStream();
        await workbook.SaveAsync(bytes, ct);
        return bytes.ToArray();
    }

    /// <summary>Path of a file inside the pack; names from portals may hold anything, so only plain characters of the last part stay.</summary>
    public static string PathOf(EvidenceFile file)
    {
        var name = file.FileName.Split('/', '\\')[^1];
        var plain = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ' ' or '(' or ')' ? c : '_')).Trim('.', ' ');
        return string.Create(CultureInfo.InvariantCulture, $"sources/{file.LoadId:000000} {(plain.Length == 0 ? "file" : plain)}");
    }

    private static void Front(ReportWorkbook workbook, EvidenceSubject subject, int edition, ReportClock clock, EvidenceFacts facts)
    {
        var sheet = workbook.AddFront("说明 Index");
        sheet.Column(1).Width = 34;
        for (var column = 2; column <= 8; column++)
        {
            sheet.Column(column).Width = 18;
        }

        sheet.Cells[1, 1].Value = subject.Title;
        SheetLook.Title(sheet.Cells[1, 1]);
        var known = TimeZoneInfo.ConvertTime(clock.KnownAt, BusinessTime.Zone);
        sheet.Cells[2, 1].Value = string.Create(CultureInfo.InvariantCulture,
            $"第 {edition} 版 edition · 截至 as of {clock.AsOf:yyyy-MM-dd} · 已记录至 recorded up to {known:yyyy-MM-dd HH:mm:ss} {BusinessTime.ZoneName} · RMB 含税 incl. VAT");
        SheetLook.Note(sheet.Cells[2, 1]);
        string[] heads =
        [
            "对账单 Statement", "期间 Period", "应付货款 Expected goods", "应扣费用 Expected deductions", "应结算 Expected payable", "对方结算 Stated payable",
            "差额 Difference", "差异合计 Sum of breaks",
        ];
        for (var i = 0; i < heads.Length; i++)
        {
            sheet.Cells[4, i + 1].Value = SheetLook.TwoLines(heads[i]);
        }

        SheetLook.Header(sheet.Cells[4, 1, 4, heads.Length]);
        sheet.Row(4).Height = 30;
        var row = 5;
        foreach (var one in facts.Statements)
        {
            sheet.Cells[row, 1].Value = one.StatementNumber;
            sheet.Cells[row, 2].Value = string.Create(CultureInfo.InvariantCulture, $"{one.PeriodFrom:yyyy-MM-dd} – {one.PeriodTo:MM-dd}");
            sheet.Cells[row, 3].Value = one.ExpectedGoods;
            sheet.Cells[row, 4].Value = one.ExpectedDeductions;
            workbook.Formula(sheet.Cells[row, 5], $"C{row}+D{row}", one.ExpectedPayable);
            sheet.Cells[row, 6].Value = one.StatedPayable;
            workbook.Formula(sheet.Cells[row, 7], $"E{row}-F{row}", one.Difference);
            sheet.Cells[row, 8].Value = one.BreakTotal;
            SheetLook.Rules(sheet.Cells[row, 1, row, heads.Length]);
            row++;
        }

        sheet.Cells[5, 3, Math.Max(5, row), 8].Style.Numberformat.Format = "#,##0.00;[Red]-#,##0.00";
        var notes = new List<string>
        {
            "差额 = 差异合计，逐分解释 The difference equals the sum of its breaks, cent by cent.",
            "计算 Calculation：每一差异的依据、我方与对方数值 each break with rule, our value and theirs.",
            "原始行 Source rows：文件、工作表与行号 file, sheet and row number as a person counts them; 文件 Files: SHA-256 of each.",
            "核对 Verify：sha256sum -c manifest.sha256",
        };
        if (subject.CaseId is not null)
        {
            var claimed = facts.History.LastOrDefault(step => step.Action is "open" or "adjust" or "reopen")?.Amount ?? 0;
            var credited = facts.History.Where(step => step.Action == "credit").Sum(step => step.Amount ?? 0);
            notes.Insert(0, string.Create(CultureInfo.InvariantCulture,
                $"案件 Case：{(facts.History.Count == 0 ? "—" : facts.History[^1].ToState)} · 主张 claimed {claimed:#,##0.00} · 已到账 credited {credited:#,##0.00} · {subject.ClaimKey}"));
        }

        foreach (var note in notes)
        {
            sheet.Cells[++row, 1].Value = note;
        }
    }

    private static DetailSheet Calculation(IReadOnlyList<EvidenceBreak> breaks)
    {
        // Columns that no break fills are left out, so that the sheet prints in readable letters.
        (DetailColumn Column, Func<EvidenceBreak, object?> Cell)[] all =
        [
            (new("对账单 Statement", ColumnKind.Text, 18), one => one.StatementNumber),
            (new("行 Line", ColumnKind.Count, 6), one => one.LineNumber),
            (new("差异 Break", ColumnKind.Text, 24), one => one.Kind),
            (new("计入金额 Counted", ColumnKind.Money, 13, breaks.Where(one => one.Counts).Sum(one => one.Amount)), one => one.Counts ? one.Amount : null),
            (new("仅列示 Shown", ColumnKind.Money, 13), one => one.Counts ? null : one.Amount),
            (new("我方 Ours", ColumnKind.Price, 13), one => one.Ours),
            (new("对方 Theirs", ColumnKind.Price, 13), one => one.Theirs),
            (new("数量 Quantity", ColumnKind.Quantity, 9), one => one.Quantity),
            (new("规则 Rule", ColumnKind.Text, 18), one => one.Rule),
            (new("限值 Limit", ColumnKind.Price, 9), one => one.LimitValue),
            (new("结转 Carried", ColumnKind.Text, 9), one => one.IsCarried ? "是 yes" : null),
            (new("送货单 Delivery", ColumnKind.Text, 16), one => one.DeliveryNumber),
            (new("订单 Order", ColumnKind.Text, 16), one => one.OrderNumber),
            (new("门店 Store", ColumnKind.Text, 8), one => one.StoreId),
            (new("产品 Product", ColumnKind.Text, 9), one => one.ProductId),
            (new("费用 Fee", ColumnKind.Text, 24), one => one.Fee),
            (new("算式 Formula", ColumnKind.Text, 56), one => one.Formula),
        ];
        var columns = all.Where(column => column.Column.ControlTotal is not null || breaks.Any(one => column.Cell(one) is not (null or ""))).ToList();
        return new DetailSheet(
            "计算 Calculation", "每行一个差异：我方减对方 One row: one break, ours less theirs", [.. columns.Select(column => column.Column)],
            breaks.Count, async (rows, ct) =>
            {
                foreach (var one in breaks)
                {
                    foreach (var (column, cell) in columns)
                    {
                        if (column.Kind == ColumnKind.Text)
                        {
                            rows.Text((string?)cell(one));
                        }
                        else
                        {
                            rows.Number(cell(one) is { } number ? Convert.ToDecimal(number, CultureInfo.InvariantCulture) : null);
                        }
                    }

                    await rows.EndRowAsync(ct);
                }
            });
    }

    private static DetailSheet Sources(EvidenceFacts facts)
    {
        var paths = facts.Files.ToDictionary(file => file.LoadId, PathOf);
        return new DetailSheet(
            "原始行 Source rows", "每行是源文件中的一行 One row: one row of a source file",
            [
                new("用途 Used as", ColumnKind.Text, 24), new("单据 Document", ColumnKind.Text, 22), new("日期 Date", ColumnKind.Date, 12),
                new("门店 Store", ColumnKind.Text, 10), new("产品 Product", ColumnKind.Text, 10), new("数量 Quantity", ColumnKind.Quantity, 12),
                new("单价 Price", ColumnKind.Price, 12), new("金额 Amount", ColumnKind.Money, 14), new("说明 Says", ColumnKind.Text, 40),
                new("文件 File", ColumnKind.Text, 44), new("工作表 Sheet", ColumnKind.Text, 14), new("行号 Row", ColumnKind.Count, 8),
            ],
            facts.Rows.Count, async (rows, ct) =>
            {
                foreach (var one in facts.Rows)
                {
                    rows.Text(one.Role);
                    rows.Text(one.Document);
                    rows.Date(one.OnDate);
                    rows.Text(one.StoreId);
                    rows.Text(one.ProductId);
                    rows.Number(one.Quantity);
                    rows.Number(one.UnitPrice);
                    rows.Number(one.Amount);
                    rows.Text(one.Says);
                    rows.Text(paths.GetValueOrDefault(one.LoadId));
                    rows.Text(one.Sheet);
                    rows.Number(one.RowNumber);
                    await rows.EndRowAsync(ct);
                }
            });
    }

    private static DetailSheet Files(IReadOnlyList<EvidenceFile> files) => new(
        "文件 Files", "每行一个源文件，原样附上 One row: one source file, enclosed as it arrived",
        [
            new("文件 File", ColumnKind.Text, 48), new("报表 Report", ColumnKind.Text, 16), new("字节 Bytes", ColumnKind.Count, 12), new("到达 Arrived", ColumnKind.Text, 20),
            new("记录 Recorded", ColumnKind.Text, 20), new("SHA-256", ColumnKind.Text, 66),
        ],
        files.Count, async (rows, ct) =>
        {
            foreach (var file in files)
            {
                rows.Text(PathOf(file));
                rows.Text(file.Report);
                rows.Number(file.ByteCount);
                rows.Text(Moment(file.ArrivedAt));
                rows.Text(Moment(file.RecordedAt));
                rows.Text(file.Sha256);
                await rows.EndRowAsync(ct);
            }
        });

    private static DetailSheet Steps(IReadOnlyList<CaseHistory> history) => new(
        "经过 History", "每行一个步骤 One row: one step of the case",
        [
            new("时间 When", ColumnKind.Text, 20), new("步骤 Step", ColumnKind.Text, 16), new("经手 Who", ColumnKind.Text, 14), new("金额 Amount", ColumnKind.Money, 14),
            new("批准 Approver", ColumnKind.Text, 14), new("说明 Note", ColumnKind.Text, 50), new("状态 State", ColumnKind.Text, 14),
        ],
        history.Count, async (rows, ct) =>
        {
            foreach (var step in history)
            {
                rows.Text(Moment(step.HappenedAt));
                rows.Text(step.Action);
                rows.Text(step.Actor);
                rows.Number(step.Amount);
                rows.Text(step.Approver);
                rows.Text(step.Note);
                rows.Text(step.ToState);
                await rows.EndRowAsync(ct);
            }
        });

    private static string Moment(DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, BusinessTime.Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
