using System.Text.RegularExpressions;
using KaPipeline.Rules;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>The rules of a company that has changed every threshold, and what nothing may go on to say of the defaults.</summary>
public static partial class UnusualRules
{
    // Few enough that the sample month has as many of each, so that the sentences are written.
    private static readonly Dictionary<string, decimal> Few = new()
    {
        ["ranking.bottom_count"] = 4, ["ranking.escalation_months"] = 1, ["staffing.promoters_without_approval"] = 1,
        ["staffing.promoter_sales"] = 37_000,
    };

    // What no setting changes: windows of a letter, bands of age, days that something is late, the name of a promotion.
    private static readonly string[] Constant =
    [
        "送达率 近 28 天到期订单", "近 28 天已到期订单", "近 28 天到期送达率", "ill rate of what is due, 28 days", "orders of 28 days",
        "近 28 天各门店的实收 ÷ 订货", "ordered of each store, 28 days", "今明两天",
        "近 8 周", "未来两周", "coming two weeks", "前三个月", "in three months", "of three months", "逾期",
        "Overdue", "1 to 30 days", "31 to 60 days", "61 to 90 days", "over 90 days", "前五名", "Top five", "月初两周",
    ];

    /// <summary>The shipped ones.</summary>
    public static BusinessRules Shipped { get; } = BusinessRules.Load(Path.Combine(Repository.Root, "config"));

    /// <summary>Every threshold is another.</summary>
    public static BusinessRules All { get; } = new()
    {
        Penalties = Shipped.Penalties,
        Thresholds = Shipped.Thresholds.Select((rule, at) => (rule.Key, Rule: rule.Value, At: at)).ToDictionary(rule => rule.Key,
            rule => rule.Key.StartsWith("deadline.", StringComparison.Ordinal) ? rule.Rule : new BusinessRules.Threshold
            {
                Value = Few.TryGetValue(rule.Key, out var few) ? few : 37 + rule.At % 20, Unit = rule.Rule.Unit, Source = rule.Rule.Source,
            }),
    };

    /// <summary>Whether a line still writes out the default of a threshold, as a number or as a word, with what it counts.</summary>
    public static bool AreWrittenOutIn(string line) => Default().IsMatch(line) && !Constant.Any(line.Contains);

    [GeneratedRegex(
        @"(?<![\d.,/:十-])(2|二|两|3|三|5|五|8|八|20|二十|28|四周|30|三十|60|六十|90|九十) ?(天|个工作日|工作日|名|个整月|个月|家|周)"
        + @"|\b(2|two|3|three|5|five|20|twenty|28|four|30|thirty|60|sixty|90|ninety) (days?|working|months?|weeks?|whole|SKUs|outlets|items|need)"
        + "|more than two|last (five|5)|20th|后五|近四周", RegexOptions.IgnoreCase)]
    private static partial Regex Default();
}
