using System.Net;
using KaPipeline.Host.Accounts;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;

namespace KaPipeline.Tests.Browser;

public sealed class SignInTests
{
    private static HttpClient ClientOf(ConsoleSite site) =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(site.Address) };

    private static async Task<bool> IsInAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/now");
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
        await site.Services.GetRequiredService<AccountBook>().SetDisabledAsync("operator", true, "admin", default);
        Assert.False(await IsInAsync(client));
    }

    [Fact]
    public async Task Forms_without_token_other_sites_and_foreign_return_addresses_are_refused()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        using var client = ClientOf(site);
        using var bare = new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = "viewer", ["password"] = ConsoleSite.Password });
        using var refused = await client.PostAsync("/sign-in", bare);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);

        using var page = await client.GetAsync("/sign-in?to=//evil.example");
        Assert.Contains("script-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("/", KaPipeline.Host.OpsConsole.Forms.Local("//evil.example"));
        Assert.Equal("/", KaPipeline.Host.OpsConsole.Forms.Local("/\\evil.example"));
        Assert.Equal("/", KaPipeline.Host.OpsConsole.Forms.Local("https://evil.example"));
    }

    [Fact]
    public async Task Behind_a_proxy_that_says_https_the_cookie_is_for_https_alone()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        using var client = ClientOf(site);
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        using var page = await client.GetAsync("/sign-in");

        Assert.Contains("secure", page.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(page.Headers.GetValues("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Passwords_are_stored_hashed_and_short_ones_refused()
    {
        await using var site = await ConsoleSite.StartAsync();
        var book = site.Services.GetRequiredService<AccountBook>();

        await Assert.ThrowsAsync<ArgumentException>(() => book.AddAsync("li", "李", "viewer", "short", null, "t", default));
        await Assert.ThrowsAsync<ArgumentException>(() => book.AddAsync("Li; drop", "李", "viewer", ConsoleSite.Password, null, "t", default));
        await book.AddAsync("li", "李", "viewer", ConsoleSite.Password, null, "t", default);

        var hash = await site.Warehouse.DataSource.FirstAsync<string>("select password_hash from ops.account");
        Assert.DoesNotContain(ConsoleSite.Password, hash!, StringComparison.Ordinal);
        Assert.StartsWith("AQAAAA", hash, StringComparison.Ordinal);
    }
}
