using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Workbooks;

namespace KaPipeline.Digests.Close;

/// <summary>The month-close workbook of one scope: sales by chain, SKU and outlet, statements, deductions, exposures, staffing, and every
/// store and SKU.</summary>
internal sealed class CloseWorkbook
{
    private readonly CloseFacts facts;
    private readonly ReportWorkbook workbook;
    private readonly Language language;
    private readonly IReadOnlyList<SalesRow> sales;
    private readonly ILookup<(Place, string), SalesRow> byStoreProduct;

    // Statements and deductions are an account's; for who has none the sheets are left out, since zero would be false.
    private readonly bool hasAccounts;

    private CloseWorkbook(Scoped<CloseFacts> scoped, ReportWorkbook workbook)
    {
        facts = scoped.Facts;
        this.workbook = workbook;
        language = Language.Of(scoped.Reader.Language);
        hasAccounts = facts.Names.Settles(scoped.Reader.Scope);
        sales = facts.Sales.Rows;
        byStoreProduct = sales.ToLookup(row => (row.Place, row.ProductId));
    }

    private DateOnly Month => facts.Sales.Month;

    public static WorkbookOrder Order(Scoped<CloseFacts> scoped) => new(
        $"{CloseDigest.Workbook} {scoped.Reader.Language} {scoped.Reader.Scope.Key} {scoped.Facts.People.Key(scoped.Reader)}",
        WorkbookName.Of("KA月结", "KA close", $"{scoped.Facts.Sales.Month:yyyy-MM}", scoped.Reader, scoped.Facts.Names),
        async (_, target, frontsOnly, ct) =>
        {
            var workbook = new ReportWorkbook($"KA 月结 Close {scoped.Facts.Sales.Month:yyyy-MM}",
                scoped.Facts.Frame.ProducedAt)
            { FrontsOnly = frontsOnly };
            new CloseWorkbook(scoped, workbook).Write();
            await workbook.SaveAsync(target, ct);
        });

    private void Write()
    {
        var chains = Sales("销售 Sales", "各系统销售 Sales by chain", "系统 Chain", row => row.Place.ChainId,
            id => facts.Names.Chain(id, language), chart: true);
        var products = Sales("单品 SKUs", "单品排名 SKU ranking", "产品 Product", row => row.ProductId,
            id => id.Length == 0 ? OpeningTotal : facts.Names.Product(id, language), chart: false);
        var stores = Sales("门店 Outlets", "门店排名 Outlet ranking", "门店 Store", row => row.Place.ChainId + "|" + row.Place.StoreId,
            id => id.EndsWith('|') ? OpeningTotal : facts.Names.Store(id.Split('|')[0], id.Split('|')[1], language), chart: false);
        var statements = Statements();
        var deductions = Deductions();
        var exposures = Exposures();
        var detail = Detail();
        foreach (var table in (SheetTable[])[chains, products, stores, .. hasAccounts
            ? (SheetTable[])[statements, deductions, TermsChanged()] : [], exposures, Uncomputed(), Staffing()])
        {
            table.Write();
        }

        workbook.AddDetail(detail);
        var total = facts.Sales.Control.Sum(store => store.Value);
        var shown = facts.Money.Statements;
        List<ControlTotal> accounts = !hasAccounts ? [] :
        [
            new("对方应付 Stated", shown.Sum(row => row.Stated), statements.Over(5), "mart.statement_reconciliation"),
            new("对账差额，结转只计一次 Breaks, carried once", shown.Sum(row => row.Counted), statements.Over(9), "mart.reconciliation_break"),
            new("可追回 Ours to claim", shown.Sum(row => row.Positive), statements.Over(10), "mart.open_difference"),
            new("可能被追扣 Theirs to claim", shown.Sum(row => row.Negative), statements.Over(11), "mart.open_difference"),
        ];
        new ControlSheet(workbook,
        [
            new("销售：按系统 Sales by chain", total, chains.Over(1), "mart.supply_day"),
            new("销售：按单品 Sales by SKU", total, products.Over(1), "mart.supply_day"),
            new("销售：按门店 Sales by outlet", total, stores.Over(1), "mart.supply_day"),
            new("销售：明细 Sales, detail", total, detail.Formula(4), "mart.supply_day"),
            .. accounts,
            new(ExposureWords.Both, facts.People.Exposures.Sum(row => row.Amount), exposures.Over(4), "mart.exposure"),
        ]).Write();
    }

    // A month of the opening balances that is known as a total alone.
    private const string OpeningTotal = "期初合计 opening total";

    private SheetTable Sales(string name, string title, string label, Func<SalesRow, string> keyOf, Func<string, string> nameOf, bool chart)
    {
        var months = new[] { Month, Month.AddMonths(-1), Month.AddYears(-1) };
        var rows = sales.GroupBy(keyOf)
            .Select(group => (Key: group.Key, Amounts: months.Select(month => facts.Sales.Amount(month, [.. group])).ToArray()))
            .Where(row => row.Amounts.Any(amount => amount is not (null or 0)))
            .OrderByDescending(row => row.Amounts[0]).ThenBy(row => row.Key, StringComparer.Ordinal).ToList();
        return new SheetTable(
            workbook, name, $"{title} {Month:yyyy-MM}",
            "供货减退货，按约定价，不含税，元；空白为该月没有数据。 Supply less returns at agreed prices, RMB, VAT excluded; blank where nothing is known of the month.",
            [
                new(label, Width: 24), new("本月 This month", ColumnKind.Money, 16, true), new("上月 Last month", ColumnKind.Money, 16, true),
                new("环比 On last month", ColumnKind.Percent, 14, false, "(B{0}-C{0})/C{0}"),
                new("去年同月 Last year", ColumnKind.Money, 16, true),
                new("同比 On last year", ColumnKind.Percent, 14, false, "(B{0}-E{0})/E{0}"), new("排名 Rank", ColumnKind.Count, 8),
            ],
            [.. rows.Select((row, i) => (object?[])
            [
                nameOf(row.Key), row.Amounts[0], row.Amounts[1], SalesFacts.Growth(row.Amounts[0], row.Amounts[1]), row.Amounts[2],
                SalesFacts.Growth(row.Amounts[0], row.Amounts[2]), (decimal)(i + 1),
            ])])
        {
            Chart = chart ? (0, 1) : null,
        };
    }

    private SheetTable Statements() => new(
        workbook, "对账 Reconciliation", $"对账 Reconciliation {Month:yyyy-MM}",
        "结算周期在本月截止的对账单，含税。 Statements whose period ended this month, VAT included.\n" + WorkbookNotes.CarriedOnce,
        [
            new("系统 Chain", Width: 16), new("结算账户 Account", Width: 11), new("对账单 Statement", Width: 14), new("周期止 To", ColumnKind.Date, 11),
            new("应付我方 Expected", ColumnKind.Money, 13), new("对方应付 Stated", ColumnKind.Money, 13, true),
            new("差额 Difference", ColumnKind.Money, 12, Formula: "E{0}-F{0}"),
            new("差异项合计 Breaks", ColumnKind.Money, 12), new("其中结转 Of which carried", ColumnKind.Money, 14),
            new("计入合计 Counted once", ColumnKind.Money, 13, true),
            new("可追回 Ours to claim", ColumnKind.Money, 13, true), new("可能被追扣 Theirs to claim", ColumnKind.Money, 14, true),
            new("未解释 Unexplained", ColumnKind.Money, 12, true, "ROUND(G{0}-H{0},2)"), new("状态 State", Width: 14),
        ],
        [.. facts.Money.Statements.Select(row => (object?[])
        [
            facts.Names.Chain(row.Place.ChainId, language), row.AccountId, row.Number, row.PeriodTo, row.Expected, row.Stated,
                row.Difference, row.BreakTotal, row.Carried, row.Counted, row.Positive, row.Negative,
            decimal.Round(row.Difference - row.BreakTotal, 2), row.IsComplete ? "完整 complete" : "不完整 incomplete",
        ])])
    {
        Chart = (2, 6),
    };

    private SheetTable Deductions() => new(
        workbook, "扣款 Deductions", $"扣款结论 Deductions by verdict {Month:yyyy-MM}",
        "逐笔对照合同条款；可追回与可能被追扣分列，不相抵；“扣款”正负号同对账单，负数为扣我方。 Each against the contract's terms; what is ours and what is theirs to claim stand apart; what was taken has the statement's sign, minus is money taken from us.",
        [
            new("系统 Chain", Width: 16), new("结论 Verdict", Width: 30), new("笔数 Lines", ColumnKind.Count, 10, true),
                new("扣款 Taken", ColumnKind.Money, 16, true),
            new("可追回 Ours to claim", ColumnKind.Money, 16, true), new("可能被追扣 Theirs to claim", ColumnKind.Money, 16, true),
            new("待补发票 Waits for an invoice", ColumnKind.Money, 24, true),
        ],
        // The accounts of a chain as one.
        [.. facts.Money.Deductions.GroupBy(row => (row.Place.ChainId, row.Verdict))
            .OrderBy(rows => rows.Key.ChainId, StringComparer.Ordinal)
            .Select(rows => (object?[])
            [
                facts.Names.Chain(rows.Key.ChainId, language), Label.Verdict.Both(rows.Key.Verdict), (decimal)rows.Sum(row => row.Lines),
                rows.Sum(row => row.Stated), rows.Sum(row => row.Positive), rows.Sum(row => row.Negative), rows.Sum(row => row.AtStake),
            ])]);

    private SheetTable TermsChanged() => new(
        workbook, "合同追溯 Terms", "合同追溯 Terms signed late",
        "后签合同追溯改变了已出对账单的扣款，不含在差额内；案件了结前持续列示。 A contract signed later changes fees of closed statements, outside their differences; listed until its case is closed.",
        [
            new("系统 Chain", Width: 16), new("对账单 Statement", Width: 20), new("费用 Fee", Width: 26), new("合同 Contract", Width: 18),
                new("原条款 Before", ColumnKind.Money, 14, true),
            new("现条款 Now", ColumnKind.Money, 14, true), new("可追回 To claim", ColumnKind.Money, 14, true),
            new("应付对方 Owed to the chain", ColumnKind.Money, 16, true),
        ],
        [.. facts.Money.TermsChanged.Select(row => (object?[])
        [
            facts.Names.Chain(row.Place.ChainId, language), row.Statement, facts.Names.Fee(row.FeeCode, language),
                row.Contract, row.Before, row.Now,
            Math.Max(row.Amount, 0), Math.Max(-row.Amount, 0),
        ])]);

    private SheetTable Exposures() => new(
        workbook, ExposureWords.Both, ExposureWords.Both, ExposureWords.Note,
        [
            new("事项 What", Width: 34), new("条款 Clause", Width: 10), new("角色 Role", Width: 26), new("人员 Who", Width: 24),
            new("金额 Amount", ColumnKind.Money, 14, true), new("算法 Arithmetic", Width: 52),
        ],
        [.. facts.People.Exposures.Select(row => (object?[])
            [language.Say(row.Title, row.TitleEn), row.Clause, Role(row), ExposureWords.Who(row, facts.Names, language), row.Amount,
                ExposureWords.Counting(row.Arithmetic, language)])]);

    private SheetTable Uncomputed() => new(
        workbook, "未测算 Not computed", "未测算的条款 Penalties not computed",
        "手册有规定、但现有数据不能判定的条款；未列金额者，手册此处字迹不清或按批复。 Clauses that the data here cannot decide; without an amount, the manual is illegible there or leaves it to an approval.",
        [
            new("事项 What", Width: 58), new("条款 Clause", Width: 10), new("每次金额 Amount each", ColumnKind.Money, 16),
                new("所需数据 What it needs", Width: 70),
        ],
        [.. facts.People.Uncomputed.Select(row =>
        (object?[])[$"{row.Title} {row.TitleEn}", row.Clause, row.Amount, $"{row.Needs} {row.NeedsEn}"])]);

    private SheetTable Staffing() => new(
        workbook, "人员 Staffing", "人员配置提示 Staffing signals", "人数与业务量不符之处（M3）。 Where the number of people does not fit the volume (M3).",
        [
            new("类别 Kind", Width: 28), new("对象 Subject", Width: 26), new("业务量 Measured", ColumnKind.Money, 16),
                new("现有 Now", ColumnKind.Count, 10),
            new("应配 Supported", ColumnKind.Quantity, 10), new("要求 Required", ColumnKind.Money, 14), new("批准 Approval", Width: 44),
            new("条款 Clause", Width: 12),
        ],
        [.. facts.People.Staffing.Select(row => (object?[])
        [
            Label.StaffingKind.Both(row.Kind),
            row.Place is { } place ? facts.Names.Store(place.ChainId, place.StoreId, language)
                : (row.City ?? row.Dealer) is { } area ? facts.Names.Area(area, language) : facts.Names.Person(row.PersonId, language),
            row.Measured, row.Actual, row.Supported, row.Required, row.NeedsApproval ? "须都市KA经理与区域KA经理批准 city and regional KA manager"
            : null, row.Clause,
        ])]);

    // Of two roles both languages would be wider than a column.
    private string Role(ExposureFact row) => row.JointRole is not { } joint ? Label.Role.Both(row.Role)
        : language.List([Label.Role.Of(row.Role, language), Label.Role.Of(joint, language)]);

    private DetailSheet Detail()
    {
        var lines = byStoreProduct.Where(pair => pair.Any(row => row.Month == Month))
            .OrderBy(pair => pair.Key.Item1.ChainId, StringComparer.Ordinal).ThenBy(pair => pair.Key.Item1.StoreId, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Item2, StringComparer.Ordinal).ToList();
        var total = facts.Sales.Control.Sum(store => store.Value);
        decimal? At(IEnumerable<SalesRow> rows, DateOnly month) => facts.Sales.Amount(month, [.. rows]);
        return new DetailSheet(
            "门店×单品 Store×SKU", "每行一个门店的一个产品 One product of one store each",
            [
                new DetailColumn("系统 Chain", ColumnKind.Text, 14) { IsName = true }.In(language), new("门店 Store", ColumnKind.Text, 24),
                new DetailColumn("产品 Product", ColumnKind.Text, 24) { IsName = true }.In(language),
                new("数量 Units", ColumnKind.Quantity, 12), new("本月 This month", ColumnKind.Money, 15, total),
                new("上月 Last month", ColumnKind.Money, 15),
                new("去年同月 Last year", ColumnKind.Money, 15), new("区域 Region", ColumnKind.Text, 10), new("城市 City", ColumnKind.Text, 10),
            ],
            lines.Count,
            MemoryRows.Of(lines.Select(pair => (object?[])
            [
                facts.Names.Chain(pair.Key.Item1.ChainId, language),
                    facts.Names.Store(pair.Key.Item1.ChainId, pair.Key.Item1.StoreId, language),
                facts.Names.Product(pair.Key.Item2, language), pair.Where(row => row.Month == Month).Sum(row => row.Quantity),
                At(pair, Month), At(pair, Month.AddMonths(-1)), At(pair, Month.AddYears(-1)),
                facts.Names.Area(pair.Key.Item1.Region, language), facts.Names.Area(pair.Key.Item1.City, language),
            ])));
    }
}
