using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Deque.AxeCore.Playwright;
using KaPipeline.Host.Accounts;
using KaPipeline.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace KaPipeline.Tests.Browser;

/// <summary>How the dashboard looks: in the reader's language, under its content policy, without faults that axe finds, its names read at
/// once.</summary>
[Trait("Category", "Slow"), Collection(nameof(DashboardWorld))]
public sealed class DashboardLooksTests(DashboardWorld world)
{
    /// <summary>The page whose buttons ask for the reason.</summary>
    private const string Dialog = "/recurring#dialog";

    private readonly AccountStore accounts = world.Site.Services.GetRequiredService<AccountStore>();

    [Fact]
    public async Task Every_page_speaks_the_readers_language_and_nothing_is_refused_by_the_browser_or_found_by_axe()
    {
        var page = await world.Site.SignInAsync("admin");
        var errors = new List<string>();
        page.Console += (_, line) => { if (line.Type is "error" or "warning") { errors.Add($"{page.Url}: {line.Text}"); } };
        var batch = await world.BatchAsync();
        var job = await world.JobOfAsync(world.FailedLoad);
        var faults = new List<string>();
        string[] paths = ["", "/jobs/failed", $"/jobs/details/{job}", "/recurring", $"/reruns/{batch}", "/reruns/987654321",
            "/reruns?preview=1&job=load&mode=all&from=2026-05-31&to=2026-06-02&chain=haoyoulai&chain=wanjia",
            "/reruns?preview=1&job=daily&mode=all&from=2026-05-31&to=2026-05-01", Dialog];
        var thorough = LongRun.Drawn(paths, 3);
        // Hangfire's own pages are for a service.
        foreach (var (path, look) in Look.Of(paths).Select(one => (one.Path, one.Look with { Width = 1280 })).Distinct())
        {
            await accounts.SetLanguageAsync("admin", look.Language, Stopping);
            await look.TakeAsync(page);
            var answer = await page.GotoAsync($"{world.Site.Address}/hangfire{path}");
            Assert.True(answer!.Status == (path.EndsWith("987654321", StringComparison.Ordinal) ? 404 : 200), $"{path}: {answer.Status}");
            Assert.Equal(look.Language, await page.Locator("html").GetAttributeAsync("lang"));
            Assert.Contains("script-src 'self';", (await answer.AllHeadersAsync())["content-security-policy"], StringComparison.Ordinal);
            await Expect(page.Locator(".navbar")).ToContainTextAsync(look.Language == "en" ? "Recurring Jobs" : "周期性作业");
            await Expect(page.Locator(".navbar")).ToContainTextAsync(look.Language == "en" ? "Reruns" : "重跑");
            if (await page.Locator(".ka").CountAsync() > 0)
            {
                await Expect(page.Locator(".ka .zone")).ToContainTextAsync("Asia/Shanghai");
            }

            if (path == Dialog)
            {
                await page.Locator(".js-jobs-list-checkbox").First.CheckAsync();
                await page.ClickAsync("button[data-url$='/trigger']");
                await Expect(page.Locator("#ka-reason")).ToBeFocusedAsync();
            }

            // Our own pages and the dialog have no fault at all; of Hangfire's the contrast within its lists is its own.
            var isOurs = path.StartsWith("/reruns", StringComparison.Ordinal) || path == Dialog;
            faults.AddRange(!thorough.Contains(path) ? [] : (await page.RunAxe()).Violations
                .Where(fault => isOurs || fault.Impact == "critical").Select(fault => $"{path} ({look}): {fault.Id} {fault.Impact}: {string.Join(" | ", fault.Nodes.Take(3)
                    .Select(node => node.Html))}"));
            await DashboardWorld.SnapAsync(page, $"hangfire-{look}{path.Split('?')[0].Replace('/', '-').Replace('#', '-')}");
            if (path == Dialog)
            {
                await page.Keyboard.PressAsync("Escape");
                await Expect(page.Locator("button[data-url$='/trigger']")).ToBeFocusedAsync();
            }
        }

        await accounts.SetLanguageAsync("admin", "zh", Stopping);
        Assert.DoesNotContain(errors, error => !error.Contains("404", StringComparison.Ordinal));
        Assert.True(faults.Count == 0, $"Seed {LongRun.Seed}:\n{string.Join('\n', faults)}");
    }

    [Fact]
    public async Task Names_of_a_page_are_read_in_one_query_and_say_what_the_ledger_knows()
    {
        var runs = new List<long>();
        for (var day = 1; day <= 8; day++)
        {
            runs.Add(await world.RunAsync("rehearse", "", new DateOnly(2025, 12, day)));
        }

        foreach (var run in runs)
        {
            await world.UntilAsync(run, "succeeded");
        }

        using var client = await world.ClientAsync("operator");
        var asked = new ConcurrentBag<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => asked.Add(string.Join(' ', activity.Tags.Select(tag => tag.Value))),
        };
        ActivitySource.AddActivityListener(listener);
        var html = WebUtility.HtmlDecode(
            await client.GetStringAsync(new Uri("/hangfire/jobs/succeeded?from=0&count=50", UriKind.Relative), Stopping));

        Assert.All(runs.Select((_, i) => $"演练 rehearse · 2025-12-{i + 1:00} · 命令行 wang"),
            name => Assert.Contains(name, html, StringComparison.Ordinal));
        Assert.Single(asked, sql => sql.Contains("from ops.run left join core.chain", StringComparison.Ordinal));
    }
}
