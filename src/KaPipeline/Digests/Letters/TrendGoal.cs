using KaPipeline.Digests.Design;
using KaPipeline.Labels;

namespace KaPipeline.Digests.Letters;

/// <summary>What is said of a trend that is held against a goal.</summary>
internal static class TrendGoal
{
    /// <summary>The trend with the words for its dashed line and for the value at which its columns begin.</summary>
    public static Trend Of(Trend trend, Language language) => trend with
    {
        Label = trend.Label + language.Say($"；虚线为目标，柱自 {language.Percent(trend.Foot)} 起",
            $"; the dashed line is the target, columns begin at {language.Percent(trend.Foot)}"),
    };
}
