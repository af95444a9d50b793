using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Digests.Weekly;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Tests.Digests;

namespace KaPipeline.Tests.Labels;

/// <summary>A rate just under its goal never reads as the goal: 99.97 % is no 100.0%.</summary>
public sealed class LanguageTests
{
    [Theory]
    [InlineData(0.9997, "99.9%")]
    [InlineData(0.99999, "99.9%")]
    [InlineData(1.0, "100.0%")]
    [InlineData(0.8996, "89.9%")]
    [InlineData(0.9, "90.0%")]
    [InlineData(1.0004, "100.0%")]
    [InlineData(0.0, "0.0%")]
    public void A_rate_is_rounded_down(double fraction, string text) => Assert.Equal(text, Language.English.Rate((decimal)fraction));

    [Theory]
    [InlineData(0, "0 stores")]
    [InlineData(1, "1 store")]
    [InlineData(1204, "1,204 stores")]
    [InlineData(0.5, "0.5 stores")]
    public void A_noun_agrees_with_its_number(double count, string text) => Assert.Equal(text, Language.Counted((decimal)count, "store"));

    [Theory]
    [InlineData(0.0316, "+3.2%")]
    [InlineData(-0.0316, "-3.2%")]
    [InlineData(-0.0004, "0.0%")]
    [InlineData(0.0004, "0.0%")]
    public void A_growth_carries_its_sign_and_nought_has_none(double fraction, string text) =>
        Assert.Equal(text, Language.English.Growth((decimal)fraction));

    [Fact]
    public void Nothing_to_divide_by_is_no_figure()
    {
        Assert.Equal("—", Language.English.Rate(null));
        Assert.Equal("—", Language.English.Growth(null));
        Assert.Equal("—", Language.English.Percent(null));
    }

    [Fact]
    public void In_the_daily_and_the_weekly_mail_a_rate_just_under_its_goal_does_not_read_as_reached()
    {
        StoreDay Day(int store, decimal received) => new(SampleWorld.Place(SampleWorld.Stores[store]), SampleWorld.Date, 1, 1, 10_000, 1,
            received, 10_000, received, 1);
        List<StoreDay> days = [Day(0, 9_997), Day(3, 8_997)];
        IDigestFacts daily = LessonsTests.Facts([]) with { Days = days };
        IDigestFacts weekly = new WeeklyFacts(
            SampleWorld.Frame("weekly", SampleWorld.Date), SampleWorld.Names, OpenItemFacts.None, SampleWorld.Sources(), days, [],
            new MoneyFacts([], [], [], new Dictionary<string, (string, decimal?, string, string)>()));

        foreach (var facts in new[] { daily, weekly })
        {
            var text = DocumentText.Of(facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All))).Document);
            Assert.Contains("99.9%", text, StringComparison.Ordinal);
            Assert.Contains("89.9%", text, StringComparison.Ordinal);
            Assert.DoesNotContain("100.0%", text, StringComparison.Ordinal);
            Assert.DoesNotContain("90.0%", text, StringComparison.Ordinal);
        }
    }
}
