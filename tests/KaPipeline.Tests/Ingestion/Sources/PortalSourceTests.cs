using KaPipeline.Ingestion.Sources;

namespace KaPipeline.Tests.Ingestion.Sources;

public sealed class PortalSourceTests : IAsyncLifetime
{
    private readonly string here = Directory.CreateTempSubdirectory("ka-portal-").FullName;
    private MisbehavingPortal portal = null!;

    public async ValueTask InitializeAsync() => portal = await MisbehavingPortal.StartAsync();

    [Fact]
    public async Task Signs_in_with_the_forms_token_and_lists_each_date_page_by_page()
    {
        using var source = Source();
        var files = (await source.ListAsync(new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 2), Stopping)).Files;

        Assert.Equal(
            ["/file/20260501-1", "/file/20260501-2", "/file/20260502-1", "/file/20260502-2"],
            files.Select(file => new Uri(file.Name).AbsolutePath));
        Assert.Equal("download06:11", files[0].Mark);
        Assert.Equal(1, portal.SignIns);
    }

    [Fact]
    public async Task A_file_is_named_by_its_content_disposition()
    {
        using var source = Source();
        var path = await source.FetchAsync((await ListOneAsync(source))[0], here, Stopping);
        Assert.Equal("鼎丰_20260501-1.csv", Path.GetFileName(path));
        Assert.Equal("0123456789", await File.ReadAllTextAsync(path, Stopping));
    }

    [Fact]
    public async Task A_busy_or_failing_portal_is_asked_again()
    {
        foreach (var status in new[] { 429, 503, 500 })
        {
            portal.Failures.Enqueue(status);
        }

        using var source = Source();
        Assert.Equal(2, (await ListOneAsync(source)).Count);
    }

    [Fact]
    public async Task A_portal_that_keeps_failing_is_given_up_with_its_answer()
    {
        for (var i = 0; i < 10; i++)
        {
            portal.Failures.Enqueue(503);
        }

        using var source = Source();
        var failed = await Assert.ThrowsAsync<SourceException>(() => ListOneAsync(source));
        Assert.Contains("answered 503 to /login, 4 times", failed.Message, StringComparison.Ordinal);
        Assert.False(failed.IsPermanent);
    }

    [Fact]
    public async Task An_expired_session_is_signed_in_again()
    {
        portal.SessionLasts = 2;
        using var source = Source();
        Assert.Equal(2, (await ListOneAsync(source)).Count);
        Assert.Equal(2, portal.SignIns);
    }

    [Theory]
    [InlineData("<p>wrong</p>", "", "user or password are not accepted", 1)]
    [InlineData("<p>您的账号已被锁定</p>", "<p>输错 5 次账号将被锁定</p>", "the account is locked", 1)]
    [InlineData("<p>密码已过期，请修改密码</p>", "", "the password has expired", 1)]
    [InlineData("", "<input name=yzm placeholder='请输入验证码'><img src=/captcha.jpg>", "asks for a captcha", 0)]
    public async Task A_sign_in_that_is_refused_says_why_and_a_captcha_is_not_tried_at_all(
        string answer, string form, string why, int tries)
    {
        portal.Refusal = answer;
        portal.BesideTheFields = form;
        using var source = Source(options => options.Password = Password("wrong-secret"));

        var refused = await Assert.ThrowsAsync<SourceException>(() => ListOneAsync(source));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Equal((true, tries), (refused.IsSignInRefused, portal.Refusals));
    }

    [Fact]
    public async Task A_refused_sign_in_is_permanent_and_does_not_show_the_password()
    {
        using var source = Source(options => options.Password = Password("wrong-secret"));
        var refused = await Assert.ThrowsAsync<SourceException>(() => ListOneAsync(source));
        Assert.True(refused.IsPermanent);
        Assert.DoesNotContain("wrong-secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_breaks_off_leaves_nothing_and_succeeds_next_time()
    {
        using var source = Source();
        var file = (await ListOneAsync(source))[0];
        portal.BreaksOff = true;
        await Assert.ThrowsAsync<SourceException>(() => source.FetchAsync(file, here, Stopping));
        Assert.DoesNotContain(Directory.GetFiles(here), path => path.EndsWith(".csv", StringComparison.Ordinal));
        Assert.Equal("0123456789", await File.ReadAllTextAsync(await source.FetchAsync(file, here, Stopping), Stopping));
    }

    [Fact]
    public async Task A_link_that_leads_away_or_nowhere_is_named_and_not_followed_and_stops_no_other()
    {
        portal.OddLink = "http://[no address";
        using var source = Source(options => options.Link = "a[href]");
        var listing = await source.ListAsync(new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 1), Stopping);
        Assert.Equal(2, listing.Files.Count);
        Assert.Contains(listing.Errors, error => error.Message.Contains("elsewhere.example", StringComparison.Ordinal));
        Assert.Contains(listing.Errors, error => error.Message.Contains("not an address: http://[no address", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_with_a_tag_of_thousands_of_attributes_is_no_page()
    {
        portal.OddLink = "x' " + string.Concat(Enumerable.Repeat("a ", 2000)) + "b='";
        using var source = Source();

        var listing = await source.ListAsync(new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 1), Stopping);

        Assert.Single(listing.Files);
        Assert.Contains("page=2 is not a portal page: too many elements or attributes", listing.Errors[0].Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/orders", true, null, "orders?day=20260501&page=1 did not come within 2 s")]
    [InlineData("/orders", true, 1L << 40, "orders?day=20260501&page=1 did not come within 2 s")]
    [InlineData("/orders", false, null, "is larger than 65536 bytes; raise most_page_kilobytes")]
    [InlineData("/file", true, null, "file/20260501-1 did not come within 2 s")]
    [InlineData("/file", false, null, "file/20260501-1 is larger than 2097152 bytes; raise most_megabytes")]
    [InlineData("/file", false, 1L << 40, "file/20260501-1 is larger than 2097152 bytes; raise most_megabytes")]
    [Trait("Category", "Slow")]
    public async Task An_answer_that_drips_or_never_ends_is_left_at_its_limit_which_is_named(string path, bool drips, long? length,
        string says)
    {
        using var source = Source(options => (options.TimeoutSeconds, options.MostPageKilobytes, options.MostMegabytes) = (2, 64, 2));
        var file = new RemoteFile(new Uri(new Uri(portal.Address), "/file/20260501-1").ToString(), "");
        portal.Endless = (path, drips ? TimeSpan.FromMilliseconds(200) : null, length);

        var refusal = await Assert.ThrowsAsync<SourceException>(async () =>
        {
            if (path == "/file")
            {
                await source.FetchAsync(file, here, Stopping);
            }
            else
            {
                var listing = await source.ListAsync(new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 1), Stopping);
                throw listing.Errors[0];
            }
        });

        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        // Nothing is left of it, and the next visit goes on.
        Assert.DoesNotContain(Directory.GetFiles(here), left => !left.EndsWith("secret", StringComparison.Ordinal));
        portal.Endless = null;
        Assert.Equal("0123456789", await File.ReadAllTextAsync(await source.FetchAsync(file, here, Stopping), Stopping));
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        Directory.Delete(here, recursive: true);
    }

    private static async Task<IReadOnlyList<RemoteFile>> ListOneAsync(PortalSource source) =>
        (await source.ListAsync(new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 1), Stopping)).Files;

    private PortalSource Source(Action<PortalOptions>? change = null)
    {
        var options = new PortalOptions
        {
            Address = portal.Address,
            SignIn = "/login",
            UserField = "user",
            PasswordField = "pass",
            User = "supplier",
            Password = Password("secret"),
            List = "/orders?day={date:yyyyMMdd}&page={page}",
            Link = "a.file",
            Tries = 4,
            FirstWaitSeconds = 0.01,
        };
        change?.Invoke(options);
        return new PortalSource("portal", options, TimeProvider.System);
    }

    private string Password(string secret)
    {
        var path = Path.Combine(here, secret);
        File.WriteAllText(path, secret);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return "file:" + path;
    }
}
