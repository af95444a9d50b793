using System.Globalization;
using KaPipeline.Ingestion.Profiles;

namespace KaPipeline.Ingestion.Rows;

/// <summary>The header of a table: one name per column, made of one or more header rows, looked up the way people write names.</summary>
internal sealed class Header
{
    private readonly string[][] levels;
    private readonly string[] joined;

    private Header(string[] names, string[][] levels, int width)
    {
        (Names, Width) = (names, width);
        this.levels = levels;
        joined = [.. names.Select(HeaderText.Normalise)];
    }

    /// <summary>Names as written; levels of a header of several rows are joined by <c>/</c>.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Columns up to the last one with a name.</summary>
    public int Count => Names.Count;

    /// <summary>Cells of the header itself: columns without a name may stand behind the last one with a name.</summary>
    public int Width { get; }

    /// <summary>A file without header: columns are found by position alone.</summary>
    public static Header None { get; } = new([], [], 0);

    /// <summary>Joins header rows. A blank in an upper row under which there is a name belongs to the merged cell on its left.</summary>
    public static Header Of(IReadOnlyList<string[]> rows)
    {
        var width = rows.Max(row => Array.FindLastIndex(row, cell => cell.Length > 0) + 1);
        var names = new string[width];
        var levels = new string[width][];
        var merged = new string[rows.Count];
        for (var column = 0; column < width; column++)
        {
            var parts = new List<string>();
            for (var level = 0; level < rows.Count; level++)
            {
                var text = column < rows[level].Length ? rows[level][column] : "";
                var hasNameBelow = rows.Skip(level + 1).Any(row => column < row.Length && row[column].Length > 0);
                merged[level] = text.Length > 0 || !hasNameBelow ? text : merged[level] ?? "";
                if (merged[level].Length > 0)
                {
                    parts.Add(merged[level]);
                }
            }

            names[column] = string.Join('/', parts);
            levels[column] = [.. parts.Select(HeaderText.Normalise)];
        }

        return new Header(names, levels, rows.Max(row => row.Length));
    }

    /// <summary>
    /// Finds a column: <c>#7</c> is the seventh; else the joined name, else one level of it where only one column has that;
    /// <c>名称#2</c> the second of several.
    /// </summary>
    /// <returns>Its place from 0, or −1.</returns>
    public int Find(string name)
    {
        var mark = name.LastIndexOf('#');
        var number = mark >= 0 && int.TryParse(name.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given : 0;
        if (mark == 0 && number > 0)
        {
            return number - 1;
        }

        var wanted = HeaderText.Normalise(number > 0 ? name[..mark] : name);
        List<int> Matches(Func<int, bool> matches) => [.. Enumerable.Range(0, Count).Where(matches)];
        var found = Matches(column => joined[column] == wanted);
        if (found.Count == 0)
        {
            found = Matches(column => levels[column].Contains(wanted));
        }

        return number > 0 ? (number <= found.Count ? found[number - 1] : -1) : found.Count == 1 ? found[0] : -1;
    }

    /// <summary>Places of the columns that a cross-tab turns into rows, from 0; none where there is no cross-tab.</summary>
    public IEnumerable<int> Across(Unpivot? unpivot)
    {
        if (unpivot is null || Find(unpivot.From) is not (>= 0 and var first))
        {
            return [];
        }

        var except = unpivot.Except.Select(Find).ToHashSet();
        return Enumerable.Range(first, Math.Max(0, Count - first)).Where(at => Names[at].Length > 0 && !except.Contains(at));
    }

    /// <summary>A name for messages and raw rows, unlike all others of the row.</summary>
    public string Label(int column)
    {
        if (column >= Count || Names[column].Length == 0)
        {
            return $"#{column + 1}";
        }

        var before = Names.Take(column).Count(name => name == Names[column]);
        return before == 0 ? Names[column] : $"{Names[column]}#{before + 1}";
    }
}
