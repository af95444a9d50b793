using KaPipeline.Claims;
using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;

namespace KaPipeline.Digests.Weekly;

/// <summary>Writes the weekly letter of one reader.</summary>
internal sealed class WeeklyLetter(Scoped<WeeklyFacts> scoped, Addressee reader)
{
    private const int OldestLines = 8;
    private const int FreshLines = 5;
    private const int DisputeLines = 8;
    private const int DeadlineLines = 16;
    private const int LowestStores = 5;

    private readonly WeeklyFacts facts = scoped.Facts;
    private readonly Language language = reader.Language;
    private readonly LetterShape<WeeklyFacts> shape = new(scoped, reader);
    private readonly IReadOnlyList<StoreDay> days = scoped.Facts.Days;
    private readonly DeadlineBlocks deadlines = new(scoped.Facts.Names, reader.Language);

    public Letter Write() => shape.Of(
        language.Say($"重点客户周报 至 {language.Day(facts.Frame.BusinessDate)}",
        $"Key accounts weekly, to {language.Day(facts.Frame.BusinessDate)}"),
        shape.Changes.Headline,
        [
            Figures(), .. shape.Changes.Table(), .. Trends(), .. Stores(), .. shape.Changes.Oldest(OldestLines),
            .. shape.Changes.Fresh(FreshLines),
            .. new ImprovementPlanBlocks(facts.Names, facts.Rules, language).Of(facts.Plans),
            .. new InspectionBlocks(facts.Names, language).Of(facts.Inspections),
            .. new ReceivableBlocks(facts.Names, language, facts.Frame.BusinessDate).Of(facts.Money.Receivables),
            .. deadlines.Disputes(facts.OpenItems.Items, facts.Frame.BusinessDate.AddDays(1),
                facts.Frame.BusinessDate.AddDays(DisputeDeadline.NearDays), DisputeLines),
            .. deadlines.Of(language.Say("未来两周的期限", "Deadlines of the coming two weeks"), facts.Deadlines, DeadlineLines),
        ],
        shape.Changes.Sentence, NoData);

    // Weeks before are known and this one is not.
    private string? NoData => days.Count > 0 && Week(0).Days.All(day => day.LineCount == 0 && day.ReceivedQuantity == 0)
        ? language.Say("本周没有订单和送货数据：以下为此前的情况",
        "No data on orders or deliveries for this week: the figures below are from before") : null;

    private DateOnly WeekStart(int back) => facts.Frame.BusinessDate.AddDays(-6 - (7 * back));

    private Flow Week(int back) => new([.. days.Where(day => day.Day >= WeekStart(back) && day.Day <= WeekStart(back).AddDays(6))]);

    private Figures Figures()
    {
        var (now, before) = (Week(0), Week(1));
        var overdue = facts.Money.Receivables.Where(item => item.DaysOverdue > 0).Sum(item => item.Open);
        var open = facts.Money.Receivables.Sum(item => item.Open);
        List<Figure> figures =
        [
            new(language.Say("本周订货额", "Ordered this week"), language.Round(now.Lines == 0 ? null : now.Amount),
                GrowthWords.OnLastWeek(now.Lines == 0 ? null : now.Amount, before.Lines == 0 ? null : before.Amount, language)),
            new(language.Say("送达率（已到期）", "Fill rate (due)"), language.Rate(now.DueFillRate),
                language.Say($"上周 {language.Rate(before.DueFillRate)}", $"last week {language.Rate(before.DueFillRate)}"),
                now.DueFillRate < facts.Goals.FillRate ? Tone.Bad : Tone.Plain),
            shape.Changes.Statements,
        ];

        // Receivables are an account's; for who has none, zero would be false.
        if (facts.Names.Settles(reader.Scope))
        {
            figures.Add(new(language.Say("逾期应收", "Overdue"), language.Round(overdue),
                language.Say($"应收 {language.Round(open)}", $"of {language.Round(open)}"),
                overdue > 0 ? Tone.Bad : Tone.Plain));
        }

        return new Figures(figures);
    }

    private IEnumerable<Block> Trends()
    {
        yield return new Heading(language.Say("趋势", "Trends"),
            language.Say($"近 {WeeklyDigest.Weeks} 周，每柱一周", $"Last {WeeklyDigest.Weeks} weeks, one column each"));
        var weeks = Enumerable.Range(0, WeeklyDigest.Weeks).Reverse()
            .Select(back => (Label: language.ShortDay(WeekStart(back)), Flow: Week(back))).ToList();
        yield return new Trend(
            language.Say("订货额（元）", "Ordered (RMB)"),
            [.. weeks.Select(week => new TrendPoint(week.Label, week.Flow.Lines == 0 ? null : week.Flow.Amount,
            language.Round(week.Flow.Lines == 0 ? null : week.Flow.Amount)))]);
        yield return TrendGoal.Of(new Trend(
            language.Say($"已到期订单送达率，目标 {facts.Goals.FillRateText}", $"Fill rate of what is due, target {facts.Goals.FillRateText}"),
            [.. weeks.Select(week => new TrendPoint(week.Label, week.Flow.DueFillRate, language.Rate(week.Flow.DueFillRate)))],
            facts.Goals.FillRate), language);
    }

    private IEnumerable<Block> Stores()
    {
        var stores = days.Where(day => day.Day >= WeekStart(0)).GroupBy(day => day.Place)
            .Select(store => (Place: store.Key, Flow: new Flow([.. store]))).ToList();
        if (stores.Count == 0)
        {
            yield break;
        }

        var chains = stores.GroupBy(store => store.Place.ChainId)
            .Select(chain => (Chain: chain.Key, Amount: chain.Sum(store => store.Flow.Amount))).OrderByDescending(chain => chain.Amount)
            .ToList();
        yield return new Heading(language.Say("本周订货额排名", "Ranking by orders this week"));
        yield return new Bars([.. chains.Select(chain => new Bar(
            facts.Names.Chain(chain.Chain, language), chain.Amount / Math.Max(1, chains[0].Amount), language.Round(chain.Amount)))]);
        var worst = stores.Where(store => store.Flow.DueFillRate is not null && store.Flow.Days.Any(day => day.ShortLines > 0))
            .OrderBy(store => store.Flow.DueFillRate).Take(LowestStores).ToList();
        yield return new Heading(
            language.Say("送达率最低的门店", "Stores with the lowest fill rate"), worst.Count == 0
            ? language.Say("本周没有缺货的门店", "No store was delivered short this week") : null);
        if (worst.Count == 0)
        {
            yield break;
        }

        yield return new Grid(
            [new(language.Say("门店", "Store")), new(language.Say("送达率", "Fill rate"), true), new(language.Say("缺货行", "Short lines"), true)],
            [.. worst.Select(store => new Row(
                new Cell(facts.Names.Store(store.Place.ChainId, store.Place.StoreId, language),
                    facts.Names.Chain(store.Place.ChainId, language)),
                new Cell(language.Rate(store.Flow.DueFillRate), Tone: store.Flow.DueFillRate < facts.Goals.FillRate ? Tone.Bad
                : Tone.Plain),
                language.Count(store.Flow.Days.Sum(day => day.ShortLines))))]);
    }
}
