using Dapper;
using KaPipeline.Digests.Facts;
using KaPipeline.Mail;
using KaPipeline.Rules;
using Npgsql;

namespace KaPipeline.Items;

/// <summary>One of our products at one chain in one region (<c>mart.item_list</c>).</summary>
public sealed record ListedItem(
    string ChainId, string Region, string ProductId, string? ItemNumber, string? UnitBarcode, string? CaseBarcode, int? PackSize,
    decimal? SupplyPrice, decimal VatRate, bool IsListed, DateOnly? ListedOn, DateOnly? DelistedOn, string Assortment);

/// <summary>One of our products in one store (<c>mart.store_item</c>).</summary>
public sealed record StoreItem(
    string ChainId, string StoreId, string ProductId, string? ItemNumber, decimal? SupplyPrice, bool IsListed, bool IsOnSale,
    DateOnly? BlockedSince, string Assortment);

/// <summary>One thing of an item list that is not what it was (<c>mart.item_list_change</c>).</summary>
public sealed record ItemChange(string ChainId, string Region, string ProductId, string Field, string? ValueBefore, string? ValueNow);

/// <summary>One gap in the master data (<c>mart.data_gap</c>).</summary>
public sealed record DataGap(
    string Kind, string ChainId, string? Region, string? City, string? StoreId, string? ProductId, string Subject, string Found,
    string OwnerRole, string? OwnerPersonId, decimal? LineCount, decimal? SupplyAmount);

/// <summary>The item lists of chains, regions and stores with what changed since the month before, and what the master data lack.</summary>
/// <param name="Names">Names by the same clocks.</param>
/// <param name="Items">Each product at each chain and region.</param>
/// <param name="Stores">Each product in each store.</param>
/// <param name="Changes">What changed.</param>
/// <param name="Gaps">What the master data lack, the dearest first.</param>
public sealed record ItemFacts(
    Names Names, IReadOnlyList<ListedItem> Items, IReadOnlyList<StoreItem> Stores, IReadOnlyList<ItemChange> Changes,
    IReadOnlyList<DataGap> Gaps) : ICutToReader<ItemFacts>
{
    /// <summary>Thresholds, for sentences that name one.</summary>
    public RuleWords Rules { get; init; } = RuleWords.None;

    /// <summary>Nothing known of any item.</summary>
    public static ItemFacts None(Names names) => new(names, [], [], [], []);

    /// <summary>Reads them by the clocks of the connection's transaction.</summary>
    public static async Task<ItemFacts> LoadAsync(NpgsqlConnection connection, Names names, CancellationToken ct)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        await using var all = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select chain_id, region, product_id, item_number, unit_barcode, case_barcode, pack_size, supply_price, vat_rate, is_listed, listed_on,
                   delisted_on, assortment
            from mart.item_list order by chain_id, region, product_id;
            select chain_id, store_id, product_id, item_number, supply_price, is_listed, is_on_sale, blocked_since, assortment
            from mart.store_item order by chain_id, store_id, product_id;
            select chain_id, region, product_id, field, value_before, value_now
            from mart.item_list_change order by chain_id, region, product_id, field;
            select kind, chain_id, region, city, store_id, product_id, subject, found, owner_role, owner_person_id,
                   line_count::numeric as line_count, supply_amount
            from mart.data_gap order by supply_amount desc nulls last, line_count desc, kind, chain_id, subject;
            """, commandTimeout: 0, cancellationToken: ct));
        var facts = new ItemFacts(
            names, [.. await all.ReadAsync<ListedItem>()], [.. await all.ReadAsync<StoreItem>()], [.. await all.ReadAsync<ItemChange>()],
            [.. await all.ReadAsync<DataGap>()]);
        return facts with { Rules = await RuleWords.LoadAsync(connection, ct) };
    }

    /// <inheritdoc/>
    public ItemFacts CutTo(Recipient reader)
    {
        var scope = reader.Scope;
        var places = Names.Stores.Where(place => place.In(scope)).Select(place => (place.ChainId, place.Region)).ToHashSet();
        return this with
        {
            Items = [.. Items.Where(item => places.Contains((item.ChainId, item.Region)))],
            Stores = [.. Stores.Where(item => Names.Place(item.ChainId, item.StoreId).In(scope))],
            Changes = [.. Changes.Where(change => places.Contains((change.ChainId, change.Region)))],
            Gaps = [.. Gaps.Where(IsSeen).Select(gap => IsMeasured(gap) ? gap : gap with { LineCount = null, SupplyAmount = null })],
        };

        // A product belongs to everybody who sells it, a chain's paper to whoever has some of the chain.
        bool IsSeen(DataGap gap) => gap.StoreId is { } store ? Names.Place(gap.ChainId, store).In(scope)
            : gap.Region is { } region ? places.Contains((gap.ChainId, region))
            : gap.ChainId.Length == 0 || Names.Touches(scope, gap.ChainId);

        // What a gap costs is told to those who may see all of it.
        bool IsMeasured(DataGap gap) => gap.StoreId is not null || scope.Sees(gap.ChainId, gap.Region ?? "", "", "");
    }
}
