namespace KaPipeline.Scopes;

/// <summary>Which rows of the views of figures a reader may see: those that the workbooks of the same reader hold.</summary>
internal static class SeenFigureSql
{
    private const string WholeChain = "r.chain_id = any (@seen_chains)";
    private const string OfRegion = "r.region = any (@seen_regions)";
    private const string OfCity = "r.region || '|' || r.city = any (@seen_cities)";
    private const string Store = "shop.chain_id = any (@seen_chains) or shop.chain_id || '|' || shop.store_id = any (@seen_stores)";

    /// <summary>Of a store, or, without one, of the whole chain.</summary>
    private const string OfStore = $"({WholeChain} or r.chain_id || '|' || r.store_id = any (@seen_stores))";

    /// <summary>Of a chain's stores in a city.</summary>
    internal const string OfChainCity = "r.chain_id || '|' || r.region || '|' || r.city = any (@seen_chain_cities)";

    /// <summary>Of a chain in a region: by who has a store of it there.</summary>
    internal const string OfChainRegion =
        "r.chain_id || '|' || r.region = any (array(select shop.chain_id || '|' || shop.region "
        + $"from mart.store_representative as shop where {Store}))";

    /// <summary>A gap of a store, of a chain in a region, of a chain's papers, or of a product: everybody's who sells it.</summary>
    internal const string OfGap =
        $"case when r.store_id is not null then {OfStore} when r.region is not null then {OfChainRegion} "
        + "else r.chain_id = '' or r.chain_id = any (@seen_touched) end";

    /// <summary>A subject of sales is seen by who sees all that it sums up.</summary>
    internal const string OfSubject =
        $"case r.subject_kind when 'store' then {OfStore} when 'region' then {OfRegion} when 'city' then {OfCity} "
        + $"when 'product' then false else {WholeChain} end";

    /// <summary>An item's rank is seen by who sees all that was ranked.</summary>
    internal const string OfRanking =
        "case r.scope_kind when 'chain' then r.scope = any (@seen_chains) when 'region' then r.scope = any (@seen_regions) else false end";

    /// <summary>A plan for an outlet is seen by who sees the outlet, one for an item by who sees its rank.</summary>
    internal const string OfPlan =
        $"case when r.store_id <> '' then {OfStore} when r.chain_id <> '' then {WholeChain} else {OfRegion} end";

    /// <summary>A rank among areas.</summary>
    internal const string OfArea =
        "case r.area_kind when 'chain' then r.area = any (@seen_chains) when 'region' then r.area = any (@seen_regions) "
        + "else r.city_region || '|' || r.area = any (@seen_cities) end";

    /// <summary>A dealer is seen by who sees all its stores.</summary>
    internal const string OfDealer =
        $"r.dealer = any (array(select shop.dealer from mart.store_representative as shop group by shop.dealer having bool_and({Store})))";

    /// <summary>What somebody says of their work: their own, and that of people all of whose stores are seen.</summary>
    internal const string OfPerson =
        $"(r.person_id = @seen_reader or r.person_id = any (array(select person from {People} group by person having bool_and({Store}))))";

    /// <summary>What falls on somebody: their own, and that of people and dealers all of whose stores are seen; what falls on nobody with
    /// stores is seen by who has all of its chains.</summary>
    internal const string OfBearer =
        $"""
        (@seen_reader in (r.person_id, r.joint_person_id)
          or r.person_id = any (array(select person from {People} group by person having bool_and({Store})))
          or r.person_id is null and {OfDealer}
          or r.dealer is null and cardinality(r.chain_ids) > 0 and r.chain_ids <@ @seen_chains
            and (r.person_id is null or r.person_id <> all (array(select person from {People}))))
        """;

    private const string People =
        "mart.store_representative as shop cross join lateral unnest(array[shop.representative_id, shop.city_manager_id, "
        + "shop.region_manager_id, shop.supervisor_id, shop.area_manager_id, shop.sales_region_manager_id]) as person";
}
