using System.Net;
using KaPipeline.Host.Accounts;
using KaPipeline.Operations;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Npgsql;

namespace KaPipeline.Tests.Browser;

/// <summary>A representative's morning on a phone, and who sees what is personal.</summary>
[Trait("Category", "Slow"), Collection(nameof(OperatorWorld))]
public sealed class MyDayTests(OperatorWorld world)
{
    // The list of a morning in the middle of the month, when orders are open, as the evening before is told.
    private static readonly ReportClock Evening = ReportClock.AsTold(new DateOnly(2026, 5, 19));

    private NpgsqlDataSource Database => world.Site.Warehouse.DataSource;

    [Fact]
    public async Task Representative_ticks_off_a_line_with_a_note_and_a_photograph_on_a_phone_without_scripts_and_nobody_else_sees_it()
    {
        var lines = await Database.ListAsync<Line>(Evening,
            "select * from mart.work_list where representative_id is not null order by store_place, line_place", ct: Stopping);
        var people = lines.Select(line => line.RepresentativeId).Distinct().Take(2).ToList();
        await AddAsync("phone-own", people[0]);
        await AddAsync("phone-other", people[1]);
        var page = await world.Site.SignInAsync("phone-own", 390, 844, scripts: false);
        await page.GotoAsync($"{world.Site.Address}/?asOf=2026-05-19");
        await page.GetByText("我的一天：清单与登记").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("我的一天");
        // Their own stores and nobody else's.
        Assert.Equal(lines.Count(line => line.RepresentativeId == people[0]), await page.Locator("ul.lines form").CountAsync());
        Assert.Equal(390, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));

        // What calls itself a picture and is none is refused, and nothing is kept.
        var photograph = await page.ScreenshotAsync(new() { Type = ScreenshotType.Jpeg });
        await TickAsync(page, "<svg onload=alert(1)>"u8.ToArray());
        await Assertions.Expect(page.Locator(".wrong")).ToContainTextAsync("照片须为 JPEG、PNG 或 WebP");
        Assert.Equal(0, await Database.FirstAsync<long>("select count(*) from ops.work_done where done_by = 'phone-own'", ct: Stopping));

        await TickAsync(page, photograph);
        await Assertions.Expect(page.Locator(".said")).ToHaveTextAsync("已登记完成。");
        await Assertions.Expect(page.Locator("ul.lines .succeeded")).ToHaveCountAsync(1);
        await page.Locator("ul.lines summary").First.ClickAsync();
        await OperatorWorld.SnapAsync(page, "console-phone");
        var done = (await Database.FirstAsync<Done>("select * from ops.work_done where done_by = 'phone-own'", ct: Stopping))!;
        Assert.Equal(("放在冷柜上层", new DateOnly(2026, 5, 20)), (done.Note, done.WorkOn));

        // It shows to its own as what it is, whatever its name was; each look is noted.
        using var mine = await ClientAsync("phone-own");
        var path = $"/work/photographs/{done.WorkDoneId}";
        using (var shown = await mine.GetAsync(new Uri(path, UriKind.Relative), Stopping))
        {
            Assert.Equal(photograph, await shown.Content.ReadAsByteArrayAsync(Stopping));
            Assert.Equal("image/jpeg", shown.Content.Headers.ContentType!.MediaType);
            Assert.Equal("nosniff", shown.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("sandbox", shown.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }

        Assert.Equal(["phone-own"], await LooksAsync("photograph", $"{done.WorkDoneId}"));
        var order = await ReadAsync(mine, $"/orders/{done.ChainId}/{done.OrderNumber}");
        Assert.Contains($"src=\"{path}\"", order, StringComparison.Ordinal);
        Assert.Contains("1 已完成行数", Plain(await ReadAsync(mine, "/figures/work-list?asOf=2026-05-19")), StringComparison.Ordinal);
        Assert.Contains("phone-own", await ReadAsync(await ClientAsync("admin"), "/audit?action=tick_work"), StringComparison.Ordinal);

        // Once a day; and a line or a photograph of others is not there.
        var again = Fields(done);
        using (var twice = await PostAsync(mine, again))
        {
            Assert.Equal(HttpStatusCode.Redirect, twice.StatusCode);
        }

        using var other = await ClientAsync("phone-other");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(new Uri(path, UriKind.Relative), Stopping)).StatusCode);
        using (var foreign = await PostAsync(other, again))
        {
            Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        }

        Assert.Equal(1, await Database.FirstAsync<long>(
            "select count(*) from ops.work_done where chain_id = @ChainId and order_number = @OrderNumber", done, Stopping));

        // Eight megabytes, for this form alone.
        using (var large = await PostAsync(mine, again, new byte[9 << 20]))
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        }

        using var viewer = await ClientAsync("viewer");
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.GetAsync(new Uri(path, UriKind.Relative), Stopping)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.GetAsync(new Uri("/my-day", UriKind.Relative), Stopping)).StatusCode);
        Assert.DoesNotContain(path, await ReadAsync(viewer, $"/orders/{done.ChainId}/{done.OrderNumber}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_tick_is_taken_back_on_its_day_by_who_made_it_and_by_nobody_else()
    {
        var people = await Database.ListAsync<string>(Evening,
            "select distinct representative_id from mart.work_list where representative_id is not null order by 1 desc limit 2", ct: Stopping);
        await AddAsync("wrong-own", people[0]);
        await AddAsync("wrong-other", people[1]);
        var page = await world.Site.SignInAsync("wrong-own", 390, 844, scripts: false);
        await page.GotoAsync($"{world.Site.Address}/my-day?date=2026-05-20");
        await TickAsync(page, await page.ScreenshotAsync(new() { Type = ScreenshotType.Jpeg }));
        await Assertions.Expect(page.Locator(".said")).ToHaveTextAsync("已登记完成。");
        var id = await Database.FirstAsync<long>("select work_done_id from ops.work_done where done_by = 'wrong-own'", ct: Stopping);

        using var other = await ClientAsync("wrong-other");
        Assert.Equal(HttpStatusCode.NotFound, (await TakeBackAsync(other, id)).StatusCode);
        // Who sees the line and has not ticked it, and who has, on another day.
        using var admin = await ClientAsync("admin");
        Assert.Equal(HttpStatusCode.Redirect, (await TakeBackAsync(admin, id)).StatusCode);
        await Database.DoAsync("update ops.work_done set done_at = done_at - interval '1 day' where work_done_id = @id", new { id }, Stopping);
        using var own = await ClientAsync("wrong-own");
        Assert.Equal(HttpStatusCode.Redirect, (await TakeBackAsync(own, id)).StatusCode);
        await page.GotoAsync($"{world.Site.Address}/my-day?date=2026-05-20");
        Assert.Equal(0, await page.GetByText("登记错了，撤销").CountAsync());
        Assert.Equal(1, await Database.FirstAsync<long>("select count(*) from ops.work_photograph where work_done_id = @id", new { id },
            Stopping));

        await Database.DoAsync("update ops.work_done set done_at = done_at + interval '1 day' where work_done_id = @id", new { id }, Stopping);
        await page.ReloadAsync();
        await page.GetByText("登记错了，撤销").ClickAsync();
        await Assertions.Expect(page.Locator(".said")).ToHaveTextAsync("已撤销登记。");
        await Assertions.Expect(page.GetByText("登记错了，撤销")).ToHaveCountAsync(0);
        Assert.Equal(0, await Database.FirstAsync<long>("select count(*) from ops.work_done where done_by = 'wrong-own'", ct: Stopping));
        Assert.Equal("放在冷柜上层", await Database.FirstAsync<string>(
            "select before ->> 'note' from ops.audit where action = 'untick_work' and who = 'wrong-own'", ct: Stopping));
    }

    [Fact]
    public async Task Photograph_shows_at_the_case_of_its_line_until_tidy_forgets_it_and_who_looked_is_kept_for_its_time()
    {
        var claim = (await Database.FirstAsync<Claim>(
            """
            select case_id, chain_id, order_number, store_id, product_id from ops."case"
            where state = 'open' and order_number <> '' and store_id <> '' order by case_id limit 1
            """, ct: Stopping))!;
        var product = claim.ProductId ?? (await Database.FirstAsync<string>("select min(product_id) from core.product", ct: Stopping))!;
        await world.Site.Services.GetRequiredService<WorkDoneStore>().AddAsync(
            new WorkLine(claim.ChainId, claim.OrderNumber, claim.StoreId, product, false), new DateOnly(2026, 6, 1), "拒收", Photograph.Of(
                [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), "phone-case", Stopping);
        var id = await Database.FirstAsync<long>("select work_done_id from ops.work_done where done_by = 'phone-case'", ct: Stopping);
        using var finance = await ClientAsync("finance");
        Assert.Contains($"src=\"/work/photographs/{id}\"", await ReadAsync(finance, $"/cases/{claim.CaseId}"), StringComparison.Ordinal);

        await Database.DoAsync(
            """
            update ops.work_done set done_at = @now - interval '364 days' where work_done_id = @id;
            insert into ops.personal_access (happened_at, who, kind, subject) values
                (@now - interval '731 days', 'phone-case', 'photograph', 'old'),
                (@now - interval '729 days', 'phone-case', 'photograph', 'young')
            """, new { now = world.Clock.GetUtcNow(), id }, Stopping);
        await world.RunAsync("tidy", "", new DateOnly(2026, 6, 2));
        Assert.Equal(["young"], await Database.ListAsync<string>("select subject from ops.personal_access where who = 'phone-case'",
            ct: Stopping));
        // A run takes the world's clock on, and a session that was left is over.
        using var later = await ClientAsync("finance");
        Assert.Equal(HttpStatusCode.OK,
            (await later.GetAsync(new Uri($"/work/photographs/{id}", UriKind.Relative), Stopping)).StatusCode);

        await Database.DoAsync("update ops.work_done set done_at = done_at - interval '2 days' where work_done_id = @id", new { id },
            Stopping);
        await world.RunAsync("tidy", "", new DateOnly(2026, 6, 1));
        using var last = await ClientAsync("finance");
        Assert.Equal(HttpStatusCode.NotFound,
            (await last.GetAsync(new Uri($"/work/photographs/{id}", UriKind.Relative), Stopping)).StatusCode);
        Assert.Contains("照片已按保存期限删除", await ReadAsync(finance, $"/cases/{claim.CaseId}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Penalties_by_name_are_withheld_from_who_only_reads_and_each_look_stands_where_admins_alone_see_it()
    {
        const string list = "/figures/exposures?asOf=2026-06-02";
        using var viewer = await ClientAsync("viewer");
        using var finance = await ClientAsync("finance");
        foreach (var path in (string[])[list, list.Replace("?", "/workbook?", StringComparison.Ordinal)])
        {
            using var withheld = await viewer.GetAsync(new Uri(path, UriKind.Relative), Stopping);
            Assert.Equal(HttpStatusCode.Forbidden, withheld.StatusCode);
            using var shown = await finance.GetAsync(new Uri(path, UriKind.Relative), Stopping);
            Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
            Assert.Equal(["finance"], await LooksAsync("penalties", path));
        }

        Assert.DoesNotContain("/figures/exposures", await ReadAsync(viewer, "/figures/locks"), StringComparison.Ordinal);
        using var admin = await ClientAsync("admin");
        Assert.Contains("个人考核", await ReadAsync(admin, "/accesses"), StringComparison.Ordinal);
        foreach (var client in (HttpClient[])[viewer, finance, await ClientAsync("operator")])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(new Uri("/accesses", UriKind.Relative), Stopping)).StatusCode);
        }
    }

    private static async Task<HttpResponseMessage> TakeBackAsync(HttpClient client, long id)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = await SignIn.TokenAsync(client, "/account"), ["id"] = $"{id}",
        });
        return await client.PostAsync(new Uri("/work/undone", UriKind.Relative), form, Stopping);
    }

    private static async Task TickAsync(IPage page, byte[] photograph)
    {
        var form = page.Locator("ul.lines li", new() { Has = page.Locator("form") }).First;
        await form.Locator("summary").ClickAsync();
        await form.Locator("input[name=note]").FillAsync("放在冷柜上层");
        await form.Locator("input[type=file]").SetInputFilesAsync(
            new FilePayload { Name = "../../<script>.html", MimeType = "text/html", Buffer = photograph });
        await form.Locator("button").ClickAsync();
    }

    private Task<IReadOnlyList<string>> LooksAsync(string kind, string subject) => Database.ListAsync<string>(
        "select who from ops.personal_access where kind = @kind and subject = @subject order by access_id", new { kind, subject },
        Stopping);

    private Task AddAsync(string name, string person) => world.Site.Services.GetRequiredService<AccountStore>()
        .AddAsync(name, name, "viewer", person, ConsoleSite.Password, null, "test", Stopping);

    private static Dictionary<string, string> Fields(Done done) => new()
    {
        ["date"] = $"{done.WorkOn:yyyy-MM-dd}", ["chain"] = done.ChainId, ["order"] = done.OrderNumber, ["store"] = done.StoreId,
        ["product"] = done.ProductId, ["free"] = done.IsFree ? "1" : "",
    };

    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient client, Dictionary<string, string> fields, byte[]? photograph = null)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Append(new("__RequestVerificationToken", await SignIn.TokenAsync(client, "/account"))))
        {
            form.Add(new StringContent(value), name);
        }

        if (photograph is not null)
        {
            form.Add(new ByteArrayContent(photograph), "photograph", "a.jpg");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/work/done") { Content = form };
        // What is too large is refused before it is sent.
        request.Headers.ExpectContinue = true;
        return await client.SendAsync(request, Stopping);
    }

    private static async Task<string> ReadAsync(HttpClient client, string path) =>
        WebUtility.HtmlDecode(await client.GetStringAsync(new Uri(path, UriKind.Relative), Stopping));

    private static string Plain(string html) => System.Text.RegularExpressions.Regex.Replace(
        System.Text.RegularExpressions.Regex.Replace(html, "<[^>]+>", " "), "\\s+", " ");

    private async Task<HttpClient> ClientAsync(string account)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(world.Site.Address),
        };
        await SignIn.AsAsync(client, account, ConsoleSite.Password);
        return client;
    }

    private sealed record Line
    {
        public string RepresentativeId { get; init; } = "";
    }

    private sealed record Done
    {
        public long WorkDoneId { get; init; }
        public DateOnly WorkOn { get; init; }
        public string ChainId { get; init; } = "";
        public string OrderNumber { get; init; } = "";
        public string StoreId { get; init; } = "";
        public string ProductId { get; init; } = "";
        public bool IsFree { get; init; }
        public string Note { get; init; } = "";
    }

    private sealed record Claim
    {
        public long CaseId { get; init; }
        public string ChainId { get; init; } = "";
        public string OrderNumber { get; init; } = "";
        public string StoreId { get; init; } = "";
        public string? ProductId { get; init; }
    }
}
