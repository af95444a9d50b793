using KaPipeline.Digests.Calendar;
using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Labels;

namespace KaPipeline.Digests.Letters;

/// <summary>Who owes what since when, what waits for us, and when money is expected: the same in the weekly and the close.</summary>
/// <param name="language">The reader's language.</param>
/// <param name="asOf">The edition's business date.</param>
public sealed class ReceivableBlocks(Names names, Language language, DateOnly asOf)
{
    private const int Weeks = 5;

    /// <summary>The section; nothing where nothing is open.</summary>
    /// <param name="open">What is open, cut to the reader.</param>
    public IEnumerable<Block> Of(IReadOnlyList<ReceivableFact> open)
    {
        if (open.Count == 0)
        {
            yield break;
        }

        yield return new Heading(language.Say("应收", "Receivables"), language.Say(
            "元，含税；逾期自约定回款日起算；“待我方”：尚未开票或投票；账期自对方签收发票起算的，尚未起算",
            "RMB, VAT included; overdue from the agreed payment day; \"waits for us\": not invoiced or not handed over, so that a term counted from the invoice has not begun"));
        yield return new Grid(
            [
                new(language.Say("系统", "Chain")), new(language.Say("未收", "Open"), true),
                new(language.Say("逾期", "Overdue"), true),
            ],
            [
                .. open.GroupBy(item => item.Place.ChainId).OrderByDescending(chain => Overdue(chain)).ThenByDescending(Sum)
                    .Select(chain => Line(names.Chain(chain.Key, language), [.. chain])),
                Line(language.Say("合计", "Total"), open),
            ]);
        foreach (var block in Ready(open).Concat(Expected(open)))
        {
            yield return block;
        }
    }

    private Row Line(string name, IReadOnlyList<ReceivableFact> of)
    {
        var late = of.Where(item => item.IsOverdue).ToList();
        var ours = of.Where(item => item.WaitsForUs).ToList();
        return new Row(
            name,
            new Cell(language.Money(Sum(of)), ours.Count == 0 ? null
                : language.Say($"待我方 {language.Money(Sum(ours))}", $"{language.Money(Sum(ours))} waits for us")),
            new Cell(language.Money(Sum(late)), late.Count == 0 ? null : language.Say(
                $"最早 {language.ShortDay(late.Min(item => item.PayableOn))}，{late.Max(item => item.DaysOverdue)} 天",
                $"since {language.ShortDay(late.Min(item => item.PayableOn))}, {Language.Counted(late.Max(item => item.DaysOverdue) ?? 0, "day")}"),
                late.Count > 0 ? Tone.Bad : Tone.Plain));
    }

    // What moves money soonest: the largest claims whose next step is ours.
    private IEnumerable<Block> Ready(IReadOnlyList<ReceivableFact> open)
    {
        var ready = open.Where(item => item.WaitsForUs).OrderByDescending(item => item.Open).ToList();
        if (ready.Count > 0)
        {
            yield return new Grid(
                [
                    new(language.Say("待我方开票、投票", "For us to invoice or submit")),
                    new(language.Say("可投票日", "Next day"), IsShort: true), new(language.Say("金额", "RMB"), true),
                ],
                [.. ready.Take(5).Select(item => new Row(
                    new Cell($"{names.Chain(item.Place.ChainId, language)} {item.Statement}", item.Invoice.Length == 0
                        ? language.Say("未开票", "not invoiced")
                        : language.Say($"发票 {item.Invoice} 未投票", $"invoice {item.Invoice} not submitted")),
                    language.ShortDay(item.NextOn), language.Money(item.Open)))],
                ready.Count > 5 ? language.Say($"另有 {ready.Count - 5} 笔，见附件工作簿", $"{ready.Count - 5} more; see the workbook") : null);
        }
    }

    // By week of the payment day; what is overdue or has no day yet is named, so that the bars and the rest add up to all that is open.
    private IEnumerable<Block> Expected(IReadOnlyList<ReceivableFact> open)
    {
        var ahead = open.Where(item => item.PayableWeek is not null && !item.IsOverdue).ToList();
        var later = DigestDays.MondayOf(asOf).AddDays(7 * Weeks);
        var weeks = ahead.Where(item => item.PayableWeek < later).GroupBy(item => item.PayableWeek).OrderBy(week => week.Key)
            .Select(week => (Label: language.Say($"{language.ShortDay(week.Key)} 当周", $"week of {language.ShortDay(week.Key)}"),
                Amount: Sum(week)))
            .Append((Label: language.Say("以后", "later"), Amount: Sum(ahead.Where(item => item.PayableWeek >= later))))
            .Where(week => week.Amount != 0).ToList();
        var (late, undated) = (language.Money(Overdue(open)), language.Money(Sum(open.Where(item => item.PayableWeek is null))));
        yield return new Heading(language.Say("预计回款", "Expected cash"), language.Say(
            $"按约定回款日所在的周；不含逾期 {late}、尚无回款日 {undated}",
            $"By week of the agreed payment day; excludes {late} overdue and {undated} with no payment day yet"));
        if (weeks.Count > 0)
        {
            var most = Math.Max(1, weeks.Max(week => week.Amount));
            yield return new Bars([.. weeks.Select(week => new Bar(week.Label, week.Amount / most, language.Money(week.Amount)))]);
        }
    }

    private static decimal Sum(IEnumerable<ReceivableFact> of) => of.Sum(item => item.Open);

    private static decimal Overdue(IEnumerable<ReceivableFact> of) => of.Where(item => item.IsOverdue).Sum(item => item.Open);
}
