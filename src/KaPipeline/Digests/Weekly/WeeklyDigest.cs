using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Receivables;
using Npgsql;

namespace KaPipeline.Digests.Weekly;

/// <summary>The managers' mail of the first working day of each week (docs/domain.md#calendar): trends, rankings, oldest breaks,
/// receivables, deadlines
/// of two weeks.</summary>
public sealed class WeeklyDigest : IDigest
{
    /// <summary>Weeks of the trends.</summary>
    public const int Weeks = 8;

    /// <inheritdoc/>
    public string Name => "weekly";

    /// <inheritdoc/>
    public IReadOnlyList<string> Workbooks => [ReceivablesWorkbook.Workbook];

    /// <inheritdoc/>
    public IReadOnlyList<string> FigureNames =>
        [StatedFigure.WeekAmount, StatedFigure.WeekDue, StatedFigure.WeekReceived, StatedFigure.Overdue];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StatedFigure>> FiguresAsync(NpgsqlConnection connection, EditionFrame frame, Names names,
        CancellationToken ct) => FiguresOf(
        frame, await FlowFacts.LoadAsync(connection, names, frame.BusinessDate.AddDays(-6), frame.BusinessDate, ct),
        await MoneyFacts.ReceivablesAsync(connection, names, ct));

    internal static IReadOnlyList<StatedFigure> FiguresOf(EditionFrame frame, IEnumerable<StoreDay> days,
        IEnumerable<ReceivableFact> receivables) =>
    [
        .. days.Where(day => day.Place.StoreId.Length > 0 && day.Day > frame.BusinessDate.AddDays(-7)).GroupBy(day => day.Place)
        .SelectMany(store => new[]
        {
            new StatedFigure(store.Key, frame.BusinessDate, StatedFigure.WeekAmount, store.Sum(day => day.OrderedAmount)),
            new StatedFigure(store.Key, frame.BusinessDate, StatedFigure.WeekDue, store.Sum(day => day.DueQuantity)),
            new StatedFigure(store.Key, frame.BusinessDate, StatedFigure.WeekReceived, store.Sum(day => day.DueReceived)),
        }),
        .. receivables.GroupBy(item => item.Place).Select(place => new StatedFigure(
            place.Key, frame.BusinessDate, StatedFigure.Overdue, place.Where(item => item.DaysOverdue > 0).Sum(item => item.Open),
            place.Key.Region)),
    ];

    /// <inheritdoc/>
    public async Task<IDigestFacts> LoadAsync(NpgsqlConnection connection, EditionFrame frame, Names names, CancellationToken ct) =>
        new WeeklyFacts(
        frame, names,
        await OpenItemFacts.LoadAsync(connection, names, frame.ComparedWith, ct),
        await SourceFacts.LoadAsync(connection, frame.From, frame.BusinessDate, frame.GoesBy, ct),
        await FlowFacts.LoadAsync(connection, names, frame.BusinessDate.AddDays(1 - (7 * Weeks)), frame.BusinessDate, ct),
        await DeadlineFacts.LoadAsync(connection, names, frame.BusinessDate.AddDays(1), frame.BusinessDate.AddDays(14), ct),
        await MoneyFacts.LoadAsync(connection, names, frame.BusinessDate.AddDays(-62), frame.BusinessDate, ct))
        {
            Goals = await Goals.LoadAsync(connection, ct),
            Plans = await PlanFact.LoadAsync(connection, ct),
        };
}

/// <summary>Facts of one weekly edition.</summary>
/// <param name="Frame">What it is about.</param>
/// <param name="OpenItems">Breaks, locks, anomalies.</param>
/// <param name="Sources">Feeds and quarantine.</param>
/// <param name="Days">Orders and deliveries per store and day.</param>
/// <param name="Deadlines">What falls due.</param>
/// <param name="Money">Statements and receivables.</param>
public sealed record WeeklyFacts(
    EditionFrame Frame, Names Names, OpenItemFacts OpenItems, SourceFacts Sources, IReadOnlyList<StoreDay> Days,
    IReadOnlyList<Deadline> Deadlines, MoneyFacts Money) : IDigestFacts, ICutToReader<WeeklyFacts>
{
    /// <summary>What rates are held against.</summary>
    public Goals Goals { get; init; } = Goals.None;

    /// <summary>Plans of improvement for the last five outlets and items.</summary>
    public IReadOnlyList<PlanFact> Plans { get; init; } = [];

    /// <inheritdoc/>
    public WeeklyFacts CutTo(Recipient reader) => this with
    {
        OpenItems = OpenItems.CutTo(reader),
        Sources = Sources.CutTo(reader, Names),
        Days = [.. Days.Where(day => day.Place.In(reader.Scope))],
        Deadlines = Deadlines.CutTo(reader, Names),
        Money = Money.CutTo(reader),
        Plans = [.. Plans.Where(plan => reader.Scope.Sees(plan.ChainId, plan.Region, plan.City, plan.StoreId))],
    };

    /// <inheritdoc/>
    public IReadOnlyList<StatedFigure> Figures { get; } = WeeklyDigest.FiguresOf(Frame, Days, Money.Receivables);

    /// <inheritdoc/>
    public IEnumerable<WorkbookOrder> Books(Addressee reader, string workbook) =>
        ReceivablesWorkbook.Orders(Frame, Names, new Scoped<MoneyFacts>(Money, reader.Recipient));

    /// <inheritdoc/>
    public Letter Write(Addressee reader) => new WeeklyLetter(new Scoped<WeeklyFacts>(this, reader.Recipient), reader).Write();
}

/// <summary>Writes the weekly letter of one reader.</summary>
internal sealed class WeeklyLetter(Scoped<WeeklyFacts> scoped, Addressee reader)
{
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
            Figures(), .. shape.Changes.Table(), .. Trends(), .. Stores(), .. shape.Changes.Oldest(8), .. shape.Changes.Fresh(5),
            .. new PlanBlocks(facts.Names, language).Of(facts.Plans),
            .. new ReceivableBlocks(facts.Names, language, facts.Frame.BusinessDate).Of(facts.Money.Receivables),
            .. deadlines.Disputes(facts.OpenItems.Items, facts.Frame.BusinessDate.AddDays(1), facts.Frame.BusinessDate.AddDays(14), 8),
            .. deadlines.Of(language.Say("未来两周的期限", "Deadlines of the coming two weeks"), facts.Deadlines, 16),
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
        yield return GoalWords.Of(new Trend(
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
            .OrderBy(store => store.Flow.DueFillRate).Take(5).ToList();
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
