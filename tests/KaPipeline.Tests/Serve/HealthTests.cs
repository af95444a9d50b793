using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using KaPipeline.Host.Serve;
using KaPipeline.Jobs;
using KaPipeline.Tests.Browser;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Serve;

public sealed class HealthTests
{
    [Fact]
    public async Task Ready_says_which_part_is_unwell_and_live_says_only_that_the_process_answers()
    {
        var clock = ManualClock.At(2026, 6, 3, 9);
        await using var site = await ConsoleSite.StartAsync(clock: clock, config: Told());
        using var client = new HttpClient { BaseAddress = new Uri(site.Address) };
        var database = site.Warehouse.DataSource;

        // No node runs jobs yet.
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "scheduler=Unhealthy"), await AskAsync(client));
        await NodeRegister.SignInAsync(database, "node/1", runsJobs: true, servesWeb: false, "0", Stopping);
        Assert.Equal((HttpStatusCode.OK, ""), await AskAsync(client));
        await database.DoAsync("update ops.node set seen_at = seen_at - interval '2 minutes'", ct: Stopping);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "scheduler=Unhealthy"), await AskAsync(client));
        await NodeRegister.SignInAsync(database, "node/1", runsJobs: true, servesWeb: false, "0", Stopping);

        await using (var connection = await database.OpenConnectionAsync(Stopping))
        {
            await Alerts.OpenAsync(connection, "feed_late", "haoyoulai sale 2026-06-02", "late", clock.GetUtcNow());
            Assert.Equal((HttpStatusCode.OK, "late_feeds=Degraded"), await AskAsync(client));
            await Alerts.OpenAsync(connection, "digest_missing", "daily 2026-06-02", "missing", clock.GetUtcNow());
            Assert.Equal((HttpStatusCode.OK, "late_feeds=Degraded missing_digests=Degraded"), await AskAsync(client));
            await Alerts.CloseAsync(connection, "feed_late", "haoyoulai sale 2026-06-02", clock.GetUtcNow());
            await Alerts.CloseAsync(connection, "digest_missing", "daily 2026-06-02", clock.GetUtcNow());
        }

        Assert.Equal((HttpStatusCode.OK, ""), await AskAsync(client));
    }

    [Theory]
    [InlineData(2026, 10, 31, "")]
    [InlineData(2026, 11, 1, "calendar_year=Degraded")]
    [InlineData(2027, 1, 4, "calendar_year=Unhealthy")]
    public async Task Missing_calendar_of_the_next_year_is_a_warning_from_November_on_and_a_failure_in_January(int year, int month, int day,
        string unwell)
    {
        var clock = ManualClock.At(year, month, day, 9);
        await using var site = await ConsoleSite.StartAsync(clock: clock, config: Told());
        using var client = new HttpClient { BaseAddress = new Uri(site.Address) };
        await NodeRegister.SignInAsync(site.Warehouse.DataSource, "node/1", runsJobs: true, servesWeb: false, "0", Stopping);

        Assert.Equal(unwell, (await AskAsync(client)).Unwell);
    }

    [Fact]
    public async Task Nobody_who_is_told_of_alerts_is_a_warning()
    {
        await using var site = await ConsoleSite.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(site.Address) };

        Assert.Contains("told=Degraded", (await AskAsync(client)).Unwell, StringComparison.Ordinal);
        Assert.Contains("Mail:Operations", await (await client.GetAsync("/health/ready", Stopping)).Content.ReadAsStringAsync(Stopping),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_database_the_process_lives_and_is_not_ready()
    {
        await using var server = await OwnServer.StartAsync();
        await using var database = Npgsql.NpgsqlDataSource.Create(server.ConnectionString);
        var home = new KaHome(Directory.CreateTempSubdirectory("ka-health-").FullName, Path.Combine(Repository.Root, "config"));
        await using var app = ServeHost.Build(new(false, false, "http://127.0.0.1:0"), home, database, TimeProvider.System);
        await app.StartAsync(Stopping);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        server.Stop("fast");

        Assert.Equal("Healthy", await client.GetStringAsync("/health/live", Stopping));
        var (status, unwell) = await AskAsync(client);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("database=Unhealthy", unwell, StringComparison.Ordinal);
        server.StartAgain();
        await RehearsalNodes.UntilAsync(async () => !(await AskAsync(client)).Unwell.Contains("database", StringComparison.Ordinal));
        await app.StopAsync(Stopping);
        Directory.Delete(home.Root, recursive: true);
    }

    private static async Task<(HttpStatusCode Status, string Unwell)> AskAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/health/ready");
        using var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var unwell = said.RootElement.GetProperty("checks").EnumerateObject().Where(check => check.Value.GetString() != "Healthy")
            .Select(check => $"{check.Name}={check.Value.GetString()}");
        return (answer.StatusCode, string.Join(' ', unwell));
    }

    // The shipped configuration names nobody who is told of alerts, and a test's clock is away from the database's.
    private static string Told()
    {
        var config = ConfigCopy.Make(Directory.CreateTempSubdirectory("ka-health-").FullName, "Jobs",
            new() { ["ClockMinutes"] = int.MaxValue });
        var file = Path.Combine(config, "appsettings.json");
        var settings = JsonNode.Parse(File.ReadAllText(file))!;
        settings["Mail"] = new JsonObject { ["Operations"] = new JsonArray("ops@ka.example") };
        File.WriteAllText(file, settings.ToJsonString());
        return config;
    }
}
