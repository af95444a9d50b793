using KaPipeline.Labels;


namespace KaPipeline.Digests.Facts;

/// <summary>A growth in words; where there is none, why.</summary>
public static class GrowthWords
{
    /// <summary>Against the month before: <c>环比 +3.1%</c>, <c>上月没有数据，无环比</c>.</summary>
    /// <param name="now">RMB; null where nothing is known.</param>
    /// <param name="before">RMB of the month before; null where nothing is known.</param>
    /// <param name="language">The reader's language.</param>
    public static string OnLastMonth(decimal? now, decimal? before, Language language) => On(now, before, ("上月", "last month"), language);

    /// <summary>Against the week before.</summary>
    /// <param name="now">RMB; null where nothing is known.</param>
    /// <param name="before">RMB of the week before; null where nothing is known.</param>
    /// <param name="language">The reader's language.</param>
    public static string OnLastWeek(decimal? now, decimal? before, Language language) => On(now, before, ("上周", "last week"), language);

    /// <summary>The same month a year ago, or that nothing is known of it.</summary>
    /// <param name="amount">RMB; null where nothing is known.</param>
    /// <param name="language">The reader's language.</param>
    public static string LastYear(decimal? amount, Language language) => amount is null
        ? language.Say("去年同月没有数据", "no data for this month last year")
        : language.Say($"去年同月 {language.Round(amount)}", $"last year {language.Round(amount)}");

    private static string On(decimal? now, decimal? before, (string Zh, string En) earlier, Language language) =>
        SalesFacts.Growth(now, before) is { } growth
        ? language.Say($"环比 {language.Growth(growth)}", $"{language.Growth(growth)} on {earlier.En}")
        : before is null ? language.Say($"{earlier.Zh}没有数据，无环比", $"no data for {earlier.En} to compare with")
        : now is null ? language.Say("本期没有数据，无环比", "no data for this period to compare")
        : language.Say($"{earlier.Zh}没有销售，无环比", $"no sales in {earlier.En} to compare with");
}
