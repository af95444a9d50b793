using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;

namespace KaPipeline.Digests.Close;

/// <summary>Writes the close of one reader.</summary>
/// <param name="scoped">What the reader may see.</param>
/// <param name="reader">For whom.</param>
internal sealed class CloseLetter(Scoped<CloseFacts> scoped, Addressee reader)
{
    // Lines of a table of the last, of which a reader may have several scopes.
    private const int BottomLines = 10;

    private readonly CloseFacts facts = scoped.Facts;
    private readonly Language language = reader.Language;
    private readonly LetterShape<CloseFacts> shape = new(scoped, reader);
    private readonly IReadOnlyList<SalesRow> sales = scoped.Facts.Sales.Rows;
    private readonly IReadOnlyList<StatementFact> statements = scoped.Facts.Money.Statements;
    private readonly IReadOnlyList<ExposureFact> exposures = scoped.Facts.People.Exposures;

    private DateOnly Month => facts.Sales.Month;

    public Letter Write()
    {
        var growth = SalesFacts.Growth(Sum(Month), Sum(Month.AddMonths(-1)));
        var news = Sum(Month) is null ? shape.Changes.Headline
            : language.Say($"销售 {language.Round(Sum(Month))} 元", $"sales {language.Round(Sum(Month))} RMB")
            + (growth is null ? "" : language.Say($"，环比 {language.Growth(growth)}", $", {language.Growth(growth)} on the month before"));
        return shape.Of(
            language.Say($"重点客户月结 {language.Month(Month)}", $"Key-account close, {language.Month(Month)}"), news,
            [
                Figures(), .. shape.Changes.Table(), .. Chains(), .. Products(), .. Outlets(), .. Statements(), .. Deductions(),
                    .. TermsChanged(), .. new ReceivableBlocks(facts.Names, language, facts.Frame.BusinessDate).Of(facts.Money.Receivables),
                    .. Exposures(), .. Staffing(),
            ],
            noData: Sum(Month) is null && statements.Count == 0
                ? language.Say($"本月没有数据：{language.Month(Month)} 没有任何送货、退货或对账单",
                $"No data for this month: no delivery, return or statement of {language.Month(Month)} is known") : null);
    }

    private decimal? Sum(DateOnly month, Func<SalesRow, bool>? which = null) =>
        facts.Sales.Amount(month, which is null ? sales : [.. sales.Where(which)]);

    private Figures Figures() => new(
    [
        new(language.Say("销售额（不含税）", "Sales, VAT excluded"), language.Round(Sum(Month)),
            GrowthWords.OnLastMonth(Sum(Month), Sum(Month.AddMonths(-1)), language)),
        new(language.Say("同比", "On last year"), language.Growth(SalesFacts.Growth(Sum(Month), Sum(Month.AddYears(-1)))),
            GrowthWords.LastYear(Sum(Month.AddYears(-1)), language)),
        shape.Changes.Statements,
        new(ExposureWords.Name(language), language.Round(exposures.Sum(row => row.Amount)),
        language.Say($"{exposures.Count} 项，截至月末，是否考核由主管决定", $"{Language.Counted(exposures.Count, "item")} at the month's end, for a manager to decide")),
    ]);

    private IEnumerable<Block> Chains()
    {
        var chains = sales.Where(row => row.Month == Month).GroupBy(row => row.Place.ChainId)
            .Select(chain => (Chain: chain.Key, Amount: facts.Sales.Amount(Month, [.. chain]))).OrderByDescending(chain => chain.Amount)
            .ToList();
        yield return new Heading(language.Say("各系统销售与增长", "Sales and growth by chain"), chains.Count == 0
            ? language.Say("本月无销售", "No sales this month")
            : language.Say("不含税；“—”：上月或去年同月没有数据", "VAT excluded; —: no data for last month or the same month last year"));
        if (chains.Count == 0)
        {
            yield break;
        }

        yield return new Bars(
            [.. chains.Select(chain =>
            new Bar(facts.Names.Chain(chain.Chain, language), (chain.Amount ?? 0) / Math.Max(1, chains[0].Amount ?? 0),
            language.Round(chain.Amount)))]);
        yield return new Grid(
            [new(language.Say("系统", "Chain")), new(language.Say("本月", "Month"), true), new(language.Say("环比", "On last month"), true),
            new(language.Say("同比", "On last year"), true)],
            [.. chains.Select(chain => new Row(
                facts.Names.Chain(chain.Chain, language), language.Round(chain.Amount),
                language.Growth(SalesFacts.Growth(chain.Amount, Sum(Month.AddMonths(-1), row => row.Place.ChainId == chain.Chain))),
                language.Growth(SalesFacts.Growth(chain.Amount, Sum(Month.AddYears(-1), row => row.Place.ChainId == chain.Chain)))))]);
    }

    private IEnumerable<Block> Products()
    {
        var products = sales.Where(row => row.Month == Month).GroupBy(row => row.ProductId)
            .Select(product => (Product: product.Key, Amount: facts.Sales.Amount(Month, [.. product])))
            .OrderByDescending(product => product.Amount).ToList();
        yield return new Heading(language.Say("单品排名", "SKU ranking"),
            facts.Rules.In(language.Say($"共 {products.Count} 个有销售；后 {{ranking.bottom_count}} 名需改进计划（M6.1.6）",
            $"{products.Count} were sold; the last {{ranking.bottom_count}} need an improvement plan (M6.1.6)")));
        yield return new Grid(
            [new(language.Say("前五名", "Top five")), new(language.Say("销售额", "Sales"), true), new(language.Say("环比", "On last month"), true)],
            [.. products.Take(5).Select(product => new Row(
                facts.Names.Product(product.Product, language), language.Round(product.Amount),
                language.Growth(SalesFacts.Growth(product.Amount, Sum(Month.AddMonths(-1), row => row.ProductId == product.Product)))))]);
        foreach (var block in Bottom(language.Say("后 {ranking.bottom_count} 名", "Last {ranking.bottom_count}"),
            facts.Sales.Bottom.Where(row => row.ProductId is not null && IsWidest(row)).ToList()))
        {
            yield return block;
        }
    }

    private IEnumerable<Block> Outlets()
    {
        var stores = sales.Where(row => row.Month == Month).GroupBy(row => row.Place)
            .Select(store => (Place: store.Key, Amount: facts.Sales.Amount(Month, [.. store]))).OrderByDescending(store => store.Amount)
            .ToList();
        yield return new Heading(language.Say("门店排名", "Outlet ranking"), language.Say($"共 {stores.Count} 家", $"{stores.Count} in all"));
        yield return new Grid(
            [new(language.Say("前五名", "Top five")), new(language.Say("销售额", "Sales"), true), new(language.Say("环比", "On last month"), true)],
            [.. stores.Take(5).Select(store => new Row(
                facts.Names.Store(store.Place.ChainId, store.Place.StoreId, language), language.Round(store.Amount),
                language.Growth(SalesFacts.Growth(store.Amount, Sum(Month.AddMonths(-1), row => row.Place == store.Place)))))]);
        foreach (var block in Bottom(language.Say("全国后 {ranking.bottom_count} 名", "Last {ranking.bottom_count} nationally"),
            facts.Sales.Bottom.Where(row => row is { ScopeKind: "national", Place: not null }).ToList()))
        {
            yield return block;
        }
    }

    // Of the rankings that the reader sees, the widest is enough.
    private bool IsWidest(BottomRow row) => reader.Scope.IsAll == (row.ScopeKind == "national");

    private IEnumerable<Block> Bottom(string title, List<BottomRow> rows)
    {
        if (rows.Count > 0)
        {
            yield return new Grid(
                [new(facts.Rules.In(title)), new(language.Say("销售额", "Sales"), true), new(language.Say("连续月数", "Months in a row"), true)],
                [.. rows.Take(BottomLines).Select(row => new Row(
                    new Cell(row.Place is { } place ? facts.Names.Store(place.ChainId, place.StoreId, language)
                    : facts.Names.Product(row.ProductId, language),
                        $"{(row.ScopeKind == "chain" ? facts.Names.Chain(row.Scope, language) : facts.Names.Area(row.Scope, language))} {row.Rank} / {row.Count}".Trim(
                        )),
                    language.Round(row.Amount),
                    new Cell(language.Count(row.Months), row.IsEscalated ? language.Say("已升级", "escalated") : null, row.IsEscalated
                    ? Tone.Bad : Tone.Warning)))],
                rows.Count > BottomLines
                ? language.Say($"另有 {rows.Count - BottomLines} 个未列", $"{rows.Count - BottomLines} more, not listed here") : null);
        }
    }

    private IEnumerable<Block> Statements()
    {
        if (statements.Count == 0)
        {
            yield break;
        }

        yield return new Heading(language.Say("对账", "Reconciliation"), language.Say(
            "结算周期在本月截止的对账单，含税；可追回与可能被追扣分列，不相抵；多张对账单重复列示的未结余额只计最新一张",
            "Statements whose period ended this month, VAT included; what is ours and what is theirs to claim stand apart; what several statements leave open counts on the newest alone"));
        yield return new Grid(
            [
                new(language.Say("系统", "Chain")), new(language.Say("对方应付", "Stated"), true), new(language.Say("可追回", "To claim"), true),
                new(language.Say("可能被追扣", "May be claimed from us"), true),
            ],
            [
                .. statements.GroupBy(row => row.Place.ChainId).Select(chain => new Row(
                    new Cell(facts.Names.Chain(chain.Key, language), chain.All(row => row.IsComplete)
                        ? language.Say($"{chain.Count()} 张", $"statements: {chain.Count()}")
                        : language.Say($"{chain.Count()} 张，{chain.Count(row => !row.IsComplete)} 张不完整",
                        $"statements: {chain.Count()}, incomplete: {chain.Count(row => !row.IsComplete)}")),
                    language.Money(chain.Sum(row => row.Stated)),
                    new Cell(language.Money(chain.Sum(row => row.Positive)), Carried(chain), chain.Sum(row => row.Positive) > 0 ? Tone.Bad
                    : Tone.Plain),
                    language.Money(chain.Sum(row => row.Negative)))),
                new Row(
                    Total, language.Money(statements.Sum(row => row.Stated)),
                    new Cell(language.Money(statements.Sum(row => row.Positive)), Carried(statements)),
                    language.Money(statements.Sum(row => row.Negative))),
            ]);
    }

    private IEnumerable<Block> Deductions()
    {
        var deductions = facts.Money.Deductions.GroupBy(row => row.Verdict).ToList();
        if (deductions.Count == 0)
        {
            yield break;
        }

        yield return new Heading(language.Say("扣款", "Deductions"), language.Say(
            "逐笔对照合同条款；“扣款”正负号同对账单，负数为扣我方",
            "Each against the contract's terms; what was taken has the statement's sign, minus is money taken from us"));
        yield return new Grid(
            [new(language.Say("结论", "Verdict")), new(language.Say("笔数", "Lines"), true), new(language.Say("扣款", "Taken"), true),
            new(language.Say("可追回", "To claim"), true), new(language.Say("可能被追扣", "May be claimed from us"), true)],
            [
                .. deductions.Select(verdict => new Row(
                    Label.Verdict.Opening(verdict.Key, language),
                    language.Count(verdict.Sum(row => row.Lines)), language.Money(verdict.Sum(row => row.Stated)),
                    new Cell(language.Money(verdict.Sum(row => row.Positive)), AtStake(verdict), verdict.Sum(row => row.Positive) > 0
                    ? Tone.Bad : Tone.Plain),
                    language.Money(verdict.Sum(row => row.Negative)))),
                new Row(
                    Total, language.Count(facts.Money.Deductions.Sum(row => row.Lines)),
                    language.Money(facts.Money.Deductions.Sum(row => row.Stated)),
                    language.Money(facts.Money.Deductions.Sum(row => row.Positive)),
                    language.Money(facts.Money.Deductions.Sum(row => row.Negative))),
            ]);
    }

    // Both signs, side by side: what we reclaim and what we owe are never netted.
    private IEnumerable<Block> TermsChanged()
    {
        var changed = facts.Money.TermsChanged;
        if (changed.Count == 0)
        {
            yield break;
        }

        yield return new Heading(language.Say("合同追溯", "Terms signed late"), language.Say(
            "后签合同追溯改变了已出对账单的扣款，不含在上列差额内",
            "A contract signed later changes fees of statements that had closed; outside the differences above"));
        yield return new Grid(
            [new(language.Say("系统 / 对账单", "Chain, statement")), new(language.Say("可追回", "To claim"), true),
            new(language.Say("应付对方", "Owed to the chain"), true)],
            [
                .. changed.Select(row => new Row(
                    new Cell($"{facts.Names.Chain(row.Place.ChainId, language)} {row.Statement}",
                    $"{facts.Names.Fee(row.FeeCode, language)}  {row.Contract}"),
                    language.Money(row.Amount > 0 ? row.Amount : null),
                    new Cell(language.Money(row.Amount < 0 ? -row.Amount : null), Tone: row.Amount < 0 ? Tone.Bad : Tone.Plain))),
                new Row(Total, language.Money(changed.Sum(row => Math.Max(row.Amount, 0))),
                language.Money(changed.Sum(row => Math.Max(-row.Amount, 0)))),
            ]);
    }

    private IEnumerable<Block> Exposures()
    {
        yield return new Heading(ExposureWords.Name(language), exposures.Count == 0
            ? language.Say("没有", "None")
            : language.Say("按手册条款测算，是否考核由主管决定，不自动扣款", "Computed by the manual's clauses; a manager decides, nothing is charged automatically"));
        if (exposures.Count > 0)
        {
            yield return new Grid(
                [new(language.Say("事项", "What")), new(language.Say("人员", "Who"), IsShort: true), new(language.Say("金额", "RMB"), true)],
                [.. exposures.Take(10).Select(row => new Row(
                    new Cell(language.Say(row.Title, Capital(row.TitleEn)),
                    $"{row.Clause}  {ExposureWords.Counting(row.Arithmetic, language)}"), ExposureWords.Who(row, facts.Names, language),
                    language.Money(row.Amount)))],
                exposures.Count > 10 ? language.Say(
                    $"另有 {exposures.Count - 10} 项，合计 {language.Money(exposures.Skip(10).Sum(row => row.Amount))} 元，见附件工作簿",
                    $"{exposures.Count - 10} more, {language.Money(exposures.Skip(10).Sum(row => row.Amount))} RMB together; see the workbook") : null);
        }
    }

    private IEnumerable<Block> Staffing()
    {
        var signals = facts.People.Staffing;
        if (signals.Count > 0)
        {
            yield return new Heading(language.Say("人员配置提示", "Staffing signals"));
            yield return new Grid(
                [new(language.Say("对象", "Subject")), new(language.Say("现有", "Now"), true), new(language.Say("应配", "Supported"), true)],
                [.. signals.Take(8).Select(row => new Row(
                    new Cell(
                        row.Place is { } place ? facts.Names.Store(place.ChainId, place.StoreId, language)
                        : (row.City ?? row.Dealer) is { } area ? facts.Names.Area(area, language)
                        : facts.Names.Person(row.PersonId, language),
                        $"{StaffingWords.Measure(row, facts.Rules, language)}  {row.Clause}"),
                    language.Count(row.Actual), language.Count(row.Supported)))],
                signals.Count > 8 ? language.Say($"另有 {signals.Count - 8} 项，见附件工作簿", $"{signals.Count - 8} more; see the workbook") : null);
        }
    }

    private string Total => language.Say("合计", "Total");

    private string? Carried(IEnumerable<StatementFact> of) => of.Sum(row => row.PositiveCarried) is var carried and not 0
        ? language.Say($"其中结转 {language.Money(carried)}", $"{language.Money(carried)} of it carried") : null;

    private string? AtStake(IEnumerable<DeductionFact> of) => of.Sum(row => row.AtStake) is var amount and not 0
        ? language.Say($"待补发票 {language.Money(amount)}", $"{language.Money(amount)} wait for an invoice") : null;

    private static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
}
