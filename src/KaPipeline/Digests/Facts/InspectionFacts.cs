using Dapper;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Digests.Facts;

/// <summary>One inspection of a store and the kinds of what it found (mart.store_inspection).</summary>
public sealed record StoreInspection(
    string ChainId, string? Region, string? City, string StoreId, DateOnly InspectedOn, string? Inspector, long ItemCount,
    decimal? OurFaces, decimal? CompetitorFaces, long FindingCount, string Findings)
{
    /// <summary>The kinds of what it found.</summary>
    public IReadOnlyList<string> Kinds => Findings.Split(',', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>An item of a store near the end of its shelf life, or past it (mart.freshness_alert).</summary>
public sealed record StaleItem(
    string ChainId, string? Region, string? City, string StoreId, string ProductId, DateOnly ExpiresOn, int RemainingDays, DateOnly SeenOn);

/// <summary>What was seen in stores.</summary>
/// <param name="Inspections">Inspections of some days, those that found most first.</param>
/// <param name="Stale">Items that must leave the shelf, what expires first leading.</param>
public sealed record InspectionFacts(IReadOnlyList<StoreInspection> Inspections, IReadOnlyList<StaleItem> Stale)
{
    /// <summary>Nothing was seen.</summary>
    public static InspectionFacts None { get; } = new([], []);

    /// <summary>Reads them by the clocks of the connection's transaction.</summary>
    public static async Task<InspectionFacts> LoadAsync(NpgsqlConnection connection, DateOnly from, DateOnly to, CancellationToken ct)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        return new InspectionFacts(
            (await connection.QueryAsync<StoreInspection>(new CommandDefinition(
                """
                select chain_id, region, city, store_id, inspected_on, inspector, item_count, our_faces, competitor_faces, finding_count,
                    array_to_string(findings, ',') as findings
                from mart.store_inspection where inspected_on between @from and @to
                order by finding_count desc, inspected_on desc, chain_id, store_id
                """, new { from, to }, commandTimeout: 0, cancellationToken: ct))).AsList(),
            (await connection.QueryAsync<StaleItem>(new CommandDefinition(
                """
                select alert.chain_id, shop.region, shop.city, alert.store_id, alert.product_id, alert.expires_on, alert.remaining_days,
                    alert.seen_on
                from mart.freshness_alert as alert left join mart.store_representative as shop using (chain_id, store_id)
                order by alert.expires_on, alert.chain_id, alert.store_id, alert.product_id
                """, commandTimeout: 0, cancellationToken: ct))).AsList());
    }

    /// <summary>Those that a reader may see.</summary>
    public InspectionFacts CutTo(Recipient reader) => new(
        [.. Inspections.Where(one => reader.Scope.Sees(one.ChainId, one.Region ?? "", one.City ?? "", one.StoreId))],
        [.. Stale.Where(one => reader.Scope.Sees(one.ChainId, one.Region ?? "", one.City ?? "", one.StoreId))]);
}
