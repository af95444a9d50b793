using KaPipeline.Digests.Design;
using KaPipeline.Labels;
using KaPipeline.Mail;

namespace KaPipeline.Tests.Digests;

public sealed class LetterTests
{
    [Fact]
    public async Task A_mail_with_thousands_of_exceptions_stays_under_the_cut_of_Gmail()
    {
        await using var renderer = new DocumentHtml();
        var facts = LessonsTests.Facts(SampleWorld.OpenItems(perStore: 300));

        var html = await renderer.RenderAsync(facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All))).Document, Medium.Mail);

        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(html), 1, DocumentHtml.GmailLimit);
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task A_mail_has_no_script_no_SVG_and_nothing_remote(string language)
    {
        await using var renderer = new DocumentHtml();
        var facts = LessonsTests.Facts(SampleWorld.OpenItems());

        var html = await renderer.RenderAsync(facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All, language))).Document,
            Medium.Mail);

        foreach (var forbidden in new[] { "<script", "<svg", "<img", "<link", "src=", "url(", "@import", "position:" })
        {
            Assert.DoesNotContain(forbidden, html, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("prefers-color-scheme:dark", html, StringComparison.Ordinal);
        Assert.Contains("color-scheme\" content=\"light dark\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("&#x", html, StringComparison.Ordinal);
    }

    [Fact]
    public void An_English_letter_names_stores_places_and_people_in_English_where_there_is_a_name_and_in_Chinese_where_there_is_none()
    {
        var facts = LessonsTests.Facts(SampleWorld.OpenItems());
        var reader = SampleWorld.Reader(new Scope([new("", "上海", "", ""), new("runda", "", "", "")]), "en", "E1");

        var text = DocumentText.Of(facts.Write(SampleWorld.For(facts, reader)).Document);

        Assert.Contains("Shanghai Caoyang", text, StringComparison.Ordinal);
        Assert.Contains("Chen Ping · Shanghai, Runda", text, StringComparison.Ordinal);
        Assert.Contains("Sun Lei", text, StringComparison.Ordinal);
        Assert.Contains("润达无锡崇安店", text, StringComparison.Ordinal);
        Assert.DoesNotContain("鼎丰上海曹杨店", text, StringComparison.Ordinal);
        Assert.DoesNotContain("陈平", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hostile_name_is_text_in_every_part()
    {
        await using var renderer = new DocumentHtml();
        var document =
            new Document(Language.Chinese, "<script>alert(1)</script>", "x", "x", [new Notice(Tone.Bad, "\"><img src=x onerror=1>")], []);

        var html = await renderer.RenderAsync(document, Medium.Mail);

        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_shows_the_same_document_with_classes_and_SVG()
    {
        await using var renderer = new DocumentHtml();
        var facts = LessonsTests.Facts(SampleWorld.OpenItems());

        var html = await renderer.RenderAsync(facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All))).Document, Medium.Page);

        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.Contains("class=\"k-table\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_receives_a_row_outside_the_scope()
    {
        var random = new Random(20260520);
        var facts = LessonsTests.Facts(SampleWorld.OpenItems(perStore: 2));
        for (var round = 0; round < 300; round++)
        {
            var scope = new Scope(Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomGrant(random)));
            var letter = facts.Write(SampleWorld.For(facts, SampleWorld.Reader(scope, random.Next(2) == 0 ? "zh-CN" : "en")));
            var text = DocumentText.Of(letter.Document);
            foreach (var store in SampleWorld.Stores.Where(store => !SampleWorld.Place(store).In(scope)))
            {
                Assert.False(text.Contains(store.Name, StringComparison.Ordinal), $"{scope.Key} saw {store.Name}");
            }
        }
    }

    [Fact]
    public void Two_reporting_lines_see_the_same_break_as_one_thing()
    {
        var facts = LessonsTests.Facts(SampleWorld.OpenItems());
        var region = SampleWorld.For(facts, SampleWorld.Reader(new Scope([new("", "上海", "", "")])));
        var chain = SampleWorld.For(facts, SampleWorld.Reader(new Scope([new("dingfeng", "", "", "")])));
        var both = SampleWorld.For(facts, SampleWorld.Reader(new Scope([new("", "上海", "", ""), new("dingfeng", "", "", "")])));

        var shared = region.Changes.OpenItems.Select(change => change.Item.Key)
            .Intersect(chain.Changes.OpenItems.Select(change => change.Item.Key)).ToList();
        Assert.Contains(shared, key => key.StartsWith("dingfeng|0101", StringComparison.Ordinal));
        Assert.Equal(both.Changes.OpenItems.Count, both.Changes.OpenItems.Select(change => (change.Item.Kind, change.Item.Key)).Distinct()
            .Count());
    }

    private static Grant RandomGrant(Random random)
    {
        var store = SampleWorld.Stores[random.Next(SampleWorld.Stores.Length)];
        return random.Next(5) switch
        {
            0 => new Grant(store.Chain, "", "", ""),
            1 => new Grant("", store.Region, "", ""),
            2 => new Grant("", store.Region, store.City, ""),
            3 => new Grant(store.Chain, store.Region, "", ""),
            _ => new Grant(store.Chain, "", "", store.Store),
        };
    }
}
