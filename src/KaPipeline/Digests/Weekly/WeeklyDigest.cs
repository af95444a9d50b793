using KaPipeline.Claims;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Mail;
using KaPipeline.Receivables;
using KaPipeline.Rules;
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
        frame, await OrderFacts.LoadAsync(connection, names, frame.BusinessDate.AddDays(-6), frame.BusinessDate, ct),
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
        await OrderFacts.LoadAsync(connection, names, frame.BusinessDate.AddDays(1 - (7 * Weeks)), frame.BusinessDate, ct),
        await DeadlineFacts.LoadAsync(
            connection, names, frame.BusinessDate.AddDays(1), frame.BusinessDate.AddDays(DisputeDeadline.NearDays), ct),
        await MoneyFacts.LoadAsync(connection, names, frame.BusinessDate.AddDays(-62), frame.BusinessDate, ct))
        {
            Goals = await FillRateGoals.LoadAsync(connection, ct),
            Plans = await ImprovementPlanFact.LoadAsync(connection, ct),
            Rules = await RuleWords.LoadAsync(connection, ct),
            Inspections = await InspectionFacts.LoadAsync(connection, frame.BusinessDate.AddDays(-6), frame.BusinessDate, ct),
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
    public FillRateGoals Goals { get; init; } = FillRateGoals.None;

    /// <summary>Plans of improvement for the last outlets and items.</summary>
    public IReadOnlyList<ImprovementPlanFact> Plans { get; init; } = [];

    /// <summary>Thresholds, for sentences that name one.</summary>
    public RuleWords Rules { get; init; } = RuleWords.None;

    /// <summary>What was seen in stores in the week.</summary>
    public InspectionFacts Inspections { get; init; } = InspectionFacts.None;

    /// <inheritdoc/>
    public WeeklyFacts CutTo(Recipient reader) => this with
    {
        OpenItems = OpenItems.CutTo(reader),
        Sources = Sources.CutTo(reader, Names),
        Days = [.. Days.Where(day => day.Place.In(reader.Scope))],
        Deadlines = Deadlines.CutTo(reader, Names),
        Money = Money.CutTo(reader),
        Plans = [.. Plans.Where(plan => reader.Scope.Sees(plan.ChainId, plan.Region, plan.City, plan.StoreId))],
        Inspections = Inspections.CutTo(reader),
    };

    /// <inheritdoc/>
    public IReadOnlyList<StatedFigure> Figures { get; } = WeeklyDigest.FiguresOf(Frame, Days, Money.Receivables);

    /// <inheritdoc/>
    public IEnumerable<WorkbookOrder> WorkbooksFor(Addressee reader, string workbook) =>
        ReceivablesWorkbook.Orders(Frame, Names, new Scoped<MoneyFacts>(Money, reader.Recipient));

    /// <inheritdoc/>
    public Letter Write(Addressee reader) => new WeeklyLetter(new Scoped<WeeklyFacts>(this, reader.Recipient), reader).Write();
}
