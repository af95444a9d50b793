using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.SkuLocks;

/// <summary>Keeps what the lock alerts said on each judged evening, so that an alert has a history: when it rose, what it became,
/// when it cleared (<c>mart.sku_lock_history</c>).</summary>
public static class LockHistory
{
    /// <summary>The spells of a store's items by the connection's clocks, newest first.</summary>
    /// <param name="connection">An open connection with a transaction begun by a <see cref="ReportClock"/>.</param>
    /// <param name="ct">Cancels the work.</param>
    public static async Task<IReadOnlyList<AlertSpell>> OfStoreAsync(NpgsqlConnection connection, string chainId, string storeId,
        CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        return [.. await connection.QueryAsync<AlertSpell>(new CommandDefinition(
            """
            select product_id, first_on, cleared_on, at_risk_on, suspected_on, locked_on, cause, evidence, evidence_en, highest_exposure_amount
            from mart.sku_lock_history where chain_id = @chainId and store_id = @storeId order by first_on desc, product_id
            """, new { chainId, storeId }, commandTimeout: 0, cancellationToken: ct))];
    }

    /// <summary>Records the alerts as of a business date; recording the date again replaces what was there.</summary>
    /// <param name="connection">An open connection without a transaction.</param>
    /// <param name="clock">The evening that is judged.</param>
    /// <param name="recordedAt">Now.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <returns>How many alerts there were on that date.</returns>
    public static async Task<int> RecordAsync(NpgsqlConnection connection, ReportClock clock, DateTimeOffset recordedAt,
        CancellationToken ct = default)
    {
        await using var transaction = await clock.BeginAsync(connection, ct);
        var count = await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from core.sku_lock_day where as_of = @AsOf;
            insert into core.sku_lock_day (chain_id, as_of, store_id, product_id, level, since_on, cause, evidence, evidence_en, exposure_amount)
            select chain_id, @AsOf, store_id, product_id, level, since_on, cause, evidence, evidence_en, exposure_amount from mart.sku_lock_alert
            """, new { clock.AsOf }, transaction, commandTimeout: 0, cancellationToken: ct));
        count = await connection.ExecuteScalarAsync<int>(
            """
            insert into core.sku_lock_judgement as kept (as_of, recorded_at, alert_count)
            select @AsOf, @recordedAt, count(*) from core.sku_lock_day where as_of = @AsOf
            on conflict (as_of) do update set recorded_at = excluded.recorded_at, alert_count = excluded.alert_count
            returning alert_count
            """, new { clock.AsOf, recordedAt = recordedAt.UtcDateTime }, transaction);
        await transaction.CommitAsync(ct);
        return count;
    }
}
