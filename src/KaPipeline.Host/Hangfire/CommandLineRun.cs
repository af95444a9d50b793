using Hangfire;
using Hangfire.States;
using Npgsql;

namespace KaPipeline.Host.Hangfire;

/// <summary>Does a run in this process, as <c>ka run</c> asks for it: its attempt is a job like any other and is on the dashboard, but
/// in a queue that this process alone serves, with a Hangfire server that has one worker and no schedulers.</summary>
internal static class CommandLineRun
{
    /// <summary>Begins of the names of such queues; the run's number follows.</summary>
    public const string QueuePrefix = "run-";

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    // A server that restarts is back long before; what waits longer waits for a person.
    private static readonly TimeSpan LongestOutage = TimeSpan.FromMinutes(5);

    /// <summary>Does the run's next attempt and returns when its job has ended; at a cancel, when it was handed back.</summary>
    /// <exception cref="NpgsqlException">The database went away and did not come back within minutes.</exception>
    public static async Task DoAsync(IServiceProvider services, long runId, CancellationToken ct)
    {
        var storage = services.GetRequiredService<JobStorage>();
        var queue = QueuePrefix + runId;
        var runs = services.GetRequiredService<RunQueue>();
        var jobId = await runs.EnqueueIntoAsync(runId, queue, ct);
        using var server = new BackgroundJobServer(
            new BackgroundJobServerOptions
            {
                ServerName = $"{Environment.MachineName}:ka-run", Queues = [queue], WorkerCount = 1, IsLightweightServer = true,
                Activator = services.GetRequiredService<JobActivator>(), CancellationCheckInterval = TimeSpan.FromSeconds(2),
                StopTimeout = TimeSpan.Zero,
            }, storage);
        var looked = TimeProvider.System.GetTimestamp();
        for (var heard = TimeProvider.System.GetTimestamp(); !ct.IsCancellationRequested && IsLiving(storage, jobId, ref heard);)
        {
            await Task.Delay(100, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (TimeProvider.System.GetElapsedTime(looked) > Look)
            {
                looked = TimeProvider.System.GetTimestamp();
                await ReturnLostAsync(runs, runId, queue);
            }
        }

        server.SendStop();
        await server.WaitForShutdownAsync(CancellationToken.None);
    }

    // A job that is in no queue is fetched by nobody.
    private static async Task ReturnLostAsync(RunQueue runs, long runId, string queue)
    {
        try
        {
            await runs.ReturnLostAsync(runId, queue, CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The database is away; the next look asks again.
        }
    }

    private static bool IsLiving(JobStorage storage, string jobId, ref long heard)
    {
        try
        {
            using var connection = storage.GetConnection();
            heard = TimeProvider.System.GetTimestamp();
            return connection.GetStateData(jobId) is { } state
                && (state.Name == EnqueuedState.StateName || state.Name == ProcessingState.StateName);
        }
        catch (NpgsqlException) when (TimeProvider.System.GetElapsedTime(heard) < LongestOutage)
        {
            // The database is away; the attempt notices by itself, and the job's state is asked for again.
            return true;
        }
    }
}
