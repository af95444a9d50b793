using KaPipeline.Labels;
using KaPipeline.Mail;

namespace KaPipeline.Tests.Mail;

public sealed class AlarmLetterTests
{
    private static readonly DateTimeOffset Opened = new(2026, 11, 8, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Days_of_one_chain_and_cause_stand_in_one_line_with_their_count()
    {
        var alerts = Enumerable.Range(3, 5).SelectMany(day => new[] { Late("wanjia", "orders", day), Late("wanjia", "deliveries", day) })
            .Append(Late("runda", "orders", 5)).ToList();

        var text = (await AlarmLetter.WriteAsync(alerts, "https://ka.example", snoozed: 3)).Text;

        Assert.Contains("另有 3 条告警已静默 3 more alerts snoozed", text, StringComparison.Ordinal);
        Assert.Contains("万嘉大卖场 11月3日—7日，5 天：订单、送货未到。 Wanjia Hypermarkets, 3 Nov – 7 Nov, 5 days:", text, StringComparison.Ordinal);
        Assert.Contains("runda orders 5", text, StringComparison.Ordinal);
        Assert.Contains("feed late: 11", text, StringComparison.Ordinal);
        Assert.Contains(Label.AlertNextStep.Both("feed_late"), text, StringComparison.Ordinal);
        Assert.DoesNotContain("wanjia orders 4", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_that_lack_other_days_and_alerts_of_no_day_have_lines_of_their_own()
    {
        var lines = AlarmFolding.Fold(
        [
            Late("wanjia", "orders", 3), Late("wanjia", "orders", 4), Late("wanjia", "deliveries", 4), Late("wanjia", "deliveries", 6),
            new("run_failed", "run 7 failed", Opened) { Subject = "load 7" },
        ]);

        Assert.Equal(["run 7 failed", "万嘉大卖场 11月3日—4日，2 天：订单未到。", "万嘉大卖场 11月4日、6日，2 天：送货未到。"],
            lines.Select(line => Bilingual.In(line.Message, Language.Chinese)).Order(StringComparer.Ordinal));
        Assert.Equal(5, lines.Sum(line => line.Count));
    }

    [Fact]
    public void Editions_that_have_not_gone_are_folded_by_their_digest()
    {
        var lines = AlarmFolding.Fold(
            [.. new[] { 30, 31 }.Select(day => Missing(new DateOnly(2026, 10, day))), Missing(new DateOnly(2026, 11, 1))]);

        Assert.StartsWith("日报 10月30日—11月1日，3 期未发。", Bilingual.In(Assert.Single(lines).Message, Language.Chinese), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_out_is_counted_in_alerts()
    {
        var lines = AlarmFolding.Fold(
            [.. Enumerable.Range(1, 9).SelectMany(n => new[] { Late($"c{n}", "orders", 3), Late($"c{n}", "orders", 4) })]);

        Assert.Equal(9, lines.Count);
        Assert.All(lines, line => Assert.Equal(2, line.Count));
    }

    private static AlarmLine Late(string chain, string report, int day) => new("feed_late", $"{chain} {report} {day}", Opened)
    {
        Subject = $"{chain} {report} 2026-11-{day:00}", Chain = chain == "wanjia" ? "万嘉大卖场" : null,
        ChainEn = chain == "wanjia" ? "Wanjia Hypermarkets" : null,
    };

    private static AlarmLine Missing(DateOnly day) => new("digest_missing", "daily", Opened)
    {
        Subject = $"daily {day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}",
    };
}
