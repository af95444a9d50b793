using Dapper;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Digests.Facts;

/// <summary>Exposures and staffing, and which stores each person and dealer has: a row about somebody is shown only to readers who see all
/// of these stores.</summary>
public sealed class PenaltyAndStaffingFacts : ICutToReader<PenaltyAndStaffingFacts>
{
    private readonly ILookup<string, Place> storesOfPerson;
    private readonly ILookup<string, Place> storesOfDealer;
    private readonly ILookup<string, Place> storesOfCity;

    private sealed record ExposureRow(
        string Title, string TitleEn, string Clause, string Role, string? PersonId, string? Dealer, decimal Amount, string Arithmetic,
        string? JointRole,
        string? JointPersonId, string? ChainIds);

    private sealed record StaffingRow(
        string Kind, string ChainId, string StoreId, string City, string Dealer, string PersonId, decimal? Measured, decimal? ActualCount,
        decimal SupportedCount,
        decimal? RequiredAmount, bool NeedsApproval, string Clause);

    private sealed record StoreRow(
        string ChainId, string StoreId, string City, string? Dealer, string? RepresentativeId, string? CityManagerId,
        string? RegionManagerId, string? SupervisorId,
        string? AreaManagerId, string? SalesRegionManagerId);

    private PenaltyAndStaffingFacts(IReadOnlyList<ExposureFact> exposures, IReadOnlyList<StaffingFact> staffing,
        IReadOnlyList<StoreRow> stores, Names names)
    {
        Exposures = exposures;
        Staffing = staffing;
        var places = stores.Select(store => (Store: store, Place: names.Place(store.ChainId, store.StoreId))).ToList();
        storesOfPerson = places.SelectMany(at => new[]
            {
                at.Store.RepresentativeId, at.Store.CityManagerId, at.Store.RegionManagerId, at.Store.SupervisorId, at.Store.AreaManagerId,
                    at.Store.SalesRegionManagerId,
            }
            .OfType<string>().Distinct().Select(person => (person, at.Place))).ToLookup(pair => pair.person, pair => pair.Place);
        storesOfDealer = places.Where(at => at.Store.Dealer is not null).ToLookup(at => at.Store.Dealer!, at => at.Place);
        storesOfCity = places.ToLookup(at => at.Store.City, at => at.Place);
    }

    /// <summary>All exposures, largest first.</summary>
    public IReadOnlyList<ExposureFact> Exposures { get; }

    /// <summary>All staffing signals.</summary>
    public IReadOnlyList<StaffingFact> Staffing { get; }

    /// <summary>Penalties of the manual that no data here can decide; the same for every reader.</summary>
    public IReadOnlyList<UncomputedPenalty> Uncomputed { get; private init; } = [];

    /// <summary>Reads them.</summary>
    /// <param name="connection">With a transaction in which the clocks are set: to the evening of the month's last day, for the month's
    /// close.</param>
    /// <param name="month">First day of the month whose exposures are meant; each penalty belongs to the month in which it arose.</param>
    /// <param name="ct">Stops the queries.</param>
    public static async Task<PenaltyAndStaffingFacts> LoadAsync(NpgsqlConnection connection, Names names, DateOnly month,
        CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var exposures = await connection.QueryAsync<ExposureRow>(new CommandDefinition(
            """
            select title, title_en, clause, role, person_id, dealer, amount, arithmetic, joint_role, joint_person_id,
                   array_to_string(chain_ids, '|') as chain_ids
            from mart.exposure where month = @month and amount <> 0 order by amount desc, clause, role, person_id, dealer
            """, new { month }, commandTimeout: 0, cancellationToken: ct));
        var uncomputed = await connection.QueryAsync<UncomputedPenalty>(new CommandDefinition(
            "select title, title_en, clause, unit_amount as amount, needs, needs_en from mart.penalty_not_computed order by clause, rule_id", cancellationToken: ct));
        var staffing = await connection.QueryAsync<StaffingRow>(new CommandDefinition(
            """
            select kind, coalesce(chain_id, '') as chain_id, coalesce(store_id, '') as store_id, coalesce(city, '') as city, coalesce(dealer, '') as dealer,
                   person_id, measured::numeric as measured, actual_count::numeric as actual_count, supported_count::numeric as supported_count,
                   required_amount, needs_approval, clause
            from mart.staffing_signal order by kind, measured desc nulls last, chain_id, store_id, city, dealer, person_id
            """, commandTimeout: 0, cancellationToken: ct));
        var stores = await connection.QueryAsync<StoreRow>(new CommandDefinition(
            """
            select chain_id, store_id, city, dealer, representative_id, city_manager_id, region_manager_id, supervisor_id, area_manager_id, sales_region_manager_id
            from mart.store_representative
            """,
            cancellationToken: ct));
        return new PenaltyAndStaffingFacts(
            [.. exposures.Select(row =>
            new ExposureFact(row.Title, row.TitleEn, row.Clause, row.Role, row.PersonId, row.Dealer, row.Amount, row.Arithmetic,
                row.JointRole, row.JointPersonId, row.ChainIds?.Split('|')))],
            [.. staffing.Select(row => new StaffingFact(
                row.Kind, row.StoreId.Length > 0 ? names.Place(row.ChainId, row.StoreId) : null, row.City.Length > 0 ? row.City : null,
                row.Dealer.Length > 0 ? row.Dealer : null, row.Measured, row.ActualCount, row.SupportedCount, row.Clause,
                row.PersonId.Length > 0 ? row.PersonId : null, row.RequiredAmount, row.NeedsApproval))],
            [.. stores], names)
        {
            Uncomputed = [.. uncomputed],
        };
    }

    /// <summary>Facts given in full, for documents that are made without a warehouse; nobody has stores.</summary>
    public static PenaltyAndStaffingFacts Of(IReadOnlyList<ExposureFact> exposures, IReadOnlyList<StaffingFact> staffing) =>
        new(exposures, staffing, [], Names.Of([], [], [], []));

    /// <summary>What a reader may see; who has which stores is kept for the rows of other sheets.</summary>
    public PenaltyAndStaffingFacts CutTo(Recipient reader) => new(this, [.. ExposuresFor(reader)], [.. StaffingFor(reader)]);

    private PenaltyAndStaffingFacts(PenaltyAndStaffingFacts whole, IReadOnlyList<ExposureFact> exposures,
        IReadOnlyList<StaffingFact> staffing)
    {
        (Exposures, Staffing) = (exposures, staffing);
        (storesOfPerson, storesOfDealer, storesOfCity) = (whole.storesOfPerson, whole.storesOfDealer, whole.storesOfCity);
        Uncomputed = whole.Uncomputed;
    }

    /// <summary>Exposures that a reader may see: their own, and those of people and dealers all of whose stores are in scope.</summary>
    private IEnumerable<ExposureFact> ExposuresFor(Recipient reader) => Exposures.Where(exposure =>
        exposure.PersonId == reader.Id || exposure.JointPersonId == reader.Id
        || OfChains(exposure, reader.Scope)
        || (exposure.PersonId is { } person && AllIn(storesOfPerson[person], reader.Scope))
        || (exposure.PersonId is null && exposure.Dealer is { } dealer && AllIn(storesOfDealer[dealer], reader.Scope))
        || reader.Scope.IsAll);

    /// <summary>What of <see cref="Exposures"/> depends on the reader beside the scope: the id where own exposures lie outside it, else
    /// nothing.
    /// Readers with the same scope and key see the same rows.</summary>
    public string Key(Recipient reader) =>
        reader.Scope.IsAll || AllIn(storesOfPerson[reader.Id], reader.Scope)
        || !Exposures.Any(exposure => exposure.PersonId == reader.Id || exposure.JointPersonId == reader.Id) ? "" : reader.Id;

    /// <summary>Staffing signals that a reader may see, by the same rule.</summary>
    private IEnumerable<StaffingFact> StaffingFor(Recipient reader) => Staffing.Where(signal =>
        reader.Scope.IsAll
        || (signal.Place is { } place && place.In(reader.Scope))
        || (signal.Place is null && signal.Dealer is { } dealer && AllIn(storesOfDealer[dealer], reader.Scope))
        || (signal.PersonId is { } person && (person == reader.Id || AllIn(storesOfPerson[person], reader.Scope)))
        || (signal.Place is null && signal.Dealer is null && signal.City is { } city && AllIn(storesOfCity[city], reader.Scope)));

    /// <summary>Whether a reader may see a row about a person or dealer: about themselves, or about somebody all of whose stores are in
    /// scope.</summary>
    public bool Sees(Recipient reader, string about) =>
        about == reader.Id || reader.Scope.IsAll || AllIn(storesOfPerson[about], reader.Scope)
        || AllIn(storesOfDealer[about], reader.Scope);

    // What falls on nobody with stores (a promotion's runner, a role that nobody holds) is seen by who has all of its chains.
    private bool OfChains(ExposureFact exposure, Scope scope) =>
        exposure is { Dealer: null, ChainIds: { Count: > 0 } chains }
        && (exposure.PersonId is not { } person || !storesOfPerson[person].Any())
        && chains.All(chain => new Place(chain, "", "", "").In(scope));

    private static bool AllIn(IEnumerable<Place> stores, Scope scope)
    {
        var all = stores.ToList();
        return all.Count > 0 && all.TrueForAll(store => store.In(scope));
    }
}
