namespace KaPipeline.Labels;

/// <summary>What was sold on consignment (代销) stands where a delivery note would, under a number of ours: what it is called.</summary>
public static class SoldGoods
{
    // As mart.sold_line numbers it.
    private const string Prefix = "SOLD-";
    private const string Chinese = "代销售出 ";
    private const string English = "sold from ";

    /// <summary>Whether a number is that of goods sold, and of no document.</summary>
    public static bool Is(string? number) => number?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>A note's number as it is; of goods sold, that they were and from which day.</summary>
    public static string? Named(string? number, Language language) =>
        number?.Replace(Prefix, language.Say(Chinese, English), StringComparison.Ordinal);

    /// <summary>The same in a question: of a column, in Chinese.</summary>
    public static string SqlOf(string column) => $"replace({column}, '{Prefix}', '{Chinese}')";

    /// <summary>The same in a question: of a column, in English.</summary>
    public static string EnglishSqlOf(string column) => $"replace({column}, '{Prefix}', '{English}')";
}
