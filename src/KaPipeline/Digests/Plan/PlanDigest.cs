using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Items;
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
    public IEnumerable<WorkbookOrder> WorkbooksFor(Addressee reader, string workbook) =>
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
