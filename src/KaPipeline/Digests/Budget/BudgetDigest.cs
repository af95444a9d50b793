using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Mail;
using KaPipeline.Rules;
using Npgsql;

namespace KaPipeline.Digests.Budget;

/// <summary>Next month's fee budget, by the 15th (docs/domain.md#calendar, M5.6.1): contract against month to date, promotions to file,
/// fee ratio.</summary>
public sealed class BudgetDigest : IDigest
{
    /// <summary>Name of its workbook in <c>recipients.yaml</c>.</summary>
    public const string Workbook = "budget";

    /// <inheritdoc/>
    public string Name => "budget";

    /// <inheritdoc/>
    public IReadOnlyList<string> Workbooks => [Workbook];

    /// <inheritdoc/>
    public IReadOnlyList<string> FigureNames => [StatedFigure.FeeNext, StatedFigure.FeeTaken];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StatedFigure>> FiguresAsync(NpgsqlConnection connection, EditionFrame frame, Names names,
        CancellationToken ct) =>
        FiguresOf(frame, await FeeFacts.FeesAsync(connection, MonthOf(frame), ct));

    internal static IReadOnlyList<StatedFigure> FiguresOf(EditionFrame frame, IEnumerable<FeeFact> fees) =>
    [
        .. fees.SelectMany(fee => new[]
        {
            new StatedFigure(new Place(fee.ChainId, "", "", ""), frame.BusinessDate, StatedFigure.FeeNext, fee.NextMonth ?? 0, fee.FeeCode),
            new StatedFigure(new Place(fee.ChainId, "", "", ""), frame.BusinessDate, StatedFigure.FeeTaken, fee.MonthToDate, fee.FeeCode),
        }),
    ];

    private static DateOnly MonthOf(EditionFrame frame) => new(frame.BusinessDate.Year, frame.BusinessDate.Month, 1);

    /// <inheritdoc/>
    public async Task<IDigestFacts> LoadAsync(NpgsqlConnection connection, EditionFrame frame, Names names, CancellationToken ct)
    {
        var month = MonthOf(frame);
        return new BudgetFacts(
            frame, names,
            await OpenItemFacts.LoadAsync(connection, names, frame.ComparedWith, ct),
            await SourceFacts.LoadAsync(connection, month, frame.BusinessDate, frame.GoesBy, ct),
            await FeeFacts.LoadAsync(connection, month, ct))
        {
            Special = await SpecialFee.AroundAsync(connection, month, ct),
            Rules = await RuleWords.LoadAsync(connection, ct),
        };
    }
}

/// <summary>Facts of one budget edition.</summary>
/// <param name="Frame">What it is about.</param>
/// <param name="OpenItems">Breaks, locks, anomalies.</param>
/// <param name="Sources">Feeds and quarantine.</param>
/// <param name="Fees">Fees and promotions.</param>
public sealed record BudgetFacts(EditionFrame Frame, Names Names, OpenItemFacts OpenItems, SourceFacts Sources, FeeFacts Fees)
    : IDigestFacts, ICutToReader<BudgetFacts>
{
    /// <summary>Special fees of this month and later, and earlier ones that are not settled.</summary>
    public IReadOnlyList<SpecialFee> Special { get; init; } = [];

    /// <summary>Thresholds, for sentences that name one.</summary>
    public RuleWords Rules { get; init; } = RuleWords.None;

    /// <summary>Fees are the chain's: they are shown to readers who have the whole chain; promotions to those who have any of its
    /// stores.</summary>
    public BudgetFacts CutTo(Recipient reader)
    {
        bool Whole(string chain) => reader.Scope.Sees(chain, "", "", "");
        return this with
        {
            OpenItems = OpenItems.CutTo(reader),
            Sources = Sources.CutTo(reader, Names),
            Special = [.. Special.Where(fee => Whole(fee.ChainId))],
            Fees = Fees with
            {
                Fees = [.. Fees.Fees.Where(fee => Whole(fee.ChainId))],
                Goods = Fees.Goods.Where(chain => Whole(chain.Key)).ToDictionary(),
                Control = Fees.Control.Where(chain => Whole(chain.Key)).ToDictionary(),
                Promotions = [.. Fees.Promotions.Where(promotion => Names.Touches(reader.Scope, promotion.ChainId))],
            },
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<StatedFigure> Figures { get; } = BudgetDigest.FiguresOf(Frame, Fees.Fees);

    /// <inheritdoc/>
    public IEnumerable<WorkbookOrder> WorkbooksFor(Addressee reader, string workbook) =>
        [BudgetWorkbook.Order(new Scoped<BudgetFacts>(this, reader.Recipient))];

    /// <inheritdoc/>
    public Letter Write(Addressee reader) => new BudgetLetter(new Scoped<BudgetFacts>(this, reader.Recipient), reader).Write();
}
