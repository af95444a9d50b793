using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Web;

/// <summary>What chains, stores, products, areas and people are called, as the master data say now: whom to call for a chain, who may own
/// a case. Most lists are asked for once per request.</summary>
internal sealed class ConsoleNames(NpgsqlDataSource database)
{
    private readonly Dictionary<string, Task<Dictionary<string, Name>>> stores = [];
    private Task<IReadOnlyList<Name>>? chains;
    private Task<Dictionary<string, Name>>? products;
    private Task<Dictionary<string, Name>>? supervisors;
    private Task<IReadOnlyList<Name>>? owners;
    private Task<IReadOnlyList<Name>>? people;

    /// <summary>All chains, by id.</summary>
    public Task<IReadOnlyList<Name>> ListAsync() =>
        chains ??= database.ListAsync<Name>(
        "select chain_id as id, name as chinese, coalesce(name_en, name) as english from core.chain order by chain_id");

    /// <summary>Stores of a chain.</summary>
    public Task<Dictionary<string, Name>> StoresAsync(string chainId)
    {
        if (!stores.TryGetValue(chainId, out var asked))
        {
            stores[chainId] = asked = ByIdAsync(
                """
                select distinct on (store_id) store_id as id, name as chinese, coalesce(name_en, name) as english
                from core.store where chain_id = @chainId and superseded_at = 'infinity' order by store_id, valid_from desc
                """, new { chainId });
        }

        return asked;
    }

    /// <summary>All products.</summary>
    public Task<Dictionary<string, Name>> ProductsAsync() => products ??= ByIdAsync(
        """
        select distinct on (product_id) product_id as id, name as chinese, coalesce(name_en, name) as english
        from core.product where superseded_at = 'infinity' order by product_id, valid_from desc
        """);

    /// <summary>Regions and cities that have an English name, by the Chinese one.</summary>
    public Task<Dictionary<string, Name>> AreasAsync() => ByIdAsync(
        """
        select distinct on (id) id, id as chinese, english
        from (select region, region_en, valid_from from core.store where superseded_at = 'infinity'
            union all select city, city_en, valid_from from core.store where superseded_at = 'infinity') as area (id, english, valid_from)
        where english is not null order by id, valid_from desc, english
        """);

    /// <summary>The system supervisor of each chain that has one: of most of its stores, where several share it.</summary>
    public Task<Dictionary<string, Name>> SupervisorsAsync(ReportClock at)
    {
        return supervisors ??= ListAsync();

        async Task<Dictionary<string, Name>> ListAsync() => (await database.ListAsync<Name>(at,
            """
            select distinct on (outlet.chain_id) outlet.chain_id as id, person.name as chinese,
                coalesce(person.name_en, person.name) as english, person.email
            from (select chain_id, supervisor_id, count(*) as stores
                from mart.store_representative group by chain_id, supervisor_id) as outlet
            join core.person as person on person.person_id = outlet.supervisor_id
            where core.is_known(person.arrived_at, person.recorded_at, person.superseded_at, person.superseded_recorded_at)
            order by outlet.chain_id, outlet.stores desc, person.person_id
            """)).ToDictionary(name => name.Id);
    }

    /// <summary>Who may own a case: people of the master data and accounts that do more than read. A case keeps the Chinese name; a name
    /// that two have is told apart by its id.</summary>
    public Task<IReadOnlyList<Name>> OwnersAsync() => owners ??= database.ListAsync<Name>(
        """
        with people as (
            select person_id as id, name, coalesce(name_en, name) as english from core.person where superseded_at = 'infinity'
            union
            select account_name, display_name, display_name from ops.account
            where not is_disabled and role <> 'viewer' and person_id is null)
        select id, name || case when count(*) over (partition by name) > 1 then ' (' || id || ')' else '' end as chinese,
            english || case when count(*) over (partition by name) > 1 or count(*) over (partition by english) > 1 then ' (' || id || ')'
                else '' end as english
        from people order by 2
        """);

    /// <summary>People of the master data, by name; a name that two have is told apart by its id.</summary>
    public Task<IReadOnlyList<Name>> PeopleAsync() => people ??= database.ListAsync<Name>(
        """
        with person as (
            select distinct person_id as id, name, coalesce(name_en, name) as english from core.person where superseded_at = 'infinity')
        select id, name || case when count(*) over (partition by name) > 1 then ' (' || id || ')' else '' end as chinese,
            english || case when count(*) over (partition by english) > 1 then ' (' || id || ')' else '' end as english
        from person order by 2, 1
        """);

    /// <summary>What the owner of a case is called; somebody who is no longer listed by what the case keeps.</summary>
    /// <returns>In both languages.</returns>
    public async Task<string> OwnerAsync(string owner) =>
        (await OwnersAsync()).FirstOrDefault(name => name.Chinese == owner || name.Id == owner) is { } known
            ? Bilingual.Of(known.Chinese, known.English) : Bilingual.Of(owner, owner);

    private async Task<Dictionary<string, Name>> ByIdAsync(string sql, object? values = null) =>
        (await database.ListAsync<Name>(sql, values)).ToDictionary(name => name.Id);

    /// <summary>What something is called.</summary>
    internal sealed record Name
    {
        public string Id { get; init; } = "";

        public string Chinese { get; init; } = "";

        public string English { get; init; } = "";

        /// <summary>Address of a person.</summary>
        public string Email { get; init; } = "";
    }
}
