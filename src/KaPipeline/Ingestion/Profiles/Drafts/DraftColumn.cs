using System.Text;
using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>What the values of a column look like.</summary>
/// <param name="at">Its place, from 0.</param>
/// <param name="header">Its name as a profile writes it.</param>
/// <param name="cells">Its cells, row by row.</param>
/// <param name="areDates">Whether the container says that they are dates.</param>
internal sealed partial class DraftColumn(int at, string header, IReadOnlyList<string> cells, bool areDates)
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd", "yyyy/M/d", "dd/MM/yyyy", "MM/dd/yyyy", "d/M/yyyy", "M/d/yyyy", "yyyy年MM月dd日", "yyyy年M月d日",
            "yyyy-M-d", "yyyy.M.d",
        "yyyy-MM-dd*", "yyyy/M/d *", "excel",
    ];

    public int At => at;

    public string Header => header;

    /// <summary>Cells, row by row, blank ones too.</summary>
    public IReadOnlyList<string> Cells => cells;

    public IReadOnlyList<string> Values { get; } = [.. cells.Where(value => value is not ("" or "-" or "--" or "***" or "NULL"))];

    /// <summary>Formats that fit every value; more than one means that a person must choose.</summary>
    public IReadOnlyList<string> DateFormats()
    {
        if (areDates)
        {
            return ["yyyy-MM-dd"];
        }

        // Where exact digits fit, the looser format would say less.
        var fitting = Formats.Where(format => Values.Count > 0
            && Values.All(value => DateFormat.Parse(format)!.TryParse(Encoding.UTF8.GetBytes(value), out _))).ToList();
        return fitting switch
        {
            ["yyyy/MM/dd", ..] or ["yyyy-MM-dd", ..] or ["yyyyMMdd", ..] => [fitting[0]],
            _ when fitting.Contains("dd/MM/yyyy") && fitting.Contains("MM/dd/yyyy") => ["dd/MM/yyyy", "MM/dd/yyyy"],
            _ => [.. fitting.Take(1)],
        };
    }

    /// <summary>Whether its values, and not only its header, say that it holds dates.</summary>
    public bool LooksLikeDates => areDates
        || (Values.Count > 0 && Values.All(value => DateLike().Match(value) is { Index: 0, Length: >= 8 }) && DateFormats().Count > 0);

    /// <summary>How to cut a code out of composite cells; null where they are plain.</summary>
    public string? CodePart()
    {
        if (Values.Count == 0)
        {
            return null;
        }

        if (Values.All(value => CodeThenParenthesis().IsMatch(value)))
        {
            return $"before {CodeThenParenthesis().Match(Values[0]).Groups[1].Value}";
        }

        if (Values.All(value => CodeThenDash().IsMatch(value)))
        {
            return $"before {CodeThenDash().Match(Values[0]).Groups[1].Value}";
        }

        if (Values.All(value => CodeThenName().IsMatch(value)))
        {
            return "word 1";
        }

        var lengths = Values.Select(value => CodeGluedToName().Match(value)).ToList();
        return lengths.TrueForAll(match => match.Success) && lengths.Select(match => match.Length).Distinct().Count() == 1
            ? $"first {lengths[0].Length}" : null;
    }

    /// <summary>How to cut the units out of <c>120(10)</c>; null where the cells are plain numbers.</summary>
    public string? QuantityPart() => Values.Count > 0 && Values.All(value => UnitsThenCases().IsMatch(value)) ? "before (" : null;

    /// <summary>Whether all values are numbers.</summary>
    public bool IsNumeric => Values.Count > 0 && Values.All(value => Number.TryParse(Encoding.UTF8.GetBytes(value), out _));

    public decimal Sum => Values.Sum(value => NumberOf(value) ?? 0);

    /// <summary>The number in a row; null where there is none.</summary>
    public decimal? NumberAt(int row) => NumberOf(cells[row]);

    /// <summary>The number that a cell says; null where it says none.</summary>
    public static decimal? NumberOf(string cell) => Number.TryParse(Encoding.UTF8.GetBytes(cell), out var number) ? number.ToDecimal()
        : null;

    [GeneratedRegex(@"(19|20)\d{2}[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?|\d{1,2}/\d{1,2}/(19|20)\d{2}")]
    public static partial Regex DateLike();

    [GeneratedRegex(@"^[A-Za-z0-9-]+\s*([(（\[【]).*[)）\]】]$")]
    private static partial Regex CodeThenParenthesis();

    [GeneratedRegex(@"^[A-Za-z0-9]+([-_/])[^\x00-\x7F]")]
    private static partial Regex CodeThenDash();

    [GeneratedRegex(@"^[A-Za-z0-9-]+\s+\S*[^\x00-\x7F]")]
    private static partial Regex CodeThenName();

    [GeneratedRegex(@"^[A-Za-z0-9]+(?=[^\x00-\x7F])")]
    private static partial Regex CodeGluedToName();

    [GeneratedRegex(@"^[\d,]+\s*[(（][\d,.]+[)）]$")]
    private static partial Regex UnitsThenCases();
}
