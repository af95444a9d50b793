using System.Globalization;
using System.Text.RegularExpressions;

namespace KaPipeline.Ingestion.Loading;

/// <summary>Which rows a table would refuse: what its types, its indexes and its constraints do not hold.</summary>
internal sealed partial class MergeSql
{
    // An index entry holds 2,704 bytes at most, the fields of fixed size and the lengths of the texts included.
    private const int LongestKeyText = 800;
    private const int LongestKey = 2_400;

    // The rows of the file with the rule that each breaks, if any.
    private string Resolved =>
        $"""
        select {Columns()},
            row_number, found_item, found_store, found_account, found_cases,
            coalesce(problem{Case(Limits())}{Case(Checks())}) as problem
        from (
        {source.Resolve.Trim()}
        ) resolved
        """;

    private string Outgrown => string.Join(" or ", source.Sums.Select(column => Outgrows(column, "s.")));

    // What the columns' types and the indexes on them refuse: it would stop the whole file.
    private IEnumerable<string> Limits()
    {
        foreach (var column in table.Key.Concat(table.Values))
        {
            var type = table.Types[column].Type;

            // The key of a document's line has been looked up, or was required of the row.
            if (table.Required.Contains(column) && !(HasDocuments && table.Key.Contains(column)))
            {
                yield return $"when {column} is null then 'missing_value {column}'";
            }

            if (Outgrows(column, "") is { Length: > 0 } outgrows)
            {
                yield return $"when {outgrows} then 'too_large {column}'";
            }
            else if (!HasDocuments && type == "text" && table.Key.Contains(column))
            {
                yield return $"when octet_length({column}) > {LongestKeyText} then 'too_long {column}'";
            }
        }

        if (!HasDocuments && table.Key.Where(column => table.Types[column].Type == "text").ToList() is { Count: > 1 } texts)
        {
            yield return $"when octet_length(concat({string.Join(", ", texts)})) > {LongestKey} then 'too_long'";
        }
    }

    private string Outgrows(string column, string prefix) => table.Types[column].Type switch
    {
        "smallint" => $"{prefix}{column} not between -32768 and 32767",
        var type when NumericType().Match(type) is { Success: true } match =>
            $"{prefix}{column} not between -{Most(match)} and {Most(match)}",
        _ => "",
    };

    // One less than the type holds, so that rounding to its decimals cannot outgrow it either.
    private static string Most(Match type) =>
        new string('9', int.Parse(type.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - int.Parse(type.Groups[2].ValueSpan,
        CultureInfo.InvariantCulture));

    private static string Case(IEnumerable<string> conditions) =>
        string.Join("\n        ", conditions) is { Length: > 0 } text ? $",\n    case\n        {text} end" : "";

    // As the row will be kept: 0.00000001 is above zero, and no price once it has its four decimals.
    private IEnumerable<string> Checks() => table.Checks.Select(check => $"when not ({Rounded(check)})\n            then '{check.Name}'");

    private string Rounded(TableCheck check)
    {
        var rounded = check.Columns.Where(column => NumericType().IsMatch(table.Types[column].Type)).ToHashSet();
        return rounded.Count == 0 ? check.Expression : Word().Replace(check.Expression, word =>
            rounded.Contains(word.Value) ? $"{word.Value}::{table.Types[word.Value].Type}" : word.Value);
    }

    // A name, or a whole text in which no name is meant.
    [GeneratedRegex(@"'(?:[^']|'')*'|\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^numeric\((\d+),(\d+)\)$")]
    private static partial Regex NumericType();
}
