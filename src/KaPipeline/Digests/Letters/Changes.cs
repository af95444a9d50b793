using KaPipeline.Digests.Facts;
using KaPipeline.Mail;

namespace KaPipeline.Digests.Letters;

/// <summary>What became of a thing since the reader's last edition.</summary>
public enum ChangeKind
{
    /// <summary>Open as before.</summary>
    Same,

    /// <summary>Was not there.</summary>
    New,

    /// <summary>Was there before the last edition, had gone, and is back.</summary>
    Reopened,

    /// <summary>More money at stake, or a worse level.</summary>
    Worsened,

    /// <summary>Less money at stake, or a better level.</summary>
    Improved,
}

/// <summary>An open item, with what became of it.</summary>
/// <param name="Item">The thing.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="AmountBefore">RMB at stake in the last edition; null when it was not there.</param>
public sealed record Change(OpenItem Item, ChangeKind Kind, decimal? AmountBefore);

/// <summary>A thing as an earlier edition reported it.</summary>
/// <param name="ItemKey">Key within the kind.</param>
/// <param name="Place">Where it belongs.</param>
/// <param name="Severity">Higher is worse.</param>
/// <param name="Amount">RMB at stake.</param>
/// <param name="Label">What it was called, in Chinese.</param>
/// <param name="LabelEn">The same in English; empty where it was not recorded.</param>
public sealed record EarlierItem(string Kind, string ItemKey, Place Place, int Severity, decimal Amount, string Label, string LabelEn)
{
    /// <summary>Business date since which it has been open; null where it was not recorded.</summary>
    public DateOnly? SinceOn { get; init; }
}

/// <summary>The difference between what is open now and what a reader's last edition said.</summary>
/// <param name="OpenItems">What is open, worst first, each with what became of it.</param>
/// <param name="Cleared">What the last edition had and is solved: the warehouse finds it no more.</param>
/// <param name="Since">Business date of the last edition; null when this is the reader's first.</param>
public sealed record Changes(IReadOnlyList<Change> OpenItems, IReadOnlyList<EarlierItem> Cleared, DateOnly? Since)
{
    /// <summary>What the last edition had and only grew too old to be listed, or that no rule looks at any more: not solved.</summary>
    public IReadOnlyList<EarlierItem> LeftList { get; init; } = [];

    /// <summary>Whether nothing is open, and nothing changed.</summary>
    public bool IsQuiet => OpenItems.Count + Cleared.Count + LeftList.Count == 0;

    /// <summary>Compares. Without an earlier edition, what arose in this edition's period counts as new.</summary>
    /// <param name="now">What is open and the reader may see.</param>
    /// <param name="before">What the last edition said; what lies outside the scope is left out here. Null for a first edition.</param>
    /// <param name="since">Business date of the last edition.</param>
    /// <param name="seenEarlier">Keys that any edition before the last one had.</param>
    public static Changes Of(
        Scoped<OpenItemFacts> now, IReadOnlyCollection<EarlierItem>? before, DateOnly? since,
        IReadOnlySet<(string Kind, string Key)> seenEarlier, EditionFrame frame)
    {
        var (facts, from) = (now.Facts, frame.From);
        var items = facts.Items;
        if (before is null)
        {
            return new Changes([.. items.Select(item => new Change(item, item.SinceOn >= from ? ChangeKind.New : ChangeKind.Same, null))],
                [], null);
        }

        var earlier = before.Where(item => item.Place.In(now.Reader.Scope)).ToDictionary(item => (item.Kind, item.ItemKey));
        var changes = items.Select(item => earlier.Remove((item.Kind, item.Key), out var was)
            ? new Change(item, Compare(item, was, since), was.Amount)
            : new Change(item, seenEarlier.Contains((item.Kind, item.Key)) ? ChangeKind.Reopened : ChangeKind.New, null)).ToList();

        // A price too old to be watched may be or not: nobody looks at it any more, so nothing is said to be solved.
        var unwatched = frame.BusinessDate.AddDays(-facts.WatchDays);
        var gone = earlier.Values.OrderByDescending(item => item.Amount).ThenBy(item => item.ItemKey, StringComparer.Ordinal)
            .ToLookup(item =>
            facts.Older.Contains((item.Kind, item.ItemKey))
            || (item.Kind is OpenItemKind.Anomaly or OpenItemKind.Outlier
            && (item.SinceOn ?? since?.AddDays(-facts.ListDays)) <= unwatched));
        return new Changes(changes, [.. gone[false]], since) { LeftList = [.. gone[true]] };
    }

    /// <summary>The part of one kind.</summary>
    public Changes Only(string kind) =>
        new([.. OpenItems.Where(change => change.Item.Kind == kind)], [.. Cleared.Where(item => item.Kind == kind)], Since)
        {
            LeftList = [.. LeftList.Where(item => item.Kind == kind)],
        };

    /// <summary>What became so.</summary>
    public IReadOnlyList<Change> Became(params ChangeKind[] kinds) => [.. OpenItems.Where(change => kinds.Contains(change.Kind))];

    // A lock that is past its date costs more each day: that is news on the day it begins, not every morning.
    private static ChangeKind Compare(OpenItem now, EarlierItem was, DateOnly? since) =>
        (now.Severity.CompareTo(was.Severity), now.Amount.CompareTo(was.Amount)) switch
        {
            (0, > 0) when now.Kind == OpenItemKind.Lock && now.DueOn < since => ChangeKind.Same,
            ( > 0, _) or (0, > 0) => ChangeKind.Worsened,
            ( < 0, _) or (0, < 0) => ChangeKind.Improved,
            _ => ChangeKind.Same,
        };
}
