using System.Net;
using KaPipeline.Host.Accounts;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace KaPipeline.Tests.Browser;

/// <summary>The first account, made in a browser on the machine itself; nowhere else, and once.</summary>
public sealed class FirstAccountTests
{
    [Fact]
    public async Task Empty_installation_asks_whoever_sits_at_it_for_the_first_account_and_nobody_else()
    {
        await using var site = await ConsoleSite.StartAsync();
        // Through a proxy of this machine, whose connection is from here as well: told where, and refused.
        foreach (var header in (string[])["X-Forwarded-For", "X-Real-IP", "Via"])
        {
            using var stranger = ClientOf(site);
            stranger.DefaultRequestHeaders.TryAddWithoutValidation(header, "203.0.113.7");
            var told = await stranger.GetStringAsync(new Uri("/sign-in", UriKind.Relative), Stopping);
            Assert.Contains("ka user add", told, StringComparison.Ordinal);
            Assert.DoesNotContain("/first-account", told, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(stranger, "boss")).StatusCode);
        }

        var page = await site.OpenAsync();
        await page.GotoAsync(site.Address);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("建立第一个账号");
        await OperatorWorld.SnapAsync(page, "first-account");
        await FillAsync(page, "correct horse batter");
        await Assertions.Expect(page.Locator(".wrong")).ToContainTextAsync("两次输入的密码不同");
        await FillAsync(page, ConsoleSite.Password);
        await Assertions.Expect(page.Locator("header")).ToContainTextAsync("boss");
        var account = (await site.Services.GetRequiredService<AccountStore>().FindAsync("boss", Stopping))!;
        Assert.Equal(("admin", null), (account.Role, account.PersonId));
        Assert.Equal("boss add_account boss", await site.Warehouse.DataSource.FirstAsync<string>(
            "select who || ' ' || action || ' ' || subject from ops.audit where action = 'add_account'", ct: Stopping));

        // From now on as always, here too.
        using var here = ClientOf(site);
        Assert.DoesNotContain("/first-account", await here.GetStringAsync(new Uri("/sign-in", UriKind.Relative), Stopping),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await PostAsync(here, "second")).StatusCode);
        Assert.Equal(["boss"], await site.Warehouse.DataSource.ListAsync<string>("select account_name from ops.account", ct: Stopping));
    }

    [Fact]
    public async Task Of_several_that_are_first_at_once_one_is_made()
    {
        await using var site = await ConsoleSite.StartAsync();
        using var client = ClientOf(site);
        var token = await SignIn.TokenAsync(client, "/sign-in");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => PostAsync(client, $"boss{number}", token)));
        Assert.Equal(1, await site.Warehouse.DataSource.FirstAsync<long>("select count(*) from ops.account", ct: Stopping));
    }

    private static async Task FillAsync(IPage page, string again)
    {
        await page.FillAsync("input[name=name]", "boss");
        await page.FillAsync("input[name=password]", ConsoleSite.Password);
        await page.FillAsync("input[name=again]", again);
        await page.ClickAsync("main button");
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string name, string? token = null)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token ?? await SignIn.TokenAsync(client, "/sign-in"), ["name"] = name,
            ["password"] = ConsoleSite.Password, ["again"] = ConsoleSite.Password,
        });
        return await client.PostAsync(new Uri("/first-account", UriKind.Relative), form, Stopping);
    }

    private static HttpClient ClientOf(ConsoleSite site) => new(new HttpClientHandler
    {
        AllowAutoRedirect = false, CookieContainer = new CookieContainer(),
    })
    { BaseAddress = new Uri(site.Address) };
}
