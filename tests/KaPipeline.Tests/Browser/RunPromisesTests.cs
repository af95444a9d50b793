using KaPipeline.Jobs;
using KaPipeline.Operations;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Jobs;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace KaPipeline.Tests.Browser;

/// <summary>The console's promises about runs (docs/operations.md#ledger), one by one, in a real browser on runs that this console's own
/// node works on.</summary>
[Trait("Category", "Slow")]
public sealed class RunPromisesTests : IAsyncLifetime
{
    private readonly ManualClock clock = ManualClock.At(2026, 6, 3, 9);
    private ConsoleSite site = null!;
    private IPage page = null!;

    public async ValueTask InitializeAsync()
    {
        site = await ConsoleSite.StartAsync(clock: clock);
        await site.AddAccountsAsync();
        await site.Services.GetRequiredService<ScheduleStore>()
            .SyncAsync(site.Services.GetRequiredService<IReadOnlyList<JobSchedule>>(), Stopping);
        page = await site.SignInAsync("operator");
    }

    public async ValueTask DisposeAsync()
    {
        await page.DisposeAsync();
        await site.DisposeAsync();
    }

    [Fact]
    public async Task Action_on_a_filter_touches_all_that_match_on_whatever_page_and_nothing_else()
    {
        await FailedAsync("tidy", "portal said no", 120);
        await FailedAsync("watch", "another error", 3);
        await page.GotoAsync($"{site.Address}/runs?text=PORTAL");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(50);
        await page.FillAsync("section form input[name=reason]", "门户恢复");
        await page.ClickAsync("button[formaction='/runs/again']");

        await Expect(page.Locator("main")).ToContainTextAsync("0 / 120 已结束");
        Assert.Equal(["120 tidy"],
            await site.Warehouse.DataSource.ListAsync<string>(
            "select count(*) || ' ' || job from ops.run where state = 'queued' and not sends_mail group by job", ct: Stopping));

        // And the other action, on those that are live now.
        await page.GotoAsync($"{site.Address}/runs?job=tidy&state=queued&user=operator");
        await page.FillAsync("section form input[name=reason]", "先停一下");
        await page.ClickAsync("button[formaction='/runs/cancel']");
        await Expect(page.Locator(".said")).ToContainTextAsync("120 次运行");
        Assert.Equal(0, await site.Warehouse.DataSource.FirstAsync<long>("select count(*) from ops.run where state = 'queued'", ct: Stopping));
        // Said once: it is not there when the page is opened again.
        await page.GotoAsync(page.Url);
        await Expect(page.Locator(".said")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Run_begins_again_at_its_failed_step_and_with_edited_arguments()
    {
        // A file stands where the inbox folder should be.
        var inbox = Path.Combine(site.Home.Root, "inbox");
        await File.WriteAllTextAsync(inbox, "", Stopping);
        var failed = await AddAsync("load", "{}");
        await WorkAsync();
        File.Delete(inbox);

        await page.GotoAsync($"{site.Address}/runs/{failed}");
        await Expect(page.Locator("select[name=from_step]")).ToHaveValueAsync("load files");
        await AgainAsync("收件箱已恢复");
        await WorkAsync();
        await page.GotoAsync(page.Url);
        await Expect(page.Locator("h1 .state.succeeded")).ToBeVisibleAsync();
        await Expect(page.Locator("table").First).ToContainTextAsync("跳过");

        // From the first step after all: where it began last time is not carried along.
        await Expect(page.Locator("input[name=arguments]")).ToHaveValueAsync("{}");
        await AgainAsync("再从头来");
        await WorkAsync();
        await page.GotoAsync(page.Url);
        await Expect(page.Locator("h1 .state.succeeded")).ToBeVisibleAsync();
        await Expect(page.Locator("table").First).Not.ToContainTextAsync("跳过");

        var rehearsal = await AddAsync("rehearse", """{"milliseconds": "many"}""");
        await WorkAsync();
        await page.GotoAsync($"{site.Address}/runs/{rehearsal}");
        await Expect(page.Locator(".wrong")).ToContainTextAsync("many");
        await page.FillAsync("input[name=arguments]", "{ milliseconds: 0 }");
        await AgainAsync("毫秒写错了");
        await Expect(page.Locator(".wrong").First).ToContainTextAsync("JSON");
        await page.FillAsync("input[name=arguments]", """{"milliseconds": "0"}""");
        await AgainAsync("毫秒写错了");
        await WorkAsync();
        await page.GotoAsync(page.Url);
        await Expect(page.Locator("h1 .state.succeeded")).ToBeVisibleAsync();
        await Expect(page.Locator("dl.facts")).ToContainTextAsync($"重跑自 {rehearsal}");
    }

    [Fact]
    public async Task Failures_stand_by_kind_and_day_and_retry_all_runs_only_what_is_not_put_right()
    {
        await FailedAsync("tidy", "portal said no", 4);
        await FailedAsync("watch", "other day", 2, daysAgo: 1);
        await page.GotoAsync($"{site.Address}/failures");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Expect(page.Locator("tbody tr").First.Locator("td.n").First).ToHaveTextAsync("4");
        await page.Locator("tbody tr").Nth(1).Locator("td.n a").First.ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);

        // One of the four was done since.
        await site.Warehouse.DataSource.DoAsync(
            """
            insert into ops.run (job, date_from, date_to, cause, requested_by, not_before, queued_at, started_at, finished_at, state, attempt)
            select job, date_from, date_to, 'command_line', 'wang', queued_at, queued_at, queued_at, queued_at, 'succeeded', 1 from ops.run where job = 'tidy' order by run_id limit 1
            """, ct: Stopping);
        await page.GotoAsync($"{site.Address}/failures");
        await Expect(page.Locator("tbody tr").First.Locator("td.n").Nth(1)).ToHaveTextAsync("3");
        await page.Locator("tbody tr").First.Locator("input[name=reason]").FillAsync("门户恢复");
        await page.Locator("tbody tr").First.Locator("button").ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("0 / 3 已结束");
        await WorkAsync();
        await page.GotoAsync(page.Url);
        await Expect(page.Locator("main")).ToContainTextAsync("3 / 3 已结束，0 失败");
        await page.GotoAsync($"{site.Address}/failures");
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("✓ 已解决");
        await Expect(page.Locator("tbody tr").First.Locator("button")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Schedule_shows_its_next_five_working_days_and_who_paused_it_and_why()
    {
        await page.GotoAsync($"{site.Address}/schedules");
        var daily = page.Locator("section.card").Filter(new() { Has = page.Locator("form[action='/schedules/daily/pause']") });
        // Wednesday 09:00: the next working days, over the weekend, in business time.
        await Expect(daily)
            .ToContainTextAsync("2026-06-04 07:30 · 2026-06-05 07:30 · 2026-06-08 07:30 · 2026-06-09 07:30 · 2026-06-10 07:30");
        await daily.Locator("input[name=reason]").FillAsync("换邮件服务器");
        await daily.Locator("button").ClickAsync();
        var paused = page.Locator("section.card").Filter(new() { Has = page.Locator("form[action='/schedules/daily/resume']") });
        await Expect(paused).ToContainTextAsync("2026-06-03 09:00:00 · operator · 换邮件服务器");
        await paused.Locator("input[name=reason]").FillAsync("已换好");
        await paused.Locator("button").ClickAsync();

        await page.GotoAsync($"{site.Address}/audit?action=resume+schedule");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator("tbody td").Nth(5)).ToContainTextAsync("换邮件服务器");
        await Expect(page.Locator("tbody td").Nth(6)).Not.ToContainTextAsync("换邮件服务器");
    }

    [Fact]
    public async Task Now_shows_elapsed_against_the_median_the_age_of_the_queue_and_a_killed_attempt_is_drawn_as_cut_off()
    {
        // Five earlier runs took 10 to 50 s; one has run for ten minutes in its second attempt after a kill; another waits for twenty
        // minutes.
        await site.Warehouse.DataSource.DoAsync(
            """
            insert into ops.run (job, date_from, date_to, cause, requested_by, not_before, queued_at, started_at, finished_at, state, attempt)
            select 'tidy', date '2026-05-01' + n, date '2026-05-01' + n, 'command_line', 'wang', @now, @now, @now - interval '1 day', @now - interval '1 day' + make_interval(secs => n * 10), 'succeeded', 1
            from generate_series(1, 5) as n
            """, new { now = clock.GetUtcNow() }, ct: Stopping);
        var live = await site.Warehouse.DataSource.FirstAsync<long>(
            """
            insert into ops.run (job, date_from, date_to, cause, requested_by, not_before, queued_at, started_at, state, attempt, takeovers, worker)
            values ('tidy', '2026-06-02', '2026-06-02', 'command_line', 'wang', @now, @now, @now - interval '10 minutes', 'running', 2, 1, 'west/7') returning run_id
            """, new { now = clock.GetUtcNow() }, ct: Stopping);
        await site.Warehouse.DataSource.DoAsync(
            """
            insert into ops.run (job, date_from, date_to, cause, requested_by, not_before, queued_at)
            values ('watch', '2026-06-02', '2026-06-02', 'command_line', 'wang', @now - interval '20 minutes', @now - interval '20 minutes')
            """, new { now = clock.GetUtcNow() }, ct: Stopping);
        await site.Warehouse.DataSource.DoAsync(
            """
            insert into ops.run_step (run_id, attempt, step_number, step_name, state, started_at) values (@live, 1, 1, 'forget old runs', 'running', @now - interval '14 minutes'), (@live, 2, 1, 'forget old runs', 'running', @now - interval '10 minutes')
            """, new { live, now = clock.GetUtcNow() }, ct: Stopping);
        await site.Warehouse.DataSource.DoAsync(
            """
            insert into ops.run_event (run_id, happened_at, attempt, kind, worker) values (@live, @now - interval '14 minutes', 1, 'started', 'east/5'), (@live, @now - interval '10 minutes', 2, 'taken_over', 'west/7')
            """, new { live, now = clock.GetUtcNow() }, ct: Stopping);
        await NodeRegister.SignInAsync(site.Warehouse.DataSource, "west/7", runsJobs: true, servesWeb: false, "1", Stopping);

        await page.GotoAsync($"{site.Address}/now");
        await Expect(page.Locator(".cards .warn")).ToContainTextAsync("最久 20 min");
        await Expect(page.Locator("tbody tr").First.Locator("td.n")).ToHaveTextAsync(["10 min", "30 s"]);
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("west/7");
        await page.SetViewportSizeAsync(390, 844);
        await OperatorWorld.SnapAsync(page, "phone-now");
        await page.SetViewportSizeAsync(1280, 900);

        await page.GotoAsync($"{site.Address}/runs/{live}");
        await Expect(page.Locator("svg.time g.killed")).ToHaveCountAsync(1);
        await Expect(page.Locator("table").First.Locator("tbody tr").First).ToContainTextAsync("中断");
        await Expect(page.Locator("table").First.Locator("tbody tr").First).ToContainTextAsync("4 min");
        await Expect(page.Locator("table").Nth(1)).ToContainTextAsync("接管");
    }

    [Fact]
    public async Task Batch_runs_with_its_parallelism_shows_its_progress_and_its_rest_is_cancelled()
    {
        await page.GotoAsync($"{site.Address}/reruns");
        await page.SelectOptionAsync("select[name=job]", "tidy");
        await page.FillAsync("main input[name=from]", "2026-05-01");
        await page.FillAsync("main input[name=to]", "2026-05-06");
        await page.FillAsync("input[name=parallelism]", "2");
        await page.ClickAsync("main form button");
        await Expect(page.Locator("h2").First).ToContainTextAsync("将运行 6 项，共 6 项");
        await page.FillAsync("form[action='/reruns'] input[name=reason]", "补清理");
        await page.ClickAsync("form[action='/reruns'] button");
        await Expect(page.Locator("main")).ToContainTextAsync("0 / 6 已结束");
        Assert.Equal(2, await site.Warehouse.DataSource.FirstAsync<int>("select parallelism from ops.run_batch", ct: Stopping));

        var runs = await site.Warehouse.DataSource.ListAsync<long>("select run_id from ops.run order by run_id", ct: Stopping);
        foreach (var run in runs.Take(2))
        {
            await site.Services.GetRequiredService<Dispatcher>().ExecuteAsync(site.Warehouse.DataSource, run, stopping: Stopping);
        }

        await Expect(page.Locator("main")).ToContainTextAsync("2 / 6 已结束，0 失败", new() { Timeout = 15_000 });
        await FillWhileThePageIsAskedAnewAsync("main form input[name=reason]", "够了");
        await page.ClickAsync("button[formaction$='/cancel']");
        await Expect(page.Locator("main")).ToContainTextAsync("6 / 6 已结束，0 失败");
        Assert.Equal(["cancelled 4", "succeeded 2"],
            await site.Warehouse.DataSource.ListAsync<string>(
            "select state || ' ' || count(*) from ops.run group by state order by state", ct: Stopping));
    }

    [Fact]
    public async Task Job_without_a_schedule_is_not_rerun_and_the_page_says_one_thing_about_it()
    {
        const string days = "from=2026-05-01&to=2026-05-02&mode=all";
        // Nor one of all chains for one of them.
        await page.GotoAsync($"{site.Address}/reruns?preview=1&job=tidy&chain=wanjia&{days}");
        await Expect(page.Locator(".wrong")).ToContainTextAsync("不分系统");

        await site.Warehouse.DataSource.DoAsync("update ops.schedule set is_enabled = false where job = 'tidy'", ct: Stopping);
        await page.GotoAsync($"{site.Address}/reruns?preview=1&job=tidy&{days}");
        await Expect(page.Locator(".wrong")).ToContainTextAsync("没有启用的计划");
        await Expect(page.Locator("form[action='/reruns']")).ToHaveCountAsync(0);
        await Expect(page.Locator("option[value=tidy]")).ToHaveCountAsync(0);

        await site.Warehouse.DataSource.DoAsync("delete from ops.schedule", ct: Stopping);
        await page.GotoAsync($"{site.Address}/reruns?preview=1&job=watch&{days}");
        await Expect(page.Locator("main .empty").First).ToContainTextAsync("还没有计划");
        await Expect(page.Locator("main form")).ToHaveCountAsync(0);
        await Expect(page.Locator("#preview")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Without_scripts_lists_are_filtered_read_on_a_phone_and_acted_on()
    {
        await FailedAsync("tidy", "portal said no", 60);
        var plain = await site.SignInAsync("operator", 375, scripts: false);
        await plain.GotoAsync($"{site.Address}/runs");
        await plain.FillAsync("input[name=text]", "portal");
        await plain.ClickAsync("form.filter button");
        await Expect(plain.Locator("tbody tr")).ToHaveCountAsync(50);
        await plain.ClickAsync("a[rel=next]");
        await Expect(plain.Locator("tbody tr")).ToHaveCountAsync(10);
        // Without the script a row is not a card of its own: it scrolls inside its box.
        await Expect(plain.Locator("table.stacked")).ToHaveCountAsync(0);
        await plain.FillAsync("section form input[name=reason]", "门户恢复");
        await plain.ClickAsync("button[formaction='/runs/again']");
        await Expect(plain.Locator("main")).ToContainTextAsync("0 / 60 已结束");
    }

    [Fact]
    public async Task Audit_is_exported_with_its_filter_as_a_spreadsheet_reads_it()
    {
        await site.Services.GetRequiredService<ScheduleOperations>()
            .PauseAsync("daily", "operator", "=HYPERLINK(\"http://evil.example\")", Stopping);
        await page.GotoAsync($"{site.Address}/audit?action=pause+schedule");

        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("a[href^='/audit.csv']"));
        var lines = await File.ReadAllLinesAsync((await download.PathAsync())!, Stopping);

        Assert.Equal("audit.csv", download.SuggestedFilename);
        Assert.Equal("happened_at,who,action,subject_kind,subject,reason,before,after", lines[0]);
        Assert.StartsWith(
            "\"2026-06-03 09:00:00\",\"operator\",\"pause_schedule\",\"schedule\",\"daily\",\"'=HYPERLINK(\"\"http://evil.example\"\")\",",
            Assert.Single(lines[1..]), StringComparison.Ordinal);
    }

    private Task<int> FailedAsync(string job, string error, int count, int daysAgo = 0) => site.Warehouse.DataSource.DoAsync(
        """
        insert into ops.run (job, date_from, date_to, cause, requested_by, not_before, queued_at, started_at, finished_at, state, attempt, error_kind, error)
        select @job, date '2026-01-01' + n, date '2026-01-01' + n, 'command_line', 'wang', @at, @at, @at, @at, 'failed', 4, 'IOException', @error from generate_series(1, @count) as n
        """, new { job, error, count, at = clock.GetUtcNow().AddDays(-daysAgo) });

    private Task<long> AddAsync(string job, string arguments) => site.Services.GetRequiredService<Dispatcher>().AddAsync(
        job, "", new DateOnly(2026, 6, 2), new DateOnly(2026, 6, 2), "wang", null, arguments, true, Stopping);

    private async Task AgainAsync(string reason)
    {
        await page.FillAsync("form[action='/runs/again'] input[name=reason]", reason);
        await page.ClickAsync("form[action='/runs/again'] button");
    }

    /// <summary>Works on every run of this test to its end, through its retries.</summary>
    /// <summary>Fills a field between the question for a page's newest state and the answer, which must leave it as it is.</summary>
    private async Task FillWhileThePageIsAskedAnewAsync(string field, string text)
    {
        var (asked, filled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/batches/*", async route =>
        {
            if (route.Request.Headers.ContainsKey("x-refresh"))
            {
                asked.TrySetResult();
                await filled.Task;
            }

            await route.ContinueAsync();
        });
        await asked.Task.WaitAsync(Stopping);
        await page.FillAsync(field, text);
        await page.RunAndWaitForResponseAsync(() =>
        {
            filled.SetResult();
            return Task.CompletedTask;
        }, answer => answer.Request.Headers.ContainsKey("x-refresh"));
        await page.EvaluateAsync("() => new Promise(done => setTimeout(done, 300))");
        await Expect(page.Locator(field)).ToHaveValueAsync(text);
        await page.UnrouteAllAsync();
    }

    private async Task WorkAsync()
    {
        var dispatcher = site.Services.GetRequiredService<Dispatcher>();
        while (await site.Warehouse.DataSource.ListAsync<long>(
            "select run_id from ops.run where state = 'queued' order by run_id") is { Count: > 0 } runs)
        {
            foreach (var run in runs)
            {
                await dispatcher.ExecuteAsync(site.Warehouse.DataSource, run);
            }

            clock.Advance(TimeSpan.FromMinutes(5));
            // Who watches the attempts is at work: without a look in half an hour the session would end.
            await page.APIRequest.GetAsync($"{site.Address}/runs");
        }
    }
}
