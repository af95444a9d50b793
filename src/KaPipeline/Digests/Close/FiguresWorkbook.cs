using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Workbooks;

namespace KaPipeline.Digests.Close;

/// <summary>The figures workbook of one scope: rankings with the last of them, outlets, missing items, coverage, margins and roles, fees,
/// dealers, targets, new products, promotions, papers, and purchase, sales and stock of each store by category and size.</summary>
internal sealed class FiguresWorkbook
{
    /// <summary>Its name in <c>recipients.yaml</c>.</summary>
    public const string Workbook = "figures";

    private readonly CloseFacts facts;
    private readonly bool hasWholeChain;
    private readonly ReportWorkbook workbook;
    private readonly Language language;

    private FiguresWorkbook(Scoped<CloseFacts> scoped, ReportWorkbook workbook) =>
        (facts, hasWholeChain, this.workbook, language) =
        (scoped.Facts, scoped.Facts.Names.HasWholeChain(scoped.Reader.Scope), workbook, Language.Of(scoped.Reader.Language));

    public static WorkbookOrder Order(Scoped<CloseFacts> scoped) => new(
        $"{Workbook} {scoped.Reader.Language} {scoped.Reader.Scope.Key} {scoped.Facts.People.Key(scoped.Reader)}{OwnKey(scoped)}",
        WorkbookName.Of("KA指标", "KA figures", $"{scoped.Facts.Sales.Month:yyyy-MM}", scoped.Reader, scoped.Facts.Names),
        async (_, target, frontsOnly, ct) =>
        {
            var workbook = new ReportWorkbook($"KA 指标 Figures {scoped.Facts.Sales.Month:yyyy-MM}",
                scoped.Facts.Frame.ProducedAt)
            { FrontsOnly = frontsOnly };
            new FiguresWorkbook(scoped, workbook).Write();
            await workbook.SaveAsync(target, ct);
        });

    // A person's own papers are in that person's workbook alone.
    private static string OwnKey(Scoped<CloseFacts> scoped) =>
        scoped.Facts.FigureFacts.Sheets.Values.Any(lines => lines.Any(line => line.About == scoped.Reader.Id)) ? scoped.Reader.Id : "";

    private void Write()
    {
        SheetTable? fees = null;
        foreach (var sheet in FigureSheets.Fronts.Where(sheet => hasWholeChain || !sheet.IsOfChains))
        {
            var table = Front(sheet);
            table.Write();
            fees = sheet == FigureSheets.Fees ? table : fees;
            if (sheet == FigureSheets.Fronts[0])
            {
                Bottom().Write();
            }
        }

        var bought = facts.Sales.Control.Sum(store => store.Value);
        var sold = facts.FigureFacts.Sold.Sum(store => store.Value);
        var stock = Stock(bought, sold);
        workbook.AddDetail(stock);
        new ControlSheet(workbook,
        [
            new("进货额 Bought", bought, stock.Formula(7), "mart.supply_day"),
            new("销售额 Sold", sold, stock.Formula(9), "core.sale"),
            .. fees is null ? (ControlTotal[])[]
            : [new("扣款 Taken", facts.FigureFacts.Taken.Sum(chain => chain.Value), fees.Over(3), "core.statement_line")],
        ]).Write();
    }

    private IEnumerable<object?[]> Rows(FigureSheet sheet) =>
        facts.FigureFacts.Of(sheet).Select(line => sheet.Named(line, facts.Names, language));

    private SheetTable Front(FigureSheet sheet) => new(
        workbook, sheet.Name, $"{facts.Rules.In(sheet.Title)} {facts.Sales.Month:yyyy-MM}，截至 as of {facts.Sales.Month.AddMonths(1).AddDays(-1):yyyy-MM-dd}",
        facts.Rules.In(sheet.Note),
        [.. sheet.Columns.Select(column => column.Column)], [.. Rows(sheet)])
    {
        PrintedColumns = sheet.PrintedColumns,
    };

    private SheetTable Bottom() => new(
        workbook, "末位 Last", facts.Rules.In(
            $"单品与门店后 {{ranking.bottom_count}} 名 Last {{ranking.bottom_count}} SKUs and outlets {facts.Sales.Month:yyyy-MM}"),
        facts.Rules.In("后 {ranking.bottom_count} 名需改进计划，连续 {ranking.escalation_months} 个整月升级（M6.1.6）；并列者按编号。"
            + " An improvement plan each; {ranking.escalation_months|whole month} in a row escalate; equals by their number."),
        [
            new("范围 Scope", Width: 22), new("单品或门店 SKU or outlet", Width: 28), new("供货额 Supply", ColumnKind.Money, 15),
                new("排名 Rank", ColumnKind.Count, 8),
            new("共 Of", ColumnKind.Count, 8), new("连续月数 Months in a row", ColumnKind.Count, 15), new("升级 Escalated", Width: 12),
        ],
        [
            .. facts.Sales.Bottom.OrderBy(row => row.Place is not null).ThenBy(row => row.ScopeKind, StringComparer.Ordinal)
            .ThenBy(row => row.Scope, StringComparer.Ordinal)
                .ThenBy(row => row.Rank)
                .ThenBy(row => row.ProductId ?? row.Place?.ChainId + "|" + row.Place?.StoreId, StringComparer.Ordinal)
                .Select(row => (object?[])
                [
                    row.ScopeKind switch { "national" => Label.Area.Both("national"), "chain" => facts.Names.Chain(row.Scope, language),
                        _ => $"{Label.Area.Of(row.ScopeKind, language)} {facts.Names.Area(row.Scope, language)}" },
                    row.Place is { } place ? facts.Names.Store(place.ChainId, place.StoreId, language)
                    : facts.Names.Product(row.ProductId, language), row.Amount,
                    (decimal)row.Rank, (decimal)row.Count, (decimal)row.Months, row.IsEscalated ? "是 yes" : null,
                ]),
        ]);

    private DetailSheet Stock(decimal bought, decimal sold)
    {
        var rows = Rows(FigureSheets.Stock).ToList();
        return new DetailSheet(
            FigureSheets.Stock.Name, $"{FigureSheets.Stock.Title} {facts.Sales.Month:yyyy-MM}",
            [.. FigureSheets.Stock.Columns.Select((column, i) => new DetailColumn(
                column.Column.Header, column.Column.Kind, column.Column.Width, i switch { 7 => bought, 9 => sold, _ => null }))],
            rows.Count, MemoryRows.Of(rows));
    }
}
