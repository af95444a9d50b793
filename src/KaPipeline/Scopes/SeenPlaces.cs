using Dapper;
using KaPipeline.Digests.Facts;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Scopes;

/// <summary>A scope as the chains, stores and accounts that it holds by the clocks of a transaction: what <see cref="SeenSql"/> compares
/// rows with.
/// Where a row belongs, and whether it is seen, is decided by <see cref="Names.Place"/> and <see cref="Scope.Sees"/> alone.</summary>
public sealed class SeenPlaces
{
    private readonly Scope scope;
    private readonly Names names;
    private readonly string[] wholeChains;
    private readonly string[] touchedChains;
    private readonly string[] stores;
    private readonly string[] accounts;
    private readonly string[] units;
    private readonly string[] regions;
    private readonly string[] cities;
    private readonly string[] chainCities;

    private sealed record Account(string ChainId, string AccountId, string SettlementUnit);

    private SeenPlaces(Scope scope, Names names, IReadOnlyCollection<Account> accounts)
    {
        this.scope = scope;
        this.names = names;
        wholeChains = [.. names.Chains.Where(HasWhole)];
        touchedChains = [.. names.Chains.Where(Touches)];
        stores = [.. names.Stores.Where(store => store.In(scope)).Select(store => $"{store.ChainId}|{store.StoreId}")];
        regions = [.. names.Stores.Select(store => store.Region).Distinct().Where(region => scope.Sees("", region, "", ""))];
        cities = [.. names.Stores.Where(store => scope.Sees("", store.Region, store.City, ""))
            .Select(store => $"{store.Region}|{store.City}").Distinct()];
        chainCities = [.. names.Stores.Where(store => scope.Sees(store.ChainId, store.Region, store.City, ""))
            .Select(store => $"{store.ChainId}|{store.Region}|{store.City}").Distinct()];
        var seen = accounts.Where(account => names.Place(account.ChainId, null, account.SettlementUnit).In(scope)).ToList();
        this.accounts = [.. seen.Select(account => $"{account.ChainId}|{account.AccountId}")];
        units = [.. seen.Select(account => $"{account.ChainId}|{account.SettlementUnit}").Distinct()];
    }

    /// <summary>Everything.</summary>
    public static SeenPlaces All { get; } = new(Scope.All, Names.Of([], [], [], []), []);

    /// <summary>Whether any statement can be seen: those of a chain, or of a region that settles by itself.</summary>
    public bool Settles => scope.IsAll || names.Settles(scope);

    /// <summary>Finds them.</summary>
    /// <param name="connection">With a transaction in which the clocks are set.</param>
    /// <param name="scope">What may be seen.</param>
    /// <param name="ct">Stops the queries.</param>
    public static async Task<SeenPlaces> LoadAsync(NpgsqlConnection connection, Scope scope, CancellationToken ct = default) => new(
        scope, await Names.LoadAsync(connection, ct), [.. await connection.QueryAsync<Account>(new CommandDefinition(
            """
            select distinct chain_id, account_id, settlement_unit from core.settlement_account
            where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
            """, cancellationToken: ct))]);

    /// <summary>Whether a chain is seen whole: then its papers are, and what is made of all its stores.</summary>
    public bool HasWhole(string chainId) => scope.Sees(chainId, "", "", "");

    /// <summary>Whether anything of a chain is seen.</summary>
    public bool Touches(string chainId) => scope.IsAll || names.Touches(scope, chainId);

    /// <summary>Whether a store is seen.</summary>
    public bool Sees(string chainId, string storeId) => names.Place(chainId, storeId).In(scope);

    /// <summary>The values that the conditions of <see cref="SeenSql"/> name.</summary>
    internal void AddTo(DynamicParameters values)
    {
        values.Add("seen_chains", wholeChains);
        values.Add("seen_touched", touchedChains);
        values.Add("seen_stores", stores);
        values.Add("seen_accounts", accounts);
        values.Add("seen_units", units);
        values.Add("seen_regions", regions);
        values.Add("seen_cities", cities);
        values.Add("seen_chain_cities", chainCities);
    }
}
