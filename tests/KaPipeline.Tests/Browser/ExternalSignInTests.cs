using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using KaPipeline.Host.Accounts;
using KaPipeline.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using static Microsoft.Playwright.Assertions;

namespace KaPipeline.Tests.Browser;

/// <summary>Sign-in at an OpenID Connect provider, over real HTTP from the button to the console.</summary>
public sealed class ExternalSignInTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ka-external-");
    private IdentityProvider provider = null!;
    private ConsoleSite site = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await IdentityProvider.StartAsync();
        var config = ConfigCopy.Make(folder.FullName, "Console", new()
        {
            ["External"] = new System.Text.Json.Nodes.JsonObject
            {
                ["Authority"] = provider.Issuer, ["Name"] = "集团账号", ["ClientId"] = IdentityProvider.ClientId,
                ["ClientSecret"] = IdentityProvider.ClientSecret,
            },
        });
        site = await ConsoleSite.StartAsync(config: config);
        await site.Services.GetRequiredService<AccountStore>().AddAsync("li", "李", "finance", null, null, "u-1001", "test", Stopping);
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        await provider.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Good_token_signs_the_account_with_that_identity_in_with_its_own_role()
    {
        using var client = Client();

        using var page = await client.GetAsync("/sign-in/external?to=/cases", Stopping);

        Assert.Equal("/cases", page.RequestMessage!.RequestUri!.PathAndQuery);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        // The role is the account's: whatever the provider says of groups, an admin of the console decides.
        using var refused = await client.GetAsync("/users", Stopping);
        Assert.Equal((HttpStatusCode.Forbidden, "/users"), (refused.StatusCode, refused.RequestMessage!.RequestUri!.AbsolutePath));
        var role = await client.GetStringAsync("/account", Stopping);
        Assert.Contains("财务", role, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("issuer")]
    [InlineData("audience")]
    [InlineData("nonce")]
    [InlineData("no nonce")]
    [InlineData("foreign key")]
    [InlineData("changed after signing")]
    [InlineData("alg none")]
    [InlineData("signature cut off")]
    [InlineData("signed with the public key as secret")]
    [InlineData("expired")]
    [InlineData("no expiry")]
    [InlineData("not yet valid")]
    [InlineData("no token")]
    public async Task Token_that_is_wrong_in_one_thing_lets_nobody_in(string lie)
    {
        provider.Sign = token => Lie(token, lie);
        using var client = Client();

        using var page = await client.GetAsync("/sign-in/external", Stopping);

        Assert.Equal("/sign-in", page.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("外部登录未成功", await page.Content.ReadAsStringAsync(Stopping), StringComparison.Ordinal);
        using var now = await client.GetAsync("/now", Stopping);
        Assert.Equal("/sign-in", now.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task Identity_without_account_or_of_a_disabled_one_is_refused_and_told_why()
    {
        using var client = Client();
        provider.Subject = "u-2002";
        using var stranger = await client.GetAsync("/sign-in/external", Stopping);
        Assert.Contains("没有账号有此外部身份", await stranger.Content.ReadAsStringAsync(Stopping), StringComparison.Ordinal);

        provider.Subject = "u-1001";
        await site.Services.GetRequiredService<AccountStore>().SetDisabledAsync("li", true, "admin", Stopping);
        using var disabled = await client.GetAsync("/sign-in/external", Stopping);
        Assert.Contains("没有账号有此外部身份", await disabled.Content.ReadAsStringAsync(Stopping), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_that_nobody_asked_for_is_refused()
    {
        using var asked = Client(follows: false);
        using var challenge = await asked.GetAsync("/sign-in/external", Stopping);
        using var back = await asked.GetAsync(challenge.Headers.Location, Stopping);

        // Another browser, without the cookie of the question, brings the code and state of the first.
        using var other = Client();
        using var page = await other.GetAsync(back.Headers.Location, Stopping);

        Assert.Equal("/sign-in", page.RequestMessage!.RequestUri!.AbsolutePath);
        using var now = await other.GetAsync("/now", Stopping);
        Assert.Equal("/sign-in", now.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task Question_goes_with_a_link_and_cookies_that_stay_on_this_site()
    {
        using var client = Client(follows: false);

        using var asked = await client.GetAsync("/sign-in/external?to=//elsewhere.example", Stopping);

        var question = Uri.UnescapeDataString(asked.Headers.Location!.Query);
        Assert.StartsWith(provider.Issuer + "/authorize?", asked.Headers.Location.ToString(), StringComparison.Ordinal);
        Assert.All(["scope=openid&", "response_type=code&", "code_challenge_method=S256&", "nonce=", $"{site.Address}/sign-in/back"], part =>
            Assert.Contains(part, question, StringComparison.Ordinal));
        Assert.DoesNotContain("form_post", question, StringComparison.Ordinal);
        var cookies = asked.Headers.GetValues("Set-Cookie").ToList();
        Assert.Equal(2, cookies.Count);
        Assert.All(cookies, cookie => Assert.Contains("path=/sign-in/back; samesite=lax; httponly", cookie, StringComparison.Ordinal));

        // Away from the site leads nobody, whatever the link said.
        using var back = await client.GetAsync(asked.Headers.Location, Stopping);
        using var page = await client.GetAsync(back.Headers.Location, Stopping);
        Assert.Equal("/", page.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Provider_that_does_not_answer_is_told_and_keeps_nobody_from_the_console()
    {
        await provider.StopAsync();
        using var client = Client();

        using var page = await client.GetAsync("/sign-in/external", Stopping);

        Assert.Equal((HttpStatusCode.OK, "/sign-in"), (page.StatusCode, page.RequestMessage!.RequestUri!.AbsolutePath));
        Assert.Contains("外部登录未成功", await page.Content.ReadAsStringAsync(Stopping), StringComparison.Ordinal);
        await site.AddAccountsAsync();
        using var inside = await SignIn.AsAsync(client, "viewer", ConsoleSite.Password);
        using var now = await client.GetAsync("/now", Stopping);
        Assert.Equal("/now", now.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task Provider_whose_keys_changed_is_asked_for_them_anew()
    {
        using var before = Client();
        using var first = await before.GetAsync("/sign-in/external?to=/account", Stopping);
        Assert.Equal("/account", first.RequestMessage!.RequestUri!.AbsolutePath);
        provider.RenewKey();

        // The token that first bears the new key is refused and makes the console ask, beside the requests; soon one is let in.
        var page = "";
        for (var attempt = 0; page != "/account" && attempt < 20; attempt++)
        {
            using var after = Client();
            using var next = await after.GetAsync("/sign-in/external?to=/account", Stopping);
            page = next.RequestMessage!.RequestUri!.AbsolutePath;
            await Task.Delay(100, Stopping);
        }

        Assert.Equal("/account", page);
    }

    [Fact]
    public async Task Who_says_no_at_the_provider_is_told_and_stays_outside()
    {
        provider.IsDenied = true;
        using var client = Client();

        using var page = await client.GetAsync("/sign-in/external", Stopping);

        Assert.Equal("/denied", page.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task Session_ends_by_the_consoles_own_sign_out_and_by_no_address_of_the_protocol()
    {
        using var client = Client();
        using var page = await client.GetAsync("/sign-in/external?to=/account", Stopping);

        using var front = await client.GetAsync("/signout-oidc", Stopping);
        using var callback = await client.GetAsync("/signout-callback-oidc", Stopping);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (front.StatusCode, callback.StatusCode));
        using var still = await client.GetAsync("/account", Stopping);
        Assert.Equal("/account", still.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Theory]
    [InlineData("https://login.example.com", true)]
    [InlineData("http://127.0.0.1:8080/realm", true)]
    [InlineData("http://login.example.com", false)]
    [InlineData("login.example.com", false)]
    public void Provider_elsewhere_is_reached_by_https_alone(string authority, bool isGood)
    {
        var settings = new ConsoleOptions.ExternalSignIn { Authority = authority, ClientId = "ka" };

        Assert.Equal(isGood, !settings.Validate(new(settings)).Any());
    }

    [Fact, Trait("Category", "Slow")]
    public async Task Button_on_the_sign_in_page_leads_into_the_console_in_a_real_browser()
    {
        var page = await site.OpenAsync();
        await page.GotoAsync($"{site.Address}/cases");
        await page.ClickAsync("text=集团账号");

        await Expect(page.Locator("h1")).ToContainTextAsync("索赔");
        await Expect(page.Locator("header .who")).ToContainTextAsync("li");
    }

    private static string Lie(SecurityTokenDescriptor token, string lie)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        switch (lie)
        {
            case "issuer": token.Issuer = "http://127.0.0.1:1"; break;
            case "audience": token.Audience = "another-console"; break;
            case "nonce": token.Subject = new ClaimsIdentity([new("sub", "u-1001"), new("nonce", "0123456789abcdef")]); break;
            case "no nonce": token.Subject = new ClaimsIdentity([new("sub", "u-1001")]); break;
            case "expired": (token.NotBefore, token.Expires) = (now.AddMinutes(-20), now.AddMinutes(-10)); break;
            case "no expiry": token.Expires = null; break;
            case "not yet valid": (token.NotBefore, token.Expires) = (now.AddMinutes(10), now.AddMinutes(20)); break;
            case "foreign key":
                token.SigningCredentials = new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "one" },
                SecurityAlgorithms.RsaSha256); break;
            case "alg none": token.SigningCredentials = null; break;
            case "signature cut off":
                var signed = IdentityProvider.Write(token);
                return signed[..(signed.LastIndexOf('.') + 1)];
            case "signed with the public key as secret":
                var open = ((RsaSecurityKey)token.SigningCredentials.Key).Rsa.ExportSubjectPublicKeyInfo();
                token.SigningCredentials = new(new SymmetricSecurityKey(open) { KeyId = "one" }, SecurityAlgorithms.HmacSha256); break;
            case "changed after signing":
                var parts = IdentityProvider.Write(token).Split('.');
                var changed = Base64UrlEncoder.Decode(parts[1]).Replace("u-1001", "u-1002", StringComparison.Ordinal);
                return $"{parts[0]}.{Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(changed))}.{parts[2]}";
            case "no token": return "";
            default: throw new ArgumentOutOfRangeException(nameof(lie), lie, "unknown");
        }

        return IdentityProvider.Write(token);
    }

    private HttpClient Client(bool follows = true) =>
        new(new HttpClientHandler { AllowAutoRedirect = follows, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(site.Address)
        };
}
