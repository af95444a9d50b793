using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Workbooks;

namespace KaPipeline.Receivables;

/// <summary>The receivables workbook: open claims by chain and age with days sales outstanding and credit grade, then every
/// claim.</summary>
public static class ReceivablesWorkbook
{
    /// <summary>Its name in <c>recipients.yaml</c>.</summary>
    public const string Workbook = "receivables";

    private static readonly string[] Buckets = ["not_due", "1-30", "31-60", "61-90", "over_90"];

    /// <summary>The workbook of one reader; none for who has no account in the scope.</summary>
    public static IEnumerable<WorkbookOrder> Orders(EditionFrame frame, Names names, Scoped<MoneyFacts> scoped) =>
        names.Settles(scoped.Reader.Scope) ? [Order(frame, names, scoped.Facts, scoped.Reader)] : [];

    private static WorkbookOrder Order(EditionFrame frame, Names names, MoneyFacts money, Recipient reader) => new(
        $"{Workbook} {reader.Language} {reader.Scope.Key}",
        WorkbookName.Of("KA应收", "KA receivables", $"{frame.BusinessDate:yyyy-MM-dd}", reader, names), async (_, target, frontsOnly, ct) =>
        {
            var language = Language.Of(reader.Language);
            var items = money.Receivables.ToList();
            var workbook =
                new ReportWorkbook($"KA 应收 Receivables {frame.BusinessDate:yyyy-MM-dd}", frame.ProducedAt) { FrontsOnly = frontsOnly };
            var ageing = Ageing(workbook, frame, names, money, items, language);
            var detail = Detail(names, items, language);
            var ours = Ours(workbook, names, items, language);
            var expected = Expected(workbook, frame, names, items, language);
            ageing.Write();
            ours.Write();
            expected.Write();
            if (money.Rebates.Count > 0)
            {
                Rebates(workbook, names, money.Rebates, language).Write();
            }

            workbook.AddDetail(detail);
            new ControlSheet(workbook,
            [
                new("未收合计 Open", items.Sum(item => item.Open), ageing.Over(1), "mart.receivable_ageing"),
                new("各账龄之和 Buckets", items.Sum(item => item.Open),
                string.Join('+', Enumerable.Range(2, Buckets.Length).Select(column => ageing.Over(column))), "mart.receivable_ageing"),
                new("待我方 Waits for us", items.Where(item => item.WaitsForUs).Sum(item => item.Open), ours.Over(6), "mart.receivable_ageing"),
                new("预计回款 Expected", items.Sum(item => item.Open), expected.Over(4), "mart.receivable_ageing"),
                new("明细未收 Open, detail", items.Sum(item => item.Open), detail.Formula(7), "mart.receivable_ageing"),
                new("明细笔数 Claims", items.Count, detail.Formula(0, "COUNTA("), "mart.receivable_ageing", "笔 claims"),
            ]).Write();
            await workbook.SaveAsync(target, ct);
        });

    private static SheetTable Ageing(ReportWorkbook workbook, EditionFrame frame, Names names, MoneyFacts money,
        List<ReceivableFact> items, Language language) => new(
        workbook, "账龄 Ageing", "应收账龄 Receivables by age",
        $"业务日期 business date {frame.BusinessDate:yyyy-MM-dd}；金额含税，自约定回款日起算逾期。 RMB including VAT; overdue counts from the agreed payment day.",
        [
            new("系统 Chain", Width: 18), new("未收合计 Open", ColumnKind.Money, 16, true, "SUM(C{0}:G{0})"),
                new(Label.Bucket.Both("not_due"), ColumnKind.Money, 15, true),
            new(Label.Bucket.Both("1-30"), ColumnKind.Money, 14, true), new(Label.Bucket.Both("31-60"), ColumnKind.Money, 14, true),
            new(Label.Bucket.Both("61-90"), ColumnKind.Money, 14, true), new(Label.Bucket.Both("over_90"), ColumnKind.Money, 14, true),
            new("周转天数 DSO", ColumnKind.Quantity, 11), new("信用等级 Grade", Width: 10), new("理由 Why", Width: 46),
        ],
        [.. items.GroupBy(item => item.Place.ChainId).OrderBy(chain => chain.Key, StringComparer.Ordinal).Select(chain =>
        {
            var (grade, dso, reasons, reasonsEn) = money.Grades.GetValueOrDefault(chain.Key, ("", null, "", ""));
            return (object?[])
            [
                names.Chain(chain.Key, language), chain.Sum(item => item.Open),
                .. Buckets.Select(bucket => (object?)chain.Where(item => item.Bucket == bucket).Sum(item => item.Open)),
                dso, grade, language.Say(reasons, reasonsEn),
            ];
        })])
        {
            Chart = (0, 1),
        };

    private static SheetTable Ours(ReportWorkbook workbook, Names names, List<ReceivableFact> items, Language language) => new(
        workbook, "待我方 Waits for us", "待我方开票、投票 For us to invoice or submit",
        "金额最大的在前；账期自对方签收发票起算的，在此之前不会开始。 Largest first; a term that counts from the chain's receipt of the invoice has not begun.",
        [
            new("系统 Chain", Width: 18), new("对账单 Statement", Width: 22), new("账期止 Period to", ColumnKind.Date, 13),
            new("发票 Invoice", Width: 20), new("环节 Stage", Width: 22), new("下一个可办日 Next day for it", ColumnKind.Date, 14),
            new("未收 Open", ColumnKind.Money, 16, true),
        ],
        [.. items.Where(item => item.WaitsForUs).OrderByDescending(item => item.Open).Select(item => (object?[])
        [
            names.Chain(item.Place.ChainId, language), item.Statement, item.PeriodTo, item.Invoice,
            Label.ReceivableStage.Both(item.Stage), item.NextOn, item.Open,
        ])]);

    // Every open claim is in one row's one column, so that the sheet adds up to all that is open.
    private static SheetTable Expected(ReportWorkbook workbook, EditionFrame frame, Names names, List<ReceivableFact> items,
        Language language) => new(
        workbook, "预计回款 Expected", "预计回款 Expected cash by week",
        $"按约定回款日所在的周（周一为准），自 {frame.BusinessDate:yyyy-MM-dd} 起；无日期：逾期，或账期未开始、未知。 By week of the agreed payment day, named by its Monday; no date: overdue, or the term has not begun or is unknown.",
        [
            new("周 Week from", ColumnKind.Date, 14), new("系统 Chain", Width: 18), new("说明 What", Width: 34),
            new("笔数 Claims", ColumnKind.Count, 10, true), new("未收 Open", ColumnKind.Money, 16, true),
        ],
        [.. items.GroupBy(item => (Week: item.IsOverdue ? null : item.PayableWeek, item.Place.ChainId,
                What: item.IsOverdue ? "逾期，随时 overdue, any day" : Label.ReceivableStage.Both(item.Stage)))
            .OrderBy(same => same.Key.Week ?? DateOnly.MaxValue).ThenBy(same => same.Key.What, StringComparer.Ordinal)
            .ThenBy(same => same.Key.ChainId, StringComparer.Ordinal)
            .Select(same => (object?[])
            [
                same.Key.Week, names.Chain(same.Key.ChainId, language), same.Key.What, (decimal)same.Count(),
                same.Sum(item => item.Open),
            ])]);

    private static SheetTable Rebates(ReportWorkbook workbook, Names names, IReadOnlyList<RebateFact> rebates, Language language) => new(
        workbook, "返利 Rebates", "年度返利计提 Yearly rebates, accrued",
        "按账单已结销售计提；达到下一档时，全年销售按该档计算。 Accrued on settled sales; once the next tier is reached its rate holds for the whole year's sales.",
        [
            new("系统 Chain", Width: 16), new("条款 Clause", Width: language == Language.English ? 28 : 12), new("费用 Fee", Width: 22),
            new("本年销售 Sales so far", ColumnKind.Money, 15, true), new("已达比例 Reached", ColumnKind.Percent, 11),
            new("应计提 Accrued", ColumnKind.Money, 13, true), new("已扣 Taken", ColumnKind.Money, 13, true),
            new("尚需计提 To accrue", ColumnKind.Money, 13, true, "F{0}-G{0}"),
            new("下一档起点 Next tier from", ColumnKind.Money, 15), new("下一档比例 Its rate", ColumnKind.Percent, 11),
            new("还差销售 Sales to it", ColumnKind.Money, 14), new("届时返利 Rebate then", ColumnKind.Money, 14),
            new("合同 Contract", Width: 18),
        ],
        [.. rebates.Select(row => (object?[])
        [
            names.Chain(row.Place.ChainId, language),
            language.Say(row.Clause, $"{Label.TermKind.Of(row.Kind, language)} ({row.Clause})"), names.Fee(row.FeeCode, language),
            row.Sales, row.ReachedPct / 100, row.Accrued, row.Taken, row.Open, row.NextFrom, row.NextPct / 100, row.ToNext, row.NextAmount,
            row.ContractId,
        ])])
    {
        PrintedColumns = 12,
    };

    private static DetailSheet Detail(Names names, List<ReceivableFact> items, Language language) => new(
        "明细 Claims", "每行一笔应收：对账单与发票 One claim each: statement and invoice",
        [
            new DetailColumn("系统 Chain", ColumnKind.Text, 14) { IsName = true }.In(language),
            new("对账单 Statement", ColumnKind.Text, 20), new("发票 Invoice", ColumnKind.Text, 18),
            new("环节 Stage", ColumnKind.Text, 34), new("账龄 Bucket", ColumnKind.Text, 24),
            new("金额 Amount", ColumnKind.Money, 15, items.Sum(item => item.Amount)),
            new("已收 Paid", ColumnKind.Money, 15, items.Sum(item => item.Paid)),
            new("未收 Open", ColumnKind.Money, 15, items.Sum(item => item.Open)),
            new("回款日 Payable on", ColumnKind.Date, 13), new("逾期天数 Days overdue", ColumnKind.Count, 15),
            new("来源 Source", ColumnKind.Text, 36),
        ],
        items.Count,
        MemoryRows.Of(items.Select(item => (object?[])
        [
            names.Chain(item.Place.ChainId, language), item.Statement, item.Invoice,
                Label.ReceivableStage.Both(item.Stage), Label.Bucket.Both(item.Bucket),
            item.Amount, item.Paid, item.Open, item.PayableOn, (decimal?)item.DaysOverdue, item.Source,
        ])))
    {
        PrintedColumns = 10,
    };
}
