using KaPipeline.Jobs;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Host.Hangfire;

/// <summary>Looks every few seconds, on every node: plans what is due, takes runs away from processes that were killed, enqueues what has
/// no living Hangfire job, and brings Hangfire's jobs and entries to what the ledger says. It never does the work itself.</summary>
public sealed class Sweeper(IServiceProvider services, NpgsqlDataSource database, JobOptions options, TimeProvider clock,
    ILogger<Sweeper> log)
    : BackgroundService
{
    private static readonly string Version = typeof(Sweeper).Assembly.GetName().Version!.ToString(3);
    private readonly SemaphoreSlim called = new(0, 1);

    /// <summary>Calls for a look at once: something ended or was added.</summary>
    public void LookNow()
    {
        try
        {
            called.Release();
        }
        catch (SemaphoreFullException)
        {
            // It was called already.
        }
    }

    /// <summary>One look at the ledger; none by a clock that is away from the database's: what is due and whose lease is over is a matter
    /// of time.</summary>
    /// <returns>Whether it looked.</returns>
    public async Task<bool> LookAsync(CancellationToken ct)
    {
        if (await AgreedAsync(ct) is not { } now)
        {
            return false;
        }

        await services.GetRequiredService<Planner>().PlanAsync(null, ct, now);
        await services.GetRequiredService<Dispatcher>().ReleaseKilledAsync(ct);
        await services.GetRequiredService<RunQueue>().EnqueueDueAsync(ct);
        await services.GetRequiredService<JobAgreement>().RestoreAsync(ct);
        return true;
    }

    private async Task<DateTimeOffset?> AgreedAsync(CancellationToken ct)
    {
        var time = services.GetRequiredService<DatabaseClock>();
        var now = await time.CompareAsync(ct);
        if (now is null)
        {
            log.LogError("{says}", time.Message);
        }

        return now;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var serve = services.GetRequiredService<ServeOptions>();
        var worker = services.GetRequiredService<Dispatcher>().Worker;
        var isSynchronised = !serve.RunsJobs;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await NodeRegister.SignInAsync(database, worker, serve.RunsJobs, serve.ServesWeb, Version, stoppingToken);
                await services.GetRequiredService<SendingGate>().AskAsync(stoppingToken);
                if (!isSynchronised && await AgreedAsync(stoppingToken) is not null)
                {
                    await services.GetRequiredService<ScheduleStore>()
                        .SyncAsync(services.GetRequiredService<IReadOnlyList<JobSchedule>>(), stoppingToken);
                    isSynchronised = true;
                }

                if (await LookAsync(stoppingToken))
                {
                    await services.GetRequiredService<RunQueue>().ReclaimAsync(stoppingToken);
                    await services.GetRequiredService<RecurringEntries>().RefreshAsync(stoppingToken);
                }

                // Looks in between are for what has just ended or was just added.
                for (var until = clock.GetUtcNow().AddSeconds(options.SweepSeconds); await CalledAsync(until, stoppingToken);)
                {
                    await LookAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                // Whatever it is: a node that no longer looks does nothing at all, and the next look may succeed.
                log.LogWarning(e, "A look at the ledger failed; the next comes in a few seconds");
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(options.SweepSeconds, 5)), stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        called.Dispose();
        base.Dispose();
    }

    // A burst of ends is one look.
    private async Task<bool> CalledAsync(DateTimeOffset until, CancellationToken ct)
    {
        var left = until - clock.GetUtcNow();
        return left > TimeSpan.Zero && left <= TimeSpan.FromSeconds(options.SweepSeconds) && await called.WaitAsync(left, ct);
    }
}
