using System.Globalization;
using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Looks for the rows that hold all columns which a table needs, and says what is missing where the best ones lack some.</summary>
internal sealed partial class HeaderSearch
{
    // So far down a header may stand; the rows kept of those above it are as many as the titles of a page can be.
    private const int RowsToSearch = 5000;
    private const int TitleRows = 200;

    private Nearest? best;
    private Nearest? bestHere;
    private int rowsBelow;

    /// <summary>Header rows and the titles above them, as read.</summary>
    /// <param name="Layout">The table that they belong to.</param>
    /// <param name="Header">The columns.</param>
    /// <param name="Rows">The header's own rows.</param>
    /// <param name="Titles">The rows above it.</param>
    public sealed record Found(TableLayout Layout, Header Header, IReadOnlyList<string[]> Rows, IReadOnlyList<string[]> Titles)
    {
        /// <summary>Whether the table is at the row below the header already.</summary>
        public bool IsAtRow { get; init; }
    }

    private sealed record Nearest(TableLayout Layout, int Score, Header Header, string Sheet, int Row);

    /// <summary>Reads rows until a header is found; the table is then at its last row.</summary>
    /// <param name="table">The file, before the first row of a sheet.</param>
    /// <param name="tables">Tables that may be on the sheet.</param>
    /// <param name="title">Told of each row that is no header.</param>
    public Found? Find(TableReader table, IReadOnlyList<TableLayout> tables, Action title)
    {
        (bestHere, rowsBelow) = (null, 0);
        if (tables.FirstOrDefault(candidate => candidate.Profile.HeaderRows == 0) is { } bare)
        {
            return new Found(bare, Header.None, [], []);
        }

        var rows = new List<string[]>();
        for (var row = 0; row < RowsToSearch && table.NextRow(); row++)
        {
            rows.Add(NamesOf(table));
            if (rows.Count > TitleRows)
            {
                rows.RemoveAt(0);
            }

            if ((table is MultiLineRows ? null : Shorter(tables, rows)) is { } shorter)
            {
                return shorter;
            }

            if (At(table, tables, rows) is { } found)
            {
                (table as MultiLineRows)?.StartStacking();
                return found;
            }

            var isBelow = bestHere is { } near && near.Row < table.RowNumber && !PrintLayout.IsNote(rows[^1])
                && rows[^1].Count(name => name.Length > 0) >= Math.Min(2, near.Layout.Required);
            rowsBelow = isBelow ? rowsBelow + 1 : bestHere?.Row == table.RowNumber ? 0 : rowsBelow;
            title();
        }

        return null;
    }

    // A header of fewer rows than the profile says: those above the last row have all that the table needs, and that row is filled as data
    // are. It is the first row, and no lower part of the header.
    private static Found? Shorter(IReadOnlyList<TableLayout> tables, List<string[]> rows)
    {
        foreach (var layout in tables)
        {
            for (var count = 1; count < layout.Profile.HeaderRows && count < rows.Count && MayBeData(rows[^1]); count++)
            {
                var from = rows.Count - 1 - count;
                var window = rows.GetRange(from, count);
                if (!Array.TrueForAll(window[0], name => name.Length == 0) && Header.Of(window) is var header
                    && IsWhole(layout, header) && IsData(rows[^1], layout, header))
                {
                    return new Found(layout, header, window, rows.GetRange(0, from)) { IsAtRow = true };
                }
            }
        }

        return null;
    }

    private static bool IsWhole(TableLayout layout, Header header) => layout.Score(header) == layout.Required
        && (layout.Profile.Unpivot is null || header.Across(layout.Profile.Unpivot).Any());

    // Numbers or dates, other than the numbers of the columns: 1, 2, 3.
    private static bool MayBeData(string[] row)
    {
        var filled = row.Where(cell => cell.Length > 0).ToList();
        return filled.Exists(IsFigure)
            && !filled.Select((cell, at) => cell == (at + 1).ToString(CultureInfo.InvariantCulture)).All(isNumber => isNumber);
    }

    // No number or date is longer; the pattern looks at each digit of one that is none.
    private static bool IsFigure(string cell) => cell.Length <= 60 && Figure().IsMatch(cell);

    private static bool IsData(string[] row, TableLayout layout, Header header)
    {
        var places = layout.Places(header).Except(header.Across(layout.Profile.Unpivot)).Where(at => at < row.Length).ToList();
        return places.Count(at => row[at].Length > 0) * 2 > places.Count && places.Exists(at => IsFigure(row[at]));
    }

    /// <summary>The header that ends with the last of these rows, if any.</summary>
    public Found? At(TableReader table, IReadOnlyList<TableLayout> tables, IReadOnlyList<string[]> rows)
    {
        foreach (var layout in tables.Where(candidate => rows.Count >= candidate.Profile.HeaderRows)
            .OrderByDescending(candidate => candidate.Required))
        {
            var window = rows.Skip(rows.Count - layout.Profile.HeaderRows).ToList();
            if (window[0].All(name => name.Length == 0))
            {
                continue;
            }

            var header = Header.Of(window);
            var score = layout.Score(header);
            if (IsWhole(layout, header))
            {
                return new Found(layout, header, window, [.. rows.Take(rows.Count - window.Count)]);
            }

            if (score > (bestHere?.Score ?? 0))
            {
                bestHere = new Nearest(layout, score, header, table.Sheet, table.RowNumber);
                best = score > (best?.Score ?? 0) ? bestHere : best;
            }
        }

        return null;
    }

    /// <summary>The names in a row.</summary>
    public static string[] NamesOf(TableReader table) =>
        [.. Enumerable.Range(0, Math.Min(table.CellCount, 1000)).Select(at => CleanName(table, at))];

    /// <summary>Whether the sheet just searched has most columns of a table, so that it is one whose header has changed.</summary>
    public bool HasPart => bestHere is { } near
        && (near.Layout.Profile.Sheet is null ? near.Score * 4 >= near.Layout.Required * 3 : near.Score * 2 >= near.Layout.Required);

    /// <summary>Whether rows stand below what is most like a header on the sheet just searched.</summary>
    public bool HasRows => rowsBelow > 0;

    /// <summary>The outcome of a file in which no header was found, or not on the sheet just searched.</summary>
    public ReadOutcome Held(ReadOutcome outcome, IReadOnlyList<TableLayout> tables)
    {
        var near = HasPart ? bestHere : best;
        if (near is null)
        {
            var first = tables[0];
            return outcome with
            {
                State = ReadState.Held,
                MissingColumns = [.. first.RequiredNames],
                Finding = $"没有找到表头 | no header row was found{(first.Profile.Sheet is null ? "" : $" on a sheet named {first.Profile.Sheet}")}: it should have {string.Join(", ", first.RequiredNames)}",
            };
        }

        var missing = near.Layout.Missing(near.Header);
        return outcome with
        {
            State = ReadState.Held,
            MissingColumns = missing,
            AddedColumns = [.. near.Layout.AddedColumns(near.Header)],
            Finding = $"缺少必需列 | missing required columns: {string.Join(", ", missing)}; {(near.Sheet.Length > 0 ? $"表 sheet {near.Sheet} " : "")}第 {near.Row} 行有 row {near.Row} has: {string.Join(", ", near.Header.Names.Where(name => name.Length > 0))}",
        };
    }

    private static string CleanName(TableReader table, int at)
    {
        var cell = Cells.Clean(table.Cell(at));
        return cell.Length > 400 ? ""
            : string.Join(' ', HeaderText.Readable(cell).Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [GeneratedRegex(@"^[¥￥]?[-+\d.,:/\s年月日%]*\d[-+\d.,:/\s年月日%]*$")]
    private static partial Regex Figure();
}
