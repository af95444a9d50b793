using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using KaPipeline.Benchmarks.Morning;
using KaPipeline.Benchmarks.Reconcile;
using KaPipeline.Claims;
using KaPipeline.Host;
using KaPipeline.Host.Accounts;
using KaPipeline.Host.Serve;
using KaPipeline.Host.Web;
using KaPipeline.Reconciliation;
using KaPipeline.Rules;
using KaPipeline.Sales;
using KaPipeline.Warehouse;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KaPipeline.Benchmarks.Pages;

/// <summary><c>ka bench console [--rows 300000] [--times 5] [--server CONNECTION] [--only TEXT]</c>: every page of the console over HTTP,
/// on a warehouse of a year: as an admin, and what they may see as a supervisor of one chain and as a representative of three stores.
/// Beside the clock, which a busy machine moves, stands the server's processor time. With <c>--server</c> the year is made on a given
/// server where it does not hold it yet, and left there; with <c>--only</c> nothing but addresses that contain the text is asked, and
/// nothing written down.</summary>
internal static partial class ConsoleBenchmark
{
    private const string Password = "correct horse battery";

    // Some pages ask a dozen questions by three sessions at a time, whichever is free, and each session is slow with what it has not met.
    private const int WarmUp = 20;

    private static readonly DateOnly AsOf = new(2026, 1, 31);

    public static async Task<int> RunAsync(string[] args)
    {
        string? Given(string name) => Array.IndexOf(args, name) is var at and >= 0 ? args[at + 1] : null;
        int Option(string name, int fallback) => Given(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;
        var (rows, times, only) = (Option("--rows", 300_000), Option("--times", 5), Given("--only") ?? "");
        await using var server = Given("--server") is { } given ? new BenchServer(given) : await BenchServer.StartAsync();
        var connection = await server.CreateDatabaseAsync("ka_bench_console", Given("--server") is not null) + ";Command Timeout=0";
        await using var warehouse = WarehouseConnection.Open(connection, connection);
        var database = warehouse.DataSource;
        if (await database.FirstAsync<bool>("select not exists (select from ops.run)"))
        {
            await MakeYearAsync(database, rows);
        }

        var home = new KaHome(Directory.CreateTempSubdirectory("ka-bench-").FullName, KaHome.FromEnvironment().Config);
        await using var app = ServeHost.Build(new ServeOptions(false, true, "http://127.0.0.1:0"), home, database, new StoppedClock());
        await app.StartAsync();
        using var all = await SignInAsync(app, "admin", "admin", null);
        using var supervisor = await SignInAsync(app, "supervisor", "finance", "K1");
        using var representative = await SignInAsync(app, "representative", "viewer", "R1");
        var processor = new ServerTime(await database.FirstAsync<int>("select pg_backend_pid()"));

        var counts = await CountsAsync(database);
        var text = new StringBuilder("## Console\n\n").AppendLine(CultureInfo.InvariantCulture,
            $"`./ka bench console {string.Join(' ', args)}`: each page over HTTP, signed in; milliseconds are medians of {times} after {WarmUp} to warm up (each session plans a question anew the first times), `first` is the very first answer, the server's processor time, in milliseconds too, is their mean. On a year: {counts}.\n");
        text.AppendLine("| page | ms | first | processor | KB | processor: one chain | three stores |")
            .AppendLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var path in (await PathsAsync(database)).Where(path => path.Contains(only, StringComparison.Ordinal)))
        {
            var (milliseconds, first, spent, bytes) = (await MeasureAsync(all, path, times, processor))!.Value;
            var ofChain = await MeasureAsync(supervisor, path, times, processor);
            var ofStores = await MeasureAsync(representative, path, times, processor);
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| `{path}` | {milliseconds:0} | {first:0} | {spent:0} | {bytes / 1024.0:0} | {ofChain?.Processor:0} | {ofStores?.Processor:0} |");
            ReconcileBenchmark.Say(
                $"{milliseconds,6:0} ms (first {first,5:0}), processor {spent,5:0}, one chain {ofChain?.Processor,5:0}, stores {ofStores?.Processor,5:0}  {path}");
        }

        Console.Write(text);
        if (only.Length == 0)
        {
            BenchmarkPage.Put("console", text.ToString());
        }

        await app.StopAsync();
        Directory.Delete(home.Root, recursive: true);
        return 0;
    }

    private static async Task MakeYearAsync(NpgsqlDataSource database, int rows)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync(ReconcileBenchmark.Text("year_of_trade.sql"), new { rows });
        await connection.ExecuteAsync(ReconcileBenchmark.Text("year_of_operations.sql"));
        await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(KaHome.FromEnvironment().Config), StoppedClock.Now);
        await connection.ExecuteAsync("vacuum analyze");
        await new MaterialisedSettlement(database).RefreshAsync();
        await new MaterialisedFigures(database).RefreshAsync();
        await CaseSync.RunAsync(database, ReportClock.EndOf(AsOf), StoppedClock.Now, default);
        await KeptBreaks.KeepAsync(database);
        await connection.ExecuteAsync("vacuum analyze");
        // What autovacuum did meanwhile would be charged to some page.
        await connection.ExecuteAsync("alter system set autovacuum = off");
        await connection.ExecuteAsync("select pg_reload_conf()");
    }

    private static async Task<string> CountsAsync(NpgsqlDataSource database) => string.Join(", ", await database.ListAsync<string>(
        """
        select to_char(n, 'FM999,999,999') || ' ' || what from (
            select count(*) as n, 'runs' as what from ops.run union all select count(*), 'events' from ops.run_event union all select count(*), 'files' from ops.load
            union all select count(*), 'quarantined rows' from ops.quarantined_row union all select count(*), 'deliveries' from ops.delivery
            union all select count(*), 'statements' from core.statement union all select count(*), 'lines settled' from core.statement_line
            union all select count(*), 'cases' from ops."case" union all select count(*), 'audit entries' from ops.audit) as counted
        """));

    // Every page of the navigation, so that none is forgotten, then what they lead to.
    private static async Task<IReadOnlyList<string>> PathsAsync(NpgsqlDataSource database) =>
    [
        .. ConsoleMap.Groups.SelectMany(group => group.Places).Select(place => place.Path).Where(path => path != "/hangfire"),
        .. await database.ListAsync<string>(
        """
        select path from (
            select unnest(array['/?job=load', '/runs?state=failed', '/runs?text=portal', '/runs?page=2000',
                '/arrivals?date=2026-01-28', '/quarantine?page=150', '/deliveries?who=p7@', '/audit?page=500', '/find?q=T20', '/account',
                '/reruns?preview=1&job=load&mode=all&from=2025-02-01&to=2026-01-31']) as path
            union all select '/runs/' || max(run_id) from ops.run union all select '/deliveries/' || max(delivery_id) from ops.delivery
            union all select '/cases/' || max(case_id) from ops."case" union all (select '/statements/c1/T20' where exists (select from core.statement))
            union all select '/trace/statement_reconciliation?chain_id=c1&statement_number=T20'
            union all select '/quarantine/' || load_id || '/1' from (select max(load_id) as load_id from ops.quarantined_row) as newest
            union all select '/source/' || load_id || '/7' from (select min(load_id) as load_id from ops.load where rows_quarantined > 0) as oldest) as pages
        where path is not null
        """),
    ];

    // Null where the reader may not have the page.
    private static async Task<(double Milliseconds, double First, double Processor, long Bytes)?> MeasureAsync(
        HttpClient client, string path, int times, ServerTime processor)
    {
        var clock = new List<double>();
        var before = 0.0;
        long bytes = 0;
        var first = 0.0;
        for (var i = 0; i < WarmUp + times; i++)
        {
            before = i == WarmUp ? processor.Spent() : before;
            var watch = Stopwatch.StartNew();
            using var answer = await client.GetAsync(path);
            bytes = (await answer.Content.ReadAsByteArrayAsync()).LongLength;
            if (answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound
                || answer.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/denied", StringComparison.Ordinal))
            {
                return null;
            }

            answer.EnsureSuccessStatusCode();
            first = i == 0 ? watch.Elapsed.TotalMilliseconds : first;
            if (i >= WarmUp)
            {
                clock.Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        return (ReconcileBenchmark.Median(clock), first, (processor.Spent() - before) / times, bytes);
    }

    private static async Task<HttpClient> SignInAsync(WebApplication app, string name, string role, string? person)
    {
        var accounts = app.Services.GetRequiredService<AccountStore>();
        if (await accounts.FindAsync(name, default) is null)
        {
            await accounts.AddAsync(name, name, role, person, Password, null, "bench", default);
        }

        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() });
        client.BaseAddress = new Uri(app.Urls.First());
        var token = Token().Match(await client.GetStringAsync("/sign-in")).Groups[1].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token, ["name"] = name, ["password"] = Password, ["to"] = "/account",
        });
        using var answer = await client.PostAsync("/sign-in", form);
        answer.EnsureSuccessStatusCode();
        return client;
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    /// <summary>The year's last morning.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public static DateTimeOffset Now { get; } = BusinessTime.At(AsOf, new TimeOnly(10, 0));

        public override DateTimeOffset GetUtcNow() => Now.ToUniversalTime();
    }
}
