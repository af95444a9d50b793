using System.Globalization;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace KaPipeline.Tests.Browser;

/// <summary>What holds of any page of the console, as Chromium lays it out; each check names what is wrong.</summary>
internal static class PageChecks
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

    // A page that brings itself up to date between two steps would lose the marks of the walk.
    private const string StandStill = "window.setInterval = () => 0";

    // What a mouse can act on, in the order of the document, and where the focus goes: into a frame when it leaves the page.
    private const string Watch =
        """
        () => {
          let count = 0;
          for (const e of document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea, [tabindex="0"], iframe'))
            if (e.checkVisibility({ contentVisibilityAuto: true }) && !e.closest('iframe')) e.dataset.walk = count++;
          window.walk = [];
          const reached = e => {
            const style = getComputedStyle(e), shape = e.querySelector?.('rect');
            const shows = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || e.tagName === 'IFRAME' || shape && getComputedStyle(shape).stroke !== 'none';
            window.walk.push(`${e.dataset.walk ?? '?'}|${!!shows}|${e.tagName} ${(e.textContent || e.name || '').trim().slice(0, 20)}`);
          };
          document.addEventListener('focusin', event => reached(event.target));
          window.addEventListener('blur', () => setTimeout(() => document.activeElement.tagName === 'IFRAME' && reached(document.activeElement)));
          return count;
        }
        """;

    /// <summary>Has all that <paramref name="page"/> opens from now on stand still.</summary>
    public static Task StandStillAsync(IPage page) => page.AddInitScriptAsync(StandStill);

    /// <summary>It has one heading, its reader's language and a name for each field, and nothing hides beyond the edge.</summary>
    public static async Task<List<string>> LayoutAsync(IPage page, Look look) =>
    [
        .. await page.EvaluateAsync<string[]>(
            """
            ([isPhone, language]) => {
              const wrong = [];
              if (document.documentElement.scrollWidth > innerWidth) wrong.push(`is wider than ${innerWidth} px`);
              // A phone shows each row of a list whole.
              if (isPhone && [...document.querySelectorAll('.scroll:has(> table)')].some(box => box.scrollWidth > box.clientWidth + 1)) wrong.push('cuts a row');
              if (document.querySelectorAll('h1').length !== 1) wrong.push('has not one heading');
              if (document.documentElement.lang !== language) wrong.push(`speaks ${document.documentElement.lang}`);
              for (const e of document.querySelectorAll('main input:not([type=hidden]), main select, main textarea'))
                if (!(e.labels?.length || e.ariaLabel)) wrong.push(`does not name ${e.outerHTML}`);
              return wrong;
            }
            """, new object[] { look.IsPhone, look.Language == "en" ? "en" : "zh-CN" }),
    ];

    /// <summary>WCAG AA: texts that do not stand out from their ground.</summary>
    public static async Task<List<string>> ContrastAsync(IPage page, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        return [.. (await page.EvaluateAsync<string[]>(TooFaint)).Select(what => $"{scheme}: {what}")];
    }

    /// <summary>What axe finds, of any weight. A letter stands in a frame in which no script may run, axe's neither: of the frame its name
    /// alone is asked, and it is taken out.</summary>
    public static async Task<List<string>> AxeAsync(IPage page)
    {
        var nameless = await page.EvaluateAsync<int>(
            """
            () => {
              const frames = [...document.querySelectorAll('iframe')], nameless = frames.filter(frame => !frame.title).length;
              frames.forEach(frame => frame.remove());
              return nameless;
            }
            """);
        return
        [
            .. (await page.RunAxe()).Violations.Select(
                fault => $"axe {fault.Id} ({fault.Impact}): {string.Join(" | ", fault.Nodes.Take(3).Select(node => node.Html))}"),
            .. Enumerable.Repeat("a frame without a name", nameless),
        ];
    }

    /// <summary>By the Tab key every link, field and button is reached in reading order, and shows it.</summary>
    public static async Task<List<string>> KeyboardAsync(IPage page)
    {
        var expected = await page.EvaluateAsync<int>(Watch);
        var (walked, wrong) = (new List<int>(), new List<string>());
        // Fields of dates take several presses.
        for (var pressed = 0; walked.Count < expected && pressed < expected + 20;)
        {
            for (var left = expected - walked.Count; left > 0; left--, pressed++)
            {
                await page.Keyboard.PressAsync("Tab");
            }

            walked.Clear();
            wrong.Clear();
            foreach (var parts in (await page.EvaluateAsync<string[]>("window.walk")).Select(step => step.Split('|', 3)))
            {
                if (parts[1] != "true")
                {
                    wrong.Add($"the focus does not show on {parts[2]}");
                }

                if (int.TryParse(parts[0], CultureInfo.InvariantCulture, out var number) && (walked.Count == 0 || walked[^1] != number))
                {
                    walked.Add(number);
                }
            }
        }

        if (!walked.SequenceEqual(Enumerable.Range(0, expected)))
        {
            wrong.Add($"{expected} to reach, walked {string.Join(' ', walked)}");
        }

        return wrong;
    }
}
