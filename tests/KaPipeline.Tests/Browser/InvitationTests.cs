using System.Net;
using System.Text.RegularExpressions;
using KaPipeline.Host.Accounts;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using MimeKit;
using static Microsoft.Playwright.Assertions;

namespace KaPipeline.Tests.Browser;

/// <summary>An account whose owner chooses the first password: from the admin's form by the mail to the first page, once and not for
/// long.</summary>
public sealed partial class InvitationTests : IAsyncLifetime
{
    private const string Chosen = "quiet harbour 4471";

    private readonly string folder = Directory.CreateTempSubdirectory("ka-invitation-").FullName;
    private readonly ManualClock clock = ManualClock.At(2026, 6, 3, 9);
    private ConsoleSite site = null!;

    public async ValueTask InitializeAsync()
    {
        var config = ConfigCopy.Make(folder, "Jobs", new() { ["ClockMinutes"] = int.MaxValue });
        await File.WriteAllTextAsync(Path.Combine(config, "appsettings.json"), $$"""
            { "Jobs": { "ClockMinutes": {{int.MaxValue}} }, "Mail": { "ConsoleAddress": "http://ka.invalid" } }
            """);
        var rules = Path.Combine(config, "recipients.yaml");
        await File.WriteAllTextAsync(rules, (await File.ReadAllTextAsync(rules)).Replace("recipients: []",
            "recipients:\n  - { id: E029, name: 周敏, address: zhou.min@example.com, role: finance, language: zh-CN, regions: [浙江], chains: [] }",
            StringComparison.Ordinal));
        site = await ConsoleSite.StartAsync(clock: clock, config: config);
        await site.AddAccountsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Person_is_invited_chooses_a_password_and_sees_their_own_and_the_link_opens_nothing_again()
    {
        var log = new StringWriter();
        using var lines = new LogLines(log);
        site.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);
        var admin = await site.SignInAsync("admin");
        await admin.GotoAsync($"{site.Address}/users");
        var form = admin.Locator("form[action='/users/invite']");
        await form.Locator("select[name=person]").SelectOptionAsync("E029");
        await form.Locator("button").ClickAsync();
        await Expect(admin.Locator(".said")).ToContainTextAsync("e029 的邀请已发至");
        await Expect(admin.Locator("tr:has(form[action='/users/e029'])")).ToContainTextAsync("已邀请，至 06-06 09:00");
        await OperatorWorld.SnapAsync(admin, "invitation-users");

        var (path, mail) = await LinkAsync();
        Assert.Contains("邀请", mail.Subject, StringComparison.Ordinal);
        await OperatorWorld.SnapAsync(await ShowAsync(mail), "invitation-mail");
        using var stranger = Client();
        Assert.Equal(HttpStatusCode.Redirect, (await SignIn.AsAsync(stranger, "e029", Chosen)).StatusCode);
        Assert.False(await IsInAsync(stranger));

        var page = await site.OpenAsync(390, 844);
        var answer = (await page.GotoAsync(site.Address + path))!;
        Assert.Equal("no-referrer", await answer.HeaderValueAsync("referrer-policy"));
        Assert.Contains("default-src 'none'", await answer.HeaderValueAsync("content-security-policy"), StringComparison.Ordinal);
        await Expect(page.Locator("main")).ToContainTextAsync("您的账号是 e029");
        await OperatorWorld.SnapAsync(page, "invitation-page");
        Assert.Empty(await PageChecks.AxeAsync(page));
        await ChooseAsync(page, Chosen, "something else 1");
        await Expect(page.Locator(".wrong")).ToContainTextAsync("两次输入的密码不同");
        await ChooseAsync(page, "my name is e029", "my name is e029");
        await Expect(page.Locator(".wrong")).ToContainTextAsync("不含账号名");
        await ChooseAsync(page, Chosen, Chosen);
        await Expect(page.Locator("header .who")).ToContainTextAsync("e029");
        await page.GotoAsync($"{site.Address}/users");
        await Expect(page.Locator("h1")).ToContainTextAsync("无权限");
        Assert.Equal(("E029", "viewer"), await RightsAsync("e029"));

        // Once: then it says what it says of any other, and there is nothing in it of whose it was.
        var again = await site.OpenAsync();
        Assert.Equal(404, (await again.GotoAsync(site.Address + path))!.Status);
        await Expect(again.Locator(".wrong")).ToContainTextAsync("链接无效、已使用或已过期");
        await Expect(again.Locator(".wrong")).ToContainTextAsync("This link is wrong, was used, or has expired");
        await OperatorWorld.SnapAsync(again, "invitation-used");
        Assert.Equal(await TextAsync(path), await TextAsync("/invitation/" + new string('A', 43)));
        Assert.Equal(await TextAsync(path), await TextAsync("/invitation"));
        await SignIn.AsAsync(stranger, "e029", Chosen);
        Assert.True(await IsInAsync(stranger));

        var token = path.Split('/')[^1];
        var logger = site.Services.GetRequiredService<ILogger<InvitationTests>>();
        logger.LogWarning("the log is heard");
        Assert.Contains("the log is heard", log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(token, log.ToString(), StringComparison.Ordinal);
        Assert.Equal(["admin invite_account", "e029 accept_invitation", "e029 sign_in"], (await site.Warehouse.DataSource.ListAsync<string>(
            "select who || ' ' || action from ops.audit where subject = 'e029' and action <> 'sign_in_failed' order by audit_id limit 3", ct: Stopping)));
        Assert.Equal(0, await site.Warehouse.DataSource.FirstAsync<long>(
            "select count(*) from ops.audit where audit::text like '%' || @token || '%'", new { token }, Stopping));
        Assert.Equal(0, await site.Warehouse.DataSource.FirstAsync<long>("select count(*) from ops.mail_content", ct: Stopping));
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("newer")]
    [InlineData("disabled")]
    [InlineData("password")]
    public async Task Link_opens_nothing_after(string what)
    {
        var (accounts, invitations) = (site.Services.GetRequiredService<AccountStore>(), site.Services.GetRequiredService<Invitations>());
        await invitations.InviteAsync(Somebody, "admin", Stopping);
        var (path, _) = await LinkAsync();
        using var client = Client();
        Assert.Contains("Choose a password", await client.GetStringAsync(new Uri(path, UriKind.Relative), Stopping), StringComparison.Ordinal);
        var form = await SignIn.TokenAsync(client, path);

        switch (what)
        {
            case "expired": clock.Advance(Invitations.Validity); break;
            case "newer": await invitations.InviteAgainAsync("li", "admin", Stopping); break;
            case "disabled":
                await accounts.SetDisabledAsync("li", true, "admin", Stopping);
                await accounts.SetDisabledAsync("li", false, "admin", Stopping);
                break;
            default: await accounts.SetPasswordAsync("li", "another quiet harbour", "admin", Stopping); break;
        }

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri(path, UriKind.Relative), Stopping)).StatusCode);
        await PostAsync(client, form, path.Split('/')[^1]);
        Assert.False(await IsInAsync(client));
        if (what == "newer")
        {
            // The newest mail's does.
            await PostAsync(client, form, (await LinkAsync()).Path.Split('/')[^1]);
            Assert.True(await IsInAsync(client));
        }
    }

    [Fact]
    public async Task Of_many_who_accept_at_once_one_does()
    {
        await site.Services.GetRequiredService<Invitations>().InviteAsync(Somebody, "admin", Stopping);
        var (path, _) = await LinkAsync();
        using var client = Client();
        var form = await SignIn.TokenAsync(client, path);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => PostAsync(client, form, path.Split('/')[^1])));
        Assert.Equal(1, await site.Warehouse.DataSource.FirstAsync<long>(
            "select count(*) from ops.audit where action = 'accept_invitation'", ct: Stopping));
    }

    [Fact]
    public async Task Who_tries_links_waits_as_who_tries_passwords()
    {
        using var client = Client();
        HttpStatusCode last = default;
        for (var i = 0; i < 31; i++)
        {
            last = (await client.GetAsync(new Uri($"/invitation/{i}", UriKind.Relative), Stopping)).StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        Assert.Equal("limit_address", await site.Warehouse.DataSource.FirstAsync<string>(
            "select action from ops.audit order by audit_id desc limit 1", ct: Stopping));
    }

    [Fact]
    public async Task Account_in_use_is_not_invited_and_a_bad_address_makes_none()
    {
        var invitations = site.Services.GetRequiredService<Invitations>();
        var inUse = await Assert.ThrowsAsync<ArgumentException>(() =>
            invitations.InviteAsync(Somebody with { Whom = "viewer" }, "admin", Stopping));
        Assert.Contains("in use", inUse.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() =>
            invitations.InviteAsync(Somebody with { Address = "li at example" }, "admin", Stopping));
        await Assert.ThrowsAsync<ArgumentException>(() => invitations.InviteAsync(Somebody with { Address = null }, "admin", Stopping));
        await Assert.ThrowsAsync<ArgumentException>(() => invitations.InviteAsync(Somebody with { Role = "boss" }, "admin", Stopping));
        await Assert.ThrowsAsync<ArgumentException>(() => invitations.InviteAsync(Somebody with { SeesAll = false }, "admin", Stopping));
        // Where no mail can go, nothing is made.
        await File.WriteAllTextAsync(site.Home.Outbox, "", Stopping);
        await Assert.ThrowsAsync<ArgumentException>(() => invitations.InviteAsync(Somebody, "admin", Stopping));
        Assert.Null(await site.Services.GetRequiredService<AccountStore>().FindAsync("li", Stopping));
        Assert.Empty(await invitations.ListAsync(Stopping));
    }

    private static Invitee Somebody { get; } = new("li", "finance", true, null) { Display = "Li", Address = "li@example.com", Language = "en" };

    private async Task<(string Path, MimeMessage Mail)> LinkAsync()
    {
        var newest = new DirectoryInfo(Path.Combine(site.Home.Outbox, "invitation")).GetFiles("*.eml").MaxBy(file => file.LastWriteTimeUtc)!;
        var mail = await MimeMessage.LoadAsync(newest.FullName, Stopping);
        return (Link().Match(mail.TextBody!).Groups[1].Value, mail);
    }

    private async Task<IPage> ShowAsync(MimeMessage mail)
    {
        var page = await site.OpenAsync(700, 600);
        await page.SetContentAsync(mail.HtmlBody!);
        return page;
    }

    private static async Task ChooseAsync(IPage page, string password, string again)
    {
        await page.FillAsync("input[name=password]", password);
        await page.FillAsync("input[name=again]", again);
        await page.ClickAsync("main button");
    }

    private async Task<(string, string)> RightsAsync(string name)
    {
        var account = (await site.Services.GetRequiredService<AccountStore>().FindAsync(name, Stopping))!;
        return (account.PersonId!, account.Role);
    }

    private async Task<string> TextAsync(string path)
    {
        using var client = Client();
        return await (await client.GetAsync(new Uri(path, UriKind.Relative), Stopping)).Content.ReadAsStringAsync(Stopping);
    }

    private static async Task PostAsync(HttpClient client, string form, string token)
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = form, ["token"] = token, ["password"] = Chosen, ["again"] = Chosen,
        });
        using var answer = await client.PostAsync(new Uri("/invitation", UriKind.Relative), content, Stopping);
    }

    private static async Task<bool> IsInAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative), Stopping);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = new Uri(site.Address),
    };

    [GeneratedRegex("http://ka.invalid(/invitation/[A-Za-z0-9_-]{43})")]
    private static partial Regex Link();
}
