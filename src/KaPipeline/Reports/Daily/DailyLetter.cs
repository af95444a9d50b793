using KaPipeline.Reports.Design;
using KaPipeline.Reports.Editions;
using KaPipeline.Reports.Facts;

namespace KaPipeline.Reports.Daily;

/// <summary>Writes the daily letter of one reader: first what changed, then yesterday, then each list.</summary>
/// <param name="facts">The edition's facts.</param>
/// <param name="reader">For whom.</param>
internal sealed class DailyLetter(DailyFacts facts, Addressee reader)
{
    private const int LinesPerSection = 12;

    private static readonly (string Kind, string Zh, string En, string Path)[] Sections =
    [
        (StandingKind.MoneyBreak, "对账差异", "Statement breaks", "/statements"),
        (StandingKind.ServiceBreak, "送货差异", "Delivery breaks", "/orders"),
        (StandingKind.Lock, "锁码", "SKU locks", "/locks"),
        (StandingKind.Anomaly, "价格异常", "Price anomalies", "/prices"),
    ];

    private readonly Language language = reader.Language;
    private readonly StandingTable table = new(facts.Frame, facts.Names, reader.Language);
    private readonly SourceBlocks sources = new(facts.Frame, facts.Names, facts.Sources, reader);
    private readonly List<StoreDay> days = [.. facts.Days.Where(day => day.Place.In(reader.Scope))];

    public Letter Write()
    {
        var frame = facts.Frame;
        var head = new LetterHead(frame, facts.Names, reader);
        var fresh = reader.Changes.Became(ChangeKind.New, ChangeKind.Reopened, ChangeKind.Worsened);
        var title = language.Say($"重点客户日报 {language.Day(frame.BusinessDate)}", $"Key accounts, {language.Day(frame.BusinessDate)}");
        var news = language.Say(
            $"新增 {fresh.Count} 项 {language.Round(fresh.Sum(change => change.Item.Amount))} 元，消除 {reader.Changes.Cleared.Count} 项",
            $"{fresh.Count} new, {language.Round(fresh.Sum(change => change.Item.Amount))} RMB; {reader.Changes.Cleared.Count} cleared");
        var mark = sources.Lacking.Count > 0 ? language.Say("【数据不全】", "[partial] ") : frame.IsLate ? language.Say("【迟发】", "[late] ") : "";
        var subject = $"{mark}{title} · {(fresh.Count + reader.Changes.Cleared.Count == 0 ? language.Say("没有变化", "nothing changed") : news)}";
        return new Letter(subject, new Document(language, title, head.Scope, news, [.. Blocks(fresh)], head.Footer));
    }

    private IEnumerable<Block> Blocks(IReadOnlyList<Change> fresh)
    {
        foreach (var block in sources.Lead(reader.Changes.Standing.Count > 0))
        {
            yield return block;
        }

        yield return Yesterday();
        foreach (var block in WhatChanged())
        {
            yield return block;
        }

        foreach (var (kind, zh, en, path) in Sections)
        {
            var lines = fresh.Where(change => change.Item.Kind == kind).OrderByDescending(change => change.Item.Amount).ToList();
            if (lines.Count > 0)
            {
                yield return new Heading(language.Say($"{zh}：新增与恶化", $"{en}: new and worse"), Summary(lines));
                yield return table.Of(lines, LinesPerSection, path);
            }
        }

        foreach (var block in FillRate().Concat(sources.Section()))
        {
            yield return block;
        }
    }

    private Figures Yesterday()
    {
        var period = new Flow([.. days.Where(day => day.Day >= facts.Frame.From)]);
        var month = new Flow(days);
        var span = facts.Frame.From == facts.Frame.BusinessDate
            ? language.ShortDay(facts.Frame.BusinessDate) : $"{language.ShortDay(facts.Frame.From)} – {language.ShortDay(facts.Frame.BusinessDate)}";
        var money = reader.Changes.Only(StandingKind.MoneyBreak).Standing;
        var locks = reader.Changes.Only(StandingKind.Lock).Standing;
        return new Figures(
        [
            new(language.Say($"订货额 {span}", $"Ordered {span}"), language.Round(period.Amount),
                language.Say($"{period.Orders} 单 {language.Count(period.Lines)} 行", $"{period.Orders} orders, {language.Count(period.Lines)} lines")),
            new(language.Say("送达率", "Fill rate"), language.Percent(period.FillRate),
                language.Say($"近 {DailyDigest.TrendDays} 天 {language.Percent(month.FillRate)}", $"{DailyDigest.TrendDays} days {language.Percent(month.FillRate)}"),
                period.FillRate < 0.9m ? Tone.Bad : Tone.Plain),
            new(language.Say("对账差异净额", "Statement breaks, net"), language.Round(money.Sum(change => change.Item.SignedAmount)),
                language.Say($"{money.Count} 项待追", $"{money.Count} open")),
            new(language.Say("已锁 / 疑似 / 风险", "Locked / suspected / at risk"),
                $"{Count(locks, "locked")} / {Count(locks, "suspected")} / {Count(locks, "at_risk")}",
                language.Say($"暴露 {language.Round(locks.Sum(change => change.Item.Amount))} 元", $"exposed {language.Round(locks.Sum(change => change.Item.Amount))} RMB"),
                Count(locks, "locked") > 0 ? Tone.Bad : Tone.Plain),
        ]);
    }

    private IEnumerable<Block> WhatChanged()
    {
        yield return new Heading(
            language.Say("变化", "What changed"),
            reader.Changes.Since is { } since
                ? language.Say($"与您上一期（{language.Day(since)}）相比", $"Compared with your last edition, {language.Day(since)}")
                : language.Say($"这是您的第一期：{language.Day(facts.Frame.From)} 起出现的算新增", $"Your first edition: what arose since {language.Day(facts.Frame.From)} counts as new"));
        yield return new Grid(
            [
                new(language.Say("类别", "Kind")), new(language.Say("新增 / 恶化", "New / worse"), IsNumber: true),
                new(language.Say("消除", "Cleared"), IsNumber: true), new(language.Say("现存", "Standing"), IsNumber: true),
            ],
            [.. Sections.Select(section => Line(section.Kind, language.Say(section.Zh, section.En), section.Path))]);
        if (reader.Changes.Cleared.Count > 0)
        {
            var shown = reader.Changes.Cleared.Take(6).Select(item => item.Label);
            yield return new Notice(Tone.Good, language.Say("已消除：", "Cleared: ") + language.List(shown)
                + (reader.Changes.Cleared.Count > 6 ? language.Say($"，等 {reader.Changes.Cleared.Count} 项", $" and {reader.Changes.Cleared.Count - 6} more") : ""));
        }
    }

    private Row Line(string kind, string name, string path)
    {
        var part = reader.Changes.Only(kind);
        var bad = part.Became(ChangeKind.New, ChangeKind.Reopened, ChangeKind.Worsened);
        return new Row(
            new Cell(name, Link: table.Link(path)),
            new Cell(language.Count(bad.Count), Sum(bad.Select(change => change.Item.Amount)), bad.Count > 0 ? Tone.Warning : Tone.Plain),
            new Cell(language.Count(part.Cleared.Count), Sum(part.Cleared.Select(item => item.Amount)), part.Cleared.Count > 0 ? Tone.Good : Tone.Plain),
            new Cell(language.Count(part.Standing.Count), Sum(part.Standing.Select(change => change.Item.Amount))));
    }

    private IEnumerable<Block> FillRate()
    {
        if (days.Count == 0)
        {
            yield break;
        }

        yield return new Heading(language.Say("送达率", "Fill rate"), language.Say("实收 ÷ 订货，目标 90%（M4.4）", "Received ÷ ordered, target 90% (M4.4)"));
        yield return new Bars([.. days.Where(day => day.Day >= facts.Frame.From).GroupBy(day => day.Place.ChainId)
            .Select(chain => (Chain: chain.Key, new Flow([.. chain]).FillRate))
            .Where(chain => chain.FillRate is not null).OrderBy(chain => chain.FillRate)
            .Select(chain => new Bar(
                facts.Names.Chain(chain.Chain, language), chain.FillRate!.Value, language.Percent(chain.FillRate),
                chain.FillRate < 0.8m ? Tone.Bad : chain.FillRate < 0.9m ? Tone.Warning : Tone.Good))]);
        var byDay = days.ToLookup(day => day.Day);
        yield return new Trend(
            language.Say($"近 {DailyDigest.TrendDays} 天，低于 90% 的日子标黄", $"Last {DailyDigest.TrendDays} days, those below 90% in yellow"),
            [.. Enumerable.Range(0, DailyDigest.TrendDays).Select(i => facts.Frame.BusinessDate.AddDays(i + 1 - DailyDigest.TrendDays))
                .Select(day => (Day: day, new Flow([.. byDay[day]]).FillRate))
                .Select(day => new TrendPoint(language.ShortDay(day.Day), day.FillRate, language.Percent(day.FillRate)))],
            Target: 0.9m);
    }

    private string Summary(List<Change> lines) => language.List(lines.GroupBy(change => change.Item.Rule)
        .OrderByDescending(rule => rule.Sum(change => change.Item.Amount))
        .Select(rule => $"{BreakWords.Of(rule.Key, language)} {rule.Count()}"));

    private string? Sum(IEnumerable<decimal> amounts) => amounts.Sum() is var sum and not 0 ? language.Round(sum) : null;

    private static int Count(IReadOnlyList<Change> locks, string level) => locks.Count(change => change.Item.Rule == level);
}
