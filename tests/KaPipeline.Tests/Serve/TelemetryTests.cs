using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KaPipeline.Tests.Serve;

/// <summary>A node as a process, scraped as Prometheus does and sending to a receiver of OTLP.</summary>
[Trait("Category", "Slow")]
public sealed partial class TelemetryTests
{
    private const string Token = "a-token-of-this-test";

    [Fact]
    public async Task A_scrape_and_an_otlp_receiver_see_runs_rows_mails_and_late_feeds_and_every_rule_names_a_published_metric()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await warehouse.DataSource.DoAsync(
            """
            insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version,
                state, rows_in, rows_loaded, rows_quarantined)
            values ('wanjia', 'order', 'a.csv', 'x', 1, 'folder', now(), now(), 'v', 'loaded', 12, 10, 2);
            insert into ops.alert (kind, subject, says, opened_at) values ('feed_late', 'wanjia order 2026-05-06', 'late', now());
            """, ct: Stopping);
        await using var receiver = await OtlpReceiver.StartAsync();
        var home = Directory.CreateTempSubdirectory("ka-telemetry-");
        using var node = ServeProcess.Start(warehouse.ConnectionString, warehouse.OwnerConnectionString,
            Path.Combine(Repository.Root, "config"), home.FullName, environment: new()
            {
                ["KA_METRICS_TOKEN"] = Token, ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
            });
        using var client = new HttpClient { BaseAddress = new Uri(await node.Address) };
        await RehearsalNodes.UntilAsync(async () => (await client.GetAsync(new Uri("/health/live", UriKind.Relative))).IsSuccessStatusCode);

        foreach (var wrong in (AuthenticationHeaderValue?[])[null, new("Bearer", "another"), new("Basic", Token)])
        {
            client.DefaultRequestHeaders.Authorization = wrong;
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(new Uri("/metrics", UriKind.Relative), Stopping)).StatusCode);
        }

        client.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        await warehouse.DataSource.DoAsync(
            """
            insert into ops.run (job, chain_id, date_from, date_to, cause, requested_by, arguments, not_before, queued_at)
            values ('rehearse', '', '2026-05-06', '2026-05-06', 'command_line', 'test', '{"milliseconds":"1"}', now(), now())
            """,
            ct: Stopping);
        var text = "";
        await RehearsalNodes.UntilAsync(async () =>
            (text = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Contains("ka_runs_total", StringComparison.Ordinal)
            && text.Contains("ka_feeds_late", StringComparison.Ordinal));
        Assert.Matches("""ka_rows_total\{[^}]*outcome="loaded"[^}]*\} 10\b""", text);
        Assert.Matches("""ka_rows_total\{[^}]*outcome="quarantined"[^}]*\} 2\b""", text);
        Assert.Matches("""ka_feeds_late(\{[^}]*\})? 1\b""", text);
        Assert.Matches("""ka_runs_total\{[^}]*job="rehearse"[^}]*\} 1\b""", text);

        await RehearsalNodes.UntilAsync(() => Task.FromResult(
            receiver.Has("/v1/metrics", "ka.rows") && receiver.Has("/v1/metrics", "ka.runs") && receiver.Has("/v1/metrics", "ka.feeds.late")
            && receiver.Has("/v1/traces", "run rehearse")));

        var published = Name().Matches(text).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        published.Add("up");
        foreach (var expression in Expressions())
        {
            var names = MetricName().Matches(Quoted().Replace(expression, "")).Select(match => match.Value).ToList();
            Assert.NotEmpty(names);
            Assert.All(names, name => Assert.True(published.Contains(name), $"{name} of {expression} is not published"));
        }
    }

    [Fact]
    public async Task Without_a_token_there_is_no_page_of_metrics()
    {
        await using var site = await Browser.ConsoleSite.StartAsync();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(site.Address) };

        var answer = await client.GetAsync(new Uri("/metrics", UriKind.Relative), Stopping);

        Assert.DoesNotContain("ka_", await answer.Content.ReadAsStringAsync(Stopping), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    private static IEnumerable<string> Expressions()
    {
        var deploy = Path.Combine(Repository.Root, "deploy");
        foreach (Match match in Rule().Matches(File.ReadAllText(Path.Combine(deploy, "prometheus", "ka-pipeline.rules.yml"))))
        {
            yield return match.Groups[1].Value;
        }

        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(deploy, "grafana", "ka-pipeline.json")));
        foreach (var panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
        {
            foreach (var target in panel.GetProperty("targets").EnumerateArray())
            {
                yield return target.GetProperty("expr").GetString()!;
            }
        }
    }

    [GeneratedRegex("^([a-z_]+)[ {]", RegexOptions.Multiline)]
    private static partial Regex Name();

    [GeneratedRegex(@"\b(up|ka_[a-z_]+|http_[a-z_]+)\b")]
    private static partial Regex MetricName();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("^ +expr: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Rule();

    private sealed class OtlpReceiver : IAsyncDisposable
    {
        private readonly WebApplication app;
        private readonly ConcurrentQueue<(string Path, string Body)> got = new();

        private OtlpReceiver(WebApplication app) => this.app = app;

        public string Address => app.Urls.First();

        public static async Task<OtlpReceiver> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var receiver = new OtlpReceiver(builder.Build());
            receiver.app.MapPost("/v1/{signal}", async (HttpContext context) =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body, Stopping);
                receiver.got.Enqueue((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
            });
            await receiver.app.StartAsync();
            return receiver;
        }

        // Names are plain text in the message, whatever its other bytes are.
        public bool Has(string path, string name) =>
            got.Any(message => message.Path == path && message.Body.Contains(name, StringComparison.Ordinal));

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
