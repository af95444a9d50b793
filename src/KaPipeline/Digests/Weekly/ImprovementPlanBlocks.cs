using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Labels;
using KaPipeline.Rules;

namespace KaPipeline.Digests.Weekly;

/// <summary>The plans of improvement in the weekly letter (M6.1.6): how many are late, missing, running, done; those to be followed one by
/// one.</summary>
internal sealed class ImprovementPlanBlocks(Names names, RuleWords rules, Language language)
{
    private const int Lines = 10;

    public IEnumerable<Block> Of(IReadOnlyList<ImprovementPlanFact> plans)
    {
        if (plans.Count == 0)
        {
            yield break;
        }

        var escalated = plans.Count(plan => plan.IsEscalated);
        yield return new Heading(rules.In(language.Say("改进计划：后 {ranking.bottom_count} 名门店与单品",
            "Plans of improvement: last {ranking.bottom_count} outlets and items")), language.List(
            plans.GroupBy(plan => plan.State).Select(state => $"{Label.ImprovementPlanState.Of(state.Key, language)} {state.Count()}")
                .Concat(escalated == 0 ? [] : [rules.In(language.Say($"连续 {{ranking.escalation_months}} 个月无改善 {escalated}",
                    $"{{ranking.escalation_months|month}} without progress {escalated}"))]))
            + language.Say("（M6.1.6）", " (M6.1.6)"));
        yield return new Grid(
            [new(language.Say("门店 / 单品", "Outlet / item")), new(language.Say("计划", "Plan")),
            new(language.Say("期限", "Due"), IsShort: true)],
            [.. plans.Take(Lines).Select(Row)],
            plans.Count > Lines ? language.Say($"另有 {plans.Count - Lines} 项，见控制台“改进计划”", $"{plans.Count - Lines} more; see the console's list")
            : null);
    }

    private Row Row(ImprovementPlanFact plan) => new(
        new Cell(
            plan.StoreId.Length > 0 ? names.Store(plan.ChainId, plan.StoreId, language) : names.Product(plan.ProductId, language),
            language.List(new[]
            {
                plan.ChainId.Length > 0 ? names.Chain(plan.ChainId, language) : names.Area(plan.Region, language),
                plan.MonthsInBottom is { } months ? language.Say($"连续 {months} 个月末位", $"among the last for {Language.Counted(months, "month")}") : "",
            }.Where(part => part.Length > 0)),
            Tag: plan.IsEscalated ? language.Say("升级", "escalated") : null),
        new Cell(plan.PlanText ?? language.Say("尚无计划", "none yet"), plan.Result ?? (plan.Owner is null ? null : names.Person(plan.Owner, language))),
        new Cell(language.Day(plan.DoneOn ?? plan.DueOn ?? plan.WantedBy),
            plan.DaysLate > 0 ? language.Say($"{State(plan)} {plan.DaysLate} 天", $"{State(plan)}, {Language.Counted(plan.DaysLate, "day")}")
                : State(plan),
            plan.State is "late" or "missing" ? Tone.Bad : plan.State == "done" ? Tone.Good : Tone.Plain));

    private string State(ImprovementPlanFact plan) => Label.ImprovementPlanState.Of(plan.State, language);
}
