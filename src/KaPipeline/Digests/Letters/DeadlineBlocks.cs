using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Labels;

namespace KaPipeline.Digests.Letters;

/// <summary>What falls due, the same in every digest.</summary>
/// <param name="language">The reader's language.</param>
public sealed class DeadlineBlocks(Names names, Language language)
{
    /// <summary>A table of deadlines, soonest first.</summary>
    /// <param name="deadlines">What concerns the reader.</param>
    /// <param name="limit">How many lines.</param>
    public IEnumerable<Block> Of(string heading, IReadOnlyList<Deadline> deadlines, int limit)
    {
        // New products fall due store by store: a reader wants the product with its count of stores; chains share their days; and the
        // documents of a chain's day are one errand.
        var days = deadlines.Where(due => due.Amount is null)
            .GroupBy(due => (due.On, due.ChainId, due.Kind, due.Detail)).Select(same => (same.Key, Count: same.Sum(due => due.Count)))
            .GroupBy(line => (line.Key.On, line.Key.Kind, line.Key.Detail, line.Count))
            .Select(same => new Line(same.Key.On, same.Key.Kind, Words(same.Key.Kind, same.Key.Detail, same.Key.Count),
                language.List(same.Select(line => names.Chain(line.Key.ChainId, language))), null));
        var documents = deadlines.Where(due => due.Amount is not null)
            .GroupBy(due => (due.On, due.Kind, due.ChainId)).OrderByDescending(same => same.Sum(due => due.Amount))
            .Select(same => new Line(same.Key.On, same.Key.Kind, Words(same.Key.Kind, "", same.Count()),
                $"{names.Chain(same.Key.ChainId, language)}  {Documents([.. same])}", same.Sum(due => due.Amount)));
        var lines = documents.Concat(days).OrderBy(line => line.On).ThenBy(line => line.Kind, StringComparer.Ordinal).ToList();
        var hasAmounts = lines.Exists(line => line.Amount is not null);
        yield return new Heading(heading, lines.Count == 0 ? language.Say("没有到期事项", "Nothing falls due")
            : hasAmounts ? language.Say("金额为元，含税", "Amounts in RMB, VAT included") : null);
        if (lines.Count > 0)
        {
            yield return new Grid(
                [
                    new(language.Say("日期", "Date"), IsShort: true), new(language.Say("事项", "What")),
                    .. hasAmounts ? [new(language.Say("金额", "RMB"), true)] : (Column[])[],
                ],
                [.. lines.Take(limit).Select(line => new Row(
                [
                    language.Day(line.On), new Cell(line.What, line.Note),
                    .. hasAmounts ? [line.Amount is { } amount ? language.Money(amount) : ""] : (Cell[])[],
                ]))],
                lines.Count > limit
                ? language.Say($"另有 {lines.Count - limit} 项，见控制台与工作簿", $"{lines.Count - limit} more; see the console and the workbook")
                : null);
        }
    }

    /// <summary>Claims of ours that can no longer be disputed once their window has closed; nothing where none closes.</summary>
    /// <param name="claims">What is open of statements, cut to the reader.</param>
    /// <param name="from">First day on which a window closes.</param>
    /// <param name="limit">How many lines.</param>
    public IEnumerable<Block> Disputes(IEnumerable<OpenItem> claims, DateOnly from, DateOnly to, int limit)
    {
        var closing = claims.Where(item => item.Kind == OpenItemKind.MoneyBreak && item.DueOn >= from && item.DueOn <= to
                && (item.Positive > 0 || item.AtStake > 0))
            .GroupBy(item => (On: item.DueOn!.Value, item.Place.ChainId)).OrderBy(same => same.Key.On)
            .ThenByDescending(same => same.Sum(item => item.Positive + item.AtStake)).ToList();
        if (closing.Count == 0)
        {
            yield break;
        }

        var all = closing.SelectMany(same => same).ToList();
        yield return new Heading(language.Say("异议期将满", "Dispute windows that close"), language.Say(
            "逾期对方可不予受理；“待补发票”为已扣款而未附发票的金额",
            "After that day the chain may refuse the claim; \"invoice missing\": deducted without one"));
        yield return new Grid(
            [
                new(language.Say("最后一天", "Last day"), IsShort: true), new(language.Say("系统", "Chain")),
                new(language.Say("可追回", "To claim"), true),
            ],
            [
                .. closing.Take(limit).Select(same => new Row(
                    new Cell(language.Day(same.Key.On), Tone: Tone.Bad), Counted(names.Chain(same.Key.ChainId, language), same),
                    Money(same, Tone.Bad))),
                new Row(language.Say("合计", "Total"), Counted("", all), Money(all, Tone.Plain)),
            ],
            closing.Count > limit ? language.Say($"另有 {closing.Count - limit} 行，合计含全部", $"{closing.Count - limit} more, all in the total") : null);

        Cell Counted(string name, IEnumerable<OpenItem> of) => name.Length > 0
            ? new Cell(name, language.Say($"{of.Count()} 笔", $"claims: {of.Count()}")) : language.Say($"{of.Count()} 笔", $"claims: {of.Count()}");

        Cell Money(IEnumerable<OpenItem> of, Tone tone) => new(language.Money(of.Sum(item => item.Positive)),
            of.Sum(item => item.AtStake) is var stake and > 0
                ? language.Say($"另待补发票 {language.Money(stake)}", $"and {language.Money(stake)} invoice missing") : null, tone);
    }

    private sealed record Line(DateOnly On, string Kind, string What, string Note, decimal? Amount);

    // Which they are, and which of them missed an earlier day.
    private string Documents(List<Deadline> same)
    {
        var missed = same.Where(due => due.MissedOn is not null).Select(due => due.MissedOn!.Value).ToList();
        return language.List(same.Take(3).Select(due => due.Detail))
            + (same.Count > 3 ? language.Say($" 等 {same.Count} 张", $" and {same.Count - 3} more") : "")
            + (missed.Count == 0 ? "" : language.Say($"，已错过 {language.ShortDay(missed.Min())}",
                $"; the day {language.ShortDay(missed.Min())} was missed"));
    }

    private string Words(string kind, string detail, int count) => kind switch
    {
        "promotion_filing" => $"{Called(kind)} {detail}{language.Say($"（{count} 个产品）", $" ({Language.Counted(count, "product")})")}",
        "promotion_report" => $"{Called(kind)} {detail}",
        "new_product" => $"{Called(kind)} {names.Product(detail, language)}{language.Say($"（{count} 家店）", $" ({Language.Counted(count, "store")})")}",
        _ => Called(kind),
    };

    private string Called(string kind) => Label.Deadline.Opening(kind, language);
}
