using System.Diagnostics;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>Does one attempt at a run: takes the run's lock, claims the attempt, runs the job with a heartbeat, and writes how it ended.
/// However often and wherever an attempt is delivered, the work is done once.</summary>
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
    private readonly AttemptRefusal refusal;

    /// <summary>A dispatcher of one node.</summary>
    /// <param name="worker">The node's name in the ledger: machine and process.</param>
    public Dispatcher(NpgsqlDataSource database, IEnumerable<IJob> jobs, JobOptions options, TimeProvider clock, ILoggerFactory logs,
        string worker)
    {
        this.database = database;
        this.jobs = jobs.ToDictionary(job => job.Name);
        this.options = options;
        this.clock = clock;
        this.logs = logs;
        log = logs.CreateLogger<Dispatcher>();
        journal = new RunJournal(database);
        ledger = new RunLedger(database, options, clock, worker);
        refusal = new AttemptRefusal(database, options, clock);
        Worker = worker;
    }

    /// <summary>The node's name in the ledger.</summary>
    public string Worker { get; }

    /// <summary>Names of the jobs that this node knows, in order.</summary>
    public IReadOnlyList<string> JobNames => [.. jobs.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Adds a run for the command line, or continues with the same work where it waits already.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="InvalidOperationException">The same work is under way already.</exception>
    public Task<long> AddAsync(
        string job, string chain, DateOnly from, DateOnly to, string who, string? reason, string arguments, bool sendsMail,
        CancellationToken ct) =>
        ledger.AddAsync(job, chain, from, to, who, reason, arguments, sendsMail, ct);

    /// <summary>Puts runs whose process was killed back into the queue, each for one more attempt.</summary>
    /// <returns>Their numbers.</returns>
    public Task<IReadOnlyList<long>> ReleaseKilledAsync(CancellationToken ct) => ledger.ReleaseKilledAsync(ct);

    /// <summary>Takes back a run that an attempt of this process left running, since it lost its lock: the database was away.</summary>
    /// <returns>Whether it waits for one more attempt.</returns>
    public Task<bool> TakeBackAsync(long runId, CancellationToken ct)
    {
        // Connections that lie in the pool since before an outage are broken.
        database.Clear();
        return ledger.TakeBackAsync(runId, ct);
    }

    /// <summary>Does one attempt at a run if the ledger gives it. Never throws for what the job did: the result says it.</summary>
    /// <param name="attempt">Its number, from 1; the ledger gives each number once.</param>
    /// <exception cref="NpgsqlException">The database cannot be asked; nothing was begun.</exception>
    public async Task<AttemptResult> ExecuteAsync(long runId, int attempt, Delivery delivery)
    {
        await using var held = await RunLock.TryTakeAsync(database, runId, delivery.Abort);
        if (held is null || await ledger.ClaimAsync(held, runId, attempt, delivery.JobId, CancellationToken.None) is not { } run)
        {
            return await refusal.AskAsync(runId, attempt, delivery.JobId, held is null, delivery.Abort);
        }

        using var activity = JobMeters.Source.StartActivity($"run {run.Job}");
        activity?.SetTag("ka.run_id", run.RunId).SetTag("ka.chain", run.ChainId).SetTag("ka.attempt", run.Attempt);
        using var scope =
            log.BeginScope(new Dictionary<string, object> { ["run_id"] = run.RunId, ["job"] = run.Job, ["chain"] = run.ChainId });
        var started = clock.GetTimestamp();
        var (end, error) = run.Takeovers > options.Takeovers
            ? (new RunEnd("failed", "failed", false, TimeSpan.Zero, "killed_repeatedly",
                Bilingual.Of($"进程被终止 {run.Takeovers} 次，多半是内存不足或机器故障。",
                    $"Its process was killed {run.Takeovers} times; memory or the machine is the likely cause.")), null)
            : await WorkAsync(held, run, delivery);
        if (end is null || !await TryEndAsync(held, run, end))
        {
            log.LogError(error, "Run {run_id} lost its lock or the database in attempt {attempt}; another node takes it over", run.RunId,
                run.Attempt);
            return new(AttemptEnd.Refused, Bilingual.Of($"锁或数据库连接已失，将进行第 {run.Attempt + 1} 次",
                $"lost its lock or the database; attempt {run.Attempt + 1} follows"));
        }

        var elapsed = clock.GetElapsedTime(started);
        JobMeters.Ended(run.Job, end.Event, elapsed);
        activity?.SetStatus(end.State == "failed" ? ActivityStatusCode.Error : ActivityStatusCode.Ok, end.Error);
        if (end.Error is null)
        {
            log.LogInformation("Run {run_id} {event} after {duration_ms} ms", run.RunId, end.Event, (long)elapsed.TotalMilliseconds);
        }
        else
        {
            log.Log(end.State == "failed" ? LogLevel.Error : LogLevel.Warning,
                "Run {run_id} {event} after {duration_ms} ms: {error}", run.RunId, end.Event, (long)elapsed.TotalMilliseconds, end.Error);
        }

        return end.Event switch
        {
            "succeeded" => new(AttemptEnd.Succeeded, Bilingual.Of("完成", "done")),
            "cancelled" => new(AttemptEnd.Cancelled, end.Error!),
            "handed_back" => new(AttemptEnd.HandedBack, Bilingual.Of($"{Worker} 停机，交还", $"handed back by {Worker}, which stops")),
            _ => new(AttemptEnd.Failed, end.Error!, Error: error),
        };
    }

    /// <summary>Runs the job beside its heartbeat.</summary>
    /// <returns>How the attempt ended, null when the lock or the database was lost; and what it threw.</returns>
    private async Task<(RunEnd? End, Exception? Error)> WorkAsync(RunLock held, Run run, Delivery delivery)
    {
        using var cancel = new CancellationTokenSource();
        using var done = new CancellationTokenSource();
        var beating = BeatAsync(held, run, cancel, done.Token);
        var aborting = FollowAbortAsync(delivery, cancel, done.Token);
        var runLog = new RunLog(logs.CreateLogger($"KaPipeline.Jobs.{run.Job}"), journal, run, Worker, clock);
        Exception? error = null;
        try
        {
            var job = jobs.GetValueOrDefault(run.Job)
                ?? throw new PermanentJobException("unknown_job", Bilingual.Of(
                    $"没有名为「{run.Job}」的作业；现有：{string.Join("、", JobNames)}。",
                    $"No job is named \"{run.Job}\"; known: {string.Join(", ", JobNames)}."));
            var context = new RunContext(run, journal, clock, runLog);
            await job.RunAsync(context, cancel.Token);
            if (context.UnmetStep is { } unmet)
            {
                throw new PermanentJobException("unknown_step",
                    Bilingual.Of($"作业 {run.Job} 没有「{unmet}」这一步，什么也没有做。",
                    $"The job {run.Job} has no step \"{unmet}\" to begin at; nothing was done."));
            }
        }
        catch (Exception e)
        {
            error = e;
        }

        // What it said is kept before it ends, above all where it failed.
        await runLog.FlushAsync();
        await done.CancelAsync();
        var cause = await aborting;
        var (lost, cancelledBy) = await beating;
        if (!lost && cause == AbortCause.Deleted)
        {
            // Deleted by way of the ledger it has a name; else all that is known is where.
            cancelledBy ??= await ledger.CancelAskedByAsync(run.RunId) ?? "Hangfire";
        }

        // What was cut off by the database was not the work's fault: it continues like what lost its lock, as many times as that may.
        return (lost || (error is not null && ServerGone.IsSaidBy(error)) ? null
            : error is null ? RunEnd.Succeeded
            : cancelledBy is not null && cancel.IsCancellationRequested ? RunEnd.Cancelled(cancelledBy)
            : cause == AbortCause.HostStops && error is OperationCanceledException ? RunEnd.HandedBack
            : ledger.AfterError(run, error), error);
    }

    /// <summary>Waits until the delivery is to end, and cancels the work unless somebody was only handed the same job again.</summary>
    /// <returns>Why it was to end; null where it was not.</returns>
    private static async Task<AbortCause?> FollowAbortAsync(Delivery delivery, CancellationTokenSource cancel, CancellationToken done)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(delivery.Abort, done);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Away from the thread that cancels: it is Hangfire's own, and holds a lock.
        await Task.Yield();
        if (!delivery.Abort.IsCancellationRequested)
        {
            return null;
        }

        var cause = delivery.AskCause();
        if (cause != AbortCause.DeliveredAgain)
        {
            await cancel.CancelAsync();
        }

        return cause;
    }

    private async Task<(bool Lost, string? CancelledBy)> BeatAsync(RunLock held, Run run, CancellationTokenSource cancel,
        CancellationToken done)
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
