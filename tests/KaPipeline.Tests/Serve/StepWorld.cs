using System.Text.RegularExpressions;
using KaPipeline.Host.Work;
using KaPipeline.Jobs;
using KaPipeline.Mail;
using KaPipeline.Operations;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Tests.Jobs;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaPipeline.Tests.Serve;

/// <summary>The real jobs on a warehouse and a home of their own, at a moment of a morning that does not pass.</summary>
internal sealed partial class StepWorld : IAsyncDisposable
{
    private static readonly DateTimeOffset Morning = BusinessTime.At(new DateOnly(2026, 5, 7), new TimeOnly(9, 35));

    private readonly ServiceProvider services;
    private readonly ILoggerFactory log;
    private bool isLeft;

    private StepWorld(TestWarehouse warehouse, string home)
    {
        Warehouse = warehouse;
        Home = home;
        Points = new FaultPoints();
        log = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Debug).AddProvider(Points));
        Database = new NpgsqlDataSourceBuilder(warehouse.ConnectionString + ";Timezone=UTC").UseLoggerFactory(log).Build();
        var clock = new ManualClock(Morning);
        services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock).AddSingleton(Database)
            .AddKaJobs(new KaHome(home, Path.Combine(home, "config")), new JobOptions { BackoffSeconds = 0, Takeovers = 9 })
            .AddSingleton(new DatabaseClock(Database, clock, TimeSpan.MaxValue)).BuildServiceProvider();
    }

    public TestWarehouse Warehouse { get; }

    public string Home { get; }

    public NpgsqlDataSource Database { get; }

    public FaultPoints Points { get; }

    private Dispatcher Dispatcher => services.GetRequiredService<Dispatcher>();

    /// <summary>A world of a database and the files of a home, which are copied.</summary>
    /// <param name="database">A database to which nobody is connected; null for an empty one.</param>
    /// <param name="from">Folder whose files it begins with.</param>
    /// <param name="home">Where to; a folder of its own when null.</param>
    public static async Task<StepWorld> CopyAsync(string? database, string from, string? home = null)
    {
        home ??= Directory.CreateTempSubdirectory("ka-steps-").FullName;
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(home, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        var share = Path.Combine(home, "share");
        await File.WriteAllTextAsync(
            Path.Combine(home, "config", "sources.yaml"),
            $"sources:\n  - {{ name: share, chain: haoyoulai, folder: {{ path: {share}, done: {share}/done, quiet_seconds: 0 }} }}\n");
        return new StepWorld(database is null ? await TestWarehouse.CreateAsync() : await TestWarehouse.CopyAsync(database), home);
    }

    /// <summary>Adds a run of a job for a business date: that of the morning.</summary>
    public Task<long> AddAsync(string job, DateOnly? date = null)
    {
        var of = date ?? new DateOnly(2026, 5, 6);
        return Dispatcher.AddAsync(job, "", of, of, "wang", null, "{}", true, Stopping);
    }

    /// <summary>Does the run's next attempt, whatever becomes of it.</summary>
    public async Task<string> AttemptAsync(long run, CancellationToken ct = default)
    {
        try
        {
            await Dispatcher.ExecuteAsync(Database, run, ct);
        }
        catch (NpgsqlException e)
        {
            // The ledger could not be asked: the attempt was never begun.
            return e.Message;
        }

        return "";
    }

    /// <summary>Goes on with a run as nodes and a person do, until it has succeeded: taken over, tried again, at last started
    /// anew.</summary>
    /// <returns>How often it was started anew.</returns>
    public async Task<int> FinishAsync(long run, string job)
    {
        for (var anew = 0; anew < 3;)
        {
            Database.Clear();
            await Database.DoAsync("update ops.run set heartbeat_at = heartbeat_at - interval '1 hour' where state = 'running'");
            await Dispatcher.ReleaseKilledAsync(Stopping);
            var state = await Database.FirstAsync<string>("select state from ops.run where run_id = @run", new { run });
            switch (state)
            {
                case "succeeded":
                    await DecideDoubtsAsync();
                    return anew;
                case "queued":
                    await AttemptAsync(run);
                    break;
                default:
                    anew++;
                    run = await AddAsync(job);
                    break;
            }
        }

        throw new InvalidOperationException(await Database.FirstAsync<string>(
            "select concat_ws(' ', job, state, error) from ops.run where run_id = @run", new { run }));
    }

    /// <summary>How many mails a person had to decide on.</summary>
    public int Doubts { get; private set; }

    /// <summary>The world as it is left: what tables and folders hold, without moments and numbers that are given anew.</summary>
    public async Task<SortedDictionary<string, string>> StateAsync()
    {
        var state = await CoreHashes.OfAsync(Warehouse.DataSource);
        foreach (var (table, columns) in await Database.ListAsync<(string, string)>(
            """
            select c.oid::regclass::text, string_agg('t.' || quote_ident(a.attname), ', ' order by a.attname)
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attidentity = ''
                and a.atttypid not in ('timestamptz'::regtype, 'float8'::regtype, 'jsonb'::regtype)
                and not (a.attname like '%\_id' and a.atttypid = 'int8'::regtype)
                and a.attname not in ('superseded_by', 'attempt', 'failures', 'claimed_by', 'message_id', 'words', 'mark', 'moved_mark', 'moved_to')
            where c.relkind in ('r', 'p') and not c.relispartition
              and (c.relnamespace = 'core'::regnamespace
                    and not exists (select from pg_attribute s where s.attrelid = c.oid and s.attname = 'superseded_by')
                or c.oid = any (array['ops.load', 'ops.quarantined_row', 'ops.edition', 'ops.edition_item', 'ops.delivery', 'ops."case"',
                    'ops.case_event', 'ops.alert', 'ops.collected_file', 'ops.archive_check', 'ops.odd_content', 'ops.number_shape',
                    'ops.item_usual']::regclass[]))
            group by c.oid
            """))
        {
            state[table] = (await Database.FirstAsync<string>(
                $"""
                select count(*) || ' ' || case when count(*) < 20 then coalesce(string_agg(line, '|' order by line collate "C"), '')
                    else md5(string_agg(line, '|' order by line collate "C")) end
                from (select row({columns})::text as line from {table} t) x
                """))!.Replace(Home, "~", StringComparison.Ordinal);
            // A hold of sending names the moments between which mails may have gone; the database's own clock gives the later one.
            state[table] = Between().Replace(state[table], "between");
        }

        foreach (var folder in (string[])["archive", "inbox", "incoming", "outbox", "share"])
        {
            var path = Directory.CreateDirectory(Path.Combine(Home, folder)).FullName;
            var files = Directory.GetFiles(path, "*", SearchOption.AllDirectories);
            state[folder] = $"{files.Length} {string.Join(' ', files.Select(Path.GetFileName).Order(StringComparer.Ordinal))}";
        }

        return state;
    }

    /// <summary>Leaves the database as it is, for copies.</summary>
    public async Task<string> LeaveAsync()
    {
        isLeft = true;
        await Database.DisposeAsync();
        return await Warehouse.LeaveAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Database.DisposeAsync();
        log.Dispose();
        await (isLeft ? ValueTask.CompletedTask : Warehouse.DisposeAsync());
        Directory.Delete(Home, recursive: true);
    }

    // What was claimed and not recorded is a person's to decide: they look whether the mail is there. What was put off goes with watch.
    private async Task DecideDoubtsAsync()
    {
        await Database.DoAsync("update ops.delivery set claim_expires_at = '-infinity' where state = 'claimed'");
        var ledger = new MailLedger(Database, TimeProvider.System);
        await ledger.ExpireClaimsAsync();
        var person = new MailOperations(Database, TimeProvider.System);
        foreach (var (id, message) in await Database.ListAsync<(long, string)>(
            "select delivery_id, message_id from ops.delivery where state = 'in_doubt'"))
        {
            Doubts++;
            var isThere = Directory.GetFiles(Path.Combine(Home, "outbox"), $"{message.Split('@')[0]} *.eml", SearchOption.AllDirectories)
                .Any(file => !file.Contains(".unfinished", StringComparison.Ordinal));
            await (isThere ? person.ConfirmAsync(id, "wang", "it is there") : person.SendAgainAsync(id, "wang", "it is not there"));
        }

        await Database.DoAsync("update ops.delivery set not_before = '-infinity' where state = 'rendered'");
        // What operations could not be told is told at the next look.
        var (mail, clock) = (services.GetRequiredService<MailOptions>(), services.GetRequiredService<TimeProvider>());
        await new OperationsMail(Database, mail, clock).TellAsync();
        await services.GetRequiredService<Postman>().DeliverAsync(new SendScope(), isAsked: true);
    }

    [GeneratedRegex(@"[0-9-]{10} [0-9:]{5} — [0-9-]{10} [0-9:]{5}")]
    private static partial Regex Between();
}
