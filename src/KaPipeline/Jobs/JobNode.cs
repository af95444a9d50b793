using System.Collections.Concurrent;
using KaPipeline.Warehouse;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>One node's share of the work: the scheduler wakes it for single runs, and every few seconds it looks for itself. The look
/// gives correctness, the scheduler punctuality.</summary>
public sealed class JobNode(NpgsqlDataSource database, Planner planner, Dispatcher dispatcher, JobOptions options, TimeProvider clock, ILogger<JobNode> log)
    : IDisposable
{
    private readonly SemaphoreSlim slots = new(options.Workers);
    private readonly ConcurrentDictionary<long, Task> underWay = new();
    private TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Plans one schedule's due occurrences; the scheduler calls it at their moments.</summary>
    /// <returns>Ids of the new runs.</returns>
    public Task<IReadOnlyList<long>> TickAsync(string schedule, CancellationToken ct) => planner.PlanAsync(schedule, ct);

    /// <summary>Works on one run when a place is free, and returns at its end.</summary>
    public async Task WorkAsync(long runId, CancellationToken stopping)
    {
        await slots.WaitAsync(stopping);
        var worked = false;
        try
        {
            worked = await dispatcher.ExecuteAsync(runId, stopping);
        }
        finally
        {
            slots.Release();
        }

        if (worked)
        {
            ended.TrySetResult();
        }
    }

    /// <summary>One look: plans what is due, starts what may be worked on. Returns without waiting for the work.</summary>
    public async Task SweepAsync(CancellationToken stopping)
    {
        await planner.PlanAsync(null, stopping);
        foreach (var runId in await dispatcher.DueAsync(stopping))
        {
            if (!underWay.ContainsKey(runId))
            {
                underWay[runId] = ObserveAsync(runId, stopping);
            }
        }
    }

    /// <summary>Waits for the work that looks have started.</summary>
    public Task DrainAsync() => Task.WhenAll(underWay.Values);

    /// <summary>Looks every few seconds until the host stops, then waits until its work is handed back.</summary>
    public async Task RunAsync(bool servesWeb, string version, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await SignInAsync(database, dispatcher.Worker, runsJobs: true, servesWeb, version, clock, stopping);
                await SweepAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or InvalidOperationException)
            {
                log.LogWarning(e, "The database could not be asked for work; trying again in {sweep_s} s", options.SweepSeconds);
            }

            // The end of one run may let others begin: the next occurrence of its schedule, the rest of its batch.
            await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(options.SweepSeconds), clock, stopping), ended.Task);
            ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        await DrainAsync();
    }

    /// <summary>Says that a node is alive.</summary>
    public static Task SignInAsync(
        NpgsqlDataSource database, string worker, bool runsJobs, bool servesWeb, string version, TimeProvider clock, CancellationToken ct) =>
        database.DoAsync(
            """
            insert into ops.node as kept (worker, started_at, seen_at, runs_jobs, serves_web, version)
            values (@worker, @now, @now, @runsJobs, @servesWeb, @version)
            on conflict (worker) do update set seen_at = excluded.seen_at
            """, new { worker, now = clock.GetUtcNow(), runsJobs, servesWeb, version }, ct);

    /// <summary>Gives back the places.</summary>
    public void Dispose() => slots.Dispose();

    private async Task ObserveAsync(long runId, CancellationToken stopping)
    {
        await Task.Yield();
        try
        {
            await WorkAsync(runId, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            log.LogWarning(e, "Run {run_id} could not be worked on now; the next look tries again", runId);
        }
        finally
        {
            underWay.TryRemove(runId, out _);
        }
    }
}
