using Microsoft.Playwright;

namespace KaPipeline.Tests.Browser;

/// <summary>WCAG AA in the real pages, as Chromium lays them out: contrast of every text with what stands behind it, and the keyboard
/// alone.</summary>
[Trait("Category", "Slow"), Collection(nameof(OperatorWorld))]
public sealed class ReadabilityTests(OperatorWorld world)
{
    private const string TooFaint =
        """
        () => {
          const parse = text => { const [r, g, b, a = 1] = text.match(/[0-9.]+/g).map(Number); return { r, g, b, a }; };
          const over = (top, under) => ({ r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a), b: top.b * top.a + under.b * (1 - top.a), a: 1 });
          const light = ({ r, g, b }) => { const [x, y, z] = [r, g, b].map(c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4); return 0.2126 * x + 0.7152 * y + 0.0722 * z; };
          const behind = element => {
            const layers = [];
            for (let at = element; at; at = at.parentElement) {
              const layer = parse(getComputedStyle(at).backgroundColor);
              if (layer.a > 0) layers.push(layer);
              if (layer.a === 1) break;
            }
            return layers.reverse().reduce((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 });
          };
          const wrong = [];
          let looked = 0;
          for (const element of document.querySelectorAll('body *')) {
            const style = getComputedStyle(element);
            const isField = /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) && element.type !== 'hidden' && element.type !== 'checkbox';
            const says = isField || [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
            if (!says || /^(SCRIPT|STYLE|TITLE|OPTION)$/i.test(element.tagName) || !element.getClientRects().length || style.visibility === 'hidden') continue;
            const isDrawn = element instanceof SVGElement;
            // Text of a drawing stands on the shape of its own group, else on the page.
            const shape = isDrawn && element.parentElement.matches('.cell') ? element.parentElement.querySelector('rect') : null;
            const ground = shape ? parse(getComputedStyle(shape).fill) : behind(isDrawn ? element.closest('svg') : element);
            const ink = over(parse(isDrawn ? style.fill : style.color), ground);
            const [dark, bright] = [light(ink), light(ground)].sort((a, b) => a - b);
            const contrast = (bright + 0.05) / (dark + 0.05);
            const size = parseFloat(style.fontSize), isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
            looked++;
            if (contrast < (isLarge ? 3 : 4.5)) wrong.push(`${element.tagName}.${element.getAttribute('class') ?? ''} "${(element.textContent || element.value || '').trim().slice(0, 24)}" ${contrast.toFixed(2)}`);
          }
          return looked < 15 ? [`only ${looked} texts were looked at`] : [...new Set(wrong)];
        }
        """;

    public static readonly TheoryData<ColorScheme> Schemes = [ColorScheme.Light, ColorScheme.Dark];

    [Theory, MemberData(nameof(Schemes))]
    public async Task Every_text_stands_out_from_its_ground(ColorScheme scheme)
    {
        var page = await world.Site.SignInAsync("admin");
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        var faint = new List<string>();
        foreach (var path in OperatorWorld.Pages.Concat(await world.DeeperPagesAsync()))
        {
            await page.GotoAsync(world.Site.Address + path);
            faint.AddRange((await page.EvaluateAsync<string[]>(TooFaint)).Select(what => $"{path}: {what}"));
        }

        Assert.Empty(faint);
    }

    [Fact]
    public async Task Every_link_field_and_button_is_reached_in_reading_order_by_the_tab_key_and_shows_it()
    {
        var page = await world.Site.SignInAsync("admin");
        // A page that brings itself up to date between two steps would lose the marks of the walk.
        await page.AddInitScriptAsync("window.setInterval = () => 0");
        var wrong = new List<string>();
        foreach (var path in OperatorWorld.Pages.Concat(await world.DeeperPagesAsync()))
        {
            await page.GotoAsync(world.Site.Address + path);
            // What a mouse can act on, in the order of the document.
            var expected = await page.EvaluateAsync<int>(
                """
                () => { let n = 0; for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, [tabindex="0"], iframe'))
                  if (e.getClientRects().length && !e.closest('iframe')) e.dataset.walk = n++; return n; }
                """);
            var walked = new List<int>();
            for (var press = 0; press < expected + 20 && walked.Count < expected; press++)
            {
                await page.Keyboard.PressAsync("Tab");
                var at = await page.EvaluateAsync<string>(
                    """
                    () => { const e = document.activeElement; if (!e || e === document.body) return 'body';
                      const style = getComputedStyle(e), shape = e.querySelector?.('rect');
                      const shows = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || e.tagName === 'IFRAME' || (shape && getComputedStyle(shape).stroke !== 'none');
                      return `${e.dataset.walk ?? '?'}|${shows}|${e.tagName} ${(e.textContent || e.name || '').trim().slice(0, 20)}`; }
                    """);
                if (at == "body")
                {
                    break;
                }

                var parts = at.Split('|', 3);
                if (parts[1] != "true")
                {
                    wrong.Add($"{path}: the focus does not show on {parts[2]}");
                }

                // Fields of dates take several presses.
                if (int.TryParse(parts[0], System.Globalization.CultureInfo.InvariantCulture, out var number)
                    && (walked.Count == 0 || walked[^1] != number))
                {
                    walked.Add(number);
                }
            }

            if (!walked.SequenceEqual(Enumerable.Range(0, expected)))
            {
                wrong.Add($"{path}: {expected} to reach, walked {string.Join(' ', walked)}");
            }
        }

        Assert.Empty(wrong);
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
