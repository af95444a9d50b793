using KaPipeline.Reports.Design;
using KaPipeline.Reports.Facts;

namespace KaPipeline.Reports.Editions;

/// <summary>What changed since the reader's last edition, the same in every digest: a table by kind, then each kind's new lines.</summary>
/// <param name="frame">The edition.</param>
/// <param name="names">Names.</param>
/// <param name="reader">For whom.</param>
public sealed class ChangeBlocks(EditionFrame frame, Names names, Addressee reader)
{
    private static readonly (string Kind, string Zh, string En, string Path)[] Sections =
    [
        (StandingKind.MoneyBreak, "对账差异", "Statement breaks", ConsolePaths.Statements),
        (StandingKind.ServiceBreak, "送货差异", "Delivery breaks", ConsolePaths.Orders),
        (StandingKind.Lock, "锁码", "SKU locks", ConsolePaths.Locks),
        (StandingKind.Anomaly, "价格异常", "Price anomalies", ConsolePaths.Prices),
        (StandingKind.Outlier, "价格统计提示", "Unusual prices", ConsolePaths.Prices),
    ];

    private readonly Language language = reader.Language;
    private readonly StandingTable table = new(frame, names, reader.Language);

    /// <summary>New, reopened and worse, worst first.</summary>
    public IReadOnlyList<Change> News { get; } = reader.Changes.Became(ChangeKind.New, ChangeKind.Reopened, ChangeKind.Worsened);

    /// <summary>One sentence: how many are new and for how much, how many are cleared.</summary>
    public string Sentence => News.Count + reader.Changes.Cleared.Count == 0
        ? language.Say("没有变化", "nothing changed")
        : language.Say(
            $"新增或恶化 {News.Count} 项 {language.Round(News.Sum(change => change.Item.Amount))} 元，消除 {reader.Changes.Cleared.Count} 项",
            $"{News.Count} new or worse, {language.Round(News.Sum(change => change.Item.Amount))} RMB; {reader.Changes.Cleared.Count} cleared");

    /// <summary>The table by kind, and what was cleared; nothing where nothing stands and nothing did.</summary>
    public IEnumerable<Block> Table()
    {
        if (reader.Changes.Standing.Count + reader.Changes.Cleared.Count == 0)
        {
            yield break;
        }

        yield return new Heading(
            language.Say("变化", "What changed"),
            reader.Changes.Since is { } since
                ? language.Say($"与您上一期（{language.Day(since)}）相比", $"Compared with your last edition, {language.Day(since)}")
                : language.Say($"这是您的第一期：{language.Day(frame.From)} 起出现的算新增", $"Your first edition: what arose since {language.Day(frame.From)} counts as new"));
        yield return new Grid(
            [
                new(language.Say("类别", "Kind")), new(language.Say("新增 / 恶化", "New / worse"), IsNumber: true),
                new(language.Say("消除", "Cleared"), IsNumber: true), new(language.Say("现存", "Standing"), IsNumber: true),
            ],
            [.. Sections.Select(section => Line(section.Kind, language.Say(section.Zh, section.En), section.Path))]);
        if (reader.Changes.Cleared.Count > 0)
        {
            var shown = reader.Changes.Cleared.Take(6).Select(item => item.LabelEn.Length > 0 ? language.Say(item.Label, item.LabelEn) : item.Label);
            yield return new Notice(Tone.Good, language.Say("已消除：", "Cleared: ") + language.List(shown)
                + (reader.Changes.Cleared.Count > 6 ? language.Say($"，等 {reader.Changes.Cleared.Count} 项", $" and {reader.Changes.Cleared.Count - 6} more") : ""));
        }
    }

    /// <summary>Each kind's new, reopened and worse lines.</summary>
    public IEnumerable<Block> Fresh(int limit)
    {
        foreach (var (kind, zh, en, path) in Sections)
        {
            var lines = News.Where(change => change.Item.Kind == kind).OrderByDescending(change => change.Item.Amount).ToList();
            if (lines.Count > 0)
            {
                yield return new Heading(language.Say($"{zh}：新增与恶化", $"{en}: new and worse"), ByRule(lines));
                yield return table.Of(lines, limit, path);
            }
        }
    }

    /// <summary>The largest of what stood before and still stands.</summary>
    public IEnumerable<Block> Largest(int limit)
    {
        var standing = reader.Changes.Became(ChangeKind.Same, ChangeKind.Improved);
        foreach (var (kind, zh, en, path) in Sections)
        {
            var lines = standing.Where(change => change.Item.Kind == kind)
                .OrderByDescending(change => change.Item.Severity).ThenByDescending(change => change.Item.Amount).ToList();
            if (lines.Count > 0)
            {
                yield return new Heading(language.Say($"{zh}：现存最大的", $"{en}: the largest still standing"), ByRule(lines));
                yield return table.Of(lines, limit, path);
            }
        }
    }

    /// <summary>The oldest statement breaks that still stand.</summary>
    public IEnumerable<Block> Oldest(int limit)
    {
        var lines = reader.Changes.Only(StandingKind.MoneyBreak).Standing
            .OrderBy(change => change.Item.SinceOn).ThenByDescending(change => change.Item.Amount).ToList();
        if (lines.Count > 0)
        {
            yield return new Heading(language.Say("最久未了的对账差异", "Oldest open statement breaks"), ByRule(lines));
            yield return table.Of(lines, limit, ConsolePaths.Statements);
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

    private string ByRule(List<Change> lines) => language.List(lines.GroupBy(change => change.Item.Rule)
        .OrderByDescending(rule => rule.Sum(change => change.Item.Amount))
        .Select(rule => $"{BreakWords.Of(rule.Key, language)} {rule.Count()}"));

    private string? Sum(IEnumerable<decimal> amounts) => amounts.Sum() is var sum and not 0 ? language.Round(sum) : null;
}
