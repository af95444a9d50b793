using System.Text;

namespace KaPipeline.Ingestion.Rows;

/// <summary>The forms that first and other lines of items have: which cells are filled, with digits of which length, numbers, Chinese or
/// other text.</summary>
internal sealed class LineForms
{
    // A code has so many digits at least; shorter ones may be a quantity.
    private const int CodeDigits = 6;

    private readonly HashSet<string> firsts = new(StringComparer.Ordinal);
    private readonly HashSet<string> others = new(StringComparer.Ordinal);

    /// <summary>Whether an item has been seen.</summary>
    public bool IsKnown => firsts.Count > 0;

    public bool IsFirst(MultiLineRows.Line line) => firsts.Contains(line.Form);

    public bool IsOther(MultiLineRows.Line line) => others.Contains(line.Form);

    public void Clear()
    {
        firsts.Clear();
        others.Clear();
    }

    /// <summary>Takes the lines of an item.</summary>
    public void Take(IReadOnlyList<MultiLineRows.Line> item)
    {
        firsts.Add(item[0].Form);
        others.UnionWith(item.Skip(1).Select(line => line.Form));
    }

    /// <summary>The form of a line, a letter or two for each cell.</summary>
    public static string Of(IEnumerable<string> cells) => string.Join(' ', cells.Select(Of)).TrimEnd(' ', '_');

    private static string Of(string cell)
    {
        var text = Encoding.UTF8.GetString(Cells.Clean(Encoding.UTF8.GetBytes(cell)));
        return !text.Any(char.IsLetterOrDigit) ? "_"
            : text.Length >= CodeDigits && text.All(char.IsAsciiDigit) ? $"D{text.Length}"
            : Number.TryParse(Encoding.UTF8.GetBytes(text), out _) ? "N"
            : text.Any(letter => letter is >= '\u4E00' and <= '\u9FFF') ? "H" : "T";
    }
}
