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

    private static readonly string[] BucketWords = ["未到期 not due", "1–30 天 days", "31–60 天 days", "61–90 天 days", "90 天以上 over 90"];

    private static readonly Dictionary<string, string> Stages = new(StringComparer.Ordinal)
    {
        ["not_invoiced"] = "未开票 not invoiced",
        ["not_submitted"] = "未投票 not submitted",
        ["not_received"] = "未签收 not received",
        ["term_unknown"] = "账期未知 term unknown",
        ["waiting"] = "等回款日 waiting",
        ["overdue"] = "逾期 overdue",
    };

    /// <summary>The workbook of one reader; none for who has no account in the scope.</summary>
    public static IEnumerable<WorkbookOrder> Orders(EditionFrame frame, Names names, Scoped<MoneyFacts> scoped) =>
        names.Settles(scoped.Reader.Scope) ? [Order(frame, names, scoped.Facts, scoped.Reader.Scope)] : [];

    private static WorkbookOrder Order(EditionFrame frame, Names names, MoneyFacts money, Scope scope) => new(
        $"{Workbook} {scope.Key}", $"KA应收 {frame.BusinessDate:yyyy-MM-dd}{ScopePart(scope)}.xlsx", async (_, target, frontsOnly, ct) =>
        {
            var items = money.Receivables.ToList();
            using var workbook =
                new ReportWorkbook($"KA 应收 Receivables {frame.BusinessDate:yyyy-MM-dd}", frame.ProducedAt) { FrontsOnly = frontsOnly };
            var ageing = Ageing(workbook, frame, names, money, items);
            var detail = Detail(names, items);
            ageing.Write();
            workbook.AddDetail(detail);
            new ControlSheet(workbook,
            [
                new("未收合计 Open", items.Sum(item => item.Open), ageing.Over(1), "mart.receivable_ageing"),
                new("各账龄之和 Buckets", items.Sum(item => item.Open),
                string.Join('+', Enumerable.Range(2, Buckets.Length).Select(column => ageing.Over(column))), "mart.receivable_ageing"),
                new("明细未收 Open, detail", items.Sum(item => item.Open), detail.Formula(7), "mart.receivable_ageing"),
                new("明细笔数 Claims", items.Count, detail.Formula(0, "COUNTA("), "mart.receivable_ageing"),
            ]).Write();
            await workbook.SaveAsync(target, ct);
        });

    /// <summary>Part of a file name that tells scopes apart; nothing for all.</summary>
    public static string ScopePart(Scope scope) => scope.IsAll ? "" : " " + string.Join('+', scope.Grants
        .Select(grant => string.Join('-', new[] { grant.ChainId, grant.Region, grant.City, grant.StoreId }.Where(part => part.Length > 0)))
        .Distinct().Take(3))
        + (scope.Grants.Count > 3 ? "+" : "") + " "
        + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(scope.Key)))[..4];

    private static SheetTable Ageing(ReportWorkbook workbook, EditionFrame frame, Names names, MoneyFacts money,
        List<ReceivableFact> items) => new(
        workbook, "账龄 Ageing", "应收账龄 Receivables by age",
        $"业务日期 business date {frame.BusinessDate:yyyy-MM-dd}；金额含税，自约定回款日起算逾期。 RMB including VAT; overdue counts from the agreed payment day.",
        [
            new("系统 Chain", Width: 18), new("未收合计 Open", ColumnKind.Money, 16, true, "SUM(C{0}:G{0})"),
                new("未到期 Not due", ColumnKind.Money, 15, true),
            new("逾期1–30天 1–30 days", ColumnKind.Money, 14, true), new("逾期31–60天 31–60 days", ColumnKind.Money, 14, true),
            new("逾期61–90天 61–90 days", ColumnKind.Money, 14, true), new("逾期90天以上 Over 90 days", ColumnKind.Money, 14, true),
            new("周转天数 DSO", ColumnKind.Quantity, 11), new("信用等级 Grade", Width: 10), new("理由 Why", Width: 46),
        ],
        [.. items.GroupBy(item => item.Place.ChainId).OrderBy(chain => chain.Key, StringComparer.Ordinal).Select(chain =>
        {
            var (grade, dso, reasons, _) = money.Grades.GetValueOrDefault(chain.Key, ("", null, "", ""));
            return (object?[])
            [
                names.Chain(chain.Key, Language.Chinese), chain.Sum(item => item.Open),
                .. Buckets.Select(bucket => (object?)chain.Where(item => item.Bucket == bucket).Sum(item => item.Open)),
                dso, grade, reasons,
            ];
        })])
    {
        Chart = (0, 1),
    };

    private static DetailSheet Detail(Names names, List<ReceivableFact> items) => new(
        "明细 Claims", "每行一笔应收：对账单与发票 One claim each: statement and invoice",
        [
            new("系统 Chain", ColumnKind.Text, 14), new("对账单 Statement", ColumnKind.Text, 20), new("发票 Invoice", ColumnKind.Text, 18),
            new("环节 Stage", ColumnKind.Text, 22), new("账龄 Bucket", ColumnKind.Text, 16),
            new("金额 Amount", ColumnKind.Money, 15, items.Sum(item => item.Amount)),
            new("已收 Paid", ColumnKind.Money, 15, items.Sum(item => item.Paid)),
            new("未收 Open", ColumnKind.Money, 15, items.Sum(item => item.Open)),
            new("回款日 Payable on", ColumnKind.Date, 13), new("逾期天数 Days overdue", ColumnKind.Count, 10),
            new("来源 Source", ColumnKind.Text, 36),
        ],
        items.Count,
        MemoryRows.Of(items.Select(item => (object?[])
        [
            names.Chain(item.Place.ChainId, Language.Chinese), item.Statement, item.Invoice,
                Stages.GetValueOrDefault(item.Stage, item.Stage), BucketWords[Array.IndexOf(Buckets, item.Bucket)],
            item.Amount, item.Paid, item.Open, item.PayableOn, (decimal?)item.DaysOverdue, item.Source,
        ])));
}
