using Dapper;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>What a person does to runs, each with its entry in the audit.</summary>
public sealed class RunActions(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Cancels every live run that a filter matches: queued ones at once, running ones at their next heartbeat.</summary>
    /// <returns>How many.</returns>
    public async Task<int> CancelAsync(RunFilter filter, string who, string reason, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var hits = (await connection.QueryAsync<Hit>(
            $"""
            update ops.run
            set cancel_asked_by = @who,
                state = case when state = 'queued' then 'cancelled' else state end,
                error_kind = case when state = 'queued' then 'cancelled' end,
                error = case when state = 'queued' then 'cancelled by ' || @who end,
                finished_at = case when state = 'queued' then @now end
            where state in ('queued', 'running') and run_id in (select run_id from ops.run as picked where {RunFilter.Condition})
            returning run_id, attempt, state
            """, filter.Values(new { who, now }), transaction)).AsList();
        foreach (var hit in hits)
        {
            await RunJournal.EventAsync(connection, transaction, hit.RunId, hit.Attempt, hit.State == "cancelled" ? "cancelled" : "cancel_asked",
                $"{who}: {reason}", null, now, ct);
        }

        if (hits.Count > 0)
        {
            await AuditTrail.RecordAsync(transaction, now, who, "cancel_runs", "run", string.Join(", ", hits.Take(20).Select(hit => hit.RunId)),
                reason, before: new { queued = hits.Count(hit => hit.State == "cancelled"), running = hits.Count(hit => hit.State == "running") },
                after: new { cancelled = hits.Count(hit => hit.State == "cancelled"), asked_to_stop = hits.Count(hit => hit.State == "running") }, ct: ct);
        }

        await transaction.CommitAsync(ct);
        return hits.Count;
    }

    private sealed record Hit
    {
        public long RunId { get; init; }

        public int Attempt { get; init; }

        public string State { get; init; } = "";
    }
}
