using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Labels;

namespace KaPipeline.Digests.Weekly;

/// <summary>What was seen in stores in the week (M6.3): inspections with what they found, and items near the end of their shelf
/// life.</summary>
internal sealed class InspectionBlocks(Names names, Language language)
{
    private const int Lines = 6;

    public IEnumerable<Block> Of(InspectionFacts facts)
    {
        if (facts.Inspections.Count > 0)
        {
            var wrong = facts.Inspections.Where(one => one.FindingCount > 0).ToList();
            yield return new Heading(language.Say("巡店", "Store inspections"), language.Say(
                $"本周巡店 {facts.Inspections.Count} 次，其中 {wrong.Count} 次有问题（M6.3）",
                $"{facts.Inspections.Count} in the week, {wrong.Count} with findings (M6.3)"));
            yield return new Grid(
                [new(language.Say("门店", "Store")), new(language.Say("问题", "Findings")), new(language.Say("日期", "Day"), IsShort: true)],
                [.. wrong.Take(Lines).Select(Row)], More(wrong.Count, "巡店", "the list of inspections"));
        }

        if (facts.Stale.Count > 0)
        {
            yield return new Heading(language.Say("临期与过期", "Freshness"), language.Say(
                $"最近巡店所见，已过期 {facts.Stale.Count(one => one.RemainingDays < 0)} 项，临期 {facts.Stale.Count(one => one.RemainingDays >= 0)} 项",
                $"As last seen: {facts.Stale.Count(one => one.RemainingDays < 0)} expired, {facts.Stale.Count(one => one.RemainingDays >= 0)} near their end"));
            yield return new Grid(
                [new(language.Say("单品", "Item")), new(language.Say("门店", "Store")), new(language.Say("到期", "Expires"), IsShort: true)],
                [.. facts.Stale.Take(Lines).Select(Row)], More(facts.Stale.Count, "临期与过期", "the list of freshness"));
        }
    }

    private string? More(int count, string list, string listEn) => count > Lines
        ? language.Say($"另有 {count - Lines} 项，见控制台“{list}”", $"{count - Lines} more in {listEn} of the console") : null;

    private Row Row(StoreInspection one) => new(
        new Cell(names.Store(one.ChainId, one.StoreId, language), names.Chain(one.ChainId, language)),
        new Cell(
            language.List(one.Kinds.Select(finding => Label.InspectionFinding.Of(finding, language))),
            one.OurFaces is { } ours && one.CompetitorFaces is { } theirs
                ? language.Say($"陈列面 {language.Count(ours)}，竞品 {language.Count(theirs)}",
                    $"faces {language.Count(ours)}, competitor's {language.Count(theirs)}")
                : null),
        new Cell(language.Day(one.InspectedOn), one.Inspector is null ? null : names.Person(one.Inspector, language)));

    private Row Row(StaleItem one) => new(
        new Cell(names.Product(one.ProductId, language)),
        new Cell(names.Store(one.ChainId, one.StoreId, language), names.Chain(one.ChainId, language)),
        new Cell(
            language.Day(one.ExpiresOn),
            one.RemainingDays < 0 ? language.Say($"过期 {-one.RemainingDays} 天", $"{Language.Counted(-one.RemainingDays, "day")} ago")
                : language.Say($"剩 {one.RemainingDays} 天", $"{Language.Counted(one.RemainingDays, "day")} left"),
            one.RemainingDays < 0 ? Tone.Bad : Tone.Plain));
}
