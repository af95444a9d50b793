using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KaPipeline.Tests.Browser;

/// <summary>Whatever stands in a query, a path or a form: an answer in words, never a failure. Every endpoint is asked, also one that is
/// added tomorrow, in each of its parameters; the values are drawn by a seed, all of them with <c>KA_TEST_LONG=1</c>.</summary>
[Trait("Category", "Slow"), Collection(nameof(OperatorWorld))]
public sealed partial class OddRequestTests(OperatorWorld world)
{
    private static readonly string[] Odd =
    [
        "abc", "-1", "0", "1", "2147483648", "9223372036854775807", "99999999999999999999999", "1e400", "NaN", "½", "٣", "\0", "a\0b",
            "\u0001\u001b[2J", "\r\nSet-Cookie: ka=x",
        "0001-01-01", "9999-12-31", "2026-02-30", "2026-06-02", "01/02/2026", "2000-01-01", "2099-12-31", "2026-06-02T00:00:00Z", "--",
        "'; drop table ops.run; --", "%", "\\", "_",
        "//evil.example", "javascript:alert(1)", "../../etc/passwd", "<script>", "\u202egnp.exe", "\ufeff", "\ud83d\ude00",
        "{\"a\":\"\\u0000\"}", "{", "[1]", "null", "missing", "all", "*", "~", "haoyoulai",
        new string('9', 5000), new string('语', 700), "1,2", "+1", " 1 ", "0x10", "true", "infinity", "-infinity", "epoch", "now",
    ];

    // What the console's own forms and queries are called; the sources say it.
    private static readonly string[] Fields =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "KaPipeline.Host"), "*.*", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
        .SelectMany(file => FieldName().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).Distinct()
        .Order(StringComparer.Ordinal)];

    private static readonly string[] Dashboard =
    [
        "", "/recurring", "/retries", "/servers", "/reruns", "/reruns/1", "/jobs/enqueued", "/jobs/enqueued/default",
            "/jobs/enqueued/fetched/default", "/jobs/processing",
        "/jobs/scheduled", "/jobs/succeeded", "/jobs/failed", "/jobs/deleted", "/jobs/awaiting", "/jobs/details/1", "/stats",
    ];

    [Fact]
    public async Task Addresses_with_odd_values_are_answered_in_words()
    {
        using var client = await ClientAsync(world.Site, "admin");
        var random = new Random(20260603);
        var wrong = new List<string>();
        var asked = 0;
        foreach (var address in Addresses(world.Site, random))
        {
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Stopping);
            asked++;
            await JudgeAsync(answer, $"GET {(address.Length > 200 ? address[..200] : address)}", wrong);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(asked > 120, $"{asked} asked");
    }

    [Fact]
    public async Task Forms_with_odd_values_are_answered_in_words()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        await using (var connection = await site.Warehouse.DataSource.OpenConnectionAsync(Stopping))
        {
            await ProfileSync.SyncAsync(connection, site.Services.GetRequiredService<ProfileCatalog>().Chains,
                TimeProvider.System.GetUtcNow(), Stopping);
            await SettingsSync.SyncAsync(connection, site.Home.Config, TimeProvider.System.GetUtcNow(), Stopping);
        }

        using var client = await ClientAsync(site, "admin");
        var token = await SignIn.TokenAsync(client, "/account");
        var random = new Random(20260604);
        var wrong = new List<string>();
        var asked = 0;
        foreach (var endpoint in Endpoints(site, "POST").Where(pattern => !pattern.EndsWith("sign-out", StringComparison.Ordinal)))
        {
            for (var round = 0; round < (LongRun.IsOn ? 200 : 4); round++)
            {
                // Most fields as they should be, some odd: what is checked behind the first check is reached as well.
                var fields = Fields.ToDictionary(field => field, field => random.Next(3) == 0 ? Drawn(random) : Usual(field));
                fields["__RequestVerificationToken"] = token;
                var path = Filled(endpoint, () => "1");
                using var form = new FormUrlEncodedContent(fields);
                using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), form, Stopping);
                asked++;
                await JudgeAsync(answer,
                    $"POST {path} {string.Join('&', fields.Where(field => field.Key[0] != '_').Select(field => $"{field.Key}={field.Value[..Math.Min(20, field.Value.Length)]}"))}", wrong);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(asked > 80, $"{asked} asked");
    }

    [Theory]
    [InlineData("/?to=abc", "to", "abc")]
    [InlineData("/arrivals?date=2026-02-30", "date", "2026-02-30")]
    [InlineData("/statements?asOf=0001-01-01", "asOf", "0001-01-01")]
    [InlineData("/figures/locks?asOf=9999-12-31", "asOf", "9999-12-31")]
    [InlineData("/runs?page=abc", "page", "abc")]
    [InlineData("/runs?page=99999999999", "page", "99999999999")]
    [InlineData("/runs?from=02.06.2026", "from", "02.06.2026")]
    [InlineData("/audit.csv?to=yesterday", "to", "yesterday")]
    [InlineData("/audit?from=9999-12-31", "from", "9999-12-31")]
    [InlineData("/deliveries?edition=x", "edition", "x")]
    [InlineData("/quarantine?load=-1", "load", "-1")]
    [InlineData("/locks/haoyoulai/application?asOf=abc", "asOf", "abc")]
    public async Task What_is_no_date_or_number_is_said_with_its_name(string address, string name, string found)
    {
        using var client = await ClientAsync(world.Site, "admin");

        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Stopping);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"{name} \"{found}\" 不是", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stopping)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_with_a_date_that_is_none_cancels_nothing()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        var run = await site.Services.GetRequiredService<KaPipeline.Jobs.Dispatcher>().AddAsync(
            "rehearse", "", new DateOnly(2026, 6, 2), new DateOnly(2026, 6, 2), "wang", null, "{}", false, Stopping);
        using var client = await ClientAsync(site, "operator");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = await SignIn.TokenAsync(client, "/account"), ["reason"] = "why not", ["from"] = "3 June",
        });

        using var answer = await client.PostAsync("/runs/cancel", form, Stopping);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("queued",
            await site.Warehouse.DataSource.FirstAsync<string>("select state from ops.run where run_id = @run", new { run }, ct: Stopping));
        Assert.Contains("from \"3 June\" 不是日期", WebUtility.HtmlDecode(await client.GetStringAsync("/account", Stopping)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_comes_whole_and_one_that_breaks_off_says_so_and_fails()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        const int Entries = 60_000;
        await site.Warehouse.DataSource.DoAsync(
            """
            insert into ops.audit (happened_at, who, action, subject_kind, subject, reason)
            select timestamptz '2026-06-01' + number * interval '1 s', 'wang', 'tested', 'run', number::text, repeat('原因', 100) from generate_series(1, @Entries) as number
            """, new { Entries }, ct: Stopping);
        using var client = await ClientAsync(site, "admin");

        var lines = (await client.GetStringAsync("/audit.csv?action=tested", Stopping)).Split('\n');
        Assert.Equal(Enumerable.Range(1, Entries).Reverse(), lines.Skip(1).SkipLast(1)
            .Select(line => int.Parse(line.Split(',')[4].Trim('"'), CultureInfo.InvariantCulture)));

        // More than the connection holds unread, so that the table can go while it is being sent.
        using var answer =
            await client.GetAsync(new Uri("/audit.csv?action=tested", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Stopping);
        await using var content = await answer.Content.ReadAsStreamAsync(Stopping);
        await content.ReadExactlyAsync(new byte[1000], Stopping);
        await using (var owner = NpgsqlDataSource.Create(site.Warehouse.OwnerConnectionString + ";Pooling=false"))
        {
            await owner.DoAsync("alter table ops.audit rename to audit_away", ct: Stopping);
        }

        using var rest = new MemoryStream();
        await Assert.ThrowsAnyAsync<IOException>(() => content.CopyToAsync(rest, Stopping));
        Assert.Contains("the file is incomplete", Encoding.UTF8.GetString(rest.ToArray())[^400..], StringComparison.Ordinal);
    }

    private static IEnumerable<string> Addresses(ConsoleSite site, Random random)
    {
        var queries = Fields.Concat(["page", "count", "period", "asOf"]).Distinct().ToList();
        foreach (var endpoint in site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => IsFor(endpoint, "GET")
            // Its 503 says how the node is.
            && !endpoint.RoutePattern.RawText!.StartsWith("/health", StringComparison.Ordinal)))
        {
            var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            var own = Own(endpoint).ToList();
            foreach (var path in pattern.StartsWith("/hangfire", StringComparison.Ordinal) ? Dashboard.Select(page => "/hangfire" + page)
                : [pattern])
            {
                foreach (var name in pattern.StartsWith("/hangfire", StringComparison.Ordinal) ? ["from", "count"] : own)
                {
                    foreach (var value in LongRun.IsOn ? Odd : [.. Odd.OrderBy(_ => random.Next()).Take(1)])
                    {
                        yield return $"{Filled(path, () => "1")}?{name}={Uri.EscapeDataString(value)}";
                    }
                }

                for (var round = 0; round < (LongRun.IsOn ? 60 : 1); round++)
                {
                    yield return Filled(path, () => Drawn(random)) + "?"
                        + string.Join('&', Enumerable.Range(0, 4)
                        .Select(_ => $"{queries[random.Next(queries.Count)]}={Uri.EscapeDataString(Drawn(random))}"));
                }
            }
        }
    }

    // The query parameters that a page, the parts inside it, or a download reads.
    private static IEnumerable<string> Own(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type is { } page
            ? (page.Name.Contains("Rerun", StringComparison.Ordinal) ? page.Assembly.GetTypes()
            .Where(type => type == page || type.Name == "RerunForm") : [page])
                .SelectMany(type =>
                type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy))
                .Select(property => property.GetCustomAttribute<SupplyParameterFromQueryAttribute>()?.Name).OfType<string>().Distinct()
            : endpoint.RoutePattern.RawText is "/audit.csv" ? ["who", "action", "from", "to"] : ["asOf", "to"];

    private static IEnumerable<string> Endpoints(ConsoleSite site, string method) =>
        site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(method) == true)
        .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct()
        .Where(pattern => !pattern.Contains("**", StringComparison.Ordinal));

    private static bool IsFor(RouteEndpoint endpoint, string method) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is not { } methods || methods.Contains(method);

    private static string Filled(string pattern, Func<string> value) => Place()
        .Replace(pattern, place => place.Value.Contains("pause", StringComparison.Ordinal) ? "pause"
        : Uri.EscapeDataString(value() is { Length: > 0 } text && !text.Contains('\0', StringComparison.Ordinal) && text.Length < 1000
        ? text : "1"));

    private static string Drawn(Random random) => Odd[random.Next(Odd.Length)];

    private static string Usual(string field) => field switch
    {
        "reason" => "why not",
        "from" or "to" or "date" or "asOf" or "failed_on" => "2026-06-02",
        "job" => "load",
        "chain" => "haoyoulai",
        "role" => "viewer",
        "person" => "*",
        "password" or "present" => ConsoleSite.Password,
        "language" => "en",
        "action" => "send",
        "mode" => "all",
        "jobs[]" => "daily",
        _ => "1",
    };

    private static async Task JudgeAsync(HttpResponseMessage answer, string what, List<string> wrong)
    {
        var text = await answer.Content.ReadAsStringAsync();
        if ((int)answer.StatusCode >= 500 || text.Contains("This page failed", StringComparison.Ordinal) || text.Contains("页面出错", StringComparison.Ordinal)
            || text.Contains("   at ", StringComparison.Ordinal)
            || answer.Headers.Location?.ToString().Contains("evil.example", StringComparison.Ordinal) == true
            && !answer.Headers.Location.ToString().StartsWith('/'))
        {
            wrong.Add($"{what}: {(int)answer.StatusCode} {text[..Math.Min(120, text.Length)].ReplaceLineEndings(" ")}");
        }
    }

    private static async Task<HttpClient> ClientAsync(ConsoleSite site, string role)
    {
        var client = new HttpClient(new HttpClientHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = new CookieContainer()
        })
        { BaseAddress = new Uri(site.Address) };
        await SignIn.AsAsync(client, role, ConsoleSite.Password);
        return client;
    }

    [GeneratedRegex("""(?:form\[|form, |form\.Files\.GetFile\(|name=|Name = )"([a-z][A-Za-z_\[\]]*)"?""")]
    private static partial Regex FieldName();

    [GeneratedRegex(@"\{(?:[^{}]|\{[^}]*\})+\}")]
    private static partial Regex Place();
}
