using System.Text.RegularExpressions;
using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Tests.Digests;

namespace KaPipeline.Tests.Browser;

/// <summary>Each digest of the sample month as a mail on a phone and on a desk, in both languages, a week after the reader's last edition;
/// the pictures of <c>docs/digests.md</c> are these.</summary>
[Trait("Category", "Slow")]
public sealed partial class LetterLooksTests(WholeSampleMonth month) : IClassFixture<WholeSampleMonth>
{
    private const string Beyond =
        """
        () => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 0.5)
          .map(e => `${e.tagName} to ${Math.round(e.getBoundingClientRect().right)}: ${e.textContent.trim().slice(0, 40)}`)
        """;

    [Theory]
    [InlineData("daily", "2026-06-05")]
    [InlineData("weekly", "2026-05-31")]
    [InlineData("close", "2026-06-05")]
    [InlineData("budget", "2026-06-05")]
    [InlineData("plan", "2026-05-24")]
    public async Task A_mail_is_read_on_a_phone_without_scrolling_sideways_and_writes_Chinese_with_Chinese_marks(string name, string day)
    {
        var date = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var before = await EarlierAsync(name, date.AddDays(-7));
        await using var site = await ConsoleSite.StartAsync();
        await using var renderer = new DocumentHtml();
        var (page, wrong) = (await site.OpenAsync(), new List<string>());
        foreach (var language in (string[])["zh-CN", "en"])
        {
            var letter = await WithFactsAsync(name, date, facts =>
                facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All, language), before, date.AddDays(-7))));
            var html = await renderer.RenderAsync(letter.Document, Medium.Mail);
            foreach (var (width, screen) in ((int, string)[])[(720, "desktop"), (390, "phone"), (360, "small")])
            {
                await page.SetViewportSizeAsync(width, 844);
                await page.SetContentAsync(html);
                await OperatorWorld.SnapAsync(page, $"letter-{name}-{screen}-{language[..2]}");
                wrong.AddRange((await page.EvaluateAsync<string[]>(Beyond)).Select(what => $"{language} {width}: {what}"));
            }

            wrong.AddRange(language == "en" ? [] : HalfWidth().Matches(await page.Locator("body").InnerTextAsync())
                .Select(match => $"{language}: {match.Value}"));
        }

        Assert.Empty(wrong);
    }

    private async Task<List<EarlierItem>> EarlierAsync(string name, DateOnly date)
    {
        await using var connection = await month.Warehouse.DataSource.OpenConnectionAsync(Stopping);
        await using var transaction = await WholeSampleMonth.FrameOf(name, date).Clock.BeginAsync(connection, Stopping);
        var open = await OpenItemFacts.LoadAsync(connection, await Names.LoadAsync(connection, Stopping), ct: Stopping);
        return
        [
            .. open.Items.Select(item => new EarlierItem(
                item.Kind, item.Key, item.Place, item.Severity, item.Amount, Label.OpenRule.Of(item.Rule, Language.Chinese),
                Label.OpenRule.Of(item.Rule, Language.English)) { SinceOn = item.SinceOn }),
        ];
    }

    private Task<T> WithFactsAsync<T>(string name, DateOnly date, Func<IDigestFacts, T> use) =>
        month.WithFactsAsync(name, date, (facts, _) => Task.FromResult(use(facts)));

    [GeneratedRegex(@".{0,12}[\u4e00-\u9fff）」] ?[,;:!?].{0,8}|.{0,8}[,;:!?] ?[\u4e00-\u9fff「].{0,8}")]
    private static partial Regex HalfWidth();
}
