using System.Text;
using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>A label outside the tables with what is beside it.</summary>
/// <param name="Name">The label as written.</param>
/// <param name="Parts">Its values; two dates in one cell are a part each.</param>
/// <param name="Place">Sheet and row, for people.</param>
internal sealed partial record SampleLabel(string Name, IReadOnlyList<SampleLabel.Part> Parts, string Place)
{
    private const string OneDate = @"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{8}|\d{1,2}/\d{1,2}/\d{4})";

    /// <summary>One value.</summary>
    /// <param name="Text">What it says.</param>
    /// <param name="Number">Which of the values beside the label it is, from 1.</param>
    /// <param name="Take">How to cut it out; null for the whole value.</param>
    public sealed record Part(string Text, int Number, string? Take);

    /// <summary>The labels of a row: 对账单号：DZ1, or a cell of words with its values in the cells behind it.</summary>
    public static IEnumerable<SampleLabel> In(SampleSheet.Row row, string sheet)
    {
        var place = sheet.Length > 0 ? $"{sheet} {row.Number}" : $"{row.Number}";
        var name = "";
        var values = new List<string>();
        foreach (var cell in row.Cells.Select(cell => cell.Normalize(NormalizationForm.FormKC).Trim()).Where(cell => cell.Length > 0))
        {
            if (WithColon().Matches(cell) is { Count: > 0 } inside
                && !IsValue(cell[..Math.Min(cell.Length, inside[0].Groups[1].Index + 1)]))
            {
                if (name.Length > 0 && values.Count > 0)
                {
                    yield return Of(name, values, place);
                }

                for (var at = 0; at < inside.Count - 1; at++)
                {
                    yield return Of(inside[at].Groups[1].Value, [Value(cell, inside, at)], place);
                }

                name = inside[^1].Groups[1].Value.Trim();
                values = Value(cell, inside, inside.Count - 1) is { Length: > 0 } value ? [value] : [];
            }
            else if (IsValue(cell) || (name.Length > 0 && values.Count == 0))
            {
                values.Add(cell);
            }
            else
            {
                if (name.Length > 0 && values.Count > 0)
                {
                    yield return Of(name, values, place);
                }

                (name, values) = (cell.TrimEnd(':'), []);
            }
        }

        if (name.Length > 0 && values.Count > 0)
        {
            yield return Of(name, values, place);
        }
    }

    private static string Value(string cell, MatchCollection inside, int at)
    {
        var from = inside[at].Index + inside[at].Length;
        return cell[from..(at + 1 < inside.Count ? inside[at + 1].Index : cell.Length)].Trim().TrimEnd(',', ';', '|');
    }

    private static SampleLabel Of(string name, List<string> values, string place)
    {
        var parts = new List<Part>();
        for (var at = 0; at < values.Count; at++)
        {
            if (TwoDates().Match(values[at]) is { Success: true } dates)
            {
                parts.Add(new Part(dates.Groups[1].Value, at + 1, $"before {dates.Groups[2].Value}"));
                parts.Add(new Part(dates.Groups[3].Value, at + 1, $"after {dates.Groups[2].Value}"));
            }
            else
            {
                parts.Add(new Part(values[at], at + 1, null));
            }
        }

        // Chinese labels have no blanks in them: what is before one is a title.
        name = name.Trim();
        return new SampleLabel(name.Any(one => one > 0x2E80) ? name[(name.LastIndexOf(' ') + 1)..] : name, parts, place);
    }

    // A label has no digits in it; a value has, or it is a number.
    private static bool IsValue(string cell) => cell.Any(char.IsAsciiDigit) || Number.TryParse(Encoding.UTF8.GetBytes(cell), out _);

    [GeneratedRegex(@"(?<![\p{L}\d])([\p{L}][^\d:]{0,30}?)\s*:")]
    private static partial Regex WithColon();

    [GeneratedRegex(@"^(" + OneDate + @")\s*(至|到|~|—|–|-|to)\s*(" + OneDate + ")$")]
    private static partial Regex TwoDates();
}
