using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Labels;

namespace KaPipeline.Digests.Letters;

/// <summary>How complete the data of an edition are, the same in every digest: complete, or partial with what is missing named.</summary>
/// <param name="sources">The sources that concern the reader.</param>
/// <param name="language">The reader's language.</param>
public sealed class SourceBlocks(EditionFrame frame, Names names, SourceFacts sources, Language language)
{

    /// <summary>Feeds that concern the reader and are lacking.</summary>
    public IReadOnlyList<SourceState> Lacking { get; } =
        [.. sources.States.Where(state => state.IsLacking)];

    /// <summary>The first lines of a letter: late edition, partial or complete.</summary>
    /// <param name="hasExceptions">Whether the letter reports anything to act on.</param>
    public IEnumerable<Block> Lead(bool hasExceptions)
    {
        foreach (var late in Late())
        {
            yield return late;
        }

        if (Lacking.Count > 0)
        {
            yield return new Notice(Tone.Warning, language.Say(
                $"数据不全：缺 {language.List(Folded.Take(8))}{More(8)}。以下数字未含上述文件，补到后如有变化另行更正。",
                $"Partial: {language.List(Folded.Take(8))}{More(8)} missing. The figures below lack them; a correction follows if they change anything."));
        }
        else
        {
            yield return hasExceptions || Held > 0
                ? new Notice(Tone.Plain, language.Say(
                    $"数据齐全：应到文件均已收到{(Held > 0 ? $"；{Held} 行在隔离区，见文末" : "")}。",
                    $"All sources complete{(Held > 0 ? $"; {Language.Counted(Held, "row")} in quarantine, see below" : "")}."))
                : new Notice(Tone.Good, language.Say("没有异常，全部数据齐全。", "No exceptions, all sources complete."));
        }
    }

    /// <summary>The line of an edition that is late; nothing when it is not.</summary>
    public IEnumerable<Block> Late()
    {
        if (frame.IsLate)
        {
            yield return new Notice(Tone.Warning, language.Say(
                $"迟发：本期应于 {language.Moment(frame.DueAt)} 发出，实际于 {language.Moment(frame.ProducedAt)} 生成。",
                $"Late edition: due {language.Moment(frame.DueAt)}, made {language.Moment(frame.ProducedAt)}."));
        }
    }

    /// <summary>Whether everything expected is there and was read whole.</summary>
    public bool IsWhole => Lacking.Count == 0 && Held == 0;

    /// <summary>The section on feeds and quarantined rows; nothing when all is well.</summary>
    public IEnumerable<Block> Section()
    {
        var (states, files) = (sources.States, sources.Quarantined);
        if (states.Count + files.Count == 0)
        {
            yield break;
        }

        yield return new Heading(language.Say("数据来源", "Sources"), language.Say(
            $"未到或迟到 {states.Count} 项，隔离 {files.Sum(file => file.Rows)} 行（共 {files.Count} 个文件）",
            $"{Language.Counted(states.Count, "feed")} missing or late, {Language.Counted(files.Sum(file => file.Rows), "row")} in quarantine ({Language.Counted(files.Count, "file")})"));
        if (states.Count > 0)
        {
            yield return new Grid(
                [new(language.Say("来源", "Feed")), new(language.Say("状态", "State"))],
                [.. states.Take(12).Select(state => new Row(
                    Describe(state),
                    new Cell(Label.FeedState.Opening(state.State, language), state.Message, state.IsLacking ? Tone.Bad : Tone.Warning)))],
                states.Count > 12 ? language.Say($"另有 {states.Count - 12} 项", $"{states.Count - 12} more") : null);
        }

        if (files.Count > 0)
        {
            yield return new Grid(
                [new(language.Say("有隔离行的文件（# 为行号）", "File with quarantined rows (# is the row)")),
                new(language.Say("隔离 / 总行数", "Held / all rows"), IsNumber: true)],
                [.. files.Take(8).Select(file => new Row(
                    new Cell(file.FileName, $"{Label.RowRule.Of(file.Rule, language)}  {file.Example}"),
                    $"{language.Count(file.Rows)} / {language.Count(file.RowsIn)}"))],
                files.Count > 8 ? language.Say(
                    $"另有 {files.Count - 8} 个文件 {files.Skip(8).Sum(file => file.Rows)} 行，见控制台“隔离”",
                    $"{Language.Counted(files.Count - 8, "more file")}, {Language.Counted(files.Skip(8).Sum(file => file.Rows), "row")}; see Quarantine in the console") : null);
        }
    }

    private long Held => sources.Quarantined.Sum(file => file.Rows);

    private string Describe(SourceState state) =>
        $"{names.Chain(state.ChainId, language)} {Label.Feed.Of(state.Report, language)} {language.ShortDay(state.BusinessDate)}"
        + (state.State == "thin" ? language.Say($"（{state.Message} 行）", $" ({state.Message} {(state.Message == "1" ? "row" : "rows")})") : "");

    // Days of one feed in one: nobody reads a chain's name thirty times.
    private List<string> Folded =>
    [
        .. Lacking.GroupBy(state => (state.ChainId, state.Report)).Select(feed => feed.Count() == 1 ? Describe(feed.First())
            : $"{names.Chain(feed.Key.ChainId, language)} {Label.Feed.Of(feed.Key.Report, language)} "
            + language.Say($"{language.ShortDay(feed.Min(state => state.BusinessDate))} 至 {language.ShortDay(feed.Max(state => state.BusinessDate))} 间 {feed.Count()} 天",
            $"{language.ShortDay(feed.Min(state => state.BusinessDate))} to {language.ShortDay(feed.Max(state => state.BusinessDate))} ({Language.Counted(feed.Count(), "day")})")),
    ];

    private string More(int shown) => Folded.Count > shown
        ? language.Say($"等 {Folded.Count} 项", $" and {Folded.Count - shown} more") : "";
}
