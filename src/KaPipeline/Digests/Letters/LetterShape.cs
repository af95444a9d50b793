using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Labels;
using KaPipeline.Mail;

namespace KaPipeline.Digests.Letters;

/// <summary>What the periodic letters share: subject with its marks, head, sources last.</summary>
/// <typeparam name="T">Facts of the digest.</typeparam>
/// <param name="scoped">What the reader may see.</param>
/// <param name="reader">For whom.</param>
public sealed class LetterShape<T>(Scoped<T> scoped, Addressee reader) where T : IDigestFacts, ICutToReader<T>
{
    private readonly EditionFrame frame = scoped.Facts.Frame;
    private readonly Names names = scoped.Facts.Names;
    private readonly Language language = reader.Language;
    private readonly SourceBlocks completeness = new(scoped.Facts.Frame, scoped.Facts.Names, scoped.Facts.Sources, reader.Language);

    /// <summary>Tables of open items.</summary>
    public OpenItemBlocks Changes { get; } = new(scoped.Facts.Frame, scoped.Facts.Names, scoped.Facts.OpenItems, reader);

    /// <summary>Puts a letter together.</summary>
    /// <param name="news">One sentence for the subject.</param>
    /// <param name="blocks">What is between completeness and sources.</param>
    /// <param name="preview">What mail programs show beside the subject; null: the same sentence.</param>
    /// <param name="noData">What to say where nothing at all is known of the letter's time; null where something is.</param>
    public Letter Of(string title, string news, IEnumerable<Block> blocks, string? preview = null, string? noData = null)
    {
        var head = new LetterHead(frame, names, reader);
        var mark = completeness.Lacking.Count > 0 ? language.Say("【数据不全】", "[partial] ") : frame.IsLate ? language.Say("【迟发】", "[late] ")
            : reader.Restated.Count > 0 ? language.Say("【含更正】", "[corrected] ") : "";
        if (noData is not null)
        {
            // A time of which nothing is known has no exceptions to be free of; what is open from before is told all the same.
            news = reader.Changes.IsQuiet ? noData : noData.Split('：', ':')[0] + language.Say("；", "; ") + news;
        }
        else if (completeness.IsWhole && reader.Changes.IsQuiet && reader.Restated.Count == 0)
        {
            // Empty and broken never look alike: a morning without anything to act on says so before the mail is opened.
            news = language.Say("没有异常，全部数据齐全", "no exceptions, all sources complete");
            preview = news;
        }

        return new Letter($"{mark}{title} · {news}", new Document(
            language, title, head.Scope, preview ?? news,
            [.. noData is null ? completeness.Lead(reader.Changes.OpenItems.Count > 0)
                    : [new Notice(Tone.Warning, noData), .. completeness.Lacking.Count > 0 ? completeness.Lead(true) : completeness.Late()],
                    .. Restated(), .. blocks, .. completeness.Section()], head.Footer));
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
            $"此前发给您的数字中，有 {lines.Count} 个因后到文件有变", $"{Language.Counted(lines.Count, "figure")} that you were sent changed because of files that came later"));
        yield return new RestatementBlocks(frame, names, language).Lines(lines);
    }
}
