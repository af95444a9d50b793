using KaPipeline.Host.Accounts;
using KaPipeline.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace KaPipeline.Tests.Browser;

/// <summary>The console on a warehouse in which nothing has happened yet, as a new installation shows it.</summary>
[Trait("Category", "Slow")]
public sealed class EmptyConsoleTests
{
    /// <summary>Pages whose lists are empty then; each says what to do.</summary>
    private static readonly string[] Empty =
    [
        "/", "/now", "/runs", "/runs/1", "/failures", "/reruns", "/schedules", "/arrivals", "/profiles/1", "/quarantine",
            "/quarantine?state=released", "/quarantine/1/1", "/master-data", "/deliveries", "/deliveries/1",
        "/statements", "/statements/x/1", "/cases", "/cases/1", "/audit?who=nobody", "/batches/1", "/locks", "/prices", "/orders",
        "/orders/x/1", "/stores/x/1", "/figures/differences", "/figures/sales", "/figures/nothing", "/source/1/1",
        "/my-day", "/accesses", "/find?q=nothing", "/notes/x/1", "/products/x", "/files/1",
    ];

    [Fact]
    public async Task Every_page_of_an_empty_console_says_what_to_do_and_nothing_is_refused_by_the_browser()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        var page = await site.SignInAsync("admin");
        var accounts = site.Services.GetRequiredService<AccountStore>();
        var wrong = new List<string>();
        page.Console += (_, line) =>
        {
            if (line.Type == "error" && !line.Text.Contains("404", StringComparison.Ordinal))
            {
                wrong.Add($"{page.Url}: {line.Text}");
            }
        };
        foreach (var (path, look) in Look.Of(Empty))
        {
            await accounts.SetLanguageAsync("admin", look.Language, Stopping);
            await look.TakeAsync(page);
            var answer = await page.GotoAsync(site.Address + path);
            var says = await page.Locator(".empty").AllInnerTextsAsync();
            // One sentence that only states emptiness helps nobody.
            if (says.Count == 0 || says.Any(text => text.Trim().Length < (look.Language == "en" ? 20 : 8)))
            {
                wrong.Add($"{path} ({look}): {string.Join(" | ", says)}");
            }

            // A page that is not there has no heading.
            wrong.AddRange((await PageChecks.LayoutAsync(page, look))
                .Where(what => answer!.Ok || !what.Contains("heading", StringComparison.Ordinal)).Select(what => $"{path} ({look}) {what}"));
            if (look.Language == "en" && await page.Locator("main").InnerTextAsync() is var text && text.Any(IsChinese))
            {
                wrong.Add($"{path} speaks Chinese to an English reader: {string.Concat(text.Where(IsChinese)).Trim()}");
            }

            await OperatorWorld.SnapAsync(page, look, path, "empty-");
        }

        Assert.True(wrong.Count == 0, $"Seed {LongRun.Seed}:\n{string.Join('\n', wrong)}");
    }

    private static bool IsChinese(char c) => c is >= '一' and <= '龥';
}
