using Dapper;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Digests.Facts;

/// <summary>Supply less returns of one product in one store in one month.</summary>
/// <param name="Place">The store.</param>
/// <param name="Month">First day of the month.</param>
/// <param name="Quantity">Sales units, net.</param>
/// <param name="Amount">RMB, VAT excluded; null without supply (a row of till sales or stock alone).</param>
public sealed record SalesRow(Place Place, string ProductId, DateOnly Month, decimal Quantity, decimal? Amount);

/// <summary>A product or store among the last of its scope, with how many months in a row.</summary>
/// <param name="ScopeKind">national, region, chain, city.</param>
/// <param name="Scope">Region, chain or city; empty for national.</param>
/// <param name="ProductId">Product; null in a ranking of stores.</param>
/// <param name="Place">Store; null in a ranking of products.</param>
/// <param name="Amount">RMB of the month, VAT excluded.</param>
/// <param name="Rank">Rank, 1 is the largest.</param>
/// <param name="Count">How many were ranked.</param>
/// <param name="Months">Months in a row among the last.</param>
/// <param name="IsEscalated">As many months in a row as <c>ranking.escalation_months</c> says (M6.1.6).</param>
public sealed record BottomRow(
    string ScopeKind, string Scope, string? ProductId, Place? Place, decimal Amount, int Rank, int Count, int Months, bool IsEscalated);

/// <summary>Sales of a month, the month before and the same month a year ago, and who is last.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Rows">All three months.</param>
/// <param name="Bottom">Products and stores among the last of their scope (<c>ranking.bottom_count</c>).</param>
/// <param name="Control">The month's sum per store, by another query than the rows.</param>
public sealed record SalesFacts(
    DateOnly Month, IReadOnlyList<SalesRow> Rows, IReadOnlyList<BottomRow> Bottom, IReadOnlyDictionary<Place, decimal> Control)
    : ICutToReader<SalesFacts>
{
    private readonly HashSet<(string Chain, DateOnly Month)> known =
        [.. Rows.Where(row => row.Amount is not null && !IsCoarse(row)).Select(row => (row.Place.ChainId, row.Month))];

    // Months of which the opening balances know no more than totals: what stores or items had of them nobody knows.
    private readonly HashSet<(string Chain, DateOnly Month)> coarse =
        [.. Rows.Where(IsCoarse).Select(row => (row.Place.ChainId, row.Month))];

    private sealed record Line(string ChainId, string StoreId, string ProductId, DateOnly Month, decimal Quantity, decimal? Amount);

    private sealed record BottomLine(
        string ScopeKind, string Scope, string? ProductId, string? ChainId, string? StoreId, decimal Amount, long SubjectRank,
        long SubjectCount,
        int MonthsInBottom, bool IsEscalated);

    /// <summary>What a reader may see; whether anything is known of a chain's month is known to all.</summary>
    public SalesFacts CutTo(Recipient reader) => this with
    {
        Rows = [.. Rows.Where(row => row.Place.In(reader.Scope))],
        Bottom = [.. Bottom.Where(row => Sees(reader.Scope, row))],
        Control = Control.Where(store => store.Key.In(reader.Scope)).ToDictionary(),
    };

    private static bool IsCoarse(SalesRow row) => row.Place.StoreId.Length == 0 || row.ProductId.Length == 0;

    // A store's place is its reader's; an item's where all that was ranked is.
    private static bool Sees(Scope scope, BottomRow row) => row.Place is { } place ? place.In(scope) : row.ScopeKind switch
    {
        "national" => scope.IsAll,
        "region" => scope.Sees("", row.Scope, "", ""),
        _ => scope.Sees(row.Scope, "", "", ""),
    };

    /// <summary>Reads them.</summary>
    /// <param name="connection">With a transaction in which the clocks are set.</param>
    /// <param name="names">Names by the same clocks.</param>
    /// <param name="month">First day of the month.</param>
    /// <param name="ct">Stops the queries.</param>
    public static async Task<SalesFacts> LoadAsync(NpgsqlConnection connection, Names names, DateOnly month, CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var rows = await connection.QueryAsync<Line>(new CommandDefinition(
            """
            select chain_id, store_id, product_id, month, coalesce(supplied_quantity, 0) - coalesce(returned_quantity, 0) as quantity,
                   supply_amount as amount
            from mart.sales_month where month = any (@months)
              and (chain_id, month) not in (select chain_id, month from mart.opening_sale)
            union all
            select chain_id, store_id, product_id, month, coalesce(quantity, 0), amount from mart.opening_sale where month = any (@months)
            """, new { months = new[] { month, month.AddMonths(-1), month.AddYears(-1) } }, commandTimeout: 0, cancellationToken: ct));
        var bottom = await connection.QueryAsync<BottomLine>(new CommandDefinition(
            """
            select scope_kind, scope, product_id, null::text as chain_id, null::text as store_id, amount, subject_rank::bigint as subject_rank,
                   subject_count::bigint as subject_count, months_in_bottom::integer as months_in_bottom, is_escalated
            from mart.sku_ranking where month = @month and is_bottom
            union all
            select scope_kind, scope, null, chain_id, store_id, amount, subject_rank::bigint, subject_count::bigint, months_in_bottom::integer, is_escalated
            from mart.outlet_ranking where month = @month and is_bottom
            order by subject_rank desc
            """, new { month }, commandTimeout: 0, cancellationToken: ct));
        return new SalesFacts(
            month,
            [.. rows.Select(row =>
            new SalesRow(names.Place(row.ChainId, row.StoreId), row.ProductId, row.Month, row.Quantity, row.Amount))],
            [.. bottom.Select(row => new BottomRow(
                row.ScopeKind, row.Scope, row.ProductId, row.StoreId is null ? null : names.Place(row.ChainId!, row.StoreId), row.Amount,
                (int)row.SubjectRank, (int)row.SubjectCount, row.MonthsInBottom, row.IsEscalated))],
            await TotalsAsync(connection, names, month, ct));
    }

    /// <summary>The month's sum per store up to the as-of date, RMB, VAT excluded.</summary>
    public static async Task<IReadOnlyDictionary<Place, decimal>> TotalsAsync(NpgsqlConnection connection, Names names, DateOnly month,
        CancellationToken ct = default) =>
        (await connection.QueryAsync<(string Chain, string Store, decimal Amount)>(new CommandDefinition(
            """
            select chain_id, store_id, coalesce(sum(net_amount), 0) from mart.supply_day
            where business_date >= @month and business_date < @next group by chain_id, store_id
            """, new { month, next = month.AddMonths(1) }, commandTimeout: 0, cancellationToken: ct)))
        .ToDictionary(row => names.Place(row.Chain, row.Store), row => row.Amount);

    /// <summary>What rows come to in a month, RMB; 0 when a chain of theirs traded in it and they did not, null when nothing is known of
    /// that month.</summary>
    /// <param name="month">First day of the month.</param>
    /// <param name="rows">The subject's rows, of any month.</param>
    /// <param name="chains">Chains of the subject; null: those of its rows.</param>
    public decimal? Amount(DateOnly month, IReadOnlyCollection<SalesRow> rows, IEnumerable<string>? chains = null)
    {
        var asked = (chains ?? rows.Select(row => row.Place.ChainId)).Distinct().ToList();
        var isKnown = asked.Any(chain => known.Contains((chain, month))) || rows.Any(row => row.Month == month && IsCoarse(row));
        var isPartOfTotal = asked.Any(chain => coarse.Contains((chain, month))
            && !rows.Any(row => row.Month == month && row.Place.ChainId == chain));
        return isKnown && !isPartOfTotal ? rows.Where(row => row.Month == month).Sum(row => row.Amount ?? 0) : null;
    }

    /// <summary>Growth as a fraction; null when there was nothing to grow from (or returns alone), or nothing is known of one of the
    /// two.</summary>
    public static decimal? Growth(decimal? now, decimal? before) => before is null or <= 0 ? null : (now - before) / before;
}
