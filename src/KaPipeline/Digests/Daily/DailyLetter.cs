using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;

namespace KaPipeline.Digests.Daily;

/// <summary>Writes the daily letter of one reader: first what changed, then yesterday, then each list.</summary>
/// <param name="scoped">What the reader may see.</param>
/// <param name="reader">For whom.</param>
internal sealed class DailyLetter(Scoped<DailyFacts> scoped, Addressee reader)
{
    private const int LinesPerSection = 12;
    private const int LargestLines = 5;
    private const int StoresToServe = 8;
    private const int StockLines = 6;

    private readonly DailyFacts facts = scoped.Facts;
    private readonly Language language = reader.Language;
    private readonly LetterShape<DailyFacts> shape = new(scoped, reader);
    private readonly IReadOnlyList<StoreDay> days = scoped.Facts.Days;

    public Letter Write() => shape.Of(
        language.Say($"重点客户日报 {language.Day(facts.Frame.BusinessDate)}", $"Key accounts daily, {language.Day(facts.Frame.BusinessDate)}"),
        shape.Changes.Headline,
        [Yesterday(), .. Work(), .. shape.Changes.Table(), .. DueToday(), .. Results(), .. shape.Changes.Fresh(LinesPerSection),
        .. FillRate(), .. shape.Changes.Largest(LargestLines)],
        shape.Changes.Sentence, NoData);

    // No orders and no receipts on a working day is no quiet day, whoever sent a file.
    private string? NoData => facts.Days.Count > 0
        && !facts.Days.Any(day => day.Day >= facts.Frame.From && (day.LineCount > 0 || day.ReceivedQuantity > 0))
        ? language.Say("本期没有订单和送货数据：以下为此前的情况",
        "No data on orders or deliveries for this period: the figures below are from before") : null;

    // Who goes to stores reads first what to load; who answers for them, what runs out.
    private IEnumerable<Block> Work()
    {
        var blocks = new WorkListBlocks(facts.Names, language, facts.Work, facts.Frame.BusinessDate);
        string[] roles = [.. reader.Recipient.Roles];
        return
        [
            .. roles.Contains("representative") ? blocks.First(StoresToServe) : [],
            .. roles.Intersect(["representative", "city_manager", "region_manager", "supervisor"]).Any()
                ? blocks.Short(StockLines).Concat(blocks.HeldUp(StockLines)) : [],
        ];
    }

    private IEnumerable<Block> DueToday() => facts.DueToday.Count == 0 ? [] : new DeadlineBlocks(facts.Names, language).Of(
        language.Say($"今日待办 {language.Day(facts.Frame.BusinessDate.AddDays(1))}", $"To do today, {language.Day(facts.Frame.BusinessDate.AddDays(1))}"),
        facts.DueToday, LinesPerSection);

    // From the first of the working days for its report on the result is there to be looked at, put right and reported.
    private IEnumerable<Block> Results()
    {
        if (facts.Results.Count == 0)
        {
            yield break;
        }

        yield return new Heading(language.Say("促销结案", "Results of promotions"), facts.Rules.In(language.Say(
            "结束后 {promotion.report_working_days} 个工作日内上报（M6.2.6）；供货额不含税，与此前同样天数比；结案表见日报工作簿",
            "To be reported within {promotion.report_working_days|working day} (M6.2.6); supply without VAT, against as many days before; sheets in the daily workbook")));
        yield return new Grid(
            [new(language.Say("促销", "Promotion")), new(language.Say("促销期供货", "Supply during it"), true),
            new(language.Say("每元费用增量", "Extra for each RMB"), true), new(language.Say("上报期限", "Report by"), IsShort: true)],
            [.. facts.Results.Take(LinesPerSection).Select(one => new Row(
                new Cell(one.PromotionId, $"{facts.Names.Chain(one.ChainId, language)} · {Label.PromotionKind.Of(one.Kind, language)}"),
                new Cell(language.Round(one.DuringAmount), one.GrowthPct is { } growth ? language.Say(
                    $"较前 {language.Percent(growth / 100)}", $"{language.Percent(growth / 100)} against before") : null),
                new Cell(language.Money(one.ReturnRatio), one.SpentAmount is { } spent
                    ? language.Say($"费用 {language.Round(spent)}", $"spent {language.Round(spent)}") : null),
                one.ReportedOn is { } reported
                    ? new Cell(language.Say("已上报", "reported"), language.Date(reported), Tone.Good)
                    : new Cell(language.Day(one.ReportBy))))],
            facts.Results.Count > LinesPerSection
            ? language.Say($"另有 {facts.Results.Count - LinesPerSection} 个，见日报工作簿", $"{facts.Results.Count - LinesPerSection} more; see the daily workbook")
            : null);
    }

    private Figures Yesterday()
    {
        var period = new Flow([.. days.Where(day => day.Day >= facts.Frame.From)]);
        var month = new Flow(days);
        var span = facts.Frame.From == facts.Frame.BusinessDate
            ? language.ShortDay(facts.Frame.BusinessDate)
            : $"{language.ShortDay(facts.Frame.From)} – {language.ShortDay(facts.Frame.BusinessDate)}";
        var locks = reader.Changes.Only(OpenItemKind.Lock).OpenItems;
        return new Figures(
        [
            new(language.Say($"订货额 {span}", $"Ordered {span}"), language.Round(period.Lines == 0 ? null : period.Amount), period.Lines == 0
                ? language.Say("没有订单数据", "no orders in the data")
                : language.Say($"{period.Orders} 单 {language.Count(period.Lines)} 行",
                $"{Language.Counted(period.Orders, "order")}, {Language.Counted(period.Lines, "line")}")),
            new(language.Say($"送达率 近 {DailyDigest.TrendDays} 天到期订单", $"Fill rate of what is due, {DailyDigest.TrendDays} days"),
            language.Rate(month.DueFillRate),
                PeriodRate(month.FillRate),
                month.DueFillRate < facts.Goals.FillRate ? Tone.Bad : Tone.Plain),
            shape.Changes.Statements,
            new(language.Say("已锁 / 疑似 / 风险", "Locked / suspected / at risk"),
                $"{Count(locks, "locked")} / {Count(locks, "suspected")} / {Count(locks, "at_risk")}",
                ExposureWords.Amount(language.Round(locks.Sum(change => change.Item.Amount)), language),
                Count(locks, "locked") > 0 ? Tone.Bad : Tone.Plain),
        ]);
    }

    // Goods that came in the period may have been ordered before it: above 100 % the reader is told why.
    private string PeriodRate(decimal? rate) =>
        language.Say($"本期实收÷订货（M2）{language.Rate(rate)}", $"received ÷ ordered in the period (M2): {language.Rate(rate)}")
        + (rate > 1 ? language.Say("，含此前订单的到货", ", with receipts of earlier orders") : "");

    private IEnumerable<Block> FillRate()
    {
        if (days.Count == 0)
        {
            yield break;
        }

        yield return new Heading(language.Say("送达率", "Fill rate"), language.Say(
            $"近 {DailyDigest.TrendDays} 天已到期订单的实收 ÷ 订货，目标 {Goal}（M4.4）",
            $"Received ÷ ordered of what is due, orders of {DailyDigest.TrendDays} days, target {Goal} (M4.4)"));
        yield return new Bars([.. days.GroupBy(day => day.Place.ChainId)
            .Select(chain => (Chain: chain.Key, FillRate: new Flow([.. chain]).DueFillRate))
            .Where(chain => chain.FillRate is not null).OrderBy(chain => chain.FillRate)
            .Select(chain => new Bar(
                facts.Names.Chain(chain.Chain, language), chain.FillRate!.Value, language.Rate(chain.FillRate),
                chain.FillRate < facts.Goals.FillRateAlarm ? Tone.Bad : chain.FillRate < facts.Goals.FillRate ? Tone.Warning
                : Tone.Good))]);
        var byDay = days.ToLookup(day => day.Day);
        yield return TrendGoal.Of(new Trend(
            language.Say($"按订货日，已到期订单的送达率；低于 {Goal} 标黄", $"By order date, of what is due; below {Goal} in yellow"),
            [.. Enumerable.Range(0, DailyDigest.TrendDays).Select(i => facts.Frame.BusinessDate.AddDays(i + 1 - DailyDigest.TrendDays))
                .Select(day => (Day: day, Rate: new Flow([.. byDay[day]]).DueFillRate))
                .Select(day => new TrendPoint(language.ShortDay(day.Day), day.Rate, language.Rate(day.Rate)))],
            facts.Goals.FillRate), language);
    }

    private string Goal => facts.Goals.FillRateText;

    private static int Count(IReadOnlyList<Change> locks, string level) => locks.Count(change => change.Item.Rule == level);
}
