using System.Net;
using KaPipeline.Host.Accounts;
using KaPipeline.Rules;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KaPipeline.Tests.Browser;

public sealed class EveryEndpointTests
{
    private static readonly string[] Open =
        ["/health/live", "/health/ready", "/sign-in", "/first-account", "/invitation", "/denied", "/assets/{hash}/{name}"];

    [Fact]
    public async Task Is_closed_to_nobody_and_open_to_exactly_the_roles_of_its_policy()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        await using (var connection = await site.Warehouse.DataSource.OpenConnectionAsync(Stopping))
        {
            await SettingsSync.SyncAsync(connection, site.Home.Config, TimeProvider.System.GetUtcNow(), Stopping);
        }

        var endpoints = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var clients = new Dictionary<string, HttpClient>();
        foreach (var role in AccountStore.Roles.Prepend("nobody"))
        {
            clients[role] = await ClientAsync(site, role);
        }

        var wrong = new List<string>();
        foreach (var endpoint in endpoints)
        {
            var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            var isOpen = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            if (isOpen != Open.Contains(pattern))
            {
                wrong.Add($"{pattern} is {(isOpen ? "open" : "closed")}");
            }

            var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(rule => rule.Policy!).ToList();
            var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];
            foreach (var (role, client) in clients.Where(_ => !isOpen))
            {
                var may = role != "nobody" && policies.All(policy => Policies.RolesOf(policy).Contains(role));
                var method = methods.Contains("POST") && !methods.Contains("GET") ? HttpMethod.Post : HttpMethod.Get;
                using var request = new HttpRequestMessage(method, Path(pattern));
                using var answer = await client.SendAsync(request, Stopping);
                // A post without a form's token is refused even where the role may: that is antiforgery, and not a way in.
                var expected = role == "nobody" ? IsSentToSignIn(answer) : method == HttpMethod.Post
                    && pattern.StartsWith("/hangfire/", StringComparison.Ordinal)
                    // A post without a form is no command of ours, and Hangfire's own are closed.
                    ? answer.StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.Unauthorized : !may
                    ? answer.StatusCode == Refusal(pattern, method)
                    : !IsSentToSignIn(answer) && (method == HttpMethod.Get ? (int)answer.StatusCode is < 500 and not 403
                        : answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType);
                if (!expected)
                {
                    wrong.Add($"{method} {pattern} as {role}: {(int)answer.StatusCode} {answer.Headers.Location}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(endpoints.Count > 30);
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }
    }

    [Theory]
    [InlineData("/figures/locks?asOf=2031-01-06")]
    [InlineData("/statements?asOf=2031-01-06")]
    public async Task Page_of_a_year_without_a_calendar_says_which_file_is_missing(string path)
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        await using (var connection = await site.Warehouse.DataSource.OpenConnectionAsync(Stopping))
        {
            await WorkingCalendar.Load(site.Home.Config).SyncAsync(connection, Stopping);
        }

        using var client = await ClientAsync(site, "finance");
        var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Stopping);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("config/calendar/2031.csv is missing", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stopping)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("why not")]
    public async Task Form_with_a_valid_token_gets_in_for_exactly_the_roles_of_its_policy(string reason)
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        var forms = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is ["POST"]
            && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            // Who leaves cannot come back: last.
            .OrderBy(endpoint => endpoint.RoutePattern.RawText!.EndsWith("sign-out", StringComparison.Ordinal)).ToList();
        var wrong = new List<string>();
        var gotIn = 0;
        foreach (var role in AccountStore.Roles.Prepend("nobody"))
        {
            using var client = await ClientAsync(site, role);
            var token = await SignIn.TokenAsync(client, role == "nobody" ? "/sign-in" : "/account");
            foreach (var endpoint in forms)
            {
                var may = role != "nobody" && endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
                    .All(rule => Policies.RolesOf(rule.Policy!).Contains(role));
                var path = Path("/" + endpoint.RoutePattern.RawText!.TrimStart('/'));
                using var form = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["__RequestVerificationToken"] = token,
                    ["reason"] = reason
                });
                using var answer = await client.PostAsync(path, form, Stopping);
                gotIn += may ? 1 : 0;
                // Inside, an empty form is answered with a redirect that says what was missing; the dashboard's script is answered in
                // place.
                var expected = role == "nobody" ? IsSentToSignIn(answer) : !may ? answer.StatusCode == Refusal(path, HttpMethod.Post)
                    : IsCommand(path) ? answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Conflict
                    : answer.StatusCode == HttpStatusCode.Redirect && !IsSentToSignIn(answer);
                if (!expected)
                {
                    wrong.Add($"{path} as {role}: {(int)answer.StatusCode} {answer.Headers.Location}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(forms.Count >= 15 && gotIn > forms.Count * 2, $"{forms.Count} forms, {gotIn} times in");
    }

    [Fact]
    public async Task Downloads_are_handed_to_exactly_the_roles_that_may()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        (string Path, string Policy)[] downloads = [("/audit.csv", Policies.See), ("/locks/x/application", Policies.See),
            ("/contracts/x/2026/pack", Policies.See),
            ("/statements/x/1/workbook", Policies.Settle), ("/cases/1/evidence", Policies.Settle), ("/deliveries/1/body", Policies.Personal)];
        foreach (var role in AccountStore.Roles.Prepend("nobody"))
        {
            using var client = await ClientAsync(site, role);
            foreach (var (path, policy) in downloads)
            {
                using var answer = await client.GetAsync(path, Stopping);
                var may = Policies.RolesOf(policy).Contains(role);
                Assert.True(role == "nobody" ? IsSentToSignIn(answer) : may == (answer.StatusCode != HttpStatusCode.Forbidden),
                    $"{path} as {role}: {answer.StatusCode}");
                Assert.True((int)answer.StatusCode < 500, $"{path} as {role}: {answer.StatusCode}");
                // Whoever may not gets no byte of the file.
                Assert.True(may || answer.Content.Headers.ContentDisposition is null);
                Assert.True(path != "/audit.csv" || !may || answer.Content.Headers.ContentType?.MediaType == "text/csv");
            }
        }
    }

    // The dashboard's buttons are answered as its script expects it.
    private static HttpStatusCode Refusal(string path, HttpMethod method) =>
        method == HttpMethod.Post && path.StartsWith("/hangfire", StringComparison.Ordinal) ? HttpStatusCode.Unauthorized
        : HttpStatusCode.Forbidden;

    private static bool IsCommand(string path) =>
        path.StartsWith("/hangfire/jobs/", StringComparison.Ordinal) || path.StartsWith("/hangfire/recurring/", StringComparison.Ordinal);

    private static bool IsSentToSignIn(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString()
        .Contains("/sign-in?to", StringComparison.Ordinal);

    private static string Path(string pattern) => pattern
        .Replace("{RunId:long}", "1", StringComparison.Ordinal).Replace("{BatchId:long}", "1", StringComparison.Ordinal)
        .Replace("{id:long}", "1", StringComparison.Ordinal)
        .Replace("{CaseId:long}", "1", StringComparison.Ordinal).Replace("{DeliveryId:long}", "1", StringComparison.Ordinal)
        .Replace("{LoadId:long}", "1", StringComparison.Ordinal)
        .Replace("{SampleId:long}", "1", StringComparison.Ordinal).Replace("{RowNumber:int}", "1", StringComparison.Ordinal)
        .Replace("{position:int}", "1", StringComparison.Ordinal)
        .Replace("{what:regex(^(pause|resume)$)}", "pause", StringComparison.Ordinal)
        .Replace("{what:regex(^(pause|resume|cancel)$)}", "pause", StringComparison.Ordinal)
        .Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);

    private static async Task<HttpClient> ClientAsync(ConsoleSite site, string role)
    {
        var client = new HttpClient(new HttpClientHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = new CookieContainer()
        })
        { BaseAddress = new Uri(site.Address) };
        if (role != "nobody")
        {
            await SignIn.AsAsync(client, role, ConsoleSite.Password);
        }

        return client;
    }
}
