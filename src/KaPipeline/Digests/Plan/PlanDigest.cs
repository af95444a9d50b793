using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Items;
using KaPipeline.Labels;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Digests.Plan;

/// <summary>Next month's plan, by the 25th (docs/domain.md#calendar, J): targets by week, day and SKU, dates due, new-product
/// deadlines.</summary>
public sealed class PlanDigest : IDigest
{
    /// <summary>Name of its workbook in <c>recipients.yaml</c>.</summary>
    public const string Workbook = "plan";

    /// <inheritdoc/>
    public string Name => "plan";

    /// <inheritdoc/>
    public IReadOnlyList<string> Workbooks => [Workbook, ItemWorkbook.Workbook];

    /// <inheritdoc/>
    public IReadOnlyList<string> FigureNames => [StatedFigure.Target, StatedFigure.SalesSoFar];

    /// <inheritdoc/>
    public bool States(EditionFrame frame, StatedFigure figure) =>
        figure.Day == (figure.Name == StatedFigure.Target ? Next(frame).AddMonths(1).AddDays(-1) : frame.BusinessDate);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StatedFigure>> FiguresAsync(NpgsqlConnection connection, EditionFrame frame, Names names,
        CancellationToken ct) => FiguresOf(
        frame, await TargetFacts.TotalsAsync(connection, names, Next(frame), ct),
        await SalesFacts.TotalsAsync(connection, names, Next(frame).AddMonths(-1), ct));

    internal static IReadOnlyList<StatedFigure> FiguresOf(
        EditionFrame frame, IReadOnlyDictionary<Place, decimal> targets, IReadOnlyDictionary<Place, decimal> sales) =>
    [
        .. targets.Select(target => new StatedFigure(target.Key, Next(frame).AddMonths(1).AddDays(-1), StatedFigure.Target, target.Value)),
        .. sales.Select(store => new StatedFigure(store.Key, frame.BusinessDate, StatedFigure.SalesSoFar, store.Value)),
    ];

    private static DateOnly Next(EditionFrame frame) => new DateOnly(frame.BusinessDate.Year, frame.BusinessDate.Month, 1).AddMonths(1);

    /// <inheritdoc/>
    public async Task<IDigestFacts> LoadAsync(NpgsqlConnection connection, EditionFrame frame, Names names, CancellationToken ct)
    {
        var next = Next(frame);
        return new PlanFacts(
            frame, names,
            await OpenItemFacts.LoadAsync(connection, names, frame.ComparedWith, ct),
            await SourceFacts.LoadAsync(connection, frame.From, frame.BusinessDate, frame.GoesBy, ct),
            await TargetFacts.LoadAsync(connection, names, next, ct),
            await SalesFacts.LoadAsync(connection, names, next.AddMonths(-1), ct),
            await DeadlineFacts.LoadAsync(connection, names, frame.BusinessDate.AddDays(1), next.AddMonths(1).AddDays(-1), ct))
        {
            Items = await ItemFacts.LoadAsync(connection, names, ct),
        };
    }
}

/// <summary>Facts of one plan edition.</summary>
/// <param name="Frame">What it is about.</param>
/// <param name="OpenItems">Breaks, locks, anomalies.</param>
/// <param name="Sources">Feeds and quarantine.</param>
/// <param name="Targets">Next month's targets.</param>
/// <param name="Sales">This month's sales so far, the base where no target is set.</param>
/// <param name="Deadlines">What falls due to the end of next month.</param>
public sealed record PlanFacts(
    EditionFrame Frame, Names Names, OpenItemFacts OpenItems, SourceFacts Sources, TargetFacts Targets, SalesFacts Sales,
    IReadOnlyList<Deadline> Deadlines) : IDigestFacts, ICutToReader<PlanFacts>
{
    /// <summary>Item lists, and what the master data lack.</summary>
    public ItemFacts Items { get; init; } = ItemFacts.None(Names);

    /// <inheritdoc/>
    public PlanFacts CutTo(Recipient reader) => this with
    {
        OpenItems = OpenItems.CutTo(reader),
        Sources = Sources.CutTo(reader, Names),
        Targets = Targets.CutTo(reader),
        Sales = Sales.CutTo(reader),
        Deadlines = Deadlines.CutTo(reader, Names),
        Items = Items.CutTo(reader),
    };

    /// <inheritdoc/>
    public IReadOnlyList<StatedFigure> Figures { get; } = PlanDigest.FiguresOf(Frame, Targets.Control, Sales.Control);

    /// <inheritdoc/>
    public IEnumerable<WorkbookOrder> Books(Addressee reader, string workbook) =>
    [
        workbook == ItemWorkbook.Workbook ? ItemOrder(reader.Recipient)
            : PlanWorkbook.Order(new Scoped<PlanFacts>(this, reader.Recipient)),
    ];

    private WorkbookOrder ItemOrder(Recipient reader) => new(
        $"{ItemWorkbook.Workbook} {reader.Language} {reader.Scope.Key}",
        WorkbookName.Of("KA品项资料", "KA item list", $"{Frame.BusinessDate:yyyy-MM-dd}", reader, Names),
        (_, target, frontsOnly, ct) =>
            ItemWorkbook.SaveAsync(new Scoped<ItemFacts>(Items, reader), Frame.BusinessDate, Frame.ProducedAt, target, frontsOnly, ct));

    /// <inheritdoc/>
    public Letter Write(Addressee reader) => new PlanLetter(new Scoped<PlanFacts>(this, reader.Recipient), reader).Write();
}

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
            $"{changes} changes since the end of last month, {gaps} gaps in the master data; codes, prices and who mends what are in the workbook (M6.1.2)"));
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
                $"{week.Week}  {language.ShortDay(week.From)} – {language.ShortDay(week.To)}",
                week.Amount / Math.Max(1, weeks.Max(other => other.Amount)), language.Round(week.Amount)))]);
        }
    }

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
                lines.Count > 10 ? language.Say($"另有 {lines.Count - 10} 个产品，见附件工作簿", $"{lines.Count - 10} more products; see the workbook")
                : null);
        }
    }
}
