using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Labels;

namespace KaPipeline.Digests.Letters;

/// <summary>What changed since the reader's last edition, the same in every digest: a table by kind, then each kind's new lines.</summary>
/// <param name="standing">What is open, cut to the reader.</param>
/// <param name="reader">For whom.</param>
public sealed class OpenItemBlocks(EditionFrame frame, Names names, OpenItemFacts standing, Addressee reader)
{
    private static readonly (string Kind, string Zh, string En, string Path)[] Sections =
    [
        (OpenItemKind.MoneyBreak, "对账差异", "Statement breaks", ConsolePaths.Statements),
        (OpenItemKind.ServiceBreak, "送货差异", "Delivery breaks", ConsolePaths.Orders),
        (OpenItemKind.Lock, "锁码", "SKU locks", ConsolePaths.Locks),
        (OpenItemKind.Anomaly, "价格异常", "Price anomalies", ConsolePaths.Prices),
        (OpenItemKind.Outlier, "价格统计提示", "Unusual prices", ConsolePaths.Prices),
    ];

    private readonly Language language = reader.Language;
    private readonly OpenItemTable table = new(frame, names, reader.Language);

    /// <summary>New, reopened and worse, worst first.</summary>
    public IReadOnlyList<Change> News { get; } = reader.Changes.Became(ChangeKind.New, ChangeKind.Reopened, ChangeKind.Worsened);

    /// <summary>What is open now, for the subject.</summary>
    public string Headline => OpenWords.Headline(standing, language);

    /// <summary>The tile on open statement differences: ours to claim, below it theirs.</summary>
    public Figure Statements
    {
        get
        {
            var total = standing.Total(OpenItemKind.MoneyBreak);
            return new Figure(
                language.Say("对账：可追回", "Statements: to claim"), language.Money(total.Positive),
                language.Say($"可能被追扣 {language.Money(total.Negative)} · {total.Listed} 项",
                $"{language.Money(total.Negative)} may be claimed from us · {total.Listed} open"),
                total.Positive > 0 ? Tone.Bad : Tone.Plain);
        }
    }

    /// <summary>One sentence on what changed: how many are new, solved, and out of the list unsolved. Things of different kinds have no sum
    /// in money.</summary>
    public string Sentence
    {
        get
        {
            var (cleared, left) = (reader.Changes.Cleared.Count, reader.Changes.LeftList.Count);
            return News.Count + cleared + left == 0
                ? language.Say("与上一期相比没有变化", "nothing changed since the last edition")
                : language.Say($"新增或加重 {News.Count} 项，消除 {cleared} 项", $"{News.Count} new or worse, {cleared} cleared")
                    + (left == 0 ? ""
                    : language.Say($"，超出 {standing.ListDays} 天仍未解决 {left} 项",
                    $", {left} older than {standing.ListDays} days and still open"));
        }
    }

    /// <summary>The table by kind, and what was cleared; nothing where nothing is open and nothing was.</summary>
    public IEnumerable<Block> Table()
    {
        if (reader.Changes.IsQuiet)
        {
            yield break;
        }

        yield return new Heading(
            language.Say("变化", "What changed"),
            reader.Changes.Since is { } since
                ? language.Say($"与您上一期（{language.Day(since)}）相比", $"Compared with your last edition, {language.Day(since)}")
                : language.Say($"您首次收到本报告：{language.Day(frame.From)} 起出现的计为新增",
                $"Your first edition: what arose since {language.Day(frame.From)} counts as new"));
        yield return new Grid(
            [
                new(language.Say("类别", "Kind")), new(language.Say("新增 / 加重", "New / worse"), IsNumber: true),
                new(language.Say("消除", "Cleared"), IsNumber: true), new(language.Say("现存", "Open"), IsNumber: true),
            ],
            [.. Sections.Select(section => Line(section.Kind, language.Say(section.Zh, section.En), section.Path))]);
        if (reader.Changes.Cleared.Count > 0)
        {
            yield return new Notice(Tone.Good, language.Say("已消除：", "Cleared: ") + Labels(reader.Changes.Cleared, language));
        }

        if (reader.Changes.LeftList.Count > 0)
        {
            yield return new Notice(Tone.Warning, language.Say(
                $"超出 {standing.ListDays} 天，仍未解决，不再逐项列出：", $"Older than {standing.ListDays} days, still open, no longer listed one by one: ")
                + Labels(reader.Changes.LeftList, language));
        }
    }

    /// <summary>Each kind's new, reopened and worse lines.</summary>
    public IEnumerable<Block> Fresh(int limit)
    {
        foreach (var (kind, zh, en, path) in Sections)
        {
            var lines = News.Where(change => change.Item.Kind == kind).ToList();
            if (lines.Count > 0)
            {
                yield return new Heading(language.Say($"{zh}：新增与加重", $"{en}: new and worse"), ByRule(lines));
                yield return table.Of(lines, limit, path);
            }
        }
    }

    /// <summary>The largest of what was open before and still is.</summary>
    public IEnumerable<Block> Largest(int limit)
    {
        var standing = reader.Changes.Became(ChangeKind.Same, ChangeKind.Improved);
        foreach (var (kind, zh, en, path) in Sections)
        {
            var lines = standing.Where(change => change.Item.Kind == kind).ToList();
            if (lines.Count > 0)
            {
                yield return new Heading(language.Say($"{zh}：现存最大项", $"{en}: the largest still open"), ByRule(lines));
                yield return table.Of(lines, limit, path);
            }
        }
    }

    /// <summary>The oldest statement breaks that are still open.</summary>
    public IEnumerable<Block> Oldest(int limit)
    {
        var lines = reader.Changes.Only(OpenItemKind.MoneyBreak).OpenItems
            .OrderBy(change => change.Item, OpenItemOrder.OldestFirst).ToList();
        if (lines.Count > 0)
        {
            yield return new Heading(language.Say("挂账最久的对账差异", "Oldest open statement breaks"), ByRule(lines));
            yield return table.Of(lines, limit, ConsolePaths.Statements);
        }
    }

    private Row Line(string kind, string name, string path)
    {
        var part = reader.Changes.Only(kind);
        var bad = part.Became(ChangeKind.New, ChangeKind.Reopened, ChangeKind.Worsened);
        var total = standing.Total(kind);
        return new Row(
            new Cell(name, Amounts(kind, total, part), Link: table.Link(path)),
            new Cell(language.Count(bad.Count), Tone: bad.Count > 0 ? Tone.Warning : Tone.Plain),
            new Cell(language.Count(part.Cleared.Count), part.LeftList.Count == 0 ? null
                : language.Say($"移出清单 {part.LeftList.Count}（超 {standing.ListDays} 天）",
                $"{part.LeftList.Count} left the list (over {standing.ListDays} days)"),
                part.Cleared.Count > 0 ? Tone.Good : Tone.Plain),
            new Cell(language.Count(part.OpenItems.Count), total.Older == 0 ? null
                : language.Say($"另 {total.Older} 项已超 {standing.ListDays} 天", $"and {total.Older} over {standing.ListDays} days")));
    }

    private string? Amounts(string kind, OpenTotal total, Changes part)
    {
        var words = kind == OpenItemKind.Lock
            ? part.OpenItems.Sum(change => change.Item.Positive) is var exposed and not 0
                ? ExposureWords.Amount(language.Money(exposed), language) : ""
            : OpenWords.Amounts(kind, total, language);
        return words.Length > 0 ? words : null;
    }

    /// <summary>What was cleared, by kind: its name, how many, and what they are called.</summary>
    public static IEnumerable<(string Kind, int Count, string Labels)> Cleared(IReadOnlyList<EarlierItem> items, Language language) =>
        from section in Sections
        let own = items.Where(item => item.Kind == section.Kind).ToList()
        where own.Count > 0
        select (language.Say(section.Zh, section.En), own.Count, Labels(own, language));

    private static string Labels(IReadOnlyList<EarlierItem> items, Language language) =>
        language.List(items.Take(6).Select(item => item.LabelEn.Length > 0 ? language.Say(item.Label, item.LabelEn) : item.Label))
        + (items.Count > 6 ? language.Say($"等 {items.Count} 项", $" and {items.Count - 6} more") : "");

    private string ByRule(List<Change> lines) => language.List(lines.GroupBy(change => change.Item.Rule)
        .OrderByDescending(rule => rule.Sum(change => change.Item.Amount))
        .Select(rule => $"{Label.OpenRule.Opening(rule.Key, language)} {rule.Count()}"));
}
