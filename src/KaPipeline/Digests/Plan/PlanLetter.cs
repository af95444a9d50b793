using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;

namespace KaPipeline.Digests.Plan;

/// <summary>Writes the plan letter of one reader.</summary>
internal sealed class PlanLetter(Scoped<PlanFacts> scoped, Addressee reader)
{
    private readonly PlanFacts facts = scoped.Facts;
    private readonly Language language = reader.Language;
    private readonly LetterShape<PlanFacts> shape = new(scoped, reader);
    private readonly IReadOnlyList<TargetDay> days = scoped.Facts.Targets.Days;
    private readonly List<SalesRow> sales = [.. scoped.Facts.Sales.Rows.Where(row => row.Month == scoped.Facts.Sales.Month)];

    public Letter Write()
    {
        var total = days.Sum(day => day.Amount);
        var news = days.Count > 0
            ? language.Say($"目标 {language.Round(total)} 元", $"target {language.Round(total)} RMB")
            : language.Say("您的范围内没有下月目标", "no target for next month in your scope");
        return shape.Of(
            language.Say($"工作计划 {language.Month(facts.Targets.Month)}", $"Plan, {language.Month(facts.Targets.Month)}"), news,
            [
                Figures(total), .. shape.Changes.Table(), .. Weeks(), .. Products(), .. Items(),
                .. new DeadlineBlocks(facts.Names, language)
                .Of(language.Say("到下月底的期限", "Due by the end of next month"), facts.Deadlines, 24),
            ],
            noData: facts.Sales.Amount(facts.Sales.Month, sales) is not null ? null : language.Say(
                $"本月没有数据：{language.Month(facts.Sales.Month)}没有任何送货或退货，无法计算达成",
                $"No data for this month: no delivery or return of {language.Month(facts.Sales.Month)} is known, so neither is what was reached"));
    }

    // The list itself is a workbook; the letter says whether there is anything to do about it.
    private IEnumerable<Block> Items()
    {
        var (changes, gaps) = (facts.Items.Changes.Count, facts.Items.Gaps.Count);
        if (facts.Items.Items.Count == 0)
        {
            yield break;
        }

        yield return new Heading(language.Say("品项资料表", "Item list"), language.Say(
            $"上月末以来变化 {changes} 处，主数据缺口 {gaps} 项；条码、货号、供货价、负责人见附件工作簿（M6.1.2）",
            $"{Language.Counted(changes, "change")} since the end of last month, {Language.Counted(gaps, "gap")} in the master data; codes, prices and who mends what are in the workbook (M6.1.2)"));
        if (gaps > 0)
        {
            yield return new Grid(
                [new(language.Say("缺口", "Gap")), new(language.Say("项", "How many"), IsNumber: true)],
                [.. facts.Items.Gaps.GroupBy(gap => gap.Kind).OrderByDescending(kind => kind.Count()).Select(kind => new Row(
                    new Cell(Label.DataGap.Opening(kind.Key, language), Label.DataGapCost.Of(kind.Key, language)),
                    language.Count(kind.Count())))]);
        }
    }

    private Figures Figures(decimal total)
    {
        var progress = facts.Targets.Progress;
        var reached = Flow.Ratio(progress.Sum(row => row.Reached), progress.Sum(row => row.Target));
        return new Figures(
        [
            new(language.Say("下月目标", "Target next month"), days.Count > 0 ? language.Round(total) : Language.NoFigure),
            new(language.Say("本月达成", "Reached this month"), language.Rate(reached),
                progress.Count > 0
                ? language.Say($"时间进度 {language.Percent(progress[0].TimePct / 100)}",
                $"time passed {language.Percent(progress[0].TimePct / 100)}") : null),
            new(language.Say("本月销售", "Sales this month"), language.Round(facts.Sales.Amount(facts.Sales.Month, sales)),
            language.Say($"至 {language.ShortDay(facts.Frame.BusinessDate)}", $"to {language.ShortDay(facts.Frame.BusinessDate)}")),
        ]);
    }

    private IEnumerable<Block> Weeks()
    {
        yield return new Heading(language.Say("目标：按周", "Target by week"), days.Count > 0
            ? language.Say("日目标与单品目标见附件工作簿；每日之和等于目标", "Days and SKUs in the workbook; the days add up to the target")
            : language.Say("您的范围内还没有下月目标：请在 25 日前录入，录入后自动分解到周、日、单品。",
            "There is no target for next month in your scope yet: enter it by the 25th, and it is broken down by week, day and SKU."));
        var weeks = days.GroupBy(day => day.Week)
            .Select(week =>
            (Week: week.Key, From: week.Min(day => day.Day), To: week.Max(day => day.Day), Amount: week.Sum(day => day.Amount)))
            .OrderBy(week => week.From).ToList();
        if (weeks.Count > 0)
        {
            yield return new Bars([.. weeks.Select(week => new Bar(
                Week(week.Week), week.Amount / Math.Max(1, weeks.Max(other => other.Amount)), language.Round(week.Amount))
            {
                Days = $"{language.ShortDay(week.From)} – {language.ShortDay(week.To)}",
            })]);
        }
    }

    // The year stands in the letter's title.
    private string Week(string week) => week.Split("-W") is [_, var number]
        ? language.Say($"第{number.TrimStart('0')}周", $"Week {number.TrimStart('0')}") : week;

    private IEnumerable<Block> Products()
    {
        var now = sales.GroupBy(row => row.ProductId)
            .ToDictionary(product => product.Key, product => facts.Sales.Amount(facts.Sales.Month, [.. product]));
        var lines = days.Count > 0
            ? days.GroupBy(day => day.ProductId).Select(product => (Product: product.Key, Target: (decimal?)product.Sum(day => day.Amount)))
            .OrderByDescending(line => line.Target).ToList()
            : [.. now.OrderByDescending(product => product.Value).Select(product => (Product: product.Key, Target: (decimal?)null))];
        if (lines.Count > 0)
        {
            yield return new Heading(language.Say("单品", "By SKU"));
            yield return new Grid(
                [new(language.Say("产品", "Product")), new(language.Say("下月目标", "Next month"), true),
                new(language.Say("本月至今", "This month so far"), true)],
                [.. lines.Take(10)
                .Select(line => new Row(facts.Names.TargetProduct(line.Product, language), language.Round(line.Target),
                language.Round(now.GetValueOrDefault(line.Product))))],
                lines.Count > 10 ? language.Say($"另有 {lines.Count - 10} 个产品，见附件工作簿", $"{Language.Counted(lines.Count - 10, "more product")}; see the workbook")
                : null);
        }
    }
}
