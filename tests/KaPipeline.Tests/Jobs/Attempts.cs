using KaPipeline.Jobs;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Jobs;

/// <summary>Attempts delivered by hand, where a test is about the work or the ledger and not about who delivers.</summary>
internal static class Attempts
{
    /// <summary>Delivers a run's next attempt.</summary>
    /// <returns>Whether the ledger gave it.</returns>
    public static async Task<bool> ExecuteAsync(this Dispatcher dispatcher, NpgsqlDataSource database, long runId,
        CancellationToken stopping = default)
    {
        var next = await database.FirstAsync<int>("select attempt + 1 from ops.run where run_id = @runId", new { runId },
            Stopping);
        var result = await dispatcher.ExecuteAsync(runId, next, Delivery.Of(stopping));
        return result.End is not (AttemptEnd.Refused or AttemptEnd.Waits or AttemptEnd.UnderWay);
    }

    /// <summary>Runs that wait and whose moment and turn have come.</summary>
    public static Task<IReadOnlyList<long>> DueAsync(this NpgsqlDataSource database, TimeProvider clock) => database.ListAsync<long>(
        """
        select run_id from ops.run join ops.run_turn using (run_id)
        where state = 'queued' and not_before <= @now and waits_for is null and not is_paused order by run_id
        """, new { now = clock.GetUtcNow() });
}
