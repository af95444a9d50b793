using System.Net;
using KaPipeline.Warehouse;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace KaPipeline.Tests.Browser;

/// <summary>Operations at work on the dashboard in a real browser, on real Hangfire jobs.</summary>
[Trait("Category", "Slow"), Collection(nameof(DashboardWorld))]
public sealed class DashboardWalkTests(DashboardWorld world)
{
    [Fact]
    public async Task From_the_dashboard_alone_an_operator_puts_a_bad_night_right()
    {
        var page = await world.Site.SignInAsync("operator");
        var refused = new List<string>();
        page.Console += (_, line) => { if (line.Type == "error") { refused.Add($"{page.Url}: {line.Text}"); } };
        await page.ClickAsync("header nav a[href='/now']");
        await page.ClickAsync("header nav a[href='/hangfire']");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh");
        await Expect(page.Locator("a.clickable-metric[href='/failures'] .metric-danger")).ToBeVisibleAsync();
        await OperatorWorld.SnapAsync(page, "hangfire-home");

        // What failed, by its true name and with its words.
        await page.ClickAsync(".navbar a[href='/hangfire/jobs/enqueued']");
        await page.ClickAsync("#stats a[href='/hangfire/jobs/failed']");
        var failed = page.Locator("tbody .job-method").Filter(new() { HasText = "加载 load" });
        await Expect(failed).ToHaveTextAsync("加载 load · 好邻来 · 2026-06-02 · 命令行 wang");
        await Expect(page.Locator("tbody")).ToContainTextAsync("inbox");
        await DashboardWorld.SnapAsync(page, "hangfire-failed");
        await failed.ClickAsync();
        await Expect(page.Locator(".ka .wrong")).ToContainTextAsync("inbox");
        await Expect(page.Locator(".ka")).ToContainTextAsync("加载文件 load files");
        await Expect(page.Locator($".ka a[href='/runs/{world.FailedLoad}']")).ToHaveCountAsync(1);
        await DashboardWorld.SnapAsync(page, "hangfire-job");

        // The chain's three dates again, from the page of its own, watched to their end.
        await page.ClickAsync(".navbar a[href='/hangfire/reruns']");
        await page.SelectOptionAsync("select[name=job]", "load");
        await page.SelectOptionAsync("select[name=mode]", "all");
        await page.FillAsync(".ka input[name=from]", "2026-05-31");
        await page.FillAsync(".ka input[name=to]", "2026-06-02");
        await page.CheckAsync("input[value=haoyoulai]");
        await page.ClickAsync(".ka form button");
        await Expect(page.Locator("#preview")).ToHaveTextAsync("将运行 3 项，共 3 项");
        await Expect(page.Locator(".ka tbody").First).ToContainTextAsync("✕ 失败");
        await OperatorWorld.SnapAsync(page, "hangfire-reruns");
        await page.FillAsync(".ka input[name=reason]", "文件迟到,补跑三天");
        await page.ClickAsync(".ka form[method=post] button");
        await Expect(page.Locator(".ka")).ToContainTextAsync("3 / 3 已结束，0 失败", new() { Timeout = 60_000 });
        Assert.Equal(["2026-05-31", "2026-06-01", "2026-06-02"], await world.Site.Warehouse.DataSource.ListAsync<string>(
            "select date_to::text from ops.run where reason = '文件迟到,补跑三天' order by started_at", ct: Stopping));
        await OperatorWorld.SnapAsync(page, "hangfire-batch");

        // One that runs is cancelled.
        var slow = await world.RunAsync("rehearse", "", new DateOnly(2026, 6, 1), milliseconds: 60_000);
        await world.UntilAsync(slow, "running");
        await page.GotoAsync($"{world.Site.Address}/hangfire/jobs/processing");
        await CommandAsync(page, "演练 rehearse · 2026-06-01", "button[data-url$='/delete']", "开错了日期");
        await world.UntilAsync(slow, "cancelled");
        Assert.Equal("1 operator",
            await world.Site.Warehouse.DataSource.FirstAsync<string>(
            "select attempt || ' ' || cancel_asked_by from ops.run where run_id = @slow", new { slow }, ct: Stopping));

        // The failed one is done once more, as a run of its own.
        await page.GotoAsync($"{world.Site.Address}/hangfire/jobs/failed");
        await CommandAsync(page, "加载 load · 好邻来 · 2026-06-02", "button[data-url$='/requeue']", "收件箱已恢复");
        var again = await world.Site.Warehouse.DataSource.FirstAsync<long>(
            "select run_id from ops.run where rerun_of = @FailedLoad order by run_id desc limit 1", new { world.FailedLoad }, ct: Stopping);
        await world.UntilAsync(again, "succeeded");

        // A schedule is triggered.
        await page.GotoAsync($"{world.Site.Address}/hangfire/recurring");
        await CommandAsync(page, "演练 rehearse · 每天", "button[data-url$='/trigger']", "换机前演练");
        var triggered = await world.Site.Warehouse.DataSource.FirstAsync<long>("select run_id from ops.run where reason = '换机前演练'", ct: Stopping);
        await world.UntilAsync(triggered, "succeeded");

        // Each with name and reason.
        Assert.Equal(
            ["start_rerun operator 文件迟到,补跑三天", "cancel_runs operator 开错了日期", "requeue_run operator 收件箱已恢复",
            "trigger_schedule operator 换机前演练"],
            await world.Site.Warehouse.DataSource.ListAsync<string>(
                "select concat_ws(' ', action, who, reason) from ops.audit where reason in ('文件迟到,补跑三天', '开错了日期', '收件箱已恢复', '换机前演练') order by audit_id", ct: Stopping));
        Assert.Empty(refused);

        await page.GotoAsync($"{world.Site.Address}/audit");
        await Expect(page.Locator("tbody")).ToContainTextAsync("换机前演练");
        await page.GotoAsync($"{world.Site.Address}/runs/{again}");
        await page.ClickAsync($"a[href='/hangfire/jobs/details/{await world.JobOfAsync(again)}']");
        await Expect(page.Locator("h1")).ToContainTextAsync("加载 load · 好邻来 · 2026-06-02 · 重跑 operator：收件箱已恢复");
    }

    [Fact]
    public async Task Batch_is_paused_goes_on_and_its_rest_is_cancelled_from_its_page()
    {
        var page = await world.Site.SignInAsync("operator", scripts: false);
        await page.GotoAsync($"{world.Site.Address}/hangfire/reruns");
        await page.SelectOptionAsync("select[name=job]", "rehearse");
        await page.FillAsync(".ka input[name=from]", "2026-02-01");
        await page.FillAsync(".ka input[name=to]", "2026-02-12");
        await page.ClickAsync(".ka form button");
        await page.FillAsync(".ka input[name=reason]", "演练批次");
        await page.ClickAsync(".ka form[method=post] button");
        var batch = await world.Site.Warehouse.DataSource.FirstAsync<long>("select batch_id from ops.run_batch where reason = '演练批次'", ct: Stopping);

        await DoAsync(page, "pause", "先停一下");
        await Expect(page.Locator(".ka dl.facts")).ToContainTextAsync("operator · 先停一下");
        await Task.Delay(1500, Stopping);
        var ended = await EndedAsync(batch);
        await Task.Delay(2500, Stopping);
        Assert.Equal(ended, await EndedAsync(batch));
        Assert.InRange(ended, 0, 11);

        await DoAsync(page, "resume", "继续");
        for (var tries = 0; tries < 100 && await EndedAsync(batch) <= ended; tries++)
        {
            await Task.Delay(100, Stopping);
        }

        await DoAsync(page, "cancel", "其余不要了");
        for (var tries = 0; tries < 100 && await EndedAsync(batch) < 12; tries++)
        {
            await Task.Delay(100, Stopping);
        }

        await page.ReloadAsync();
        await Expect(page.Locator(".ka")).ToContainTextAsync("12 / 12 已结束");
        Assert.Equal(
            ["start_rerun 演练批次", "pause_batch 先停一下", "resume_batch 继续", "cancel_runs 其余不要了"],
            await world.Site.Warehouse.DataSource.ListAsync<string>(
                "select action || ' ' || reason from ops.audit where reason in ('演练批次', '先停一下', '继续', '其余不要了') order by audit_id", ct: Stopping));
    }

    private Task<int> EndedAsync(long batch) => world.Site.Warehouse.DataSource.FirstAsync<int>(
        "select count(*)::int from ops.run where batch_id = @batch and finished_at is not null", new { batch });

    private static async Task DoAsync(IPage page, string what, string reason)
    {
        await page.FillAsync(".ka input[name=reason]", reason);
        await page.ClickAsync($"button[formaction$='/{what}']");
        await Expect(page.Locator(".ka .wrong")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Viewer_reads_and_finance_has_no_entry()
    {
        var page = await world.Site.SignInAsync("viewer");
        foreach (var path in (string[])["", "/jobs/failed", "/recurring", "/reruns"])
        {
            var answer = await page.GotoAsync($"{world.Site.Address}/hangfire{path}");
            Assert.Equal(200, answer!.Status);
            await Expect(page.Locator(".js-jobs-list-command, [data-ajax], .ka form")).ToHaveCountAsync(0);
        }

        foreach (var (path, _) in DashboardCommandTests.BuiltIn())
        {
            var status = await page.EvaluateAsync<int>(
                """
                async path => {
                  const content = name => document.querySelector(`meta[name="${name}"]`).content;
                  const answer = await fetch(path, { method: 'POST', headers: { [content('csrf-header')]: content('csrf-token') }, body: new URLSearchParams({ 'jobs[]': '1', reason: 'x' }) });
                  return answer.status;
                }
                """, "/hangfire" + path);
            Assert.Equal((path, 401), (path, status));
        }

        Assert.Equal(
            DashboardCommandTests.BuiltIn().Select(command => "/hangfire" + command.Path).Order(StringComparer.Ordinal),
            await world.Site.Warehouse.DataSource.ListAsync<string>(
                """select subject from ops.audit where who = 'viewer' and action = 'refused_command' order by subject collate "C" """, ct: Stopping));

        using var finance = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        finance.BaseAddress = new Uri(world.Site.Address);
        await SignIn.AsAsync(finance, "finance", ConsoleSite.Password);
        Assert.Equal(HttpStatusCode.Forbidden, (await finance.GetAsync(new Uri("/hangfire", UriKind.Relative), Stopping)).StatusCode);
        Assert.DoesNotContain("/hangfire", await finance.GetStringAsync(new Uri("/", UriKind.Relative), Stopping), StringComparison.Ordinal);
    }

    /// <summary>Picks a row by its words, presses a button of the list, gives the reason and waits for the answer.</summary>
    private static async Task CommandAsync(IPage page, string row, string button, string reason)
    {
        await page.Locator("tr.js-jobs-list-row").Filter(new() { HasText = row }).Locator("input[type=checkbox]").First.CheckAsync();
        await page.ClickAsync(button);
        await Expect(page.Locator("dialog.ka-dialog")).ToContainTextAsync(row);
        await page.FillAsync("#ka-reason", reason);
        await page.ClickAsync("dialog button[type=submit]");
        await Expect(page.Locator("dialog .said")).ToHaveCountAsync(1);
        await page.ClickAsync("dialog button[type=button]");
        await Expect(page.Locator("dialog")).ToHaveCountAsync(0);
    }
}
