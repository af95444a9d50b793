using Dapper;
using KaPipeline.Digests.Calendar;
using KaPipeline.Digests.Editions;
using KaPipeline.Host.Work;
using KaPipeline.Jobs;
using KaPipeline.Mail;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Jobs;

namespace KaPipeline.Tests.Host.Work;

/// <summary>The small trade of the view cases, two readers, a schedule for the daily mail, and a real mail server; on a clock that the test
/// moves.</summary>
internal sealed class DigestWorld : IAsyncDisposable
{
    public static readonly JobSchedule Daily = new()
    {
        Name = "daily", Job = "daily", Cron = "30 7 * * *", Days = ScheduleDays.WorkingDay,
        DateOffset = -1
    };

    private readonly JobWorld jobs;

    private DigestWorld(JobWorld jobs) => this.jobs = jobs;

    public ManualClock Clock => jobs.Clock;

    public SmtpTestServer Server { get; } = new();

    public JobWorld Jobs => jobs;

    public MailOptions Options { get; } = new()
    {
        From = "ka@ka.example", Outbox = Path.GetTempPath(),
        ConsoleAddress = "https://ka.example"
    };

    /// <summary>It is half past seven of the day after <paramref name="businessDate"/>; orders and deliveries of chain C are expected by
    /// nine.</summary>
    public static async Task<DigestWorld> CreateAsync(DateOnly businessDate)
    {
        var start = BusinessTime.At(businessDate.AddDays(1), new TimeOnly(7, 29));
        var world = new DigestWorld(await JobWorld.CreateAsync(new ManualClock(start), Daily));
        await using var connection = await world.jobs.Database.OpenConnectionAsync();
        await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(Path.Combine(Repository.Root, "config")), start);
        await world.SqlAsync(
            """
            select pg_temp.trade();
            insert into core.expected_arrival (chain_id, report, every, after_days, by_time, arrived_at, recorded_at)
                select 'C', report, 'day', 1, '09:00', '-infinity', '-infinity' from unnest(array['orders', 'deliveries']) as report;
            insert into core.person (person_id, name, email, language, arrived_at, recorded_at) values
                ('R1', '周晓东', 'r1@ka.example', 'zh-CN', '-infinity', '-infinity'), ('R2', 'Ann', 'r2@ka.example', 'en', '-infinity', '-infinity');
            insert into core.responsibility (person_id, role, region, valid_from, arrived_at, recorded_at)
                select person_id, 'region_manager', '华东', '2026-01-01', '-infinity', '-infinity' from core.person;
            """);
        return world;
    }

    /// <summary>Runs SQL beside the helpers of the view cases.</summary>
    public async Task SqlAsync(string sql)
    {
        await using var connection = await jobs.Database.OpenConnectionAsync();
        await connection.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "views", "prelude.sql")));
        await connection.ExecuteAsync(sql);
        await connection.ExecuteAsync("discard all");
    }

    /// <summary>A file of chain C that arrives now.</summary>
    public Task ArriveAsync(string report, DateOnly date, string state = "loaded") => SqlAsync(
        $"""
        insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, business_date, arrived_at, recorded_at, profile_version, state, finding)
        values ('C', '{report}', 'C {report} {date:yyyyMMdd}.csv', gen_random_uuid()::text, 1, 'test', '{date:yyyy-MM-dd}', '{Clock.GetUtcNow():O}', '{Clock.GetUtcNow():O}', '1', '{state}', 'column missing')
        """);

    /// <summary>Lets the schedule become due and works on its run until it ends, minute by minute of the world's clock.</summary>
    /// <param name="each">What happens in the world at a minute.</param>
    /// <returns>The run's number.</returns>
    public async Task<long> RunAsync(JobSchedule? schedule = null, Func<DateTimeOffset, Task>? each = null)
    {
        schedule ??= Daily;
        Clock.Advance(TimeSpan.FromMinutes(1));
        var runId = Assert.Single(await jobs.Planner(schedule).PlanAsync(null, Stopping));
        await WorkAsync(runId, each);
        return runId;
    }

    /// <summary>Works on a run.</summary>
    public async Task WorkAsync(long runId, Func<DateTimeOffset, Task>? each = null)
    {
        var working = jobs.Dispatcher("test", Job()).ExecuteAsync(jobs.Database, runId, Stopping);
        for (var minutes = 0; minutes < 600 && await Task.WhenAny(working, Task.Delay(120)) != working; minutes++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            await (each?.Invoke(Clock.GetUtcNow()) ?? Task.CompletedTask);
        }

        await working;
    }

    /// <summary>The calendar by the schedule for the daily mail.</summary>
    public DigestCalendar Calendar => new(JobWorld.Calendar, new[] { Daily }.SendTimes(), Options.WaitForSourcesUntil);

    public DigestService Service() => new(
        jobs.Database, DigestService.AllDigests, new RecipientList(RecipientRules.Load(Path.Combine(Repository.Root, "config"))), Calendar,
        Options, Clock);

    public Postman Postman() => new(
        new MailLedger(jobs.Database, Clock), new MailServerLedger(jobs.Database, Clock),
        new MailKitTransport(Loopback.To(Server), TimeProvider.System), Gates.WithoutMark(jobs.Database), Options, [], Clock);

    public IJob Job() => new DigestJob("daily", Service(), Postman, Options, jobs.Database, Clock);

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var connection = await jobs.Database.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await jobs.DisposeAsync();
    }
}
