using KaPipeline.Host;
using KaPipeline.Host.Hangfire;
using KaPipeline.Jobs;
using KaPipeline.Mail;
using KaPipeline.Operations;
using KaPipeline.Tests.Jobs;
using KaPipeline.Tests.Serve;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KaPipeline.Tests.Host.Hangfire;

/// <summary>A node with real Hangfire servers and the real sweeper, whose jobs are functions of the test.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private static int count;
    private readonly IHost host;
    private readonly JobWorld world;

    private EngineHost(IHost host, JobWorld world)
    {
        this.host = host;
        this.world = world;
    }

    public RunQueue Queue => host.Services.GetRequiredService<RunQueue>();

    public Sweeper Sweeper => host.Services.GetRequiredService<Sweeper>();

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>Starts a node.</summary>
    /// <param name="runsJobs">Without, it has no Hangfire server, as with <c>--no-jobs</c>.</param>
    public static async Task<EngineHost> StartAsync(JobWorld world, JobSchedule[] schedules, bool runsJobs, params IJob[] jobs)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(world.Database).AddSingleton<TimeProvider>(world.Clock).AddSingleton(world.Options)
            .AddSingleton(new ServeOptions(runsJobs, false, null)).AddSingleton<IReadOnlyList<JobSchedule>>(schedules)
            .AddSingleton(JobWorld.Calendar)
            .AddSingleton(new DatabaseClock(world.Database, world.Clock, world.ClockTolerance))
            .AddSingleton(provider => new SendingGate(world.Database, "", provider.GetRequiredService<DatabaseClock>()))
            .AddSingleton<ScheduleStore>().AddSingleton<Reruns>().AddSingleton<RunOperations>().AddSingleton<Planner>()
            .AddSingleton(world.Dispatcher($"node {Interlocked.Increment(ref count)}", jobs)).AddKaHangfire();
        if (runsJobs)
        {
            builder.Services.AddKaHangfireServers(world.Options);
        }

        var host = builder.Build();
        await host.StartAsync();
        return new EngineHost(host, world);
    }

    /// <summary>Enqueues runs, and waits until each has its job: the node's own look may be giving it at this moment.</summary>
    public async Task EnqueueAsync(IReadOnlyCollection<long> runIds)
    {
        await Queue.EnqueueAsync(runIds, Stopping);
        Assert.True(await RehearsalNodes.UntilAsync(() => world.Database.FirstAsync<bool>(
            """
            select not exists (
              select from ops.run where run_id = any (@runs) and state = 'queued' and not exists (
                select from ops.run_attempt where run_attempt.run_id = run.run_id and run_attempt.attempt = run.attempt + 1))
            """, new { runs = runIds.ToArray() })));
    }

    /// <summary>Waits until a run has a state.</summary>
    public Task<bool> UntilAsync(long runId, string state, int seconds = 30) =>
        RehearsalNodes.UntilAsync(async () => (await world.StateAsync(runId)).State == state, seconds);

    /// <summary>Waits until the Hangfire jobs of a run's attempts have these states, in the order of the attempts.</summary>
    public Task<bool> UntilJobsAsync(long runId, params string[] states) =>
        RehearsalNodes.UntilAsync(async () => states.SequenceEqual(await JobsAsync(runId)), 60);

    /// <summary>States of the Hangfire jobs of a run's attempts, in their order.</summary>
    public Task<IReadOnlyList<string>> JobsAsync(long runId) => world.Database.ListAsync<string>(
        "select statename from ops.run_attempt join hangfire.job on job.id = hangfire_job_id::bigint where run_id = @runId order by attempt", new { runId });

    /// <summary>How many jobs of Hangfire have each state.</summary>
    public Task<IReadOnlyList<string>> CountsAsync() => world.Database.ListAsync<string>(
        "select statename || ' ' || count(*) from hangfire.job group by statename order by statename");

    /// <summary>State of one job of Hangfire.</summary>
    public Task<string?> StateOfAsync(string jobId) =>
        world.Database.FirstAsync<string>("select statename from hangfire.job where id = @jobId::bigint", new { jobId });

    /// <summary>Why a job of Hangfire has its state.</summary>
    public Task<string?> ReasonOfAsync(string jobId) => world.Database.FirstAsync<string>(
        "select state.reason from hangfire.job join hangfire.state on state.id = job.stateid where job.id = @jobId::bigint", new { jobId });

    /// <summary>Stops as <c>SIGTERM</c> does.</summary>
    public Task StopAsync() => host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
