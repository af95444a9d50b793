using System.Net;
using KaPipeline.Host.Accounts;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Npgsql;

namespace KaPipeline.Tests.Browser;

/// <summary>A plan for one of the last five is written at the console, and later its result; by who answers for the store and nobody
/// else.</summary>
[Trait("Category", "Slow"), Collection(nameof(OperatorWorld))]
public sealed class ImprovementPlanTests(OperatorWorld world)
{
    private const string Wanted =
        """
        select plan.chain_id, plan.store_id, plan.month, shop.supervisor_id, shop.representative_id
        from mart.improvement_plan as plan
        join mart.store_representative as shop using (chain_id, store_id)
        where plan.kind = 'outlet' and plan.state in ('wanted', 'missing') and shop.supervisor_id is not null
          and shop.representative_id is not null
        order by plan.store_id
        """;

    private NpgsqlDataSource Database => world.Site.Warehouse.DataSource;

    private ReportClock Now => new(BusinessTime.Today(world.Clock), world.Clock.GetUtcNow());

    [Fact]
    public async Task Supervisor_writes_a_plan_from_the_list_and_then_its_result_and_both_go_the_way_of_the_template()
    {
        var wanted = (await Database.ListAsync<Plan>(Now, Wanted, ct: Stopping))[0];
        await AddAsync("plan-own", wanted.SupervisorId!, "viewer");
        var page = await world.Site.SignInAsync("plan-own", 1280, 844, scripts: false);
        await page.GotoAsync($"{world.Site.Address}/figures/improvement-plans");
        await page.Locator($"a[href^='/improvement-plan?kind=outlet&chain={wanted.ChainId}'][href*='store={wanted.StoreId}&']").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("改进计划");

        var owner = await Database.FirstAsync<string>("select name from core.person where person_id = @RepresentativeId and superseded_at = 'infinity'",
            wanted, Stopping);
        await page.Locator("[name=plan_text]").FillAsync("与课长\n商定补货日, \"减少\"断货");
        await page.Locator("[name=plan_owner]").SelectOptionAsync(new SelectOptionValue { Label = owner! });
        await page.Locator("[name=plan_due_on]").FillAsync("2026-06-20");
        await page.Locator("main form.act button").ClickAsync();
        await Assertions.Expect(page.Locator(".said")).ToHaveTextAsync("计划已保存。");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("进行中");
        var kept = await StandingAsync(wanted);
        Assert.Equal(("与课长 商定补货日, \"减少\"断货", wanted.RepresentativeId, new DateOnly(2026, 6, 20), null, "running"),
            (kept.PlanText, kept.Owner, kept.DueOn, kept.Result, kept.State));
        // Its file is one of the template's report, so that the warehouse can be built again from files alone.
        Assert.Equal("improvement_plans console", await Database.FirstAsync<string>(
            "select report || ' ' || source from ops.load where load_id = @LoadId", kept, Stopping));

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var today = BusinessTime.Today(world.Clock);
        await page.Locator("[name=done_on]").FillAsync($"{today:yyyy-MM-dd}");
        await page.Locator("[name=result]").FillAsync("周订货增加");
        await page.Locator("main form.act button").ClickAsync();
        await Assertions.Expect(page.Locator(".said")).ToHaveTextAsync("计划已保存。");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("已完成");
        kept = await StandingAsync(wanted);
        Assert.Equal((today, "周订货增加", "done"), (kept.DoneOn, kept.Result, kept.State));
        // The version before it stays, and the audit tells of both.
        Assert.Equal(2, await Database.FirstAsync<long>(
            "select count(*) from core.improvement_plan where chain_id = @ChainId and store_id = @StoreId and month = @Month", wanted, Stopping));
        Assert.Equal(["|", "|周订货增加"], await Database.ListAsync<string>(
            """
            select coalesce(before ->> 'Result', '') || '|' || coalesce(after ->> 'Result', '') from ops.audit
            where action = 'write_plan' and who = 'plan-own' order by audit_id
            """, ct: Stopping));

        // As it was before is no copy of the file from then.
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await page.Locator("[name=done_on]").FillAsync("");
        await page.Locator("[name=result]").FillAsync("");
        await page.Locator("main form.act button").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("进行中");

        // Once it is loaded the archive has it.
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(world.Site.Home.Root, "console")));

        await OperatorWorld.SnapAsync(page, "plan-desk");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.SetViewportSizeAsync(390, 844);
        await OperatorWorld.SnapAsync(page, "plan-phone-dark");
        Assert.Equal(390, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task What_is_wrong_names_field_found_and_expected_and_nobody_outside_the_scope_writes_anything()
    {
        var wanted = (await Database.ListAsync<Plan>(Now, Wanted, ct: Stopping))[^1];
        var foreign = await Database.FirstAsync<string>(
            """
            select person_id from core.responsibility where role = 'supervisor' and chain_id not in ('', @ChainId)
              and superseded_at = 'infinity' order by 1 limit 1
            """, wanted, Stopping);
        await AddAsync("plan-other", foreign!, "finance");
        await AddAsync("plan-round", wanted.RepresentativeId!, "viewer");
        (string, string)[] key = [("kind", "outlet"), ("chain", wanted.ChainId), ("store", wanted.StoreId), ("month", $"{wanted.Month:yyyy-MM-dd}"), ("seen", "-")];
        (string, string)[] good = [.. key, ("plan_text", "补一个端架"), ("plan_owner", wanted.RepresentativeId!), ("plan_due_on", "2026-06-20")];
        using var admin = await ClientAsync("admin");
        foreach (var (name, value, says) in ((string, string, string)[])
            [
                ("plan_text", " ", "计划：没有填，应为要做的事。"), ("plan_owner", "E999", "负责人：填的是“E999”，应为名单中的人。"),
                ("plan_due_on", "20.6.2026", "期限：填的是“20.6.2026”，应为如 2026-06-30 的日期。"),
                ("done_on", "2026-12-01", "完成日：填的是“2026-12-01”，应为不晚于今天"), ("result", "好了", "完成日：没有填，应为完成的日期（已写结果）。"),
                ("seen", "1-1", "这项计划刚被改过，请看过再填。"), ("store", "none", "没有这项改进计划。"),
            ])
        {
            var told = await PostAsync(admin, [.. good.Where(field => field.Item1 != name), (name, value)]);
            Assert.Contains(says, told, StringComparison.Ordinal);
        }

        // Who is responsible elsewhere finds nothing there, and the audit says who asked; who makes the round reads alone.
        using var other = await ClientAsync("plan-other");
        Assert.Contains("没有这项改进计划。", await PostAsync(other, good), StringComparison.Ordinal);
        var path = "/improvement-plan?" + string.Join('&', key.Select(field => $"{field.Item1}={field.Item2}"));
        using (var unseen = await other.GetAsync(new Uri(path, UriKind.Relative), Stopping))
        {
            Assert.Equal(HttpStatusCode.NotFound, unseen.StatusCode);
        }

        Assert.Equal(2, await Database.FirstAsync<long>(
            "select count(*) from ops.audit where action = 'refuse_out_of_scope' and who = 'plan-other' and subject_kind = 'improvement_plan'",
            ct: Stopping));
        using var round = await ClientAsync("plan-round");
        Assert.Contains("由主管或经理填写", await PostAsync(round, good), StringComparison.Ordinal);
        using var viewer = await ClientAsync("viewer");
        foreach (var reader in (HttpClient[])[round, viewer])
        {
            var shown = await reader.GetStringAsync(new Uri(path, UriKind.Relative), Stopping);
            Assert.DoesNotContain("action=\"/improvement-plan/write\"", shown, StringComparison.Ordinal);
            Assert.Contains(wanted.StoreId, shown, StringComparison.Ordinal);
        }

        Assert.Null((await StandingAsync(wanted)).PlanText);
    }

    private async Task<Plan> StandingAsync(Plan plan) => (await Database.ListAsync<Plan>(Now,
        "select * from mart.improvement_plan where chain_id = @ChainId and store_id = @StoreId and month = @Month and kind = 'outlet'", plan,
        Stopping)).Single();

    private Task AddAsync(string name, string person, string role) => world.Site.Services.GetRequiredService<AccountStore>()
        .AddAsync(name, name, role, person, ConsoleSite.Password, null, "test", Stopping);

    // What the page that it leads to says was wrong.
    private static async Task<string> PostAsync(HttpClient client, IEnumerable<(string Name, string Value)> fields)
    {
        using var form = new FormUrlEncodedContent([.. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)),
            new("__RequestVerificationToken", await SignIn.TokenAsync(client, "/account"))]);
        using var answer = await client.PostAsync(new Uri("/improvement-plan/write", UriKind.Relative), form, Stopping);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stopping));
    }

    private async Task<HttpClient> ClientAsync(string account)
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(world.Site.Address),
        };
        await SignIn.AsAsync(client, account, ConsoleSite.Password);
        return client;
    }

    private sealed record Plan
    {
        public string ChainId { get; init; } = "";
        public string StoreId { get; init; } = "";
        public DateOnly Month { get; init; }
        public string? SupervisorId { get; init; }
        public string? RepresentativeId { get; init; }
        public string? PlanText { get; init; }
        public string? Owner { get; init; }
        public DateOnly? DueOn { get; init; }
        public DateOnly? DoneOn { get; init; }
        public string? Result { get; init; }
        public string State { get; init; } = "";
        public long? LoadId { get; init; }
    }
}
