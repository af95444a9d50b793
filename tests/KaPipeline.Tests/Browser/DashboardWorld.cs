using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KaPipeline.Host.Hangfire;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Jobs;
using KaPipeline.Operations;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace KaPipeline.Tests.Browser;

/// <summary>A whole node, pages and jobs, on a real Hangfire: schedules that come once a year at most, so that what happens is what a test
/// does, and one load that failed because a file stands where its inbox should be.</summary>
[CollectionDefinition(nameof(DashboardWorld))]
public sealed partial class DashboardWorld : IAsyncLifetime, ICollectionFixture<DashboardWorld>
{
    private const string Schedules =
        """
        schedules:
          - { name: load, job: load, cron: "0 6 1 1 *", each_chain: true, catch_up: latest }
          - { name: reconcile, job: reconcile, cron: "30 6 1 1 *", date_offset: -1, catch_up: latest }
          - { name: daily, job: daily, at: "07:30", catch_up: latest }
          - { name: rehearse, job: rehearse, cron: "0 7 1 1 *", catch_up: none, catch_up_hours: 1 }
          - { name: drill, job: rehearse, cron: "10 7 1 1 *", catch_up: none, catch_up_hours: 1 }
          - { name: often, job: tidy, cron: "20 7 1 1 *", catch_up: none, catch_up_hours: 1 }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("ka-dashboard-").FullName;

    public ConsoleSite Site { get; private set; } = null!;

    /// <summary>The load that failed.</summary>
    public long FailedLoad { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var config = ConfigCopy.Make(folder, "Jobs", new JsonObject { ["Attempts"] = 1, ["HeartbeatSeconds"] = 1, ["SweepSeconds"] = 2 });
        await File.WriteAllTextAsync(Path.Combine(config, "schedules.yaml"), Schedules);
        Site = await ConsoleSite.StartAsync(runsJobs: true, config: config);
        await Site.AddAccountsAsync();
        await using (var connection = await Site.Warehouse.DataSource.OpenConnectionAsync())
        {
            await ProfileSync.SyncAsync(connection, Site.Services.GetRequiredService<ProfileCatalog>().Chains,
                TimeProvider.System.GetUtcNow(), Stopping);
            await SettingsSync.SyncAsync(connection, config, TimeProvider.System.GetUtcNow(), Stopping);
        }

        await Site.Services.GetRequiredService<RecurringEntries>().RefreshAsync(Stopping);
        var inbox = Path.Combine(Site.Home.Root, "inbox");
        await File.WriteAllTextAsync(inbox, "");
        FailedLoad = await RunAsync("load", "haoyoulai", new DateOnly(2026, 6, 2));
        await UntilAsync(FailedLoad, "failed");
        File.Delete(inbox);
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Adds a run and gives it its Hangfire job.</summary>
    public async Task<long> RunAsync(string job, string chain, DateOnly date, int milliseconds = 0)
    {
        var run = await Site.Services.GetRequiredService<Dispatcher>().AddAsync(
            job, chain, date, date, "wang", null, job == "rehearse" ? $$"""{"milliseconds": "{{milliseconds}}"}""" : "{}", true, Stopping);
        await Site.Services.GetRequiredService<RunQueue>().EnqueueAsync([run], Stopping);
        return run;
    }

    /// <summary>Waits until a run, and the Hangfire job of its newest attempt with it, has a state.</summary>
    public async Task UntilAsync(long run, string state)
    {
        var (seen, wanted) =
            ("", $"{state} {state switch { "failed" => "Failed", "succeeded" => "Succeeded", "cancelled" => "Deleted", "running" => "Processing", _ => "" }}");
        for (var tries = 0; tries < 1200 && seen != wanted; tries++)
        {
            await Task.Delay(100, Stopping);
            seen = await Site.Warehouse.DataSource.FirstAsync<string>(
                "select run.state || ' ' || coalesce(job.statename, '') from ops.run left join hangfire.job on job.id = hangfire_job_id::bigint where run_id = @run", new { run });
        }

        Assert.Equal(wanted, seen);
    }

    /// <summary>A picture of a page without what belongs to this machine: stack traces, and the folder of the test.</summary>
    public static async Task SnapAsync(IPage page, string name)
    {
        await page.EvaluateAsync(
            """
            () => {
              document.querySelectorAll('.stack-trace').forEach(trace => trace.remove());
              const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(/'\/[^']*\/inbox'/g, "'/var/lib/ka-pipeline/inbox'");
            }
            """);
        await OperatorWorld.SnapAsync(page, name);
    }

    /// <summary>A batch of reruns, made when it is first asked for.</summary>
    public async Task<long> BatchAsync()
    {
        if (await Site.Warehouse.DataSource.FirstAsync<long?>("select batch_id from ops.run_batch limit 1") is { } made)
        {
            return made;
        }

        var request = new RerunRequest
        {
            Job = "rehearse", From = new DateOnly(2026, 1, 10), To = new DateOnly(2026, 1, 11),
            Mode = RerunMode.All, Reason = "演练"
        };
        var (batch, runs) = await Site.Services.GetRequiredService<Reruns>().StartAsync(request, "operator", null, Stopping);
        await Site.Services.GetRequiredService<RunQueue>().EnqueueAsync(runs, Stopping);
        return batch;
    }

    /// <summary>The Hangfire job of a run's newest attempt.</summary>
    public async Task<string> JobOfAsync(long run)
    {
        // A sweeper that looks at the run at this moment gives it its job, and who comes second goes on.
        while (true)
        {
            if (await Site.Warehouse.DataSource.FirstAsync<string?>(
                "select hangfire_job_id from ops.run where run_id = @run", new { run }) is { } job)
            {
                return job;
            }

            await Task.Delay(20, Stopping);
        }
    }

    /// <summary>A client that is signed in and carries the dashboard's token, as its script does.</summary>
    public async Task<HttpClient> ClientAsync(string role)
    {
        var client = new HttpClient(new HttpClientHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = new CookieContainer()
        })
        { BaseAddress = new Uri(Site.Address) };
        await SignIn.AsAsync(client, role, ConsoleSite.Password);
        client.DefaultRequestHeaders.Add("RequestVerificationToken", Token()
            .Match(await client.GetStringAsync("/hangfire")).Groups[1].Value);
        return client;
    }

    [GeneratedRegex("csrf-token\" content=\"([^\"]+)\"")]
    private static partial Regex Token();
}
