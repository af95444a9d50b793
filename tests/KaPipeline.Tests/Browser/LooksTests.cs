using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace KaPipeline.Tests.Browser;

/// <summary>The console on a warehouse in which nothing has happened yet, as a new installation shows it.</summary>
[Trait("Category", "Slow")]
public sealed class LooksTests
{
    /// <summary>Pages whose lists are empty then; each says what to do.</summary>
    private static readonly string[] Empty =
    [
        "/", "/now", "/runs", "/runs/1", "/failures", "/reruns", "/schedules", "/arrivals", "/profiles/1", "/quarantine",
            "/quarantine?state=released", "/quarantine/1/1", "/master-data", "/deliveries", "/deliveries/1",
        "/statements", "/statements/x/1", "/cases", "/cases/1", "/audit?who=nobody", "/batches/1", "/locks", "/prices", "/orders",
        "/orders/x/1", "/stores/x/1", "/source/1/1",
    ];

    [Theory]
    [InlineData(375, ColorScheme.Light, "zh")]
    [InlineData(1280, ColorScheme.Dark, "en")]
    public async Task Every_page_of_an_empty_console_says_what_to_do_and_nothing_is_refused_by_the_browser(int width, ColorScheme scheme,
        string language)
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        var page = await site.SignInAsync("admin", width);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        if (language == "en")
        {
            await page.ClickAsync("button[name=language]");
        }

        var wrong = new List<string>();
        page.Console += (_,
            line) =>
        {
            if (line.Type == "error"
            && !line.Text.Contains("404", StringComparison.Ordinal)) { wrong.Add($"{page.Url}: {line.Text}"); }
        };
        foreach (var path in Empty)
        {
            await page.GotoAsync(site.Address + path);
            var says = await page.Locator(".empty").AllInnerTextsAsync();
            // One sentence that only states emptiness helps nobody.
            if (says.Count == 0 || says.Any(text => text.Trim().Length < (language == "en" ? 20 : 8)))
            {
                wrong.Add($"{path}: {string.Join(" | ", says)}");
            }

            if (!await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
            {
                wrong.Add($"{path} is wider than {width} px");
            }

            if (language == "en" && await page.Locator("main").InnerTextAsync() is var text && text.Any(c => c is >= '一' and <= '龥'))
            {
                wrong.Add($"{path} speaks Chinese to an English reader: {string.Concat(text.Where(c => c is >= '一' and <= '龥')).Trim()}");
            }

            await OperatorWorld.SnapAsync(page, $"empty-{language}{path.Split('?')[0].Replace('/', '-')}");
        }

        Assert.Empty(wrong);
        await Expect(page.Locator("header")).ToContainTextAsync(language == "en" ? "Quarantine" : "隔离");
    }
}
