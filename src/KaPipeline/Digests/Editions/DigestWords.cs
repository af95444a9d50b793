using KaPipeline.Labels;


namespace KaPipeline.Digests.Editions;

/// <summary>What people call the digests, in both languages.</summary>
public static class DigestWords
{
    /// <summary>The word for a digest; an unknown one shows as it is stored.</summary>
    public static string Of(string digest, Language language) => digest switch
    {
        "daily" => language.Say("日报", "Daily"),
        "weekly" => language.Say("周报", "Weekly"),
        "close" => language.Say("月结", "Monthly close"),
        "budget" => language.Say("费用预算", "Fee budget"),
        "plan" => language.Say("工作计划", "Plan"),
        "restatement" => language.Say("数字更正", "Corrected figures"),
        _ => digest,
    };
}
