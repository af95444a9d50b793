using Dapper;
using KaPipeline.Host.Work;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Jobs;
using KaPipeline.Operations;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KaPipeline.Tests.Jobs;

/// <summary>A warehouse with schedules and nodes on a clock that the test moves.</summary>
public sealed class JobWorld : IAsyncDisposable
{
    private JobWorld(TestWarehouse warehouse, ManualClock clock)
    {
        Warehouse = warehouse;
        Clock = clock;
    }

    public TestWarehouse Warehouse { get; }

    public ManualClock Clock { get; }

    public JobOptions Options { get; } = new() { BackoffSeconds = 30, Attempts = 3, Takeovers = 2 };

    /// <summary>How far the world's clock may be away from the database's: as far as it likes, unless a test is about that.</summary>
    public TimeSpan ClockTolerance { get; set; } = TimeSpan.MaxValue;

    public NpgsqlDataSource Database => Warehouse.DataSource;

    public static WorkingCalendar Calendar { get; } = WorkingCalendar.Load(Path.Combine(Repository.Root, "config"));

    public static async Task<JobWorld> CreateAsync(ManualClock clock, params JobSchedule[] schedules)
    {
        var world = new JobWorld(await TestWarehouse.CreateAsync(), clock);
        await new ScheduleStore(world.Database, clock).SyncAsync(schedules, Stopping);
        return world;
    }

    public Planner Planner(params JobSchedule[] schedules) =>
        new(Database, Calendar, schedules, Options, Clock, NullLogger<Planner>.Instance);

    public Dispatcher Dispatcher(string worker, params IJob[] jobs) =>
        new(Database, jobs, Options, Clock, NullLoggerFactory.Instance, worker);

    /// <summary>The job <c>tidy</c>, over an archive that holds nothing.</summary>
    internal TidyJob Tidy() => new(Database, Options,
        new ArchiveProof(Database, new FileArchive(Path.Combine(Path.GetTempPath(), "no-archive")), Clock), Clock);

    public RunOperations Operations() => new(Database, new Reruns(Database, Clock), Clock);

    public ScheduleOperations ScheduleOperations(params JobSchedule[] schedules) =>
        new(Database, new Reruns(Database, Clock), schedules, Calendar, Clock);

    public Task<long> AddAsync(string job, DateOnly? date = null, string chain = "", string arguments = "{}") => Dispatcher("test")
        .AddAsync(
        job, chain, date ?? new DateOnly(2026, 5, 6), date ?? new DateOnly(2026, 5, 6), "tester", null, arguments, true, Stopping);

    public async Task<(string State, int Attempt, int Failures, string? Error)> StateAsync(long runId)
    {
        await using var connection = await Database.OpenConnectionAsync();
        return await connection.QuerySingleAsync<(string, int, int, string?)>(
            "select state, attempt, failures, error from ops.run where run_id = @runId", new { runId });
    }

    /// <summary>Lets a run under way look as if nothing had been heard of it for so long.</summary>
    public Task SilentAsync(long runId, int seconds) => Database.DoAsync(
        "update ops.run set heartbeat_at = clock_timestamp() - make_interval(secs => @seconds) where run_id = @runId",
        new { runId, seconds });

    public Task<IReadOnlyList<string>> EventsAsync(long runId) =>
        Database.ListAsync<string>("select kind from ops.run_event where run_id = @runId order by event_id", new { runId });

    public Task<IReadOnlyList<string>> RunsAsync() => Database.ListAsync<string>(
        """
        select concat_ws(' ', job, nullif(chain_id, ''), date_to, cause, to_char(scheduled_for at time zone 'Asia/Shanghai', 'MM-DD HH24:MI'), state)
        from ops.run order by run_id
        """);

    public ValueTask DisposeAsync() => Warehouse.DisposeAsync();
}

/// <summary>A job made of a function.</summary>
public sealed class FunctionJob(string name, Func<RunContext, CancellationToken, Task> work) : IJob
{
    public string Name => name;

    public Task RunAsync(RunContext run, CancellationToken ct) => work(run, ct);
}
