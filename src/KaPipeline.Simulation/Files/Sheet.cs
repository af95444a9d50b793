namespace KaPipeline.Simulation.Files;

/// <summary>One sheet of a workbook to write: rows of cells (text, decimal, date or nothing) and merged ranges like <c>A1:C1</c>.</summary>
internal sealed class Sheet(string name)
{
    public string Name => name;

    public List<object?[]> Rows { get; } = [];

    public List<string> Merged { get; } = [];

    /// <summary>Adds a row and returns its number, from 1.</summary>
    public int Add(params object?[] cells)
    {
        Rows.Add(cells);
        return Rows.Count;
    }

    /// <summary>A header of two rows: names parted by <c>/</c> are below a merged group, others are merged over both rows.</summary>
    public void AddGroupedHeader(params string[] names)
    {
        var split = names.Select(name => name.Split('/')).ToList();
        var top = Add(
            [.. split.Select((parts, i) => i > 0 && parts.Length == 2 && split[i - 1][0] == parts[0] ? null : (object?)parts[0])]);
        Add([.. split.Select(parts => parts.Length == 2 ? (object?)parts[1] : null)]);
        for (var begin = 0; begin < split.Count;)
        {
            var end = begin;
            while (split[begin].Length == 2 && end + 1 < split.Count && split[end + 1].Length == 2 && split[end + 1][0] == split[begin][0])
            {
                end++;
            }

            if (split[begin].Length == 1)
            {
                Merged.Add(Text.Of($"{Column(begin)}{top}:{Column(begin)}{top + 1}"));
            }
            else if (end > begin)
            {
                Merged.Add(Text.Of($"{Column(begin)}{top}:{Column(end)}{top}"));
            }

            begin = end + 1;
        }
    }

    /// <summary>A, B, … Z, AA, … from 0.</summary>
    public static string Column(int index) => index < 26 ? ((char)('A' + index)).ToString() : Column((index / 26) - 1) + Column(index % 26);
}
