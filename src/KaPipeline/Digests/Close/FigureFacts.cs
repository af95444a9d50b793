using Dapper;
using KaPipeline.Digests.Facts;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Digests.Close;

/// <summary>The rows of the figures workbook, read once for all readers, and sums of the same by other queries.</summary>
/// <param name="Sheets">Rows of each sheet.</param>
/// <param name="Sold">Till sales of the month by store, RMB.</param>
/// <param name="Taken">Deductions of the month's statements by chain, RMB.</param>
internal sealed record FigureFacts(
    IReadOnlyDictionary<FigureSheet, IReadOnlyList<FigureLine>> Sheets, IReadOnlyDictionary<Place, decimal> Sold,
    IReadOnlyDictionary<Place, decimal> Taken)
{
    /// <summary>Nothing, for documents that are made without a warehouse.</summary>
    public static FigureFacts None { get; } = new(new Dictionary<FigureSheet, IReadOnlyList<FigureLine>>(),
        new Dictionary<Place, decimal>(), new Dictionary<Place, decimal>());

    /// <summary>Reads them by the clocks of the connection's transaction.</summary>
    public static async Task<FigureFacts> LoadAsync(NpgsqlConnection connection, Names names, DateOnly month, CancellationToken ct)
    {
        var sheets = new Dictionary<FigureSheet, IReadOnlyList<FigureLine>>();
        foreach (var sheet in FigureSheets.Fronts.Prepend(FigureSheets.Stock))
        {
            sheets[sheet] = await sheet.LoadAsync(connection, month, ct);
        }

        var sold = await connection.QueryAsync<(string Chain, string Store, decimal Amount)>(new CommandDefinition(
            """
            select chain_id, store_id, sum(amount) from core.sale
            where sold_on >= @month and sold_on < @next and sold_on <= core.as_of() and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
            group by chain_id, store_id
            """, new { month, next = month.AddMonths(1) }, commandTimeout: 0, cancellationToken: ct));
        var taken = await connection.QueryAsync<(string Chain, decimal Amount)>(new CommandDefinition(
            """
            select line.chain_id, -sum(line.amount) from core.statement_line as line join core.statement as head using (chain_id, statement_number)
            where line.kind = 'deduction' and head.period_to >= @month and head.period_to < @next and head.period_to <= core.as_of()
              and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
              and core.is_known(head.arrived_at, head.recorded_at, head.superseded_at, head.superseded_recorded_at)
            group by line.chain_id
            """, new { month, next = month.AddMonths(1) }, commandTimeout: 0, cancellationToken: ct));
        return new FigureFacts(
            sheets, sold.ToDictionary(row => names.Place(row.Chain, row.Store), row => row.Amount),
            taken.ToDictionary(row => names.Place(row.Chain, null), row => row.Amount));
    }

    /// <summary>What a reader may see: rows about somebody by whose stores they are, others by their place.</summary>
    public FigureFacts CutTo(Recipient reader, PenaltyAndStaffingFacts people) => new(
        Sheets.ToDictionary(sheet => sheet.Key, sheet => (IReadOnlyList<FigureLine>)
            [.. sheet.Value.Where(line => line.About is { } about ? people.Sees(reader, about) : line.Place.In(reader.Scope))]),
        Sold.Where(store => store.Key.In(reader.Scope)).ToDictionary(), Taken.Where(chain => chain.Key.In(reader.Scope)).ToDictionary());

    /// <summary>Rows of a sheet.</summary>
    public IReadOnlyList<FigureLine> Of(FigureSheet sheet) => Sheets.GetValueOrDefault(sheet, []);
}
