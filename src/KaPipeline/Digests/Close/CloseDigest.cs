using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Mail;
using KaPipeline.Receivables;
using KaPipeline.Reconciliation;
using KaPipeline.Rules;
using Npgsql;

namespace KaPipeline.Digests.Close;

/// <summary>The close of a month, by the 5th (docs/domain.md#calendar): sales and growth, rankings, reconciliation, deductions,
/// exposures, staffing.</summary>
public sealed class CloseDigest : IDigest
{
    /// <summary>Name of its workbook in <c>recipients.yaml</c>.</summary>
    public const string Workbook = "close";

    /// <inheritdoc/>
    public string Name => "close";

    /// <inheritdoc/>
    public IReadOnlyList<string> Workbooks =>
        [Workbook, FiguresWorkbook.Workbook, ReconciliationAttachment.Workbook, ReceivablesWorkbook.Workbook];

    /// <summary>The month that an edition closes: its own when the business date is the month's last day, else the one before.</summary>
    public static DateOnly MonthOf(DateOnly businessDate) =>
        new DateOnly(businessDate.AddDays(1).Year, businessDate.AddDays(1).Month, 1).AddMonths(-1);

    /// <inheritdoc/>
    public IReadOnlyList<string> FigureNames => [StatedFigure.Sales, StatedFigure.Difference];

    /// <inheritdoc/>
    public bool States(EditionFrame frame, StatedFigure figure) =>
        new DateOnly(figure.Day.Year, figure.Day.Month, 1) == MonthOf(frame.BusinessDate);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StatedFigure>> FiguresAsync(NpgsqlConnection connection, EditionFrame frame, Names names,
        CancellationToken ct)
    {
        var month = MonthOf(frame.BusinessDate);
        var last = month.AddMonths(1).AddDays(-1);
        return FiguresOf(last, await SalesFacts.TotalsAsync(connection, names, month, ct),
            await MoneyFacts.StatementsAsync(connection, names, month, last, ct));
    }

    internal static IReadOnlyList<StatedFigure> FiguresOf(DateOnly last, IReadOnlyDictionary<Place, decimal> sales,
        IEnumerable<StatementFact> statements) =>
    [
        .. sales.Select(store => new StatedFigure(store.Key, last, StatedFigure.Sales, store.Value)),
        .. statements.Select(statement =>
        new StatedFigure(statement.Place, statement.PeriodTo, StatedFigure.Difference, statement.Difference, statement.Number)),
    ];

    /// <inheritdoc/>
    public async Task<IDigestFacts> LoadAsync(NpgsqlConnection connection, EditionFrame frame, Names names, CancellationToken ct)
    {
        var month = MonthOf(frame.BusinessDate);
        var last = month.AddMonths(1).AddDays(-1);
        var standing = await OpenItemFacts.LoadAsync(connection, names, frame.ComparedWith, ct);
        var sources = await SourceFacts.LoadAsync(connection, month, last, frame.GoesBy, ct);
        var sales = await SalesFacts.LoadAsync(connection, names, month, ct);
        var money = await MoneyFacts.LoadAsync(connection, names, month, last, ct);

        // A month's figures and exposures are judged on its last evening, by what is known now: what the days since brought belongs to the
        // next.
        await frame.Clock.ForMonth(month).ApplyAsync(connection, ct);
        var people = await PenaltyAndStaffingFacts.LoadAsync(connection, names, month, ct);
        var figures = await FigureFacts.LoadAsync(connection, names, month, ct);
        await frame.Clock.ApplyAsync(connection, ct);
        return new CloseFacts(frame, names, standing, sources, sales, money, people)
        {
            FigureFacts = figures, Rules = await RuleWords.LoadAsync(connection, ct),
        };
    }
}

/// <summary>Facts of one close.</summary>
/// <param name="Frame">What it is about.</param>
/// <param name="OpenItems">Breaks, locks, anomalies.</param>
/// <param name="Sources">Feeds and quarantine.</param>
/// <param name="Sales">Sales and rankings.</param>
/// <param name="Money">Statements, deductions, receivables.</param>
/// <param name="People">Exposures and staffing.</param>
public sealed record CloseFacts(
    EditionFrame Frame, Names Names, OpenItemFacts OpenItems, SourceFacts Sources, SalesFacts Sales, MoneyFacts Money,
    PenaltyAndStaffingFacts People)
    : IDigestFacts, ICutToReader<CloseFacts>
{
    /// <inheritdoc/>
    public CloseFacts CutTo(Recipient reader) => this with
    {
        OpenItems = OpenItems.CutTo(reader),
        Sources = Sources.CutTo(reader, Names),
        Sales = Sales.CutTo(reader),
        Money = Money.CutTo(reader),
        People = People.CutTo(reader),
        FigureFacts = FigureFacts.CutTo(reader, People),
    };

    /// <summary>Thresholds, for sentences that name one.</summary>
    public RuleWords Rules { get; init; } = RuleWords.None;

    /// <summary>Rows of the figures workbook.</summary>
    internal FigureFacts FigureFacts { get; init; } = FigureFacts.None;

    /// <inheritdoc/>
    public IReadOnlyList<StatedFigure> Figures { get; } =
        CloseDigest.FiguresOf(Sales.Month.AddMonths(1).AddDays(-1), Sales.Control, Money.Statements);

    /// <inheritdoc/>
    public IEnumerable<WorkbookOrder> WorkbooksFor(Addressee reader, string workbook) => workbook switch
    {
        CloseDigest.Workbook => [CloseWorkbook.Order(new Scoped<CloseFacts>(this, reader.Recipient))],
        FiguresWorkbook.Workbook => [FiguresWorkbook.Order(new Scoped<CloseFacts>(this, reader.Recipient))],
        ReceivablesWorkbook.Workbook => ReceivablesWorkbook.Orders(Frame, Names, new Scoped<MoneyFacts>(Money, reader.Recipient)),
        _ => ReconciliationAttachment.For(Frame, Names, reader.Recipient, _ => true),
    };

    /// <inheritdoc/>
    public Letter Write(Addressee reader) => new CloseLetter(new Scoped<CloseFacts>(this, reader.Recipient), reader).Write();
}
