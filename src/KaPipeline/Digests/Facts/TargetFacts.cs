using Dapper;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Digests.Facts;

/// <summary>One day of a target for one product; the parts add up to the target to the cent.</summary>
/// <param name="Place">Store, or the whole chain.</param>
/// <param name="Day">Day of the month.</param>
/// <param name="Week">ISO week, for example 2026-W23.</param>
/// <param name="Amount">RMB, VAT excluded.</param>
public sealed record TargetDay(Place Place, string ProductId, DateOnly Day, string Week, decimal Amount);

/// <summary>A target of this month and how far it has come.</summary>
/// <param name="Place">Store, or the whole chain.</param>
/// <param name="Month">First day of the month.</param>
/// <param name="Target">RMB, VAT excluded.</param>
/// <param name="Reached">RMB reached.</param>
/// <param name="TimePct">Per cent of the month passed.</param>
public sealed record TargetProgress(Place Place, DateOnly Month, decimal Target, decimal Reached, decimal TimePct);

/// <summary>Targets of a month to come, broken down, and progress on those of the current one.</summary>
/// <param name="Month">First day of the month to come.</param>
/// <param name="Days">The breakdown.</param>
/// <param name="Progress">Targets of the current month for all products.</param>
/// <param name="Control">The month's targets as they were given, RMB per place, by another query than the breakdown.</param>
public sealed record TargetFacts(
    DateOnly Month, IReadOnlyList<TargetDay> Days, IReadOnlyList<TargetProgress> Progress, IReadOnlyDictionary<Place, decimal> Control)
    : ICutToReader<TargetFacts>
{
    /// <summary>What a reader may see.</summary>
    public TargetFacts CutTo(Recipient reader) => this with
    {
        Days = [.. Days.Where(day => day.Place.In(reader.Scope))],
        Progress = [.. Progress.Where(row => row.Place.In(reader.Scope))],
        Control = Control.Where(place => place.Key.In(reader.Scope)).ToDictionary(),
    };

    private sealed record DayRow(string ChainId, string StoreId, string ProductId, DateOnly BusinessDate, string IsoWeek, decimal Amount);

    private sealed record ProgressRow(string ChainId, string StoreId, DateOnly Month, decimal TargetAmount, decimal ReachedAmount,
        decimal TimePct);

    /// <summary>Reads them.</summary>
    public static async Task<TargetFacts> LoadAsync(NpgsqlConnection connection, Names names, DateOnly month,
        CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var days = await connection.QueryAsync<DayRow>(new CommandDefinition(
            """
            select chain_id, store_id, product_id, business_date, min(iso_week) as iso_week, sum(amount) as amount from mart.target_breakdown
            where month = @month group by chain_id, store_id, product_id, business_date order by chain_id, store_id, product_id, business_date
            """, new { month }, commandTimeout: 0, cancellationToken: ct));
        var progress = await connection.QueryAsync<ProgressRow>(new CommandDefinition(
            """
            select chain_id, store_id, month, target_amount, reached_amount, time_pct from mart.target_progress
            where month = @current and product_id = '' order by chain_id, store_id
            """, new { current = month.AddMonths(-1) }, commandTimeout: 0, cancellationToken: ct));
        return new TargetFacts(
            month,
            [.. days.Select(row =>
            new TargetDay(names.Place(row.ChainId, row.StoreId), row.ProductId, row.BusinessDate, row.IsoWeek, row.Amount))],
            [.. progress.Select(row =>
            new TargetProgress(names.Place(row.ChainId, row.StoreId), row.Month, row.TargetAmount, row.ReachedAmount, row.TimePct))],
            await TotalsAsync(connection, names, month, ct));
    }

    /// <summary>The month's targets as they were given, RMB per store or whole chain, VAT excluded.</summary>
    public static async Task<IReadOnlyDictionary<Place, decimal>> TotalsAsync(NpgsqlConnection connection, Names names, DateOnly month,
        CancellationToken ct = default) =>
        (await connection.QueryAsync<(string Chain, string Store, decimal Amount)>(new CommandDefinition(
            """
            select chain_id, store_id, sum(amount) from core.target
            where month = @month and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) group by chain_id, store_id
            """, new { month }, cancellationToken: ct)))
        .ToDictionary(row => names.Place(row.Chain, row.Store), row => row.Amount);
}
