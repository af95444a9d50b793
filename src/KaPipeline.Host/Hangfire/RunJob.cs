using Hangfire;
using Hangfire.Server;
using Hangfire.States;
using KaPipeline.Jobs;
using Npgsql;

namespace KaPipeline.Host.Hangfire;

/// <summary>The one entry point through which Hangfire does runs. Its name and parameters stay as they are: a queued job remembers them.
/// Only ids cross; what a run is about is in the ledger.</summary>
[AutomaticRetry(Attempts = 0)]
[AttemptState]
public sealed class RunJob(Dispatcher dispatcher, JobStorage storage, Sweeper sweeper)
{
    /// <summary>Does one attempt at a run.</summary>
    /// <param name="runId">Number in <c>ops.run</c>.</param>
    /// <param name="attempt">Number of the attempt, from 1.</param>
    /// <param name="context">Put in by Hangfire.</param>
    /// <param name="ct">Replaced by Hangfire; cancelled when the host stops, and when the job's state changes under its hands.</param>
    /// <returns>What <see cref="AttemptStateAttribute"/> turns into the job's state.</returns>
    /// <exception cref="AttemptFailedException">The attempt failed; so the job is listed under <i>Failed</i>.</exception>
    /// <exception cref="JobAbortedException">The same job is under way elsewhere, which will say how it ended.</exception>
    public async Task<AttemptResult> Execute(long runId, int attempt, PerformContext? context, CancellationToken ct)
    {
        var jobId = context?.BackgroundJob.Id;
        var own = PlaceOf(jobId).Place;
        var result = await dispatcher.ExecuteAsync(runId, attempt, new Delivery(jobId, () => CauseOf(jobId, own), ct));
        // Its end may let others begin: its own next attempt, the next occurrence of its schedule, the rest of its batch.
        sweeper.LookNow();
        return result.End switch
        {
            AttemptEnd.UnderWay => throw new JobAbortedException(),
            AttemptEnd.Failed => throw (result.Error as AttemptFailedException ?? new AttemptFailedException(result.Message, result.Error)),
            // Hangfire writes what is returned into the job's state; an exception is not for that.
            _ => result with { Error = null },
        };
    }

    // One token says three things; the job's state tells them apart. While it is processed here and yet to end, the host stops.
    private AbortCause CauseOf(string? jobId, string own)
    {
        try
        {
            var (state, place) = PlaceOf(jobId);
            return state == DeletedState.StateName ? AbortCause.Deleted : place == own ? AbortCause.HostStops : AbortCause.DeliveredAgain;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            return AbortCause.HostStops;
        }
    }

    // Server and worker that process a job; a second delivery may come to another worker of the same server.
    private (string? State, string Place) PlaceOf(string? jobId)
    {
        using var connection = storage.GetConnection();
        var state = jobId is null ? null : connection.GetStateData(jobId);
        return (state?.Name, $"{Value("ServerId")}/{Value("WorkerId")}");

        string? Value(string key) => state is not null && state.Data.TryGetValue(key, out var value) ? value : null;
    }
}
