using System.Net;
using KaPipeline.Host.Accounts;
using KaPipeline.Rules;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KaPipeline.Tests.Browser;

public sealed class EveryEndpointTests
{
    private static readonly string[] Open = ["/health/live", "/health/ready", "/sign-in", "/denied", "/assets/{hash}/{name}"];

    [Fact]
    public async Task Is_closed_to_nobody_and_open_to_exactly_the_roles_of_its_policy()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        await using (var connection = await site.Warehouse.DataSource.OpenConnectionAsync())
        {
            await SettingsSync.SyncAsync(connection, site.Home.Config, TimeProvider.System.GetUtcNow(), default);
        }

        var endpoints = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var clients = new Dictionary<string, HttpClient>();
        foreach (var role in AccountBook.Roles.Prepend("nobody"))
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
                using var answer = await client.SendAsync(request);
                var turnedAway = answer.StatusCode == HttpStatusCode.Redirect
                    && answer.Headers.Location!.ToString() is var to && (to.Contains("/sign-in?to", StringComparison.Ordinal) || to.Contains("/denied", StringComparison.Ordinal));
                // A post without a form's token is refused even where the role may: that is antiforgery, and not a way in.
                var expected = may ? !turnedAway && (method == HttpMethod.Get ? (int)answer.StatusCode < 500 : answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType)
                    : turnedAway;
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

    private static string Path(string pattern) => pattern
        .Replace("{RunId:long}", "1", StringComparison.Ordinal).Replace("{BatchId:long}", "1", StringComparison.Ordinal).Replace("{id:long}", "1", StringComparison.Ordinal)
        .Replace("{CaseId:long}", "1", StringComparison.Ordinal).Replace("{DeliveryId:long}", "1", StringComparison.Ordinal).Replace("{LoadId:long}", "1", StringComparison.Ordinal)
        .Replace("{RowNumber:int}", "1", StringComparison.Ordinal).Replace("{what:regex(^(pause|resume)$)}", "pause", StringComparison.Ordinal)
        .Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);

    private static async Task<HttpClient> ClientAsync(ConsoleSite site, string role)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(site.Address) };
        if (role != "nobody")
        {
            await SignIn.AsAsync(client, role, ConsoleSite.Password);
        }

        return client;
    }
}
