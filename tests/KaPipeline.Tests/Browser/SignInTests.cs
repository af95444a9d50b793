using System.Net;
using KaPipeline.Host.Accounts;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;

namespace KaPipeline.Tests.Browser;

public sealed class SignInTests
{
    private static HttpClient ClientOf(ConsoleSite site) =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(site.Address)
        };

    private static async Task<bool> IsInAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/account");
        return answer.StatusCode == HttpStatusCode.OK;
    }

    [Fact]
    public async Task Wrong_passwords_lock_the_account_for_a_while_even_for_the_right_one()
    {
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        await using var site = await ConsoleSite.StartAsync(clock: clock);
        await site.AddAccountsAsync();
        using var client = ClientOf(site);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await SignIn.AsAsync(client, "viewer", "wrong wrong wrong");
        }

        await SignIn.AsAsync(client, "viewer", ConsoleSite.Password);
        Assert.False(await IsInAsync(client));

        clock.Advance(TimeSpan.FromMinutes(16));
        await SignIn.AsAsync(client, "viewer", ConsoleSite.Password);
        Assert.True(await IsInAsync(client));
    }

    [Fact]
    public async Task Session_ends_when_idle_and_after_its_hours_and_when_the_account_changes()
    {
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        await using var site = await ConsoleSite.StartAsync(clock: clock);
        await site.AddAccountsAsync();
        using var client = ClientOf(site);
        await SignIn.AsAsync(client, "operator", ConsoleSite.Password);
        clock.Advance(TimeSpan.FromMinutes(31));
        Assert.False(await IsInAsync(client));

        await SignIn.AsAsync(client, "operator", ConsoleSite.Password);
        for (var minutes = 0; minutes < 12 * 60 - 20; minutes += 20)
        {
            clock.Advance(TimeSpan.FromMinutes(20));
            Assert.True(await IsInAsync(client));
        }

        clock.Advance(TimeSpan.FromMinutes(25));
        Assert.False(await IsInAsync(client));

        await SignIn.AsAsync(client, "operator", ConsoleSite.Password);
        Assert.True(await IsInAsync(client));
        await site.Services.GetRequiredService<AccountStore>().SetDisabledAsync("operator", true, "admin", Stopping);
        Assert.False(await IsInAsync(client));
    }

    [Fact]
    public async Task Forms_without_token_other_sites_and_foreign_return_addresses_are_refused()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        using var client = ClientOf(site);
        using var bare =
            new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = "viewer", ["password"] = ConsoleSite.Password });
        using var refused = await client.PostAsync("/sign-in", bare, Stopping);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("请重新打开页面再试", await refused.Content.ReadAsStringAsync(Stopping), StringComparison.Ordinal);

        using var page = await client.GetAsync("/sign-in?to=//evil.example", Stopping);
        Assert.Contains("script-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\r\nSet-Cookie: ka=x")]
    [InlineData("/\n/evil.example")]
    [InlineData("")]
    public async Task Return_address_after_sign_in_is_this_sites_own_or_the_start_page(string to)
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        using var client = ClientOf(site);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = await SignIn.TokenAsync(client, "/sign-in"), ["name"] = "viewer",
            ["password"] = ConsoleSite.Password, ["to"] = to,
        });

        using var answer = await client.PostAsync("/sign-in", form, Stopping);

        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.True(await IsInAsync(client));
    }

    [Fact]
    public async Task Token_of_another_browser_or_person_and_one_from_before_sign_in_are_refused()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        using var mine = ClientOf(site);
        using var theirs = ClientOf(site);
        var before = await SignIn.TokenAsync(theirs, "/sign-in");
        await SignIn.AsAsync(mine, "operator", ConsoleSite.Password);
        await SignIn.AsAsync(theirs, "operator", ConsoleSite.Password);
        foreach (var token in new[] { await SignIn.TokenAsync(mine, "/account"), before, "forged", "" })
        {
            using var form =
                new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["reason"] = "x" });
            using var answer = await theirs.PostAsync("/schedules/daily/pause", form, Stopping);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Cookie_from_before_sign_in_opens_nothing_and_a_copy_ends_when_its_owner_signs_out()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        var jar = new CookieContainer();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = jar })
        {
            BaseAddress = new Uri(site.Address)
        };
        await SignIn.AsAsync(client, "viewer", ConsoleSite.Password);
        var first = jar.GetCookies(client.BaseAddress)["ka"]!.Value;
        await SignIn.AsAsync(client, "viewer", ConsoleSite.Password);
        var copied = jar.GetCookies(client.BaseAddress)["ka"]!;
        Assert.NotEqual(first, copied.Value);
        Assert.True(copied.HttpOnly);
        using var thief =
            new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = client.BaseAddress };
        async Task<HttpStatusCode> StealAsync(string cookie)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/now") { Headers = { { "Cookie", $"ka={cookie}" } } };
            using var answer = await thief.SendAsync(request);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await StealAsync(copied.Value));
        Assert.Equal(HttpStatusCode.Redirect, await StealAsync("planted-by-an-attacker"));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = await SignIn.TokenAsync(client, "/account")
        });
        using var left = await client.PostAsync("/sign-out", form, Stopping);

        Assert.Equal("/sign-in", left.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Redirect, await StealAsync(copied.Value));
        // That session alone: the account's other ones go on.
        Assert.Equal(HttpStatusCode.OK, await StealAsync(first));
    }

    [Fact]
    public async Task Address_puts_no_words_into_the_consoles_mouth_and_paths_lead_nowhere_else()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        using var client = ClientOf(site);
        Assert.DoesNotContain("evil", await client.GetStringAsync("/sign-in?wrong=Send+your+password+to+evil&said=evil", Stopping),
            StringComparison.Ordinal);
        await SignIn.AsAsync(client, "admin", ConsoleSite.Password);
        var now = await client.GetStringAsync("/now?wrong=evil&said=evil", Stopping);
        Assert.DoesNotContain(">evil", now, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"said\"", now, StringComparison.Ordinal);

        foreach (var path in (string[])["/assets/../appsettings.json", "/assets/x/..%2f..%2fappsettings.json",
            "/assets/x/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/statements/..%2f..%2fetc/passwd/workbook",
            "/statements/x/..%5c..%5cpasswd/workbook", "/cases/1%2f..%2f2/evidence", "/deliveries/1;drop/body", "/source/1/..%2f1",
            "/trace/ops.account?chain_id=x", "/trace/pg_shadow?chain_id=x",
            "/trace/money_break?chain_id=x&kind%20or%20true=1"])
        {
            using var answer = await client.GetAsync(path, Stopping);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path}: {(int)answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("X-Forwarded-Host", "evil.example")]
    [InlineData("X-Forwarded-For", "203.0.113.7, 127.0.0.1")]
    [InlineData("X-Original-URL", "/users")]
    public async Task Headers_that_proxies_set_open_nothing_and_stand_in_no_answer(string name, string value)
    {
        await using var site = await ConsoleSite.StartAsync();
        using var client = ClientOf(site);
        client.DefaultRequestHeaders.Add(name, value);

        using var answer = await client.GetAsync("/users", Stopping);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.DoesNotContain("/users/", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var page = await client.GetAsync("/sign-in", Stopping);
        Assert.DoesNotContain(value, await page.Content.ReadAsStringAsync(Stopping), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_a_proxy_that_says_https_the_cookie_is_for_https_alone()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        using var client = ClientOf(site);
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        using var page = await client.GetAsync("/sign-in", Stopping);

        Assert.Contains("secure", page.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(page.Headers.GetValues("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Passwords_are_stored_hashed_and_short_ones_refused()
    {
        await using var site = await ConsoleSite.StartAsync();
        var book = site.Services.GetRequiredService<AccountStore>();

        await Assert.ThrowsAsync<ArgumentException>(() => book.AddAsync("li", "李", "viewer", null, "short", null, "t", Stopping));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            book.AddAsync("Li; drop", "李", "viewer", null, ConsoleSite.Password, null, "t", Stopping));
        await book.AddAsync("li", "李", "viewer", null, ConsoleSite.Password, null, "t", Stopping);

        var hash = await site.Warehouse.DataSource.FirstAsync<string>("select password_hash from ops.account", ct: Stopping);
        Assert.DoesNotContain(ConsoleSite.Password, hash!, StringComparison.Ordinal);
        Assert.StartsWith("AQAAAA", hash, StringComparison.Ordinal);
    }
}
