using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Mail;
using KaPipeline.Reconciliation;
using KaPipeline.Rules;
using Npgsql;

namespace KaPipeline.Digests.Daily;

/// <summary>The morning mail of each working day (docs/domain.md#calendar): what came since the last one, what it costs, what to do
/// today.</summary>
public sealed class DailyDigest : IDigest
{
    /// <summary>Days of the fill-rate trend.</summary>
    public const int TrendDays = 28;

    /// <inheritdoc/>
    public string Name => "daily";

    /// <inheritdoc/>
    public IReadOnlyList<string> Workbooks => [ReconciliationAttachment.Workbook, DailyWorkbook.Workbook];

    /// <inheritdoc/>
    public IReadOnlyList<string> FigureNames => [StatedFigure.Ordered, StatedFigure.OrderedAmount, StatedFigure.Received];

    /// <inheritdoc/>
    public bool States(EditionFrame frame, StatedFigure figure) => figure.Day >= TrendFrom(frame) && figure.Day <= frame.BusinessDate;

    /// <summary>One: it states the days of four weeks.</summary>
    public int EditionsCompared => 1;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StatedFigure>> FiguresAsync(NpgsqlConnection connection, EditionFrame frame, Names names,
        CancellationToken ct) =>
        FiguresOf(await OrderFacts.LoadAsync(connection, names, TrendFrom(frame), frame.BusinessDate, ct));

    internal static IReadOnlyList<StatedFigure> FiguresOf(IEnumerable<StoreDay> days) =>
    [
        .. days.Where(day => day.Place.StoreId.Length > 0).SelectMany(day => new[]
        {
            new StatedFigure(day.Place, day.Day, StatedFigure.Ordered, day.OrderedQuantity),
                new StatedFigure(day.Place, day.Day, StatedFigure.OrderedAmount, day.OrderedAmount),
            new StatedFigure(day.Place, day.Day, StatedFigure.Received, day.ReceivedQuantity),
        }),
    ];

    /// <inheritdoc/>
    public async Task<IDigestFacts> LoadAsync(NpgsqlConnection connection, EditionFrame frame, Names names, CancellationToken ct)
    {
        var standing = await OpenItemFacts.LoadAsync(connection, names, frame.ComparedWith, ct);
        var sources = await SourceFacts.LoadAsync(connection, frame.From, frame.BusinessDate, frame.GoesBy, ct);
        var days = await OrderFacts.LoadAsync(connection, names, TrendFrom(frame), frame.BusinessDate, ct);
        var arrived = await ReconciliationAttachment.ChainsWithNewStatementsAsync(connection, frame, ct);
        return new DailyFacts(frame, names, standing, sources, days, arrived)
        {
            Goals = await FillRateGoals.LoadAsync(connection, ct),
            DueToday = await DeadlineFacts.DocumentsAsync(
                connection, names, frame.BusinessDate.AddDays(1), frame.BusinessDate.AddDays(1), ct),
            Work = await WorkFacts.LoadAsync(connection, names, ct),
            Results = await PromotionResult.DueAsync(connection, frame.BusinessDate, ct),
            Rules = await RuleWords.LoadAsync(connection, ct),
        };
    }

    private static DateOnly TrendFrom(EditionFrame frame) => frame.BusinessDate.AddDays(1 - TrendDays);
}

/// <summary>Facts of one daily edition.</summary>
/// <param name="Frame">What it is about.</param>
/// <param name="OpenItems">Breaks, locks, anomalies.</param>
/// <param name="Sources">Feeds and quarantine.</param>
/// <param name="Days">Orders and deliveries per store and day, over the trend.</param>
/// <param name="ChainsWithNewStatements">Chains of which a statement arrived in the edition's period.</param>
public sealed record DailyFacts(
    EditionFrame Frame, Names Names, OpenItemFacts OpenItems, SourceFacts Sources, IReadOnlyList<StoreDay> Days,
    IReadOnlySet<string> ChainsWithNewStatements) : IDigestFacts, ICutToReader<DailyFacts>
{
    /// <summary>What rates are held against.</summary>
    public FillRateGoals Goals { get; init; } = FillRateGoals.None;

    /// <summary>Documents to be reconciled, handed over or paid on the day after the business date.</summary>
    public IReadOnlyList<Deadline> DueToday { get; init; } = [];

    /// <summary>What to deliver first, and what runs out.</summary>
    public WorkFacts Work { get; init; } = WorkFacts.None;

    /// <summary>Promotions whose results are due in these days.</summary>
    public IReadOnlyList<PromotionResult> Results { get; init; } = [];

    /// <summary>Thresholds, for sentences that name one.</summary>
    public RuleWords Rules { get; init; } = RuleWords.None;

    /// <inheritdoc/>
    public DailyFacts CutTo(Recipient reader) => this with
    {
        OpenItems = OpenItems.CutTo(reader),
        Sources = Sources.CutTo(reader, Names),
        Days = [.. Days.Where(day => day.Place.In(reader.Scope))],
        DueToday = DueToday.CutTo(reader, Names),
        Work = Work.CutTo(reader),
        // A promotion is the chain's: what it brought concerns who has all of it.
        Results = [.. Results.Where(result => reader.Scope.Sees(result.ChainId, "", "", ""))],
    };

    /// <inheritdoc/>
    public IEnumerable<WorkbookOrder> WorkbooksFor(Addressee reader, string workbook) => workbook == DailyWorkbook.Workbook
        ? DailyWorkbook.Orders(new Scoped<DailyFacts>(this, reader.Recipient))
        : ReconciliationAttachment.For(
            Frame, Names, reader.Recipient, chain => reader.Changes.Since is null || ChainsWithNewStatements.Contains(chain));

    /// <inheritdoc/>
    public IReadOnlyList<StatedFigure> Figures { get; } = DailyDigest.FiguresOf(Days);

    /// <inheritdoc/>
    public Letter Write(Addressee reader) => new DailyLetter(new Scoped<DailyFacts>(this, reader.Recipient), reader).Write();
}
