using KaPipeline.Host.Accounts;
using KaPipeline.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace KaPipeline.Tests.Browser;

/// <summary>Every page in its looks, as Chromium lays it out: it fits, every text can be read (WCAG AA), and the keyboard alone is
/// enough.</summary>
[Trait("Category", "Slow"), Collection(nameof(OperatorWorld))]
public sealed class ReadabilityTests(OperatorWorld world)
{
    [Fact]
    public async Task Every_page_fits_its_screen_is_read_in_light_and_dark_and_walked_by_keyboard_and_nothing_is_refused_by_the_browser()
    {
        var page = await world.Site.SignInAsync("admin");
        await PageChecks.StandStillAsync(page);
        var accounts = world.Site.Services.GetRequiredService<AccountStore>();
        var wrong = new List<string>();
        // What the console writes to the browser's log, a Content-Security-Policy it breaks above all.
        page.Console += (_, line) => { if (line.Type is "error" or "warning") { wrong.Add($"{page.Url}: {line.Text}"); } };
        page.PageError += (_, error) => wrong.Add($"{page.Url}: {error}");
        string[] paths = [.. OperatorWorld.Pages, .. await world.DeeperPagesAsync()];
        // Each page is laid out and read in its look; walked, seen in the other scheme and given to axe, which takes the longest, are some.
        var walked = LongRun.Drawn(paths, 24);
        var thorough = walked.Take(LongRun.IsOn ? walked.Count : 6).ToList();
        foreach (var (path, look) in Look.Of(paths))
        {
            await accounts.SetLanguageAsync("admin", look.Language, Stopping);
            await look.TakeAsync(page);
            var answer = await page.GotoAsync(world.Site.Address + path);
            Assert.True(answer!.Ok, $"{path}: {answer.Status}");
            wrong.AddRange(((List<string>)
            [
                .. await PageChecks.LayoutAsync(page, look),
                .. await PageChecks.ContrastAsync(page, look.Scheme),
                .. walked.Contains(path) ? await PageChecks.ContrastAsync(page, look.Other) : [],
                .. walked.Contains(path) ? await PageChecks.KeyboardAsync(page) : [],
                .. thorough.Contains(path) ? await PageChecks.AxeAsync(page) : [],
            ]).Select(what => $"{path} ({look}): {what}"));
            await OperatorWorld.SnapAsync(page, look, path);
        }

        // The account is shared with the other tests.
        await accounts.SetLanguageAsync("admin", "zh", Stopping);
        Assert.True(wrong.Count == 0, $"Seed {LongRun.Seed}:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public async Task What_is_looked_for_is_found_on_a_page_that_has_it_all()
    {
        var page = await world.Site.OpenAsync(375, 844);
        await page.SetContentAsync(
            $"""
            <html lang="en"><body style="background: #fff"><h1>One</h1><h1>Another</h1><main>
            <div style="width: 900px">Wide</div><input>
            <div class="scroll" style="width: 100px; overflow: auto"><table style="width: 300px"><tr><td>Cut</td></tr></table></div>
            {string.Concat(Enumerable.Repeat("<p>Black</p>", 15))}<p style="color: #ccc">Faint</p>
            <a href="#" tabindex="2" style="outline: 3px solid">Second</a><a href="#" tabindex="1" style="outline: none">First</a>
            </main></body></html>
            """);

        Assert.Equal(
            ["is wider than 375 px", "cuts a row", "has not one heading", "speaks en", "does not name <input>"],
            await PageChecks.LayoutAsync(page, new Look(375, ColorScheme.Light, "zh")));
        Assert.Equal("Dark: P. \"Faint\" 1.61", Assert.Single(await PageChecks.ContrastAsync(page, ColorScheme.Dark)));
        var walked = await PageChecks.KeyboardAsync(page);
        Assert.Contains("the focus does not show on A First", walked);
        Assert.DoesNotContain("the focus does not show on A Second", walked);
        Assert.Contains(walked, what => what.StartsWith("3 to reach, walked 2 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Schedule_is_paused_and_a_run_started_again_with_the_keyboard_alone()
    {
        var page = await world.Site.SignInAsync("operator");
        await page.GotoAsync($"{world.Site.Address}/schedules");
        await page.Locator("form[action='/schedules/budget/pause'] input[name=reason]").FocusAsync();
        await page.Keyboard.TypeAsync("试键盘");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("form[action='/schedules/budget/resume']")).ToBeVisibleAsync();
        await page.Locator("form[action='/schedules/budget/resume'] input[name=reason]").FocusAsync();
        await page.Keyboard.TypeAsync("试完");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator("form[action='/schedules/budget/pause']")).ToBeVisibleAsync();
    }
}
