using KaPipeline.Labels;
using KaPipeline.Rules;

namespace KaPipeline.Digests.Facts;

/// <summary>What a staffing signal measures, in words, and whose approval it needs.</summary>
public static class StaffingWords
{
    /// <summary>Who is counted, by what, and what is asked of them.</summary>
    public static string Measure(StaffingFact row, RuleWords rules, Language language) => row.Kind switch
    {
        "promoter" =>
            language.Say($"导购；门店月供货 {language.Round(row.Measured)} 元（含税）",
            $"Promoters; supply to the store {language.Round(row.Measured)} RMB a month, VAT included") + Approval(row, rules, language),
        "representative" => language.Say($"业务代表；KA 与 A 类门店 {language.Count(row.Measured)} 家",
        $"Representatives; {language.Count(row.Measured)} KA and A stores"),
        "dealer" => language.Say("一家经销商配一名业务代表", "A dealer has one representative")
            + (row.Measured is null ? ""
            : language.Say($"；月供货 {language.Round(row.Measured)} 元（含税）",
            $"; supply {language.Round(row.Measured)} RMB a month, VAT included")),
        _ => language.Say(
            $"名下全部经销商合计月供货 {language.Round(row.Measured)} 元（含税），要求 {language.Round(row.Required)} 元",
            $"Supply of all their dealers together {language.Round(row.Measured)} RMB a month, VAT included; {language.Round(row.Required)} RMB are required"),
    };

    /// <summary>The approval that so many promoters need; empty where none.</summary>
    private static string Approval(StaffingFact row, RuleWords rules, Language language) => row.NeedsApproval
        ? rules.In(language.Say("；超过 {staffing.promoters_without_approval} 名须都市KA经理与区域KA经理批准",
            "; more than {staffing.promoters_without_approval} need the approval of the city and the regional KA manager")) : "";
}
