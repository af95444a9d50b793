using KaPipeline.Reports.Design;
using KaPipeline.Reports.Facts;
using KaPipeline.Reports.Restatement;

namespace KaPipeline.Reports.Editions;

/// <summary>What the periodic letters share: subject with its marks, head, sources last.</summary>
/// <param name="frame">The edition.</param>
/// <param name="names">Names.</param>
/// <param name="sources">Completeness.</param>
/// <param name="reader">For whom.</param>
public sealed class LetterShape(EditionFrame frame, Names names, SourceFacts sources, Addressee reader)
{
    private readonly Language language = reader.Language;
    private readonly SourceBlocks completeness = new(frame, names, sources, reader);

    /// <summary>Tables of things that stand.</summary>
    public ChangeBlocks Changes { get; } = new(frame, names, reader);

    /// <summary>Puts a letter together.</summary>
    /// <param name="title">Title.</param>
    /// <param name="news">One sentence for the subject and the preview.</param>
    /// <param name="blocks">What stands between completeness and sources.</param>
    public Letter Of(string title, string news, IEnumerable<Block> blocks)
    {
        var head = new LetterHead(frame, names, reader);
        var mark = completeness.Lacking.Count > 0 ? language.Say("【数据不全】", "[partial] ") : frame.IsLate ? language.Say("【迟发】", "[late] ") : reader.Restated.Count > 0 ? language.Say("【含更正】", "[corrected] ") : "";
        if (completeness.IsWhole && reader.Changes.Standing.Count + reader.Changes.Cleared.Count + reader.Restated.Count == 0)
        {
            // Empty and broken never look alike: a morning without anything to act on says so before the mail is opened.
            news = language.Say("没有异常，全部数据齐全", "no exceptions, all sources complete");
        }

        return new Letter($"{mark}{title} · {news}", new Document(
            language, title, head.Scope, news,
            [.. completeness.Lead(reader.Changes.Standing.Count > 0), .. Restated(), .. blocks, .. completeness.Section()], head.Footer));
    }

    // What was sent and is not so any more comes before anything new.
    private IEnumerable<Block> Restated()
    {
        var lines = reader.Restated;
        if (lines.Count == 0)
        {
            yield break;
        }

        yield return new Heading(language.Say("更正", "Corrected"), language.Say(
            $"您收到过的数字有 {lines.Count} 个因后到的文件而改变", $"{lines.Count} figures that you were sent have changed, by files that came later"));
        yield return new RestatementBlocks(frame, names, language).Lines(lines);
    }
}
