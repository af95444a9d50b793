using System.Net;
using System.Text.Json.Nodes;
using KaPipeline.Host.Accounts;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;

namespace KaPipeline.Tests.Browser;

public sealed class FrontDoorTests
{
    [Fact]
    public async Task Of_sixty_wrong_passwords_at_once_five_are_looked_at_all_are_counted_and_the_count_ends_with_the_lock()
    {
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        await using var site = await ConsoleSite.StartAsync(clock: clock);
        await site.AddAccountsAsync();
        var book = site.Services.GetRequiredService<AccountStore>();
        var signIns = site.Services.GetRequiredService<SignInsPerAccount>();

        await Task.WhenAll(Enumerable.Range(0, 60)
            .Select(number => Task.Run(() => signIns.SignInAsync("viewer", $"wrong password {number}", "192.0.2.1", default))));

        var account = (await book.FindAsync("viewer", Stopping))!;
        Assert.Equal(60, account.FailedSignIns);
        Assert.True(account.LockedUntil > clock.GetUtcNow());
        Assert.Equal(
            ["lock_account 1", "sign_in_failed locked 55", "sign_in_failed wrong 5"],
            await site.Warehouse.DataSource.ListAsync<string>(
                """
                select case action when 'lock_account' then action else action || ' ' || (after ->> 'why') end || ' ' || count(*) from ops.audit
                where subject = 'viewer' and action <> 'add_account' group by action, case action when 'lock_account' then action else action || ' ' || (after ->> 'why') end order by 1
                """, ct: Stopping));
        Assert.Null(await signIns.SignInAsync("viewer", ConsoleSite.Password, "192.0.2.1", Stopping));

        // After the lock each has all its tries again.
        clock.Advance(TimeSpan.FromMinutes(16));
        for (var attempt = 1; attempt < 5; attempt++)
        {
            Assert.Null(await signIns.SignInAsync("viewer", "wrong again", "192.0.2.1", Stopping));
        }

        Assert.NotNull(await signIns.SignInAsync("viewer", ConsoleSite.Password, "192.0.2.1", Stopping));
        Assert.Equal((0, null), (await book.FindAsync("viewer", Stopping)) is { } free ? (free.FailedSignIns, free.LockedUntil)
            : (-1, null));
    }

    [Fact]
    public async Task Sign_in_its_failure_and_sign_out_stand_in_the_audit_with_the_address_and_no_unknown_name()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        using var client = ClientOf(site);
        await SignIn.AsAsync(client, "viewer", "wrong wrong wrong");
        await SignIn.AsAsync(client, "my secret password", "viewer");
        await SignIn.AsAsync(client, "viewer", ConsoleSite.Password);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = await SignIn.TokenAsync(client, "/account")
        });
        await client.PostAsync("/sign-out", form, Stopping);

        Assert.Equal(
            ["viewer sign_in_failed wrong", "? sign_in_failed unknown account", "viewer sign_in ", "viewer sign_out "],
            await site.Warehouse.DataSource.ListAsync<string>(
                "select who || ' ' || action || ' ' || coalesce(after ->> 'why', '') from ops.audit where action like 'sign%' and after ->> 'from' = '127.0.0.1' order by audit_id", ct: Stopping));
    }

    [Fact]
    public async Task Address_that_fails_too_often_waits_whatever_the_accounts_and_others_do_not()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        async Task<HttpStatusCode> TryAsync(string from, string name, string password)
        {
            using var client = ClientOf(site);
            client.DefaultRequestHeaders.Add("X-Forwarded-For", from);
            using var answer = await SignIn.AsAsync(client, name, password);
            return answer.StatusCode;
        }

        for (var attempt = 0; attempt < 30; attempt++)
        {
            // Sign-ins between them neither count nor wipe the count away.
            Assert.Equal(HttpStatusCode.Redirect, await TryAsync("203.0.113.7", $"nobody{attempt}", "wrong wrong wrong"));
            Assert.True(attempt % 10 != 5 || await TryAsync("203.0.113.7", "viewer", ConsoleSite.Password) == HttpStatusCode.Redirect);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync("203.0.113.7", "viewer", ConsoleSite.Password));
        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync("203.0.113.7", "viewer", ConsoleSite.Password));
        Assert.Equal(HttpStatusCode.Redirect, await TryAsync("203.0.113.8", "viewer", ConsoleSite.Password));
        Assert.Equal(1,
            await site.Warehouse.DataSource.FirstAsync<long>(
            "select count(*) from ops.audit where action = 'limit_address' and after ->> 'from' = '203.0.113.7'", ct: Stopping));

        // Another node knows of it, for a quarter of an hour by the database's clock.
        var another = new SignInsPerAddress(site.Warehouse.DataSource, new ConsoleOptions());
        Assert.Equal((false, false), await another.TryAsync(IPAddress.Parse("203.0.113.7"), Stopping));
        Assert.Equal(15, await site.Warehouse.DataSource.FirstAsync<int>(
            "select ceil(extract(epoch from counted_until - now()) / 60)::int from ops.sign_in_try where address = '203.0.113.7'", ct: Stopping));
        await site.Warehouse.DataSource.DoAsync("update ops.sign_in_try set counted_until = now() where address = '203.0.113.7'", ct: Stopping);
        Assert.Equal(HttpStatusCode.Redirect, await TryAsync("203.0.113.7", "viewer", ConsoleSite.Password));
        await site.Warehouse.DataSource.DoAsync("update ops.sign_in_try set counted_until = now() where address = '203.0.113.7'", ct: Stopping);
        Assert.Equal(1, await SignInsPerAddress.ForgetAsync(site.Warehouse.DataSource, Stopping));
    }

    [Fact]
    public async Task Page_that_refreshes_itself_keeps_no_session_alive()
    {
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        await using var site = await ConsoleSite.StartAsync(clock: clock);
        await site.AddAccountsAsync();
        using var client = ClientOf(site);
        await SignIn.AsAsync(client, "viewer", ConsoleSite.Password);
        async Task<HttpStatusCode> RefreshAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/now") { Headers = { { "x-refresh", "1" } } };
            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }

        clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(HttpStatusCode.OK, await RefreshAsync());
        clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(HttpStatusCode.OK, await RefreshAsync());
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.Redirect, await RefreshAsync());
    }

    [Theory]
    [InlineData("Host", "evil.example", HttpStatusCode.BadRequest)]
    [InlineData("Host", "203.0.113.9:5080", HttpStatusCode.BadRequest)]
    [InlineData("Host", "console.example.com", HttpStatusCode.Redirect)]
    [InlineData("Host", "localhost:99", HttpStatusCode.Redirect)]
    [InlineData("X-Forwarded-Host", "evil.example", HttpStatusCode.Redirect)]
    [InlineData("X-Forwarded-Host", "console.example.com", HttpStatusCode.Redirect)]
    [InlineData("X-Forwarded-Proto", "javascript", HttpStatusCode.BadRequest)]
    [InlineData("X-Forwarded-Proto", "https", HttpStatusCode.Redirect)]
    public async Task Names_and_schemes_that_are_not_the_consoles_own_come_back_in_no_answer(string header, string value,
        HttpStatusCode expected)
    {
        var folder = Directory.CreateTempSubdirectory("ka-front-").FullName;
        var config = ConfigCopy.Make(folder, "Console", new JsonObject { ["Hosts"] = new JsonArray("console.example.com") });
        await using var site = await ConsoleSite.StartAsync(config: config);
        using var client = ClientOf(site);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/now");
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await client.SendAsync(request, Stopping);

        Assert.Equal(expected, answer.StatusCode);
        var all = answer.Headers.Location + await answer.Content.ReadAsStringAsync(Stopping);
        Assert.Equal(expected == HttpStatusCode.Redirect && value != "evil.example", all.Contains(value, StringComparison.Ordinal));
        Assert.DoesNotContain("evil", all, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript", all, StringComparison.Ordinal);
        using var health = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Headers = { Host = "10.0.0.1" } };
        using var alive = await client.SendAsync(health, Stopping);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        Directory.Delete(folder, recursive: true);
    }

    private static HttpClient ClientOf(ConsoleSite site) =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(site.Address)
        };
}
