using KaPipeline.Reports.Design;
using KaPipeline.Reports.Facts;

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
        var mark = completeness.Lacking.Count > 0 ? language.Say("【数据不全】", "[partial] ") : frame.IsLate ? language.Say("【迟发】", "[late] ") : "";
        return new Letter($"{mark}{title} · {news}", new Document(
            language, title, head.Scope, news,
            [.. completeness.Lead(reader.Changes.Standing.Count > 0), .. blocks, .. completeness.Section()], head.Footer));
    }
}
