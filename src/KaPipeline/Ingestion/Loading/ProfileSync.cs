using System.Globalization;
using Dapper;
using KaPipeline.Ingestion.Profiles;
using Npgsql;

namespace KaPipeline.Ingestion.Loading;

/// <summary>Mirrors the profiles' chains, settlement accounts and tolerances into <c>core</c>, so that SQL can judge by them. What is
/// first seen holds from ever; a change holds from the moment it is made; what a profile no longer states ends then.</summary>
public static class ProfileSync
{
    /// <summary>Brings the warehouse to the profiles.</summary>
    /// <exception cref="ProfileException">A profile says otherwise than the documents that are loaded how numbers are unique.</exception>
    /// <returns>How many accounts and tolerances were opened or closed.</returns>
    public static async Task<int> SyncAsync(
        NpgsqlConnection connection, IEnumerable<ChainProfile> profiles, DateTimeOffset now, CancellationToken ct = default)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var changes = await SyncWithinAsync(connection, profiles, now, isTrial: false, ct);
        await transaction.CommitAsync(ct);
        return changes;
    }

    /// <summary>The same inside the caller's transaction. An account that a draft left open is tried, and never kept.</summary>
    internal static async Task<int> SyncWithinAsync(
        NpgsqlConnection connection, IEnumerable<ChainProfile> profiles, DateTimeOffset now, bool isTrial, CancellationToken ct)
    {
        await connection.ExecuteAsync("select pg_advisory_xact_lock(5242003)");
        var changes = 0;
        foreach (var profile in profiles.Where(profile => profile.ChainId.Length > 0))
        {
            await RefuseOtherNumbersAsync(connection, profile, ct);
            await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into core.chain as kept (chain_id, name, name_en, price_basis) values (@ChainId, @Name, @NameEn, @PriceBasis)
                on conflict (chain_id) do update
                    set name = excluded.name, name_en = excluded.name_en, price_basis = excluded.price_basis
                    where (kept.name, kept.name_en, kept.price_basis) is distinct from (excluded.name, excluded.name_en, excluded.price_basis)
                """, profile, cancellationToken: ct));
            changes += await MirrorAsync(connection, profile.ChainId, now, "settlement_account", "account_id",
                "supplier_code, settlement_unit, statement_basis, price_decimals, cutoff_days, rounding_tolerance, grace_days",
                "account_id text, supplier_code text, settlement_unit text, statement_basis text, price_decimals smallint, cutoff_days int, "
                + "rounding_tolerance numeric(6, 2), grace_days int",
                profile.Accounts.Where(account => isTrial || account.SupplierCode != AccountSetting.OpenSupplier).Select(account => new
                {
                    account_id = account.AccountId,
                    supplier_code = account.SupplierCode,
                    settlement_unit = account.SettlementUnit,
                    statement_basis = account.StatementBasis,
                    price_decimals = account.PriceDecimals,
                    cutoff_days = account.CutoffDays,
                    rounding_tolerance = account.RoundingTolerance,
                    grace_days = account.GraceDays,
                }), ct);
            changes += await MirrorAsync(connection, profile.ChainId, now, "tolerance", "measure, valid_from",
                "valid_to, lower_absolute, upper_absolute, lower_pct, upper_pct",
                "measure text, valid_from date, valid_to date, lower_absolute numeric(14, 4), upper_absolute numeric(14, 4), "
                + "lower_pct numeric(9, 4), upper_pct numeric(9, 4)",
                profile.Tolerances.Select(tolerance => new
                {
                    measure = tolerance.Measure,
                    valid_from = tolerance.ValidFrom.ToString("O", CultureInfo.InvariantCulture),
                    valid_to = tolerance.ValidTo?.ToString("O", CultureInfo.InvariantCulture) ?? "infinity",
                    lower_absolute = tolerance.LowerAbsolute,
                    upper_absolute = tolerance.UpperAbsolute,
                    lower_pct = tolerance.LowerPct,
                    upper_pct = tolerance.UpperPct,
                }), ct);
            changes += await MirrorAsync(connection, profile.ChainId, now, "expected_arrival", "report", "every, after_days, by_time",
                "report text, every text, after_days int, by_time time",
                profile.Reports.Where(report => report.Expected is not null).Select(report => new
                {
                    report = report.Name,
                    every = report.Expected!.Every,
                    after_days = report.Expected.AfterDays,
                    by_time = report.Expected.By,
                }), ct);
        }

        return changes;
    }

    // Documents that are loaded are known by one of the two keys, and any of them tells which.
    private static async Task RefuseOtherNumbersAsync(NpgsqlConnection connection, ChainProfile profile, CancellationToken ct)
    {
        var isPerStore = await connection.ExecuteScalarAsync<bool?>(new CommandDefinition(
            "select store_id <> '' from core.document where chain_id = @ChainId and kind <> 'statement' order by kind, number limit 1",
            profile, cancellationToken: ct));
        if (isPerStore is { } known && known != (profile.DocumentNumbers == "per_store"))
        {
            throw new ProfileException(
            [
                $"{Path.GetFileName(profile.Path)}: document_numbers: {profile.DocumentNumbers} does not fit what is loaded; write document_numbers: "
                + $"{(known ? "per_store" : "per_chain")}. It can be chosen only before a chain's first order or delivery is loaded.",
            ]);
        }
    }

    private static async Task<int> MirrorAsync(
        NpgsqlConnection connection, string chain, DateTimeOffset now, string table, string key, string values, string columns,
        IEnumerable<object> given, CancellationToken ct) =>
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            create temp table given on commit drop as select * from jsonb_to_recordset(@given::jsonb) as given ({columns});
            update core.{table} as kept set superseded_at = @now, superseded_recorded_at = @now
                where chain_id = @chain and superseded_at = 'infinity' and not exists (
                    select from given where ({Of("given", key)}) = ({Of("kept", key)}) and ({Of("given", values)}) is not distinct from ({Of("kept", values)}));
            insert into core.{table} (chain_id, {key}, {values}, arrived_at, recorded_at)
                select @chain, {Of("given", key)}, {Of("given", values)},
                       case when exists (select from core.{table} kept where kept.chain_id = @chain and ({Of("kept", key)}) = ({Of("given", key)}))
                            then @now else '-infinity' end, @now
                from given
                where not exists (
                    select from core.{table} kept
                    where kept.chain_id = @chain and kept.superseded_at = 'infinity' and ({Of("kept", key)}) = ({Of("given", key)}));
            drop table given
            """,
            new { chain, now = now.UtcDateTime, given = System.Text.Json.JsonSerializer.Serialize(given) }, cancellationToken: ct));

    private static string Of(string alias, string columns) => string.Join(", ", columns.Split(", ").Select(column => $"{alias}.{column}"));
}
