using Dapper;
using KaPipeline.Labels;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Digests.Facts;

/// <summary>Names of chains, stores, products and people as of the report's clocks, and where each store lies.</summary>
public sealed class Names
{
    private readonly Dictionary<string, (string Zh, string En)> chains = [];
    private readonly Dictionary<string, (string Zh, string? En, string? Barcode)> products = [];
    private readonly Dictionary<(string Chain, string Store), (string Zh, string? En, Place Place)> stores = [];
    private readonly Dictionary<string, (string Zh, string? En)> people = [];
    private readonly Dictionary<string, string> places = [];
    private readonly Dictionary<string, (string Zh, string En)> fees = [];
    private List<Place> accounts = [];

    private Names()
    {
    }

    /// <summary>Names given in full, for documents that are made without a warehouse.</summary>
    /// <param name="chains">Id, Chinese, English.</param>
    /// <param name="stores">Chain, store, name, region, city, English name.</param>
    /// <param name="products">Id, Chinese, English, barcode of the unit.</param>
    /// <param name="people">Id, name, English name.</param>
    /// <param name="fees">Code, Chinese, English.</param>
    /// <param name="accounts">Chain, settlement unit; null: one account for each chain.</param>
    /// <param name="places">Regions, cities, warehouses and dealers: their name, its English.</param>
    public static Names Of(
        IEnumerable<(string Id, string Zh, string En)> chains,
        IEnumerable<(string Chain, string Store, string Name, string Region, string City, string? En)> stores,
        IEnumerable<(string Id, string Zh, string? En, string? Barcode)> products, IEnumerable<(string Id, string Name, string? En)> people,
        IEnumerable<(string Code, string Zh, string En)>? fees = null, IEnumerable<(string Chain, string Unit)>? accounts = null,
        IEnumerable<(string Zh, string En)>? places = null)
    {
        var names = new Names();
        foreach (var (id, zh, en) in chains)
        {
            names.chains[id] = (zh, en);
        }

        foreach (var (chain, store, name, region, city, en) in stores)
        {
            names.stores[(chain, store)] = (name, en, new Place(chain, region, city, store));
        }

        foreach (var (id, zh, en, barcode) in products)
        {
            names.products[id] = (zh, en, barcode);
        }

        foreach (var (id, name, en) in people)
        {
            names.people[id] = (name, en);
        }

        foreach (var (zh, en) in places ?? [])
        {
            names.places[zh] = en;
        }

        foreach (var (code, zh, en) in fees ?? [])
        {
            names.fees[code] = (zh, en);
        }

        // Without accounts given, each chain settles as a whole.
        names.accounts = [.. (accounts ?? names.Chains.Select(chain => (chain, "")))
            .Select(account => names.Place(account.Item1, null, account.Item2)).Distinct()];
        return names;
    }

    /// <summary>Ids of all chains, in order.</summary>
    public IEnumerable<string> Chains => chains.Keys.Order(StringComparer.Ordinal);

    /// <summary>Reads them.</summary>
    /// <param name="connection">With a transaction in which the clocks are set.</param>
    public static async Task<Names> LoadAsync(NpgsqlConnection connection, CancellationToken ct = default)
    {
        await using var all = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select chain_id, name, name_en from core.chain;
            select distinct on (chain_id, store_id) chain_id, store_id, name, region, city, name_en from core.store
            where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
            order by chain_id, store_id, (core.as_of() between valid_from and valid_to) desc, valid_from desc;
            select distinct on (product_id) product_id, name, name_en, unit_barcode from core.product
            where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
            order by product_id, (core.as_of() between valid_from and valid_to) desc, valid_from desc;
            select person_id, name, name_en from core.person
            where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at);
            select fee_code, name, name_en from core.fee;
            select distinct chain_id, settlement_unit from core.settlement_account
            where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at);
            select distinct on (zh) zh, en from (
                select region, region_en, arrived_at from core.store where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
                union all select city, city_en, arrived_at from core.store where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
                union all select warehouse, warehouse_en, arrived_at from core.store where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
                union all select dealer, name_en, arrived_at from core.dealer where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
                union all select category, category_en, arrived_at from core.product where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
            ) as place (zh, en, arrived_at)
            where en is not null order by zh, arrived_at desc, en;
            """, cancellationToken: ct));
        return Of(
            await all.ReadAsync<(string, string, string)>(), await all.ReadAsync<(string, string, string, string, string, string?)>(),
            await all.ReadAsync<(string, string, string?, string?)>(), await all.ReadAsync<(string, string, string?)>(),
            await all.ReadAsync<(string, string, string)>(), await all.ReadAsync<(string, string)>(),
            await all.ReadAsync<(string, string)>());
    }

    /// <summary>Name of a chain.</summary>
    public string Chain(string chainId, Language language) =>
        chains.TryGetValue(chainId, out var name) ? language.Say(name.Zh, name.En) : chainId;

    /// <summary>Name of a product.</summary>
    public string Product(string? productId, Language language) =>
        productId is null ? "" : products.TryGetValue(productId, out var name) ? language.Say(name.Zh, name.En ?? name.Zh) : productId;

    /// <summary>Barcode of a product's unit; null where none is known.</summary>
    public string? Barcode(string? productId) => productId is null ? null : products.GetValueOrDefault(productId).Barcode;

    /// <summary>Name of the product that part of a target falls on; says so where there is nothing to split it by.</summary>
    public string TargetProduct(string productId, Language language) =>
        productId.Length > 0 ? Product(productId, language) : language.Say("未分单品（前三个月无销售）", "not by SKU (no sales in three months)");

    /// <summary>Name of a store.</summary>
    public string Store(string chainId, string storeId, Language language) =>
        stores.TryGetValue((chainId, storeId), out var store) ? language.Say(store.Zh, store.En ?? store.Zh) : storeId;

    /// <summary>Name of a region, a city, a warehouse, a dealer or a category of products, which documents and responsibilities know by the
    /// Chinese one.</summary>
    public string Area(string name, Language language) => language.Say(name, places.GetValueOrDefault(name, name));

    /// <summary>Name of a fee; what nobody has explained yet says so.</summary>
    public string Fee(string feeCode, Language language) =>
        fees.TryGetValue(feeCode, out var name) ? language.Say(name.Zh, name.En) : language.Say("未知费用", "unknown fee");

    /// <summary>Whether a fee has a name.</summary>
    public bool HasFee(string feeCode) => fees.ContainsKey(feeCode);

    /// <summary>Name of a person; empty when nobody is named.</summary>
    /// <param name="personId">Who.</param>
    /// <param name="language">The reader's language.</param>
    /// <param name="unknown">What stands for somebody whom the master data do not know; null: the id.</param>
    public string Person(string? personId, Language language, string? unknown = null) => personId is null ? ""
        : people.TryGetValue(personId, out var name) ? language.Say(name.Zh, name.En ?? name.Zh) : unknown ?? personId;

    /// <summary>Who owns a case: the console gives cases to people by name.</summary>
    public string? OwnerId(string? owner) => owner is null || people.ContainsKey(owner) ? owner
        : people.Where(person => person.Value.Zh == owner).Select(person => person.Key).Order(StringComparer.Ordinal).FirstOrDefault(owner);

    /// <summary>Where a store lies; for a settlement unit that is a region of the chain, that region; else the whole chain.</summary>
    /// <param name="storeId">Store; empty for a document of the chain.</param>
    /// <param name="settlementUnit">Settlement unit of its account, where there is no store.</param>
    public Place Place(string chainId, string? storeId, string? settlementUnit = null)
    {
        if (storeId is { Length: > 0 })
        {
            return stores.TryGetValue((chainId, storeId), out var store) ? store.Place : new Place(chainId, "", "", storeId);
        }

        var isRegion = settlementUnit is { Length: > 0 }
            && stores.Values.Any(store => store.Place.ChainId == chainId && store.Place.Region == settlementUnit);
        return new Place(chainId, isRegion ? settlementUnit! : "", "", "");
    }

    /// <summary>Whether any store of the chain, or the whole chain, lies in a scope.</summary>
    public bool Touches(Scope scope, string chainId) => scope.Touches(
        chainId, stores.Values.Where(store => store.Place.ChainId == chainId)
        .Select(store => (store.Place.Region, store.Place.City, store.Place.StoreId)));

    /// <summary>Whether any settlement account, a chain's or that of a region of it, lies in a scope: then statements and receivables
    /// do.</summary>
    public bool Settles(Scope scope) => accounts.Exists(account => account.In(scope));

    /// <summary>Whether a whole chain lies in a scope: then its fees do.</summary>
    public bool HasWholeChain(Scope scope) => chains.Keys.Any(chain => scope.Sees(chain, "", "", ""));

    /// <summary>Where all stores lie.</summary>
    public IEnumerable<Place> Stores => stores.Values.Select(store => store.Place);

    /// <summary>How many stores lie in a scope.</summary>
    public int StoreCount(Scope scope) => stores.Values.Count(store => store.Place.In(scope));
}
