using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>Works on one run: takes its lock, claims it, runs the job with a heartbeat, and writes how it ended. Waking it twice,
/// or on several nodes at once, does the work once.</summary>
public sealed class Dispatcher
{
    private readonly NpgsqlDataSource database;
    private readonly Dictionary<string, IJob> jobs;
    private readonly JobOptions options;
    private readonly TimeProvider clock;
    private readonly ILoggerFactory logs;
    private readonly ILogger log;
    private readonly RunJournal journal;
    private readonly RunLedger ledger;

    /// <summary>A dispatcher of one node.</summary>
    /// <param name="worker">The node's name in the ledger: machine and process.</param>
    public Dispatcher(NpgsqlDataSource database, IEnumerable<IJob> jobs, JobOptions options, TimeProvider clock, ILoggerFactory logs, string worker)
    {
        this.database = database;
        this.jobs = jobs.ToDictionary(job => job.Name);
        this.options = options;
        this.clock = clock;
        this.logs = logs;
        log = logs.CreateLogger<Dispatcher>();
        journal = new RunJournal(database);
        ledger = new RunLedger(database, options, clock, worker);
        Worker = worker;
    }

    /// <summary>The node's name in the ledger.</summary>
    public string Worker { get; }

    /// <summary>Names of the jobs that this node knows, in order.</summary>
    public IReadOnlyList<string> JobNames => [.. jobs.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Runs that some node should work on now, the oldest first.</summary>
    public Task<IReadOnlyList<long>> DueAsync(CancellationToken ct) => ledger.DueAsync(ct);

    /// <summary>Adds a run for the command line.</summary>
    /// <exception cref="InvalidOperationException">The same work is queued or running already.</exception>
    public Task<long> AddAsync(
        string job, string chain, DateOnly from, DateOnly to, string who, string? reason, string arguments, bool sendsMail, CancellationToken ct) =>
        ledger.AddAsync(job, chain, from, to, who, reason, arguments, sendsMail, ct);

    /// <summary>Works on a run if it may be worked on now.</summary>
    /// <param name="stopping">The host is stopping: the work is handed back without spending an attempt.</param>
    /// <returns>Whether this call did an attempt.</returns>
    public async Task<bool> ExecuteAsync(long runId, CancellationToken stopping)
    {
        await using var held = await RunLock.TryTakeAsync(database, runId, stopping);
        if (held is null || await ledger.ClaimAsync(held, runId, stopping) is not { } run)
        {
            return false;
        }

        using var activity = JobMeters.Source.StartActivity($"run {run.Job}");
        activity?.SetTag("ka.run_id", run.RunId).SetTag("ka.chain", run.ChainId).SetTag("ka.attempt", run.Attempt);
        using var scope = log.BeginScope(new Dictionary<string, object> { ["run_id"] = run.RunId, ["job"] = run.Job, ["chain"] = run.ChainId });
        var started = clock.GetTimestamp();
        var end = run.Takeovers > options.Takeovers
            ? new RunEnd("failed", "failed", false, TimeSpan.Zero, "killed_repeatedly",
                $"Its process was killed {run.Takeovers} times; memory or the machine is the likely cause.")
            : await WorkAsync(held, run, stopping);
        if (end is null || !await TryEndAsync(held, run, end))
        {
            log.LogError("Run {run_id} lost its lock in attempt {attempt}; another node takes it over", run.RunId, run.Attempt);
            return true;
        }

        var elapsed = clock.GetElapsedTime(started);
        JobMeters.Ended(run.Job, end.Event, elapsed);
        activity?.SetStatus(end.State == "failed" ? ActivityStatusCode.Error : ActivityStatusCode.Ok, end.Error);
        log.Log(end.State == "failed" ? LogLevel.Error : end.Error is null ? LogLevel.Information : LogLevel.Warning, "Run {run_id} {event} after {duration_ms} ms: {error}", run.RunId, end.Event, (long)elapsed.TotalMilliseconds, end.Error);
        return true;
    }

    /// <summary>Runs the job beside its heartbeat.</summary>
    /// <returns>How the attempt ended; null when the lock was lost.</returns>
    private async Task<RunEnd?> WorkAsync(RunLock held, Run run, CancellationToken stopping)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var done = new CancellationTokenSource();
        var beating = BeatAsync(held, run, cancel, done.Token);
        var runLog = new RunLog(logs.CreateLogger($"KaPipeline.Jobs.{run.Job}"), journal, run, Worker, clock);
        Exception? error = null;
        try
        {
            var job = jobs.GetValueOrDefault(run.Job)
                ?? throw new PermanentJobException("unknown_job", $"No job is named \"{run.Job}\"; known: {string.Join(", ", JobNames)}.");
            var context = new RunContext(run, journal, clock, runLog);
            await job.RunAsync(context, cancel.Token);
            if (context.UnmetStep is { } unmet)
            {
                throw new PermanentJobException("unknown_step", $"The job {run.Job} has no step \"{unmet}\" to begin at; nothing was done.");
            }
        }
        catch (Exception e)
        {
            error = e;
        }

        // What it said is kept before it ends, above all where it failed.
        await runLog.FlushAsync();
        await done.CancelAsync();
        var (lost, cancelledBy) = await beating;
        return lost ? null
            : error is null ? RunEnd.Succeeded
            : cancelledBy is not null && cancel.IsCancellationRequested ? RunEnd.Cancelled(cancelledBy)
            : stopping.IsCancellationRequested && error is OperationCanceledException ? RunEnd.HandedBack
            : ledger.AfterError(run, error);
    }

    private async Task<(bool Lost, string? CancelledBy)> BeatAsync(RunLock held, Run run, CancellationTokenSource cancel, CancellationToken done)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(options.HeartbeatSeconds), clock, done);
                var (stands, cancelAskedBy) = await ledger.BeatAsync(held, run, CancellationToken.None);
                if (!stands || cancelAskedBy is not null)
                {
                    await cancel.CancelAsync();
                    return (!stands, cancelAskedBy);
                }
            }
        }
        catch (OperationCanceledException)
        {
            return (false, null);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException)
        {
            await cancel.CancelAsync();
            return (true, null);
        }
    }

    private async Task<bool> TryEndAsync(RunLock held, Run run, RunEnd end)
    {
        try
        {
            return await ledger.EndAsync(held, run, end);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException)
        {
            log.LogWarning(e, "Run {run_id}: its end could not be written", run.RunId);
            return false;
        }
    }
}
