using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;

namespace KaPipeline.Digests.Budget;

/// <summary>Writes the budget letter of one reader.</summary>
internal sealed class BudgetLetter(Scoped<BudgetFacts> scoped, Addressee reader)
{
    private readonly BudgetFacts facts = scoped.Facts;
    private readonly Language language = reader.Language;
    private readonly LetterShape<BudgetFacts> shape = new(scoped, reader);
    private readonly IReadOnlyList<FeeFact> fees = scoped.Facts.Fees.Fees;

    // Fees are settled with whole chains; for who has none, zero would be false.
    private readonly bool hasFees = scoped.Facts.Names.HasWholeChain(scoped.Reader.Scope);

    // By the contract, but a percentage of goods that no statement has shown yet, or settled at year end: the sums do not hold them.
    private int Uncounted => fees.Count(fee => fee.NextMonth is null && fee.Terms.Length > 0);

    private string? Without => Uncounted == 0 ? null : language.Say($"另有 {Uncounted} 项暂无计算基数", $"{Uncounted} more have no base yet");

    private DateOnly Next => facts.Fees.Month.AddMonths(1);

    public Letter Write()
    {
        var news = !hasFees ? language.Say($"待报备促销 {ToFile} 个", $"{Language.Counted(ToFile, "promotion")} to file")
            : language.Say($"下月合同费用 {language.Round(fees.Sum(fee => fee.NextMonth))} 元",
            $"{language.Round(fees.Sum(fee => fee.NextMonth))} RMB by contract next month")
                + (Without is { } without ? language.Say("，", "; ") + without : "");
        return shape.Of(
            language.Say($"费用预算 {language.Month(Next)}", $"Fee budget, {language.Month(Next)}"), news,
            [Figures(), .. shape.Changes.Table(), .. Chains(), .. Unbudgeted(), .. Promotions()],
            noData: facts.Fees.HasData || !hasFees ? null : language.Say(
                $"没有数据：{language.Month(facts.Fees.Month.AddMonths(-1))}以来没有任何对账单，下月费用只含合同的固定费用",
                $"No data: no statement since {language.Month(facts.Fees.Month.AddMonths(-1))} is known; next month shows the contracts' fixed fees only"));
    }

    private decimal Goods(Func<(decimal Now, decimal Before), decimal> which) =>
        fees.Select(fee => fee.ChainId).Distinct().Sum(chain => facts.Fees.Goods.TryGetValue(chain, out var goods) ? which(goods) : 0);

    private int ToFile => facts.Fees.Promotions.Count(promotion => promotion.FiledOn is null);

    private Figures Figures() => new(
    [
        .. hasFees ? FeeFigures() : [],
        .. hasFees && facts.Special.Count > 0 ? [SpecialFees()] : (Figure[])[],
        new(language.Say("待报备促销", "Promotions to file"), language.Count(ToFile)),
    ]);

    // What was applied for and approved of next month's special fees (M5.6.1), beside what of this month's was spent.
    private Figure SpecialFees()
    {
        var (next, now) = (facts.Special.Where(fee => fee.Month == Next).ToList(),
            facts.Special.Where(fee => fee.Month == facts.Fees.Month).ToList());
        return new Figure(language.Say("专项费用 下月申请", "Special fees applied for, next month"),
            language.Round(next.Sum(fee => fee.AppliedAmount)),
            language.Say(
                $"已批 {language.Round(next.Sum(fee => fee.ApprovedAmount))}；本月已批 {language.Round(now.Sum(fee => fee.ApprovedAmount))}，已用 {language.Round(now.Sum(fee => fee.SpentAmount))}",
                $"approved {language.Round(next.Sum(fee => fee.ApprovedAmount))}; this month approved {language.Round(now.Sum(fee => fee.ApprovedAmount))}, spent {language.Round(now.Sum(fee => fee.SpentAmount))}"),
            now.Sum(fee => fee.OverBudgetAmount) > 0 ? Tone.Warning : Tone.Plain);
    }

    private IEnumerable<Figure> FeeFigures() =>
    [
        new(language.Say("下月合同费用", "Contract fees next month"), language.Round(fees.Sum(fee => fee.NextMonth)), Without, Uncounted > 0
            ? Tone.Warning : Tone.Plain),
        new(language.Say("本月已扣", "Taken this month"), language.Round(facts.Fees.Taken(fees, fee => fee.MonthToDate)),
            language.Say($"上月 {language.Round(facts.Fees.Taken(fees, fee => fee.LastMonth))}", $"last month {language.Round(facts.Fees.Taken(fees, fee => fee.LastMonth))}")),
        new(language.Say("费用率", "Fee ratio"), language.Percent(Flow.Ratio(fees.Sum(fee => fee.MonthToDate), Goods(goods => goods.Now))),
            language.Say($"上月 {language.Percent(Flow.Ratio(fees.Sum(fee => fee.LastMonth), Goods(goods => goods.Before)))}",
            $"last month {language.Percent(Flow.Ratio(fees.Sum(fee => fee.LastMonth), Goods(goods => goods.Before)))}")),
    ];

    private IEnumerable<Block> Chains()
    {
        yield return new Heading(language.Say("各系统费用：合同、本月已扣、费用率", "Fees by chain: contract, taken this month, ratio"), fees.Count == 0
            ? hasFees
                ? language.Say("没有已签合同的条款，也没有扣款。", "No signed contract terms are known, and nothing was deducted.")
                : language.Say("费用按整个系统结算，不在您的范围。", "Fees are settled per chain; your scope holds no whole chain.")
            : language.Say("按比例的费用以上月对账单进货额为基数，无则取本月至今；固定费用按合同次数（M5.6.1）",
            "Percentages of the goods on last month's statements, else of this month's so far; fixed fees by the contract's count (M5.6.1)"));
        if (fees.Count > 0)
        {
            yield return new Grid(
                [new(language.Say("系统", "Chain")), new(language.Say("下月合同", "Next month"), true),
                new(language.Say("本月已扣", "This month"), true), new(language.Say("费用率", "Ratio"), true)],
                [.. fees.GroupBy(fee => fee.ChainId).Select(chain => new Row(
                    new Cell(facts.Names.Chain(chain.Key, language), Fees([.. chain])),
                    language.Money(chain.Sum(fee => fee.NextMonth)), language.Money(facts.Fees.Taken([.. chain], fee => fee.MonthToDate)),
                    language.Percent(facts.Fees.Goods.TryGetValue(chain.Key, out var goods)
                    ? Flow.Ratio(chain.Sum(fee => fee.MonthToDate), goods.Now) : null)))]);
        }
    }

    private string Fees(List<FeeFact> chain)
    {
        var uncounted = chain.Count(fee => fee.NextMonth is null && fee.Terms.Length > 0);
        return language.Say($"{chain.Count} 项费用", $"{Language.Counted(chain.Count, "fee")}")
            + (uncounted == 0 ? "" : language.Say($"，{uncounted} 项暂无计算基数", $", {uncounted} without a base yet"));
    }

    private IEnumerable<Block> Unbudgeted()
    {
        var outside = fees.Where(fee => fee.Terms.Length == 0 && fee.YearToDate != 0).OrderByDescending(fee => fee.YearToDate).ToList();
        if (outside.Count > 0)
        {
            yield return new Heading(language.Say("合同外费用", "Fees without a contract term"),
                language.Say("今年已扣、合同无条款的费用：做预算前先追回或补签", "Taken this year without a term: reclaim or sign before budgeting"));
            yield return new Grid(
                [new(language.Say("系统 / 费用", "Chain / fee")), new(language.Say("本月", "Month"), true),
                new(language.Say("今年", "Year"), true)],
                [.. outside.Take(10).Select(fee => new Row(
                    new Cell(facts.Names.Chain(fee.ChainId, language), language.Say(fee.FeeName, fee.FeeNameEn)),
                    language.Money(fee.MonthToDate), new Cell(language.Money(fee.YearToDate), Tone: Tone.Bad)))],
                outside.Count > 10 ? language.Say($"另有 {outside.Count - 10} 项，见附件工作簿", $"{outside.Count - 10} more; see the workbook")
                : null);
        }
    }

    private IEnumerable<Block> Promotions()
    {
        // What is still to be filed is first.
        var promotions = facts.Fees.Promotions.OrderBy(promotion => promotion.FiledOn is not null).ToList();
        yield return new Heading(language.Say("促销与报备", "Promotions and their filing"), promotions.Count == 0
            ? language.Say("本月起没有促销上架。", "No promotion on the shelf from this month on.")
            : facts.Rules.In(language.Say("海报促销提前 {promotion.poster_days} 天，店内促销提前 {promotion.in_store_days} 天（M6.2.2）",
                "Poster promotions {promotion.poster_days|day} ahead, in-store {promotion.in_store_days|day} (M6.2.2)")));
        if (promotions.Count > 0)
        {
            yield return new Grid(
                [new(language.Say("促销", "Promotion")), new(language.Say("上架", "On the shelf"), IsShort: true),
                new(language.Say("报备期限", "File by"), IsShort: true)],
                [.. promotions.Take(12).Select(promotion => new Row(
                    new Cell(promotion.PromotionId,
                    $"{facts.Names.Chain(promotion.ChainId, language)} · {Label.PromotionKind.Of(promotion.Kind, language)} · {language.Say($"{promotion.Products} 个产品", $"{Language.Counted(promotion.Products, "product")}")}"),
                    $"{language.ShortDay(promotion.RetailFrom)} – {language.ShortDay(promotion.RetailTo)}",
                    promotion.FiledOn is { } filed
                        ? new Cell(language.Say("已报备", "filed"), language.Date(filed), filed > promotion.FileBy ? Tone.Warning : Tone.Good)
                        : new Cell(language.Day(promotion.FileBy), promotion.FileBy < facts.Frame.BusinessDate
                        ? language.Say("已逾期", "overdue") : null, promotion.FileBy < facts.Frame.BusinessDate ? Tone.Bad : Tone.Plain)))],
                promotions.Count > 12
                ? language.Say($"另有 {promotions.Count - 12} 个，见附件工作簿", $"{promotions.Count - 12} more; see the workbook") : null);
        }
    }
}
