using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Labels;

namespace KaPipeline.Digests.Letters;

/// <summary>Tables of open items, the same in every digest: what, how much, who, by when; and what is left out.</summary>
/// <param name="language">The reader's language.</param>
public sealed class OpenItemTable(EditionFrame frame, Names names, Language language)
{
    /// <summary>A table of at most <paramref name="limit"/> lines; what is left out is counted and summed, with a note where it can be seen.</summary>
    /// <param name="changes">Lines, in the order wanted.</param>
    /// <param name="limit">How many fit.</param>
    /// <param name="where">Path in the console where all of them are.</param>
    public Grid Of(IReadOnlyList<Change> changes, int limit, string where) => new(
        [
            new(language.Say("事项", "What")), new(language.Say("金额（元）", "RMB"), IsNumber: true),
                new(language.Say("负责人 / 期限", "Who / due"), IsShort: true),
        ],
        [.. changes.Take(limit).Select(Line)],
        Rest(changes.Skip(limit).ToList(), where));

    private Row Line(Change change)
    {
        var item = change.Item;
        var subject = language.List(new[] { names.Product(item.ProductId, language), PlaceName(item) }.Where(part => part.Length > 0));
        var owner = names.Person(item.OwnerId, language);
        return new Row(
            new Cell(
                subject.Length > 0 ? $"{Label.OpenRule.Opening(item.Rule, language)} · {subject}" : Label.OpenRule.Opening(item.Rule, language),
                language.Say(item.Evidence, item.EvidenceEn) is { Length: > 0 } evidence ? Since(item) + evidence
                : Since(item).TrimEnd('，', ',', ' '),
                ToneOf(change), TagOf(change.Kind), Link(item.Path)),
            new Cell(item.SignedAmount == 0 && item.Kind != OpenItemKind.MoneyBreak ? Language.NoFigure : language.Money(item.SignedAmount),
            change.Kind is ChangeKind.Worsened or ChangeKind.Improved && change.AmountBefore is { } before
                ? language.Say($"原 {language.Money(before)}", $"was {language.Money(before)}") : null),
            new Cell(
                owner.Length > 0 ? owner : language.Say("未指定", "nobody named"),
                Due(item), item.DueOn < frame.BusinessDate ? Tone.Bad : Tone.Plain));
    }

    private string? Due(OpenItem item) => item.DueOn is not { } due ? null
        : language.Say($"{language.Day(due)}前", $"by {language.Day(due)}")
        + (due < frame.BusinessDate ? language.Say("，已逾期", ", overdue") : "");

    /// <summary>Name of the place: the store, else the chain.</summary>
    public string PlaceName(OpenItem item) => item.Place.StoreId.Length > 0
        ? names.Store(item.Place.ChainId, item.Place.StoreId, language)
        : language.List(new[] { names.Chain(item.Place.ChainId, language), item.Document }.Where(part => part.Length > 0));

    /// <summary>Full address of a page of the console; null when mails carry no links.</summary>
    public string? Link(string path) =>
        frame.ConsoleAddress.Length > 0 && path.Length > 0 ? frame.ConsoleAddress.TrimEnd('/') + ConsolePaths.On(path, frame.BusinessDate)
        : null;

    private string Since(OpenItem item) => item.SinceOn is { } since
        ? language.Say($"{language.ShortDay(since)} 起，", $"since {language.ShortDay(since)}, ") : "";

    private string? Rest(List<Change> left, string where)
    {
        if (left.Count == 0)
        {
            return null;
        }

        var kind = left[0].Item.Kind;
        var amounts = kind == OpenItemKind.Lock ? ""
            : OpenWords.Amounts(kind, left.Sum(change => change.Item.Positive), left.Sum(change => change.Item.Negative), language);
        var place = Link(where) is { } link ? " " + link : language.Say("控制台", " the console");
        return language.Say($"另有 {left.Count} 项", $"{left.Count} more") + (amounts.Length > 0 ? language.Say("，", ", ") + amounts : "")
            + language.Say($"；全部见{place}", $"; see all in{place}");
    }

    private string? TagOf(ChangeKind kind) => kind switch
    {
        ChangeKind.New => language.Say("新增", "new"),
        ChangeKind.Reopened => language.Say("再现", "reopened"),
        ChangeKind.Worsened => language.Say("加重", "worse"),
        ChangeKind.Improved => language.Say("减轻", "better"),
        _ => null,
    };

    private static Tone ToneOf(Change change) => change.Kind switch
    {
        ChangeKind.New or ChangeKind.Reopened => Tone.Warning,
        ChangeKind.Worsened => Tone.Bad,
        ChangeKind.Improved => Tone.Good,
        _ => Tone.Plain,
    };
}
