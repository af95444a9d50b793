using System.Text.RegularExpressions;

namespace KaPipeline.Labels;

/// <summary>What was sold on consignment (代销) stands where a delivery note would, under a number of ours: what it is called.</summary>
public static partial class SoldGoods
{
    // As mart.sold_line numbers it, and what people read: from which day on it was sold.
    private const string Number = @"^SOLD-(\d{4})(\d\d)(\d\d)";
    private const string Chinese = "代销 {0}1-{0}2-{0}3 起售出";
    private const string English = "sold on consignment from {0}1-{0}2-{0}3";

    /// <summary>Whether a number is that of goods sold, and of no document.</summary>
    public static bool Is(string? number) => number is not null && Numbered().IsMatch(number);

    /// <summary>A note's number as it is; of goods sold, that they were and from which day.</summary>
    public static string? Named(string? number, Language language) =>
        number is null ? null : Numbered().Replace(number, language.Say(Chinese, English).Replace("{0}", "$", StringComparison.Ordinal));

    /// <summary>The same in a question: of a column, in Chinese.</summary>
    public static string SqlOf(string column) => Sql(column, Chinese);

    /// <summary>The same in a question: of a column, in English.</summary>
    public static string EnglishSqlOf(string column) => Sql(column, English);

    private static string Sql(string column, string words) =>
        $"regexp_replace({column}, '{Number}', '{words.Replace("{0}", "\\", StringComparison.Ordinal)}')";

    [GeneratedRegex(Number)]
    private static partial Regex Numbered();
}
