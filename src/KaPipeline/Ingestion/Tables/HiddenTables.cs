using System.Buffers;
using System.Text;

namespace KaPipeline.Ingestion.Tables;

/// <summary>
/// The hidden tables of a page. One that repeats what is shown is a copy, for printing or for browsers without scripts, and one of another
/// kind is no data. One with further rows that are built like those shown may be the rest of the report or what was asked before: nobody
/// can tell, and the page is refused.
/// </summary>
internal sealed class HiddenTables
{
    // A row of so many cells that say something is none of a layout.
    private const int FewestCells = 4;

    private static readonly SearchValues<char> NumberMarks = SearchValues.Create("0123456789,.-");

    private readonly Queue<string?> further = [];

    /// <summary>Looks through a page.</summary>
    public HiddenTables(string page)
    {
        var shown = new HashSet<string>(StringComparer.Ordinal);
        var shapes = new HashSet<string>(StringComparer.Ordinal);
        var tables = new List<List<(string Row, string Shape)>>();
        using var table = new HtmlTable(page, isForHidden: true);
        while (table.NextSheet())
        {
            var rows = new List<(string Row, string Shape)>();
            while (table.NextRow())
            {
                if (Of(table) is not var (row, shape))
                {
                    continue;
                }

                if (table.IsHidden)
                {
                    rows.Add((row, shape));
                }
                else
                {
                    shown.Add(row);
                    shapes.Add(shape);
                }
            }

            if (table.IsHidden)
            {
                tables.Add(rows);
            }
        }

        foreach (var rows in tables)
        {
            further.Enqueue(rows.Find(row => shapes.Contains(row.Shape) && !shown.Contains(row.Row)).Row);
        }
    }

    /// <summary>Goes on to the next hidden table.</summary>
    /// <exception cref="UnreadableFileException">It has rows like those shown that are not shown.</exception>
    public void Begin()
    {
        if (further.TryDequeue(out var row) && row is not null)
        {
            row = row.Length > 80 ? row[..80] + "…" : row;
            throw new UnreadableFileException(
                "网页中隐藏的表有页面上看不到的行，无法判断是否属于本报表；请从门户导出全部行，或在页面上显示全部行后重新保存 | a hidden table of the page has rows "
                + $"that are not shown, and may belong to the report or not: export all rows from the portal, or show them all and save again: {row}");
        }
    }

    // What a row says, and in which cells it has numbers, codes, words or nothing; null for a row with too little to be one of a report.
    private static (string Row, string Shape)? Of(HtmlTable table)
    {
        var (row, shape, filled, hasFigures) = (new StringBuilder(), new StringBuilder(), 0, false);
        for (var at = 0; at < table.CellCount; at++)
        {
            var text = table.Text(at).Trim();
            var isFigure = text.AsSpan().ContainsAnyInRange('0', '9');
            filled += text.Length > 0 ? 1 : 0;
            hasFigures |= isFigure;
            row.Append(at > 0 ? " | " : "").Append(text);
            shape.Append(text.Length == 0 ? '-' : !isFigure ? 'a' : text.AsSpan().ContainsAnyExcept(NumberMarks) ? 'x' : '0');
        }

        return filled >= FewestCells && hasFigures ? (row.ToString(), shape.ToString()) : null;
    }
}
