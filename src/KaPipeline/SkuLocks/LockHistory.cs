using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.SkuLocks;

/// <summary>Keeps what the lock alerts said on each judged evening, so that an alert has a history: when it rose, what it became,
/// when it cleared (<c>mart.sku_lock_history</c>).</summary>
public static class LockHistory
{
    /// <summary>Records the alerts as of a business date; recording the date again replaces what stood there.</summary>
    /// <param name="connection">An open connection without a transaction.</param>
    /// <param name="clock">The evening that is judged.</param>
    /// <param name="recordedAt">Now.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <returns>How many alerts stood on that date.</returns>
    public static async Task<int> RecordAsync(NpgsqlConnection connection, ReportClock clock, DateTimeOffset recordedAt, CancellationToken ct = default)
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
