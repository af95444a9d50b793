using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Labels;

namespace KaPipeline.Digests.Letters;

/// <summary>What falls due, the same in every digest.</summary>
/// <param name="names">Names.</param>
/// <param name="language">The reader's language.</param>
public sealed class DeadlineBlocks(Names names, Language language)
{
    /// <summary>A table of deadlines, soonest first.</summary>
    /// <param name="heading">Its heading.</param>
    /// <param name="deadlines">What concerns the reader.</param>
    /// <param name="limit">How many lines.</param>
    public IEnumerable<Block> Of(string heading, IEnumerable<Deadline> deadlines, int limit)
    {
        // New products fall due store by store: a reader wants the product with its count of stores; and chains share their days.
        var lines = deadlines
            .GroupBy(due => (due.On, due.ChainId, due.Kind, due.Detail)).Select(same => (same.Key, Count: same.Sum(due => due.Count)))
            .GroupBy(line => (line.Key.On, line.Key.Kind, line.Key.Detail, line.Count))
            .Select(same => (same.Key, same.Key.Count, Chains: same.Select(line => line.Key.ChainId).ToList()))
            .OrderBy(line => line.Key.On).ToList();
        yield return new Heading(heading, lines.Count == 0 ? language.Say("没有到期事项", "Nothing falls due") : null);
        if (lines.Count > 0)
        {
            yield return new Grid(
                [new(language.Say("日期", "Date"), IsShort: true), new(language.Say("事项", "What"), IsShort: language == Language.Chinese
                && lines.All(line => line.Key.Detail.Length == 0)), new(language.Say("系统", "Chain"))],
                [.. lines.Take(limit).Select(line => new Row(
                    language.Day(line.Key.On), new Cell(Words(line.Key.Kind, line.Key.Detail, line.Count)),
                    language.List(line.Chains.Select(chain => names.Chain(chain, language)))))],
                lines.Count > limit
                ? language.Say($"另有 {lines.Count - limit} 项，见控制台与工作簿", $"{lines.Count - limit} more; see the console and the workbook")
                : null);
        }
    }

    private string Words(string kind, string detail, int count) => kind switch
    {
        "promotion_filing" => $"{Called(kind)} {detail}{language.Say($"（{count} 个产品）", $" ({count} products)")}",
        "promotion_report" => $"{Called(kind)} {detail}",
        "new_product" => $"{Called(kind)} {names.Product(detail, language)}{language.Say($"（{count} 家店）", $" ({count} stores)")}",
        _ => Called(kind),
    };

    private string Called(string kind) => Label.Deadline.Opening(kind, language);
}
