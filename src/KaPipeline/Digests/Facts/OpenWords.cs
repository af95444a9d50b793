using KaPipeline.Labels;


namespace KaPipeline.Digests.Facts;

/// <summary>How open differences are told: money of two signs apart, in the words of each kind; what cost nothing is counted.</summary>
public static class OpenWords
{
    /// <summary>What the two amounts of a kind are called: for us, against us.</summary>
    public static (string Positive, string Negative) Signs(string kind, Language language) => kind switch
    {
        OpenItemKind.MoneyBreak => (language.Say("可追回", "to claim"), language.Say("可能被追扣", "may be claimed from us")),
        OpenItemKind.ServiceBreak => (language.Say("缺货", "missing"), language.Say("多送", "delivered beyond the order")),
        _ => (language.Say("价格偏低", "priced too low"), language.Say("价格偏高", "priced too high")),
    };

    /// <summary>Two amounts of a kind: <c>可追回 7,492.68 · 可能被追扣 9,994.66</c>; only those that are not 0.00; empty where both are.</summary>
    public static string Amounts(string kind, decimal positive, decimal negative, Language language)
    {
        var (forUs, againstUs) = Signs(kind, language);
        return string.Join(" · ", new[]
        {
            positive == 0 ? "" : language.Say($"{forUs} {language.Money(positive)}", $"{language.Money(positive)} {forUs}"),
            negative == 0 ? "" : language.Say($"{againstUs} {language.Money(negative)}", $"{language.Money(negative)} {againstUs}"),
        }.Where(part => part.Length > 0));
    }

    /// <summary>The amounts of a total, with what is counted in them and not listed; empty where nothing cost anything.</summary>
    public static string Amounts(string kind, OpenTotal total, Language language)
    {
        var amounts = Amounts(kind, total.Positive, total.Negative, language);
        if (kind == OpenItemKind.ServiceBreak && total is { Gaps: > 0, Positive: > 0 })
        {
            // A subject counts the gaps, a table all that is open: the two are told side by side.
            amounts = language.Say($"缺口 {total.Gaps} 项：", $"{Language.Counted(total.Gaps, "gap")}: ") + amounts;
        }

        return amounts.Length == 0 || total.Minor == 0 ? amounts
            : amounts + language.Say($"（含容差内与尾差 {total.Minor} 笔）", $" (with {total.Minor} within tolerance or rounding)");
    }

    /// <summary>What is open, in one line for a subject: statements by their two amounts, deliveries and prices counted.</summary>
    public static string Headline(OpenItemFacts standing, Language language)
    {
        var statements = standing.Total(OpenItemKind.MoneyBreak);
        var (gaps, prices) = (standing.Total(OpenItemKind.ServiceBreak).Gaps, standing.Total(OpenItemKind.Anomaly).Listed);
        var money = Amounts(OpenItemKind.MoneyBreak, statements.Positive, statements.Negative, language);
        return language.Say(
            $"对账 {(money.Length > 0 ? money : "无差异")}；送货缺口 {gaps} 项；价格 {prices} 项",
            $"statements {(money.Length > 0 ? money : "agree")}; {gaps} delivery gaps; {prices} price anomalies");
    }
}
