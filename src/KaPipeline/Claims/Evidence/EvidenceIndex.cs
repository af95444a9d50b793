using System.Globalization;
using KaPipeline.Digests.Facts;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using KaPipeline.Workbooks;

namespace KaPipeline.Claims.Evidence;

/// <summary>The index workbook of a pack: what it proves, the calculation, the rows with file, sheet and row number, the files with their
/// hashes.</summary>
internal static class EvidenceIndex
{
    public static async Task<byte[]> WriteAsync(EvidenceSubject subject, int edition, ReportClock clock, EvidenceFacts facts,
        CancellationToken ct)
    {
        var workbook = new ReportWorkbook(TitleOf(subject, facts), clock.KnownAt);
        Front(workbook, subject, edition, clock, facts);
        workbook.AddDetail(Calculation(subject, facts));
        workbook.AddDetail(Sources(subject, facts));
        workbook.AddDetail(Files(subject, facts.Files));
        if (facts.Steps.Count > 0)
        {
            workbook.AddDetail(Steps(facts.Steps));
        }

        using var bytes = new MemoryStream();
        await workbook.SaveAsync(bytes, ct);
        return bytes.ToArray();
    }

    private static string TitleOf(EvidenceSubject subject, EvidenceFacts facts) =>
        subject.Title(facts.Names.Chain(subject.ChainId, Language.Chinese));

    private static void Front(ReportWorkbook workbook, EvidenceSubject subject, int edition, ReportClock clock, EvidenceFacts facts)
    {
        var sheet = workbook.AddFront("说明 Index");
        sheet.Column(1).Width = 34;
        for (var column = 2; column <= 10; column++)
        {
            sheet.Column(column).Width = 18;
        }

        sheet.Cells[1, 1].Value = TitleOf(subject, facts);
        SheetLook.Title(sheet.Cells[1, 1]);
        var known = TimeZoneInfo.ConvertTime(clock.KnownAt, BusinessTime.Zone);
        sheet.Cells[2, 1].Value = string.Create(CultureInfo.InvariantCulture,
            $"第 {edition} 版 edition · 截至 as of {clock.AsOf:yyyy-MM-dd} · 已记录至 recorded up to {known:yyyy-MM-dd HH:mm:ss} {BusinessTime.ZoneName} · RMB 含税 incl. VAT");
        SheetLook.Note(sheet.Cells[2, 1]);
        string[] heads = subject.CaseId is null
            ?
            [
                "对账单 Statement", "期间 Period", "应付货款 Expected goods", "应扣费用 Expected deductions", "应结算 Expected payable",
                    "对方结算 Stated payable",
                "差额 Difference", "差异合计 Sum of breaks", "可追回 Ours to claim", "可能被追扣 Theirs to claim",
            ]
            : ["对账单 Statement", "期间 Period", "对方结算 Stated payable", facts.Claimed == 0 ? "本案金额 Amount of the case" : "可追回 Ours to claim"];
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
            var counted = facts.Breaks.Where(part => part.Counts && part.StatementNumber == one.StatementNumber).ToList();
            if (subject.CaseId is null)
            {
                sheet.Cells[row, 3].Value = one.ExpectedGoods;
                sheet.Cells[row, 4].Value = one.ExpectedDeductions;
                workbook.Formula(sheet.Cells[row, 5], $"C{row}+D{row}", one.ExpectedPayable);
                sheet.Cells[row, 6].Value = one.StatedPayable;
                workbook.Formula(sheet.Cells[row, 7], $"E{row}-F{row}", one.Difference);
                sheet.Cells[row, 8].Value = one.BreakTotal;
                sheet.Cells[row, 9].Value = counted.Where(part => part.Amount > 0).Sum(part => part.Amount);
                sheet.Cells[row, 10].Value = -counted.Where(part => part.Amount < 0).Sum(part => part.Amount);
            }
            else
            {
                sheet.Cells[row, 3].Value = one.StatedPayable;
                sheet.Cells[row, 4].Value = counted.Sum(part => part.Amount);
            }

            SheetLook.Rules(sheet.Cells[row, 1, row, heads.Length]);
            row++;
        }

        sheet.Cells[5, 3, Math.Max(5, row), 10].Style.Numberformat.Format = "#,##0.00";
        string[] about = subject.CaseId is null
            ?
            [
                "内部核对用，不交给系统：含我方可能被追扣的金额；交给系统请用案件证据包（ka evidence 案件号）。 For our own use: it also says what the chain may claim from us. Hand over the pack of a case instead.",
                "差额 = 差异合计，逐分解释 The difference equals the sum of its breaks, cent by cent.",
                "差额为正：对方少付，可追回；为负：对方多付或少扣，可能被追扣。 Positive: ours to claim; negative: theirs to claim.",
            ]
            : [string.Create(CultureInfo.InvariantCulture,
            $"案件 Case · 索赔 claimed {facts.Claimed:#,##0.00} · 已到账 credited {facts.Steps.Where(step => step.Action == "credit").Sum(step => step.Amount ?? 0):#,##0.00}")];
        string[] notes =
        [
            .. about,
            "计算 Calculation：每一差异的依据、我方与对方数值 each break with rule, our value and theirs.",
            "原始行 Source rows：文件、工作表与行号 file, sheet and row number as a person counts them; 文件 Files: SHA-256 of each.",
            "sources/：该系统自己的文件，原样 the chain's own files as they arrived；extracts/：我方文件的摘录，只含该系统的行 rows of this chain alone out of our own files.",
            "核对 Verify：sha256sum -c manifest.sha256",
        ];
        foreach (var note in notes)
        {
            sheet.Cells[++row, 1].Value = note;
        }
    }

    private static DetailSheet Calculation(EvidenceSubject subject, EvidenceFacts facts)
    {
        var (breaks, names) = (facts.Breaks, facts.Names);

        // Columns that no break fills are left out, so that the sheet prints in readable letters.
        (DetailColumn Column, Func<EvidenceBreak, object?> Cell)[] all =
        [
            (new("对账单 Statement", ColumnKind.Text, 18), one => subject.CaseId is null ? null : one.StatementNumber),
            (new("行 Line", ColumnKind.Count, 6), one => one.LineNumber),
            (new("差异 Break", ColumnKind.Text, 24), one => Label.BreakKind.Both(one.Kind)),
            (new("可追回 Ours to claim", ColumnKind.Money, 13, breaks.Where(one => one is { Counts: true, Amount: > 0 })
            .Sum(one => one.Amount)),
                one => one is { Counts: true, Amount: >= 0 } ? one.Amount : null),
            (new("可能被追扣 Theirs to claim", ColumnKind.Money, 13, breaks.Where(one => one is { Counts: true, Amount: < 0 })
            .Sum(one => one.Amount)),
                one => one is { Counts: true, Amount: < 0 } ? one.Amount : null),
            (new("仅列示 Shown", ColumnKind.Money, 13), one => one.Counts ? null : one.Amount),
            (new("比较 Compared", ColumnKind.Text, 12), one => Label.Compared.Both(one.Kind)),
            (new("我方 Ours", ColumnKind.Price, 13), one => one.Ours),
            (new("对方 Theirs", ColumnKind.Price, 13), one => one.Theirs),
            (new("数量 Quantity", ColumnKind.Quantity, 9), one => one.Quantity),
            (new("规则 Rule", ColumnKind.Text, 16), one => Label.Comparison.Both(one.Rule)),
            (new("结转 Carried", ColumnKind.Text, 9), one => one.IsCarried ? "是 yes" : null),
            (new("送货单 Delivery", ColumnKind.Text, 16), one => SoldGoods.Named(one.DeliveryNumber, Language.Chinese)),
            (new("订单 Order", ColumnKind.Text, 16), one => one.OrderNumber),
            (new("门店 Store", ColumnKind.Text, 18), one => StoreOf(subject, names, one.StoreId)),
            (new("货号 Item number", ColumnKind.Text, 12), one => ItemOf(facts, one.ProductId)?.ItemNumber),
            (new("产品 Product", ColumnKind.Text, 16), one => names.Product(one.ProductId, Language.Chinese)),
            (new("费用 Fee", ColumnKind.Text, 24), one => one.FeeText
            ?? (one.FeeCode is { } fee ? $"{names.Fee(fee, Language.Chinese)} {names.Fee(fee, Language.English)}" : null)),
            (new("算式 Formula", ColumnKind.Text, 44), one => one.Formula),
        ];
        var columns = all.Where(column => (subject.CaseId is null && column.Column.ControlTotal is not null)
            || breaks.Any(one => column.Cell(one) is not (null or ""))).ToList();
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

    private static DetailSheet Sources(EvidenceSubject subject, EvidenceFacts facts)
    {
        var paths = facts.Files.ToDictionary(file => file.LoadId, file => EvidenceExtract.PathOf(file, subject));
        return new DetailSheet(
            "原始行 Source rows", "每行是源文件中的一行 One row: one row of a source file",
            [
                new("用途 Used as", ColumnKind.Text, 24), new("单据 Document", ColumnKind.Text, 22), new("日期 Date", ColumnKind.Date, 12),
                new("门店 Store", ColumnKind.Text, 18), new("货号 Item number", ColumnKind.Text, 12), new("产品 Product", ColumnKind.Text, 16),
                new("单包码 Unit barcode", ColumnKind.Text, 15), new("整箱码 Case barcode", ColumnKind.Text, 15),
                new("数量 Quantity", ColumnKind.Quantity, 12),
                new("单价 Price", ColumnKind.Price, 12), new("金额 Amount", ColumnKind.Money, 14), new("说明 Says", ColumnKind.Text, 40),
                new("文件 File", ColumnKind.Text, 44), new("工作表 Sheet", ColumnKind.Text, 14), new("原文件行号 Row", ColumnKind.Count, 8),
            ],
            facts.Rows.Count, async (rows, ct) =>
            {
                foreach (var one in facts.Rows)
                {
                    var item = ItemOf(facts, one.ProductId);
                    rows.Text(one.Role);
                    rows.Text(one.Document);
                    rows.Date(one.OnDate);
                    rows.Text(StoreOf(subject, facts.Names, one.StoreId));
                    rows.Text(item?.ItemNumber);
                    rows.Text(facts.Names.Product(one.ProductId is { Length: > 0 } product ? product : null, Language.Chinese));
                    rows.Text(item?.UnitBarcode);
                    rows.Text(item?.CaseBarcode);
                    rows.Number(one.Quantity);
                    rows.Number(one.UnitPrice);
                    rows.Number(one.Amount);
                    rows.Text(Said(one.Message, facts.Names));
                    rows.Text(paths.GetValueOrDefault(one.LoadId));
                    rows.Text(one.Sheet);
                    rows.Number(one.RowNumber);
                    await rows.EndRowAsync(ct);
                }
            });
    }

    // Codes and fees by their labels, the rest as it is: the pack is read outside the house.
    private static string Said(string says, Names names) => string.Join(' ', says.Split('\u001f').Select(part =>
        Label.EvidencePart.Has(part) ? Label.EvidencePart.Both(part) : names.HasFee(part) ? names.Fee(part, Language.Chinese) : part));

    private static string? StoreOf(EvidenceSubject subject, Names names, string? store) =>
        store is { Length: > 0 } ? $"{store} {names.Store(subject.ChainId, store, Language.Chinese)}" : null;

    private static EvidenceItem? ItemOf(EvidenceFacts facts, string? product) => product is null ? null
        : facts.Items.GetValueOrDefault(product);

    private static DetailSheet Files(EvidenceSubject subject, IReadOnlyList<EvidenceFile> files) => new(
        "文件 Files", "每行一个源文件：原样，或只含该系统行的摘录 One row: one source file, whole or as an extract of this chain's rows",
        [
            new("文件 File", ColumnKind.Text, 48), new("附上 Enclosed", ColumnKind.Text, 26), new("报表 Report", ColumnKind.Text, 24),
                new("字节 Bytes", ColumnKind.Count, 12),
            new("到达 Arrived", ColumnKind.Text, 20), new("记录 Recorded", ColumnKind.Text, 20),
            new("原文件 Original SHA-256", ColumnKind.Text, 66),
        ],
        files.Count, async (rows, ct) =>
        {
            foreach (var file in files)
            {
                rows.Text(EvidenceExtract.PathOf(file, subject));
                rows.Text(EvidenceExtract.IsWhole(file, subject) ? "原样 as it arrived" : "摘录 extract");
                rows.Text(Label.Feed.Both(file.Report));
                rows.Number(file.ByteCount);
                rows.Text(Moment(file.ArrivedAt));
                rows.Text(Moment(file.RecordedAt));
                rows.Text(file.Sha256);
                await rows.EndRowAsync(ct);
            }
        });

    private static DetailSheet Steps(IReadOnlyList<EvidenceStep> steps) => new(
        "往来 Steps", "每行一个步骤：双方之间的往来 One row: one step between the two houses",
        [
            new("时间 When", ColumnKind.Text, 20), new("步骤 Step", ColumnKind.Text, 28), new("金额 Amount", ColumnKind.Money, 14),
        ],
        steps.Count, async (rows, ct) =>
        {
            foreach (var step in steps)
            {
                rows.Text(Moment(new DateTimeOffset(DateTime.SpecifyKind(step.HappenedAt, DateTimeKind.Utc))));
                rows.Text(Label.CaseEvent.Both(step.Action));
                rows.Number(step.Amount);
                await rows.EndRowAsync(ct);
            }
        });

    private static string Moment(DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, BusinessTime.Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
