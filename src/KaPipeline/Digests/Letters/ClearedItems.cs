using Dapper;
using KaPipeline.Digests.Facts;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Digests.Letters;

/// <summary>What the newest daily digest found solved of what the one before told.</summary>
/// <param name="Items">The things, as they were told, the largest first.</param>
/// <param name="ToldOn">Business date of the digest that told them; null where nothing was solved.</param>
/// <param name="ClearedOn">Business date of the digest that found them solved; null likewise.</param>
public sealed record ClearedItems(IReadOnlyList<EarlierItem> Items, DateOnly? ToldOn, DateOnly? ClearedOn) : ICutToReader<ClearedItems>
{
    /// <summary>Reads them.</summary>
    /// <param name="connection">With a transaction in which the clocks are set.</param>
    /// <param name="ct">Stops the query.</param>
    public static async Task<ClearedItems> LoadAsync(NpgsqlConnection connection, CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(
            """
            with newest as (
                select edition_id, business_date from ops.edition where digest = 'daily' and business_date <= core.as_of()
                order by business_date desc, edition_number desc limit 1
            )
            select newest.business_date as cleared_on, earlier.business_date as told_on, item.kind, item.item_key, item.chain_id,
                item.region, item.city, item.store_id, item.severity, item.amount, item.label, item.label_en, item.since_on
            from newest
            join ops.edition_item as item on item.cleared_by = newest.edition_id
            join ops.edition as earlier on earlier.edition_id = item.edition_id
            order by item.amount desc, item.kind, item.item_key
            """, cancellationToken: ct))).AsList();
        return new ClearedItems(
            [.. rows.Select(row => new EarlierItem(row.Kind, row.ItemKey, new Place(row.ChainId, row.Region, row.City, row.StoreId),
                row.Severity, row.Amount, row.Label, row.LabelEn) { SinceOn = row.SinceOn })],
            rows.FirstOrDefault()?.ToldOn, rows.FirstOrDefault()?.ClearedOn);
    }

    /// <summary>What of it a reader may see.</summary>
    public ClearedItems CutTo(Recipient reader) => this with { Items = [.. Items.Where(item => item.Place.In(reader.Scope))] };

    private sealed record Row
    {
        public DateOnly ClearedOn { get; init; }
        public DateOnly ToldOn { get; init; }
        public string Kind { get; init; } = "";
        public string ItemKey { get; init; } = "";
        public string ChainId { get; init; } = "";
        public string Region { get; init; } = "";
        public string City { get; init; } = "";
        public string StoreId { get; init; } = "";
        public int Severity { get; init; }
        public decimal Amount { get; init; }
        public string Label { get; init; } = "";
        public string LabelEn { get; init; } = "";
        public DateOnly? SinceOn { get; init; }
    }
}
