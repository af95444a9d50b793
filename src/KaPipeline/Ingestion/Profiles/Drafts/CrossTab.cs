using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>The part of a header that names no fields: stores or days across the top.</summary>
/// <param name="From">Place of its first column.</param>
/// <param name="Except">Columns behind it that are totals.</param>
/// <param name="AreDates">Whether the headers are days.</param>
internal sealed partial record CrossTab(int From, IReadOnlyList<string> Except, bool AreDates)
{
    private const int LeastColumns = 3;

    /// <summary>The cross-tab of a header row; null where its tail does not look like values, all of one shape.</summary>
    public static CrossTab? In(string[] names)
    {
        var last = Array.FindLastIndex(names, name => name.Length > 0);
        var except = new List<string>();
        for (; last > 0 && SampleTable.IsTotalLabel(names[last]); last--)
        {
            except.Add(names[last]);
        }

        var from = last;
        while (from >= 0 && names[from].Any(char.IsAsciiDigit) && Shape(names[from]) == Shape(names[last]))
        {
            from--;
        }

        from++;
        var tail = names[from..(last + 1)];
        return tail.Length >= LeastColumns && from > 0 && tail.Distinct().Count() == tail.Length
            && Array.TrueForAll(names[..from], name => !name.Any(char.IsAsciiDigit))
            ? new CrossTab(from, except, Array.TrueForAll(tail, name => DraftColumn.DateLike().Match(name) is { Success: true, Index: 0 }))
            : null;
    }

    // What a code begins with: letters, then digits.
    private static string Shape(string name) => Codes().Match(HeaderText.Normalise(name)) is { Success: true } match
        ? $"{match.Groups[1].Value}0{(match.Groups[3].Length > 0 ? "x" : "")}" : "?";

    [GeneratedRegex(@"^(\p{L}{0,4})([-\d/.年月日]+)(.*)$")]
    private static partial Regex Codes();
}
